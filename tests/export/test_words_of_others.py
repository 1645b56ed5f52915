"""What a researcher prints is what the informant said: words of others are marked, and what was read is called so."""

import csv

import pytest

from qualcode.export import write
from qualcode.export.document import write_document
from qualcode.export.document.blocks import Paragraph, Quotation
from qualcode.export.report import study_report
from qualcode.export.report.theme_counts import heat_map
from qualcode.messages import set_language
from qualcode.query.excerpts import excerpts, streamed
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code
from qualcode.workflow.places import find_place

QUESTION = "Bagaimana ibu menemukan anak-anak itu?"


@pytest.fixture
def across(project):
    """Outreach from an answer over the next question into the next answer."""
    place = find_place(project, "melati/ketua:2-4")
    code(project, place, ["outreach"], "ani")
    return project


def _texts(project, **narrowed):
    return [e.text for e in excerpts(project, Filter(**narrowed), context=0)]


def test_a_question_inside_an_answer_is_marked(across):
    (text,) = _texts(across)
    assert f" [Interviewer: {QUESTION}] Kami dari pintu" in text
    assert text.startswith("Ya karena kasihan")
    assert QUESTION not in text.replace(f"[Interviewer: {QUESTION}]", "")
    set_language("id")
    assert f"[Pewawancara: {QUESTION}]" in _texts(across)[0]


def test_an_answer_inside_a_question_is_marked_by_who_gives_it(across):
    (text,) = _texts(across, roles=("interviewer",))
    assert text.startswith("[Ibu S: Ya karena kasihan")
    assert f"] {QUESTION} [Ibu S: Kami dari pintu" in text


def test_a_passage_of_one_speaker_is_as_before(project):
    code(project, find_place(project, "melati/ketua:4-5"), ["outreach"], "ani")
    assert _texts(project)[0].startswith("Kami dari pintu ke pintu.")
    assert "[" not in _texts(project)[0]


def test_files_and_the_report_mark_them_too(across, tmp_path):
    write(streamed(across), tmp_path / "x.csv")
    (row,) = csv.DictReader((tmp_path / "x.csv").open(encoding="utf-8-sig"))
    assert f"[Interviewer: {QUESTION}]" in row["text"]
    document = study_report(across, charts=False)
    quoted = next(block.text for block in document.blocks if isinstance(block, Quotation))
    assert f"[Interviewer: {QUESTION}]" in quoted
    write_document(document, tmp_path / "r.md")
    assert f"Interviewer: {QUESTION}" in (tmp_path / "r.md").read_text(encoding="utf-8")


def _methods(project):
    return [block.text for block in study_report(project, charts=False).blocks if isinstance(block, Paragraph)]


def test_the_methods_say_how_many_sources_have_a_date(across):
    assert "collected on 2018-03-12 (dated: 1 of 2)" in _methods(across)[0]
    with across.change("fixture"):
        across.execute("update source set collected_on = '2018-03-14'")
    assert "collected on 2018-03-14:" not in _methods(across)[0]
    assert "dated" not in _methods(across)[0]


def test_ways_and_units_are_no_odd_joins(across):
    code(across, find_place(across, "kasih/ketua:2"), ["outreach"], "ani")
    said = " ".join(_methods(across))
    assert "by readings: chosen by the coder (3)." in said
    set_language("id")
    assert "dipilih oleh pengode (3)" in " ".join(_methods(across))


def test_what_was_read_is_called_so(across):
    autocode(across, apply=True)
    grid = heat_map(across, themes(across, Filter(origin="all")))
    assert grid.last.label == "Segments read, of all"
    assert [cell.text for cell in grid.last.cells] == ["0 of 2", "2 of 3"]
    assert heat_map(across, themes(across, Filter(origin="rule"))).last.label == "Segments in all"


def test_of_rules_the_size_is_of_what_was_run_for_any_code(project):
    autocode(project, Filter(codes=("outreach",)), apply=True)
    grid = heat_map(project, themes(project, Filter(origin="rule")))
    assert [cell.text for cell in grid.last.cells] == ["2", "3"]
