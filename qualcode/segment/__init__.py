"""A source becomes a transcript: parts, speakers, turns, segments; `parse` is the way in."""

from qualcode.segment.layouts import LAYOUTS
from qualcode.segment.parsing import parse
from qualcode.segment.speech import Speech, speech
from qualcode.segment.units import cut

__all__ = ["LAYOUTS", "Speech", "cut", "parse", "speech"]
