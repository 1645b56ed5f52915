"""The commands source reread, split and rename: how a source was read, mended after its import."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add, group
from qualcode.cli.options import Yes, open_project
from qualcode.cli.output import say
from qualcode.cli.sources import LabelPattern, Layout, SourceArgument, SpeakerNotes
from qualcode.messages import _, ngettext


def source_reread(
    ctx: typer.Context,
    source: SourceArgument,
    layout: Layout = None,
    label_pattern: LabelPattern = None,
    speaker: SpeakerNotes = None,
    coder: CoderOption = None,
    yes: Yes = False,
) -> None:
    """Read a source again in another way; what people did stays on its words."""
    from qualcode.language import parted
    from qualcode.language.lexicon import lexicon
    from qualcode.segment.doubts import said
    from qualcode.store.sources import find_source, text_of
    from qualcode.workflow.layout_files import fits_no_line, make_plan, unheard
    from qualcode.workflow.rereading import reread

    with open_project(ctx) as project:
        plan = make_plan(layout, label_pattern, speaker or ())
        found = reread(project, source, plan, by_hand=yes, coder=known_coder(coder))
        stored = find_source(project, source)
        in_vain = [
            fits_no_line(plan, text_of(project, stored.id)),
            *unheard(plan, [one.label for one in found.speakers], lexicon(parted(stored.language)[0])),
        ]
        roles = ", ".join(f"{one.label} ({_(one.role)})" for one in found.speakers[:8]) or _("no speakers")
        n = len(found.turns)
        say(ngettext("{n} turn; {roles}.", "{n} turns; {roles}.", n).format(n=n, roles=roles))
        for warning in (*in_vain, *map(said, found.doubts)):
            if warning:
                say(warning)


def source_split(
    ctx: typer.Context,
    source: SourceArgument,
    line: Annotated[int, typer.Option("--line", min=2, help=_("The line at which the second source begins."))],
    name: Annotated[str | None, typer.Option("--as", help=_("Name of the second source."))] = None,
    coder: CoderOption = None,
    yes: Yes = False,
) -> None:
    """Make two sources of one, as of a file with two interviews; what people did goes with its words."""
    from qualcode.segment.doubts import said
    from qualcode.workflow.rereading import split

    with open_project(ctx) as project:
        made = split(project, source, line, name=name, by_hand=yes, coder=known_coder(coder))
        say(
            _('"{first}" ends above line {n}; from there on it is "{second}".').format(
                first=made.first, second=made.second, n=line
            )
        )
        for half, doubt in made.doubts:
            say(_("{name}: {warning}").format(name=half, warning=said(doubt)))
        if made.suggestions:
            n = made.suggestions
            say(
                ngettext(
                    "{n} suggestion went. To make it anew: qualcode autocode --apply",
                    "{n} suggestions went. To make them anew: qualcode autocode --apply",
                    n,
                ).format(n=n)
            )


def source_rename(
    ctx: typer.Context,
    source: SourceArgument,
    name: Annotated[str, typer.Argument(help=_("The new name."))],
    coder: CoderOption = None,
) -> None:
    """Give a source another name."""
    from qualcode.workflow.rereading import rename

    with open_project(ctx) as project:
        old = rename(project, source, name, coder=known_coder(coder))
        say(_('"{old}" is now "{new}".').format(old=old, new=" ".join(name.split())))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    source = group(_("Mend how a source was read, cut it in two, rename it."))
    add(source, "reread", source_reread, _("Read a source again in another way; codings stay on their words."))
    add(source, "split", source_split, _("Make two sources of one; codings go with their words."))
    add(source, "rename", source_rename, _("Give a source another name."))
    app.add_typer(source, name="source", rich_help_panel=panel)
