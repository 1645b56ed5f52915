"""The full-screen page on which people settle what coders differ on: what each gave, one key to take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from qualcode.messages import _
from qualcode.terminal import dialogs, drawing, wording
from qualcode.terminal.page import CodingPage, CodingScreen, bindings
from qualcode.workflow.adjudicating import Adjudication


class AdjudicatingScreen(CodingScreen, inherit_bindings=False):
    """The page with its keys for settling; a digit takes the codes of a coder."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("adjudicate")
    desk: Adjudication

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing be settled while words are chosen."""
        return False if self.choice and action == "used" else super().check_action(action, parameters)

    def _offered(self) -> Text:
        return drawing.sides(self.passage) if self.passage else Text()

    def action_used(self, number: int) -> None:
        """Settle with the codes of the coder of this number, from 1."""
        if self.passage and number <= len(self.passage.sides):
            self._take([self.passage.sides[number - 1].coder])

    def action_all(self) -> None:
        """Settle with the codes of all coders."""
        if self.passage:
            self._take([side.coder for side in self.passage.sides])

    def _take(self, coders: Sequence[str]) -> None:
        if self.passage:
            with self._said():
                self.desk.take(self.passage, coders)
                self.desk.queue.advance()
                self.arrive(wording.settled(coders))

    def action_reason(self) -> None:
        """Type the reason of the next decision."""
        if self.passage:
            self.app.push_screen(dialogs.Ask(_("Reason of the next decision")), self._reason)

    def _reason(self, text: str | None) -> None:
        if text is not None:
            self.desk.give_reason(text)
            self._tell(wording.reason(self.desk.reason))


def run(desk: Adjudication) -> None:
    """Show the page until it is ended."""
    CodingPage(desk, AdjudicatingScreen).run()
