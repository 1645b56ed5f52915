"""A source becomes a transcript: the reading that explains it best gives marks, marks become parts, turns, segments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.errors import QualcodeError
from qualcode.language import Language
from qualcode.language.lexicon import Lexicon, bare, lexicon
from qualcode.messages import _
from qualcode.records import Part, Row, Source, Speaker, Transcript, Turn, Unit
from qualcode.segment.classify import classify
from qualcode.segment.cleaning import emphasis_marks, inline_marks
from qualcode.segment.doubts import Outcome, confidence, find_doubts, runner_up
from qualcode.segment.guess import Guess
from qualcode.segment.header import collected_on
from qualcode.segment.hints import NO_HINTS, Hints
from qualcode.segment.layouts import LAYOUTS, READINGS, guesses
from qualcode.segment.lines import wrap_width
from qualcode.segment.page import Page
from qualcode.segment.roles import decide_roles, manner
from qualcode.segment.speakers import amend, cast, note_names
from qualcode.segment.speech import Speech, speech
from qualcode.segment.turns import Spoken, merge_marks, weave
from qualcode.segment.units import cut


def parse(
    source: Source,
    language: Language,
    *,
    layout: str | None = None,
    unit: Unit | None = None,
    speakers: Sequence[Speaker] = (),
    hints: Hints = NO_HINTS,
) -> Transcript:
    """Find the turns of a source, who speaks them, and cut them into segments.

    Parameters
    ----------
    layout : str, optional
        One of `LAYOUTS`; without it the recogniser that is surest reads the text.
    unit : {"turn", "paragraph", "sentence", "row"}, optional
        What a segment is; by default rows for a survey, turns for a group, else paragraphs.
    speakers : sequence of Speaker
        What the user knows of the speakers of this source, found by label.
    hints : Hints
        What the user says of how speakers are written.

    Raises
    ------
    QualcodeError
        If no layout has this name.
    """
    words = lexicon(language.code)
    page = _page(source, words, speakers, layout, hints)
    name, ranked = _choose(page, layout)
    inline = sorted([*inline_marks(source.text, words), *page.margin], key=lambda mark: mark.start)
    inline = merge_marks(inline, emphasis_marks(source.text))
    marks = merge_marks(READINGS[name].marks(page), inline)
    parts, spoken = weave(source.text, marks, width=wrap_width(page.lines))
    heard = _survey(source.rows, spoken) if name == "rows" else _voices(source.text, parts, spoken, page)
    people = amend(heard.speakers, speakers, words)
    turns = [_turn(n, i, one) for n, (i, one) in enumerate(zip(heard.index, spoken, strict=True), 1)]
    doubts = find_doubts(Outcome(page, name, ranked, parts, people, turns, heard.said, heard.by_questions))
    return Transcript(
        layout=name,
        score=round(ranked[name].score, 3),
        reason=ranked[name].reason,
        parts=parts,
        speakers=people,
        turns=turns,
        segments=cut(source.text, parts, turns, unit or _default_unit(name, people), language, said=heard.said or None),
        header=page.header,
        collected_on=collected_on(page.header, words),
        warnings=source.warnings,
        confidence=confidence(ranked[name].score, doubts),
        doubts=doubts,
        second=runner_up(name, ranked),
        scores=sorted(
            ((one, round(guess.score, 3), guess.reason) for one, guess in ranked.items() if guess.score > 0),
            key=lambda one: -one[1],
        ),
    )


def _page(source: Source, words: Lexicon, speakers: Sequence[Speaker], layout: str | None, hints: Hints) -> Page:
    if source.rows and layout in (None, "rows"):
        return Page(source.text, words, (), (), (), rows=source.rows)
    return classify(
        source.text,
        words,
        note_names(speakers, words),
        rows=source.rows,
        table=source.table,
        styles=source.styles,
        hints=hints,
    )


def _choose(page: Page, layout: str | None) -> tuple[str, dict[str, Guess]]:
    """Return the name of the layout, and what each reading says; "rows" without rows is read as plain text."""
    if layout is not None and layout not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        raise QualcodeError(_('There is no layout "{name}". Known: {known}.').format(name=layout, known=known))
    ranked = guesses(page)
    if layout == "rows" and not page.rows:
        layout = "plain"
    if layout is None:
        return max(ranked, key=lambda name: ranked[name].score), ranked
    reason = ranked[layout].reason or _("The layout was named by the user; the text does not look like it.")
    return layout, {**ranked, layout: Guess(ranked[layout].score, reason)}


@dataclass(frozen=True, slots=True)
class _Heard:
    """The speakers of a source, for each turn whose it is and its words, and whether questions alone told the roles."""

    speakers: Sequence[Speaker]
    index: Sequence[int | None]
    said: Sequence[Speech] = ()
    by_questions: bool = False


def _turn(n: int, speaker: int | None, spoken: Spoken) -> Turn:
    return Turn(n, speaker, spoken.start, spoken.end, spoken.start_s, spoken.end_s)


def _survey(rows: Sequence[Row], spoken: Sequence[Spoken]) -> _Heard:
    """Return a respondent of its own for each row in which something is said."""
    taken: Counter[str] = Counter()
    speakers: list[Speaker] = []
    for one in spoken:
        row = rows[int(one.speaker)]
        taken[row.label.casefold()] += 1
        n = taken[row.label.casefold()]
        label = row.label if n == 1 else f"{row.label} ({n})"
        decided = row.case is not None
        speakers.append(Speaker(label, role="respondent", case=row.case, case_set=decided, values=row.values))
    return _Heard(speakers, list(range(len(spoken))))


def _voices(text: str, parts: Sequence[Part], spoken: Sequence[Spoken], page: Page) -> _Heard:
    """Return the speakers with their roles, and for each turn whose it is."""
    found = cast([one.speaker for one in spoken], page.lexicon, page.known)
    index = [found.index.get(one.speaker) for one in spoken]
    said = [speech(text, parts, one.start, one.end) for one in spoken]
    turns: dict[int, list[str]] = defaultdict(list)
    for i, words in zip(index, said, strict=True):
        if i is not None:
            turns[i].append(words.text)
    opening = next((i for i in index if i is not None), None)
    marked = any(mark in text for mark in "?？؟")
    manners = {
        i: manner(words, page.lexicon, opens=i == opening, marked=marked, others=_other_names(found.speakers, i, page))
        for i, words in turns.items()
    }
    decided = decide_roles(found.claims, manners)
    speakers = [replace(one, role=role) for one, role in zip(found.speakers, decided.roles, strict=True)]
    return _Heard(speakers, index, said, decided.by_questions)


def _other_names(speakers: Sequence[Speaker], i: int, page: Page) -> set[str]:
    """Return the words of the names of the other speakers of a group, forms of address and short words left out."""
    if len(speakers) < 3:
        return set()
    labels = [speaker.label for n, speaker in enumerate(speakers) if n != i]
    words = {word for label in labels for word in bare(label).split() if len(word) > 2 and not word.isdigit()}
    return words - page.lexicon.honorifics.keys() - page.lexicon.roles.keys()


def _default_unit(layout: str, speakers: Sequence[Speaker]) -> Unit:
    if layout == "rows":
        return "row"
    roles = [speaker.role for speaker in speakers]
    group = "moderator" in roles or sum(role not in ("interviewer", "observer") for role in roles) >= 3
    return "turn" if group else "paragraph"
