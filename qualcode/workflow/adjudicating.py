"""Settling what coders differ on: decisions become codings and readings of a consensus, the originals stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import ClassVar

from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.disagreements import Disagreement, Side, differing
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.records import Span
from qualcode.store.coders import add_coder, coder_id_of
from qualcode.store.codings import add_coding, codings_on, remove_codings
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.reading import add_reading
from qualcode.store.sight import Seen
from qualcode.workflow.desk import Desk, Progress
from qualcode.workflow.passage import Passage
from qualcode.workflow.queue import Entry, Hit

CONSENSUS = "consensus"
DECISION, MEMO = "adjudicate", "memo add"

Placed = tuple[int, int, int]
"""A code (id) on a span of the source."""


class Adjudication(Desk):
    """A desk at which one person, or several together, settle what coders differ on.

    What comes before them are segments on which coders differ and which the consensus has not read, those of the most
    frequent pair of codes first. A decision makes the consensus read the segment and gives it codes there. On what it
    has read it stands for everybody, so the codes on which nobody differs go along with every decision.

    Parameters
    ----------
    project : Project
    coder : str
        Who is at the keyboard.
    coders : names of those who are compared, see `judges`
    where : Filter
    name : str
        Of the consensus; it becomes a coder of the project with the first decision.
    reason : str
        Written down with every decision for which none is given (`give_reason`): with the change, and as a memo of the
        consensus on the passage.

    Raises
    ------
    QualcodeError
        If fewer than two coders can be compared, or the name is a person's.
    ProjectError
        If the project can only be read.
    """

    COMMANDS: ClassVar[Sequence[str]] = (DECISION, MEMO)
    SEEN: ClassVar[Seen] = "others"

    def __init__(
        self,
        project: Project,
        coder: str,
        *,
        coders: Sequence[str] = (),
        where: Filter = EVERYTHING,
        name: str = CONSENSUS,
        reason: str = "",
    ) -> None:
        _require_free(project, name, coder)
        found = differing(project, where, coders=coders)
        rank = {codes: n for n, (codes, _n) in enumerate(found.pairs)}
        ranked = sorted(found.segments, key=lambda segment: min(rank[pair.codes] for pair in segment.pairs))
        self._differing = {segment.segment_id: segment for segment in ranked}
        self.reason = self._usual_reason = reason.strip()
        super().__init__(project, coder, mode="adjudicate", where=where, author=name)

    def _first_entries(self) -> Sequence[Entry]:
        return [
            Entry(segment.source_id, segment.segment_id, None, "chosen")
            for segment in self._differing.values()
            if key(self.author) not in map(key, segment.settled_by)
        ]

    @property
    def passage(self) -> Passage | None:
        """The passage before them, with what each coder gave it."""
        shown = super().passage
        return replace(shown, sides=self._sides(shown)) if shown else None

    @property
    def progress(self) -> Progress:
        """How much is settled, how much is left, how many codings of the consensus were made here."""
        left = self.queue.left
        return Progress(len(self._differing) - left, left, super().progress.codings)

    def give_reason(self, reason: str) -> None:
        """Give the reason of the next decision."""
        self.reason = reason.strip() or self._usual_reason

    def search(self, words: str) -> list[Hit]:
        """Return the passages on which coders differ that hold all these words; settled ones too.

        Raises
        ------
        QualcodeError
            If there is no word in it.
        """
        return [hit for hit in super().search(words) if hit.entry.segment_id in self._differing]

    # What they decide

    def take(self, passage: Passage, coders: Sequence[str]) -> None:
        """Settle a passage with just the codes of some of its coders, on the words that they marked.

        Parameters
        ----------
        coders : names
            One or more of its sides. Spans of the same code that overlap become one; what lies outside the passage is
            cut off.
        """
        with self._change(DECISION, passage):
            self._settle(passage, coders)

    def read_nothing(self, passage: Passage) -> None:
        """Settle a passage with nothing of what coders differ on; one that is settled stays as it is."""
        if not self._is_settled(passage):
            with self._change(DECISION, passage):
                self._settle(passage, ())

    def _add(self, passage: Passage, code_id: int, span: Span | None) -> None:
        if not self._is_settled(passage):
            self._settle(passage, ())
        super()._add(passage, code_id, span)

    def _settle(self, passage: Passage, coders: Sequence[str]) -> None:
        """Let the consensus read a passage, with the codes of these coders and those on which nobody differs."""
        consensus = add_coder(self.project, self.author, "consensus")
        add_reading(self.project, consensus, passage.source_id, passage.start, passage.stop, seen=self.SEEN)
        placed = self._taken(passage, coders)
        there = codings_on(self.project, passage.source_id, passage.start, passage.stop, consensus)
        remove_codings(
            self.project,
            [
                coding for coding in there
                if passage.start <= coding.start and coding.stop <= passage.stop
                and (coding.code_id, coding.start, coding.stop) not in placed
            ],
        )  # fmt: skip
        for code_id, start, stop in placed:
            add_coding(self.project, passage.source_id, start, stop, code_id, self.author, seen=self.SEEN)

    def _is_settled(self, passage: Passage) -> bool:
        sql = "select 1 from reading where coder_id = ? and source_id = ? and start <= ? and stop >= ?"
        consensus = coder_id_of(self.project, self.author)
        return self.project.value(sql, [consensus, passage.source_id, passage.start, passage.stop]) is not None

    # What the coders gave

    def _sides(self, passage: Passage) -> list[Side]:
        """Return what each coder gives a passage now."""
        paths = dict(self.project.rows("select code_id, path from code_tree order by position"))
        return [
            replace(side, codes=[path for code_id, path in paths.items() if code_id in given])
            for side in self._found.sides
            for given in [{code_id for code_id, _start, _stop in self._marked(passage, side)}]
        ]

    def _taken(self, passage: Passage, coders: Sequence[str]) -> list[Placed]:
        """Return the codes of these coders on a passage, and those on which nobody differs, each with its spans."""
        marked = {side.coder: self._marked(passage, side) for side in self._found.sides}
        taken = [mark for coder in coders for mark in marked[coder]]
        missing = set(self._found.agreed) - {code_id for code_id, _start, _stop in taken}
        agreed = [mark for marks in marked.values() for mark in marks if mark[0] in missing]
        return _joined([*taken, *agreed])

    def _marked(self, passage: Passage, side: Side) -> list[Placed]:
        """Return what a coder marked on a passage, cut to it."""
        rows = self.project.rows(
            _CODED if side.coder_id is not None else _SUGGESTED,
            [passage.source_id, passage.stop, passage.start, side.coder_id],
        )
        return [(code_id, max(start, passage.start), min(stop, passage.stop)) for code_id, start, stop in rows]

    @property
    def _found(self) -> Disagreement:
        return self._differing[self._entry.segment_id]

    # How it is written

    @contextmanager
    def _change(self, command: str, passage: Passage, *, decides: bool = False, reason: str = "") -> Iterator[None]:
        """Write a decision as what it is here, whatever it is called at another desk, with its reason."""
        if command == MEMO:
            with super()._change(command, passage):
                yield
            return
        with super()._change(DECISION, passage, decides=decides, reason=reason or self.reason):
            yield
            if self.reason:
                self._keep(self.reason, passage)
        self.reason = self._usual_reason

    def _keep(self, reason: str, passage: Passage) -> None:
        """Write a reason as a memo of the consensus on a passage, unless just that stands there already."""
        consensus = add_coder(self.project, self.author, "consensus")
        target = Target(source_id=passage.source_id, start=passage.start, stop=passage.stop)
        same = "select 1 from memo where coder_id = ? and source_id = ? and start = ? and stop = ? and text = ?"
        if not self.project.value(same, [consensus, target.source_id, target.start, target.stop, reason]):
            add_memo(self.project, target, reason, consensus)

    def _return_to(self, seq: int) -> None:
        """Go to the passage of a change that was taken back, if it is one on which coders differ."""
        place = self._pages.segment_of(seq)
        if seq not in self._done and (place is None or place[1] not in self._differing):
            return
        super()._return_to(seq)
        passage = self.passage
        if passage and not self._is_settled(passage):
            self.queue.reopen(self._entry)


_CODED = """
select coding.code_id, coding.start, coding.stop
  from coding
  join code_tree on code_tree.code_id = coding.code_id
 where coding.source_id = ?1 and coding.start < ?2 and coding.stop > ?3 and coding.coder_id = ?4
 order by coding.start, coding.stop, code_tree.position, coding.id
