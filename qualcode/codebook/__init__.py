"""The tree of codes: read from and written to files, checked, compared."""

from qualcode.codebook.codebook import Codebook
from qualcode.codebook.files import load, save

__all__ = ["Codebook", "load", "save"]
