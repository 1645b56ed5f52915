"""Commands on cases and attributes: case list, show, set, load; attribute list, type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from qualcode.cli.group import add, group
from qualcode.cli.options import Force, Format, Output, one_of, open_project
from qualcode.cli.output import say, show
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table


def case_list(
    ctx: typer.Context,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List the cases with their attributes."""
    from qualcode.query.listings import CASE, cases

    with open_project(ctx) as project:
        show(cases(project).named_from(len(CASE)), format, output, force=force)


def case_show(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(help=_("Name of the case."))],
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show one case."""
    from qualcode.query.cases import case_table

    with open_project(ctx) as project:
        facts = case_table(project, case)
        show(_with_roles(facts) if format == "text" and output is None else facts, format, output, force=force)


def _with_roles(facts: Table) -> Table:
    """Return what is known of a case, the roles of speakers in the language of messages; values of attributes stay."""
    from dataclasses import replace

    from qualcode.query.vocabulary import told

    rows = [(kind, name, told(value) if kind == "speaker" else value, *rest) for kind, name, value, *rest in facts.rows]
    return replace(facts, rows=rows)


def case_set(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(help=_("Name of the case; it is made if it is new."))],
    values: Annotated[list[str] | None, typer.Argument(help=_("ATTRIBUTE=VALUE, as many as you like."))] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help=_("A source that belongs to the case; may be repeated."))
    ] = None,
) -> None:
    """Give sources and attributes to a case."""
    from qualcode.query.filters import parse_assignment
    from qualcode.store.cases import add_case, assign_source, set_value
    from qualcode.store.sources import find_source

    with open_project(ctx) as project:
        sources = [find_source(project, name).id for name in source or ()]
        pairs = [parse_assignment(pair) for pair in values or ()]
        with project.change("case set"):
            case_id = add_case(project, case)
            for source_id in sources:
                assign_source(project, source_id, case_id)
            for name, value in pairs:
                set_value(project, name, value, case_id=case_id)
    say(_("Case set."))


def case_load(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(help=_("A table (csv, xlsx, docx) with a column: case."))]
) -> None:
    """Load cases and their attributes from a table."""
    from qualcode.workflow.metadata import load_cases

    with open_project(ctx) as project:
        loaded = load_cases(project, file)
        for name, warning in loaded.warnings:
            say(_("{name}: {warning}").format(name=name, warning=warning))
        n = len(loaded.cases)
        say(ngettext("{n} case loaded.", "{n} cases loaded.", n).format(n=n))


def attribute_list(
    ctx: typer.Context,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List the attributes with their types."""
    from qualcode.query.listings import attributes

    with open_project(ctx) as project:
        show(attributes(project), format, output, force=force)


def attribute_type(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("Name of the attribute."))],
    kind: Annotated[str, typer.Argument(help=_("text, category, number or date."))],
    order: Annotated[str, typer.Option("--order", help=_("The categories in order, with commas: D,C,B,A."))] = "",
) -> None:
    """Give an attribute a type; categories may have an order."""
    from qualcode.store.cases import TYPES, Type, set_type

    chosen = one_of(_("type"), cast(Type, kind), TYPES)
    with open_project(ctx) as project, project.change("attribute type"):
        set_type(project, name, chosen, [item.strip() for item in order.split(",") if item.strip()])
    say(_("Attribute changed."))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    case = group(_("Cases: what is compared, as an organisation."))
    add(case, "list", case_list, _("List the cases with their attributes."))
    add(case, "show", case_show, _("Show one case: attributes, sources, speakers, how much was read."))
    add(case, "set", case_set, _("Give sources and attributes to a case."))
    add(case, "load", case_load, _("Load cases and their attributes from a table."))
    app.add_typer(case, name="case", rich_help_panel=panel)
    attribute = group(_("Attributes of cases, speakers and sources."))
    add(attribute, "list", attribute_list, _("List the attributes with their types."))
    add(attribute, "type", attribute_type, _("Give an attribute a type; categories may have an order."))
    app.add_typer(attribute, name="attribute", rich_help_panel=panel)
