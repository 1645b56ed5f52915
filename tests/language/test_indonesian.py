"""Indonesian words are cut as a reader would cut them, and spoken forms are known for what they are."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.language import get

INDONESIAN = get("id")
PIECES = [
    *(
        "Bpk. ",
        "dll. ",
        "s/d ",
        "a.n. ",
        "M.Si. ",
        "anak-anak ",
        "Rp.1.500.000 ",
        "kan.terus ",
        "1. ",
        "“",
        "”",
        '"',
        "(",
    ),
    *(
        ")",
        "… ",
        "... ",
        "? ",
        "?!",
        ". ",
        ", ",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "terus ",
        "kalau ",
        "kami ",
        "H. ",
        "2004.Waktu ",
    ),
    *("yo pak ", "é ", "İ", "\u00ad", "😀", "-", "'", "’", "/", "_", "x"),
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=120).map("".join))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anak-anaknya main-main.", ["Anak-anaknya", "main-main"]),
        ("dari Senin s/d Jumat a.n. Budi", ["dari", "Senin", "s/d", "Jumat", "a.n", "Budi"]),
        ("Rp.1.500.000,50 untuk 12/05/2020", ["Rp.1.500.000,50", "untuk", "12/05/2020"]),
        ("Rp1.500.000 dan 1.500.000.", ["Rp1.500.000", "dan", "1.500.000"]),
        ("sudah kan.terus pulang", ["sudah", "kan", "terus", "pulang"]),
        ("sejak 2004.Waktu itu", ["sejak", "2004", "Waktu", "itu"]),
        ("ibu/bapak di RT/RW", ["ibu", "bapak", "di", "RT", "RW"]),
        ("Sutarno, S.Sos., M.Si.", ["Sutarno", "S.Sos", "M.Si"]),
        ("hari Jum'at di-monitor", ["hari", "Jum'at", "di-monitor"]),
        ("'katanya' …", ["katanya"]),
        ("anak2 ke-3", ["anak2", "ke-3"]),
        ("", []),
    ],
)
def test_tokens(text, words):
    assert [text[start:end] for start, end in INDONESIAN.tokens(text)] == words


@pytest.mark.parametrize(
    ("normal", "spoken"),
    [
        (
            "tidak",
            "nggak enggak ndak gak ga ngga kagak dak idak tak kaga gk nda ora mboten tdk katek Nggak TIDAK tidaaak",
        ),
        ("belum", "blm belom durung"),
        ("yang", "yg"),
        ("mau", "galak mau"),
        ("anak", "budak anak"),
        ("bisa", "pacak biso"),
        ("kalau", "kalo klo"),
        ("dengan", "dgn"),
        ("bantuan", "Bantuan"),
        ("2000", "2000"),
    ],
)
def test_normal_forms(normal, spoken):
    assert {INDONESIAN.normal(word) for word in spoken.split()} == {normal}


def test_normal_forms_are_final():
    assert {INDONESIAN.normal(normal) for normal in INDONESIAN._normal.values()} == set(INDONESIAN._normal.values())


def test_negators_are_normal_forms_and_no_stop_words():
    assert {INDONESIAN.normal(word) for word in INDONESIAN.negators} == INDONESIAN.negators
    assert not INDONESIAN.negators & {INDONESIAN.normal(word) for word in INDONESIAN.stop_words}
    assert {"yang", "dan", "eh", "anu", "nian"} <= INDONESIAN.stop_words


@pytest.mark.parametrize(
    ("word", "known"),
    [("membantu", True), ("ngasih", True), ("perawatan", True), ("koordinsi", False), ("bntuan", False)],
)
def test_known_words(word, known):
    assert INDONESIAN.known(word) is known


@pytest.mark.parametrize("code", ["id", "id-ID"])
def test_a_region_changes_nothing(code):
    assert get(code).normal("nggak") == "tidak"


@given(TEXTS)
@example("0/A.AA")
@example("“Kami datang. Lalu")
@example("\x85.\x1c a\u2028b. C")
def test_spans_stand_in_order_and_cover_every_word(text):
    tokens, sentences = INDONESIAN.tokens(text), INDONESIAN.sentences(text)
    for spans in (tokens, sentences):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(any(start <= first and last <= end for start, end in sentences) for first, last in tokens)


def test_importing_it_is_cheap():
    code = (
        "import sys, qualcode.language.indonesian as i; i.Indonesian().tokens('a');"
        "print([m for m in ('Sastrawi', 'spacy', 'rapidfuzz', 'numpy', 'regex') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
