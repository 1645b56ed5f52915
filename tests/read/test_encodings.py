"""Text that is not UTF-8 is read in the encoding that its letters speak for, and the guess is told."""

import random
import tomllib
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError, ReadError
from qualcode.read.encodings import decoded, known_encoding

SPOKEN = tomllib.loads((Path(__file__).parents[1] / "language" / "spoken.toml").read_text(encoding="utf-8"))

WRITTEN = {
    "cp1252": ("nl", "de", "es", "fr", "pt", "da", "sv", "it"),
    "iso8859-15": ("de", "es", "fr", "pt", "da", "sv", "it"),
    "mac_roman": ("de", "es", "fr", "pt", "da", "sv", "it"),
    "cp1250": ("pl", "cs"), "iso8859-2": ("pl", "cs"),
    "cp1251": ("ru", "uk"), "koi8-r": ("ru",), "koi8-u": ("uk",), "cp866": ("ru",),
    "cp1253": ("el",), "iso8859-7": ("el",), "cp1254": ("tr",),
    "gb18030": ("zh",), "big5": ("zh-Hant",), "cp932": ("ja",), "euc_jp": ("ja",), "cp949": ("ko",),
    "cp850": ("de", "fr", "es", "da"),
}  # fmt: skip
FILES = [(encoding, language) for encoding, languages in WRITTEN.items() for language in languages]


def interview(sentences):
    """Return sentences as turns with English labels, as many files have them."""
    return "\n".join(f"{'Interviewer' if n % 2 == 0 else 'R1'}: {said}" for n, said in enumerate(sentences)) + "\n"


@pytest.mark.parametrize(("encoding", "language"), FILES)
def test_a_text_of_several_sentences_comes_out_right(encoding, language):
    text = interview(SPOKEN[language])
    content = text.encode(encoding, "replace")
    found = decoded(content)
    assert found.text == content.decode(encoding)
    assert [warning.startswith("not UTF-8 (line ") for warning in found.warnings] == [True]


SHORT = {
    "Danish by a Mac": ("Bo: Hvor på øen?\nMette: Nede ved åen, under træerne.\n", "mac_roman", "Mac Roman"),
    "Greek by Windows": ("Α: Πού μένατε;\nΒ: Κοντά στη θάλασσα.\n", "cp1253", "Windows-1253"),
    "Chinese": ("问：你住哪里？\n答：住在山上。\n", "gbk", "GBK"),
    "Russian": ("В: Где вы жили?\nО: У реки.\n", "cp1251", "Windows-1251"),
    "Russian in KOI8": ("В: Где вы жили?\nО: У реки.\n", "koi8-r", "KOI8-R"),
    "Traditional Chinese": ("問：你住哪裡？\n答：住在山上。\n", "big5", "Big5"),
    "Japanese": ("問：どこに住んでいましたか。\n答：川のそばです。\n", "cp932", "Shift JIS"),
    "Indonesian by Windows": ("Peneliti: Apa kabar?\nIbu Rée: Baik – “sekali”.\n", "cp1252", "Windows-1252"),
    "Indonesian by a Mac": ("Peneliti: Apa kabar?\nIbu Rée: Baik – “sekali”.\n", "mac_roman", "Mac Roman"),
    "one accent": ("Ibu S: Iya, di kafé.\n", "cp1252", "Windows-1252"),
    "an apostrophe": ("R: I don’t know.\n", "cp1252", "Windows-1252"),
    "a dash": ("R: Rp 5.000 – Rp 10.000.\n", "cp1252", "Windows-1252"),
    "a degree": ("R: 30 °C, panas.\n", "cp1252", "Windows-1252"),
    "a euro": ("R: Harganya 5 € saja.\n", "cp1252", "Windows-1252"),
    "a euro by ISO": ("R: Costó 5 €, señora.\n", "iso8859-15", "ISO 8859-15"),
}


@pytest.mark.parametrize(("text", "encoding", "title"), SHORT.values(), ids=SHORT.keys())
def test_short_texts(text, encoding, title):
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert f"read as {title} (" in found.warnings[0]


