"""Settling what coders differ on line by line: plain sentences out, one command a line in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import N_, _
from qualcode.terminal import wording
from qualcode.terminal.plain import HELP, Plain
from qualcode.workflow.adjudicating import Adjudication
from qualcode.workflow.passage import Passage

AS_IN_CODING = ("c", "n", "e", "d", "m")


class AdjudicatingPlain(Plain):
    """One person at the keyboard, for all who settle."""

    HELP: ClassVar[Sequence[tuple[str, str]]] = (
        ("t 1", N_("take the codes of coder 1, and only these; also by name: t ani")),
        ("a", N_("settle with the codes of all coders")),
        ("-", N_("settle with none of those on which they differ (or leave it as settled); on to the next")),
        ("r TEXT", N_("type the reason of the next decision")),
        *((shown, text) for shown, text in HELP if shown[0] in (*AS_IN_CODING, "z", "/", "f", "?", "q")),
    )
    desk: Adjudication

    def _anywhere(self) -> dict[str, Callable[[], None]]:
        return {name: act for name, act in super()._anywhere().items() if name != "o"}

    def _decide(self, name: str, rest: str, passage: Passage) -> None:
        if name == "t":
            self._take([_meant(rest, passage)])
        elif name == "a":
            self._take([side.coder for side in passage.sides])
        elif name == "r":
            self.desk.give_reason(rest)
            self._say(wording.reason(self.desk.reason))
        elif name in AS_IN_CODING:
            super()._decide(name, rest, passage)
        else:
            self._unknown(name)

    def _take(self, coders: Sequence[str]) -> None:
        passage = self.desk.passage
        assert passage is not None
        self.desk.take(passage, coders)
        self.desk.queue.advance()
        self._show(wording.settled(coders))

    def _nothing(self, passage: Passage) -> None:
        was_open = self.desk.queue.left
        self.desk.read_nothing(passage)
        message = wording.settled(()) if self.desk.queue.left < was_open else ""
        self.desk.queue.advance()
        self._show(message)


def _meant(typed: str, passage: Passage) -> str:
    """Return the name of the coder that is meant by a number or a name.

    Raises
    ------
    QualcodeError
        If there is none.
    """
    for n, side in enumerate(passage.sides, 1):
        if typed == str(n) or key(typed) == key(side.coder):
            return side.coder
    raise QualcodeError(_("Say whose codes, by number or name: t 1"))


def run(desk: Adjudication) -> None:
    """Read commands until the end."""
    AdjudicatingPlain(desk).run()
