"""The errors that qualcode raises on purpose: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from qualcode.messages import N_, _

Word = TypeVar("Word", bound=str)

KINDS = (N_("code"), N_("source"), N_("case"), N_("attribute"), N_("speaker"), N_("coder"), N_("role"))
"""What an unknown name may be a name of."""
LONGEST_SHOWN = 200
"""Characters of an unknown name that are repeated."""
FEW = 8
"""So many known names are all told where none is near."""


class QualcodeError(Exception):
    """Base of all errors that are the user's to mend; its text is one line, ready to show.

    Interview text and real names never enter the message.
    """


class ReadError(QualcodeError):
    """A file cannot be read as a transcript, table or list."""


class NotATranscript(ReadError):
    """A table has another purpose than to hold texts: the command that takes it is named."""


class CodebookError(QualcodeError):
    """A codebook is wrong: a double, a cycle, an unknown key, a broken rule."""


class ProjectError(QualcodeError):
    """A project file cannot be opened, is not one, or is damaged."""


class NoProjectError(ProjectError):
    """No project is named, and the folder holds none: what needs none can go on without."""


class WriteError(QualcodeError):
    """An output cannot be written, or would replace a file."""


class UnknownNameError(QualcodeError):
    """A name of a code, source, case, attribute, speaker or coder is not known; the nearest are named."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        every = list(known)
        name = name if len(name) <= LONGEST_SHOWN else name[:LONGEST_SHOWN] + "…"
        self.nearest = nearest(name, every)
        text = _('There is no {kind} "{name}".').format(kind=_(kind) if kind in KINDS else kind, name=name)
        if self.nearest:
            text += " " + _("Nearest: {names}.").format(names=", ".join(self.nearest))
        elif 0 < len(every) <= FEW:
            text += " " + _("Known: {names}.").format(names=", ".join(every))
        super().__init__(text)


def one_of(option: str, given: str, known: tuple[Word, ...]) -> Word:
    """Return `given` as one of the `known` words of an option.

    Raises
    ------
    UnknownNameError
    """
    for word in known:
        if word == given:
            return word
    raise UnknownNameError(option, given, known)


def nearest(name: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the known names that look most like `name`, best first."""
    from rapidfuzz import process, utils

    found = process.extract(name, list(known), processor=utils.default_process, limit=limit, score_cutoff=50)
    return [match for match, _score, _index in found]
