"""For open coding: topics of the segments that nobody coded, or read, and a topic made a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query import readings
from qualcode.query.filters import EVERYTHING
from qualcode.query.origins import human_hits
from qualcode.query.table import Table
from qualcode.segment.speech import speech
from qualcode.store.codes import OPEN, free_code
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import text_of
from qualcode.workflow.corpus import Corpus, features_of, read_corpus
from qualcode.workflow.stop_words import stop_words

if TYPE_CHECKING:
    from qualcode.learn.topics import Topic

Which = Literal["uncoded", "unread"]

LEAST = 30
"""Segments below which nothing is said of topics."""

EXCERPTS = 3

COLUMNS = ("topic", "words", "n", "of", "place", "text")


@dataclass(frozen=True, slots=True)
class Discovery:
    """Words that go together, in how many of the segments looked at, and typical ones: (SOURCE:N, speech)."""

    words: Sequence[str]
    n: int
    of: int
    excerpts: Sequence[tuple[str, str]]


def discover(project: Project, *, n: int = 10, which: Which = "uncoded", seed: int = 0) -> list[Discovery]:
    """Return the topics of the segments that nobody has coded (or read), that with the most segments first.

    The same project, number and seed give the same topics.

    Raises
    ------
    QualcodeError
        If there are too few segments, or no word stands in several of them.
    """
    import numpy as np

    from qualcode.learn.topics import topics

    corpus = read_corpus(project)
    taken = _coded(project) if which == "uncoded" else _read(project)
    rows = np.flatnonzero([segment not in taken for segment in corpus.segments.tolist()])
    if len(rows) < LEAST:
        raise QualcodeError(
            _("Topics need at least {least} segments to look at; there are {n}.").format(n=len(rows), least=LEAST)
        )
    features, matrix = features_of(project, corpus)
    words = features.words_
    silent = stop_words(project, [word for word in words if " " not in word])
    found = topics(matrix[rows][:, : len(words)], words, stop_words=silent, n=n, seed=seed)
    if not found:
        raise QualcodeError(_("No topics: no word occurs in several of these segments without occurring in most."))
    return [_discovery(project, corpus, topic, rows.tolist()) for topic in found]


def _coded(project: Project) -> set[int]:
    coders = EVERYTHING.coder_ids(project)
    hits, bound = human_hits(project, coders)
    return {segment for (segment,) in project.rows(f"select distinct segment_id from ({hits}) order by 1", bound)}


def _read(project: Project) -> set[int]:
    read = readings.read_by(project, EVERYTHING.coder_ids(project))
    return {segment for (segment,) in project.rows(f"{read[1:-1]} order by 1")}


def _discovery(project: Project, corpus: Corpus, topic: Topic, rows: Sequence[int]) -> Discovery:
    """Return a topic with its most typical segments; words that were said twice are shown once."""
    typical: dict[str, int] = {}
    for row in topic.rows:
        typical.setdefault(corpus.documents[rows[row]], int(corpus.segments[rows[row]]))
    excerpts = [_excerpt(project, segment) for segment in list(typical.values())[:EXCERPTS]]
    return Discovery(topic.words, len(topic.rows), len(rows), excerpts)


def _excerpt(project: Project, segment: int) -> tuple[str, str]:
    name, n, source_id, start, stop = project.rows(
        """
        select source.name, segment.n, source.id, segment.start, segment.stop
          from segment
          join source on source.id = segment.source_id
         where segment.id = ?
         order by segment.id
        """,
        [segment],
    )[0]
    return f"{name}:{n}", speech(text_of(project, source_id), parts_of(project, source_id), start, stop).text


def discovered(found: Sequence[Discovery]) -> Table:
    """Return topics as a table: a row an excerpt, each with the topic's number, words and count of segments."""
    rows = [
        (number, ", ".join(topic.words), topic.n, topic.of, place, text)
        for number, topic in enumerate(found, 1)
        for place, text in topic.excerpts
    ]
    return Table(COLUMNS, rows, {"count": "segments"})


def make_codes(project: Project, found: Sequence[Discovery], names: Mapping[int, str], *, coder: str = "") -> list[str]:
    """Make codes of topics, below `open`, as one undo; nothing is coded with them.

    Parameters
    ----------
    names : mapping
        Names of the codes by the number of the topic, from 1.

    Returns
    -------
    list of str
        The paths of the codes.

    Raises
    ------
    QualcodeError
        If there is no such topic, a name is empty, or a code of this name is there.
    """
    paths = [f"{OPEN}/{' '.join(name.split())}" for name in names.values()]
    known = {key(path) for (path,) in project.rows("select path from code_tree order by position")}
    for number, path in zip(names, paths, strict=True):
        if not 0 < number <= len(found):
            raise QualcodeError(_("There is no topic {n}; there are {last}.").format(n=number, last=len(found)))
        if key(path) in known:
            raise QualcodeError(_('There is a code "{path}" already.').format(path=path))
        known.add(key(path))
    with project.change("discover --make", coder=coder):
        for number, name in names.items():
            free_code(project, name, _definition(found[number - 1]))
    return paths


def _definition(topic: Discovery) -> str:
    return _("A topic found by its words: {words}. To be defined.").format(words=", ".join(topic.words))
