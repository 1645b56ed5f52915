"""A coder at work: which passage comes next, and every decision on it, each stored at once as one undo.

The full-screen page, its plain mode and later the web page show what stands here and call what stands here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Literal

from qualcode import language as languages
from qualcode.codebook import Codebook
from qualcode.codebook.likeness import ranked
from qualcode.errors import ProjectError, QualcodeError
from qualcode.identity import key
from qualcode.messages import _, current_language
from qualcode.query.explanation import Explanation, explain
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.records import Code, Order, Span
from qualcode.store import decisions, history
from qualcode.store.codebooks import codebook, current_sha256
from qualcode.store.coders import add_coder, coder_id_of
from qualcode.store.codes import free_code, make_code
from qualcode.store.codings import add_coding, change_coding, coding_by_id, remove_codings
from qualcode.store.decisions import State
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.reading import add_reading
from qualcode.store.sight import Seen
from qualcode.workflow.active_learning import ActiveLearning, options_of
from qualcode.workflow.background import LearningTask
from qualcode.workflow.passage import Mark, Pages, Passage
from qualcode.workflow.queue import Entry, Hit, Queue, read_by, search
from qualcode.workflow.showing import reveal_to

Mode = Literal["next", "review", "adjudicate"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder is: segments she has read, entries that wait for her, codings she made since she sat down.

    In "adjudicate" read counts the disagreements that are settled.
    """

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
    mode : {"next", "review", "adjudicate"}
        Passages that she has not read (those assigned to her first), suggestions that wait for her, or what other
        coders differ on (see `Adjudication`).
    where : Filter
        Sources, roles, codes to take them from; codes narrow "review" only.
    show_others : bool
        Show other people's codings and, in a blind round, suggestions; for every source that she comes to it is
        written down that she asked.
    order : {"source", "best", "balanced", "random"}
        Of the passages in "next". "best" and "balanced" learn first, and again after every ten decisions; so does
        "review" once the model has suggested anything.
    author : str, optional
        Under whose name codings and readings stand, if not under hers.

    Raises
    ------
    ProjectError
        If the project can only be read, or has no codebook ("review", "best", "balanced").
    """

    COMMANDS: ClassVar[Sequence[str]] = (
        "code", "code none", "codebook new", "recode", "uncode", "memo add",
        "review accepted", "review rejected", "review unsure",
    )  # fmt: skip
    """What it writes into the log, and therefore what its undo takes back."""
    SEEN: ClassVar[Seen | None] = None
    """What is in sight with every passage; None: what stands open to the coder."""

    def __init__(
        self,
        project: Project,
        coder: str,
        *,
        mode: Mode = "next",
        where: Filter = EVERYTHING,
        show_others: bool = False,
        order: Order = "source",
        seed: int = 0,
        author: str = "",
    ) -> None:
        if project.read_only:
            text = _("{path}: the file cannot be written, so it is open for reading only.")
            raise ProjectError(text.format(path=project.path))
        self.project, self.coder, self.mode = project, coder, mode
        self.author = author or coder
        self._read_before, self._readings_before = read_by(project, self.author, where), self._readings()
        options = options_of(project, mode, seed)
        learned_for: Literal["next", "review"] = "review" if mode == "review" else "next"
        task = LearningTask(project.path, coder, learned_for, where, order, show_others, options, current_language())
        self.learning = ActiveLearning(project, task)
        self.queue = Queue(self._first_entries(), by_suggestion=mode == "review")
        self.used: Counter[str] = Counter()
        self._where = where
        self._pages = Pages(project, everybody=mode == "adjudicate")
        self._show_others, self._revealed = show_others, set[int]()
        self._done: dict[int, tuple[Entry, bool]] = {}
        self._made: set[int] = set()
        self._book: tuple[str, Codebook | None] = ("", None)

    def _first_entries(self) -> Sequence[Entry]:
        """Return what waits for her."""
        return self.learning.first_entries()

    def close(self) -> None:
        """End what learns in the background."""
        self.learning.close()

    def take_learned(self) -> bool:
        """Bring the queue up to date with what was learned in the background; tells whether anything was."""
        learned = self.learning.learned()
        if learned:
            self.queue.renew(learned.entries)
        return learned is not None

    # Where she is

    @property
    def passage(self) -> Passage | None:
        """The passage before her, or None when the queue is empty or done."""
        while entry := self.queue.current:
            if self._show_others and entry.source_id not in self._revealed:
                reveal_to(self.project, self.coder, [entry.source_id])
                self._revealed.add(entry.source_id)
            shown = self._pages.passage(entry.segment_id, coder_id_of(self.project, self.author), entry.suggestion)
            if shown is not None and (shown.asked or not entry.suggestion or not self.queue.waits(entry)):
                return shown
            self.queue.drop()
        return None

    def search(self, words: str) -> list[Hit]:
        """Return the passages of her sources that hold all these words, in any of their forms.

        Raises
        ------
        QualcodeError
            If there is no word in it.
        """
        return search(self.project, words, self._where)

    @property
    def progress(self) -> Progress:
        """How far she is."""
        made = "select count(*) from coding where id in (select value from json_each(?))"
        codings = int(self.project.value(made, [json.dumps(list(self._made))]))
        return Progress(self._read_before + self.read_here, self.queue.left, codings)

    @property
    def read_here(self) -> int:
        """Segments that she has read since she sat down."""
        return self._readings() - self._readings_before

    def _readings(self) -> int:
        sql = "select count(*) from reading where coder_id = ?"
        return int(self.project.value(sql, [coder_id_of(self.project, self.author)]))

    # What she may choose from

    def codes(self, typed: str = "") -> list[Code]:
        """Return the codes whose name, path or label (in any language) is most like what was typed, best first."""
        book = self._codebook()
        known = book.codes if book else ()
        return ranked(known, typed) if typed.strip() else list(known)

    def find_code(self, name: str) -> Code | None:
        """Return the code that is meant without doubt: by its path, a unique ending of it or a label."""
        book = self._codebook()
        try:
            return book.find(name) if book else None
        except QualcodeError:
            return None

    def colours(self) -> dict[str, str]:
        """Return the colour, "#rrggbb", of every code by its path."""
        return self._pages.colours()

    def _codebook(self) -> Codebook | None:
        """Return the codebook, read again when it has a new version; None while there are no codes."""
        version = current_sha256(self.project)
        if version != self._book[0]:
            has_codes = self.project.value("select 1 from code where retired_at is null limit 1")
            self._book = (version, codebook(self.project) if has_codes else None)
        return self._book[1]

    def sentences(self, passage: Passage) -> list[Span]:
        """Return the sentences of a passage's speech, as offsets in it."""
        return languages.get(passage.language).sentences(passage.said.text)

    def words(self, passage: Passage) -> list[Span]:
        """Return the words of a passage's speech, as offsets in it."""
        return languages.get(passage.language).tokens(passage.said.text)

    def explain(self, mark: Mark) -> Explanation:
        """Return why a suggestion was made.

        Raises
        ------
        QualcodeError
            If it is there no more.
        """
        return explain(self.project, mark.id)

    # What she decides

    def code(self, passage: Passage, path: str, span: Span | None = None) -> None:
        """Code a passage, or a span of its speech.

        Raises
        ------
        UnknownNameError
        """
        code_id = self._code_id(path)
        with self._change("code", passage):
            self._add(passage, code_id, span)
        self._use(path)

    def new_code(
        self, passage: Passage, name: str, definition: str = "", span: Span | None = None, mark: Mark | None = None
    ) -> str:
        """Make a code and code the passage, a span or (instead of the code suggested) a suggestion with it; one undo.

        Returns
        -------
        str
            Its path: the one given, or below `open` for a bare name.

        Raises
        ------
        QualcodeError
            If the name is empty.
        """
        with self._change("codebook new", passage, decides=mark is not None):
            code_id = (make_code if "/" in name else free_code)(self.project, name, definition)
            if mark is None:
                self._add(passage, code_id, span)
            else:
                self._decide(mark, "accepted", passage, span, code_id)
        path = str(self.project.value("select path from code_tree where code_id = ?", [code_id]))
        self._use(path)
        return path

    def read_nothing(self, passage: Passage) -> None:
        """Write down that she read a passage and that nothing (more) is here; a suggestion on it waits all the same."""
        with self._change("code none", passage):
            coder_id = add_coder(self.project, self.coder)
            add_reading(
                self.project, coder_id, passage.source_id, passage.start, passage.stop, drawn=self._entry.drawn,
                drawn_for=self._entry.drawn_for,
            )  # fmt: skip

    def decide(self, mark: Mark, state: State, passage: Passage, span: Span | None = None, path: str = "") -> None:
        """Accept or reject a suggestion, or put it off as unsure; accepted on other words or as another code if given.

        Raises
        ------
        UnknownNameError
        """
        code_id = self._code_id(path) if path else None
        with self._change(f"review {state}", passage, decides=mark == passage.asked):
            self._decide(mark, state, passage, span, code_id)
        if state == "accepted":
            self._use(path or mark.code)

    def change_span(self, mark: Mark, passage: Passage, span: Span) -> None:
        """Move a coding of hers to other words of the passage.

        Raises
        ------
        QualcodeError
            If she has coded just so already.
        """
        coding = coding_by_id(self.project, mark.id)
        with self._change("recode", passage):
            change_coding(self.project, coding, span=self._placed(passage, span))

    def uncode(self, mark: Mark, passage: Passage) -> None:
        """Take a coding of hers back."""
        coding = coding_by_id(self.project, mark.id)
        with self._change("uncode", passage):
            remove_codings(self.project, [coding])

    def memo(self, passage: Passage, text: str) -> None:
        """Write a memo on a passage.

        Raises
        ------
        QualcodeError
            If the text is empty.
        """
        with self._change("memo add", passage):
            target = Target(source_id=passage.source_id, start=passage.start, stop=passage.stop)
            add_memo(self.project, target, text, add_coder(self.project, self.coder))

    def undo(self) -> str:
        """Take her last command back and go to its passage; returns what it was.

        Raises
        ------
        ProjectError
            If there is nothing to undo, or the last command is not hers or was no coding.
        """
        last = history.last_command(self.project)
        if last is None or key(last.coder) != key(self.coder):
            raise ProjectError(_("There is nothing of yours to take back here."))
        if last.command not in self.COMMANDS:
            text = _('The last command was "{command}". To take it back: qualcode undo')
            raise ProjectError(text.format(command=last.command))
        history.undo(self.project, coder=self.coder)
        self._return_to(last.seq)
        return last.command

    def _return_to(self, seq: int) -> None:
        """Put the passage of a change that was taken back before her."""
        if seq in self._done:
            entry, was_waiting = self._done.pop(seq)
            self.queue.visit(entry)
            if was_waiting:
                self.queue.reopen(entry)
        elif found := self._pages.segment_of(seq):
            self.queue.visit(Entry(*found, None, "chosen"))

    # How it is written

    @contextmanager
    def _change(self, command: str, passage: Passage, *, decides: bool = False, reason: str = "") -> Iterator[None]:
        """Write as one undo; what was made, and whether the passage waits no more, is remembered."""
        entry = self._entry
        first, read = self.project.next_id("coding"), self._readings()
        with self.project.change(command, coder=self.coder, reason=reason) as seq:
            self._require_same(passage)
            yield
        self._made.update(
            row[0] for row in self.project.rows("select id from coding where id >= ? order by id", [first])
        )
        settled = decides or (self.mode != "review" and self._readings() > read)
        self._done[seq] = (entry, settled and self.queue.settle(entry))
        self.learning.decided()

    @property
    def _entry(self) -> Entry:
        assert self.queue.current is not None
        return self.queue.current

    def _require_same(self, passage: Passage) -> None:
        """Refuse to write where the text is another than the one she sees: its offsets would be wrong."""
        now = self.project.value("select text_sha256 from source where id = ?", [passage.source_id])
        if now != passage.text_sha256:
            raise ProjectError(_("The text was changed by another program meanwhile; nothing was written. Look again."))

    def _add(self, passage: Passage, code_id: int, span: Span | None) -> None:
        start, stop = self._placed(passage, span)
        add_coding(
            self.project, passage.source_id, start, stop, code_id, self.author, drawn=self._entry.drawn,
            drawn_for=self._entry.drawn_for, seen=self.SEEN,
        )  # fmt: skip

    def _decide(self, mark: Mark, state: State, passage: Passage, span: Span | None, code_id: int | None) -> None:
        suggestion = self._pages.shown(mark.id)
        words = self._placed(passage, span) if span else None
        if mark.state == "accepted":
            decisions.decide(self.project, suggestion, "unsure", self.coder)
        decisions.decide(
            self.project, suggestion, state, self.coder, drawn=self._entry.drawn, drawn_for=self._entry.drawn_for,
            span=words, code_id=code_id,
        )  # fmt: skip

    def _use(self, path: str) -> None:
        self.used[path] += 1

    def _code_id(self, path: str) -> int:
        found = codebook(self.project).find(path)
        return int(self.project.value("select code_id from code_tree where path = ?", [found.path]))

    def _placed(self, passage: Passage, span: Span | None) -> Span:
        return passage.said.span(*span) if span else (passage.start, passage.stop)
