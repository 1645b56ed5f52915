"""The report of a study as a document: methods, codebook, themes, comparison, quotations, appendices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcode.export.document.blocks import Block, Document, Heading, Paragraph
from qualcode.export.report.appendix import appendix
from qualcode.export.report.codes import codebook_table
from qualcode.export.report.compared import comparisons, groupings
from qualcode.export.report.quotes import quotations
from qualcode.export.report.theme_counts import counts
from qualcode.export.report.wording import methods_words
from qualcode.messages import _, current_language
from qualcode.query.agreement import Agreement, agreement
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.judges import judges
from qualcode.query.methods import methods
from qualcode.store.project import Project

QUOTATIONS = 3
"""Quotations a theme, unless asked otherwise."""


def study_report(
    project: Project,
    where: Filter = EVERYTHING,
    *,
    by: Sequence[str] = (),
    quoted: int = QUOTATIONS,
    seed: int = 0,
    title: str = "",
    charts: bool = True,
    warnings: Sequence[tuple[str, str]] = (),
) -> Document:
    """Return the report of a study; the same project gives the same document.

    Parameters
    ----------
    where : Filter
        Whose codings are counted and quoted, over which codes and which part of the texts.
    by : names of attributes
        Groups of cases that are compared; by default every attribute of cases that is a category.
    quoted : int
        Most quotations a theme, balanced over cases and speakers.
    seed : int
        Of everything that is drawn by chance (intervals, orders of sources).
    charts : bool
        Whether there are pictures.
    warnings : pairs of source and warning
        Of an import, shown in the appendix.

    Raises
    ------
    QualcodeError
        If a name of the filter or of `by` is not known.
    """
    facts = methods(project, where)
    agreed = _agreement(project, where, seed)
    blocks: list[Block] = [
        Heading(_("Methods")),
        *map(Paragraph, methods_words(facts, where, agreed, seed=seed)),
        *codebook_table(project, where),
        *counts(project, where, charts=charts, seed=seed),
        *_compared(project, where, by or groupings(project)),
        *quotations(project, where, limit=quoted),
        *appendix(project, where, facts, agreed, charts=charts, warnings=warnings),
    ]
    return Document(title or _("Themes of the study"), current_language(), facts.at, blocks)


def _compared(project: Project, where: Filter, by: Sequence[str]) -> Iterator[Block]:
    for name in by:
        yield from comparisons(project, where, name)


def _agreement(project: Project, where: Filter, seed: int) -> Agreement | None:
    """Return how far people agree, or None where nothing was read by two of them on their own."""
    from dataclasses import replace

    from qualcode.errors import QualcodeError

    if len(judges(project)) < 2:
        return None
    try:
        return agreement(project, replace(where, origin="human", coders=()), coders=where.coders, seed=seed)
    except QualcodeError:
        return None
