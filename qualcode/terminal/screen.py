"""The page as it is seen: a passage in its context, its marks, a line for messages, the keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.records import Span
from qualcode.terminal import drawing, keys, wording
from qualcode.terminal.spans import Choice
from qualcode.terminal.widgets import Clickable, SpokenView
from qualcode.workflow.desk import Desk
from qualcode.workflow.passage import Mark, Passage

WIDE = 110
"""Columns from which the marks stand beside the text instead of below it."""
HIGH = 30
"""Rows from which more of the context is shown."""
STYLE = """
#head { height: auto; background: $boost; padding: 0 1; }
#middle { height: 1fr; layout: vertical; }
#text { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
#text > * { max-width: 100; }
#passage { padding-left: 1; border-left: thick $primary; }
#side { height: auto; max-height: 6; padding: 0 1; border-top: solid $panel; scrollbar-size-vertical: 1; }
#marks, #used, #message { text-wrap: nowrap; text-overflow: ellipsis; }
#definition { padding-left: 4; color: $text-muted; max-height: 2; }
#used, #footer { height: auto; padding: 0 1; }
#message { height: 1; padding: 0 1; text-style: bold; }
#footer { background: $boost; }
.-wide #middle { layout: horizontal; }
.-wide #passage { margin: 1 0; }
.-wide #definition { max-height: 100%; }
.-wide #side { width: 62; height: 100%; max-height: 100%; border-top: none; border-left: solid $panel; }
"""


class PassageScreen(Screen[None]):
    """What is shown, and what is selected on it; everything that lasts is at the desk.

    Attributes
    ----------
    passage : the passage at hand, None past the last one
    words : its words, as offsets in its speech
    selected : the coding or suggestion that keys speak of
    span : the words that the next coding takes instead of the whole passage
    choice : the words that are being chosen
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.desk = desk
        self.passage: Passage | None = None
        self.words: list[Span] = []
        self.selected: Mark | None = None
        self.span: Span | None = None
        self.choice: Choice | None = None
        self.message = ""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(id="head")
        with Container(id="middle"):
            with VerticalScroll(id="text", can_focus=False):
                yield Static(id="before")
                yield SpokenView(id="passage")
                yield Static(id="after")
            with VerticalScroll(id="side", can_focus=False):
                yield Clickable(id="marks")
                yield Static(id="definition")
        yield Clickable(id="used")
        yield Static(id="message")
        yield Clickable(id="footer")

    def on_mount(self) -> None:
        """Show the first passage."""
        self.arrive()

    def on_resize(self) -> None:
        """Cut the context to the new size."""
        self.draw()

    # What is shown

    def arrive(self, message: str = "") -> None:
        """Show the passage at hand afresh, with the suggestion that is asked about selected."""
        self.span = self.choice = None
        self.message = message
        if self.desk.take_learned():
            self.message = " · ".join(filter(None, [message, wording.learned(self.desk)]))
        self.look()
        self.selected = self._first_suggestion()
        self.draw()
        self.call_after_refresh(self._bring_into_view)

    def look(self) -> None:
        """Read the passage at hand again from the desk."""
        self.passage = self.desk.passage
        self.words = self.desk.words(self.passage) if self.passage else []

    def _first_suggestion(self) -> Mark | None:
        if self.passage is None:
            return None
        waiting = (m for m in self.passage.marks if m.kind == "suggestion" and not m.state)
        return self.passage.asked or next(waiting, None)

    def draw(self) -> None:
        """Bring every part of the page up to date."""
        passage = self.passage
        self.query_one("#head", Static).update(self._head())
        room = self._room()
        self.query_one("#before", Static).update(drawing.beside(passage.before if passage else (), room))
        self.query_one("#after", Static).update(drawing.beside(passage.after if passage else (), room))
        self.query_one("#passage", Static).update(self._spoken())
        self.query_one("#marks", Static).update(drawing.marks(passage, self.selected) if passage else "")
        self.query_one("#definition", Static).update(Text(self._definition()))
        offered = self._offered()
        self.query_one("#used", Static).update(offered)
        self.query_one("#used").display = bool(offered)
        self.query_one("#message", Static).update(Text(wording.safe(self.message), no_wrap=True, overflow="ellipsis"))
        self.query_one("#footer", Static).update(drawing.keys(self._keys()))

    def _offered(self) -> Text:
        """Return what the digits do: they code with the codes used most."""
        often = [path for path, _n in self.desk.used.most_common(9)]
        return drawing.used(often, self.desk.colours())

    def _head(self) -> Text:
        now = wording.progress(self.desk)
        if self.passage is None:
            return Text(now, style=drawing.BOLD)
        head = Text(wording.place(self.passage), style=drawing.BOLD, overflow="ellipsis")
        return head.append(f"\n{wording.speaker(self.passage)}\n", drawing.BOLD).append(now, drawing.DIM)

    def _definition(self) -> str:
        code = self.desk.find_code(self.selected.code) if self.selected else None
        return wording.safe(code.definition) if code else ""

    def _room(self) -> int:
        """Return how many characters of a turn beside the passage are shown: a line where there is little room."""
        width = min(100, self.app.size.width - 4)
        return width * (1 if self.app.size.height < HIGH else 6)

    def _spoken(self) -> Text:
        if self.passage is None:
            return Text("\n".join([*wording.ended(self.desk), "", _("← goes back, z takes back, q quits.")]))
        chosen = self.choice.span if self.choice else self.span
        return drawing.spoken(self.passage, self.words, selected=self.selected, chosen=chosen)

    def _keys(self) -> list[list[keys.Key]]:
        room = self.app.size.width - 2
        if self.choice:
            return keys.laid(keys.of(self.desk.mode, keys.IN_CHOICE), room)
        if self.passage is None:
            return keys.laid(keys.AT_THE_END, room)
        return keys.footer(self.desk.mode, room, 2)

    def _bring_into_view(self) -> None:
        """Scroll so that the whole passage is seen, or its beginning."""
        self.query_one("#text").scroll_to_widget(self.query_one("#passage"), animate=False, force=True)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Show an error in the message line, and the passage as it is now stored."""
        try:
            yield
        except QualcodeError as error:
            shown = self.passage
            with suppress(QualcodeError):
                self.look()
            if shown is None or self.passage is None or shown.text_sha256 != self.passage.text_sha256:
                self.span = self.choice = None
            self._tell(str(error))

    def _after(self, mark: Mark | None, message: str) -> None:
        """Go on after the suggestion that was asked about; else stay on the passage."""
        if mark and self.passage and mark == self.passage.asked:
            self.desk.queue.advance()
        self.arrive(message)

    def _tell(self, message: str) -> None:
        self.message = message
        self.draw()
