"""A coder at work: which passage comes next, and every decision on it, each stored at once as one undo.

The full-screen page, its plain mode and later the web page show what stands here and call what stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode import language as languages
from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.search import find
from qualcode.records import Code, Span
from qualcode.store import history
from qualcode.store.codebooks import codebook
from qualcode.store.coders import add_coder, coder_id_of
from qualcode.store.codes import free_code, make_code
from qualcode.store.codings import add_coding, change_coding, coding_by_id, remove_codings
from qualcode.store.decisions import State, decide, suggestion_by_id
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.reading import Drawn, add_reading
from qualcode.workflow.passage import Mark, Pages, Passage
from qualcode.workflow.queue import Entry, pending, unread
from qualcode.workflow.showing import reveal_to

Mode = Literal["next", "review"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder is: segments she has read, entries left in the queue, codings made since she sat down."""

    read: int
    left: int
    codings: int


class Desk:
    """A coder with a queue of passages before her.

    Parameters
    ----------
    project : Project
    coder : str
        Her name; she becomes a coder of the project with her first decision.
    mode : {"next", "review"}
        Passages that she has not read (those assigned to her first), or suggestions that wait for her.
    where : Filter
        Sources, roles, codes to take them from; codes narrow "review" only.
    show_others : bool
        Show other people's codings and, in a blind round, suggestions; it is written down that she asked.
    """

    def __init__(
        self,
        project: Project,
        coder: str,
        *,
        mode: Mode = "next",
        where: Filter = EVERYTHING,
        show_others: bool = False,
    ) -> None:
        self.project, self.coder, self.mode = project, coder, mode
        self.queue: list[Entry] = unread(project, coder, where) if mode == "next" else pending(project, coder, where)
        self.at = 0
        self.made = 0
        self._where = where
        if show_others and self.queue:
            reveal_to(project, coder, sorted({entry.source_id for entry in self.queue}))
        self._pages = Pages(project)

    # Where she is

    @property
    def passage(self) -> Passage | None:
        """The passage before her, or None when the queue is empty or done."""
        if not 0 <= self.at < len(self.queue):
            return None
        entry = self.queue[self.at]
        return self._pages.passage(entry.segment_id, coder_id_of(self.project, self.coder), entry.suggestion_id)

    def forward(self) -> None:
        """Go to the next passage of the queue; past the last one there is none."""
        self.at = min(self.at + 1, len(self.queue))

    def back(self) -> None:
        """Go to the passage before."""
        self.at = max(self.at - 1, 0)

    def search(self, words: str) -> list[Entry]:
        """Return the passages of the whole project that hold all these words, in any of their forms.

        Raises
        ------
        QualcodeError
            If there is no word in it.
        """
        found = find(self.project, words, Filter(sources=self._where.sources, roles=self._where.roles))
        ids = {
            (name, n): (source_id, segment_id)
            for name, n, source_id, segment_id in self.project.rows(
                """
                select source.name, segment.n, source.id, segment.id
                  from segment
                  join source on source.id = segment.source_id
                 order by segment.id
                """
            )
        }
        places = zip(found.column("source"), found.column("segment"), strict=True)
        return [Entry(*ids[place], None, "chosen") for place in places]

    def go_to(self, entry: Entry) -> None:
        """Put a passage that was searched for before her; the rest of the queue follows."""
        self.queue.insert(self.at, entry)

    @property
    def progress(self) -> Progress:
        """How far she is."""
        coder_id = coder_id_of(self.project, self.coder)
        read = self.project.value("select count(*) from reading where coder_id = ?", [coder_id])
        return Progress(int(read), len(self.queue) - self.at, self.made)

    # What she may choose from

    def codes(self, typed: str = "") -> list[Code]:
        """Return the codes whose name, path or label (in any language) is most like what was typed, best first."""
        if not self.project.value("select 1 from code where retired_at is null limit 1"):
            return []
        known = codebook(self.project).codes
        return ranked(known, typed) if typed.strip() else list(known)

    def sentences(self, passage: Passage) -> list[Span]:
        """Return the sentences of a passage's speech, as offsets in it."""
        return self._language(passage).sentences(passage.said.text)

    def words(self, passage: Passage) -> list[Span]:
        """Return the words of a passage's speech, as offsets in it."""
        return self._language(passage).tokens(passage.said.text)

    def _language(self, passage: Passage) -> languages.Language:
        return languages.get(passage.language)

    # What she decides

    def code(self, passage: Passage, path: str, span: Span | None = None) -> str:
        """Code a passage, or a span of its speech; returns the coding's id.

        Raises
        ------
        UnknownNameError
        """
        code_id = self._code_id(path)
        start, stop = self._placed(passage, span)
        with self.project.change("code", coder=self.coder):
            coding_id = add_coding(
                self.project, passage.source_id, start, stop, code_id, self.coder, drawn=self._drawn()
            )
        self.made += 1
        return f"c{self.project.value('select substr(uid, 1, 8) from coding where id = ?', [coding_id])}"

    def new_code(self, name: str, definition: str = "") -> str:
        """Make a code and return its path: at the path given, or a free code below `open` if it is a bare name.

        Raises
        ------
        QualcodeError
            If the name is empty.
        """
        with self.project.change("codebook new", coder=self.coder):
            make = make_code if "/" in name else free_code
            code_id = make(self.project, name, definition)
        return str(self.project.value("select path from code_tree where code_id = ?", [code_id]))

    def read_nothing(self, passage: Passage) -> None:
        """Write down that she read a passage and that nothing (more) is here."""
        with self.project.change("code none", coder=self.coder):
            coder_id = add_coder(self.project, self.coder)
            add_reading(self.project, coder_id, passage.source_id, passage.start, passage.stop, drawn=self._drawn())

    def decide(self, mark: Mark, state: State, passage: Passage, span: Span | None = None, path: str = "") -> None:
        """Accept or reject a suggestion, or put it off as unsure; accepted on other words or as another code if given.

        Raises
        ------
        UnknownNameError
        """
        suggestion = suggestion_by_id(self.project, mark.id)
        code_id = self._code_id(path) if path else None
        words = self._placed(passage, span) if span else None
        with self.project.change(state, coder=self.coder):
            decide(self.project, suggestion, state, self.coder, drawn=self._drawn(), span=words, code_id=code_id)
        self.made += state == "accepted"

    def change_span(self, mark: Mark, passage: Passage, span: Span) -> None:
        """Move a coding of hers to other words of the passage."""
        coding = coding_by_id(self.project, mark.id)
        with self.project.change("recode", coder=self.coder):
            change_coding(self.project, coding, span=self._placed(passage, span))

    def uncode(self, mark: Mark) -> None:
        """Take a coding of hers back."""
        coding = coding_by_id(self.project, mark.id)
        with self.project.change("uncode", coder=self.coder):
            remove_codings(self.project, [coding])

    def memo(self, passage: Passage, text: str) -> None:
        """Write a memo on a passage.

        Raises
        ------
        QualcodeError
            If the text is empty.
        """
        with self.project.change("memo add", coder=self.coder):
            target = Target(source_id=passage.source_id, start=passage.start, stop=passage.stop)
            add_memo(self.project, target, text, add_coder(self.project, self.coder))

    def undo(self) -> str:
        """Take her last command back; returns what it was.

        Raises
        ------
        ProjectError
            If there is nothing to undo, or the last command is not hers.
        """
        last = next((c for c in history.log(self.project) if c.state == "done" and not c.automatic), None)
        if last is not None and last.coder != self.coder:
            raise QualcodeError(_("There is nothing of yours to take back here."))
        return history.undo(self.project, coder=self.coder)[0].command

    def _drawn(self) -> Drawn:
        return self.queue[self.at].drawn if 0 <= self.at < len(self.queue) else "chosen"

    def _code_id(self, path: str) -> int:
        found = codebook(self.project).find(path)
        return int(self.project.value("select code_id from code_tree where path = ?", [found.path]))

    def _placed(self, passage: Passage, span: Span | None) -> Span:
        return passage.said.span(*span) if span else (passage.start, passage.stop)


def ranked(codes: Sequence[Code], typed: str) -> list[Code]:
    """Return the codes that fit what was typed, best first: a part of the name, path or a label, typing errors too."""
    from rapidfuzz import fuzz, utils

    wanted = utils.default_process(typed)
    scores: list[tuple[float, int]] = []
    for i, code in enumerate(codes):
        names = [code.name, code.path, *code.labels.values()]
        score = max(fuzz.partial_ratio(wanted, utils.default_process(name)) for name in names)
        begins = any(utils.default_process(name).startswith(wanted) for name in [code.name, *code.labels.values()])
        if score >= 70:
            scores.append((score + 10 * begins, -i))
    return [codes[-i] for _score, i in sorted(scores, reverse=True)]
