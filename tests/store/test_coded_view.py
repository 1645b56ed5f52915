"""The view `coded` is for other programs: its columns are a promise, and it counts as the tables of qualcode do."""

import sqlite3

import pytest

from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode

COLUMNS = [
    "origin", "id", "row_id", "source", "study_case", "speaker", "role", "person", "turn", "segment", "code", "coder",
    "start", "stop", "quote", "score", "created_at", "source_id", "case_id", "speaker_id", "turn_id", "segment_id",
    "code_id", "coder_id",
]  # fmt: skip


@pytest.fixture
def file(project):
    """The project as another program opens it, read-only: Ani coded one passage and a header, rules ran."""
    source = find_source(project, "melati/ketua").id
    text = text_of(project, source)
    code = code_ids(project)[codebook(project).find("coordination/agencies").uid]
    with project.change("code", coder="ani"):
        start = text.index("koordinasi dengan dinas")
        add_coding(project, source, start, start + 23, code, "ani")
        add_coding(project, source, 0, 12, code, "ani")
    autocode(project, apply=True)
    other = sqlite3.connect(f"file:{project.path}?mode=ro", uri=True)
    yield other
    other.close()


def test_its_columns_are_kept(file):
    assert [row[0] for row in file.execute("select * from coded").description] == COLUMNS


def test_a_coding_is_told_in_names(file):
    found = file.execute(
        """
        select source, study_case, speaker, role, code, coder, quote, score
          from coded
         where origin = 'human' and segment is not null
        """
    ).fetchall()
    assert found == [
        (
            "melati/ketua",
            "melati",
            "Ibu S",
            "respondent",
            "coordination/agencies",
            "ani",
            "koordinasi dengan dinas",
            None,
        )
    ]


def test_what_stands_on_a_header_has_no_segment(file):
    found = file.execute("select quote, turn, segment, speaker from coded where segment_id is null").fetchall()
    assert found == [("Nama : Ibu S", None, None, None)]


def test_it_counts_as_the_tables_do(file, project):
    counted = file.execute(
        """
        select ancestor.path, study_case, count(distinct segment_id)
          from coded
          join code_ancestor on code_ancestor.code_id = coded.code_id
          join code_tree as ancestor on ancestor.code_id = code_ancestor.ancestor_id
         where origin = 'rule' and role not in ('interviewer', 'moderator', 'observer')
         group by 1, 2
        """
    ).fetchall()
    expected = {(r["code"], r["case"]): r["n"] for r in themes(project, Filter(origin="rule")).records() if r["n"]}
    assert {(code, case): n for code, case, n in counted} == expected


def test_a_coding_over_two_segments_is_two_rows_of_one_id(file, project):
    source = find_source(project, "melati/ketua").id
    text = text_of(project, source)
    code = code_ids(project)[codebook(project).find("outreach").uid]
    start, stop = text.index("Kami dari pintu"), text.index("lewat RT")
    with project.change("code", coder="budi"):
        add_coding(project, source, start, stop, code, "budi")
    found = file.execute("select id, segment from coded where coder = 'budi' order by segment").fetchall()
    assert len(found) == 2
    assert len({row[0] for row in found}) == 1
