"""The codebook as a table: what each code means, what it covers and what not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from qualcode.export.document.blocks import Block, Grid, Heading, Row
from qualcode.messages import _, current_language
from qualcode.query.filters import Filter
from qualcode.query.table import Table
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
    """Return the label of each code in the language of messages, by path: for rows that stand below their theme."""
    language = current_language()
    return {code.path: code.labels.get(language) or code.name for code in codebook(project).codes}


def label_paths(project: Project) -> dict[str, str]:
    """Return what each code is called where it stands alone, by path: "Theme/Sub-code"; no two are called the same."""
    labels = code_labels(project)
    whole = {path: "/".join(labels[above] for above in _upward(path)) for path in labels}
    times = Counter(whole.values())
    return {path: said if times[said] == 1 else f"{said} ({path})" for path, said in whole.items()}


def _upward(path: str) -> Iterator[str]:
    """Yield the paths of a code's theme, of what is below, and of the code itself."""
    names = path.split("/")
    for n in range(1, len(names) + 1):
        yield "/".join(names[:n])


def labelled(table: Table, labels: Mapping[str, str]) -> Table:
    """Return a table whose first column holds labels instead of paths; what is no code stays, as "(all codes)"."""
    return replace(table, rows=[[labels.get(code, code), *cells] for code, *cells in table.rows])
