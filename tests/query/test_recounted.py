"""Every table of projects by chance, recounted in plain Python; and two ways of asking one question answer alike."""

import re
from collections import defaultdict

import pytest

from qualcode.export.charts import heatmap
from qualcode.export.report import study_report
from qualcode.export.report.theme_counts import heat_map
from qualcode.messages import set_language
from qualcode.query.crosstab import crosstab
from qualcode.query.excerpts import excerpts
from qualcode.query.filters import Filter
from qualcode.query.matrix import matrix
from qualcode.query.segments import segments
from qualcode.query.spreading import cell_text, shown_cells
from qualcode.query.table import whole
from qualcode.query.themes import themes
from qualcode.store.project import Project
from tests.query.random_projects import make
from tests.query.recounted import Recount

SEEDS = range(6)
BY = (None, "case", "source", "role", "jenis", "usia")
COUNTS = ("segments", "codings", "turns", "persons", "sources", "cases", "words")


@pytest.fixture(scope="module", params=SEEDS)
def both(request, tmp_path_factory):
    """A project by chance, and its recount."""
    folder = tmp_path_factory.mktemp("acak")
    with Project.create(folder / "acak.qualcode") as project:
        runs = make(project, folder, request.param)
        yield project, Recount(project, runs)


def _groups(recount, by, roles=()):
    groups = defaultdict(list)
    for s in recount.population(roles):
        groups[recount.label(by, s)].append(s)
    return groups


def _told(record):
    return record["n"], record["population"], record["read"], record["share"]


@pytest.mark.parametrize("origin", ["human", "rule"])
@pytest.mark.parametrize("by", BY)
def test_themes_are_those_of_plain_sets(both, by, origin):
    project, recount = both
    groups = _groups(recount, by)
    codes = {path: code for code, path in recount.paths.items()}
    for count in COUNTS:
        table = themes(project, Filter(origin=origin), by=by, count=count)
        for record in table.records():
            found = groups.get(record[table.columns[1]], [])
            assert _told(record) == recount.cell(origin, codes[record["code"]], found, count), (count, record)
        assert {r[table.columns[1]] for r in table.records()} >= groups.keys()


def test_questions_are_counted_when_they_are_asked_for(both):
    project, recount = both
    every = ("interviewer", "respondent", "unknown")
    codes = {path: code for code, path in recount.paths.items()}
    for origin in ("human", "rule"):
        for record in themes(project, Filter(origin=origin, roles=every), by="role").records():
            found = _groups(recount, "role", every)[record["role"]]
            n, population, read, share = recount.cell(origin, codes[record["code"]], found, "segments")
            ran = any(recount.judged(codes[record["code"]], s) for s in recount.population(every))
            assert _told(record) == (
                (n, population, read, share) if origin == "human" or ran else (None, 0, None, None)
            )


def test_what_is_left_out_is_what_touches_nothing_that_counts(both):
    project, recount = both
    inside = recount.population()
    living = [row for row in recount.codings if row[4] in recount.paths]

    def touches(row, those):
        return any(row[1] == s["source"] and row[2] < s["stop"] and row[3] > s["start"] for s in those)

    outside = sum(not touches(row, inside) for row in living)
    settled = sum(
        recount.coders[row[5]][2] != "consensus"
        and touches(row, inside)
        and all(s["id"] in recount.settled for s in inside if touches(row, [s]))
        for row in living
    )
    retired = sum(row[4] not in recount.paths and touches(row, inside) for row in recount.codings)
    note = themes(project).note
    assert note.get("codings_outside_population", 0) == outside
    assert note.get("codings_settled", 0) == settled
    assert len(list(excerpts(project, context=0))) == len(living) - outside - settled
    assert note.get("codings_of_retired_codes", 0) == retired


@pytest.mark.parametrize("origin", ["human", "rule"])
def test_crosstab_says_what_themes_says(both, origin):
    project, _recount = both
    where = Filter(origin=origin)
    for columns in BY[1:]:
        for count in COUNTS:
            rows = {
                (r["code"], r[columns]): r for r in crosstab(project, where, columns=columns, count=count).records()
            }
            for record in themes(project, where, by=columns, count=count).records():
                assert _told(rows[record["code"], record[columns]]) == _told(record)
            if count not in ("segments", "turns", "words"):
                for record in themes(project, where, by=None, count=count).records():
                    total = rows[record["code"], "(all)"]
                    assert (total["n"], total["share"]) == (record["n"], record["share"])


@pytest.mark.parametrize("origin", ["human", "rule"])
def test_matrix_segments_and_excerpts_say_what_themes_says(both, origin):
    project, _recount = both
    where = Filter(origin=origin)
    table = matrix(project, where, by="source", cells="counts")
    cells = {r["source"]: r for r in table.records()}
    name = {v.label: v.name for v in table.variables}
    listed = whole(segments(project, where, binary=True)).records()
    found = list(excerpts(project, where, context=0))
    for record in themes(project, where, by="source").records():
        known = record["n"] is not None and (record["read"] if origin == "human" else record["population"])
        assert cells[record["source"]][name[record["code"]]] == (record["n"] if known else None)
        column = name[record["code"]]
        of_source = [r[column] for r in listed if r["source"] == record["source"]]
        here = {
            segment
            for e in found
            if e.source == record["source"] and f"{e.code}/".startswith(f"{record['code']}/")
            for segment in e.segments.split()
        }
        if record["n"] is not None:
            assert len(here) == record["n"]
        if origin == "rule":
            assert of_source.count(1) == (record["n"] or 0)


def test_the_view_coded_holds_the_same(both):
    project, recount = both
    rows = project.rows(
        "select row_id, segment_id, code_id from coded where origin = 'human' and segment_id is not null"
    )
    touched = {
        (row[0], s["id"], row[4])
        for row in recount.codings
        for s in recount.segments
        if row[1] == s["source"] and row[2] < s["stop"] and row[3] > s["start"]
    }
    assert set(rows) == touched


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_report_and_charts_show_these_figures_in_both_languages(both, language, monkeypatch):
    project, _recount = both
    set_language(language)
    for origin in ("human", "rule"):
        table = themes(project, Filter(origin=origin), by="case")
        told = {(r["code"], r["case"]): cell_text(r) for r in table.records()}
        _header, rows = shown_cells(table)
        shown = {row[0]: row[1:] for row in rows}
        cases = list(dict.fromkeys(table.column("case")))
        grid = heat_map(project, table)
        assert all(shown[code][cases.index(case)] == text for (code, case), text in told.items())
        in_report = {cell.text for row in grid.rows for cell in row.cells}
        assert in_report <= set(told.values())
        monkeypatch.setattr(heatmap, "draw", lambda grid, **_more: grid)
        drawn = heatmap.heat_map(table)
        for code, line in zip(drawn.rows, drawn.cells, strict=True):
            for case, cell in zip(cases, line, strict=True):
                n = re.findall(r"[\d.,]+", cell.text.split("(")[-1]) if cell.text else []
                record = next(r for r in table.records() if (r["code"], r["case"]) == (code, case))
                assert n == ([] if cell.why else [str(record["n"])])
    assert study_report(project, charts=False).blocks
