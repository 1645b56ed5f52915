"""Coded passages as people read them in a terminal."""

from __future__ import annotations

import shutil
import textwrap
from typing import Any

from qualcode.cli.group import visible
from qualcode.messages import _, decimal
from qualcode.query.table import Table
from qualcode.query.vocabulary import told, told_cell

WIDEST = 100


def passages(table: Table) -> str:
    """Return each excerpt as a heading, the text, and the words that made the rules suggest it."""
    width = min(WIDEST, max(40, shutil.get_terminal_size((WIDEST, 24)).columns))
    return "\n\n".join(_passage(record, width) for record in table.records()) or _("(nothing)")


def _passage(e: dict[str, Any], width: int) -> str:
    place = _("{source}, segment {segment}").format(source=e["source"], segment=e["segments"].replace(" ", "+"))
    score = "" if e["score"] is None else f" {decimal(e['score'], 2)}"
    heading = f"{e['id']}  {e['code']}  [{told(e['from'])}{score}]"
    who = " · ".join(filter(None, [place, told_cell("case", e["case"]), f"{e['speaker']} ({told(e['role'])})"]))
    lines = [heading, who]
    if e["before"]:
        lines.append(_filled(e["before"], width, "  . "))
    lines.append(_filled(e["text"], width, "  | "))
    if e["after"]:
        lines.append(_filled(e["after"], width, "  . "))
    if e["evidence"]:
        lines.append(_filled(_("words: {words}").format(words=e["evidence"]), width, "    "))
    if e["memos"]:
        lines.append(_filled(_("memo: {text}").format(text=e["memos"]), width, "    "))
    return visible("\n".join(lines))


def _filled(text: str, width: int, prefix: str) -> str:
    return "\n".join(
        textwrap.fill(line, width, initial_indent=prefix, subsequent_indent=prefix) for line in text.split("\n")
    )
