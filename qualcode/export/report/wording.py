"""The methods section in words: every figure in it is one of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcode import __version__
from qualcode.messages import N_, _, decimal, grouped, ngettext, percent
from qualcode.query.agreement import ALL_CODES, ALPHA, ALPHA_MASI, Agreement
from qualcode.query.counting import population_words
from qualcode.query.filters import Filter
from qualcode.query.methods import Machine, Methods

DRAWN = {
    "chosen": N_("chosen by the coder"), "source": N_("in the order of the source"),
    "best": N_("the most probable first"), "balanced": N_("rare codes first"), "random": N_("drawn by chance"),
    "assigned": N_("assigned for a round"), "sheet": N_("on a coding sheet"), "imported": N_("imported"),
}  # fmt: skip
"""How a passage came up for reading, in words."""
UNITS = {
    "turn": N_("turn"), "paragraph": N_("paragraph"), "sentence": N_("sentence"), "row": N_("row"),
}  # fmt: skip


def methods_words(facts: Methods, where: Filter, agreed: Agreement | None, *, seed: int) -> list[str]:
    """Return the paragraphs of a methods section: material, codebook, people, machines, software."""
    paragraphs = [
        [*_material(facts, where)],
        [*_codebook(facts)],
        [*_people(facts, where), *_agreement(facts, agreed)],
        [*_machines(facts), *_order(facts)],
        [*_software(facts, seed)],
    ]
    return [" ".join(sentences) for sentences in paragraphs if sentences]


def _sources(n: int) -> str:
    return ngettext("{n} source", "{n} sources", n).format(n=grouped(n))


def _cases(n: int) -> str:
    return ngettext("{n} case", "{n} cases", n).format(n=grouped(n))


def _persons(n: int) -> str:
    return ngettext("{n} person", "{n} persons", n).format(n=grouped(n))


def _segments(n: int) -> str:
    return ngettext("{n} segment", "{n} segments", n).format(n=grouped(n))


def _words(n: int) -> str:
    return ngettext("{n} word", "{n} words", n).format(n=grouped(n))


def _codes(n: int) -> str:
    return ngettext("{n} code", "{n} codes", n).format(n=grouped(n))


def _themes(n: int) -> str:
    return ngettext("{n} theme", "{n} themes", n).format(n=grouped(n))


def _coders(n: int) -> str:
    return ngettext("{n} coder", "{n} coders", n).format(n=grouped(n))


def _codings(n: int) -> str:
    return ngettext("{n} coding", "{n} codings", n).format(n=grouped(n))


def _share(n: int, of: int) -> str:
    return percent(n / of, apart=True) if of else "-"


def _material(facts: Methods, where: Filter) -> Iterator[str]:
    yield _("The study rests on {sources} of {cases}{days}.").format(
        sources=_sources(facts.sources), cases=_cases(facts.cases), days=_days(facts)
    )
    yield _("The counts cover {population}: {words} of {persons}, cut into {segments} ({units}).").format(
        population=population_words(where),
        words=_words(facts.words),
        persons=_persons(facts.persons),
        segments=_segments(facts.segments),
        units=", ".join(f"{_(UNITS[unit])}: {grouped(n)}" for unit, n in facts.units.items()) or "-",
    )


def _days(facts: Methods) -> str:
    if not facts.first_day:
        return _(", none of them dated")
    one_day = facts.first_day == facts.last_day
    said = _(", collected on {day}") if one_day else _(", collected from {first} to {last}")
    days = said.format(day=facts.first_day, first=facts.first_day, last=facts.last_day)
    if facts.dated == facts.sources:
        return days
    return days + _(" (dated: {n} of {sources})").format(n=grouped(facts.dated), sources=grouped(facts.sources))


def _codebook(facts: Methods) -> Iterator[str]:
    yield _("The codebook {name}, version {n} (sha256 {sha}), has {codes} in {themes}.").format(
        name=facts.codebook,
        n=facts.version,
        sha=facts.sha256[:12],
        codes=_codes(facts.codes),
        themes=_themes(facts.themes),
    )
    if len(facts.reported) < facts.codes:
        roots = {path.split("/")[0] for path in facts.reported}
        yield _("Reported here: {codes} in {themes}.").format(
            codes=_codes(len(facts.reported)), themes=_themes(len(roots))
        )


def _people(facts: Methods, where: Filter) -> Iterator[str]:
    people = [one for one in facts.work if one.kind == "human"]
    if not people:
        yield _("Nobody has coded yet.")
        return
    yield _("{people} ({names}) read {read} of the {segments} ({share}) and made {codings}.").format(
        people=_coders(len(people)),
        names=", ".join(one.name for one in people),
        read=grouped(facts.read),
        segments=_segments(facts.segments),
        share=_share(facts.read, facts.segments),
        codings=_codings(facts.codings),
    )
    if facts.twice:
        yield _("Read by two coders or more: {twice} ({share} of those).").format(
            twice=_segments(facts.twice), share=_share(facts.twice, facts.read)
        )
    elif not where.coders or len(people) > 1:
        yield _("No segment was read by two coders: nothing is known of their agreement.")


def _agreement(facts: Methods, agreed: Agreement | None) -> Iterator[str]:
    if agreed is not None:
        yield _(
            "On the {segments} that were read independently the sets of codes agree, by MASI distance, with "
            "Krippendorff's alpha of {value}; {codes}."
        ).format(segments=_segments(agreed.segments), value=_over_all(agreed), codes=_range(agreed))
    elif facts.twice:
        yield _("None of these were read independently, so agreement was not measured.")
    left = agreed.seen + agreed.imported if agreed else 0
    if left:
        yield _("Left out of this, read with suggestions or codings of others in sight: {segments}.").format(
            segments=_segments(left)
        )
    if facts.settled:
        yield _("Settled by consensus: {segments}; there the consensus counts, not the single coders.").format(
            segments=_segments(facts.settled)
        )


def _over_all(agreed: Agreement) -> str:
    row = next(r for r in agreed.table.records() if (r["code"], r["measure"]) == (ALL_CODES, ALPHA_MASI))
    if row["value"] is None:
        return _("not defined")
    if row["low"] is None:
        from qualcode.measure.resampling import LEAST_GROUPS

        return _("{value} (no interval: it takes {least} sources, and there are {n})").format(
            value=decimal(row["value"], 2), least=LEAST_GROUPS, n=agreed.sources
        )
    few = agreed.table.note.get("intervals")
    return _("{value} (95 % interval {low} to {high}, by source{few})").format(
        value=decimal(row["value"], 2),
        low=decimal(row["low"], 2),
        high=decimal(row["high"], 2),
        few=f"; {few}" if few else "",
    )


def _range(agreed: Agreement) -> str:
    values = [
        r["value"]
        for r in agreed.table.records()
        if r["measure"] == ALPHA and r["code"] != ALL_CODES and r["value"] is not None
    ]
    if not values:
        return _("alpha is defined for no single code")
    return _("alpha of single codes is {low} to {high}, see the appendix").format(
        low=decimal(min(values), 2), high=decimal(max(values), 2)
    )


def _machines(facts: Methods) -> Iterator[str]:
    if not facts.machines:
        yield _("No machine had a part in the coding.")
        return
    if "rule" in facts.machines:
        yield _("Keyword rules of the codebook made {n} suggestions.").format(
            n=grouped(facts.machines["rule"].suggestions)
        ) + _decided(facts.machines["rule"])
    if "model" in facts.machines:
        machine = facts.machines["model"]
        yield _("A linear model that learned from what people had coded (seed {seed}) made {n} suggestions.").format(
            n=grouped(machine.suggestions), seed=machine.random_state
        ) + _decided(machine)
    yield _("Machines only suggest: every coding was made or accepted by a person.")
    if facts.in_sight:
        yield _("Of the readings of people {n} were made with a suggestion or a coding of others in sight.").format(
            n=grouped(facts.in_sight)
        )


def _decided(machine: Machine) -> str:
    """Return what people decided on suggestions, with a blank before it, or ""."""
    if not machine.accepted + machine.rejected + machine.unsure:
        return " " + _("Nobody has decided on them.")
    return " " + _(
        "People accepted {accepted} of them, rejected {rejected} and were unsure of {unsure}; {codings} of today "
        "began so."
    ).format(
        accepted=grouped(machine.accepted),
        rejected=grouped(machine.rejected),
        unsure=grouped(machine.unsure),
        codings=_codings(machine.codings),
    )


def _order(facts: Methods) -> Iterator[str]:
    if facts.drawn:
        yield _("How what was read came up, by readings: {ways}.").format(ways=_ways(facts.drawn))


def _ways(drawn: Mapping[str, int]) -> str:
    return ", ".join(f"{_(DRAWN[way])} ({grouped(n)})" for way, n in drawn.items())


def _software(facts: Methods, seed: int) -> Iterator[str]:
    yield _("Counted with qualcode {version}; what is drawn by chance here has the seed {seed}.").format(
        version=__version__, seed=seed
    )
    if facts.at:
        yield _("State of the project: {at}.").format(at=facts.at)
