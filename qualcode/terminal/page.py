"""The full-screen coding page: one passage at a time, one key a decision, each stored at once by the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qualcode.messages import _, ngettext
from qualcode.store.decisions import State
from qualcode.terminal import dialogs, drawing, keys, screen, wording
from qualcode.terminal.choosing import ChoosingScreen
from qualcode.workflow.desk import Desk, Mode
from qualcode.workflow.passage import Mark
from qualcode.workflow.queue import Hit


def bindings(mode: Mode) -> list[BindingType]:
    """Return what every key does in a mode."""
    return [
        *(Binding(key.pressed, key.action, show=False) for key in keys.of(mode) if key.pressed),
        *(Binding(str(n), f"used({n})", show=False) for n in range(1, 10)),
        Binding("shift+tab", "select(-1)", show=False),
        Binding("left_square_bracket", "start(-1)", show=False),
        Binding("right_square_bracket", "start(1)", show=False),
        Binding("shift+left", "start(-1)", show=False),
        Binding("shift+right", "start(1)", show=False),
        Binding("w", "words", show=False),
        Binding("enter", "enter", show=False),
        Binding("escape", "leave", show=False),
        Binding("ctrl+c", "quit", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]


class CodingScreen(ChoosingScreen):
    """The page with all its keys; what people decide goes to the desk."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("next")

    def action_forward(self) -> None:
        """Go to the next passage; while words are chosen, move their end."""
        if self.choice:
            self.action_end(1)
        else:
            self._walk(self.desk.queue.forward)

    def action_back(self) -> None:
        """Go to the passage before; while words are chosen, move their end."""
        if self.choice:
            self.action_end(-1)
        else:
            self._walk(self.desk.queue.back)

    def action_enter(self) -> None:
        """Keep the words that are chosen; at the end go to the first passage that was passed over; else forward."""
        if self.choice:
            self._keep_words()
        elif self.passage is None:
            self._walk(self.desk.queue.advance)
        else:
            self.action_forward()

    def _walk(self, step: Callable[[], None]) -> None:
        with self._said():
            step()
            self.arrive()

    def action_select(self, step: int) -> None:
        """Select another coding or suggestion; after the last one none."""
        marks = self.passage.marks if self.passage else []
        places = [None, *marks]
        at = places.index(self.selected) if self.selected in marks else 0
        self.selected = places[(at + step) % len(places)]
        self.message = ""
        self.draw()

    def action_pick(self, number: int) -> None:
        """Select the mark of this number, from 0."""
        if self.passage:
            self.selected = self.passage.marks[number]
            self.draw()

    def action_decide(self, state: State) -> None:
        """Decide on the selected suggestion."""
        passage, mark = self.passage, self._suggestion()
        if passage is None or mark is None:
            self._tell(_("There is no suggestion here to decide on."))
            return
        with self._said():
            self.desk.decide(mark, state, passage, self._taken() if state == "accepted" else None)
            self._after(mark, f"{_(wording.STATES[state]).capitalize()}: {mark.code}")

    def action_nothing(self) -> None:
        """Write down that she read the passage, and go on."""
        if self.passage:
            with self._said():
                self.desk.read_nothing(self.passage)
                self.desk.queue.advance()
                self.arrive()

    def action_code(self) -> None:
        """Choose a code."""
        if self.passage:
            title = _("Code these words") if self._taken() else _("Code the passage")
            title = _("Another code for the suggestion") if self._asked() else title
            self.app.push_screen(dialogs.CodePicker(self.desk, title), self._code)

    def _code(self, path: str | None) -> None:
        if path and path.startswith("+"):
            self.app.push_screen(dialogs.NewCode(path[1:]), self._new)
        elif path and self.passage:
            with self._said():
                mark = self._asked()
                if mark:
                    self.desk.decide(mark, "accepted", self.passage, self._taken(), path)
                else:
                    self.desk.code(self.passage, path, self._taken())
                self._after(mark, wording.coded(path, self.passage.role))

    def action_used(self, number: int) -> None:
        """Code with one of the codes used most."""
        often = [path for path, _n in self.desk.used.most_common(9)]
        if number <= len(often):
            self._code(often[number - 1])

    def action_new(self) -> None:
        """Make a code."""
        if self.passage:
            self.app.push_screen(dialogs.NewCode(), self._new)

    def _new(self, named: tuple[str, str] | None) -> None:
        if named and self.passage:
            with self._said():
                mark = self._asked()
                path = self.desk.new_code(self.passage, *named, self._taken(), mark)
                self._after(mark, wording.coded(path, self.passage.role))

    def action_uncode(self) -> None:
        """Take the selected coding out."""
        if self.passage is None or self.selected is None or not self.selected.own:
            self._tell(_("Select a coding of yours first: Tab."))
            return
        with self._said():
            self.desk.uncode(self.selected, self.passage)
            self._after(None, _("Taken out: {code}").format(code=self.selected.code))

    def action_memo(self) -> None:
        """Write a memo."""
        if self.passage:
            self.app.push_screen(dialogs.Ask(_("Memo on this passage")), self._memo)

    def _memo(self, text: str | None) -> None:
        if text is not None and self.passage:
            with self._said():
                self.desk.memo(self.passage, text)
                self.look()
                self._tell(_("Memo written."))

    def action_undo(self) -> None:
        """Take the last decision back."""
        with self._said():
            command = self.desk.undo()
            self.arrive(wording.taken_back(command))

    def action_find(self) -> None:
        """Search for words."""
        self.app.push_screen(dialogs.Ask(_("Find passages with these words")), self._find)

    def _find(self, words: str | None) -> None:
        if words is None:
            return
        with self._said():
            hits = self.desk.search(words)
            if not hits:
                self._tell(_("No passage has these words."))
                return
            title = ngettext("{n} passage found", "{n} passages found", len(hits)).format(n=len(hits))
            self.app.push_screen(dialogs.Hits(title, hits), lambda at: self._go_to(hits, at))

    def _go_to(self, hits: Sequence[Hit], at: int | None) -> None:
        if at is not None:
            self._walk(lambda: self.desk.queue.visit(hits[at].entry))

    def action_why(self) -> None:
        """Show why something was suggested."""
        mark = self._suggestion()
        if mark is None:
            self._tell(_("There is no suggestion here."))
            return
        with self._said():
            self.app.push_screen(dialogs.Read(Text("\n".join(wording.explained(self.desk.explain(mark))))))

    def action_outlook(self) -> None:
        """Show how far each code is."""
        with self._said():
            lines = [wording.outlook(found) for found in self.desk.learning.outlook_now()]
            self.app.push_screen(dialogs.Read(Text("\n\n".join(lines) or _("There are no codes yet."))))

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(dialogs.Read(drawing.helped(keys.helped(self.desk.mode))))

    def action_quit(self) -> None:
        """End."""
        self.app.exit()

    def action_scroll(self, step: int) -> None:
        """Scroll the text."""
        self.query_one("#text").scroll_relative(y=step, animate=False)

    def _suggestion(self) -> Mark | None:
        """Return the suggestion that a, r, u and x speak of."""
        chosen = self.selected if self.selected and self.selected.kind == "suggestion" else None
        return chosen or self._first_suggestion()

    def _asked(self) -> Mark | None:
        """Return the suggestion that is accepted as another code: in review the one asked about, while selected."""
        return self.passage.asked if self.passage and self.passage.asked == self.selected else None


class CodingPage(App[None]):
    """The program around the page.

    Parameters
    ----------
    desk : Desk
    page : the class of the page, which begins with the desk
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = screen.STYLE + dialogs.STYLE

    def __init__(self, desk: Desk, page: type[CodingScreen] = CodingScreen) -> None:
        super().__init__()
        self.desk, self.page = desk, page

    def get_default_screen(self) -> Screen[None]:
        """Begin with the page."""
        return self.page(self.desk)


def run(desk: Desk) -> None:
    """Show the page until the coder ends it."""
    CodingPage(desk).run()
