"""qualcode: code interview and focus group transcripts and compare themes across organisations.

As a library: ``p = qualcode.open("study.qualcode")``, then ``p.themes(by="case")``; see `qualcode.Study`.
Names are imported when they are first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.errors import QualcodeError
    from qualcode.learn.classifier import CodeClassifier
    from qualcode.learn.features import TextFeatures
    from qualcode.query.agreement import agreement
    from qualcode.query.comparison import compare
    from qualcode.query.crosstab import crosstab
    from qualcode.query.excerpts import excerpts
    from qualcode.query.explanation import explain
    from qualcode.query.filters import Filter
    from qualcode.query.search import find
    from qualcode.query.table import Table
    from qualcode.query.themes import themes
    from qualcode.store.project import Project
    from qualcode.study import Study
    from qualcode.study import open_study as open
    from qualcode.workflow.autocoding import autocode
    from qualcode.workflow.evaluating import evaluate
    from qualcode.workflow.importing import import_paths
    from qualcode.workflow.running import run
    from qualcode.workflow.suggesting import suggest

__version__ = "0.1.0"

__all__ = [
    "CodeClassifier", "Filter", "Project", "QualcodeError", "Study", "Table", "TextFeatures", "__version__",
    "agreement", "autocode", "compare", "crosstab", "evaluate", "excerpts", "explain", "find", "import_paths", "open",
    "run", "suggest", "themes",
]  # fmt: skip

_HOMES = {
    "CodeClassifier": "qualcode.learn.classifier",
    "Filter": "qualcode.query.filters",
    "Project": "qualcode.store.project",
    "QualcodeError": "qualcode.errors",
    "Study": "qualcode.study",
    "Table": "qualcode.query.table",
    "TextFeatures": "qualcode.learn.features",
    "agreement": "qualcode.query.agreement",
    "autocode": "qualcode.workflow.autocoding",
    "compare": "qualcode.query.comparison",
    "crosstab": "qualcode.query.crosstab",
    "evaluate": "qualcode.workflow.evaluating",
    "excerpts": "qualcode.query.excerpts",
    "explain": "qualcode.query.explanation",
    "find": "qualcode.query.search",
    "import_paths": "qualcode.workflow.importing",
    "open_study": "qualcode.study",
    "run": "qualcode.workflow.running",
    "suggest": "qualcode.workflow.suggesting",
    "themes": "qualcode.query.themes",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    inner = "open_study" if name == "open" else name
    if inner not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[inner]), inner)
