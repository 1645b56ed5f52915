"""What was measured of one code: its figures as rows, in short for a table, and as a sentence in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor, isnan
from typing import Any

from qualcode.messages import _, ngettext
from qualcode.query.table import DIGITS
from qualcode.workflow.held_out import WAYS, Way

LEAST_CODED, LEAST_SOURCES = 10, 2
"""Coded segments, and sources that hold some, from which the figures of a code are given: with fewer each segment
weighs more than a tenth."""

MEASURES = ("precision", "recall", "f1", "average precision")
COLUMNS = ("code", "way", "measure", "value", "low", "high", "n")
SHORT_COLUMNS = ("code", "way", *MEASURES, "accepted")

_ROUNDING = 1e-9  # .7 * 10 must count as 7


@dataclass(frozen=True, slots=True)
class Figure:
    """A share, 0..1 (nan without anything to share), its 95 % interval (nan where there is none), and of how many."""

    value: float
    low: float
    high: float
    n: int

    def cells(self) -> tuple[float | None, float | None, float | None, int]:
        """Return value, low, high and n for a table."""
        value, low, high = (None if isnan(x) else round(x, DIGITS) for x in (self.value, self.low, self.high))
        return value, low, high, self.n

    def short(self) -> str:
        """Return "0.83 (0.74-0.91)"; "" without a value."""
        if isnan(self.value):
            return ""
        return f"{self.value:.2f}" + ("" if isnan(self.low) else f" ({self.low:.2f}-{self.high:.2f})")

    def of_ten(self) -> str:
        """Return "about 8 (6 to 9)", how many of ten; the interval is rounded outwards.

        Where all were right, or none, resampling finds no other value; so it is told how many were tested.
        """
        if self.value == 1:
            return _("all 10 (of {n} tested)").format(n=self.n)
        if self.value == 0:
            return _("none (of {n} tested)").format(n=self.n)
        n = min(9, floor(10 * self.value + 0.5))
        if isnan(self.low):
            return _("about {n}").format(n=n)
        low, high = floor(10 * self.low + _ROUNDING), ceil(10 * self.high - _ROUNDING)
        return _("about {n} ({low} to {high})").format(n=n, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Decisions:
    """How many suggestions people have accepted, of how many on which they decided."""

    accepted: int
    n: int

    def row(self, code: str, way: Way) -> tuple[Any, ...]:
        """Return them as a row of the table."""
        return code, way, "accepted", round(self.accepted / self.n, DIGITS), None, None, self.n


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """All that was measured of one code.

    Attributes
    ----------
    read, coded, sources : int
        Segments whose label is known, those that have the code, and the sources that hold these.
    measured : figures by measure, by way; a code without rules has no way "rules"
    decided : decisions on suggestions, by way
    """

    code: str
    read: int
    coded: int
    sources: int
    measured: Mapping[Way, Mapping[str, Figure]]
    decided: Mapping[Way, Decisions]

    @property
    def doubt(self) -> str:
        """Why nothing can be said of the code; "" if something can."""
        if self.coded < LEAST_CODED:
            return too_few(self.code, self.coded)
        if self.sources < LEAST_SOURCES:
            return _("{code}: coded in one source only; nothing can be said of others.").format(code=self.code)
        return ""

    @property
    def sentence(self) -> str:
        """What suggestions of the code are worth, in plain words, or why that cannot be said."""
        if self.doubt:
            return self.doubt
        both = self.measured["both"]
        if both["precision"].n == 0:
            text = _("{code}: nothing would be suggested, so nothing is found.").format(code=self.code)
        else:
            text = _("{code}: of 10 suggestions {right} are right; of 10 passages it finds {found}.").format(
                code=self.code, right=both["precision"].of_ten(), found=both["recall"].of_ten()
            )
        if "rules" in self.measured:
            by_rules = self.measured["rules"]["recall"].of_ten()
            text += " " + _("Of 10 passages rules alone find {found}.").format(found=by_rules)
        return text

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield a row a figure; without those that would mislead."""
        yield self.code, "people", "read", self.read, None, None, self.read
        yield self.code, "people", "coded", self.coded, None, None, self.read
        for way, figures in self._shown().items():
            yield from ((self.code, way, name, *figure.cells()) for name, figure in figures.items())
        yield from (decisions.row(self.code, way) for way, decisions in self.decided.items())

    def short_rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row a way for people."""
        shown = self._shown()
        for way in WAYS:
            cells = [shown[way][name].short() if way in shown else "" for name in MEASURES]
            decided = self.decided.get(way)
            accepted = _("{n} of {population}").format(n=decided.accepted, population=decided.n) if decided else ""
            if accepted or way in shown:
                yield self.code, way, *cells, accepted

    def _shown(self) -> Mapping[Way, Mapping[str, Figure]]:
        return {} if self.doubt else self.measured


def too_few(code: str, coded: int) -> str:
    """Return that a code has too few coded segments for figures."""
    return ngettext(
        "{code}: {n} coded segment, too few to say; {least} are needed.",
        "{code}: {n} coded segments, too few to say; {least} are needed.",
        coded,
    ).format(code=code, n=coded, least=LEAST_CODED)
