"""Charts say what they show: counts, unit, whose codings, in both languages; the same table gives the same bytes."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from charts_tables import ALL, HARD, agreement, code, counts, pairs, saturation, timeline, tree

from qualcode.errors import QualcodeError, WriteError
from qualcode.export.charts import chart_bytes
from qualcode.export.charts.agreement import agreement_dots
from qualcode.export.charts.bars import MOST_PANELS, theme_bars
from qualcode.export.charts.heatmap import heat_map
from qualcode.export.charts.kinds import KINDS
from qualcode.export.charts.page import chart_page, chart_svg, write_page
from qualcode.query.agreement import COLUMNS as AGREEMENT
from qualcode.query.table import Table

SVG = "{http://www.w3.org/2000/svg}"
EACH = {
    "themes": counts(4, 2),
    "heatmap": counts(4, 3),
    "cooccur": pairs(5, meet=1),
    "saturation": saturation(9),
    "agree": agreement(4),
    "codebook": tree(2, 2),
    "timeline": timeline(2, 3, 9, ALL),
}


def _words(kind, table):
    """Return the words of a chart, lines of one label joined, and of all of it in one."""
    root = ElementTree.fromstring(chart_svg(kind, table))
    labels = [
        " ".join("".join(line.itertext()) for line in text.iter(f"{SVG}tspan")) or text.text
        for text in root.iter(f"{SVG}text")
    ]
    return labels, " ".join(label.replace("\u00a0", " ") for label in labels if label)


@pytest.mark.parametrize("kind", EACH)
def test_the_same_table_gives_the_same_bytes(kind):
    assert chart_page(kind, EACH[kind]) == chart_page(kind, EACH[kind])
    assert chart_svg(kind, EACH[kind]) == chart_svg(kind, EACH[kind])


def test_a_picture_of_points_is_the_same_bytes_and_names_no_program():
    png = chart_bytes(lambda: heat_map(EACH["heatmap"]), ".png")
    assert png == chart_bytes(lambda: heat_map(EACH["heatmap"]), ".png")
    assert b"Software" not in png


def test_settings_of_matplotlib_on_this_computer_do_not_count():
    usual = chart_svg("themes", EACH["themes"])
    with mpl.rc_context(
        {"font.size": 30, "axes.facecolor": "pink", "lines.linewidth": 9, "font.sans-serif": ["cmr10"]}
    ):
        assert chart_svg("themes", EACH["themes"]) == usual


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("themes", ["Codes by case", "Counted: segments.", "Codings of people: ani, budi.", "60 segments, 60 read"]),
        ("heatmap", ["Codes by case", "panti 1 (n = 60)", "not read", "In the cells: share of n"]),
        ("cooccur", ["Codes that meet", "kode 1 (n = 41)", "n = 300 segments, 200 read."]),
        ("saturation", ["base 4, run 2", "at most 5% of the codes of the base", "first 6 sources were enough"]),
        ("agree", ["0.71 [0.60, 0.80], 120", "nobody used the code", "are a custom, not a law"]),
        ("codebook", ["13 (5 itself)", "bagian 1", "with its sub-codes"]),
        ("timeline", ["band below: moderator", "minute", "turn", "suggested by the model", "18 in all"]),
    ],
)
def test_a_chart_says_what_it_shows(kind, said):
    _labels, text = _words(kind, EACH[kind])
    for words in said:
        assert words in text


def test_every_count_stands_at_its_bar():
    table = counts(25, 1, origins=ALL, by="all")
    labels, _text = _words("themes", table)
    shown = [f"{n} ({share:.0%})" for n, share in zip(table.column("n"), table.column("share"), strict=True) if n]
    assert shown
    assert sorted(label for label in labels if re.fullmatch(r"[1-9]\d* \(\d+%\)", label)) == sorted(shown)
    assert labels.count("not run") == 2


@pytest.mark.parametrize("kind", EACH)
def test_an_indonesian_reader_sees_another_chart(kind):
    from qualcode.messages import set_language

    english = _words(kind, EACH[kind])[1]
    set_language("id")
    _labels, text = _words(kind, EACH[kind])
    assert text != english
    assert "Populasi: ucapan narasumber." in text
    assert "Population" not in text
    assert 'lang="id"' in chart_page(kind, EACH[kind]).decode()


@pytest.mark.parametrize("name", HARD)
def test_words_stand_for_the_picture(name):
    kind, table = HARD[name]
    said = KINDS[kind].describe(table)
    assert said.endswith(".")
    assert "\n" not in said
    assert any(character.isdigit() for character in said)


def test_the_words_name_the_largest_and_the_smallest():
    rows = [[name, "(all)", "human", n, 60, 50, n / 50] for name, n in (("iman", 30), ("jarak", 2), ("sekolah", 7))]
    table = replace(counts(1, 1, by="all"), rows=rows)
    said = "Bars of 3 codes. Longest: iman: 30 (60%). Shortest: jarak: 2 (4%). 60 segments, 50 read."
    assert KINDS["themes"].describe(table) == said


def test_not_run_is_no_zero():
    rows = [["iman", "melati", "rule", None, 60, None, None], ["jarak", "melati", "rule", 0, 60, None, 0.0]]
    table = replace(counts(1, 1), rows=rows, note={**counts(1, 1).note, "from": "rule"})
    assert "not run" in _words("heatmap", table)[0]
    assert "not run" not in _words("heatmap", replace(table, rows=rows[1:]))[0]
    assert _words("themes", table)[0].count("not run") == 1


def test_codings_are_counted_among_segments():
    table = counts(3, 1, by="all")
    _labels, text = _words("themes", replace(table, note={**table.note, "count": "codings"}))
    assert "n = 60 segments, 60 read." in text


def test_kappa_or_another_coefficient_can_be_drawn():
    assert "0.25, 120" in _words("agree", agreement(3, measure="kappa"))[1]
    plain = Table(AGREEMENT, [["iman", "alpha", "ani, budi", 0.5, None, None, 9, ""]], agreement(1).note)
    said = {key: value for key, value in plain.note.items() if key != "measure"}
    assert chart_bytes(lambda: agreement_dots(replace(plain, note=said)), ".svg")


def test_of_many_codes_pairs_are_a_matrix():
    assert "kode 4 (n = 44)" in _words("cooccur", pairs(5))[1]
    assert len(re.findall("<path", chart_svg("cooccur", pairs(25)).decode())) > 25 * 12


def test_too_many_panels_are_refused():
    with pytest.raises(QualcodeError, match="qualcode chart heatmap --by case"):
        theme_bars(counts(2, MOST_PANELS + 1))


@pytest.mark.parametrize("kind", ["heatmap", "codebook", "cooccur"])
def test_people_and_machines_are_not_drawn_as_one(kind):
    table = EACH[kind]
    place = list(table.columns).index("from")
    both = [*table.rows, *([*row[:place], "rule", *row[place + 1 :]] for row in table.rows)]
    with pytest.raises(QualcodeError, match="--from human, rule or model"):
        KINDS[kind].draw(replace(table, rows=both))


def test_sources_beyond_the_last_panel_are_named_as_left_out():
    text = _words("timeline", timeline(15, 2, 4))[1]
    assert "3 more sources are not drawn; choose with --source." in text
    assert "1 source has no such passage." in text


def test_thousands_of_passages_stay_a_small_file():
    assert len(chart_svg("timeline", timeline(2, 10, 5_000))) < 600_000


def test_names_are_escaped_and_stay_as_they_are():
    name = '<b>a & "b"</b> $x$ id="y"'
    table = counts(1, 2)
    table = replace(table, rows=[[name, *row[1:]] for row in table.rows])
    page = chart_page("heatmap", table).decode()
    assert "<b>" not in page
    assert name in " ".join(_words("heatmap", table)[1].split())


def test_marks_that_no_svg_may_hold_are_left_out():
    table = counts(2, 1)
    table = replace(table, rows=[[f"iman\x07 {n}", *row[1:]] for n, row in enumerate(table.rows)])
    assert "iman 0" in " ".join(_words("heatmap", table)[1].split())


def test_a_page_is_one_file_with_its_figures():
    page = chart_page("cooccur", EACH["cooccur"]).decode()
    assert page.count("<svg") == 1
    assert 'role="img"' in page
    assert "<?xml" not in page
    assert "<!DOCTYPE svg" not in page
    addresses = re.findall(r'(?:src|href|url)[=(]["\']?([^"\')]*)', page)
    assert all(address.startswith("#chart-") for address in addresses)
    assert not re.search(r'"https?:(?!//www\.w3\.org/)', page)
    assert f"<td>{code(1)}</td>" in page
    assert re.search(r'<th scope="row">[^<]*</th>', page)


def test_every_identifier_of_a_picture_on_a_page_is_its_own():
    page = chart_page("heatmap", EACH["heatmap"]).decode()
    names = re.findall(r' id="([^"]*)"', page)
    assert len(names) == len(set(names))
    used = re.findall(r"url\(#([^)]*)\)", page) + re.findall(r'href="#([^"]*)"', page)
    labelled = [name for found in re.findall(r'aria-labelledby="([^"]*)"', page) for name in found.split()]
    assert used
    assert {"chart-title", "chart-description"} <= set(labelled)
    assert set(used) | set(labelled) <= set(names)


def test_the_suffix_says_how(tmp_path):
    write_page("heatmap", EACH["heatmap"], tmp_path / "a.HTML")
    assert (tmp_path / "a.HTML").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(WriteError, match="exists already"):
        write_page("heatmap", EACH["heatmap"], tmp_path / "a.HTML")
    with pytest.raises(WriteError, match=r"\.svg, \.png, \.html"):
        write_page("heatmap", EACH["heatmap"], tmp_path / "a.pdf")
