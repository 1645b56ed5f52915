"""A codebook changed: a code added, renamed, moved, merged, retired, recoloured. Codebook in, codebook out.

Codes keep their uids, so that codings follow them wherever they go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qualcode.codebook.codebook import Codebook, canonical, check_length, code_uid, example_uid, rule_uid
from qualcode.errors import CodebookError
from qualcode.identity import key, new_uid
from qualcode.messages import _
from qualcode.records import Code, Example, Rule


def add(
    book: Codebook,
    path: str,
    *,
    definition: str = "",
    include: str = "",
    exclude: str = "",
    labels: Mapping[str, str] | None = None,
    colour: str = "",
) -> Codebook:
    """Return the codebook with a new code at `path`; what is missing above it is made too.

    Raises
    ------
    CodebookError
        If the code is there already, or a name on the path is empty or too long.
    """
    names = [check_length(" ".join(name.split())) for name in path.split("/")]
    if not all(key(name) for name in names):
        raise CodebookError(_('"{path}" is no path of a code: a name is empty.').format(path=path))
    whole = "/".join(names)
    if _at(book, whole) is not None:
        raise CodebookError(_('There is a code "{path}" already.').format(path=whole))
    codes = list(book.codes)
    taken = {code.uid for code in codes}
    parent: str | None = None
    for depth in range(1, len(names) + 1):
        above = _at(book, "/".join(names[:depth]))
        here = above.path if above else "/".join(filter(None, [parent, names[depth - 1]]))
        if above is None:
            uid = code_uid(here)
            codes.append(Code(uid if uid not in taken else new_uid(), names[depth - 1], here, parent))
        parent = here
    codes[-1] = replace(
        codes[-1], definition=definition, include=include, exclude=exclude, labels=dict(labels or {}),
        colour=_colour(colour),
    )  # fmt: skip
    return arranged(book.name, codes)


def rename(book: Codebook, code: Code, name: str) -> Codebook:
    """Return the codebook with another name for a code; what is below it goes along.

    Raises
    ------
    CodebookError
        If the name is empty or too long, holds a "/", or a sibling has it.
    """
    name = check_length(" ".join(name.split()))
    if not key(name) or "/" in name:
        raise CodebookError(_('"{name}" is no name of a code: it must not be empty nor hold a "/".').format(name=name))
    return _replaced(book, code, code.parent, name)


def move(book: Codebook, code: Code, under: Code | None) -> Codebook:
    """Return the codebook with a code, and what is below it, under another one; None makes it a theme.

    Raises
    ------
    CodebookError
        If it would stand below itself, or a code of its name is there.
    """
    if under is not None and under in book.family(code):
        raise CodebookError(_('"{path}" cannot be moved below itself.').format(path=code.path))
    return _replaced(book, code, under.path if under else None, code.name)


def merge(book: Codebook, code: Code, into: Code) -> Codebook:
    """Return the codebook with a code gone into another: its rules, examples and sub-codes go there.

    Raises
    ------
    CodebookError
        If one stands below the other, or both have a sub-code of one name.
    """
    if code in book.family(into) or into in book.family(code):
        raise CodebookError(
            _('One of "{a}" and "{b}" is a parent of the other. Move one first.').format(a=code.path, b=into.path)
        )
    known = {canonical(rule.spec) for rule in into.rules}
    examples = {(example.text, example.positive) for example in into.examples}
    taken = replace(
        into,
        rules=[*into.rules, *(_rule_of(into, r) for r in code.rules if canonical(r.spec) not in known)],
        examples=[
            *into.examples,
            *(_example_of(into, e) for e in code.examples if (e.text, e.positive) not in examples),
        ],
    )
    moved = Codebook(book.name, [taken if c is into else c for c in book.codes])
    for child in book.children(code):
        moved = _replaced(moved, child, into.path, child.name)
    return Codebook(book.name, [c for c in moved.codes if c.uid != code.uid])


def _rule_of(code: Code, rule: Rule) -> Rule:
    return replace(rule, uid=rule_uid(code.uid, rule.spec))


def _example_of(code: Code, example: Example) -> Example:
    return replace(example, uid=example_uid(code.uid, example.text, positive=example.positive))


def retire(book: Codebook, code: Code) -> Codebook:
    """Return the codebook without a code and what is below it."""
    gone = {c.uid for c in book.family(code)}
    return Codebook(book.name, [c for c in book.codes if c.uid not in gone])


def recolour(book: Codebook, code: Code, colour: str) -> Codebook:
    """Return the codebook with another colour for a code; "" takes its own colour away.

    Raises
    ------
    CodebookError
        If the colour is not written "#rrggbb".
    """
    return Codebook(book.name, [replace(c, colour=_colour(colour)) if c is code else c for c in book.codes])


def _colour(text: str) -> str:
    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise CodebookError(_('A colour is written "#rrggbb", not "{text}".').format(text=text))
    return text


def _at(book: Codebook, path: str) -> Code | None:
    return next((code for code in book.codes if key(code.path) == key(path)), None)


def _replaced(book: Codebook, code: Code, parent: str | None, name: str) -> Codebook:
    """Return the codebook with a code and its family at another place."""
    path = f"{parent}/{name}" if parent else name
    there = _at(book, path)
    if there is not None and there.uid != code.uid:
        raise CodebookError(
            _('There is a code "{path}" already. To make them one: qualcode codebook merge').format(path=there.path)
        )
    family = {c.uid for c in book.family(code)}
    codes = [
        c
        if c.uid not in family
        else replace(c, path=path, parent=parent, name=name)
        if c.uid == code.uid
        else replace(c, path=path + c.path[len(code.path) :], parent=path + (c.parent or "")[len(code.path) :])
        for c in book.codes
    ]
    return arranged(book.name, codes)


def arranged(name: str, codes: Iterable[Code]) -> Codebook:
    """Return a codebook of these codes: parents before children, siblings in the order given."""
    children: dict[str | None, list[Code]] = {}
    for code in codes:
        children.setdefault(code.parent, []).append(code)

    def below(parent: str | None) -> Sequence[Code]:
        return [c for child in children.get(parent, ()) for c in (child, *below(child.path))]

    return Codebook(name, [replace(code, position=i) for i, code in enumerate(below(None))])
