"""Passages and speakers are placed along a source: by turn, or in minutes where every turn has a time."""

import pytest

from qualcode.query.codeline import COLUMNS, codeline
from qualcode.query.filters import Filter
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

TIMED = """Peneliti [00:00]: Apa saja layanan di sini?
Ibu Sari [00:30]: Makan tiga kali, lalu anak-anak belajar menjahit.
Peneliti [02:00]: Bantuan dari mana, Bu?
Ibu Sari [03:00]: Dari dinas, tetapi bantuannya dak tepat sasaran.
"""


def _code(project, source, quote, code, coder="ani"):
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    with project.change("code", coder=coder):
        code_id = code_ids(project)[codebook(project).find(code).uid]
        add_coding(project, source_id, start, start + len(quote), code_id, coder)


def _rows(table, what):
    names = ("source", "name", "from", "unit", "start", "end")
    return [tuple(record[name] for name in names) for record in table.records() if record["what"] == what]


def test_a_passage_stands_where_it_is_said(project):
    """The third of four turns; the passage ends where the turn ends."""
    _code(project, "kasih/ketua", "dak tepat sasaran, kami dak pernah didampingi.", "critique")
    table = codeline(project)
    assert tuple(table.columns) == COLUMNS
    ((source, name, origin, unit, start, end),) = _rows(table, "code")
    assert (source, name, origin, unit, end) == ("kasih/ketua", "critique", "human", "turns", 4.5)
    assert 3.5 < start < 4.5


def test_who_speaks_is_told_of_sources_with_a_passage(project):
    _code(project, "kasih/ketua", "tepat sasaran", "critique")
    table = codeline(project)
    assert [(name, start, end) for _s, name, _f, _u, start, end in _rows(table, "speech")] == [
        ("interviewer", 0.5, 1.5),
        ("respondent", 1.5, 2.5),
        ("interviewer", 2.5, 3.5),
        ("respondent", 3.5, 4.5),
    ]
    assert (table.note["sources"], table.note["without"]) == (2, 1)


def test_a_sub_code_counts_for_the_code_above_unless_told_not_to(project):
    _code(project, "melati/ketua", "koordinasi dengan dinas sosial", "coordination/agencies")
    rolled = [name for _s, name, *_r in _rows(codeline(project), "code")]
    assert rolled == ["coordination", "coordination/agencies"]
    own = [name for _s, name, *_r in _rows(codeline(project, Filter(subcodes=False)), "code")]
    assert own == ["coordination/agencies"]
    assert _rows(codeline(project, Filter(codes=("critique",))), "code") == []


def test_a_passage_on_a_question_is_outside_the_population(project):
    _code(project, "melati/ketua", "Koordinasi dengan kami lancar", "coordination")
    assert _rows(codeline(project), "code") == []
    assert len(_rows(codeline(project, Filter(roles=("interviewer",))), "code")) == 1


def test_people_and_what_is_pending_stand_side_by_side(project):
    autocode(project, apply=True)
    _code(project, "kasih/ketua", "jahit", "outreach")
    origins = {(name, origin) for _s, name, origin, *_r in _rows(codeline(project, Filter(origin="all")), "code")}
    assert ("outreach", "human") in origins
    assert ("critique", "rule") in origins
    assert {origin for _s, _n, origin, *_r in _rows(codeline(project, Filter(origin="rule")), "code")} == {"rule"}


def test_turns_with_times_are_placed_in_minutes(project, tmp_path):
    path = tmp_path / "timed" / "waktu.txt"
    path.parent.mkdir()
    path.write_text(TIMED, encoding="utf-8")
    import_paths(project, [path], ImportOptions())
    _code(project, "waktu", "Makan tiga kali, lalu anak-anak belajar menjahit.", "outreach")
    table = codeline(project, Filter(sources=("waktu",)))
    assert [row[3:] for row in _rows(table, "speech")] == [
        ("minutes", 0.0, 0.5),
        ("minutes", 0.5, 2.0),
        ("minutes", 2.0, 3.0),
        ("minutes", 3.0, 3.0),
    ]
    ((*_rest, unit, start, end),) = _rows(table, "code")
    assert (unit, end) == ("minutes", 2.0)
    assert start == pytest.approx(0.5, abs=0.6)


def test_codes_have_their_colour_and_their_place_in_the_codebook(project):
    _code(project, "kasih/ketua", "tepat sasaran", "critique")
    _code(project, "kasih/ketua", "jahit", "outreach")
    found = {r["name"]: (r["order"], r["colour"]) for r in codeline(project).records() if r["what"] == "code"}
    assert found["critique"][0] < found["outreach"][0]
    assert found["critique"][1] != found["outreach"][1]
