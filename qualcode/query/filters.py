"""The one way to narrow what is counted or listed: a Filter, turned into SQL over the segments' scope."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.errors import QualcodeError, UnknownNameError, one_of
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.conditions import Condition
from qualcode.records import ROLES
from qualcode.store.cases import find_case
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project
from qualcode.store.sources import find_source

From = Literal["human", "rule", "model", "all"]
FROM: tuple[From, ...] = ("human", "rule", "model", "all")
ASKERS = ("interviewer", "moderator", "observer")
NO_CASE = "(no case)"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is counted; empty fields do not narrow.

    Attributes
    ----------
    codes, sources, cases, coders : names
        ``codes`` include their sub-codes unless `subcodes` is false.
    roles : roles of speakers
        Empty: every role except interviewer, moderator and observer.
    where : conditions on attributes, or pairs of attribute and value
        All must hold.
    origin : {"human", "rule", "model", "all"}
        Whose codings: people's, the last run of the rules or the model, or people's and what is pending.
    """

    codes: Sequence[str] = ()
    sources: Sequence[str] = ()
    cases: Sequence[str] = ()
    coders: Sequence[str] = ()
    roles: Sequence[str] = ()
    where: Sequence[Condition | tuple[str, str]] = ()
    origin: From = "human"
    subcodes: bool = True

    def __post_init__(self) -> None:
        """Refuse an origin or a role that there is none of.

        Raises
        ------
        UnknownNameError
        """
        one_of("origin", self.origin, FROM)
        for role in self.roles:
            one_of("role", role, ROLES)

    def population(self, project: Project, *, over: str = "segment_scope") -> tuple[str, list[object]]:
        """Return SQL that selects the segments counted, as rows of the view segment_scope, and its values.

        Parameters
        ----------
        over : a table or query to select from instead, with source, case, speaker, person and role
        """
        conditions, values = [_roles(self.roles)], [json.dumps(list(self.roles or ASKERS))]
        bound: list[object] = list(values)
        if self.sources:
            conditions.append("scope.source_id in (select value from json_each(?))")
            bound.append(json.dumps([find_source(project, name).id for name in self.sources]))
        if self.cases:
            conditions.append("coalesce(scope.case_id, 0) in (select value from json_each(?))")
            bound.append(json.dumps([0 if name == NO_CASE else find_case(project, name) for name in self.cases]))
        for condition in self.where:
            sql, condition_values = Condition(*condition).sql(project)
            conditions.append(sql)
            bound.extend(condition_values)
        return f"select scope.* from {over} as scope where {' and '.join(conditions)}", bound

    def code_ids(self, project: Project) -> list[int]:
        """Return the ids of the codes counted, in codebook order."""
        book = codebook(project)
        ids = dict(project.rows("select path, code_id from code_tree order by position"))
        if not self.codes:
            return [ids[code.path] for code in book.codes]
        chosen: list[int] = []
        for name in self.codes:
            code = book.find(name)
            family = book.family(code) if self.subcodes else [code]
            chosen.extend(ids[c.path] for c in family if ids[c.path] not in chosen)
        return chosen

    def coder_ids(self, project: Project) -> list[int]:
        """Return the ids of the people counted: those named, else every human and consensus coder."""
        known = project.rows("select name, id from coder where kind in ('human', 'consensus') order by id")
        by_key = {key(name): coder_id for name, coder_id in known}
        for name in self.coders:
            if key(name) not in by_key:
                raise UnknownNameError("coder", name, [row[0] for row in known])
        return [by_key[key(name)] for name in self.coders] if self.coders else list(by_key.values())


EVERYTHING = Filter()


def _roles(roles: Sequence[str]) -> str:
    return f"scope.role {'in' if roles else 'not in'} (select value from json_each(?))"


def parse_assignment(text: str) -> tuple[str, str]:
    """Return attribute and value of ``ATTRIBUTE=VALUE``, as commands take them that set a value.

    Raises
    ------
    QualcodeError
        If there is no equals sign.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise QualcodeError(_('A value is set as ATTRIBUTE=VALUE, not "{text}".').format(text=text))
    return name.strip(), value.strip()
