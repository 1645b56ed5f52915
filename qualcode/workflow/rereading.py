"""A source read again in another way, cut into two, or renamed; codings, readings and memos stay on their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode import language as languages
from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.language.lexicon import Lexicon, lexicon
from qualcode.messages import _
from qualcode.records import Doubt, Source, Speaker, Transcript, Unit
from qualcode.segment.parsing import parse
from qualcode.segment.speakers import amend
from qualcode.store.correcting import stored_turns
from qualcode.store.project import Project
from qualcode.store.reparsing import Half, put_parse, split_source, stored_speakers
from qualcode.store.sources import Stored, find_source, rename_source, text_of
from qualcode.workflow.importing import place_header, source_values
from qualcode.workflow.layout_files import Plan

_OF_TABLES = ("rows", "table")


@dataclass(frozen=True, slots=True)
class Split:
    """What became of a source that was cut: the two names, how many suggestions went, and (name, doubt) of both."""

    first: str
    second: str
    suggestions: int
    doubts: Sequence[tuple[str, Doubt]]


def reread(project: Project, source: str, plan: Plan, *, by_hand: bool = False, coder: str = "") -> Transcript:
    """Read a source again, with what the user says of how it is written; what people know of its speakers is kept.

    Parameters
    ----------
    by_hand : bool
        Also where turns were mended by hand; that is lost then.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, its turns come from a table, or were set by hand.
    """
    found = find_source(project, source)
    _require_text(project, found, plan, by_hand=by_hand)
    transcript = _read(project, found, text_of(project, found.id), plan)
    with project.change("source reread", coder=coder):
        put_parse(project, found.id, transcript)
    return transcript


def split(
    project: Project, source: str, line: int, *, name: str | None = None, by_hand: bool = False, coder: str = ""
) -> Split:
    """Make two sources of one: from the line on it is another, with what was coded there.

    Parameters
    ----------
    line : int
        Counts from 1; the first line of the second source.
    name : str, optional
        Of the second source; else that of the first with "(2)".

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source or line, the name is taken, a coding crosses the place, or a half has no words.
    """
    found = find_source(project, source)
    _require_text(project, found, Plan(), by_hand=by_hand)
    text = text_of(project, found.id)
    offset = _offset(text, line)
    if not text[:offset].strip() or not text[offset:].strip():
        raise QualcodeError(
            _("{source}: there are no words on both sides of line {n}.").format(source=found.name, n=line)
        )
    first, second = (_read(project, found, half, Plan()) for half in (text[:offset], text[offset:]))
    named = " ".join((name or "").split()) or _free_name(project, found.name)
    values = source_values(second)
    with project.change("source split", coder=coder):
        gone = split_source(project, found, offset, named, Half(first, {}), Half(second, values))
    doubts = [(name, doubt) for name, half in ((found.name, first), (named, second)) for doubt in half.doubts]
    return Split(found.name, named, gone, doubts)


def rename(project: Project, source: str, name: str, *, coder: str = "") -> str:
    """Give a source another name; returns the old one.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, or another has this name.
    """
    found = find_source(project, source)
    with project.change("source rename", coder=coder):
        rename_source(project, found.id, name)
    return found.name


def _require_text(project: Project, source: Stored, plan: Plan, *, by_hand: bool) -> None:
    if source.layout == "rows" or (source.layout in _OF_TABLES and plan.layout is None):
        raise QualcodeError(
            _("{source}: its turns come from a table, which the project does not hold. Import the file again.").format(
                source=source.name
            )
        )
    if not by_hand and _mended_by_hand(project, source.id):
        raise QualcodeError(
            _(
                "{source}: turns were mended by hand, and reading it again undoes that. To do it all the same: --yes"
            ).format(source=source.name)
        )


def _mended_by_hand(project: Project, source_id: int) -> bool:
    """Tell whether somebody gave a turn another speaker, cut or joined turns, or made one header or note."""
    aside = project.value("select 1 from part where source_id = ? and rule = 'corrected' limit 1", [source_id])
    return aside is not None or any(turn.set_by_hand for turn in stored_turns(project, source_id))


def _read(project: Project, source: Stored, text: str, plan: Plan) -> Transcript:
    """Read a text with what the user says, and what is known of the source's speakers."""
    unit: Unit | None = project.value("select unit from segment where source_id = ? order by n limit 1", [source.id])
    known: Sequence[Speaker] = stored_speakers(project, source.id)
    language = languages.get(source.language)
    transcript = parse(
        Source(source.name, text, source.media_type, ""),
        language,
        layout=plan.layout,
        unit=unit,
        speakers=[*plan.speakers, *(known if not plan.hints.label_pattern else ())],
        hints=plan.hints,
    )
    if plan.hints.label_pattern:
        transcript = _with_what_is_known(transcript, plan, known, lexicon(language.code))
    return place_header(transcript)


def _with_what_is_known(transcript: Transcript, plan: Plan, known: Sequence[Speaker], words: Lexicon) -> Transcript:
    """Keep what is known of speakers whom a label pattern found again, but for their roles: those are found anew."""
    notes = [*plan.speakers, *(replace(one, role="unknown") for one in known)]
    return replace(transcript, speakers=amend(transcript.speakers, notes, words))


def _offset(text: str, line: int) -> int:
    at = 0
    for _n in range(line - 1):
        at = text.find("\n", at) + 1
        if not at:
            raise QualcodeError(
                _("There is no line {n}; the text has {last}.").format(n=line, last=text.count("\n") + 1)
            )
    return at


def _free_name(project: Project, name: str) -> str:
    n = 2
    while project.value("select 1 from source where key = ?", [key(f"{name} ({n})")]) is not None:
        n += 1
    return f"{name} ({n})"
