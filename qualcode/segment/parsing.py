"""A source becomes a transcript: the best recogniser reads it, its marks become parts, turns, speakers, segments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from qualcode.errors import QualcodeError
from qualcode.language import Language
from qualcode.language.lexicon import Lexicon, lexicon
from qualcode.messages import _, ngettext
from qualcode.records import Part, Row, Source, Speaker, Transcript, Turn, Unit
from qualcode.segment.classify import classify
from qualcode.segment.cleaning import inline_marks
from qualcode.segment.guess import Guess
from qualcode.segment.header import collected_on
from qualcode.segment.layouts import LAYOUTS, RECOGNISERS, guesses
from qualcode.segment.lines import wrap_width
from qualcode.segment.page import Page
from qualcode.segment.roles import asking_share, decide_roles
from qualcode.segment.speakers import amend, cast, note_names
from qualcode.segment.speech import speech
from qualcode.segment.turns import Spoken, merge_marks, weave
from qualcode.segment.units import cut

_NAMED_LINES = 5


def parse(
    source: Source,
    language: Language,
    *,
    layout: str | None = None,
    unit: Unit | None = None,
    speakers: Sequence[Speaker] = (),
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

    Raises
    ------
    QualcodeError
        If no layout has this name.
    """
    words = lexicon(language.code)
    page = _page(source, words, speakers, layout)
    name, guess = _choose(page, layout)
    marks = merge_marks(RECOGNISERS[name].marks(page), inline_marks(source.text, words))
    parts, spoken = weave(source.text, marks, width=wrap_width(page.lines))
    found, index = _survey(source.rows, spoken) if name == "rows" else _voices(source.text, parts, spoken, page)
    people = amend(found, speakers, words)
    turns = [_turn(n, i, one) for n, (i, one) in enumerate(zip(index, spoken, strict=True), 1)]
    return Transcript(
        layout=name,
        score=round(guess.score, 3),
        reason=guess.reason,
        parts=parts,
        speakers=people,
        turns=turns,
        segments=cut(source.text, parts, turns, unit or _default_unit(name, people), language),
        header=page.header,
        collected_on=collected_on(page.header, words),
        warnings=[*source.warnings, *_warnings(name, page, people)],
    )


def _page(source: Source, words: Lexicon, speakers: Sequence[Speaker], layout: str | None) -> Page:
    if source.rows and layout in (None, "rows"):
        return Page(source.text, words, (), (), (), rows=source.rows)
    return classify(source.text, words, note_names(speakers, words), rows=source.rows, table=source.table)


def _choose(page: Page, layout: str | None) -> tuple[str, Guess]:
    """Return the name of the layout, and how sure it is; "rows" without rows is read as plain text."""
    if layout is not None and layout not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        raise QualcodeError(_('There is no layout "{name}". Known: {known}.').format(name=layout, known=known))
    ranked = guesses(page)
    if layout == "rows" and not page.rows:
        layout = "plain"
    if layout is None:
        layout = max(ranked, key=lambda name: ranked[name].score)
        return layout, ranked[layout]
    reason = ranked[layout].reason or _("The layout was named by the user; the text does not look like it.")
    return layout, Guess(ranked[layout].score, reason)


def _turn(n: int, speaker: int | None, spoken: Spoken) -> Turn:
    return Turn(n, speaker, spoken.start, spoken.end, spoken.start_s, spoken.end_s)


def _survey(rows: Sequence[Row], spoken: Sequence[Spoken]) -> tuple[list[Speaker], list[int | None]]:
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
    return speakers, list(range(len(spoken)))


def _voices(
    text: str, parts: Sequence[Part], spoken: Sequence[Spoken], page: Page
) -> tuple[list[Speaker], list[int | None]]:
    """Return the speakers with their roles, and for each turn whose it is."""
    found = cast([one.speaker for one in spoken], page.lexicon, page.known)
    index = [found.index.get(one.speaker) for one in spoken]
    shares: dict[int, float] = {}
    if any(not claim.sure for claim in found.claims):
        said: dict[int, list[str]] = defaultdict(list)
        for i, one in zip(index, spoken, strict=True):
            if i is not None:
                said[i].append(speech(text, parts, one.start, one.end).text)
        shares = {i: asking_share(turns, page.lexicon) for i, turns in said.items()}
    roles = decide_roles(found.claims, shares)
    return [replace(one, role=role) for one, role in zip(found.speakers, roles, strict=True)], index


def _default_unit(layout: str, speakers: Sequence[Speaker]) -> Unit:
    if layout == "rows":
        return "row"
    roles = [speaker.role for speaker in speakers]
    group = "moderator" in roles or sum(role not in ("interviewer", "observer") for role in roles) >= 3
    return "turn" if group else "paragraph"


def _warnings(layout: str, page: Page, speakers: Sequence[Speaker]) -> list[str]:
    warnings: list[str] = []
    if layout == "plain":
        warnings.append(_("No speakers were found, so every turn has the role unknown; --layout names another layout."))
    elif len(speakers) == 1 and layout != "rows":
        warnings.append(_("Only one speaker was found."))
    if page.doubtful and layout not in ("plain", "table", "columns"):
        lines = [page.text.count("\n", 0, page.lines[i].start) + 1 for i in page.doubtful]
        named = ", ".join(map(str, lines[:_NAMED_LINES])) + (", …" if len(lines) > _NAMED_LINES else "")
        message = ngettext(
            "{n} line might begin with a speaker's label but was read as talk (line {lines}); "
            "a speakers file can name it.",
            "{n} lines might begin with a speaker's label but were read as talk (lines {lines}); "
            "a speakers file can name them.",
            len(lines),
        )
        warnings.append(message.format(n=len(lines), lines=named))
    return warnings
