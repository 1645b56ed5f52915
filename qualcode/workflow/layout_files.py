"""How transcripts are written, said by the user: ``--speaker``, ``--label-pattern``, and a file with all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError, ReadError
from qualcode.language.lexicon import Lexicon, bare
from qualcode.messages import _
from qualcode.records import ROLES, Role, Speaker
from qualcode.segment.hints import Hints
from qualcode.segment.labels import label_key, split_remark

_KEYS = ("layout", "label_pattern", "header_lines", "speakers")


@dataclass(frozen=True, slots=True)
class Plan:
    """How the files of an import are written.

    Attributes
    ----------
    layout : str or None
        Name of a layout; None: found.
    speakers : sequence of Speaker
        Labels with their roles and names, for all files.
    """

    layout: str | None = None
    speakers: Sequence[Speaker] = ()
    hints: Hints = field(default_factory=Hints)


def make_plan(layout: str | None, label_pattern: str | None, speakers: Sequence[str]) -> Plan:
    """Return the plan that options say; a layout that ends in .yaml or .yml is a file, and options go before it.

    Parameters
    ----------
    speakers : sequence of str
        Each ``LABEL=ROLE`` or ``LABEL=ROLE:NAME``.

    Raises
    ------
    QualcodeError
        If the file, the pattern or a role is wrong.
    """
    plan = _of_file(Path(layout)) if layout and layout.lower().endswith((".yaml", ".yml")) else Plan(layout)
    said = [_speaker(one) for one in speakers]
    pattern = compiled(label_pattern) if label_pattern else plan.hints.label_pattern
    return Plan(plan.layout, [*said, *plan.speakers], Hints(pattern, plan.hints.header_lines))


def fits_no_line(plan: Plan, text: str) -> str:
    """Return a warning if the label pattern fits no line of a text, else ""."""
    pattern = plan.hints.label_pattern
    if pattern is None or any(pattern.match(line.lstrip()) for line in text.split("\n")):
        return ""
    return _("--label-pattern fits the start of no line, so it was not used.")


def unheard(plan: Plan, heard: Iterable[str], words: Lexicon) -> list[str]:
    """Return a warning for each label that the user names and nobody has.

    Parameters
    ----------
    heard : iterable of str
        The labels of the speakers that were found.
    """
    keys = {name for label in heard for name in (bare(label), _key(label, words))}
    message = _('--speaker: nobody has the label "{label}".')
    return [message.format(label=one.label) for one in plan.speakers if _key(one.label, words) not in keys]


def _key(label: str, words: Lexicon) -> str:
    return label_key(split_remark(label)[0], words)


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a label pattern.

    Raises
    ------
    QualcodeError
        If it is no regular expression, with the place of the mistake.
    """
    try:
        return re.compile(pattern)
    except re.error as error:
        message = _('--label-pattern "{pattern}" is not a valid regular expression ({reason}).')
        raise QualcodeError(message.format(pattern=pattern, reason=error)) from None


def _speaker(said: str) -> Speaker:
    label, equals, rest = said.rpartition("=") if said.count("=") == 1 else said.partition("=")
    role, _colon, name = rest.partition(":")
    if not equals or not label.strip():
        raise QualcodeError(
            _('--speaker "{said}" has no role. Write LABEL=ROLE or LABEL=ROLE:NAME, as "P=interviewer:Rina".').format(
                said=said
            )
        )
    return Speaker(label.strip(), name=name.strip(), role=_role(role, said))


def _role(role: str, where: str) -> Role:
    found = role.strip().casefold()
    if found not in ROLES:
        message = _('{where}: there is no role "{role}". Known: {known}.')
        raise QualcodeError(message.format(where=where, role=role.strip(), known=", ".join(ROLES)))
    return found


def _of_file(path: Path) -> Plan:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "problem", None) or _("not UTF-8")
        raise ReadError(_("{path}: cannot be read ({reason}).").format(path=path, reason=reason)) from None
    if not isinstance(content, Mapping) or set(content) - set(_KEYS):
        message = _("{path}: a layout file holds {keys}, nothing else.")
        raise ReadError(message.format(path=path, keys=", ".join(_KEYS)))
    return _checked(content, path)


def _checked(content: Mapping[str, Any], path: Path) -> Plan:
    lines = content.get("header_lines", 0)
    if not isinstance(lines, int) or isinstance(lines, bool) or lines < 0:
        raise ReadError(_("{path}: header_lines is a number of lines, 0 or more.").format(path=path))
    pattern, layout = content.get("label_pattern"), content.get("layout")
    if not all(one is None or isinstance(one, str) for one in (pattern, layout)):
        raise ReadError(_("{path}: layout and label_pattern are each one text, in quotes.").format(path=path))
    speakers = content.get("speakers") or {}
    if not isinstance(speakers, Mapping):
        raise ReadError(_("{path}: speakers holds a line LABEL: ROLE or LABEL: ROLE:NAME for each.").format(path=path))
    notes = [_speaker(f"{label}={role}") for label, role in speakers.items()]
    return Plan(layout or None, notes, Hints(compiled(pattern) if pattern else None, lines))
