"""The project's codebook: codes, rules and examples in tables, and a version for every change of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.codebook import Codebook
from qualcode.codebook.codebook import canonical, digest
from qualcode.codebook.yaml_writer import dump
from qualcode.errors import ProjectError
from qualcode.identity import key, now
from qualcode.messages import _
from qualcode.records import Code, Example, Rule
from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the codebook, known everywhere by its sha256."""

    n: int
    sha256: str
    made_at: str
    note: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What loading a codebook changed: paths of codes."""

    added: Sequence[str]
    changed: Sequence[str]
    retired: Sequence[str]


def codebook(project: Project) -> Codebook:
    """Return the project's codebook: its living codes in order, rules and examples with them.

    Raises
    ------
    ProjectError
        If the project has no codes.
    """
    rows = project.rows(
        """
        select code.id, code.uid, code.name, code_tree.path, parent.path, code.label, definition, include, exclude,
               colour, code.position
          from code_tree
          join code on code.id = code_tree.code_id
          left join code_tree as parent on parent.code_id = code.parent_id
         order by code_tree.position
        """
    )
    if not rows:
        raise ProjectError(_("The project has no codebook. Load one: qualcode codebook load FILE"))
    rules, examples = _rules(project), _examples(project)
    codes = [_code(row, rules.get(row[0], ()), examples.get(row[0], ())) for row in rows]
    return Codebook(_name(project), codes)


def _code(row: tuple[Any, ...], rules: Sequence[Rule], examples: Sequence[Example]) -> Code:
    _id, uid, name, path, parent, labels, definition, include, exclude, colour, position = row
    return Code(
        uid, name, path, parent, json.loads(labels), definition, include, exclude, colour, position, rules, examples
    )


def _name(project: Project) -> str:
    return str(project.value("select note from codebook_version order by n desc limit 1") or "codebook")


def _rules(project: Project) -> dict[int, list[Rule]]:
    found: dict[int, list[Rule]] = {}
    for code_id, uid, spec in project.rows("select code_id, uid, spec from rule order by code_id, position"):
        found.setdefault(code_id, []).append(Rule(uid, json.loads(spec)))
    return found


def _examples(project: Project) -> dict[int, list[Example]]:
    found: dict[int, list[Example]] = {}
    for code_id, uid, text, positive in project.rows(
        "select code_id, uid, text, positive from example order by code_id, position"
    ):
        found.setdefault(code_id, []).append(Example(uid, text, bool(positive)))
    return found


def code_ids(project: Project) -> dict[str, int]:
    """Return the ids of all codes, retired ones too, by uid."""
    return dict(project.rows("select uid, id from code order by id"))


def versions(project: Project) -> list[Version]:
    """Return all versions, the newest first."""
    return [
        Version(*row) for row in project.rows("select n, sha256, made_at, note from codebook_version order by n desc")
    ]


def current_sha256(project: Project) -> str:
    """Return the digest of the newest version, or "" if there is no codebook."""
    return str(project.value("select sha256 from codebook_version order by n desc limit 1") or "")


def load_codebook(project: Project, new: Codebook) -> Difference:
    """Make the project's codes those of `new`; writes the next version if anything differs.

    A code is known by its uid, then by its path. A code that `new` lacks is retired, never deleted; it comes back
    when a later file has it again.
    """
    ids = _match(project, new)
    before = {row[0]: row[1:] for row in project.rows(_FIELDS)}
    after = _write_codes(project, new, ids)
    retired = _retire(project, set(after))
    changed_items = _write_items(project, new, ids)
    added = [code.path for code in new.codes if ids[code.path] not in before]
    now_fields = {row[0]: row[1:] for row in project.rows(_FIELDS)}
    changed = [
        code.path
        for code in new.codes
        if (i := ids[code.path]) in before and (now_fields[i] != before[i] or i in changed_items)
    ]
    write_version(project, new.name)
    return Difference(added, changed, retired)


_FIELDS = """
select id, parent_id, name, label, definition, include, exclude, colour, position, retired_at
  from code
 order by id
