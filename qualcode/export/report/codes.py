"""The codebook as a table: what each code means, what it covers and what not."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.export.document.blocks import Block, Grid, Heading, Row
from qualcode.messages import _, current_language
from qualcode.query.filters import Filter
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project


def codebook_table(project: Project, where: Filter) -> Iterator[Block]:
    """Yield the codes that are counted, with definition, what is included and what is not."""
    labels = code_labels(project)
    paths = _counted(project, where)
    rows = [
        Row(
            _labelled(labels[code.path], code.name), [code.definition, code.include, code.exclude], code.path.count("/")
        )
        for code in codebook(project).codes
        if code.path in paths
    ]
    if rows:
        yield Heading(_("Codebook"))
        yield Grid(
            _("The codes and what they mean"), [_("Code"), _("Definition"), _("Covers"), _("Does not cover")], rows
        )


def _counted(project: Project, where: Filter) -> set[str]:
    ids = set(where.code_ids(project))
    return {path for path, code in project.rows("select path, code_id from code_tree order by position") if code in ids}


def _labelled(label: str, name: str) -> str:
    return label if label == name else f"{label} ({name})"


def code_labels(project: Project) -> dict[str, str]:
    """Return the label of each code in the language of messages, by path."""
    language = current_language()
    return {code.path: code.labels.get(language) or code.name for code in codebook(project).codes}
