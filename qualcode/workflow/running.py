"""The main job: a folder of transcripts and a codebook become a project, counts, excerpts and a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode import language as languages
from qualcode.codebook import load
from qualcode.errors import ProjectError
from qualcode.export import write_file
from qualcode.export.document import document_bytes
from qualcode.export.report import study_report
from qualcode.export.tables import write_csv, write_xlsx
from qualcode.identity import new_uid
from qualcode.messages import _
from qualcode.query.excerpts import table as excerpt_table
from qualcode.query.filters import Filter
from qualcode.query.listings import doubts
from qualcode.query.table import Table
from qualcode.query.themes import themes
from qualcode.store.codebooks import load_codebook
from qualcode.store.outputs import refuse_foreign, remember
from qualcode.store.project import Project
from qualcode.workflow.autocoding import Outcome, apply_rules
from qualcode.workflow.gathering import gather
from qualcode.workflow.importing import ImportOptions, Progress, Report, import_paths, language_of

PROJECT = "study.qualcode"
EXCERPTS, THEMES, REPORT = "excerpts.xlsx", "themes.csv", "report.html"
TELLING_WORD = 6
"""Letters of a word worth looking up."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the main job made: the project file, the import's report, the themes by case, how many suggestions.

    ``doubtful`` are the names of all sources of which it is doubtful how they were read, also in an earlier run;
    ``word`` is the word that the rules met most often, or "".
    """

    project: Path
    imported: Report
    themes: Table
    suggestions: int
    doubtful: Sequence[str]
    word: str


def run(
    folder: Path,
    codebook: Path,
    out: Path,
    *,
    options: ImportOptions | None = None,
    force: bool = False,
    progress: Progress = iter,
) -> Result:
    """Do the whole job, or bring an earlier one up to date; all of it is one undo. Human work is kept.

    Parameters
    ----------
    folder, codebook : Path
        A folder (or file) of transcripts, and a codebook file.
    out : Path
        Folder for study.qualcode, excerpts.xlsx, themes.csv and report.html; made if missing.
    force : bool
        Replace outputs that somebody edited.

    Raises
    ------
    QualcodeError
        If nothing can be read, the codebook is wrong, there is no such language, or an output is not our own.
    """
    options = options or ImportOptions()
    book = load(codebook)
    gather([folder])
    languages.get(language_of(options))
    command_id = new_uid()
    with _open(out, options) as project:
        if not force:
            refuse_foreign(project, out, [EXCERPTS, THEMES, REPORT])
        report = import_paths(project, [folder], options, progress=progress, command="run", command_id=command_id)
        report.warnings.extend((codebook.name, warning) for warning in book.warnings)
        with project.change("run", command_id=command_id):
            load_codebook(project, book)
        with project.change("run", command_id=command_id):
            outcome = apply_rules(project)
            outputs, counted = _outputs(project, report)
            remember(project, outputs)
        for name, content in outputs.items():
            write_file(out / name, [content], force=True)
        names = list(dict.fromkeys(record["source"] for record in doubts(project).records()))
        return Result(project.path, report, counted, outcome.suggestions, names, _example(outcome))


def _example(outcome: Outcome) -> str:
    frequent = sorted(outcome.words.items(), key=lambda pair: (-pair[1], pair[0]))
    return next((word.lower() for word, _n in frequent if word.isalpha() and len(word) >= TELLING_WORD), "")


def _open(out: Path, options: ImportOptions) -> Project:
    path = out / PROJECT
    if path.exists():
        return Project.open(path)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(_("{path}: cannot be made ({reason}).").format(path=out, reason=error.strerror)) from None
    return Project.create(path, unit=options.unit or "auto", language=language_of(options))


def _outputs(project: Project, report: Report) -> tuple[Mapping[str, bytes], Table]:
    where = Filter(origin="all")
    counted = themes(project, where, by="case")
    passages = excerpt_table(project, where)
    return {
        EXCERPTS: b"".join(write_xlsx(passages)),
        THEMES: b"".join(write_csv(counted)),
        REPORT: document_bytes(study_report(project, where, warnings=report.warnings, charts=False), ".html"),
    }, counted
