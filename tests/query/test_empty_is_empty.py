"""What is not known is an empty cell, what is nearly nothing or nearly all is said to be so, and means lie in bands."""

import csv
import io

import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError
from qualcode.export import write
from qualcode.export.charts import chart_bytes
from qualcode.export.charts.heatmap import heat_map
from qualcode.export.tables import csv_text
from qualcode.measure.saturation import shuffled_totals
from qualcode.messages import percent
from qualcode.query.filters import Filter
from qualcode.query.sequence import sequence
from qualcode.query.spreading import shown_cells
from qualcode.query.table import Stream
from qualcode.query.themes import themes
from qualcode.store.codebooks import code_ids, codebook, load_codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

RULES = Filter(origin="rule")


def _coded(project, *quotes):
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder="ani"):
        for source, quote, code in quotes:
            source_id = find_source(project, source).id
            start = text_of(project, source_id).index(quote)
            add_coding(project, source_id, start, start + len(quote), ids[book.find(code).uid], "ani")
    return project


@pytest.fixture
def seven(empty, tmp_path, codebook_file):
    """An interview of seven answers, of which one has two codes; another interview in which one has one of them."""
    for name, n in (("satu", 7), ("dua", 3)):
        said = "\n".join(f"Peneliti : Terus?\nIbu S : Jawaban yang ke-{i}." for i in range(n))
        (tmp_path / f"{name}.txt").write_text(said + "\n", encoding="utf-8")
    import_paths(empty, [tmp_path / "satu.txt", tmp_path / "dua.txt"], ImportOptions())
    with empty.change("codebook load"):
        load_codebook(empty, load(codebook_file))
    autocode(empty, apply=True)
    return empty


def test_no_lift_where_nothing_is_expected(seven):
    """The only segment with either code cannot follow itself."""
    for source in ("satu", "dua"):
        _coded(seven, (source, "Jawaban yang ke-1", "critique"), (source, "Jawaban yang ke-1", "outreach"))
    with seven.change("code", coder="ani"):
        seven.execute("update reading set start = 0, stop = (select length(text) from source where id = source_id)")
    rows = [r for r in sequence(seven).records() if {r["code"], r["then"]} == {"critique", "outreach"}]
    assert [(r["n"], r["pairs"], r["expected"], r["lift"]) for r in rows] == [(2, 0, 0.0, None)] * 2


def test_csv_keeps_six_digits(project):
    _coded(project, ("melati/ketua", "Ya karena", "outreach"), ("melati/ketua", "Kami dari pintu", "critique"))
    _coded(project, ("kasih/ketua", "Makan tiga", "critique"))
    rows = list(csv.DictReader(io.StringIO(csv_text(themes(project, by=None, rate="segments")))))
    assert {row["code"]: row["share"] for row in rows}["outreach"] == "0.333333"
    words = list(csv.DictReader(io.StringIO(csv_text(themes(project, by=None, rate="words")))))
    of = project.value("select sum(words) from segment_scope where role = 'respondent'")
    assert {row["code"]: row["rate"] for row in words}["outreach"] == str(round(1000 / of, 6))


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [
        (0, 0, "0%"), (1e-6, 0, "<1%"), (0.0049, 0, "<1%"), (0.005, 0, "1%"), (0.994, 0, "99%"), (0.995, 0, ">99%"),
        (0.999999, 0, ">99%"), (1, 0, "100%"), (0.0004, 1, "<0.1%"), (0.99951, 1, ">99.9%"), (1, 1, "100.0%"),
    ],
)  # fmt: skip
def test_all_and_nothing_are_said_of_all_and_nothing_alone(share, places, shown):
    assert percent(share, places) == shown


def test_a_rate_that_was_asked_for_is_shown(project):
    autocode(project, apply=True)
    _header, rows = shown_cells(themes(project, RULES, by=None, rate="segments"))
    assert dict(rows)["critique"] == "1 (20.0)"


def test_the_mean_of_shuffled_orders_lies_in_its_band():
    """One source of thirty has a code of its own: fewer than one order in twenty begins with it."""
    for found in ([{1}] * 29 + [{1, 2, 3}], [{1}] * 29 + [set()]):
        for one in shuffled_totals(found):
            assert one.low <= one.mean <= one.high


def test_a_heat_map_of_codings_is_drawn(project):
    autocode(project, apply=True)
    for count in ("codings", "persons", "words"):
        table = themes(project, RULES, count=count)
        assert chart_bytes(lambda table=table: heat_map(table), ".svg").startswith(b"<?xml")


@pytest.mark.parametrize("suffix", ["csv", "json", "md", "xlsx", "parquet", "sav"])
def test_no_file_is_begun_before_there_are_rows(tmp_path, suffix):
    def rows():
        raise QualcodeError("nothing to list")
        yield ()

    with pytest.raises(QualcodeError, match="nothing to list"):
        write(Stream(("code",), rows(), {"count": "codings"}), tmp_path / "baru" / f"x.{suffix}")
    assert not (tmp_path / "baru").exists()
