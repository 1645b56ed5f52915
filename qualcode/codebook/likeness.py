"""Which codes somebody means who types a part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.records import Code

FUZZY_FROM, ALIKE = 4, 75
"""Letters from which a typing error is allowed for, and how alike (0..100) a name must then be."""


def ranked(codes: Sequence[Code], typed: str) -> list[Code]:
    """Return the codes that fit what was typed, best first: a part of the name, path or a label, typing errors too."""
    from rapidfuzz import fuzz, utils

    wanted = utils.default_process(typed)
    scores: list[tuple[float, int]] = []
    for i, code in enumerate(codes):
        names = [utils.default_process(name) for name in (code.name, code.path, *code.labels.values())]
        score = max(fuzz.partial_ratio(wanted, name) for name in names) if len(wanted) >= FUZZY_FROM else 0
        score = max(score, *(100 + 10 * name.startswith(wanted) for name in names if wanted in name), 0)
        if score >= ALIKE:
            scores.append((score, -i))
    return [codes[-i] for _score, i in sorted(scores, reverse=True)]
