"""The signs that set a label off, what may stand before one, and labels that no sign sets off."""

from __future__ import annotations

import pytest

from qualcode.records import Style
from qualcode.segment.hints import Hints
from qualcode.segment.parsing import parse
from qualcode.segment.shapes import candidates

ASKED = "Sudah berapa lama Ibu ikut arisan di kampung ini?"
TOLD = "Yo lah lamo, dari anak pertamo aku masih digendong."
AGAIN = "Kalau lagi dak katek duit, cakmano bayarnyo?"
SO = "Nah itu, kadang ngutang dulu samo bendahara."
TALK = [ASKED, TOLD, AGAIN, SO, "Sering yang cak itu?", "Dak pulo sering, paling musim hujan."]


def dressed(form, names=("Tini", "Bu Ros"), between="\n"):
    """The talk with each turn written as `form` says."""
    return between.join(form.format(name=names[n % 2], words=words) for n, words in enumerate(TALK))


@pytest.mark.parametrize(
    "form",
    [
        "{name}: {words}",
        "{name} : {words}",
        "{name}; {words}",
        "{name} = {words}",
        "{name} >> {words}",
        "{name} | {words}",
        "{name} // {words}",
        "{name} ~ {words}",
        "{name}:: {words}",
        "{name}\t{words}",
        "{name} → {words}",
        "{name} - {words}",
        "{name} — {words}",
        "{name}     {words}",
        "{name} .......... {words}",
        "{name} “{words}”",
        "[{name}] {words}",
        "({name}) {words}",
        "{{{name}}} {words}",
        "<{name}> {words}",
        "**{name}** {words}",
        "**{name}:** {words}",
        "<b>{name}:</b> {words}",
        "### {name}\n\n{words}\n",
        "{name}\n{words}\n",
        "{name}, [12.05.2024 20:14]\n{words}\n",
        "[00:01:02] {name}: {words}",
        "{name} (00:01:02): {words}",
        "{name} 00:01\n{words}\n",
        "- {name}: {words}",
        "12/03/2018 10.15 - {name}: {words}",
        "\u200b{name}: {words}",
        "{name} (sambil senyum): {words}",
    ],
)
def test_the_sign_behind_a_name(form, read, said):
    """Each turn has its speaker and its words, and nothing of the label."""
    text = dressed(form)
    turns = said(text, read(text))
    assert [words.strip("“”") for _role, _label, words in turns] == TALK
    assert [role for role, _label, _words in turns] == ["interviewer", "respondent"] * 3


@pytest.mark.parametrize("form", ["{name}. {words}", "{name}.- {words}", "{name}.— {words}"])
def test_a_point_behind_capitals(form, read, said):
    """Plays and old print set names off by a point, some with a dash behind."""
    text = dressed(form, names=("TINI", "ROS"), between="\n\n")
    assert [words for _role, _label, words in said(text, read(text))] == TALK


def test_strokes_before_lines_that_go_on_are_no_words(read, said):
    """Names before a stroke, a stroke alone below."""
    text = "\n".join(
        f"{('Tini', 'Bu Ros')[n % 2]:8}| {words[:12]}\n        | {words[12:]}" for n, words in enumerate(TALK)
    )
    found = said(text, read(text))
    assert [" ".join(words.split()) for _role, _label, words in found] == [
        " ".join(f"{words[:12]} {words[12:]}".split()) for words in TALK
    ]


def test_labels_within_a_line(read, said):
    """Question and answer of a pair share a line."""
    text = "\n".join(f"T: {TALK[n]} J: {TALK[n + 1]}" for n in (0, 2, 4))
    assert [words for _role, _label, words in said(text, read(text))] == TALK
    dashed = "\n".join(f"T – {TALK[n]} J – {TALK[n + 1]}" for n in (0, 2, 4))
    assert [words for _role, _label, words in said(dashed, read(dashed))] == TALK


def test_numbers_that_count_questions_are_no_people(read):
    """T1, J1, T2, J2 are two speakers; P1, P2, P3 in a group are three."""
    text = "\n".join(f"{'TJ'[n % 2]}{n // 2 + 1}: {words}" for n, words in enumerate(TALK))
    assert len(read(text).speakers) == 2
    group = "\n".join(
        f"{('M', 'P1', 'P2', 'M', 'P3', 'P1', 'P2', 'P3')[n % 8]}: {words}" for n, words in enumerate(TALK * 3)
    )
    assert len(read(group).speakers) == 4


def test_a_short_form_takes_the_place_of_a_long_one(read):
    """From the third question on the typist wrote letters."""
    text = "\n".join(
        f"{(('Peneliti', 'Informan') if n < 6 else ('P', 'I'))[n % 2]}: {words}" for n, words in enumerate(TALK * 2)
    )
    assert [(one.label, one.role) for one in read(text).speakers] == [
        ("Peneliti", "interviewer"),
        ("Informan", "respondent"),
    ]


def test_a_name_explained_where_it_first_stands(read):
    """ "Naomi Akhmad (NA):" first, "NA:" ever after."""
    names = [("Naomi Akhmad (NA)", "Ros Diana (RD)"), ("NA", "RD"), ("NA", "RD")]
    text = "\n".join(f"{names[n // 2][n % 2]}: {words}" for n, words in enumerate(TALK))
    assert len(read(text).speakers) == 2


def test_an_entry_above_the_talk_says_whose_label_is_which(read):
    """The header is no turn, and its word gives the role."""
    text = "Penanya: Tini\n\n" + dressed("{name}: {words}")
    transcript = read(text)
    assert transcript.header == {"Penanya": "Tini"}
    assert [(one.label, one.role) for one in transcript.speakers] == [("Tini", "interviewer"), ("Bu Ros", "respondent")]


def test_bold_names_of_a_word_document(indonesian, source, said):
    """No sign at all: only the bold type tells the names."""
    text = dressed("{name} {words}")
    styles, at = [], 0
    for n, line in enumerate(text.split("\n")):
        styles.append(Style(at, at + len(("Tini", "Bu Ros")[n % 2]), "bold"))
        at += len(line) + 1
    transcript = parse(source(text, styles=styles), indonesian)
    assert [words for _role, _label, words in said(text, transcript)] == TALK


def test_the_users_pattern_decides(indonesian, source, said):
    """A way that nobody has thought of; nothing else is a label then."""
    import re

    text = dressed("~~{name}~~ {words}").replace("Nah itu", "Catatan: itu")
    transcript = parse(source(text), indonesian, hints=Hints(label_pattern=re.compile("~~(?P<name>[^~]+)~~ ")))
    assert [label for _role, label, _words in said(text, transcript)] == ["Tini", "Bu Ros"] * 3


def test_lines_of_the_header_that_the_user_names(indonesian, source):
    """However odd, they are no talk."""
    text = "Si Fulan ketemu kami: pagi\nWaktu itu: hujan\n" + dressed("{name}: {words}")
    transcript = parse(source(text), indonesian, hints=Hints(header_lines=2))
    assert len(transcript.speakers) == 2
    assert transcript.turns[0].start > text.index("hujan")


def test_a_line_has_few_candidates():
    """The colon ends the search where one word stands before it."""
    line = "Tini: Sudah lama?"
    assert [one.shape for one in candidates(line, 0, len(line))] == ["colon"]
    assert [one.shape for one in candidates("", 0, 0)] == []
