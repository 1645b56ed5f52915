"""What charts say beside the picture: units, whose codings they are, the caption below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.messages import N_, _, decimal, grouped, ngettext, percent
from qualcode.query.table import Table
from qualcode.query.vocabulary import SPOKEN

UNITS = {
    "segments": N_("segments"),
    "codings": N_("codings"),
    "turns": N_("turns"),
    "persons": N_("persons"),
    "sources": N_("sources"),
    "cases": N_("cases"),
    "words": N_("words"),
    "codes": N_("codes"),
    "sentences": N_("sentences"),
    "characters": N_("characters"),
}
_LEFT_OUT = {
    **SPOKEN,
    "left_out_in_sight": N_("segments left out: read with suggestions or codings of others in sight"),
    "left_out_imported": N_("segments left out: known from imported codings alone"),
    "intervals": N_("intervals"),
    "coders": N_("coders"),
    "as_of": N_("as of"),
    "codebook": N_("codebook"),
}
"""What a note may hold beside unit, population and whose codings: the words before its value."""


def unit(count: str) -> str:
    """Return the unit counted in the language of messages; ``turns:3`` are stretches of four turns."""
    if count.startswith("turns:"):
        return _("stretches of {n} turns").format(n=int(count.removeprefix("turns:")) + 1)
    return _(UNITS[count])


def whole(count: str) -> str:
    """Return the unit of what there is to count in: of codings it is segments."""
    return unit("segments" if count == "codings" else count)


def caption(table: Table, *more: str) -> str:
    """Return what stands below a chart: what is counted, whose codings, over what, what was left out, then `more`."""
    note = table.note
    said = []
    if "count" in note:
        said.append(_("Counted: {unit}.").format(unit=unit(note["count"])))
    if "population" in note:
        said.append(_("Population: {population}.").format(population=note["population"]))
    if "from" in note:
        said.append(_whose(note["from"]))
    said.extend(more)
    said.extend(f"{_upper(_(name))}: {note[key]}." for key, name in _LEFT_OUT.items() if key in note)
    return " ".join(sentence for sentence in said if sentence)


def _whose(said: str) -> str:
    """Return the sentence for a note's "human: ani, budi", "all: ani", "rule" or "model"."""
    origin, _colon, people = said.partition(": ")
    return {
        "human": _("Codings of people: {people}."),
        "all": _("Codings of people ({people}) and suggestions that wait for a decision."),
        "rule": _("Suggestions of the rules, decided on or not."),
        "model": _("Suggestions of the model, decided on or not."),
    }[origin].format(people=people)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def with_n(name: str, n: int) -> str:
    """Return a name with its n, which no line break parts: "coordination (n = 12)"."""
    return f"{name} (n\u00a0=\u00a0{grouped(n)})"


def size(records: Sequence[Mapping[str, Any]], count: str) -> str:
    """Return "218 segments, 120 read" for records of one population, whose codings they may be."""
    population = max(record["population"] for record in records)
    read = [record["read"] for record in records if record["read"] is not None]
    said = f"{grouped(population)} {whole(count)}"
    return _("{size}, {read} read").format(size=said, read=grouped(max(read))) if read else said


def number(value: float) -> str:
    """Return a number without a decimal that says nothing: 3, 3.5."""
    return grouped(int(value)) if value == int(value) else decimal(value, 1)


def codes_said(n: int) -> str:
    """Return "5 codes"."""
    return ngettext("{n} code", "{n} codes", n).format(n=n)


def cell_said(record: Mapping[str, Any]) -> str:
    """Return a count as a chart shows it: "12 (34%)", with a rate "12 (3.4)", "not run", "not read"."""
    n, share, rate = record["n"], record.get("share"), record.get("rate")
    if n is None:
        return _("not run")
    if not_read(record):
        return _("not read")
    if rate is not None:
        return f"{grouped(n)} ({decimal(rate, 1)})"
    return grouped(n) if share is None else f"{grouped(n)} ({percent(share)})"


def not_read(record: Mapping[str, Any]) -> bool:
    """Return whether people have read nothing here, or there is nothing to read: 0 says nothing then."""
    return not record["population"] or record["read"] == 0
