"""``cases.csv`` and ``speakers.csv``: what the researcher knows about organisations and people beside the texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from qualcode.errors import ReadError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.read import read_table
from qualcode.records import ROLES, Role, Speaker
from qualcode.store.cases import Type, add_attribute, add_case, assign_source, set_value
from qualcode.store.project import Project
from qualcode.store.sources import sources

SPEAKER_COLUMNS = ("source", "label", "name", "role", "case", "person")
CASE_COLUMNS = ("case", "sources")


@dataclass(slots=True)
class Metadata:
    """Cases with their attributes, which sources are whose, and corrections of speakers.

    Attributes
    ----------
    cases : attributes by case
    patterns : (pattern of source names, case)
        Shell patterns (``melati/*``) from the column ``sources`` of cases.csv, several joined by ";".
    types : types of the attributes, found from their values
    speakers : (pattern of source names, speaker)
    warnings : (file, what is to be told of how it was read)
    """

    cases: dict[str, dict[str, str]] = field(default_factory=dict)
    patterns: list[tuple[str, str]] = field(default_factory=list)
    types: dict[str, Type] = field(default_factory=dict)
    speakers: list[tuple[str, Speaker]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def case_of(self, source: str) -> str | None:
        """Return the case that a source belongs to, or None."""
        return next((case for pattern, case in self.patterns if _fits(source, pattern)), None)

    def speakers_of(self, source: str) -> list[Speaker]:
        """Return what is known of the speakers of a source."""
        return [speaker for pattern, speaker in self.speakers if not pattern or _fits(source, pattern)]


def _fits(source: str, pattern: str) -> bool:
    return fnmatchcase(key(source), key(pattern))


def read_metadata(files: Sequence[Path], speakers: Path | None = None) -> Metadata:
    """Read the metadata files of a folder, and the speakers file that was named.

    Raises
    ------
    ReadError
        With the file and the line.
    """
    metadata = Metadata()
    for path in files:
        (read_cases if path.name.lower() == "cases.csv" else read_speakers)(path, metadata)
    if speakers is not None:
        read_speakers(speakers, metadata)
    return metadata


def read_cases(path: Path, metadata: Metadata) -> None:
    """Read cases and their attributes from a table with a column ``case``.

    Raises
    ------
    ReadError
    """
    for line, row in _rows(path, "case", metadata):
        name = row.pop("case")
        if not name:
            raise ReadError(_("{path}, line {line}: the case has no name.").format(path=path, line=line))
        if any(key(name) == key(known) for known in metadata.cases):
            raise ReadError(
                _('{path}, line {line}: case "{name}" occurs twice.').format(path=path, line=line, name=name)
            )
        for pattern in filter(None, (p.strip() for p in row.pop("sources", "").split(";"))):
            metadata.patterns.append((pattern, name))
        metadata.cases[name] = row
    for attribute in dict.fromkeys(a for values in metadata.cases.values() for a in values):
        metadata.types[attribute] = found_type([values.get(attribute, "") for values in metadata.cases.values()])


def found_type(values: Sequence[str]) -> Type:
    """Return "number" or "date" if every value that is given is one, else "text".

    Examples
    --------
    >>> found_type(["5", "", "12"]), found_type(["2018-03-12"]), found_type(["A", "3"])
    ('number', 'date', 'text')
    """
    given = [value for value in values if value]
    if given and all(re.fullmatch(r"[+-]?\d+(\.\d+)?", value) for value in given):
        return "number"
    if given and all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) and _is_day(value) for value in given):
        return "date"
    return "text"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def read_speakers(path: Path, metadata: Metadata) -> None:
    """Read corrections of speakers: source (a pattern; empty is every source), label, name, role, case, person.

    Other columns become attributes of the speaker.

    Raises
    ------
    ReadError
    """
    for line, row in _rows(path, "label", metadata):
        given = {name: row.pop(name, "") for name in SPEAKER_COLUMNS}
        if not given["label"]:
            raise ReadError(_("{path}, line {line}: the speaker has no label.").format(path=path, line=line))
        role = _role(given["role"], path, line)
        speaker = Speaker(
            label=given["label"],
            name=given["name"],
            role=role,
            case=given["case"] or None,
            case_set=bool(given["case"]),
            person=given["person"] or None,
            values={name: value for name, value in row.items() if value},
        )
        metadata.speakers.append((given["source"], speaker))


def _role(text: str, path: Path, line: int) -> Role:
    for role in ROLES:
        if role == (text or "unknown").casefold():
            return role
    raise ReadError(
        _('{path}, line {line}: "{role}" is no role. Known: {known}.').format(
            path=path, line=line, role=text, known=", ".join(ROLES)
        )
    )


def _rows(path: Path, needed: str, metadata: Metadata) -> list[tuple[int, dict[str, str]]]:
    """Return (line, cells by heading) of a table; headings of our own columns are compared without case."""
    table = read_table(path)
    metadata.warnings.extend((path.name, warning) for warning in table.warnings)
    lines = [(line, cells) for line, cells in table.numbered() if any(cell.strip() for cell in cells)]
    first, heading = lines[0] if lines else (1, ())
    ours = {*SPEAKER_COLUMNS, *CASE_COLUMNS}
    headings = [key(h) if key(h) in ours else h.strip() for h in heading]
    if needed not in headings:
        raise ReadError(
            _('{path}, line {line}: there is no column "{name}".').format(path=path, line=first, name=needed)
        )
    return [
        (line, {h: cell.strip() for h, cell in zip(headings, cells, strict=False) if h}) for line, cells in lines[1:]
    ]


def load_cases(project: Project, path: Path) -> Metadata:
    """Store the cases of a table, their attributes and which sources are theirs, as one undo; returns what was read.

    Raises
    ------
    ReadError
    """
    metadata = Metadata()
    read_cases(path, metadata)
    with project.change("case load"):
        store_cases(project, metadata)
        for source in sources(project):
            case = metadata.case_of(source.name)
            if case is not None:
                assign_source(project, source.id, add_case(project, case))
    return metadata


def store_cases(project: Project, metadata: Metadata) -> None:
    """Store cases and their attributes; runs inside a change."""
    for name, values in metadata.cases.items():
        case_id = add_case(project, name)
        for attribute, value in values.items():
            add_attribute(project, attribute, metadata.types.get(attribute, "text"))
            set_value(project, attribute, value, case_id=case_id)
