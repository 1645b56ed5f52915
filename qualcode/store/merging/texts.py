"""Texts and cuts of sources that both files have: which stands, and where the anchors of the other then are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.store.images import TEXT, read
from qualcode.store.merging.settling import MISSING, Merged, takes_ours
from qualcode.store.merging.side import UNTOUCHED, Side, Touch
from qualcode.store.merging.tables import PLACED, Row
from qualcode.store.sources import sha256

if TYPE_CHECKING:
    from qualcode.segment.difference import Moves


def text_of(side: Side, source: str) -> str:
    """Return the text of a source, known by its uid in the merged project."""
    return str(side.project.value("select text from source where id = ?", [side.ids["source"][source]]))


def text_before(side: Side, source: str, text: str) -> Any:
    """Return the text as the other file knew it; of a source that it did not know the imported one, else `MISSING`."""
    row = side.before("source", source)
    if row is None:
        return text if sha256(text) == side.rows["source"][source]["imported_sha256"] else MISSING
    image = side.images.get(source, {}).get(TEXT)
    return read(image)[1][0][0] if image else text


def shared(merged: Merged) -> list[str]:
    """Return the uids of the sources that both files have."""
    return sorted(merged.here.rows["source"].keys() & merged.there.rows["source"].keys())


def settle_texts(merged: Merged) -> dict[str, bool]:
    """Bring the anchors of both files to one text for each source, and say of the texts that differ which stands.

    Where one file erased words of a person, the text of this file stands: what is erased must not come back, and what
    is not is erased by `erase` alone.

    Returns
    -------
    dict
        By uid of a source: whether the text of this file stands.
    """
    for side in (merged.here, merged.there):
        for table in ("speaker", *PLACED):
            side.refer(table)
    kept = {merged.here.rows["speaker"][uid]["source_id"] for uid in merged.blacked_out}
    ours: dict[str, bool] = {}
    anchors = {id(side): Anchors(side) for side in (merged.here, merged.there)}
    for source in shared(merged):
        sides = (merged.here, merged.there)
        texts = (text_of(sides[0], source), text_of(sides[1], source))
        before = (text_before(sides[0], source, texts[0]), text_before(sides[1], source, texts[1]))
        for side, text, old in zip(sides, texts, before, strict=True):
            if old is not MISSING and old != text:
                anchors[id(side)].move_base(source, old, text)
        if texts[0] != texts[1]:
            ours[source] = source in kept or _settle_text(merged, source, texts, before)
            loser, stands = (sides[1], texts[0]) if ours[source] else (sides[0], texts[1])
            anchors[id(loser)].move(merged, source, texts[1] if ours[source] else texts[0], stands)
    return ours


def _settle_text(merged: Merged, source: str, texts: tuple[str, str], before: tuple[Any, Any]) -> bool:
    mine, conflict = takes_ours(texts, before, recuts(merged, source))
    if conflict:
        note_recut(merged, source, "text", mine=mine)
    return mine


def recuts(merged: Merged, source: str) -> tuple[Touch, Touch]:
    """Return the last changes of a source's text or cut, here and there."""
    return merged.here.recut.get(source, UNTOUCHED), merged.there.recut.get(source, UNTOUCHED)


def note_recut(merged: Merged, source: str, field: str, *, mine: bool) -> None:
    """List a text or cut that both files changed, with the times of the changes."""
    here, there = (touch[0] for touch in recuts(merged, source))
    merged.note("source", source, "conflict", field=field, here=here, there=there, settled="here" if mine else "there")


class Anchors:
    """The spans of one file by source, to be moved when a text changes."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._uids: dict[str, list[tuple[str, str]]] | None = None

    def _of(self, source: str) -> list[tuple[str, str]]:
        """Return (table, uid) of what has a span in a source, now or before."""
        if self._uids is None:
            self._uids = {}
            for table in PLACED:
                for uid in self.side.rows[table].keys() | self.side.base[table].keys():
                    row = self.side.rows[table].get(uid) or self.side.base[table][uid]
                    if row is not None and row["source_id"] is not None:
                        self._uids.setdefault(row["source_id"], []).append((table, uid))
        return self._uids.get(source, [])

    def move_base(self, source: str, old: str, new: str) -> None:
        """Move the rows that the other file knew from the text that it knew to the text of now."""
        from qualcode.segment.difference import moves

        moved = moves(old, new)
        for table, uid in self._of(source):
            if self.side.base[table].get(uid) and not _moved(table, self.side.base[table][uid], moved):
                self.side.base[table][uid] = None

    def move(self, merged: Merged, source: str, old: str, new: str) -> None:
        """Move everything from the text that does not stand to the one that does; what loses its words is refused."""
        from qualcode.segment.difference import moves

        self.move_base(source, old, new)
        moved = moves(old, new)
        for table, uid in self._of(source):
            row = self.side.rows[table].get(uid)
            if row is not None and not _moved(table, row, moved):
                self._let_go(merged, table, uid)

    def _let_go(self, merged: Merged, table: str, uid: str) -> None:
        other = merged.there if self.side is merged.here else merged.here
        if uid in other.rows[table]:
            del self.side.rows[table][uid]
        else:
            merged.note(table, uid, "refused", field="text")
            self.side.refuse(table, uid)


def _moved(table: str, row: Row | None, moved: Moves) -> bool:
    """Move the span of a row; tells whether any word of it is left. A memo that lost its words goes on the source."""
    if row is None or row["start"] is None:
        return True
    span = moved.span(row["start"], row["stop"])
    if span is None and table != "memo":
        return False
    row["start"], row["stop"] = (span.start, span.stop) if span else (None, None)
    return True
