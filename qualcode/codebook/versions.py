"""What differs between two codebooks, code by code; and which new code is probably an old one renamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.codebook.codebook import Codebook, canonical
from qualcode.identity import key
from qualcode.messages import N_
from qualcode.records import Code

FIELDS = ("definition", "include", "exclude", "colour")
ALIKE = 80
"""Per cent of likeness (rapidfuzz ratio) from which a name or a definition counts as the same one changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what happened to which code, in which field, from what to what."""

    what: str
    code: str
    field: str = ""
    before: str = ""
    after: str = ""


ADDED, GONE, RENAMED, MOVED, CHANGED = N_("new"), N_("gone"), N_("renamed"), N_("moved"), N_("changed")


def difference(old: Codebook, new: Codebook) -> list[Change]:
    """Return what differs, in the order of `new`, then what is gone; a code is known by its uid, then by its path."""
    pairs, added, gone = matched(old, new)
    partner = {b.uid: a for a, b in pairs}
    found: list[Change] = []
    for code in new.codes:
        if code in added:
            found.append(Change(ADDED, code.path))
        else:
            found.extend(_of_code(partner[code.uid], code))
    return [*found, *(Change(GONE, code.path) for code in gone)]


def matched(old: Codebook, new: Codebook) -> tuple[list[tuple[Code, Code]], list[Code], list[Code]]:
    """Return the codes that are in both (old, new), those only in `new`, and those only in `old`."""
    by_uid = {code.uid: code for code in old.codes}
    by_path = {key(code.path): code for code in old.codes}
    known = {code.uid for code in new.codes}
    pairs, added, used = [], [], set()
    for code in new.codes:
        same = by_uid.get(code.uid)
        if same is None:
            at_path = by_path.get(key(code.path))
            same = at_path if at_path is not None and at_path.uid not in known else None
        if same is None:
            added.append(code)
        else:
            pairs.append((same, code))
            used.add(same.uid)
    return pairs, added, [code for code in old.codes if code.uid not in used]


def _of_code(a: Code, b: Code) -> Iterator[Change]:
    if a.name != b.name:
        yield Change(RENAMED, b.path, "name", a.path, b.path)
    elif key(a.parent or "") != key(b.parent or ""):
        yield Change(MOVED, b.path, "parent", a.path, b.path)
    for field in FIELDS:
        if getattr(a, field) != getattr(b, field):
            yield Change(CHANGED, b.path, field, getattr(a, field), getattr(b, field))
    for language in sorted({*a.labels, *b.labels}):
        if a.labels.get(language, "") != b.labels.get(language, ""):
            yield Change(CHANGED, b.path, f"label {language}", a.labels.get(language, ""), b.labels.get(language, ""))
    yield from _items(b.path, "rule", [canonical(r.spec) for r in a.rules], [canonical(r.spec) for r in b.rules])
    yield from _items(
        b.path, "example", *([f"{'+' if e.positive else '-'} {e.text}" for e in c.examples] for c in (a, b))
    )


def _items(path: str, field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    yield from (Change(CHANGED, path, field, item, "") for item in before if item not in after)
    yield from (Change(CHANGED, path, field, "", item) for item in after if item not in before)


def probable_renames(old: Codebook, new: Codebook) -> list[tuple[Code, Code]]:
    """Return pairs (old, new) of codes that only one of the two has, but that look like one code renamed or moved.

    They share half of their rules, or their definition or name is nearly the same; each code is in one pair at most,
    the likest first.
    """
    _pairs, added, gone = matched(old, new)
    ranked = sorted(
        (
            (likeness, i, j)
            for i, a in enumerate(gone)
            for j, b in enumerate(added)
            if (likeness := _likeness(a, b)) >= ALIKE
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    found: list[tuple[Code, Code]] = []
    for _score, i, j in ranked:
        if all(gone[i] is not a and added[j] is not b for a, b in found):
            found.append((gone[i], added[j]))
    return found


def _likeness(a: Code, b: Code) -> float:
    """Return how much two codes look like one, 0 to 100."""
    from rapidfuzz import fuzz

    rules = [{canonical(rule.spec) for rule in code.rules} for code in (a, b)]
    shared = 200 * len(rules[0] & rules[1]) / (len(rules[0]) + len(rules[1])) if all(rules) else 0.0
    texts = [fuzz.ratio(key(a.name), key(b.name))]
    if a.definition and b.definition:
        texts.append(fuzz.ratio(key(a.definition), key(b.definition)))
    return max(*texts, min(shared + 30, 100) if shared >= 50 else 0)
