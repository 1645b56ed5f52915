"""Groups of cases compared: a table, how it is read, and what may be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qualcode.errors import QualcodeError
from qualcode.export.comparisons import key_words, overview, sentences
from qualcode.export.document.blocks import Block, Bullets, Cell, Grid, Heading, Paragraph, Row
from qualcode.export.report.codes import code_labels, label_paths
from qualcode.messages import _
from qualcode.query.attribute_values import shown_values
from qualcode.query.comparison import compare
from qualcode.query.filters import Filter
from qualcode.store.cases import find_attribute
from qualcode.store.project import Project


def groupings(project: Project) -> list[str]:
    """Return the attributes by which cases fall into groups: categories of which cases have two or more."""
    rows = project.rows(
        """
        select attribute.id, attribute.name, value.value
          from attribute
          join value on value.attribute_id = attribute.id
         where attribute.type = 'category' and value.case_id is not null
         order by attribute.id
        """
    )
    groups: dict[str, set[str]] = {}
    for attribute, name, value in rows:
        groups.setdefault(name, set()).add(shown_values(project, attribute)[value])
    return [name for name, values in groups.items() if len(values) > 1]


def comparisons(project: Project, where: Filter, by: str) -> Iterator[Block]:
    """Yield what is said of the groups of one attribute.

    Raises
    ------
    UnknownNameError
        If there is no such attribute.
    """
    find_attribute(project, by)
    yield Heading(_("Compared by {attribute}").format(attribute=by))
    try:
        found = compare(project, where, by=by)
    except QualcodeError as error:  # too few or too many groups: the report says so
        yield Paragraph(str(error))
        return
    labels, paths = code_labels(project), label_paths(project)
    header, rows = overview(found)
    shown = [Row(labels[code], [Cell([(cell, "")]) for cell in cells], code.count("/")) for code, *cells in rows]
    told = replace(found, codes=[replace(c, code=paths[c.code]) for c in found.codes])
    yield Paragraph(key_words(), soft=True)
    yield Grid(_("Groups of cases by {attribute}, code by code").format(attribute=by), header, shown)
    yield Bullets(sentences(told))