def test_only_lines_that_tell_something_are_looked_at():
    text = "Peneliti: Ya, begitu.\n" * 100_000 + interview(SPOKEN["da"])
    assert decoded(text.encode("mac_roman")).text == text


def test_the_language_of_the_project_decides_between_equals():
    """Three letters are as good in Hebrew as in Russian, or in Romanian as in Turkish."""
    house, love = "R: дом\n".encode("cp1251"), "R: aşk\n".encode("cp1254")
    assert [decoded(house, language=code).text == "R: дом\n" for code in ("ru", "fr")] == [True, False]
    assert [decoded(love, language=code).text == "R: aşk\n" for code in ("tr", "fr")] == [True, False]


STRAY = {
    "one in a text with accents": ("Ibu Rée: témpé, ".encode() + b"caf\xe9.\n", "Ibu Rée: témpé, café.\n", "1 byte is"),
    "three": (
        "Señora: mañana sí, está bien así. ".encode() + b"\x93No\x94 \xe9l.\n",
        "Señora: mañana sí, está bien así. “No” él.\n",
        "3 bytes are",
    ),
    "a character cut in two": ("Rée: é, è, ê ".encode() + b"\xe2\x80 x\n", "Rée: é, è, ê \ufffd x\n", "1 byte is"),
}


@pytest.mark.parametrize(("content", "text", "said"), STRAY.values(), ids=STRAY.keys())
def test_a_stray_byte_damages_itself_only(content, text, said):
    found = decoded(b"Satu.\n" + content)
    assert found.text == "Satu.\n" + text
    assert found.warnings[0].startswith(f"{said} not UTF-8 (")
    assert "line 2" in found.warnings[0]


def test_windows_text_that_looks_like_utf_8_by_chance_is_windows_text():
    """É” are the bytes of ɔ."""
    text = "Ana: “É”, él dijo «así».\n"
    assert decoded(text.encode("cp1252")).text == text


def test_an_encoding_that_is_named_is_not_doubted():
    content = "Rée".encode("mac_roman")
    assert decoded(content, encoding="cp1252").text == "RŽe"
    assert decoded(content, encoding="cp1252").warnings == ()
    with pytest.raises(ReadError, match=r"damaged ascii text \(byte 1\)"):
        decoded(content, encoding="ascii")


def test_a_named_encoding_that_spoils_utf_8_is_said():
    found = decoded("Ibu Rée".encode(), encoding="mac-roman")
    assert found.text == "Ibu R√©e"
    assert found.warnings == (
        "read as mac-roman as you said, but it is UTF-8. If letters look wrong, import it without --encoding.",
    )
    assert decoded(b"Ibu Ree", encoding="mac-roman").warnings == ()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("latin-1", "iso8859-1"),
        ("UTF8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("Mac Roman", "mac-roman"),
        ("gbk", "gbk"),
    ],
)
def test_encodings_have_several_names(name, known):
    assert known_encoding(name) == known


@pytest.mark.parametrize(
    ("name", "near"), [("latn1", "latin1"), ("cp12522", "cp1252"), ("hex", "hebrew"), ("rot13", "utf-8")]
)
def test_an_unknown_encoding_names_the_nearest(name, near):
    with pytest.raises(QualcodeError, match=f'no encoding "{name}".*{near}'):
        known_encoding(name)


TONE = b"".join(int(12_000 * ((n % 90) / 45 - 1)).to_bytes(2, "little", signed=True) for n in range(5000))
BINARY = {
    "bytes after a page of text": b"Peneliti: Ya.\n" * 2000 + bytes(range(256)) * 200,
    "small numbers of two bytes": b"".join(n.to_bytes(2, "little") for n in range(1, 20)) * 500,
    "a tone": TONE,
    "high bytes": bytes(random.Random(1).choices(range(128, 256), k=5000)),
}


@pytest.mark.parametrize("content", BINARY.values(), ids=BINARY.keys())
def test_what_is_no_text_is_refused(content):
    with pytest.raises(ReadError, match=r"no text"):
        decoded(content)
