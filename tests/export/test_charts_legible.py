"""Charts can be read: nothing is cut off, no words hide others, greys differ, also with many codes and long names."""

import itertools

import pytest
from charts_tables import HARD, counts
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.style import context
from matplotlib.text import Text

from qualcode.export.charts import LOOK
from qualcode.export.charts.grid import _ink, _shade
from qualcode.export.charts.kinds import KINDS
from qualcode.export.charts.origins import FILLS
from qualcode.export.charts.sheet import measured, wrapped


def _drawn(monkeypatch, kind, table):
    """Return the figure, its renderer, and the words that were drawn with the boxes that they take."""
    words = []
    draw = Text.draw

    def noted(self, renderer, *rest, **more):
        if self.get_visible() and self.get_text().strip():
            words.append((self.get_text(), self.get_window_extent(renderer)))
        return draw(self, renderer, *rest, **more)

    monkeypatch.setattr(Text, "draw", noted)
    with context(["default", LOOK]):
        figure = KINDS[kind].draw(table)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return figure, canvas.get_renderer(), words


@pytest.mark.parametrize("name", HARD)
def test_nothing_is_cut_off_and_no_words_hide_others(monkeypatch, name):
    figure, renderer, words = _drawn(monkeypatch, *HARD[name])
    outside = [
        text for text, box in words if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1
    ]
    hidden = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(words, 2)
        if a.x0 < b.x1 - 2 and b.x0 < a.x1 - 2 and a.y0 < b.y1 - 2 and b.y0 < a.y1 - 2
    ]
    assert len(words) > 3
    assert outside == []
    assert hidden == []
    box = figure.get_tightbbox(renderer)
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= figure.get_figwidth()
    assert box.y1 <= figure.get_figheight()


def test_long_names_are_wrapped_and_not_cut(monkeypatch):
    _figure, _renderer, words = _drawn(monkeypatch, *HARD["themes 25 codes, three origins"])
    shown = {text.replace("\n", " ").replace("/ ", "/").replace("_ ", "_") for text, _box in words}
    assert set(HARD["themes 25 codes, three origins"][1].column("code")) <= shown


@pytest.mark.parametrize("width", [0.4, 1.0, 2.3])
def test_a_line_is_never_wider_than_asked_for(width):
    text = "pendampingan_keluarga/koordinasi dengan dinas sosial\x07kabupaten (n\u00a0=\u00a012)"
    lines = wrapped(text, width).split("\n")
    assert max(measured(line) for line in lines) <= width
    assert "".join(lines).replace(" ", "") == text.replace("\x07", "").replace(" ", "")


def _grey(colour):
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_whose_codings_they_are_is_seen_in_grey():
    greys = sorted(_grey(colour) for colour, _hatch in FILLS.values())
    assert min(b - a for a, b in itertools.pairwise(greys)) >= 0.2
    assert len({hatch for _colour, hatch in FILLS.values()}) == 3


def test_a_darker_cell_is_darker_in_grey_and_its_figure_can_be_read():
    shades = [_shade(step / 50) for step in range(51)]
    greys = [_grey(shade) for shade in shades]
    assert greys == sorted(greys, reverse=True)
    assert greys[0] == pytest.approx(1)
    linear = [sum(w * _linear(c) for w, c in zip((0.2126, 0.7152, 0.0722), shade, strict=True)) for shade in shades]
    for step, luminance in enumerate(linear):
        contrast = (luminance + 0.05) / 0.05 if _ink(step / 50) == "black" else 1.05 / (luminance + 0.05)
        assert contrast >= 4.5


def _linear(channel):
    return ((channel + 0.055) / 1.055) ** 2.4 if channel > 0.04045 else channel / 12.92


def test_figures_that_do_not_fit_are_left_out_and_it_is_said(monkeypatch):
    _figure, _renderer, words = _drawn(monkeypatch, "heatmap", counts(3, 70))
    text = " ".join(word for word, _box in words).replace("\n", " ")
    assert "The figures do not fit into the cells" in text
    assert not any("%" in word and "(" in word for word, _box in words)
