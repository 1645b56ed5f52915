"""What is asked of a project: counts, excerpts and full text, each as a Table with a note of what it counts."""

from qualcode.query.excerpts import Excerpt, excerpts
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import Table
from qualcode.query.themes import themes

__all__ = ["EVERYTHING", "Excerpt", "Filter", "Table", "excerpts", "themes"]
