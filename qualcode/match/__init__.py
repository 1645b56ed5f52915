"""Codebook rules and passages: which codes a passage suggests, and by which words.

``Matcher(codes, language)``, then `Matcher.learn` with the words of the corpus, then `Matcher.find` for each passage.
"""

from __future__ import annotations

from qualcode.codebook.rules import ParsedRule, parse_rule
from qualcode.match.keywords import Matcher, Passage

__all__ = ["Matcher", "ParsedRule", "Passage", "parse_rule"]
