"""The charts by name: how each is drawn, titled and put into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.export.charts import agreement, bars, codeline, heatmap, network, pairs, saturation, tree
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of chart, as functions of its table.

    Attributes
    ----------
    draw : the figure
    title, below : what stands above and below the picture
    describe : the picture in one or two sentences, for who does not see it
    figures : the table of what is drawn
    """

    draw: Callable[[Table], Figure]
    title: Callable[[Table], str]
    below: Callable[[Table], str]
    describe: Callable[[Table], str]
    figures: Callable[[Table], Table] = lambda table: table


KINDS = {
    "themes": Kind(bars.theme_bars, bars.title, bars.below, bars.describe),
    "heatmap": Kind(heatmap.heat_map, heatmap.title, heatmap.below, heatmap.describe),
    "cooccur": Kind(network.pair_chart, pairs.title, pairs.below, pairs.describe),
    "saturation": Kind(saturation.saturation_curve, saturation.title, saturation.below, saturation.describe),
    "agree": Kind(agreement.agreement_dots, agreement.title, agreement.below, agreement.describe),
    "codebook": Kind(tree.code_tree, tree.title, tree.below, tree.describe),
    "timeline": Kind(codeline.code_lines, codeline.title, codeline.below, codeline.describe, codeline.figures),
}
