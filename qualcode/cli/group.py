"""How the commands are grouped, listed and fail: named panels, options in any place, one clear line for an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from qualcode.errors import QualcodeError
from qualcode.messages import _

ANYWHERE = ("--project", "-p", "--lang")


class Commands(TyperGroup):
    """The commands of the program, or of a group such as `codebook`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let the project and the language stand before or after the command."""
        if ctx.parent is None:
            first, rest = to_front(args)
            args = [*first, *rest]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an error that is the user's to mend is one line on stderr and exit code 1."""
        if ctx.parent is not None:
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except QualcodeError as error:
            typer.echo(_("Error: {message}").format(message=visible(str(error))), err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands under the headings of their panels."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is None or command.hidden:
                continue
            panel = getattr(command, "rich_help_panel", None)
            heading = panel if isinstance(panel, str) else _("Commands")
            panels.setdefault(heading, []).append((name, command.get_short_help_str(limit=200)))
        for heading, rows in panels.items():
            with formatter.section(heading):
                formatter.write_dl(rows)

    def list_commands(self, ctx: Any) -> list[str]:
        """Keep the order in which the commands were added."""
        del ctx
        return list(self.commands)


def to_front(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the options that may stand anywhere from the rest.

    Examples
    --------
    >>> to_front(["themes", "-p", "a.qualcode", "--by", "case"])
    (['-p', 'a.qualcode'], ['themes', '--by', 'case'])
    """
    front: list[str] = []
    rest: list[str] = []
    items = iter(args)
    for item in items:
        if item == "--":
            rest.extend([item, *items])
        elif item in ANYWHERE:
            front.extend([item, *[value for value in [next(items, None)] if value is not None]])
        elif item.startswith(("--project=", "--lang=")):
            front.append(item)
        else:
            rest.append(item)
    return front, rest


def visible(text: str) -> str:
    """Return text whose control and direction marks are shown as escapes, so that a name cannot paint the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)
