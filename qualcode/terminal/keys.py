"""The keys of the coding page: what each does, in the footer, in the help and in the plain mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.messages import N_, _
from qualcode.workflow.desk import Mode

CODING: tuple[Mode, ...] = ("next", "review")
ADJUDICATING: tuple[Mode, ...] = ("adjudicate",)


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes
    ----------
    pressed : names of the keys as Textual has them, with commas
    shown : how it is written
    action : the page's action
    label, help : what it does, in a word or two and in a sentence; to be translated where they are shown
    modes : where it does so
    """

    pressed: str
    shown: str
    action: str
    label: str
    help: str
    modes: Sequence[Mode] = (*CODING, *ADJUDICATING)


KEYS = (
    Key("a", "a", "decide('accepted')", N_("accept"), N_("accept the suggestion: it becomes your coding"), CODING),
    Key("r", "r", "decide('rejected')", N_("reject"), N_("reject the suggestion"), CODING),
    Key("u", "u", "decide('unsure')", N_("unsure"), N_("put the suggestion off as unsure; it comes again"), CODING),
    Key(
        "space", "space", "nothing", N_("nothing here"), N_("read, and nothing (more) is here; on to the next"), CODING
    ),
    Key("", "1-9", "help", N_("take"), N_("settle with just the codes of the coder of this number"), ADJUDICATING),
    Key("a", "a", "all", N_("all"), N_("settle with the codes of all coders"), ADJUDICATING),
    Key(
        "space",
        "space",
        "nothing",
        N_("none"),
        N_("settle with none of those on which they differ (or leave it as settled); on to the next"),
        ADJUDICATING,
    ),
    Key("r", "r", "reason", N_("reason"), N_("type the reason of the next decision"), ADJUDICATING),
    Key("c", "c", "code", N_("code"), N_("code the passage: type a part of the code's name; in review: another code")),
    Key("n", "n", "new", N_("new code"), N_("make a new code, with a definition, and code with it")),
    Key("e", "e", "span", N_("words"), N_("choose the words: sentences first, then single words; or drag the mouse")),
    Key("x", "x", "why", N_("why"), N_("why it was suggested: the rules and the words that they met"), CODING),
    Key("z", "z", "undo", N_("undo"), N_("take back the last thing you did")),
    Key("m", "m", "memo", N_("memo"), N_("write a memo on the passage")),
    Key("d", "d", "uncode", N_("take out"), N_("take the selected coding of yours out")),
    Key(
        "o",
        "o",
        "outlook",
        N_("how far"),
        N_("how far each code is: found, probably left, whether reading on pays"),
        CODING,
    ),
    Key("slash", "/", "find", N_("find"), N_("find passages by their words")),
    Key("right,j", "→", "forward", N_("forward"), N_("to the next passage, nothing decided (also j, Enter)")),
    Key("left,k", "←", "back", N_("back"), N_("to the passage before (also k)")),
    Key("tab", "Tab", "select(1)", N_("select"), N_("select a coding or suggestion of the list (back: Shift+Tab)")),
    Key("question_mark", "?", "help", N_("help"), N_("show all keys")),
    Key("q", "q", "quit", N_("quit"), N_("quit; everything is stored already")),
)

FIRST: dict[Mode, tuple[str, ...]] = {
    "next": ("space", "c", "n", "e", "z"),
    "review": ("a", "r", "u", "c", "e", "x", "z"),
    "adjudicate": ("1-9", "a", "space", "c", "r", "z"),
}
"""The keys that come first in the footer."""

AT_THE_END = tuple(key for key in KEYS if key.pressed and key.action in ("back", "undo", "find", "help", "quit"))
"""The footer past the last passage."""

IN_CHOICE = (
    Key("", "← →", "end(1)", N_("end"), ""),
    Key("", "[ ]", "start(1)", N_("start"), ""),
    Key("", "w", "words", N_("words/sentences"), ""),
    Key("", "Enter", "enter", N_("keep"), ""),
    Key("", "Esc", "leave", N_("leave"), ""),
    Key("", "c", "code", N_("code"), ""),
    Key("", "a", "decide('accepted')", N_("accept"), "", CODING),
)
"""The footer while words are chosen."""


def of(mode: Mode, keys: Sequence[Key] = KEYS) -> list[Key]:
    """Return the keys that do something in a mode."""
    return [key for key in keys if mode in key.modes]


def footer(mode: Mode, room: int, lines: int) -> list[list[Key]]:
    """Return the keys that fit into the lines of a footer, the most needed first; help and quit always.

    Parameters
    ----------
    room : int
        Characters in a line.
    """
    known = of(mode)
    first = [key for shown in FIRST[mode] for key in known if key.shown == shown]
    last = [key for key in known if key.shown in "?q"]
    rest = [key for key in known if key not in first and key not in last]
    kept = [*first, *rest]
    while len(rows := laid([*kept, *last], room)) > lines and kept:
        kept.pop()
    return rows


def laid(keys: Sequence[Key], room: int) -> list[list[Key]]:
    """Return the keys in lines of `room` characters."""
    rows: list[list[Key]] = [[]]
    used = 0
    for key in keys:
        width = len(key.shown) + 1 + len(_(key.label)) + 2
        if used + width - 2 > room and rows[-1]:
            rows.append([])
            used = 0
        rows[-1].append(key)
        used += width
    return rows


def helped(mode: Mode) -> list[tuple[str, str]]:
    """Return every key of a mode with what it does, and how the mouse works."""
    return [
        *((key.shown, _(key.help)) for key in of(mode)),
        *([("1-9", _("code with one of the codes you used most"))] if mode in CODING else []),
        ("Esc", _("select nothing, choose no words")),
        ("", ""),
        (_("Mouse"), _("click a key below, a mark or a code; drag over words to choose them")),
        (_("Text"), _("underlined: coded, or met by a rule; reversed: selected; ?: the question")),
        ("", _("What you do is stored at once.")),
    ]
