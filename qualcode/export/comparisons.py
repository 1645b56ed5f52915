"""A comparison of groups of cases as people read it: a row a code, then what may be said of it in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.messages import _, decimal, interval, ngettext
from qualcode.query.vocabulary import told

if TYPE_CHECKING:
    from qualcode.query.comparison import Compared, Comparison, Group

UNKNOWN = ("not read", "not run")
MOST_NAMED = 6
"""Codes named in one sentence; of more only the number is said, they stand in the table above."""


def overview(found: Comparison) -> tuple[list[str], list[list[str]]]:
    """Return header and rows, a row a code: the groups, the effect where there are two, p and the adjusted p."""
    names = [group.name for group in found.codes[0].groups] if found.codes else []
    origins = len({c.origin for c in found.codes}) > 1
    effects = any(c.difference for c in found.codes)
    header = [
        told("code"),
        *([told("from")] if origins else []),
        *names,
        *([told("difference of shares"), told("delta")] if effects else []),
        told("p"),
        told("adjusted p"),
    ]
    rows = [
        [
            c.code,
            *([told(c.origin)] if origins else []),
            *map(_group_cell, c.groups),
            *(_effect_cells(c) if effects else []),
            *_p_cells(c),
        ]
        for c in found.codes
    ]
    return header, rows


def _group_cell(group: Group) -> str:
    if group.mean is None:
        return "-"
    spread = "" if group.sd is None else f" ±{decimal(group.sd, 1)}"
    ends = f"{decimal(min(group.rates), 1)}-{decimal(max(group.rates), 1)}"
    return _("{n} of {of}; {mean}{spread} ({ends})").format(
        n=group.with_theme, of=group.cases, mean=decimal(group.mean, 1), spread=spread, ends=ends
    )


def _effect_cells(c: Compared) -> list[str]:
    if c.difference is None or c.delta is None:
        return ["-", "-"]
    ends = interval(c.difference.low, c.difference.high, 2, sign=True)
    return [f"{decimal(c.difference.value, 2, sign=True)} {ends}", decimal(c.delta, 2, sign=True)]


def _p_cells(c: Compared) -> list[str]:
    if c.doubt in UNKNOWN:
        return [_("not read") if c.doubt == "not read" else _("not run"), ""]
    if c.doubt or c.test is None or c.adjusted is None:
        return [_("too few"), ""]
    return [_p(c.test.p), _p(c.adjusted)]


def _p(value: float) -> str:
    return f"<{decimal(0.001)}" if value < 0.001 else decimal(value, 3)


def key_words() -> str:
    """Return how the cells of the groups are read."""
    return _(
        "Each group: cases with the theme of all its cases; mean of the cases' rates per 100 segments ± standard "
        "deviation (lowest-highest). A case's rate is the mean of its persons' rates."
    )


def sentences(found: Comparison) -> list[str]:
    """Return what may be said: which codes differ, which do not show it, of which there is too little."""
    from qualcode.query.comparison import ALPHA

    clear = [c for c in found.codes if not c.doubt and c.adjusted is not None and c.adjusted <= ALPHA]
    rest = [c for c in found.codes if not c.doubt and c not in clear]
    said = [_difference(c, found.by) for c in clear]
    if rest:
        said.append(
            _(
                "No difference shown: {codes}. Chance alone often makes such differences (adjusted p above {alpha}). "
                "That does not prove that the groups are alike."
            ).format(codes=_named([c.code for c in rest]), alpha=decimal(ALPHA))
        )
    least = [c.test.least for c in found.codes if c.test and not c.doubt]
    if least:
        said.append(
            _("The smallest p that so many cases in groups of these sizes can give is {p}.").format(p=_p(min(least)))
        )
    return said + _too_few(found.codes) + _left_out(found)


def _named(codes: Sequence[str]) -> str:
    """Return the names of a few codes; of many, how many they are."""
    names = list(dict.fromkeys(codes))
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return ngettext("{n} code", "{n} codes", len(names)).format(n=len(names))


def _difference(c: Compared, by: str) -> str:
    shares = "; ".join(
        _("{group}: {n} of {of} cases, mean rate {mean}").format(
            group=group.name, n=group.with_theme, of=group.cases, mean=decimal(group.mean or 0, 1)
        )
        for group in c.groups
        if group.cases
    )
    return _("{code} differs by {by} more than chance would make likely (adjusted p {p}). {shares}.").format(
        code=c.code, by=by, p=_p(c.adjusted or 0), shares=shares
    )


def _too_few(codes: Sequence[Compared]) -> list[str]:
    """Return one sentence for each reason that the cases are too few, with the codes it holds for."""
    reasons: dict[str, list[str]] = {}
    for c in codes:
        if c.doubt and c.doubt not in UNKNOWN:
            reasons.setdefault(_reason(c), []).append(c.code)
    return [
        _("Too few to say: {codes}. {reason}").format(codes=_named(names), reason=reason)
        for reason, names in reasons.items()
    ]


def _reason(c: Compared) -> str:
    from qualcode.query.comparison import ALPHA, LEAST_CASES

    sizes = ", ".join(f"{group.name} {group.cases}" for group in c.groups)
    if c.doubt == "one group":
        return _("Only one group has cases that count ({sizes}).").format(sizes=sizes)
    if c.doubt == "never used":
        return _("No case has it.")
    if c.doubt == "few cases":
        return _("A group has fewer than {least} cases ({sizes}).").format(least=LEAST_CASES, sizes=sizes)
    smallest = 0.0 if c.test is None else c.test.least if c.doubt == "few splits" else c.test.reachable
    words = {"sizes": sizes, "p": decimal(smallest, 3), "alpha": decimal(ALPHA)}
    if c.doubt == "few splits":
        return _("With so few cases ({sizes}) no p can be below {p}, however they differ.").format(**words)
    return _("So few cases have it, or they are so alike, that no p can be below {p}.").format(**words)


def _left_out(found: Comparison) -> list[str]:
    left, said = found.left_out, []
    if left.without_value:
        n = len(left.without_value)
        said.append(
            ngettext(
                "Left out: {n} case without a value of {by} ({names}).",
                "Left out: {n} cases without a value of {by} ({names}).",
                n,
            ).format(n=n, by=found.by, names=", ".join(left.without_value))
        )
    if left.several_values:
        n = len(left.several_values)
        said.append(
            ngettext(
                "Left out: {n} case whose speakers or sources have different values of {by} ({names}).",
                "Left out: {n} cases whose speakers or sources have different values of {by} ({names}).",
                n,
            ).format(n=n, by=found.by, names=", ".join(left.several_values))
        )
    if left.partly_known:
        n = len(left.partly_known)
        said.append(
            ngettext(
                "Left out: {n} case in which only some who speak have a value of {by} ({names}).",
                "Left out: {n} cases in which only some who speak have a value of {by} ({names}).",
                n,
            ).format(n=n, by=found.by, names=", ".join(left.partly_known))
        )
    if left.not_read:
        n = len(left.not_read)
        said.append(
            ngettext(
                "Left out: {n} case of which nothing was read ({names}).",
                "Left out: {n} cases of which nothing was read ({names}).",
                n,
            ).format(n=n, names=", ".join(left.not_read))
        )
    return said
