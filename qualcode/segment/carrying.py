"""Parts and turns carried over to a corrected text: nothing is parsed again, so that what people set by hand stays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.records import Part, PartKind, Span
from qualcode.segment.cleaning import break_rule, is_reduplication
from qualcode.segment.difference import Moves
from qualcode.segment.lines import split_lines, wrap_width

_BETWEEN = ("blank", "page_number", "timestamp", "noise")
"""Parts that stand within talk, a header or a note without ending it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the new text, the turn it belongs to (its place in the list), and whether its text is another."""

    part: Part
    turn: int | None
    changed: bool


def carry(parts: Sequence[Part], turns: Sequence[Span], moves: Moves) -> tuple[list[Part], list[Span | None]]:
    """Return the parts of the new text, which tile it, and where each turn stands; None for a turn without words.

    Inserted text takes the kind of the part in which it stands; at a border it goes to speech. Talk that was inserted
    is cut at line ends as an import does.
    """
    text = moves.new
    pieces = list(_pieces(parts, turns, moves))
    pieces = [_settled(text, pieces, i) for i in range(len(pieces))]
    width = wrap_width(split_lines(text))
    cut = [part for piece in pieces for part in _cut(text, piece)]
    return _with_breaks(text, cut, width), _spans(cut, len(turns))


def _pieces(parts: Sequence[Part], turns: Sequence[Span], moves: Moves) -> Iterator[_Piece]:
    starts = [start for start, _stop in turns]
    at = 0
    for part, following in pairwise([*parts, None]):
        assert part is not None
        stop = len(moves.new)
        if following is not None:
            stop = max(at, moves.border(part.end, after=_takes_insertions(part, following)))
        if stop > at:
            turn = bisect_right(starts, part.start) - 1
            spoken = part.kind == "speech" and turn >= 0 and part.start < turns[turn][1]
            changed = moves.new[at:stop] != moves.old[part.start : part.end]
            yield _Piece(replace(part, start=at, end=stop), turn if spoken else None, changed)
        at = stop


def _takes_insertions(left: Part, right: Part) -> bool:
    """Tell whether text inserted between two parts goes to the left one: to speech first, then to a blank."""
    if left.kind == "speech" or right.kind == "speech":
        return left.kind == "speech"
    return right.kind != "blank" or left.kind == "blank"


def _settled(text: str, pieces: Sequence[_Piece], i: int) -> _Piece:
    """Give a blank in which words were written the kind of what stands beside it, and a part without words none."""
    piece = pieces[i]
    blank = not text[piece.part.start : piece.part.end].strip()
    if not piece.changed or blank == (piece.part.kind == "blank"):
        return piece
    if blank:
        return replace(piece, part=replace(piece.part, kind="blank", rule="space"), turn=None)
    kind, rule, turn = _beside(reversed(pieces[:i])) or _beside(pieces[i + 1 :]) or ("note", "corrected", None)
    return replace(piece, part=replace(piece.part, kind=kind, rule=rule), turn=turn)


def _beside(pieces: Iterable[_Piece]) -> tuple[PartKind, str, int | None] | None:
    """Return what the first part is that is no blank and the like; None if that is a label, or nothing."""
    for piece in pieces:
        if piece.part.kind not in _BETWEEN:
            return None if piece.part.kind == "label" else (piece.part.kind, piece.part.rule, piece.turn)
    return None


def _cut(text: str, piece: _Piece) -> Iterator[_Piece]:
    """Cut changed talk at its line ends into speech and blanks; the blanks around a line are blanks too."""
    part = piece.part
    if part.kind != "speech" or not piece.changed:
        yield piece
        return
    at = part.start
    for line in split_lines(text, part.start, part.end):
        if line.start > at:
            yield _Piece(Part(at, line.start, "blank", "space"), None, True)
        yield replace(piece, part=replace(part, start=line.start, end=line.end))
        at = line.end
    if part.end > at:
        yield _Piece(Part(at, part.end, "blank", "space"), None, True)


def _with_breaks(text: str, pieces: Sequence[_Piece], width: int) -> list[Part]:
    """Write into each changed blank between two stretches of a turn how speech goes on over it."""
    parts = [piece.part for piece in pieces]
    for i in range(1, len(pieces) - 1):
        before, here, behind = pieces[i - 1 : i + 2]
        if here.part.kind != "blank" or not here.changed or before.turn is None or before.turn != behind.turn:
            continue
        lines = text.count("\n", here.part.start, here.part.end)
        end, start = before.part.end, behind.part.start
        rule = break_rule(text, end, start, empty=lines - 1, interrupted=False, width=width) if lines else "space"
        parts[i] = replace(here.part, rule=rule)
        if rule == "hyphen" and end - before.part.start > 1 and not is_reduplication(text, end - 1, start):
            parts[i - 1], parts[i] = replace(parts[i - 1], end=end - 1), replace(parts[i], start=end - 1)
    return parts


def _spans(pieces: Sequence[_Piece], n: int) -> list[Span | None]:
    """Return from where to where each of `n` turns reaches."""
    found: list[Span | None] = [None] * n
    for piece in pieces:
        if piece.turn is not None:
            known = found[piece.turn]
            found[piece.turn] = (known[0] if known else piece.part.start, piece.part.end)
    return found