"""
_SUGGESTED = """
select suggestion.code_id, suggestion.start, suggestion.stop
  from suggestion
  join code_tree on code_tree.code_id = suggestion.code_id
 where suggestion.source_id = ?1 and suggestion.start < ?2 and suggestion.stop > ?3 and ?4 is null
   and suggestion.run_id in (select id from run where kind = 'rule')
 order by suggestion.start, suggestion.stop, code_tree.position, suggestion.id
"""


def _require_free(project: Project, name: str, coder: str) -> None:
    """Refuse a name under which a person codes, or is about to.

    Raises
    ------
    QualcodeError
    """
    if not key(name):
        raise QualcodeError(_("A coder needs a name."))
    kind = project.value("select kind from coder where key = ?", [key(name)])
    if kind not in (None, "consensus") or key(name) == key(coder):
        raise QualcodeError(
            _('"{name}" is the name of a coder. Give the consensus one of its own: --as NAME').format(name=name)
        )


def _joined(placed: Sequence[Placed]) -> list[Placed]:
    """Join spans of the same code that overlap.

    Examples
    --------
    >>> _joined([(1, 0, 5), (1, 3, 9), (1, 9, 12), (2, 4, 5)])
    [(1, 0, 9), (1, 9, 12), (2, 4, 5)]
    """
    found: list[Placed] = []
    for code_id, start, stop in sorted(placed):
        last = found[-1] if found else None
        if last and last[0] == code_id and start < last[2]:
            found[-1] = (code_id, last[1], max(last[2], stop))
        else:
            found.append((code_id, start, stop))
    return found
