"""The report says what was read, by whom and how, quotes in turn, and is the same file for the same project."""

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO

import pytest
from docx import Document as read_docx

from qualcode.errors import ProjectError
from qualcode.export.document import document_bytes
from qualcode.export.document.blocks import Cell, Grid, Paragraph, Picture, Quotation
from qualcode.export.report import study_report
from qualcode.export.report.theme_counts import heat_map
from qualcode.messages import set_language
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.cases import add_attribute, add_case, set_type, set_value
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.decisions import decide, suggestion_by_id
from qualcode.store.reading import add_reading
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import import_paths
from tests.interviews import code_share, fill

STATES = ("accepted", "rejected", "unsure")
ALL, RULES = Filter(origin="all"), Filter(origin="rule")


@pytest.fixture
def ruled(project):
    """The two interviews with suggestions of the rules, and nothing of people."""
    autocode(project, apply=True)
    return project


@pytest.fixture
def coded(empty, tmp_path):
    """Six invented interviews of three cases: Ani read half of each, Budi a fifth on his own; rules ran after."""
    fill(empty, tmp_path)
    code_share(empty, 0.2, coder="budi", drawn="assigned")
    autocode(empty, apply=True)
    return empty


def _html(project, where=RULES, **options):
    return document_bytes(study_report(project, where, **options), ".html").decode()


def _said(document):
    return " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))


