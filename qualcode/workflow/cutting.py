"""The sources cut into other units; what people decided stays on its words."""

from __future__ import annotations

from qualcode import language as languages
from qualcode.language.pipelines import code_with
from qualcode.records import Unit
from qualcode.segment.units import cut
from qualcode.store.project import Project
from qualcode.store.sources import (
    find_source,
    parts_of,
    replace_segments,
    set_language,
    sources,
    text_of,
    turns_of,
)


def cut_again(project: Project, unit: Unit, *, source: str | None = None, pipeline: str | None = None) -> int:
    """Cut one source, or all, into units of another size, as one undo; returns how many segments there are then.

    Rows of surveys stay rows.

    Parameters
    ----------
    pipeline : str, optional
        A trained spaCy pipeline (package or folder) that is used for these sources from now on.

    Raises
    ------
    UnknownNameError
    QualcodeError
        If there is no such pipeline.
    """
    chosen = [find_source(project, source)] if source else sources(project)
    with project.change("segment"):
        for item in chosen:
            code = item.language
            if pipeline:
                code = code_with(pipeline, language=code, default=code)
                set_language(project, item.id, code)
            if item.layout == "rows":
                continue
            turns = [turn for _id, turn in turns_of(project, item.id)]
            new = cut(text_of(project, item.id), parts_of(project, item.id), turns, unit, languages.get(code))
            replace_segments(project, item.id, new)
        if source is None:
            project.execute("update setting set unit = ?", [unit])
    return int(project.value("select count(*) from segment"))
