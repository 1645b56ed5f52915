"""How a source would be read, drawn for people: its lines beside turn, speaker, role, part and what decided."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.messages import _, decimal
from qualcode.query.vocabulary import told

_LABEL_WIDTH = 16
_LEAST_TEXT = 20


def drawn(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """Yield a heading and a line for each line of a source: number, turn, speaker, role, part, rule, text.

    Parameters
    ----------
    row : mapping
        A row of `qualcode.workflow.importing.preview`.
    width : int
        Columns of the terminal.
    """
    yield ""
    yield f"{row['source']}: {row['layout']}, " + _("confidence {confidence}").format(
        confidence=decimal(row["confidence"], 2)
    )
    text, parts, turns = row["written"], row["parts"], row["turns"]
    starts = [part["start"] for part in parts]
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        first = at + len(line) - len(line.lstrip())
        if line.strip():
            yield from _line(number, line.strip(), first, parts, starts, turns, width)
        at += len(line) + 1
    for doubt in row["doubts"]:
        place = _("line {n}").format(n=doubt["line"]) + ": " if doubt["line"] else ""
        yield f"? {place}{doubt['text']}"


def _line(
    number: int, line: str, first: int, parts: Sequence[Mapping[str, Any]], starts: Sequence[int],
    turns: Sequence[Mapping[str, Any]], width: int,
) -> Iterator[str]:  # fmt: skip
    part = parts[max(0, bisect_right(starts, first) - 1)]
    spoken = next(
        (
            p
            for p in parts[bisect_right(starts, first) - 1 :]
            if p["kind"] == "speech" and p["start"] < first + len(line)
        ),
        None,
    )
    turn = _turn_at(turns, spoken["start"]) if spoken else None
    who = (
        f"{turn['n']:>4} {turn['speaker'] or '-':<{_LABEL_WIDTH}.{_LABEL_WIDTH}} {told(turn['role']):<12.12}"
        if turn
        else f"{'':>4} {'':<{_LABEL_WIDTH}} {'':<12}"
    )
    what = f"{told(part['kind'])}/{part['rule']}"
    room = max(_LEAST_TEXT, width - len(who) - 34)
    yield f"{number:>5} {who} {what:<22.22} {' '.join(line.split())[:room]}"


def _turn_at(turns: Sequence[Mapping[str, Any]], offset: int) -> Mapping[str, Any] | None:
    i = bisect_right([turn["start"] for turn in turns], offset) - 1
    return turns[i] if i >= 0 and offset < turns[i]["end"] else None


def explained(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what each way of reading a source scores, the best first, and why."""
    yield ""
    yield f"{row['source']}:"
    for name, score, reason in row["scores"]:
        yield f"  {decimal(score, 2)}  {name:<10} {reason}"
