"""The report is one page that needs nothing else and shows what it counts."""

from html.parser import HTMLParser

import pytest

from qualcode.export.reports import heat_map, study_report
from qualcode.messages import set_language
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.codings import add_coding
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import import_paths

ALL = Filter(origin="all")


@pytest.fixture
def page(project):
    """Return a function that makes the report."""

    def make(language="en"):
        set_language(language)
        return study_report(project, themes(project, ALL)).decode()

    autocode(project, apply=True)
    return make


class _Tags(HTMLParser):
    VOID = ("meta", "br", "link", "img", "input", "hr")

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes.extend(attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(page):
    tags = _Tags()
    tags.feed(page())
    assert tags.open == []
    assert not {"script", "link", "img", "iframe"} & set(tags.seen)
    assert not [value for name, value in tags.attributes if name in ("src", "href", "style") or name.startswith("on")]
    assert "http" not in page()


def test_the_same_project_gives_the_same_bytes(page):
    assert page() == page()


def test_the_page_quotes_and_cites(page):
    text = page()
    assert "Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas." in text
    assert "Ibu S, melati, melati/ketua, turn 4" in text
    assert "koordinsi (not, typo)" in text


def test_text_of_an_interview_cannot_become_markup(project, texts):
    (texts / "jahat.txt").write_text("Peneliti : Apa?\nIbu X : <script>alert(1)</script> ada koordinasi & dinas.\n")
    import_paths(project, [texts])
    autocode(project, apply=True)
    text = study_report(project, themes(project, ALL)).decode()
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_shades_follow_the_share_up_to_the_highest(project):
    autocode(project, apply=True)
    heat = heat_map(project, themes(project, ALL))
    assert heat["columns"] == ["kasih", "melati"]
    shades = {row["label"]: [cell["shade"] for cell in row["cells"]] for row in heat["rows"]}
    assert shades == {"Coordination": [0, 5], "agencies": [0, 3], "critique": [4, 0], "outreach": [0, 3]}
    assert heat["below"] == [2, 3]


def test_of_many_cases_each_is_a_row(project, monkeypatch):
    monkeypatch.setattr("qualcode.export.reports.MOST_COLUMNS", 1)
    autocode(project, apply=True)
    heat = heat_map(project, themes(project, ALL))
    assert heat["columns"] == ["Coordination", "critique", "outreach"]
    assert [row["label"] for row in heat["rows"]] == ["kasih", "melati"]
    assert heat["beside"] == [2, 3]


def test_people_and_rules_are_told_apart(project):
    autocode(project, apply=True)
    with project.change("code", coder="ani"):
        add_coding(project, 2, 100, 140, project.value("select id from code where name = 'outreach'"), "ani")
    text = study_report(project, themes(project, ALL)).decode()
    assert "<small>human</small>" in text
    assert "coded by ani" in text


def test_a_project_without_suggestions_has_a_report(project):
    assert "No passage." in study_report(project, themes(project, ALL)).decode()
