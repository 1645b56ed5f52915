"""A concordance lists every place of a word with what stands around it, and only in the population."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.concordance import concordance
from qualcode.query.filters import Filter
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.importing import import_paths


@pytest.fixture
def talk(empty, tmp_path):
    """An invented interview in which a word stands in several forms and twice in one answer."""
    (tmp_path / "orso").mkdir()
    (tmp_path / "orso" / "satu.txt").write_text(
        "Peneliti : Apakah ada koordinasi?\n"
        "Bu Tini : Koordinasi, ya, sering. Kami dikoordinasikan oleh dinas,\nlalu koordinasinya lewat telepon.\n"
        "Peneliti : Lalu bantuan?\n"
        "Bu Tini : Bantuan tidak tepat\nsasaran, tepat sasaran belum.\n",
        encoding="utf-8",
    )
    import_paths(empty, [tmp_path / "orso"])
    return empty


def test_all_forms_in_order_with_their_places(talk):
    table = concordance(talk, "koordinasi", width=14)
    assert [row[:3] for row in table.rows] == [
        ["", "Koordinasi", ", ya, sering."],
        ["sering. Kami", "dikoordinasikan", "oleh dinas,"],
        ["dinas, lalu", "koordinasinya", "lewat telepon."],
    ]
    assert table.note["forms"] == "dikoordinasikan 1, koordinasi 1, koordinasinya 1"
    source = find_source(talk, "satu")
    text = text_of(talk, source.id)
    assert [text[r["start"] : r["end"]] for r in table.records()] == table.column("word")
    assert {(r["source"], r["speaker"]) for r in table.records()} == {(source.name, "Bu Tini")}


def test_only_the_word_itself(talk):
    assert concordance(talk, "koordinasi", exact=True).column("word") == ["Koordinasi"]


def test_several_words_stand_together_also_over_the_end_of_a_line(talk):
    table = concordance(talk, "tepat sasaran", width=8)
    assert [row[:3] for row in table.rows] == [
        ["tidak", "tepat sasaran", ", tepat"],
        ["sasaran,", "tepat sasaran", "belum."],
    ]


def test_the_interviewer_is_left_out_unless_asked_for(talk):
    assert concordance(talk, "koordinasi", Filter(roles=("interviewer",))).column("left") == ["Apakah ada"]


def test_the_limit_shows_fewer_and_counts_all(talk):
    table = concordance(talk, "koordinasi", limit=1)
    assert (len(table.rows), table.note["rows"], table.note["places"]) == (1, 1, 3)


def test_the_context_is_the_turn_and_not_only_the_segment(talk):
    from qualcode.workflow.cutting import cut_again

    cut_again(talk, "sentence")
    (row,) = concordance(talk, "dikoordinasikan", exact=True, width=20).records()
    assert (row["left"], row["right"]) == ("ya, sering. Kami", "oleh dinas, lalu")
    assert text_of(talk, 1)[row["start"] : row["end"]] == "dikoordinasikan"


def test_a_word_that_nobody_says_has_no_place(talk):
    table = concordance(talk, "puskesmas")
    assert (table.rows, table.note["places"]) == ([], 0)


def test_a_query_without_a_word_is_told(talk):
    with pytest.raises(QualcodeError, match="at least one word"):
        concordance(talk, "?!")
