"""The coding page line by line: plain sentences out, one command a line in; for screen readers and slow connections."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import ClassVar

from qualcode.errors import QualcodeError
from qualcode.messages import N_, _
from qualcode.records import Code, Span
from qualcode.store.decisions import State
from qualcode.terminal import wording
from qualcode.terminal.spans import covering
from qualcode.workflow.desk import Desk
from qualcode.workflow.passage import Line, Mark, Passage

STATES: dict[str, State] = {"a": "accepted", "r": "rejected", "u": "unsure"}
OFFERED = 9
HELP = (
    ("a, r, u", N_("accept, reject, unsure: the suggestion asked about, or of the list: a 2")),
    ("-", N_("read, and nothing (more) is here; on to the next (also space, or an empty line)")),
    ("c WORD", N_("code: a code by its name or a part of it; c 2 takes the second of those offered")),
    ("n NAME = TEXT", N_("a new code with its definition")),
    ("e", N_("choose the words: sentences first, then single words; e 1 changes coding 1 of the list")),
    ("x", N_("why it was suggested; x 2 for another of the list")),
    ("o", N_("how far each code is: found, probably left, whether reading on pays")),
    ("d 1", N_("take coding 1 of the list out")),
    ("m TEXT", N_("a memo on the passage")),
    ("z", N_("take back the last thing you did")),
    ("/ WORDS", N_("find passages by their words")),
    ("f, b", N_("forward and back, nothing decided")),
    ("?", N_("this list")),
    ("q", N_("quit; everything is stored already")),
)


def run(desk: Desk) -> None:
    """Read commands until the coder quits or the input ends."""
    Plain(desk).run()


class Plain:
    """One coder at the keyboard."""

    HELP: ClassVar[Sequence[tuple[str, str]]] = HELP

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.span: Span | None = None
        self.offered: Sequence[Code] = ()

    def run(self) -> None:
        """Show the passage at hand and do what is typed, until the end."""
        self._show()
        while (line := self._read("> ")) is not None:
            if line == "q":
                return
            try:
                self._do(line)
            except QualcodeError as error:
                self._say(str(error))

    def _read(self, prompt: str) -> str | None:
        print(prompt, end="", flush=True)
        line = sys.stdin.readline()
        return line.strip() if line else None

    def _say(self, *lines: str) -> None:
        for line in lines:
            print(wording.safe(line), flush=True)

    def _do(self, line: str) -> None:
        name, rest = (line[0], line[1:].strip()) if line[:1] in ("/", "?") else (*line.split(maxsplit=1), "", "")[:2]
        anywhere = self._anywhere()
        passage = self.desk.passage
        if name in anywhere:
            anywhere[name]()
        elif name == "/":
            self._find(rest)
        elif passage is None:
            self._forward()
        elif name in ("", "-", "space"):
            self._nothing(passage)
        else:
            self._decide(name, rest, passage)

    def _anywhere(self) -> dict[str, Callable[[], None]]:
        """Return what can be done without a passage."""
        return {"?": self._help, "o": self._outlook, "z": self._undo, "f": self._forward, "b": self._back}

    def _decide(self, name: str, rest: str, passage: Passage) -> None:
        if name in STATES:
            self._answer(STATES[name], rest, passage)
        elif name == "c":
            self._code(rest, passage)
        elif name == "n":
            self._new(rest, passage)
        elif name == "e":
            self._choose(rest, passage)
        elif name == "x":
            mark = self._mark(rest, passage, "suggestion")
            self._say(*wording.explained(self.desk.explain(mark)))
        elif name == "d":
            mark = self._mark(rest, passage, "coding")
            self.desk.uncode(mark, passage)
            self._after(None, _("Taken out: {code}").format(code=mark.code))
        elif name == "m":
            self.desk.memo(passage, rest)
            self._say(_("Memo written."))
        else:
            self._unknown(name)

    def _unknown(self, name: str) -> None:
        self._say(_('"{name}" is no command; ? lists them.').format(name=name))

    # Where she is

    def _show(self, message: str = "") -> None:
        """Say the message, then the passage at hand from the beginning."""
        self.span, self.offered = None, ()
        learned = self.desk.take_learned()
        if message:
            self._say(message)
        if learned:
            self._say(wording.learned(self.desk))
        passage = self.desk.passage
        now = wording.progress(self.desk)
        self._say("", *(_page(passage) if passage else wording.ended(self.desk)), now)

    def _forward(self) -> None:
        if self.desk.passage is None:
            self.desk.queue.advance()
        else:
            self.desk.queue.forward()
        self._show()

    def _back(self) -> None:
        self.desk.queue.back()
        self._show()

    def _undo(self) -> None:
        self._show(wording.taken_back(self.desk.undo()))

    def _find(self, words: str) -> None:
        hits = self.desk.search(words)
        if not hits:
            self._say(_("No passage has these words."))
            return
        self._say(*(f"{n}. {h.source}:{h.segment}  {h.snippet}" for n, h in enumerate(hits, 1)))
        at = self._read(_("Which number (Enter: none)? ")) or ""
        if at.isdecimal() and 1 <= int(at) <= len(hits):
            self.desk.queue.visit(hits[int(at) - 1].entry)
            self._show()

    def _outlook(self) -> None:
        self._say(*map(wording.outlook, self.desk.learning.outlook_now()))

    def _help(self) -> None:
        self._say(*(f"{shown}: {_(text)}" for shown, text in self.HELP))

    # What she decides

    def _nothing(self, passage: Passage) -> None:
        self.desk.read_nothing(passage)
        self.desk.queue.advance()
        self._show(_("Read, nothing here."))

    def _answer(self, state: State, number: str, passage: Passage) -> None:
        mark = self._mark(number, passage, "suggestion")
        self.desk.decide(mark, state, passage, self.span if state == "accepted" else None)
        self._after(mark, f"{_(wording.STATES[state]).capitalize()}: {mark.code}")

    def _code(self, typed: str, passage: Passage) -> None:
        path = self._meant(typed)
        if path is None:
            return
        if passage.asked:
            self.desk.decide(passage.asked, "accepted", passage, self.span, path)
        else:
            self.desk.code(passage, path, self.span)
        self._after(passage.asked, wording.coded(path, passage.role))

    def _meant(self, typed: str) -> str | None:
        """Return the path of the code that is meant; without one the nearest are offered."""
        if typed.isdecimal() and 1 <= int(typed) <= len(self.offered):
            return self.offered[int(typed) - 1].path
        exact = self.desk.find_code(typed) if typed else None
        if exact:
            return exact.path
        self.offered = self.desk.codes(typed)[: OFFERED if typed else None]
        self._say(*(f"{n}. {_named(code)}" for n, code in enumerate(self.offered, 1)))
        self._say(
            _("Take one by its number: c 1") if self.offered else _("No code is like that; n NAME = TEXT makes it.")
        )
        return None

    def _new(self, typed: str, passage: Passage) -> None:
        name, _equals, definition = typed.partition("=")
        path = self.desk.new_code(passage, name.strip(), definition.strip(), self.span, passage.asked)
        self._after(passage.asked, wording.coded(path, passage.role))

    def _after(self, mark: Mark | None, message: str) -> None:
        """Go on after the suggestion that was asked about; else stay, and say the list with its new numbers."""
        asked, self.span = self.desk.queue.current, None
        if mark and asked and asked.suggestion is not None:
            self.desk.queue.advance()
            self._show(message)
        elif passage := self.desk.passage:
            self._say(message, *_listed(passage), wording.progress(self.desk))

    def _mark(self, number: str, passage: Passage, kind: str) -> Mark:
        """Return the mark of a number of the list; without one the suggestion asked about, or the only one there is.

        Raises
        ------
        QualcodeError
            If it is not clear which is meant.
        """
        if number.isdecimal() and 1 <= int(number) <= len(passage.marks):
            meant = [passage.marks[int(number) - 1]]
        elif not number and kind == "suggestion" and passage.asked:
            meant = [passage.asked]
        else:
            meant = [mark for mark in passage.marks if not number and mark.kind == kind]
        fitting = [mark for mark in meant if mark.kind == kind and (mark.own or kind == "suggestion")]
        if len(fitting) != 1:
            raise QualcodeError(
                _("Say which suggestion, by its number in the list.")
                if kind == "suggestion"
                else _("Say which coding of yours, by its number in the list.")
            )
        return fitting[0]

    # Choosing words

    def _choose(self, number: str, passage: Passage) -> None:
        own = self._mark(number, passage, "coding") if number else None
        span = self._units(self.desk.sentences(passage), passage, _("Sentences, as 2 or 2-3 (Enter: none)? "))
        if span is None:
            return
        words = [w for w in self.desk.words(passage) if w[0] < span[1] and w[1] > span[0]]
        span = self._units(words, passage, _("Words, as 3-5 (Enter: the whole sentences)? ")) or span
        if own:
            self.desk.change_span(own, passage, span)
            self._after(None, _("Other words: {code}").format(code=own.code))
        else:
            self.span = span
            self._say(_("To be coded: {words}").format(words=passage.said.text[slice(*span)]))

    def _units(self, units: Sequence[Span], passage: Passage, question: str) -> Span | None:
        """Let her choose a run of units by their numbers; None if she takes none."""
        text = passage.said.text
        self._say(*(f"{n}. {' '.join(text[start:end].split())}" for n, (start, end) in enumerate(units, 1)))
        first, _dash, last = (self._read(question) or "").partition("-")
        if not (first.strip().isdecimal() and (last or first).strip().isdecimal()):
            return None
        ends = sorted(min(max(int(n), 1), len(units)) - 1 for n in (first, last or first))
        chosen = covering(units, (units[ends[0]][0], units[ends[1]][1]), words=True)
        return chosen.span if chosen else None


def _named(code: Code) -> str:
    return " · ".join([code.path, *code.labels.values()])


def _page(passage: Passage) -> list[str]:
    """Return a passage in its context as lines to be read aloud."""
    return [
        wording.place(passage),
        *(_beside(line, _("Before: {text}")) for line in passage.before),
        _("{speaker} says: {text}").format(speaker=wording.speaker(passage), text=passage.said.text),
        *(_beside(line, _("After: {text}")) for line in passage.after),
        *_listed(passage),
        *(_("memo: {text}").format(text=memo) for memo in passage.memos),
        *([_asks(passage.asked)] if passage.asked else []),
        *(_("coder {n}, {codes}").format(n=n, codes=wording.side(side)) for n, side in enumerate(passage.sides, 1)),
    ]


def _listed(passage: Passage) -> list[str]:
    return [f"{n}. {wording.mark(mark, passage)}" for n, mark in enumerate(passage.marks, 1)]


def _beside(line: Line, form: str) -> str:
    return (_("Question: {text}") if line.asks else form).format(text=wording.line(line))


def _asks(mark: Mark) -> str:
    question = _("Is it {code}? a accepts, r rejects, u is unsure, x says why it was suggested.")
    return question.format(code=mark.code)
