"""The nouns of qualcode: frozen records without input or output.

Offsets are Unicode code points in ``Source.text``, half-open: ``text[start:end]`` is the quote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["interviewer", "respondent", "moderator", "observer", "unknown"]
Unit = Literal["turn", "paragraph", "sentence", "row"]
PartKind = Literal["header", "label", "speech", "note", "page_number", "timestamp", "noise", "blank"]

Order = Literal["source", "best", "balanced", "random"]
"""How passages are put in order: as they stand, most probable first, codes with few examples first, by chance."""

ORDERS: tuple[Order, ...] = ("source", "best", "balanced", "random")
ROLES: tuple[Role, ...] = ("interviewer", "respondent", "moderator", "observer", "unknown")
UNITS: tuple[Unit, ...] = ("turn", "paragraph", "sentence", "row")

Span = tuple[int, int]
"""Start and end in a text, code points, half-open."""


@dataclass(frozen=True, slots=True)
class Row:
    """One filled answer of a survey column: a turn of a respondent of its own.

    ``label`` is the respondent's id (or row number); ``values`` are the other cells of the row by heading.
    """

    start: int
    end: int
    label: str
    case: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of a text is set; ``name`` is that of a paragraph's style where ``kind`` is "style"."""

    start: int
    end: int
    kind: Literal["bold", "italic", "heading", "style"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    r"""A text as a reader returns it, before anything is known of its speakers.

    Attributes
    ----------
    name : str
        Path below the imported folder without suffix; a survey column adds ``#column``.
    text : str
        NFC, line ends ``\n``; never edited afterwards, save by `correct`.
    media_type : str
        As in "text/plain".
    file_sha256 : str
        Of the whole file's bytes, 64 lower-case hex digits.
    file_part : str
        Column, cell or member where several sources come from one file; else empty.
    rows : sequence of Row
        Filled for survey columns only.
    table : sequence of rows of spans
        Cells of a table in the text (docx, csv, xlsx), row by row; cells are joined by a tab in the text,
        rows by a line end. A cell may hold line ends.
    empty : int
        Empty cells of a survey column: counted, not stored.
    styles : sequence of Style
        What is bold, a heading and the like, in order; nothing where the kind of file knows no such thing.
    """

    name: str
    text: str
    media_type: str
    file_sha256: str
    file_part: str = ""
    rows: Sequence[Row] = ()
    table: Sequence[Sequence[Span]] = ()
    empty: int = 0
    warnings: Sequence[str] = ()
    styles: Sequence[Style] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a source and what it is; the parts of a source tile it, every character exactly once.

    ``rule`` names why. For kind "blank" three rules steer how speech is joined: "join" (a hard-wrapped
    line goes on: one space), "hyphen" (a word broken at the line end: nothing), "paragraph" (a line end).
    """

    start: int
    end: int
    kind: PartKind
    rule: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in one source.

    ``label`` as first written; ``case_set`` is true once it is decided to which case the speaker belongs
    (then ``case`` None means no case); ``person`` is the same human across sources.
    """

    label: str
    name: str = ""
    role: Role = "unknown"
    case: str | None = None
    case_set: bool = False
    person: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: ``speaker`` is an index into the transcript's speakers, or None; times in seconds.

    The span begins after the label and ends with the last word; page numbers and notes may lie inside.
    """

    n: int
    speaker: int | None
    start: int
    end: int
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit that is coded; ``n`` counts from 1 in its source, ``turn`` is the turn's n, words are tokens."""

    n: int
    turn: int
    unit: Unit
    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may be wrong with how a source was read; `qualcode.segment.doubts.said` puts it into words.

    Attributes
    ----------
    kind : str
        A name of `qualcode.segment.doubts.KINDS`.
    line : int or None
        Counts from 1 in the source's text; None where the doubt is about the whole.
    values : mapping
        Figures and names of layouts for the words; never what was said or who said it.
    """

    kind: str
    line: int | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the segment room makes of a source.

    Attributes
    ----------
    layout : str
        Name of the reading that was used; ``score`` 0..1 is how well it explains the text, ``reason`` why, in words.
    header : mapping
        Attributes of header blocks, as written ("Nama" -> "Ibu S").
    collected_on : str or None
        ISO date of the interview, from the header.
    confidence : float
        0..1: the score, less where something is doubtful.
    doubts : sequence of Doubt
        What may be wrong, the gravest first.
    second : (str, float) or None
        The next best reading and its score.
    scores : sequence of (str, float, str)
        What each reading scores, the best first, and why.
    """

    layout: str
    score: float
    reason: str
    parts: Sequence[Part]
    speakers: Sequence[Speaker]
    turns: Sequence[Turn]
    segments: Sequence[Segment]
    header: Mapping[str, str] = field(default_factory=dict)
    collected_on: str | None = None
    warnings: Sequence[str] = ()
    confidence: float = 1.0
    doubts: Sequence[Doubt] = ()
    second: tuple[str, float] | None = None
    scores: Sequence[tuple[str, float, str]] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a code, as written in the codebook (a string or a mapping of YAML scalars and lists)."""

    uid: str
    spec: str | Mapping[str, object]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that a code must hit (``positive``) or must not."""

    uid: str
    text: str
    positive: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the codebook; ``path`` joins the names from the root with "/"."""

    uid: str
    name: str
    path: str
    parent: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    include: str = ""
    exclude: str = ""
    colour: str = ""
    position: int = 0
    rules: Sequence[Rule] = ()
    examples: Sequence[Example] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a rule hit: the matched words.

    ``start`` and ``end`` are relative to the start of the segment; ``kind`` is exact, root, phrase, regex
    or fuzzy (met through a typing error); ``negated`` says that a negator stands shortly before.
    """

    rule: str
    kind: Literal["exact", "root", "phrase", "regex", "fuzzy"]
    start: int
    end: int
    form: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class WordWeight:
    """How much a word speaks for a code (below 0: against it) in the model; ``start``, ``end`` as in `Evidence`."""

    start: int
    end: int
    form: str
    weight: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A coded passage that is like a suggested one: uid of the coding, similarity 0..1 (cosine)."""

    coding: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the score of a model was reckoned from, with the figures of its run.

    ``logit`` is what the code's own model says (None without one): its intercept, the word weights, ``rest`` (all words
    not listed) and ``meaning`` (the sentence as a whole) add up to it. ``hit`` tells whether a rule hits, ``weak``
    (0..1) how much the segment looks like those that the rules hit.
    """

    hit: bool
    weak: float
    logit: float | None = None
    rest: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Ordering:
    """What a score that is no probability was reckoned from: the mean of ``hit`` and ``weak``, as in `Reckoning`."""

    hit: bool
    weak: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code proposed for a segment (``start``, ``end`` in the source), with a score 0..1 and its evidence.

    ``weighed`` is what a model adds to what the rules hit.
    """

    code: str
    start: int
    end: int
    score: float
    evidence: Sequence[Evidence] = ()
    weighed: Sequence[WordWeight | Neighbour | Reckoning | Ordering] = ()
