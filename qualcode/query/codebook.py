"""The codebook and what is doubtful in it, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualcode.codebook import Codebook
from qualcode.codebook.checks import Finding
from qualcode.codebook.versions import Change
from qualcode.match.examples import Miss
from qualcode.messages import _, current_language
from qualcode.query.table import Table
from qualcode.store.project import Project


def tree(book: Codebook, used: Mapping[str, tuple[int, int]] | None = None) -> Table:
    """Return one row a code, in order: code, label, rules, examples, codings, suggestions, definition.

    Parameters
    ----------
    used : mapping, optional
        Codings of people and suggestions by the code's uid, as `usage` returns them; sub-codes are not rolled up.
    """
    language = current_language()
    counts = used or {}
    rows = [
        (
            "  " * code.path.count("/") + code.name,
            code.labels.get(language) or next(iter(code.labels.values()), ""),
            len(code.rules),
            len(code.examples),
            *(counts.get(code.uid, (0, 0)) if used is not None else ()),
            code.definition,
        )
        for code in book.codes
    ]
    columns = ("code", "label", "rules", "examples", *(("codings", "suggestions") if used is not None else ()))
    return Table((*columns, "definition"), rows, {"codebook": book.name})


def usage(project: Project) -> dict[str, tuple[int, int]]:
    """Return how many codings and suggestions each code has, by its uid; retired codes too."""
    rows = project.rows(
        """
        select uid, (select count(*) from coding where code_id = code.id),
               (select count(*) from suggestion where code_id = code.id)
          from code
         order by id
        """
    )
    return {uid: (codings, suggestions) for uid, codings, suggestions in rows}


def retired(project: Project) -> list[tuple[str, int]]:
    """Return the retired codes on which codings stand, as (name, codings)."""
    rows = project.rows(
        """
        select code.name, count(*)
          from coding
          join code on code.id = coding.code_id
         where coding.code_id not in (select code_id from code_tree)
         group by code.id
         order by code.id
        """
    )
    return [(name, n) for name, n in rows]


def changes(found: Sequence[Change]) -> Table:
    """Return what differs between two codebooks: what, code, field, before, after."""
    return Table(
        ("what", "code", "field", "before", "after"), [(_(c.what), c.code, c.field, c.before, c.after) for c in found]
    )


def checked(found: Sequence[Finding]) -> Table:
    """Return the findings: code, line, what."""
    return Table(("code", "line", "what"), [(f.code, f.line, f.what) for f in found])


def missed(found: Sequence[Miss]) -> Table:
    """Return the examples on which the rules are wrong: code, wrong, example, matched."""
    rows = [
        (m.code.path, _("missed") if m.example.positive else _("hit by mistake"), m.example.text, m.matched)
        for m in found
    ]
    return Table(("code", "wrong", "example", "matched"), rows)
