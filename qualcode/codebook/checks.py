"""What is doubtful in a codebook though it can be read: codes without definition, words that two codes claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.codebook.codebook import Codebook, canonical
from qualcode.messages import _
from qualcode.records import Code

FEWEST_EXAMPLES = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt: the code's path, its line if it came from a file, and what to think about."""

    code: str
    line: int | None
    what: str


def findings(book: Codebook) -> list[Finding]:
    """Return all doubts, in codebook order."""
    found = [finding for code in book.codes for finding in _of_code(book, code)]
    return [*found, *_clashes(book)]


def _of_code(book: Codebook, code: Code) -> Iterator[Finding]:
    if not code.definition:
        yield Finding(code.path, code.line, _("has no definition"))
    if not any(c.rules for c in book.family(code)):
        yield Finding(code.path, code.line, _("has no rules, so autocode never suggests it"))
    if code.rules and sum(example.positive for example in code.examples) < FEWEST_EXAMPLES:
        yield Finding(code.path, code.line, _("has rules but no positive example to test them on"))


def _clashes(book: Codebook) -> Iterator[Finding]:
    """Yield rules that stand under two codes that are not in one line of descent."""
    first: dict[str, Code] = {}
    for code in book.codes:
        for rule in code.rules:
            same = first.setdefault(canonical(rule.spec), code)
            related = code.path.startswith(same.path + "/") or same.path.startswith(code.path + "/")
            if same is not code and not related:
                yield Finding(
                    code.path, rule.line or code.line, _('has a rule that "{path}" has too').format(path=same.path)
                )
