"""What opens over the page: choosing a code, naming a new one, a line of text, a list of passages, a text to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.messages import _
from qualcode.records import Code
from qualcode.terminal import wording
from qualcode.terminal.drawing import CODED, DIM
from qualcode.workflow.desk import Desk
from qualcode.workflow.queue import Hit

STYLE = """
CodePicker, NewCode, Ask, Hits, Read { align: center middle; }
.dialog { width: 90%; max-width: 90; height: auto; max-height: 90%; border: round $primary; padding: 0 1; }
.dialog Input { border: none; height: 1; padding: 0; background: $boost; margin-bottom: 1; }
.dialog OptionList { border: none; height: auto; max-height: 9; padding: 0; background: $surface; }
.dialog VerticalScroll { height: auto; max-height: 75vh; scrollbar-size-vertical: 1; }
CodePicker OptionList { text-wrap: nowrap; text-overflow: ellipsis; }
.dialog .hint, #meaning { color: $text-muted; }
.dialog #meaning { max-height: 3; }
"""
MOST = 200


class CodePicker(ModalScreen[str | None]):
    """Choose a code by typing a part of its name; returns its path, or ``+NAME`` for a code that is to be made."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", ""), ("down", "move(1)", ""), ("up", "move(-1)", "")]

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk, self.heading = desk, title

    def compose(self) -> ComposeResult:
        """Lay out the line to type in and the list below it."""
        with Vertical(classes="dialog"):
            yield Static(self.heading, markup=False)
            yield Input(placeholder=_("a part of the name, in any language"))
            yield OptionList()
            yield Static(id="meaning")
            yield Static(_("Enter takes the marked code · ↑ ↓ move · Esc leaves"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show every code."""
        self._list("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the codes that fit what was typed."""
        self._list(event.value)

    def _list(self, typed: str) -> None:
        colours = self.desk.colours()
        found = [Option(_row(code, colours), code.path) for code in self.desk.codes(typed)[:MOST]]
        if not found and typed.strip():
            found = [Option(Text(_("+ a new code: {name}").format(name=wording.safe(typed.strip()))), f"+{typed}")]
        choices = self.query_one(OptionList)
        choices.clear_options().add_options(found)
        choices.highlighted = 0 if found else None

    def on_input_submitted(self) -> None:
        """Take the code that is marked."""
        choices = self.query_one(OptionList)
        if choices.highlighted is not None:
            self.dismiss(choices.get_option_at_index(choices.highlighted).id)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the marked code means."""
        code = self.desk.find_code(event.option.id or "")
        self.query_one("#meaning", Static).update(Text(wording.safe(code.definition) if code else ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the code that was clicked."""
        self.dismiss(event.option.id)

    def action_move(self, step: int) -> None:
        """Mark another code."""
        choices = self.query_one(OptionList)
        if step > 0:
            choices.action_cursor_down()
        else:
            choices.action_cursor_up()

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)


def _row(code: Code, colours: dict[str, str]) -> Text:
    """Return a code with its colour, its path and its labels."""
    text = Text(f"{CODED} ", style=Style(color=colours.get(code.path, "#888888")), no_wrap=True, overflow="ellipsis")
    text.append(wording.safe(code.path), Style(color="default"))
    labels = [label for label in code.labels.values() if label.casefold() != code.name.casefold()]
    return text.append(f"  {wording.safe(' · '.join(labels))}", DIM)


class Ask(ModalScreen[str | None]):
    """Ask for a line of text; returns it, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Lay out the line to type in."""
        with Vertical(classes="dialog"):
            yield Static(self.heading, markup=False)
            yield Input()
            yield Static(_("Enter keeps · Esc leaves"), classes="hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was typed."""
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Return nothing."""
        self.dismiss(None)


class NewCode(ModalScreen[tuple[str, str] | None]):
    """Ask for the name and the definition of a new code; returns both, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.typed = name

    def compose(self) -> ComposeResult:
        """Lay out the two lines to type in."""
        with Vertical(classes="dialog"):
            yield Static(_("Name of the new code (theme/name puts it below a theme)"), markup=False)
            yield Input(self.typed, id="name")
            yield Static(_("What it means"), markup=False)
            yield Input(id="definition")
            yield Static(_("Enter goes on, then codes · Esc leaves"), classes="hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go from the name to the definition, and from there back to the page."""
        if event.input.id == "name":
            self.query_one("#definition").focus()
        else:
            self.dismiss((self.query_one("#name", Input).value, event.value))

    def action_leave(self) -> None:
        """Make none."""
        self.dismiss(None)


class Hits(ModalScreen[int | None]):
    """Choose one of the passages that were found; returns its place in the list, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", ""), ("q", "leave", "")]

    def __init__(self, title: str, hits: Sequence[Hit]) -> None:
        super().__init__()
        self.heading, self.hits = title, hits

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(classes="dialog"):
            yield Static(self.heading, markup=False)
            yield OptionList(*(Text(wording.safe(f"{h.source}:{h.segment}  {h.snippet}")) for h in self.hits))
            yield Static(_("Enter goes there · ↑ ↓ move · Esc leaves"), classes="hint", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the passage that was chosen."""
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)


class Read(ModalScreen[None]):
    """Show a text to read, until a key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        (key, "leave", "") for key in ("escape", "enter", "q", "x", "question_mark", "space")
    ]

    def __init__(self, content: Text | Table) -> None:
        super().__init__()
        self.content = content

    def compose(self) -> ComposeResult:
        """Lay out the text; it scrolls if it is long."""
        with Vertical(classes="dialog"):
            with VerticalScroll():
                yield Static(self.content)
            yield Static(_("↑ ↓ scroll · Esc closes"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def on_click(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
