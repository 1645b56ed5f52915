"""The codebook and what is doubtful in it, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.codebook import Codebook
from qualcode.codebook.checks import Finding
from qualcode.match.examples import Miss
from qualcode.messages import _, current_language
from qualcode.query.table import Table


def tree(book: Codebook) -> Table:
    """Return one row a code, in order: code (path), label, rules, examples, definition."""
    language = current_language()
    rows = [
        (
            "  " * code.path.count("/") + code.name,
            code.labels.get(language) or next(iter(code.labels.values()), ""),
            len(code.rules),
            len(code.examples),
            code.definition,
        )
        for code in book.codes
    ]
    return Table(("code", "label", "rules", "examples", "definition"), rows, {"codebook": book.name})


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
