"""Two cases side by side as people read them: what both have, what one has, what none has, with passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.messages import _, percent

if TYPE_CHECKING:
    from qualcode.query.passages import Excerpt
    from qualcode.query.side_by_side import Pair, Side
    from qualcode.query.table import Table

LONGEST_QUOTE = 200


def for_people(pairs: Sequence[Pair], table: Table) -> str:
    """Return the codes under a heading each for both, one and none, with a passage of each side."""
    from qualcode.query.spreading import note_told

    if not pairs:
        return _("(nothing)")
    a, b = (side.case for side in pairs[0].sides)
    headings = {
        "both": _("Both have"),
        a: _("Only {case} has").format(case=a),
        b: _("Only {case} has").format(case=b),
        "none": _("None has"),
        "not read": _("Cannot be said: nothing was read of one of them"),
        "not run": _("Cannot be said: no run covered one of them"),
    }
    several = len({pair.origin for pair in pairs}) > 1
    parts = []
    for had_by, heading in headings.items():
        blocks = [_block(pair, several) for pair in pairs if pair.had_by == had_by]
        if blocks:
            between = "\n" if had_by in ("none", "not read", "not run") else "\n\n"
            parts.append(f"{heading} ({len(blocks)})\n\n" + between.join(blocks))
    return "\n\n".join([*parts, note_told(table)])


def _block(pair: Pair, several: bool) -> str:
    """Return a code with its counts and passages; `several` origins are told apart."""
    from qualcode.query.vocabulary import told

    origin = f" [{told(pair.origin)}]" if several else ""
    counts = "; ".join(f"{side.case} {_count(side)}" for side in pair.sides)
    lines = [f"{pair.code}{origin}: {counts}"]
    lines += [f"  {side.case}: {_quote(side.excerpt)}" for side in pair.sides if side.excerpt]
    return "\n".join(lines)


def _count(side: Side) -> str:
    if side.n is None:
        return _("not run")
    of = side.population if side.read is None else side.read
    return _("{n} of {population}").format(n=side.n, population=of) + (
        "" if side.share is None else f" ({percent(side.share)})"
    )


def _quote(e: Excerpt) -> str:
    """Return the passage in one line, shortened, with the speaker, the place and the id."""
    line = " ".join(e.text.split())
    if len(line) > LONGEST_QUOTE:
        line = line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f'"{line}" ({e.speaker}, {e.source}:{e.segment}, {e.id})'
