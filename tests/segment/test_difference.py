"""A span keeps its words whatever is edited around it, and an edit within it is told."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.segment.difference import Moved, moves, replacements

TALK = ["ya", "ya", "ya", "anu", "itu", "dak", "anak", "panti", "dinas", "koordinasi", "dengan", "RT", "karena", "kami"]
words = st.sampled_from(TALK)
blanks = st.sampled_from([" ", " ", " ", " ", ", ", ". ", "\n"])
talk = st.lists(st.tuples(words, blanks), min_size=2, max_size=40).map(lambda said: "".join(w + b for w, b in said))
written = st.one_of(
    st.lists(words, max_size=3).map(lambda said: "".join(word + " " for word in said)),
    st.text(alphabet="ayn ,.\n", max_size=4),
)


def _between(draw, low, high, most=12):
    start = draw(st.integers(low, high))
    return start, draw(st.integers(start, min(high, start + most)))


@st.composite
def edited_outside(draw, edits, marked=False):
    """(old, start, stop, new): a text, a span of it, and the text after edits that leave the span alone."""
    old = draw(talk)
    start = draw(st.integers(0, len(old) - 1))
    stop = draw(st.integers(start + 1, min(len(old), start + 30)))
    if marked:
        old, stop = old[:start] + "sungkan" + old[start:], stop + len("sungkan")
    quote, before, behind = old[start:stop], old[:start], old[stop:]
    assume(quote.strip())
    for _n in range(draw(edits)):
        side = draw(st.booleans())
        here = before if side else behind
        at, end = _between(draw, 0, len(here))
        here = here[:at] + draw(written) + here[end:]
        before, behind = (here, behind) if side else (before, here)
    return old, start, stop, before + quote + behind


def _keeps_its_words(old, start, stop, new):
    moved = moves(old, new).span(start, stop)
    assert moved is not None
    assert not moved.changed
    assert new[moved.start : moved.stop] == old[start:stop]


@settings(max_examples=400, deadline=None)
@given(edited_outside(st.just(1)))
def test_one_edit_outside_a_span_never_changes_its_quote(case):
    _keeps_its_words(*case)


@settings(max_examples=400, deadline=None)
@given(edited_outside(st.integers(2, 6), marked=True))
def test_many_edits_outside_a_span_never_change_a_quote_with_a_word_of_its_own(case):
    _keeps_its_words(*case)


@st.composite
def edited_inside(draw):
    """(old, start, stop, new): a word that stands nowhere else is written within a span."""
    old = draw(talk)
    spoken = [found.span() for found in re.finditer(r"\w+", old)]
    first = draw(st.integers(0, len(spoken) - 1))
    last = draw(st.integers(first, min(len(spoken) - 1, first + 5)))
    start, stop = spoken[first][0], spoken[last][1]
    at, end = _between(draw, start + 1, stop - 1)
    return old, start, stop, old[:at] + draw(st.sampled_from([" sungkan ", "x", " zakat"])) + old[end:]


@settings(max_examples=400, deadline=None)
@given(edited_inside())
def test_an_edit_within_a_span_is_told(case):
    old, start, stop, new = case
    assume(old[start:stop] not in new)  # talk that repeats itself can still hold the words, and then they are found
    moved = moves(old, new).span(start, stop)
    assert moved is not None
    assert moved.changed
    assert new[moved.start : moved.stop] != old[start:stop]


@settings(max_examples=400, deadline=None)
@given(talk, talk, st.data())
def test_whatever_became_of_a_text_offsets_are_valid_and_borders_stay_in_order(old, new, data):
    change = moves(old, new)
    start = data.draw(st.integers(0, len(old) - 1))
    stop = data.draw(st.integers(start + 1, len(old)))
    moved = change.span(start, stop)
    if moved:
        assert 0 <= moved.start < moved.stop <= len(new)
        assert moved.changed == (new[moved.start : moved.stop] != old[start:stop])
    for after in (False, True):
        borders = [change.border(offset, after=after) for offset in range(len(old) + 1)]
        assert borders == sorted(borders)
        assert borders[0] >= 0
        assert borders[-1] <= len(new)


@settings(max_examples=200, deadline=None)
@given(talk, st.text(alphabet="ayn ", min_size=1, max_size=3), st.text(alphabet="ayn ,", max_size=4), st.data())
def test_replacing_words_moves_every_span_that_holds_none_of_them(old, words, by, data):
    assume(words in old)
    change, n = replacements(old, words, by)
    assert change.new == old.replace(words, by)
    assert n == old.count(words)
    start = data.draw(st.integers(0, len(old) - 1))
    stop = data.draw(st.integers(start + 1, len(old)))
    taken, at = [], old.find(words)
    while at >= 0:
        taken.append((at, at + len(words)))
        at = old.find(words, at + len(words))
    if all(end <= start or begin >= stop for begin, end in taken):
        assert change.span(start, stop) is not None
        assert not change.span(start, stop).changed


MOVED = [
    ("a typing error", "Tidak ada koordinsi di situ", "koordinsi", "Tidak ada koordinasi di situ", "koordinasi", True),
    ("a word cut in two", "ini ke giatan rutin", "giatan", "ini kegiatan rutin", "giatan", False),
    ("part of a word", "koordinasinya lancar", "koordinasi", "kordinasinya lancar", "kordinasi", True),
    ("another word", "anu itu benar", "anu", "nah itu benar", "nah", True),
    ("text at its border", "ya dak pernah", "dak", "ya belum dak lagi pernah", "dak", False),
    ("letters at its border", "kami kerja di sana", "kerja", "kami bekerja di sana", "kerja", False),
    ("the same word before it", "ya ya anu ya", "anu ya", "ya anu ya", "anu ya", False),
    ("moved up a line", "Satu dua.\nTiga empat.\nLima.\n", "Tiga empat.", "Tiga empat.\nSatu dua.\nLima.\n",
     "Tiga empat.", False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "old", "quote", "new", "words", "changed"), MOVED, ids=[case[0] for case in MOVED])
def test_where_a_span_goes(why, old, quote, new, words, changed):
    start = old.index(quote)
    moved = moves(old, new).span(start, start + len(quote))
    assert (new[moved.start : moved.stop], moved.changed) == (words, changed)


@pytest.mark.parametrize("new", ["dia pergi ke kota", "dia, pergi ke kota", "dia\npergi ke kota"])
def test_of_a_word_taken_out_nothing_is_left(new):
    assert moves("dia ya pergi ke kota", new).span(4, 6) is None


def test_a_word_does_not_wander_to_the_same_word_further_on():
    assert moves("ya ya anu", "tidak ya anu").span(0, 2) == Moved(0, 5, True)


def test_texts_too_unlike_to_compare_still_find_what_stands_once(monkeypatch):
    monkeypatch.setattr("qualcode.segment.difference.MOST", 4)
    old, new = "satu dua tiga empat lima enam", "lima dua tiga delapan sepuluh"
    assert moves(old, new).span(5, 13) == Moved(5, 13, False)
    assert moves(old, new).span(14, 19).changed


def test_long_texts_are_compared_by_sentences_then_words(monkeypatch):
    monkeypatch.setattr("qualcode.segment.difference.MOST", 200)
    sentences = [f"Kalimat nomor {n} dari ibu." for n in range(8)]
    old = " ".join(sentences)
    new = old.replace("nomor 2 ", "ke-2 ").replace("nomor 6 ", "")
    change = moves(old, new)
    start = old.index("Kalimat nomor 4")
    assert new[change.span(start, start + 20).start :].startswith("Kalimat nomor 4")
    assert len(change.edits) == 2


def test_the_same_text_has_no_edits():
    assert moves("ya anu", "ya anu").edits == ()
