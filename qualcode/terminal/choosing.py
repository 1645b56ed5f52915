"""Choosing words on the page: by sentences, then word by word, or by dragging the mouse."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.records import Span
from qualcode.terminal.screen import PassageScreen
from qualcode.terminal.spans import Choice, covering
from qualcode.terminal.widgets import SpokenView

IN_CHOICE = (
    "back", "forward", "enter", "end", "start", "words", "span", "leave", "code", "new", "decide", "used", "scroll",
    "help", "quit",
)  # fmt: skip
"""What may happen while words are chosen."""


class ChoosingScreen(PassageScreen):
    """A page on which words can be chosen: for the next coding, or for the selected one."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only what belongs to it happen while words are chosen."""
        return action in IN_CHOICE if self.choice else super().check_action(action, parameters)

    def action_span(self) -> None:
        """Choose words, sentence by sentence; again: word by word."""
        if self.choice:
            self.action_words()
        elif self.passage:
            own = self.selected if self.selected and self.selected.own else None
            self.choice = self._begun((own.start, own.end) if own else self.span)
            said = _("The words of {code}").format(code=own.code) if own else _("The words to be coded next")
            self._tell(said if self.choice else _("Nothing is said here."))

    def _begun(self, span: Span | None) -> Choice | None:
        """Return the choice to begin with: the words there are if they are no whole sentences; else sentences."""
        assert self.passage is not None
        exact = covering(self.words, span, words=True) if span else None
        if exact and exact.span == span:
            return exact
        return covering(self.desk.sentences(self.passage), span or self._at_evidence(), words=False)

    def _at_evidence(self) -> Span:
        evidence = self.selected.evidence if self.selected else ()
        return (min(s for s, _e in evidence), max(e for _s, e in evidence)) if evidence else (0, 1)

    def action_words(self) -> None:
        """Go on choosing by single words, or by sentences again."""
        if self.choice and self.passage:
            words = not self.choice.words
            units = self.words if words else self.desk.sentences(self.passage)
            self.choice = covering(units, self.choice.span, words=words) or self.choice
            self._tell(_("Word by word") if words else _("Sentence by sentence"))

    def action_start(self, step: int) -> None:
        """Move the start of the words."""
        if self.choice:
            self.choice = self.choice.move_start(step)
            self.draw()

    def action_end(self, step: int) -> None:
        """Move the end of the words."""
        if self.choice:
            self.choice = self.choice.move_end(step)
            self.draw()

    def action_leave(self) -> None:
        """Leave the choice of words; else select nothing."""
        if self.choice:
            self.choice = None
        else:
            self.span = self.selected = None
        self._tell("")

    def on_spoken_view_dragged(self, event: SpokenView.Dragged) -> None:
        """Choose the words from one to another, in any order."""
        span = (min(event.first[0], event.last[0]), max(event.first[1], event.last[1]))
        self.choice = covering(self.words, span, words=True)
        self._tell(_("Word by word"))

    def _keep_words(self) -> None:
        """Keep the chosen words: for the selected coding of hers, else for the next one."""
        span, own = self._taken(), self.selected if self.selected and self.selected.own else None
        self.choice = None
        if own and span and self.passage:
            with self._said():
                self.desk.change_span(own, self.passage, span)
                self._after(None, _("Other words: {code}").format(code=own.code))
        else:
            self.span = span
            self._tell(_("c codes these words, n with a new code; a accepts on them. Esc: the whole passage again."))

    def _taken(self) -> Span | None:
        return self.choice.span if self.choice else self.span
