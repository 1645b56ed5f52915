"""How the commands are grouped, listed and fail: named panels, options in any place, one clear line for an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from qualcode.errors import QualcodeError
from qualcode.messages import N_, _

ANYWHERE = ("--project", "-p", "--lang")


TITLES = (N_("Options"), N_("Arguments"), N_("Commands"), N_("required"), N_("default: {default}"), N_("[required]"))
"""Words that Typer itself looks up in our catalogue."""


class _Help:
    """Help in the language of messages, with its options in one order."""

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """Return the names of the help option, the short one first."""
        return sorted(super().get_help_option_names(ctx), key=len)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with its text translated."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))


class Command(_Help, TyperCommand):
    """One command."""


class Commands(_Help, TyperGroup):
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
        except UnicodeEncodeError as error:
            if "surrogates" not in error.reason:
                raise
            text = _("A word of the command or the name of a file is not UTF-8. Type it anew, or rename the file.")
            typer.echo(_("Error: {message}").format(message=text), err=True)
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


def add(app: typer.Typer, name: str, function: Callable[..., None], help: str, panel: str | None = None) -> None:
    """Add a command to the program or to a group."""
    app.command(name, cls=Command, help=help, rich_help_panel=panel)(function)


def group(help: str) -> typer.Typer:
    """Return a new group of commands, such as `codebook`."""
    return typer.Typer(cls=Commands, help=help, no_args_is_help=True, rich_markup_mode=None)


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