class _Tags(HTMLParser):
    VOID = ("meta", "br", "link", "img", "input", "hr")

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes.extend((tag, *pair) for pair in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(ruled):
    tags = _Tags()
    tags.feed(_html(ruled))
    assert tags.open == []
    assert not {"script", "link", "iframe", "object"} & set(tags.seen)
    addresses = [value for _tag, name, value in tags.attributes if name in ("src", "href")]
    assert all(address.startswith(("#", "data:image/svg+xml;base64,")) for address in addresses)
    assert not [name for _tag, name, _value in tags.attributes if name == "style" or name.startswith("on")]
    ids = [value for _tag, name, value in tags.attributes if name == "id"]
    assert sorted(ids) == sorted(set(ids))
    assert {a[1:] for a in addresses if a.startswith("#")} == set(ids)
    assert all(value for tag, name, value in tags.attributes if (tag, name) == ("img", "alt"))


@pytest.mark.parametrize("suffix", [".html", ".docx", ".md"])
def test_the_same_project_gives_the_same_bytes(coded, suffix):
    first = document_bytes(study_report(coded), suffix)
    assert first == document_bytes(study_report(coded), suffix)


def test_methods_tell_what_was_read_by_whom_and_how_far_they_agree(coded):
    said = _said(study_report(coded))
    assert "The study rests on 6 sources of 3 cases, none of them dated." in said
    assert re.search(
        r"The counts cover speech of every role except .*: \d+ words of 6 persons, cut into 80 segments", said
    )
    assert re.search(r"The codebook belajar, version 1 \(sha256 [0-9a-f]{12}\), has 4 codes in 4 themes\.", said)
    assert "2 coders (ani, budi) read 38 of the 80 segments (48 %)" in said
    assert re.search(r"Read by two coders or more: 18 segments \(\d+ % of those\)\.", said)
    assert "Krippendorff's alpha of 1.00 (no interval: it takes 10 sources, and there are 6)" in said
    assert "Keyword rules of the codebook made" in said
    assert "drawn by chance" in said
    assert "assigned for a round" in said
    assert re.search(
        r"Counted with qualcode \d+\.\d+\.\d+; what is drawn by chance here has the seed 7\.",
        _said(study_report(coded, seed=7)),
    )


def test_what_machines_suggested_and_people_decided_is_told(ruled):
    assert "Nobody has coded yet." in _said(study_report(ruled))
    with ruled.change("review", coder="ani"):
        for (uid,), state in zip(ruled.rows("select uid from suggestion order by id limit 3"), STATES, strict=True):
            decide(ruled, suggestion_by_id(ruled, f"s{uid}"), state, "ani")
    said = _said(study_report(ruled))
    assert "People accepted 1 of them, rejected 1 and were unsure of 1; 1 coding of today began so." in said
    assert "with a suggestion or a coding of others in sight" in said
    assert "every coding was made or accepted by a person" in said


def test_consensus_is_told_and_is_no_second_coder(coded):
    source, start, stop = coded.rows("select source_id, start, stop from reading order by id limit 1")[0]
    with coded.change("adjudicate", coder="ani"):
        add_reading(coded, add_coder(coded, "sepakat", "consensus"), source, start, stop, drawn="chosen", seen="others")
    said = _said(study_report(coded))
    assert "Settled by consensus: 1 segment; there the consensus counts, not the single coders." in said
    assert "2 coders (ani, budi)" in said


def test_in_indonesian_every_sentence_is(coded):
    set_language("id")
    document = study_report(coded)
    said = " ".join([document.title, _said(document), *(b.caption for b in document.blocks if isinstance(b, Grid))])
    assert document.language == "id"
    assert not re.search(r"\b(the|and|were|segments|which|read by)\b", said)


def test_a_passage_is_cited_with_who_where_and_when(ruled, texts):
    (texts / "fgd.txt").write_text(
        "[00:01:05] Moderator: Bagaimana kerja samanya?\n[00:12:31] Bu Tin: Koordinasi sama dinas itu lancar, Pak.\n",
        encoding="utf-8",
    )
    import_paths(ruled, [texts / "fgd.txt"])
    autocode(ruled, apply=True)
    cited = [b.cited for b in study_report(ruled, RULES).blocks if isinstance(b, Quotation)]
    assert any(c.startswith("Ibu S, melati, melati/ketua, turn 4 · outreach · suggested: ") for c in cited)
    assert any(c.startswith("Bu Tin, (no case), fgd, turn 2, 0:12:31 · ") for c in cited)


def test_quotations_are_balanced_over_cases_and_speakers(coded):
    blocks = study_report(coded, quoted=3).blocks
    cited = [b.cited for b in blocks if isinstance(b, Quotation) and "Coordination" not in b.cited]
    of_faith = [c for c in cited if "· faith ·" in c]
    assert len(of_faith) == 3
    assert {c.split(", ")[1] for c in of_faith} == {"panti0", "panti1", "panti2"}
    assert not [b for b in study_report(coded, quoted=0).blocks if isinstance(b, Quotation)]


def test_text_of_an_interview_cannot_become_markup(ruled, texts):
    (texts / "jahat.txt").write_text("Peneliti : Apa?\nIbu X : <script>alert(1)</script> ada koordinasi & dinas.\n")
    import_paths(ruled, [texts])
    autocode(ruled, apply=True)
    assert "<script>" not in _html(ruled)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in _html(ruled)
    plain = document_bytes(study_report(ruled, RULES), ".md").decode()
    assert "\\<script\\>" in plain
    assert "<script>" not in plain


def _shades(grid):
    return {row.label: [cell.shade for cell in row.cells if isinstance(cell, Cell)] for row in grid.rows}


def test_shades_follow_the_share_up_to_the_highest(ruled):
    grid = heat_map(ruled, themes(ruled, RULES))
    assert grid.header == ["Code", "kasih", "melati"]
    assert _shades(grid) == {"Coordination": [0, 5], "agencies": [0, 3], "critique": [4, 0], "outreach": [0, 3]}
    assert [cell.text for cell in grid.last.cells] == ["2", "3"]


def test_of_many_cases_each_is_a_row(ruled, monkeypatch):
    monkeypatch.setattr("qualcode.export.report.theme_counts.MOST_COLUMNS", 1)
    grid = heat_map(ruled, themes(ruled, RULES))
    assert grid.header == ["Case", "Coordination", "critique", "outreach", "Segments in all"]
    assert [row.label for row in grid.rows] == ["kasih", "melati"]


def test_people_and_rules_are_told_apart(ruled):
    with ruled.change("code", coder="ani"):
        add_coding(ruled, 2, 100, 140, ruled.value("select id from code where name = 'outreach'"), "ani")
    page = _html(ruled, ALL)
    assert "<small>human</small>" in page
    assert "coded by ani" in page


def test_groups_are_compared_by_every_category_or_by_what_is_asked_for(ruled):
    with ruled.change("case set"):
        for name in ("tipologi", "jenis"):
            add_attribute(ruled, name)
            for case, value in (("melati", "A"), ("kasih", "B")):
                set_value(ruled, name, value, case_id=add_case(ruled, case))
        set_type(ruled, "tipologi", "category", ["A", "B"])
    assert "Compared by tipologi" in _html(ruled)
    assert "Compared by jenis" not in _html(ruled)
    asked = _html(ruled, by=["jenis"])
    assert "Compared by jenis" in asked
    assert "Compared by tipologi" not in asked
    assert "Too few to say" in asked


def test_docx_has_real_headings_a4_repeated_headers_and_words_for_pictures(coded):
    package = document_bytes(study_report(coded), ".docx")
    page = read_docx(BytesIO(package))
    headings = [p.text for p in page.paragraphs if p.style.name == "Heading 1"]
    assert headings[:3] == ["Methods", "Codebook", "Themes by case"]
    assert (round(page.sections[0].page_width.mm), round(page.sections[0].page_height.mm)) == (210, 297)
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in page.tables)
    assert len(page.inline_shapes) == 3
    assert all(shape._inline.docPr.get("descr") for shape in page.inline_shapes)
    assert {item.date_time for item in zipfile.ZipFile(BytesIO(package)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_docx_leaves_out_what_xml_cannot_hold(ruled, texts):
    (texts / "aneh.txt").write_text("Peneliti : Apa?\nIbu X : Ada\x01 koordinasi\x0b dengan dinas.\n", encoding="utf-8")
    import_paths(ruled, [texts])
    autocode(ruled, apply=True)
    assert read_docx(BytesIO(document_bytes(study_report(ruled, RULES), ".docx"))).paragraphs


def test_charts_can_be_left_out(coded):
    assert [b for b in study_report(coded).blocks if isinstance(b, Picture)]
    assert not [b for b in study_report(coded, charts=False).blocks if isinstance(b, Picture)]


def test_a_project_without_suggestions_has_a_report(project):
    assert "No passage." in _html(project)
    assert "No machine had a part in the coding." in _html(project)


def test_a_project_without_a_codebook_says_what_to_do(empty):
    with pytest.raises(ProjectError, match="qualcode codebook load FILE"):
        study_report(empty)
