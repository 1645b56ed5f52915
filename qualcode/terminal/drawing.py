"""A passage as styled text: highlighted words, marks, footer. Interview text never goes through markup.

Nothing is told by colour alone: what is marked is underlined, what is selected or chosen is reversed, and the list
of marks says everything in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.table import Table
from rich.text import Text

from qualcode.messages import _
from qualcode.records import Span
from qualcode.terminal import wording
from qualcode.terminal.keys import Key
from qualcode.workflow.passage import Line, Mark, Passage

DIM = Style(dim=True)
BOLD = Style(bold=True)
REVERSE = Style(reverse=True, bold=True)
CODED, SUGGESTED, CHOSEN = "■", "□", "▶"


def on(colour: str) -> Style:
    """Return the style of words marked in a colour, "#rrggbb": underlined on it, in black or white to be readable."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 140
    return Style(color="#000000" if is_light else "#ffffff", bgcolor=colour, underline=True)


def spoken(
    passage: Passage, words: Sequence[Span], *, selected: Mark | None = None, chosen: Span | None = None
) -> Text:
    """Return what is said, with marked words highlighted; each word carries its span for the mouse.

    Parameters
    ----------
    selected : Mark, optional
        Its words stand out.
    chosen : Span, optional
        The words that are being chosen; then only they stand out.
    """
    text = Text(wording.safe(passage.said.text), overflow="fold")
    for start, end in words:
        text.stylize(Style(meta={"word": (start, end)}), start, end)
    if chosen is not None:
        text.stylize(REVERSE, *chosen)
        return text
    for mark in passage.marks:
        for span in _highlighted(mark, passage):
            text.stylize(on(mark.colour), *span)
    for span in _highlighted(selected, passage) if selected else ():
        text.stylize(REVERSE, *span)
    return text


def _highlighted(mark: Mark, passage: Passage) -> Sequence[Span]:
    """Return what shows a mark in the text: a suggestion's matched words, a coding's words if they are not all."""
    if mark.kind == "suggestion":
        return mark.evidence if mark.state in ("", "unsure") else ()
    return () if wording.is_whole(mark, passage) else ((mark.start, mark.end),)


def beside(lines: Sequence[Line], room: int) -> Text:
    """Return the turns beside a passage, each cut to `room` characters; the question gets twice as many, and a ?."""
    text = Text(overflow="fold")
    for i, line in enumerate(lines):
        said = ("? " if line.asks else "  ") + wording.line(line)
        most = 2 * room if line.asks else room
        said = said if len(said) <= most else said[: most - 1] + "…"
        text.append(("\n" if i else "") + said, Style(italic=True) if line.asks else DIM)
    return text


def marks(passage: Passage, selected: Mark | None) -> Text:
    """Return the list of codings, suggestions and memos; a line carries the number of its mark for the mouse."""
    text = Text(overflow="ellipsis", no_wrap=True)
    for i, mark in enumerate(passage.marks):
        said = wording.mark(mark, passage)
        weight = DIM if mark.kind == "suggestion" and mark != selected else Style()
        row = Text(f"{CHOSEN if mark == selected else ' '} ", style=BOLD)
        row.append(CODED if mark.kind == "coding" else SUGGESTED, Style(color=mark.colour))
        row.append(f" {said}\n", weight)
        row.stylize(Style(meta={"action": f"pick({i})"}))
        text.append_text(row)
    for memo in passage.memos:
        text.append("    " + _("memo: {text}").format(text=wording.short(memo, 200)) + "\n")
    if not text:
        text.append("    " + _("(nothing coded here)") + "\n", DIM)
    text.right_crop(1)
    return text


def used(paths: Sequence[str], colours: dict[str, str]) -> Text:
    """Return the codes used most in this session, each with the digit that codes with it."""
    text = Text(overflow="ellipsis", no_wrap=True)
    for n, path in enumerate(paths, 1):
        row = Text(f"{n} ", style=BOLD)
        row.append(f"{CODED} ", Style(color=colours.get(path, "#888888")))
        row.append(wording.safe(path))
        row.stylize(Style(meta={"action": f"used({n})"}))
        text.append_text(row).append("  ")
    return text


def sides(passage: Passage) -> Text:
    """Return what each coder gave, a line a coder, with the digit that takes it."""
    text = Text(overflow="ellipsis", no_wrap=True)
    for n, side in enumerate(passage.sides, 1):
        row = Text(f"{n} ", style=BOLD).append(wording.side(side))
        row.stylize(Style(meta={"action": f"used({n})"}))
        text.append("\n" if n > 1 else "").append_text(row)
    return text


def keys(rows: Sequence[Sequence[Key]]) -> Text:
    """Return the lines of a footer; each key carries its action for the mouse."""
    text = Text(no_wrap=True)
    for i, row in enumerate(rows):
        text.append("\n" if i else "")
        for key in row:
            item = Text(key.shown, style=BOLD).append(f" {_(key.label)}", Style(bold=False))
            item.stylize(Style(meta={"action": key.action}))
            text.append_text(item).append("  ")
    return text


def helped(rows: Sequence[tuple[str, str]]) -> Table:
    """Return keys and what they do, side by side."""
    table = Table.grid(padding=(0, 2))
    for shown, text in rows:
        table.add_row(Text(shown, style=BOLD), Text(text))
    return table
