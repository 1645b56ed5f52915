"""Pairs of codes as charts need them: the codes in order, how often each is used, how often two meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.export.charts.origins import one_origin
from qualcode.export.charts.words import caption, codes_said, size, unit, with_n
from qualcode.messages import _, ngettext
from qualcode.query.table import Table


@dataclass(frozen=True, slots=True)
class Pairs:
    """Codes in codebook order, ``n`` of each and ``both`` of each pair (earlier, later); None is "not run"."""

    codes: Sequence[str]
    n: Mapping[str, int | None]
    both: Mapping[tuple[str, str], int | None]

    @classmethod
    def of(cls, table: Table) -> Pairs:
        """Read the table of `qualcode.query.cooccurrence.cooccurrence`.

        Raises
        ------
        QualcodeError
            If people's codings and suggestions stand side by side in it, or there is no pair.
        """
        one_origin(table)
        if not table.rows:
            raise QualcodeError(_("There are no two codes that could meet. A code and one below it are no pair."))
        n: dict[str, int | None] = {}
        both = {}
        for record in table.records():
            pair = (record["code"], record["other"])
            both[pair] = record["both"]
            for code, figure in zip(pair, (record["n"], record["n_other"]), strict=True):
                n[code] = figure if n.get(code) is None else n[code]
        return cls(_in_order(both), n, both)

    def named(self, code: str) -> str:
        """Return a code with its n, where it was run."""
        n = self.n[code]
        return code if n is None else with_n(code, n)

    def met(self) -> list[tuple[str, str, int]]:
        """Return the pairs that meet with how often, in order."""
        return [(code, other, both) for (code, other), both in self.both.items() if both]


def _in_order(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the codes in the order in which they come first in a pair, then second, none after one below it."""
    firsts, others = zip(*pairs, strict=True)
    order: list[str] = []
    for code in dict.fromkeys([*firsts, *others]):
        below = [place for place, other in enumerate(order) if other.startswith(f"{code}/")]
        order.insert(below[0] if below else len(order), code)
    return order


def title(_table: Table) -> str:
    """Return the title of the chart."""
    return _("Codes that meet")


def below(table: Table) -> str:
    """Return the caption: what is counted, of how many, how many pairs never meet."""
    both = table.column("both")
    sized = size(table.records(), table.note["count"])
    never, not_run = both.count(0), both.count(None)
    return caption(
        table,
        _WITHIN.get(table.note["within"], lambda: "")(),
        _("Figures: {unit} that have both.").format(unit=unit(table.note["count"])),
        f"n = {sized}.",
        ngettext("{n} pair never meets.", "{n} pairs never meet.", never).format(n=never) if never else "",
        ngettext("{n} pair was not run.", "{n} pairs were not run.", not_run).format(n=not_run) if not_run else "",
    )


_WITHIN = {"overlap": lambda: _("Two codes meet where their passages share words.")}


def describe(table: Table) -> str:
    """Return the chart in words: how many codes and pairs, which meet most and least often."""
    pairs = Pairs.of(table)
    met = sorted(pairs.met(), key=lambda pair: -pair[2])
    whole = ngettext("{codes}, {n} pair that meets.", "{codes}, {n} pairs that meet.", len(met)).format(
        codes=codes_said(len(pairs.codes)), n=len(met)
    )
    if not met:
        return whole
    most, least = (f"{code} + {other}: {n}" for code, other, n in (met[0], met[-1]))
    return f"{whole} " + _("Most often: {most}. Least often: {least}. {size}.").format(
        most=most, least=least, size=size(table.records(), table.note["count"])
    )
