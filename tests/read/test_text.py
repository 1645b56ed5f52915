"""Text is decoded without guessing in silence, and stored clean."""

import codecs

import pytest

TEXT = "Peneliti: Apa kabar?\nIbu Rée: Baik – “sekali”.\n"
ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with BOM": codecs.BOM_UTF8 + TEXT.encode(),
    "utf-16-le with BOM": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16-be with BOM": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-32-le with BOM": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "utf-32-be with BOM": codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": TEXT.encode("utf-16-be"),
    "utf-32-le": TEXT.encode("utf-32-le"),
    "utf-32-be": TEXT.encode("utf-32-be"),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT"])
def test_encodings_that_are_sure_need_no_warning(reads, content, suffix):
    source = reads(content, suffix)[0]
    assert (source.name, source.text, list(source.warnings)) == ("file", TEXT, [])


CLEANED = {
    "mixed line ends": ("a\r\nb\rc\nd", "a\nb\nc\nd", ()),
    "other line ends": ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf", ()),
    "tabs stay": ("a\tb", "a\tb", ()),
    "letters are composed": ("e\u0301", "é", ()),
    "zero-width marks stay": (
        "an\u200bak ke\xadrja\u200b \u0e01\u200b\u0e02",
        "an\u200bak ke\xadrja\u200b \u0e01\u200b\u0e02",
        ("2 invisible characters are inside words, which rules and find then miss. Remove them in an editor.",),
    ),
    "NUL bytes": ("a\0b" + 30 * "c", "ab" + 30 * "c", ("1 control character was removed.",)),
    "controls": ("a\x07b\x1bc" + 30 * "d", "abc" + 30 * "d", ("2 control characters were removed.",)),
}


@pytest.mark.parametrize(("written", "text", "warnings"), CLEANED.values(), ids=CLEANED.keys())
def test_text_is_cleaned_and_what_is_lost_is_said(reads, written, text, warnings):
    source = reads(written.encode(), ".txt")[0]
    assert (source.text, source.warnings) == (text, warnings)


def test_lone_surrogates_become_a_sign_that_can_be_stored():
    from qualcode.read.text import clean, damage

    assert clean("a\ud800b") == "a\ufffdb"
    assert damage("a\ud800b") == ["1 broken character was replaced."]


def test_the_name_may_be_given(tmp_path):
    from qualcode.read import read

    (tmp_path / "a.txt").write_text("Ya.")
    assert read(tmp_path / "a.txt", "melati/a")[0].name == "melati/a"
