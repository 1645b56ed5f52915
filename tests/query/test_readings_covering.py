"""A segment is read when the readings of one coder cover all that is said in it, however many they are."""

from random import Random

import pytest

from qualcode.query import readings
from qualcode.store.coders import add_coder
from qualcode.store.reading import add_reading
from qualcode.store.sources import find_source, text_of

CODERS = ("ani", "budi")


def _read(project, spans, source="melati/ketua", drawn="chosen"):
    """Store readings (coder, start, stop) of a source."""
    with project.change("read"):
        ids = {name: add_coder(project, name) for name in CODERS}
        for coder, start, stop in spans:
            add_reading(project, ids[coder], find_source(project, source).id, start, stop, drawn=drawn)
    return ids


def _segments(project, source="melati/ketua"):
    return project.rows(
        "select start, stop from segment where source_id = ? order by n", [find_source(project, source).id]
    )


def _found(project, coders, *, by=readings.read_by):
    return {row[0] for row in project.rows(f"{by(project, coders)[1:-1]} order by 1")}


def _expected(project, coder_ids):
    """Say character by character what was read."""
    read = set()
    for coder in coder_ids:
        for segment, source, start, stop in project.rows("select id, source_id, start, stop from segment order by id"):
            said, seen = set(), set()
            for low, high in project.rows(
                "select start, stop from part where source_id = ? and kind = 'speech' order by start", [source]
            ):
                said.update(range(max(low, start), min(high, stop)))
            spans = "select start, stop from reading where source_id = ? and coder_id = ? order by id"
            for low, high in project.rows(spans, [source, coder]):
                seen.update(range(low, high))
            if said <= seen:
                read.add(segment)
    return read


@pytest.mark.parametrize("seed", range(25))
def test_any_readings_cover_what_they_cover_character_by_character(project, seed):
    rng = Random(seed)
    length = len(text_of(project, find_source(project, "melati/ketua").id))
    borders = [n for segment in _segments(project) for n in segment]
    spans = set()
    while len(spans) < rng.randint(2, 14):
        start, stop = sorted((rng.choice(borders) if rng.random() < 0.7 else rng.randrange(length)) for _end in "ab")
        if start < stop:
            spans.add((rng.choice(CODERS), start, stop))
    ids = _read(project, sorted(spans))
    for chosen in ([ids["ani"]], [ids["budi"]], list(ids.values())):
        assert _found(project, chosen) == _expected(project, chosen)


def test_a_long_reading_counts_behind_many_short_ones(project):
    """The whole source was read once, then its beginning again and again."""
    whole = len(text_of(project, find_source(project, "melati/ketua").id))
    ids = _read(project, [("ani", 0, whole), *(("ani", n, n + 1) for n in range(1, 40))])
    assert len(_found(project, [ids["ani"]])) == len(_segments(project))


def test_two_coders_with_half_a_segment_each_have_not_read_it(project):
    start, stop = _segments(project)[1]
    ids = _read(project, [("ani", start, start + 9), ("budi", start + 9, stop)])
    assert _found(project, list(ids.values())) == set()
    _read(project, [("ani", start + 5, stop)])
    assert len(_found(project, list(ids.values()))) == 1


def test_imported_readings_are_read_but_not_searched(project):
    whole = len(text_of(project, find_source(project, "melati/ketua").id))
    ids = _read(project, [("ani", 0, whole)], drawn="imported")
    assert _found(project, [ids["ani"]], by=readings.searched_by) == set()
    assert _found(project, [ids["ani"]]) == _expected(project, [ids["ani"]]) != set()


def test_what_one_coder_read_does_not_depend_on_who_else_was_asked_for(project):
    """SQL that was handed out selects the same after other questions on the same connection."""
    whole = len(text_of(project, find_source(project, "melati/ketua").id))
    ids = _read(project, [("ani", 0, whole)])
    sql = readings.read_by(project, [ids["ani"]])[1:-1]
    before = project.rows(f"{sql} order by 1")
    assert before
    assert not _found(project, [])
    readings.searched_by(project, list(ids.values()))
    assert project.rows(f"{sql} order by 1") == before
