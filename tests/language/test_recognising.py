"""The language of a text is recognised from a few sentences; what is short or mixed is left undecided, never wrong."""

import tomllib
from pathlib import Path

import pytest

from qualcode.language import recognising

SPOKEN = tomllib.loads((Path(__file__).parent / "spoken.toml").read_text(encoding="utf-8"))
WITHOUT_WORDS = ("pl", "cs", "tr")
"""Languages that we do not know: nothing may be said of them, least of all another language."""


def _expected(code):
    return "" if code in WITHOUT_WORDS else code.removesuffix("-Hant")


@pytest.mark.parametrize("code", SPOKEN)
def test_a_text_of_several_sentences_is_recognised(code):
    assert recognising.found("\n".join(SPOKEN[code])) == _expected(code)


@pytest.mark.parametrize("code", SPOKEN)
def test_a_single_sentence_is_recognised_or_left_undecided(code):
    assert {recognising.found(sentence) for sentence in SPOKEN[code]} <= {_expected(code), ""}


MIXED = {
    "Palembang Malay and Indonesian": (
        "Cak mano yo, kito ni wong kecik, dak katek yang nolong. Kalau bantuan itu ada, tapi pembagiannya tidak rata. "
        "Budak-budak sekolah be naik perahu, dan kami sudah lapor ke kelurahan.",
        "id",
    ),
    "English terms in Indonesian": (
        "Saya di bagian marketing, biasanya handle campaign sama client, terus follow up. Target per quarter itu berat "
        "banget sih, apalagi kalau budget-nya dipotong.",
        "id",
    ),
    "Javanese politeness in Indonesian": (
        "Nggih Bu, kalau soal bantuan saya kurang setuju karena pembagiannya tidak merata di desa ini. Monggo, "
        "silakan tanya sama Pak RT, dia yang tahu siapa saja yang dapat.",
        "id",
    ),
    "labels in another language": ("Interviewer: " + " Respondent: ".join(SPOKEN["id"]), "id"),
    "Bahasa that could be either": ("Mereka datang ke sini untuk belajar dan kami bantu dengan apa yang ada.", ""),
    "names only": ("Rina, Wati, Siti, Budi, Joko, Slamet, Ahmad, Rahman, Kartini, Dewi, Sari, Lestari", ""),
    "few words": ("Ya, begitu. Terus ada juga.", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "code"), MIXED.values(), ids=MIXED.keys())
def test_mixtures_and_short_texts(text, code):
    assert recognising.found(text) == code


def test_a_long_text_is_sampled_to_its_end():
    """An opening of small talk decides nothing."""
    assert recognising.found("Ya. " * 50 + "\n".join(SPOKEN["en"] * 40)) == "en"


@pytest.mark.parametrize(
    ("found", "read_as", "differs"),
    [("en", "id", True), ("en", "en-GB", False), ("", "id", False), ("no", "nb", False), ("no", "nn", False),
     ("no", "da", True), ("de", "de:de_core_news_sm", False), ("id", "ms", True)],
)  # fmt: skip
def test_what_differs(found, read_as, differs):
    assert recognising.differs(found, read_as) == differs


def test_the_warning_names_an_option_that_works():
    assert recognising.warning("no", "id") == (
        "Language: looks Norwegian, read as Indonesian. To read it as Norwegian, import it with --language nb."
    )
    assert recognising.warning("jv", "id") == (
        "Language: looks Javanese, read as Indonesian. There are no rules for Javanese."
    )


def test_every_language_that_can_be_found_has_a_name():
    assert set(recognising._telling()) | set(recognising._SCRIPTS) == set(recognising.NAMES)
