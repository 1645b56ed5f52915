"""The main job: run, and demo on the sample study."""

from __future__ import annotations

import shutil
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.group import add
from qualcode.cli.options import Force, Pipeline
from qualcode.cli.output import progress, say, show
from qualcode.cli.sources import (
    Case,
    CaseColumn,
    Encoding,
    IdColumn,
    LabelPattern,
    Language,
    Layout,
    SheetOption,
    SpeakerColumn,
    SpeakerNotes,
    Speakers,
    TextColumns,
    UnitOption,
    import_options,
    tell,
)
from qualcode.errors import WriteError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.workflow.importing import ImportOptions
    from qualcode.workflow.running import Result


def run(
    folder: Annotated[Path, typer.Argument(help=_("A folder of transcripts, or one file."))],
    codebook: Annotated[Path, typer.Option("--codebook", help=_("A codebook: .yaml or .csv."))],
    out: Annotated[Path, typer.Option("--output", "-o", help=_("Folder for the results."))] = Path("results"),
    case: Case = None,
    layout: Layout = None,
    label_pattern: LabelPattern = None,
    speaker: SpeakerNotes = None,
    unit: UnitOption = None,
    language: Language = None,
    pipeline: Pipeline = None,
    speakers: Speakers = None,
    text_column: TextColumns = None,
    id_column: IdColumn = None,
    case_column: CaseColumn = None,
    speaker_column: SpeakerColumn = None,
    sheet: SheetOption = None,
    encoding: Encoding = None,
    force: Force = False,
) -> None:
    """From a folder of transcripts to a theme table by case; again after a change it brings everything up to date."""
    options = import_options(
        case=case, layout=layout, label_pattern=label_pattern, speaker=speaker, unit=unit, language=language,
        pipeline=pipeline, speakers=speakers, text_column=text_column, id_column=id_column,
        case_column=case_column, speaker_column=speaker_column, encoding=encoding, sheet=sheet,
    )  # fmt: skip
    _run(folder, codebook, out, options, force=force)


def _run(folder: Path, codebook: Path, out: Path, options: ImportOptions, *, force: bool) -> None:
    from qualcode.workflow.running import EXCERPTS, REPORT, THEMES
    from qualcode.workflow.running import run as whole_job

    result = whole_job(folder, codebook, out, options=options, force=force, progress=progress)
    tell(result.imported)
    _tell_doubtful(result)
    n = result.suggestions
    say(ngettext("{n} suggestion by the rules.", "{n} suggestions by the rules.", n).format(n=n))
    show(overview(result.themes))
    for name in (result.project.name, EXCERPTS, THEMES, REPORT):
        say(_("Written: {path}").format(path=out / name))
    say(_("Next:"))
    for command in next_commands(result.project, result.word):
        say(f"  {command}")
    if result.imported.failed:
        raise typer.Exit(1)


def _tell_doubtful(result: Result) -> None:
    """Say how many sources of earlier runs are doubtful; those of this one were told one by one."""
    told = {name for name, _doubt in result.imported.doubts}
    n = sum(name not in told for name in result.doubtful)
    if n:
        say(
            ngettext(
                "{n} source of an earlier run may be read wrongly: qualcode sources --doubts -p {project}",
                "{n} sources of an earlier run may be read wrongly: qualcode sources --doubts -p {project}",
                n,
            ).format(n=n, project=quote(str(result.project)))
        )


def overview(table: Table) -> Table:
    """Return the rows of the themes, for the screen; over more than twelve cases their sum, as the report has the rest.

    Runs of a machine that never were are left out.
    """
    from qualcode.export.report.theme_counts import MOST_COLUMNS
    from qualcode.query.table import Table

    records = [record for record in table.records() if "/" not in record["code"]]
    ran = {record["from"] for record in records if record["n"]} | {"rule"}
    records = [record for record in records if record["from"] in ran]
    if len({record["case"] for record in records}) > MOST_COLUMNS:
        records = summed(records)
    return Table(table.columns, [[record[c] for c in table.columns] for record in records], table.note, table.spread)


def summed(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return counts of segments summed over all cases; a segment belongs to one case only."""
    sums: dict[tuple[str, str], dict[str, Any]] = {}
    for record in records:
        total = sums.setdefault(
            (record["code"], record["from"]), {**record, "case": _("all cases"), "n": 0, "population": 0}
        )
        total["n"] += record["n"] or 0
        total["population"] += record["population"]
        total["share"] = total["n"] / total["population"] if total["population"] and record["from"] != "human" else None
    return list(sums.values())


def next_commands(project: Path, word: str) -> list[str]:
    """Return commands that can be pasted as they stand; `word` stands in the texts."""
    name = f"'{project}'" if " " in str(project) else str(project)
    return [
        f"qualcode excerpts --from rule -p {name}",
        f"qualcode themes --from rule --by role -p {name}",
        *([f"qualcode find {word} -p {name}"] if word else []),
        f"qualcode codebook expand -p {name}",
        f"qualcode log -p {name}",
    ]


def demo(
    folder: Annotated[Path, typer.Argument(help=_("Where to put the sample study and its results."))] = Path(
        "qualcode-demo"
    ),
) -> None:
    """Copy the sample study (invented) and do the main job on it."""
    from qualcode.resources import data_folder
    from qualcode.workflow.importing import ImportOptions

    if folder.exists() and any(folder.iterdir()):
        raise WriteError(_("{path}: the folder is not empty. Name another: qualcode demo FOLDER").format(path=folder))
    try:
        for name in ("transcripts", "codebooks"):
            shutil.copytree(data_folder(name), folder / name)
    except OSError as error:
        raise WriteError(
            _("{path}: cannot be written ({reason}).").format(path=folder, reason=error.strerror)
        ) from None
    _run(folder / "transcripts", folder / "codebooks" / "orsos.yaml", folder / "results", ImportOptions(), force=False)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "run", run, _("From a folder of transcripts to a theme table by case."), panel)
    add(app, "demo", demo, _("Copy the sample study (invented) and do the main job on it."), panel)
