"""Typing errors of a keyword are met; real words, names and refused pairs are not."""

from collections import Counter

import pytest

from qualcode.language import get
from qualcode.match.fuzzy import misspelt

KEYWORDS = """
koordinasi kerjasama pelayanan pendampingan bantuan keluarga masyarakat pemerintah anggaran pelatihan lansia sekolah
kesehatan penjangkauan yayasan pengasuhan rehabilitasi disabilitas penyandang terlantar rujukan perawatan pengelola
kebijakan dukungan modal pekerja sosial asrama ekonomi
"""

ONE_ERROR = """
koordinasi: koordinsi kordinasi koodinasi koordianasi koorinasi koordinasu
kerjasama: kerjasma krejasama kerjasaama
pelayanan: pelayaan pelayanann playanan pelaynan pelayanna
pendampingan: pendmpingan pendampinagn pendampigan
bantuan: bntuan banutan bantuaan
keluarga: kluarga kelurga keluarag
masyarakat: masyrakat masyarkat mayarakat masyarakay
pemerintah: pemerntah pemeritnah permerintah
anggaran: angaran anggran anggarn
pelatihan: pelatiahn peltihan
lansia: lanisa lnsia
sekolah: sekloah sekolh
kesehatan: kesehatn ksehatan kesehtaan
penjangkauan: penjangkuan penjangkaun
yayasan: yayasn yaysan
pengasuhan: pengasuhn pegasuhan
rehabilitasi: rehabiltasi rehabilitsai
disabilitas: disabiltas disabilitass
penyandang: penyndang peyandang
terlantar: terlatnar terlntar
rujukan: rujukn
perawatan: prawatan perawtan
pengelola: pengelloa pngelola
kebijakan: kebijkan kebijaakn
dukungan: dukugnan dukngan
pekerja: pekreja
sosial: soisal sosail
asrama: asrma
ekonomi: ekonomui eknomi
"""

TWO_ERRORS = "koordnsi kordinsi pelyann rehabltasi disabltas pendmpingn"

NEVER = """
subordinasi pelayan panti pantai keluar masyhur sekoci modul moral sosok bantal pemimpin kota koya
ekonom dukun perawan penyanyi latihan bantulah kesehatannya
"""


@pytest.fixture(scope="module")
def indonesian():
    return get("id")


def cases():
    rows = (line.split(":") for line in ONE_ERROR.strip().splitlines())
    return [(keyword, typo) for keyword, typos in rows for typo in typos.split()]


def test_single_errors_are_found(indonesian):
    found = misspelt(KEYWORDS.split(), [typo for _keyword, typo in cases()], indonesian.known)
    missed = [(keyword, typo) for keyword, typo in cases() if keyword not in found.get(typo, [])]
    assert len(cases()) >= 60
    assert 1 - len(missed) / len(cases()) >= 0.90, missed


def test_two_errors_are_found_in_long_words_only(indonesian):
    found = misspelt(KEYWORDS.split(), [*TWO_ERRORS.split(), "bntun", "kluarag"], indonesian.known)
    assert set(found) == set(TWO_ERRORS.split())


def test_real_words_are_no_errors(indonesian):
    assert misspelt(KEYWORDS.split(), NEVER.split(), indonesian.known) == {}


@pytest.mark.parametrize(
    ("keyword", "word"),
    [
        ("kota", "koat"),  # too short a keyword
        ("sehat", "ehsat"),  # first letter
        ("sehat", "sehat"),  # no error
        ("sehat", "se-hat"),  # letters only
        ("lansia", "lan"),  # too short a word
    ],
)
def test_pairs_that_are_never_met(keyword, word):
    assert misspelt([keyword], [word], lambda word: False) == {}


def test_a_word_may_be_meant_for_several_keywords():
    assert misspelt(["latih", "letih"], ["lotih"], lambda word: False) == {"lotih": ["latih", "letih"]}


def learned(matcher, *words, names=(), rule="koordinasi", **options):
    built = matcher(rule, **options)
    built.learn(Counter(words), set(names).__contains__)
    return [word for forms in built.misspelt()["r0.0"].values() for word in forms]


def test_an_error_in_a_derived_form_is_met_where_the_form_is_in_the_corpus(matcher):
    assert learned(matcher, "pendmpingan", rule="damping") == []
    assert learned(matcher, "pendmpingan", "pendampingan", rule="damping") == ["pendmpingan"]


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (["koordinsi"], {"names": {"koordinsi"}}),
        (["koordinsi"], {"refused": {("koordinsi", "koordinasi")}}),
        (["koordinsi", "koordinasinya"], {"rule": {"phrase": "koordinasi", "strike": ["koordinsi"]}}),
        (["koordinsi"], {"rule": {"phrase": "koordinasi", "typos": False}}),
        (["koordinsi"], {"rule": {"exact": "koordinasi"}}),
        (["nggak"], {"rule": "nggaka"}),
    ],
)
def test_what_a_researcher_or_the_corpus_rules_out(matcher, words, options):
    assert learned(matcher, *words, **options) == []


def test_a_word_that_is_met_by_root_is_no_error_of_another(matcher):
    built = matcher("asuhan", "asupan")
    built.learn(Counter(["asuhan", "asupan"]))
    assert all(forms == () for rule in built.misspelt().values() for forms in rule.values())


def test_the_order_of_the_words_changes_nothing(matcher):
    words = ["koordinsi", "kordinasi", "berkoordinasi", "berkordinasi"]
    assert learned(matcher, *words) == learned(matcher, *reversed(words)) == sorted(words[:2] + words[3:])
