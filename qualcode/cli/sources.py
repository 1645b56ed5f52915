"""Commands on texts: import, sources, show, segments, segment, speaker."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add, group, visible
from qualcode.cli.options import AsOf, Codes, Force, Format, Output, Pipeline, Reveal, make_filter, one_of, open_project
from qualcode.cli.output import progress, say, show
from qualcode.cli.sheets import import_coding_sheet
from qualcode.errors import NoProjectError, QualcodeError
from qualcode.messages import _, ngettext
from qualcode.records import ROLES, UNITS, Unit

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.workflow.importing import ImportOptions, Report

Paths = Annotated[list[Path], typer.Argument(help=_("Files and folders."))]
Case = Annotated[str | None, typer.Option("--case", help=_("The case that these files belong to."))]
Layout = Annotated[
    str | None,
    typer.Option(
        "--layout", help=_("The layout, if the one that is found is wrong; or a .yaml that says how files are written.")
    ),
]
LabelPattern = Annotated[
    str | None,
    typer.Option("--label-pattern", help=_("A regular expression for a speaker's label at the start of a line.")),
]
SpeakerNotes = Annotated[
    list[str] | None,
    typer.Option("--speaker", help=_('LABEL=ROLE or LABEL=ROLE:NAME, as "FH=respondent:Ibu Farida"; may be repeated.')),
]
UnitOption = Annotated[str | None, typer.Option("--unit", help=_("turn, paragraph or sentence; default: by layout."))]
Language = Annotated[str | None, typer.Option("--language", help=_("Language of these files, as id, en, de."))]
Speakers = Annotated[
    Path | None,
    typer.Option("--speakers", help=_("A table (csv, xlsx, docx) with source, label, name, role, case, person.")),
]
TextColumns = Annotated[list[str] | None, typer.Option("--text-column", help=_("A column of texts; may be repeated."))]
IdColumn = Annotated[str | None, typer.Option("--id-column", help=_("The column that names the respondent."))]
CaseColumn = Annotated[str | None, typer.Option("--case-column", help=_("The column that names the case."))]
SpeakerColumn = Annotated[str | None, typer.Option("--speaker-column", help=_("The column that names who speaks."))]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help=_("Encoding of text files, as cp1252 or mac_roman; default: found."))
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", help=_("The sheet of a workbook to read; default: the first that can be read."))
]
SourceArgument = Annotated[str, typer.Argument(help=_("A source, by its name or a unique ending of it."))]
SourceOption = Annotated[str | None, typer.Option("--source", help=_("Only this source."))]


def import_options(
    *,
    case: str | None = None,
    layout: str | None = None,
    label_pattern: str | None = None,
    speaker: list[str] | None = None,
    unit: str | None = None,
    language: str | None = None,
    pipeline: str | None = None,
    speakers: Path | None = None,
    rename: str | None = None,
    text_column: list[str] | None = None,
    id_column: str | None = None,
    case_column: str | None = None,
    speaker_column: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> ImportOptions:
    """Gather what was said about the files to import."""
    from qualcode.read import Options
    from qualcode.read.encodings import known_encoding
    from qualcode.workflow.importing import ImportOptions
    from qualcode.workflow.layout_files import make_plan

    return ImportOptions(
        case=case,
        plan=make_plan(layout, label_pattern, speaker or ()),
        unit=one_of("--unit", cast(Unit, unit), UNITS[:3]) if unit else None,
        language=language,
        pipeline=pipeline,
        speakers=speakers,
        rename=rename,
        read=Options(
            tuple(text_column or ()),
            id_column,
            case_column,
            speaker_column,
            sheet,
            encoding=known_encoding(encoding) if encoding else None,
        ),
    )


def import_(
    ctx: typer.Context,
    paths: Paths,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be made of the files; store nothing."))
    ] = False,
    explain_layout: Annotated[
        bool, typer.Option("--explain-layout", help=_("With --dry-run: what each way of reading scores, and why."))
    ] = False,
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
    encoding: Encoding = None,
    sheet: SheetOption = None,
    rename: Annotated[str | None, typer.Option("--as", help=_("Store a changed file under this new name."))] = None,
    coding_sheet: Annotated[
        bool,
        typer.Option(
            "--coding-sheet",
            help=_(
                "The file is a coding sheet, or a table coded by hand (Verbatim, Koding, Tema): bring its codes in."
            ),
        ),
    ] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help=_("With --coding-sheet: store it; without, only show what would change."))
    ] = False,
    coder: CoderOption = None,
    format: Format = "text",
) -> None:
    """Read transcripts into the project, or bring back what was coded in a sheet."""
    from qualcode.workflow.importing import import_paths, preview

    if coding_sheet:
        if len(paths) != 1:
            raise QualcodeError(_("--coding-sheet takes one file at a time."))
        import_coding_sheet(ctx, paths[0], coder, apply=apply)
        return
    options = import_options(
        case=case, layout=layout, label_pattern=label_pattern, speaker=speaker, unit=unit, language=language,
        pipeline=pipeline, speakers=speakers, rename=rename, text_column=text_column, id_column=id_column,
        case_column=case_column, speaker_column=speaker_column, encoding=encoding, sheet=sheet,
    )  # fmt: skip
    if dry_run or explain_layout:
        with _any_project(ctx) as known:
            rows, report = preview(paths, options, known)
        show_preview(rows, format, explain=explain_layout)
    else:
        with open_project(ctx) as project:
            report = import_paths(project, paths, options, progress=progress)
    tell(report, dry_run=dry_run or explain_layout)
    if report.failed:
        raise typer.Exit(1)


def _any_project(ctx: typer.Context) -> AbstractContextManager[Project | None]:
    """Open the project as an import would; without one here, a preview goes by the usual settings."""
    try:
        return open_project(ctx)
    except NoProjectError:
        return nullcontext()


def show_preview(rows: list[dict[str, Any]], format: str, *, explain: bool) -> None:
    """Show what an import would make of each source: a table for programs, for people the parse line by line."""
    from qualcode.cli.parse_drawing import drawn, explained
    from qualcode.query.table import Table

    if format == "json":
        shown = [{name: value for name, value in row.items() if name != "written"} for row in rows]
        columns = list(shown[0]) if shown else ["source"]
        show(Table(columns, [list(row.values()) for row in shown], {"sources": len(rows)}), format)
        return
    columns = [
        "source", "case", "language_found", "layout", "confidence", "speakers", "turns", "segments", "collected_on",
        "doubts",
    ]  # fmt: skip
    show(
        Table(
            columns,
            [[_brief(row[name]) if name != "speakers" else _who(row[name]) for name in columns] for row in rows],
        ),
        format,
    )
    if format == "text":
        for row in rows:
            for line in explained(row) if explain else drawn(row, shutil.get_terminal_size((100, 24)).columns):
                typer.echo(visible(line))


def _brief(value: Any) -> Any:
    return len(value) if isinstance(value, list) else value


def _who(speakers: list[dict[str, str]]) -> str:
    from qualcode.query.vocabulary import told

    shown = ", ".join(f"{s['label']} ({told(s['role'])})" for s in speakers[:6])
    return shown + (", …" if len(speakers) > 6 else "")


def tell(report: Report, *, dry_run: bool = False) -> None:
    """Tell what an import did, left out, warned of, and failed at."""
    for name in report.metadata:
        say(_("{name}: read as metadata, not as a transcript.").format(name=name))
    for name, reason in report.skipped:
        say(_("{name}: left out ({reason}).").format(name=name, reason=reason))
    for name, warning in [*report.warnings, *report.doubts]:
        say(_("{name}: {warning}").format(name=name, warning=warning))
    for warning in report.unheard:
        say(warning)
    for failure in report.failed:
        say(_("Error: {message}").format(message=failure))
    if not dry_run:
        n = len(report.imported)
        say(ngettext("{n} source imported.", "{n} sources imported.", n).format(n=n))


def sources(
    ctx: typer.Context,
    doubts: Annotated[
        bool, typer.Option("--doubts", help=_("What may be wrong with how the sources were read, and how to mend it."))
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", help=_("A source whose reading was looked at and is right: its doubts go; may be repeated.")
        ),
    ] = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List the sources."""
    from qualcode.query.listings import doubts as doubts_of
    from qualcode.query.listings import sources as listing
    from qualcode.store.sources import accept_reading

    with open_project(ctx) as project:
        if accept:
            n = accept_reading(project, accept)
            say(ngettext("{n} doubt settled.", "{n} doubts settled.", n).format(n=n))
            return
        show(doubts_of(project) if doubts else listing(project), format, output, force=force)


