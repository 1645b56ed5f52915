"""What coders said of the same units, as arrays: of segments, of sentences, or of the text character by character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qualcode import language as languages
from qualcode.errors import one_of
from qualcode.query.continuum import END, SOURCE_STEP, joined, ranges
from qualcode.query.in_common import Compared
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.measure.unitizing import Unitizing

AgreementCount = Literal["segments", "sentences", "characters"]
AGREEMENT_COUNTS: tuple[AgreementCount, ...] = ("segments", "sentences", "characters")


@dataclass(frozen=True, slots=True)
class Units:
    """What is compared one by one: places, and what stands behind each.

    Attributes
    ----------
    start, stop : (n,) arrays of places, in order
    segment : (n,) array
        Number of the segment in which each lies.
    """

    start: NDArray[Any]
    stop: NDArray[Any]
    segment: NDArray[Any]

    @property
    def source(self) -> NDArray[Any]:
        """The number of the source of each unit."""
        return self.start // SOURCE_STEP


def units_of(project: Project, found: Compared, count: AgreementCount) -> Units:
    """Return the units that are compared; characters only where all judges read, alike ones as one stretch."""
    import numpy as np

    one_of("count", count, AGREEMENT_COUNTS)
    if count == "sentences":
        return _sentences(project, found)
    if count == "characters":
        return _stretches(found)
    return Units(found.start, found.stop, np.arange(len(found.start)))


def ratings_of(found: Compared, units: Units, *, rolled_up: bool = True) -> NDArray[Any]:
    """Return what each judge said of each unit: (c, n, k) array of 1 coded, 0 judged and not coded, -1 not judged.

    A unit is coded where a coding shares a character with it.

    Parameters
    ----------
    rolled_up : bool
        Whether a coding of a sub-code counts for the codes above it too, where these count so.
    """
    import numpy as np

    columns = found.above if rolled_up else found.own
    judged = found.read[:, units.segment][:, :, None] & found.covered[:, units.source]
    ratings = np.where(judged, 0, -1).astype(np.int8)
    first = np.searchsorted(units.stop, found.marks[:, 1], "right")
    last = np.searchsorted(units.start, found.marks[:, 2], "left")
    for code in np.unique(found.marks[:, 3]).tolist():
        these = np.flatnonzero(found.marks[:, 3] == code)
        touched = np.maximum(last[these] - first[these], 0)
        judge, at = found.marks[these, 0].repeat(touched), ranges(first[these], touched)
        for column in columns.get(code, ()):
            ratings[judge, at, column] = 1
    ratings[~judged] = -1
    return ratings


def _sentences(project: Project, found: Compared) -> Units:
    """Return the sentences of the segments compared."""
    import numpy as np

    places: list[tuple[int, int, int]] = []
    first = np.searchsorted(found.start, np.arange(len(found.sources) + 1) * SOURCE_STEP).tolist()
    for number, source in enumerate(found.sources):
        text, code = project.rows("select text, language from source where id = ?", [source])[0]
        parts, language = parts_of(project, source), languages.get(code)
        base = number * SOURCE_STEP
        for segment in range(first[number], first[number + 1]):
            said = speech(text, parts, int(found.start[segment]) - base, int(found.stop[segment]) - base)
            for begin, end in language.sentences(said.text):
                start, stop = said.span(begin, end)
                places.append((base + start, base + stop, segment))
    return Units(*np.array(places, np.int64).reshape(-1, 3).T)


def _stretches(found: Compared) -> Units:
    """Return the stretches of what all judges read between which nothing begins or ends."""
    import numpy as np

    everybody = np.flatnonzero(found.read.all(axis=0))
    start, stop = found.start[everybody], found.stop[everybody]
    borders = np.unique(np.concatenate([start, stop, found.marks[:, 1], found.marks[:, 2]]))
    inside = np.searchsorted(start, borders[:-1], "right") - 1
    kept = np.flatnonzero((inside >= 0) & (borders[:-1] < np.append(stop, 0)[inside]))
    return Units(borders[kept], borders[kept + 1], everybody[inside[kept]])


def unitizing(found: Compared) -> Unitizing:
    """Return what the judges marked on the segments that all of them read, by source and code.

    Overlapping codings of one judge under one code are one passage, those that only touch stay two. What lies between
    the segments, as a question or what not all read, is cut out of the text and of the passages.
    """
    import numpy as np

    from qualcode.measure.unitizing import Unitizing

    everybody = found.read.all(axis=0)
    start, stop = found.start[everybody], found.stop[everybody]
    lengths = np.bincount(start // SOURCE_STEP, stop - start, minlength=len(found.sources)).astype(np.int64)
    before = np.concatenate([[0], np.cumsum(stop - start)])

    def place(position: NDArray[Any]) -> NDArray[Any]:
        """Return how many characters of the text stand before a position."""
        at = np.searchsorted(stop, position, "right")
        return np.asarray(before[at] + np.maximum(position - np.append(start, END)[at], 0))

    units = [place(spans) for spans in _passages(found)]
    marked = [spans[spans[:, 0] < spans[:, 1]] for spans in units]
    return Unitizing.of(marked, lengths, len(found.judges)).only(found.covered.all(axis=0))


def _passages(found: Compared) -> Iterator[NDArray[Any]]:
    """Yield by code the passages (u, 2) that judges marked with it, sub-codes rolled up."""
    import numpy as np

    for column in range(len(found.codes)):
        codes = [code for code, columns in found.above.items() if column in columns]
        marks = found.marks[np.isin(found.marks[:, 3], codes)]
        yield np.concatenate([joined(marks[marks[:, 0] == judge, 1:3]) for judge in range(len(found.judges))])
