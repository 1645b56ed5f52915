"""Where something stands, as people write it: SOURCE:N, SOURCE:N-M, a quote in it, or a span of the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import ASKERS
from qualcode.records import Span
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import Stored, find_source

_SEGMENTS = re.compile(r"(\d+)(?:-(\d+))?")
_SPAN = re.compile(r"(\d+)-(\d+)")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a source; ``exact`` says that people chose the span and not whole segments."""

    source: Stored
    start: int
    stop: int
    exact: bool = False


def find_place(project: Project, text: str, *, quote: str | None = None, span: str | None = None) -> Place:
    """Return the place that people wrote.

    Parameters
    ----------
    text : str
        ``SOURCE:N`` or ``SOURCE:N-M`` (segments, split at the last colon), or ``SOURCE`` beside `quote` or `span`.
    quote : str, optional
        Words that stand there exactly once, white space aside.
    span : str, optional
        ``A-B``, offsets in the source, half-open.

    Raises
    ------
    QualcodeError
        If there is no such source, segment, span, or if the quote stands there not once.
    """
    name, _colon, numbers = text.rpartition(":")
    asked = _SEGMENTS.fullmatch(numbers) if name else None
    source = find_source(project, name if asked else text)
    if span is not None:
        return Place(source, *_span(project, source, span), exact=True)
    if asked:
        start, stop = _segments(project, source, int(asked[1]), int(asked[2] or asked[1]))
    elif quote is not None:
        start, stop = 0, int(project.value("select length(text) from source where id = ?", [source.id]))
    else:
        raise QualcodeError(_("Say which segment: {name}:N. List the numbers with: qualcode show").format(name=text))
    if quote is not None:
        return Place(source, *_quoted(project, source, start, stop, quote), exact=True)
    return Place(source, start, stop)


def _span(project: Project, source: Stored, written: str) -> Span:
    found = _SPAN.fullmatch(written.strip())
    length = int(project.value("select length(text) from source where id = ?", [source.id]))
    if not found or not int(found[1]) < int(found[2]) <= length:
        raise QualcodeError(
            _("--span takes A-B, two offsets of the source (0-{end}), not {text}.").format(end=length, text=written)
        )
    return int(found[1]), int(found[2])


def _segments(project: Project, source: Stored, first: int, last: int) -> Span:
    rows = project.rows(
        "select n, start, stop from segment where source_id = ? and n in (?, ?) order by n", [source.id, first, last]
    )
    if not rows or rows[0][0] != first or rows[-1][0] != last:
        most = project.value("select max(n) from segment where source_id = ?", [source.id]) or 0
        raise QualcodeError(
            _("{name}: there is no segment {n}; it has segments 1-{most}.").format(
                name=source.name, n=first if first == last else f"{first}-{last}", most=most
            )
        )
    return rows[0][1], rows[-1][2]


def _quoted(project: Project, source: Stored, start: int, stop: int, quote: str) -> Span:
    """Return the one span between `start` and `stop` in which `quote` stands, as written or as spoken."""
    text = project.value("select text from source where id = ?", [source.id])
    wanted = _BLANK.sub(r"\\s+", re.escape(" ".join(quote.split())).replace(r"\ ", " "))
    if not wanted:
        raise QualcodeError(_("--quote needs the words that are to be coded."))
    said = speech(text, parts_of(project, source.id), start, stop)
    spans = [said.span(hit.start(), hit.end()) for hit in re.finditer(wanted, said.text)]
    spans = spans or [(start + hit.start(), start + hit.end()) for hit in re.finditer(wanted, text[start:stop])]
    if len(spans) != 1:
        raise QualcodeError(
            _("{name}: the quote does not occur there. It must be word for word.").format(name=source.name)
            if not spans
            else _("{name}: the quote occurs there {n} times. Give more of it, or --span A-B.").format(
                name=source.name, n=len(spans)
            )
        )
    return spans[0]


def pieces(project: Project, place: Place) -> Sequence[Span]:
    """Return the spans that a new coding of a place gets: one, or one a turn where the place would cross cases."""
    turns = project.rows(
        """
        select turn.start, turn.stop, coalesce(speaker.role, 'unknown'),
               case when speaker.case_set = 1 then speaker.case_id else source.case_id end
          from turn
          join source on source.id = turn.source_id
          left join speaker on speaker.id = turn.speaker_id
         where turn.source_id = ? and turn.start < ? and turn.stop > ?
         order by turn.n
        """,
        [place.source.id, place.stop, place.start],
    )
    if len({case for _start, _stop, role, case in turns if role not in ASKERS}) < 2:
        return [(place.start, place.stop)]
    return [(max(place.start, start), min(place.stop, stop)) for start, stop, _role, _case in turns]
