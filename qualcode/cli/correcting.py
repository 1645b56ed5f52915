"""The command correct: mend the text of a source, or the turns that were found in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add, visible
from qualcode.cli.options import Force, Format, Output, Yes, open_project
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.segment.difference import Moves
    from qualcode.store.anchors import Listed, Report
    from qualcode.store.project import Project

Speaker = Annotated[str | None, typer.Option("--speaker", help=_("Label of who speaks; a new one is made."))]


def correct(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(help=_("A source, by its name or a unique ending of it."))],
    file: Annotated[Path | None, typer.Argument(help=_("The corrected text; without it an editor opens."))] = None,
    replace: Annotated[
        tuple[str, str] | None, typer.Option("--replace", help=_("OLD NEW: replace these words everywhere in it."))
    ] = None,
    turn: Annotated[int | None, typer.Option("--turn", help=_("Give turn N to another speaker: --speaker."))] = None,
    speaker: Speaker = None,
    as_: Annotated[
        str | None, typer.Option("--as", help=_("With --turn: make it header or note, which is no speech."))
    ] = None,
    split_at: Annotated[
        int | None, typer.Option("--split-at", help=_("Cut the turn at this offset of the text in two."))
    ] = None,
    join: Annotated[str | None, typer.Option("--join", help=_("N-M: make one turn of turns N to M."))] = None,
    versions: Annotated[bool, typer.Option("--versions", help=_("List the texts it had before."))] = False,
    version: Annotated[int | None, typer.Option("--version", help=_("Print the text of version N."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show what would change; change nothing."))] = False,
    coder: CoderOption = None,
    yes: Yes = False,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Mend a text or its turns; what people did stays on its words."""
    parse = {"--turn": turn is not None, "--split-at": split_at is not None, "--join": join is not None}
    texts = {"FILE": file is not None, "--replace": replace is not None}
    _check({**texts, **parse, "--versions": versions, "--version": version is not None}, turn, speaker, split_at, as_)
    if dry_run and any(parse.values()):
        raise typer.BadParameter(_("--dry-run is for corrections of the text."))
    with open_project(ctx) as project:
        if versions:
            show(_versions(project, source), format, output, force=force)
        elif version is not None:
            _write_version(project, source, version, output, force=force)
        elif any(parse.values()):
            _mend_parse(
                project, source, known_coder(coder), turn=turn, speaker=speaker, split_at=split_at, join=join, aside=as_
            )
        else:
            change = _change(project, source, file, replace)
            _mend_text(
                project,
                source,
                change,
                known_coder(coder),
                dry_run=dry_run,
                yes=yes,
                format=format,
                output=output,
                force=force,
            )


def _check(
    acts: dict[str, bool], turn: int | None, speaker: str | None, split_at: int | None, aside: str | None
) -> None:
    """Refuse what does not go together."""
    given = [name for name, is_given in acts.items() if is_given]
    if len(given) > 1:
        raise typer.BadParameter(_("{first} and {second} do not go together.").format(first=given[0], second=given[1]))
    if aside is not None and (turn is None or speaker is not None or aside not in ("header", "note")):
        raise typer.BadParameter(_("--as goes with --turn alone, and is header or note."))
    if turn is not None and speaker is None and aside is None:
        raise typer.BadParameter(_("--turn needs --speaker LABEL, or --as header|note."))
    if speaker is not None and turn is None and split_at is None:
        raise typer.BadParameter(_("--speaker goes with --turn or --split-at."))


def _change(project: Project, source: str, file: Path | None, replace: tuple[str, str] | None) -> Moves:
    """Return what is to be changed, from --replace, the file or the editor."""
    from qualcode.cli.editing import edit
    from qualcode.store.sources import find_source, text_of
    from qualcode.workflow.correcting import corrected, replaced

    if replace is not None:
        change, n = replaced(project, source, *replace)
        say(ngettext("{n} place found.", "{n} places found.", n).format(n=n))
        return change
    before = text_of(project, find_source(project, source).id)
    text = _text_of_file(file) if file is not None else edit(before)
    return corrected(project, source, before if text is None else text, before=before)


def _text_of_file(file: Path) -> str:
    from qualcode.read import read

    sources = read(file)
    if len(sources) != 1 or sources[0].rows:
        raise QualcodeError(_("{path}: a corrected text is one text, not a table of answers.").format(path=file))
    for warning in sources[0].warnings:
        say(_("{name}: {warning}").format(name=file, warning=warning))
    return sources[0].text


