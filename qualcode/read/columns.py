"""The columns of a table by their headings: names that differ, and those that the user or the language knows."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.errors import ReadError, nearest
from qualcode.identity import key
from qualcode.language.lexicon import Lexicon, bare
from qualcode.messages import _, ngettext

HEAD_ROWS = 6
SPOKEN = ("text", "question", "answer")
_LONGEST_HEADING = 60
_MOST_NAMED = 12


def kind_of_column(heading: str, words: Lexicon) -> str:
    """Return what a language knows a column of this heading to hold ("speaker", "text", "time" …), or nothing."""
    return words.columns.get(bare(heading[:_LONGEST_HEADING]), "")


def is_heading(row: Sequence[str], words: Lexicon) -> bool:
    """Tell whether a row heads the table of a transcript: who speaks or what is said, and another known column."""
    kinds = [kind_of_column(cell, words) for cell in row if cell.strip()]
    known = [kind for kind in kinds if kind]
    return len(known) >= max(2, len(kinds) / 2) and any(kind in ("speaker", *SPOKEN) for kind in known)


def find_head(rows: Sequence[Sequence[str]], words: Lexicon) -> int:
    """Return the index of the row with the headings.

    Among the first rows it is one that names the speaker's column, else the first that fills at least half as many
    cells as any of them: a title above fills fewer.

    Raises
    ------
    ReadError
        If the table is empty.
    """
    begin = next((i for i, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if begin is None:
        raise ReadError(_("there is no text in it."))
    first = [[cell for cell in row if cell.strip()] for row in rows[begin : begin + HEAD_ROWS]]
    for i, cells in enumerate(first):
        if len(cells) > 1 and any(kind_of_column(cell, words) == "speaker" for cell in cells):
            return begin + i
    most = max(map(len, first))
    return begin + next(i for i, cells in enumerate(first) if 2 * len(cells) >= most)


def named(row: Sequence[str], width: int) -> tuple[list[str], list[str]]:
    """Return the names of columns, all different and none empty, and warnings.

    Examples
    --------
    >>> named(["Nama", "", "nama"], 3)[0]
    ['Nama', 'column 2', 'nama (2)']
    """
    names: list[str] = []
    taken: dict[str, int] = {}
    double = 0
    for i in range(width):
        heading = " ".join(row[i].split()) if i < len(row) else ""
        name = apart(heading or _("column {n}").format(n=i + 1), taken)
        double += bool(heading) and name != heading
        names.append(name)
    return names, _doubles(double)


def apart(name: str, taken: dict[str, int]) -> str:
    """Return a name that is not taken, with " (2)", " (3)" … where it is; `taken` counts and remembers."""
    found = name
    while (n := taken.get(key(found), 0)) > 0:
        taken[key(name)] = taken.get(key(name), 0) + 1
        found = f"{name} ({taken[key(name)]})"
    taken[key(found)] = n + 1
    return found


def _doubles(n: int) -> list[str]:
    if not n:
        return []
    message = ngettext(
        "{n} heading occurs twice; the second was given a number.",
        "{n} headings occur more than once; the later ones were given a number.",
        n,
    )
    return [message.format(n=n)]


def find_column(names: Sequence[str], wanted: str) -> int:
    """Return the index of the column that the user named.

    Raises
    ------
    ReadError
        If there is none; the nearest headings are listed.
    """
    for i, name in enumerate(names):
        if key(name) == key(wanted):
            return i
    near = nearest(wanted, names)
    hint = _("Nearest: {names}.") if near else _("Columns: {names}.")
    raise ReadError(
        _('there is no column "{name}".').format(name=wanted) + " " + hint.format(names=listed(near or names))
    )


def listed(names: Sequence[str]) -> str:
    """Return the names of columns for a message, the first ones where there are many."""
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
