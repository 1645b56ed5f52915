"""The program: its commands in their panels, and the options that hold for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode import __version__
from qualcode.cli import (
    adjudicating,
    agreement,
    analysis,
    assigning,
    cases,
    charting,
    codebook,
    coding,
    comparing,
    correcting,
    discovering,
    erasing,
    evaluating,
    exporting,
    learning,
    memos,
    mending,
    merging,
    patterns,
    project,
    reporting,
    retrieval,
    reviewing,
    simulating,
    sources,
    study,
    words,
)
from qualcode.cli.group import Commands
from qualcode.messages import _, choose_language, set_language

app = typer.Typer(
    cls=Commands,
    help=_("Code interview and focus group transcripts and compare themes across the organisations that were studied."),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project", "-p", help=_("The project file; else QUALCODE_PROJECT, else the only *.qualcode here.")
        ),
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help=_("Language of messages: en or id."))] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=_("Print the version and exit."))
    ] = False,
) -> None:
    """Keep what holds for every command; `version` ends the program before."""
    del version
    set_language(choose_language(["--lang", lang] if lang else []))
    ctx.obj = project


study.add_to(app, _("The main job"))
project.add_to(app, _("The project"))
merging.add_to(app, _("The project"))
erasing.add_to(app, _("The project"))
sources.add_to(app, _("Texts"))
mending.add_to(app, _("Texts"))
correcting.add_to(app, _("Texts"))
codebook.add_to(app, _("Codebook"))
discovering.add_to(app, _("Codebook"))
coding.add_to(app, _("Coding"))
learning.add_to(app, _("Learning"))
evaluating.add_to(app, _("Learning"))
simulating.add_to(app, _("Learning"))
reviewing.add_to(app, _("Coding"))
assigning.add_to(app, _("Coding"))
memos.add_to(app, _("Coding"))
cases.add_to(app, _("Cases and attributes"))
analysis.add_to(app, _("Counts"))
comparing.add_to(app, _("Counts"))
patterns.add_to(app, _("Counts"))
agreement.add_to(app, _("Counts"))
adjudicating.add_to(app, _("Counts"))
retrieval.add_to(app, _("Passages"))
words.add_to(app, _("Passages"))
exporting.add_to(app, _("Results"))
charting.add_to(app, _("Results"))
reporting.add_to(app, _("Results"))