def _mend_text(
    project: Project,
    source: str,
    change: Moves,
    coder: str,
    *,
    dry_run: bool,
    yes: bool,
    format: str,
    output: Path | None,
    force: bool,
) -> None:
    from qualcode.query.table import Table
    from qualcode.workflow.correcting import correct, preview

    report = preview(project, source, change)
    if not change.edits:
        say(_("{source}: the text is as it was; nothing was changed.").format(source=report.source))
        return
    if report.listed or dry_run:
        note = {"source": report.source, "listed": len(report.listed)}
        show(Table(COLUMNS, [_row(item) for item in report.listed], note), format, output, force=force)
    if dry_run:
        _tell_counts(report)
        say(_("Nothing was changed."))
        return
    if report.listed and not yes and not _agreed(report.listed):
        say(_("Nothing was changed."))
        raise typer.Exit(1)
    correct(project, source, change, accepted=report, coder=coder)
    _tell_counts(report)
    say(_("{source}: corrected. The old text: qualcode correct {source} --versions").format(source=report.source))


COLUMNS = ("id", "kind", "what", "code", "coder", "segment", "start", "end", "old", "new")


def _row(item: Listed) -> list[object]:
    return [
        item.id, item.kind, item.fate, item.code, item.coder, item.segment, item.start, item.stop, item.quote, item.now,
    ]  # fmt: skip


def _agreed(listed: Sequence[Listed]) -> bool:
    """Ask whether to do what is listed.

    Raises
    ------
    QualcodeError
        If there is no terminal to ask on.
    """
    changed = sum(item.fate == "changed" for item in listed)
    what = _("Codings that get other words: {changed}; what goes or loses its words: {gone}.").format(
        changed=changed, gone=len(listed) - changed
    )
    if not _on_terminal():
        raise QualcodeError(_("{what} To do it all the same: --yes").format(what=what))
    say(what)
    return typer.confirm(_("Correct the text?"), err=True)


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _tell_counts(report: Report) -> None:
    kept = {kind: count.same + count.changed for kind, count in report.counts.items()}
    say(
        _(
            "Carried over: codings {coding}, decisions {decision}, readings {reading}, assignments {assignment}, "
            "memos {memo}, suggestions {suggestion}."
        ).format(**kept)
    )
    if gone := report.counts["suggestion"].gone:
        say(
            ngettext(
                "{n} suggestion went, because its words changed. To make it anew: qualcode autocode --apply",
                "{n} suggestions went, because their words changed. To make them anew: qualcode autocode --apply",
                gone,
            ).format(n=gone)
        )


def _mend_parse(
    project: Project,
    source: str,
    coder: str,
    *,
    turn: int | None,
    speaker: str | None,
    split_at: int | None,
    join: str | None,
    aside: str | None,
) -> None:
    from qualcode.store.sources import find_source
    from qualcode.workflow.correcting import join_turns, set_turn_aside, set_turn_speaker, split_turn

    name, new = find_source(project, source).name, False
    if turn is not None and aside is not None:
        set_turn_aside(project, source, turn, "header" if aside == "header" else "note", coder=coder)
        say(
            _("{source}: turn {n} is no speech any more; codings on it are kept but not counted.").format(
                source=name, n=turn
            )
        )
    if turn is not None and speaker is not None:
        new = set_turn_speaker(project, source, turn, speaker, coder=coder)
        say(_("{source}: turn {n} has another speaker.").format(source=name, n=turn))
    elif split_at is not None:
        new = split_turn(project, source, split_at, speaker, coder=coder)
        say(_("{source}: the turn was cut in two.").format(source=name))
    elif join is not None:
        join_turns(project, source, *_first_and_last(join), coder=coder)
        say(_("{source}: turns {turns} are one.").format(source=name, turns=join))
    if new:
        say(
            _('"{label}" is new here; the role: qualcode speaker set {source} "{label}" --role ROLE').format(
                label=speaker, source=name
            )
        )


def _first_and_last(turns: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(\d+)\s*-\s*(\d+)\s*", turns)
    if found is None:
        raise typer.BadParameter(_("--join takes the first and the last turn, as 3-4."))
    return int(found[1]), int(found[2])


def _versions(project: Project, source: str) -> Table:
    from qualcode.query.table import Table
    from qualcode.store.sources import find_source
    from qualcode.store.versions import versions

    found = find_source(project, source)
    rows = [(v.n, v.at, v.coder, v.command, len(v.text)) for v in versions(project, found.id)]
    return Table(("n", "at", "coder", "command", "characters"), rows, {"source": found.name})


def _write_version(project: Project, source: str, n: int, output: Path | None, *, force: bool) -> None:
    from qualcode.export import write_file
    from qualcode.store.sources import find_source
    from qualcode.store.versions import version

    text = version(project, find_source(project, source).id, n).text
    if output is not None:
        write_file(output, [text.encode()], force=force)
        say(_("Written: {path}").format(path=output))
    else:
        typer.echo(visible(text) if sys.stdout.isatty() else text, nl=not text.endswith("\n"))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "correct", correct, _("Mend a text or its turns; what people did stays on its words."), panel)
