"""Charts are the same bytes each time, hold their words as text, and look for no display."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest

from qualcode.errors import WriteError
from qualcode.export.charts import chart_bytes, effort, write_chart
from qualcode.export.charts.effort import effort_chart
from qualcode.query.table import Table

CURVES = Table(
    ("code", "order", "run", "read", "found"),
    [
        (code, order, run, read, min(10, read // slow))
        for code in ("kerja $a$ & sama", "iman")
        for order, slow, runs in (("best", 2, 2), ("balanced", 3, 2), ("random", 6, 1))
        for run in range(runs)
        for read in range(0, 61, 5)
    ],
    {"count": "segments", "read": 60, "runs": 2},
)


def _words(svg):
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_the_same_table_gives_the_same_bytes():
    assert chart_bytes(lambda: effort_chart(CURVES), ".svg") == chart_bytes(lambda: effort_chart(CURVES), ".svg")
    assert chart_bytes(lambda: effort_chart(CURVES), ".png") == chart_bytes(lambda: effort_chart(CURVES), ".png")


def test_a_panel_names_its_code_its_number_and_its_lines():
    words = _words(chart_bytes(lambda: effort_chart(CURVES), ".svg"))
    assert "kerja $a$ & sama (n = 10)" in words
    assert words.count("best first") == words.count("by chance") == 2
    assert "by the rules" not in words
    assert "segments read (60 in all; mean of 2 runs)" in words


def test_its_words_are_in_the_language_of_messages(monkeypatch):
    monkeypatch.setattr(effort, "_", lambda message: message if "{" in message else message.upper())
    words = _words(chart_bytes(lambda: effort_chart(CURVES), ".svg"))
    assert {"SEGMENTS WITH THE CODE FOUND", "BEST FIRST"} <= set(words)


def test_nothing_of_the_machine_or_the_day_is_in_it():
    svg = chart_bytes(lambda: effort_chart(CURVES), ".svg").decode()
    assert "<dc:date>" not in svg
    assert "<dc:creator>" not in svg
    assert b"Software" not in chart_bytes(lambda: effort_chart(CURVES), ".png")[:400]


def test_the_suffix_says_how_and_a_file_is_not_written_over(tmp_path):
    write_chart(lambda: effort_chart(CURVES), tmp_path / "a.PNG")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(WriteError, match="exists already"):
        write_chart(lambda: effort_chart(CURVES), tmp_path / "a.PNG")
    with pytest.raises(WriteError, match=r"a\.pdf: charts are written as \.svg, \.png"):
        write_chart(lambda: effort_chart(CURVES), tmp_path / "a.pdf")


def test_drawing_never_loads_pyplot():
    script = (
        "import sys\n"
        "from qualcode.export.charts import chart_bytes\n"
        "from qualcode.export.charts.effort import effort_chart\n"
        "from qualcode.query.table import Table\n"
        "assert 'matplotlib' not in sys.modules\n"
        "rows = [('a', order, 0, n, n) for order in ('best', 'random') for n in range(3)]\n"
        "table = Table(('code', 'order', 'run', 'read', 'found'), rows, {'read': 2, 'runs': 1})\n"
        "chart_bytes(lambda: effort_chart(table), '.svg')\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
