"""Text that the mouse can act on: what was drawn carries, as meta, the word, the mark or the action it stands for."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Static

from qualcode.records import Span


class Clickable(Static):
    """A text whose pieces do something when they are clicked."""

    ALLOW_SELECT = False

    async def on_click(self, event: events.Click) -> None:
        """Do what the piece under the mouse stands for."""
        if "action" in event.style.meta:
            await self.run_action(f"screen.{event.style.meta['action']}")


class SpokenView(Static):
    """What is said; dragging over words chooses them."""

    ALLOW_SELECT = False

    class Dragged(Message):
        """The mouse went, or goes, from one word to another."""

        def __init__(self, first: Span, last: Span) -> None:
            super().__init__()
            self.first, self.last = first, last

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._from: Span | None = None
        self._to: Span | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin at a word."""
        self._from = self._to = event.style.meta.get("word")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Go on to another word."""
        word = event.style.meta.get("word")
        if event.button and self._from and word and word != self._to:
            self._to = word
            self.post_message(self.Dragged(self._from, word))

    def on_mouse_up(self) -> None:
        """End."""
        self._from = None