"""


def _match(project: Project, new: Codebook) -> dict[str, int]:
    """Return the id of each code of `new` by its path; a code that is not known yet gets a new id."""
    by_uid = code_ids(project)
    paths = project.rows("select path, code_id from code_tree order by position")
    by_path = {key(path): code_id for path, code_id in paths}
    known_uids = {code.uid for code in new.codes}
    uid_of_id = {code_id: uid for uid, code_id in by_uid.items()}
    ids: dict[str, int] = {}
    free = project.next_id("code")
    for code in new.codes:
        found = by_uid.get(code.uid)
        if found is None:
            candidate = by_path.get(key(code.path))
            found = candidate if candidate is not None and uid_of_id[candidate] not in known_uids else None
        if found is None:
            found, free = free, free + 1
        ids[code.path] = found
    return ids


def _write_codes(project: Project, new: Codebook, ids: Mapping[str, int]) -> list[int]:
    project.execute(
        "update code set key = key || ' ' || id where id in (select value from json_each(?))",
        [json.dumps(list(ids.values()))],
    )
    for code in new.codes:
        fields = {
            "parent_id": ids[code.parent] if code.parent else None,
            "name": code.name,
            "key": key(code.name),
            "label": canonical(dict(code.labels)),
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
            "colour": code.colour,
            "position": code.position,
            "retired_at": None,
        }
        code_id = ids[code.path]
        if project.value("select 1 from code where id = ?", [code_id]):
            assignments = ", ".join(f"{name} = ?" for name in fields)
            project.execute(f"update code set {assignments} where id = ?", [*fields.values(), code_id])
        else:
            names, marks = ", ".join(fields), ", ".join("?" * len(fields))
            project.execute(
                f"insert into code(id, uid, {names}) values (?, ?, {marks})", [code_id, code.uid, *fields.values()]
            )
    return list(ids.values())


def _retire(project: Project, kept: set[int]) -> list[str]:
    gone = [
        (path, code_id)
        for path, code_id in project.rows("select path, code_id from code_tree order by position")
        if code_id not in kept
    ]
    for _path, code_id in gone:
        project.execute("update code set retired_at = ? where id = ?", [now(), code_id])
    return [path for path, _id in gone]


def _write_items(project: Project, new: Codebook, ids: Mapping[str, int]) -> set[int]:
    """Bring rules and examples in line; returns the ids of the codes where any was added, moved or taken out."""
    changed: set[int] = set()
    for code in new.codes:
        code_id = ids[code.path]
        rules = [(rule.uid, canonical(rule.spec)) for rule in code.rules]
        examples = [(example.uid, example.text, int(example.positive)) for example in code.examples]
        for table, columns, wanted in (("rule", "uid, spec", rules), ("example", "uid, text, positive", examples)):
            stored = project.rows(f"select {columns} from {table} where code_id = ? order by position", [code_id])
            if stored != wanted:
                changed.add(code_id)
                _rewrite(project, table, columns, code_id, wanted)
    return changed


def _rewrite(project: Project, table: str, columns: str, code_id: int, wanted: Sequence[tuple[object, ...]]) -> None:
    project.execute(f"delete from {table} where code_id = ?", [code_id])
    marks = ", ".join("?" * len(columns.split(", ")))
    project.execute_many(
        f"insert into {table}(code_id, position, {columns}) values (?, ?, {marks})",
        [(code_id, position, *row) for position, row in enumerate(wanted)],
    )


def write_version(project: Project, name: str | None = None) -> str:
    """Write the next version from the tables, unless nothing changed; returns the digest of the newest."""
    name = name or _name(project)
    content = dump(replace(codebook(project), name=name))
    sha256 = digest(content)
    if current_sha256(project) != sha256:
        project.execute(
            "insert into codebook_version(n, sha256, made_at, note, content) values (?, ?, ?, ?, ?)",
            [int(project.value("select coalesce(max(n), 0) + 1 from codebook_version")), sha256, now(), name, content],
        )
    return sha256


def strike(project: Project, code_uid: str, rule_uid: str, word: str) -> None:
    """Take a word out of what a rule reaches; it stays struck, and the codebook has a new version."""
    from qualcode.codebook.codebook import rule_uid as identity

    spec = json.loads(project.value("select spec from rule where uid = ?", [rule_uid]))
    changed = {"phrase": spec} if isinstance(spec, str) else dict(spec)
    changed["strike"] = sorted({*changed.get("strike", []), word})
    project.execute(
        "update rule set spec = ?, uid = ? where uid = ?", [canonical(changed), identity(code_uid, changed), rule_uid]
    )
    write_version(project)
