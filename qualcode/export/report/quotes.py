"""Quotations by theme, balanced over cases and speakers, each cited so that it can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qualcode.export.document.blocks import Block, Heading, Paragraph, Quotation
from qualcode.export.report.codes import code_labels
from qualcode.messages import _
from qualcode.query.excerpts import excerpts, most_telling
from qualcode.query.filters import Filter
from qualcode.query.passages import Excerpt
from qualcode.query.vocabulary import told_cell
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project


def quotations(project: Project, where: Filter, *, limit: int) -> Iterator[Block]:
    """Yield at most `limit` quotations a theme; none for a theme that the filter leaves out."""
    labels = code_labels(project)
    found = _candidates(excerpts(project, where, context=0), limit)
    ids = set(where.code_ids(project))
    paths = [
        path for path, code in project.rows("select path, code_id from code_tree order by position") if code in ids
    ]
    asked = {path.split("/")[0] for path in paths}
    themes = [theme for theme in codebook(project).roots if theme.path in asked]
    if not themes or not limit:
        return
    yield Heading(_("Quotations"))
    yield Paragraph(
        _(
            "At most {n} a theme. Cases take turns, and in a case its speakers; of what is left the most telling comes "
            "first: score × fitness of length, full at 30 words (2 × the lesser of words and 30, over words + 30)."
        ).format(n=limit),
        soft=True,
    )
    for theme in themes:
        yield Heading(labels[theme.path], 3)
        if theme.definition:
            yield Paragraph(theme.definition, soft=True)
        chosen = most_telling(found.get(theme.path, ()), limit=limit)
        yield from (Quotation(e.text, cited(e, labels[e.code])) for e in chosen)
        if not chosen:
            yield Paragraph(_("No passage."))


def _candidates(found: Iterable[Excerpt], limit: int) -> dict[str, list[Excerpt]]:
    """Return by theme the passages that may be quoted: the most telling ones of each person, so that few are kept."""
    best: dict[str, dict[tuple[str, str], list[Excerpt]]] = {}
    for excerpt in found:
        of_theme = best.setdefault(excerpt.code.split("/")[0], {})
        of_person = of_theme.setdefault((excerpt.case, excerpt.person), [])
        of_person[:] = most_telling([*of_person, excerpt], limit=limit)
    return {theme: [e for kept in of_theme.values() for e in kept] for theme, of_theme in best.items()}


def cited(excerpt: Excerpt, label: str) -> str:
    """Return who said it, of which case, in which source, turn and time; under which code, and how it came to that."""
    place = [
        excerpt.speaker or _("unknown speaker"),
        told_cell("case", excerpt.case),
        excerpt.source,
        _("turn {n}").format(n=excerpt.turn),
        *([clock(excerpt.start_s)] if excerpt.start_s is not None else []),
    ]
    if excerpt.origin == "human":
        how = _("coded by {coder}").format(coder=excerpt.coder)
    else:
        how = _("suggested: {evidence}").format(evidence=excerpt.evidence)
    return f"{', '.join(place)} · {label} · {how}"


def clock(seconds: float) -> str:
    """Return a time as h:mm:ss."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