def show_source(
    ctx: typer.Context,
    source: SourceArgument,
    code: Codes = None,
    coder: CoderOption = None,
    reveal: Reveal = False,
    plain: Annotated[bool, typer.Option("--plain", help=_("For screen readers: sentences instead of marks."))] = False,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show a source as it reads, with codings and suggestions in the margin."""
    from qualcode.cli.page import Style, page
    from qualcode.cli.page import plain as in_words
    from qualcode.cli.pager import has_colour, page_out
    from qualcode.query.listings import turns
    from qualcode.workflow.showing import reading_of

    with open_project(ctx, as_of=as_of) as project:
        if format != "text" or output is not None:
            show(turns(project, source), format, output, force=force)
            return
        codes = make_filter(code=code).code_ids(project) if code else None
        reading = reading_of(project, source, known_coder(coder), codes=codes, reveal=reveal)
        width = shutil.get_terminal_size((100, 24)).columns
        page_out(in_words(reading) if plain else page(reading, Style(width, has_colour())))
        if reading.hidden and not code:
            n = reading.hidden
            say(
                ngettext(
                    "{n} coding of other people is hidden. To see it: --reveal",
                    "{n} codings of other people are hidden. To see them: --reveal",
                    n,
                ).format(n=n)
            )


def segments(
    ctx: typer.Context,
    source: SourceOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List the segments: the units that are coded."""
    from qualcode.query.listings import segments as listing

    with open_project(ctx) as project:
        show(listing(project, source), format, output, force=force)


def segment(
    ctx: typer.Context,
    unit: Annotated[str, typer.Option("--unit", help=_("turn, paragraph or sentence."))],
    source: SourceOption = None,
    pipeline: Pipeline = None,
) -> None:
    """Cut the sources into units of another size; codings stay on their words."""
    from qualcode.workflow.cutting import cut_again

    chosen = one_of("--unit", cast(Unit, unit), UNITS[:3])
    with open_project(ctx) as project:
        n = cut_again(project, chosen, source=source, pipeline=pipeline)
        say(ngettext("{n} segment now.", "{n} segments now.", n).format(n=n))


def speaker_list(
    ctx: typer.Context,
    source: SourceOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List who speaks, in which role and for which case."""
    from qualcode.query.listings import speakers as listing

    with open_project(ctx) as project:
        show(listing(project, source), format, output, force=force)


def speaker_set(
    ctx: typer.Context,
    source: SourceArgument,
    label: Annotated[str, typer.Argument(help=_("The speaker's label in this source."))],
    values: Annotated[list[str] | None, typer.Argument(help=_("ATTRIBUTE=VALUE, as many as you like."))] = None,
    name: Annotated[str | None, typer.Option("--name", help=_("The speaker's name."))] = None,
    role: Annotated[
        str | None, typer.Option("--role", help=_("interviewer, respondent, moderator, observer or unknown."))
    ] = None,
    case: Annotated[str | None, typer.Option("--case", help=_('The case the speaker belongs to; "" for none.'))] = None,
    person: Annotated[
        str | None, typer.Option("--person", help=_("The same name in several sources is one person."))
    ] = None,
) -> None:
    """Correct a speaker."""
    from qualcode.query.filters import parse_assignment
    from qualcode.store.speakers import set_speaker

    if role is not None:
        one_of("--role", role, ROLES)
    with open_project(ctx) as project:
        pairs = dict(parse_assignment(pair) for pair in values or ())
        set_speaker(project, source, label, name=name, role=role, case=case, person=person, values=pairs)
        say(_("Speaker changed."))


def speaker_join(
    ctx: typer.Context,
    source: SourceArgument,
    label: Annotated[str, typer.Argument(help=_("The label that goes."))],
    into: Annotated[str, typer.Argument(help=_("The label that stays."))],
) -> None:
    """Make two labels of a source one speaker."""
    from qualcode.store.speakers import join_speakers

    with open_project(ctx) as project:
        n = join_speakers(project, source, label, into)
        say(ngettext("{n} turn moved.", "{n} turns moved.", n).format(n=n))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "import", import_, _("Read transcripts into the project."), panel)
    add(app, "sources", sources, _("List the sources."), panel)
    add(app, "show", show_source, _("Show a source as it reads, with codings in the margin."), panel)
    add(app, "segments", segments, _("List the segments: the units that are coded."), panel)
    add(app, "segment", segment, _("Cut the sources into units of another size."), panel)
    speaker = group(_("List and correct speakers."))
    add(speaker, "list", speaker_list, _("List who speaks, in which role and for which case."))
    add(speaker, "set", speaker_set, _("Correct a speaker."))
    add(speaker, "join", speaker_join, _("Make two labels of a source one speaker."))
    app.add_typer(speaker, name="speaker", rich_help_panel=panel)
