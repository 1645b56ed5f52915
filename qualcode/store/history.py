"""The log of commands, and taking the last one back: `log`, `undo`, `redo`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import ProjectError
from qualcode.identity import key
from qualcode.messages import _, ngettext
from qualcode.store import backups, images
from qualcode.store.dependence import building_on
from qualcode.store.indexing import index_source, link_source, unindex_source
from qualcode.store.project import Project
from qualcode.store.seals import PREFIX


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it stands in the history.

    ``state`` is "done", "undone", or "" for an undo or redo itself; ``rows`` counts history rows.
    """

    command_id: str
    seq: int
    at: str
    coder: str
    command: str
    reason: str
    undoes: str | None
    state: str
    changes: int
    rows: int
    automatic: bool = False


def log(project: Project) -> list[Command]:
    """Return all commands, the newest first."""
    found = project.rows(
        """
        select command_id, max(change.seq), max(at), max(coder), max(command), max(reason), max(undoes),
               count(distinct change.seq), count(history.id), min(automatic)
          from change
          left join history on history.seq = change.seq
         group by command_id
         order by max(change.seq) desc
        """
    )
    undone = _undone({row[0]: row[6] for row in found})
    return [
        Command(
            command_id=row[0],
            seq=row[1],
            at=row[2],
            coder=row[3],
            command=row[4],
            reason=row[5],
            undoes=row[6],
            state="" if row[6] else ("undone" if row[0] in undone else "done"),
            changes=row[7],
            rows=row[8],
            automatic=bool(row[9]),
        )
        for row in found
    ]


def last_command(project: Project) -> Command | None:
    """Return the command that `undo` would take back now, without its ``rows``; None if there is none.

    It reads the newest changes only, whatever the length of the history.
    """
    undone: set[str] = set()
    rows = project.rows(f"{_NEWEST} limit 50")
    while rows:
        for seq, command_id, at, coder, command, reason, undoes, automatic in rows:
            if undoes and command_id not in undone:
                undone.update(undoes.split())
            elif not (undoes or automatic or command_id in undone or command == "init"):
                changes = project.value("select count(*) from change where command_id = ?", [command_id])
                return Command(command_id, seq, at, coder, command, reason, None, "done", changes, 0)
        rows = project.rows(f"select * from ({_NEWEST}) where seq < ? limit 50", [rows[-1][0]])
    return None


_NEWEST = """
    select seq, command_id, at, coder, command, reason, undoes, automatic
      from change
     order by seq desc
"""


def _undone(undoes: dict[str, str | None]) -> set[str]:
    """Return the commands that are taken back, given which command takes back which, newest first."""
    undone: set[str] = set()
    for command_id, targets in undoes.items():
        if targets and command_id not in undone:
            undone.update(targets.split())
    return undone


def undo(
    project: Project,
    *,
    coder: str = "",
    yes: bool = False,
    change: str | None = None,
    with_later: bool = False,
) -> list[Command]:
    """Take back the last command that still stands, or the one named; returns what was taken back, newest first.

    Parameters
    ----------
    coder : str
        Who asks; the work of another coder is taken back only with `yes`.
    change : str, optional
        The number (``n`` of the log) of any change of the command.
    with_later : bool
        Take along the later commands that build on it.

    Raises
    ------
    ProjectError
        If there is nothing to undo, if later commands build on it (unless `with_later`), if it is another coder's
        work, or if codings would go with it (unless `yes`).
    """
    if change is None:
        last = last_command(project)
        if last is None:
            raise ProjectError(_("There is nothing to undo."))
        chosen = [last]
    else:
        standing = [c for c in log(project) if c.state == "done" and c.command != "init"]
        chosen = _with_later(project, standing, change, with_later=with_later)
    for command in chosen:
        _ask_for_yes(project, command, coder=coder, yes=yes)
    if any(c.command in ("import", "run") or (c.coder and not _same(c.coder, coder)) for c in chosen):
        backups.make(project.connection, project.path, "undo")
    _take_back(project, chosen, "undo", coder)
    return chosen


def _same(coder: str, other: str) -> bool:
    return key(coder) == key(other)


def _with_later(project: Project, standing: Sequence[Command], change: str, *, with_later: bool) -> list[Command]:
    """Return the command that holds a change and, if asked for, those that build on it, newest first."""
    found = project.value("select command_id from change where cast(seq as text) = ? or uid = ?", [change, change])
    command = next((c for c in standing if c.command_id == found), None)
    if command is None:
        raise ProjectError(
            _("There is no change {change}, or it was undone. List changes with: qualcode log").format(change=change)
        )
    if command.command == "erase":
        raise ProjectError(_("What was erased cannot be brought back."))
    later = [c for c in standing if c.command_id in building_on(project, command.command_id)]
    if later and not with_later:
        named = ", ".join(f"{c.seq} ({c.command})" for c in reversed(later))
        raise ProjectError(
            _(
                "Later changes build on change {change}: {later}. Nothing was taken back. "
                "To take them along: qualcode undo --change {change} --with-later"
            ).format(change=command.seq, later=named)
        )
    return [*later, command]


def redo(project: Project, *, coder: str = "") -> list[Command]:
    """Do again what the last undo took back; only straight after it.

    Raises
    ------
    ProjectError
        If the last command was no undo.
    """
    commands = log(project)
    undone = _undone({c.command_id: c.undoes for c in commands})
    for command in commands:
        if command.undoes is None:
            break
        if command.command == "undo" and command.command_id not in undone:
            _take_back(project, [command], "redo", coder)
            return [c for c in commands if c.command_id in command.undoes.split()]
    raise ProjectError(_("There is nothing to redo: that works only straight after an undo."))


def _ask_for_yes(project: Project, command: Command, *, coder: str, yes: bool) -> None:
    if yes:
        return
    if command.coder and not _same(command.coder, coder):
        raise ProjectError(
            _('Change {n} ({command}) is the work of "{coder}". To take it back all the same, add --yes.').format(
                n=command.seq, command=command.command, coder=command.coder
            )
        )
    codings = len(_codings_on(project, _changes_of(project, [command.command_id])))
    if codings:
        raise ProjectError(
            ngettext(
                "{n} coding is on texts that this brought and would go too. To take all back: qualcode undo --yes",
                "{n} codings are on texts that this brought and would go too. To take all back: qualcode undo --yes",
                codings,
            ).format(n=codings)
        )


def _take_back(project: Project, commands: Sequence[Command], name: str, coder: str) -> None:
    """Do the inverse of commands, given newest first, as one change of its own."""
    ids = [c.command_id for c in commands]
    with project.change(name, coder=coder, undoes=" ".join(ids), always=True):
        reverse(project, _changes_of(project, ids))


def _changes_of(project: Project, commands: Sequence[str]) -> list[int]:
    rows = project.rows(
        "select seq from change where command_id in (select value from json_each(?)) order by seq desc",
        [json.dumps(list(commands))],
    )
    return [row[0] for row in rows]


def reverse(project: Project, changes: Sequence[int]) -> None:
    """Do the inverse of changes (numbers, the last first); inside a change."""
    project.execute("pragma defer_foreign_keys = on")
    scope = json.dumps(list(changes))
    sources, recut = _touched_sources(project, scope), _recut_sources(project, scope)
    for source_id in recut:
        unindex_source(project, source_id)
    for seq in changes:
        _remove_inserted(project, seq)
        for tbl, row_id, old, new, image in _history_of(project, seq):
            if image is not None:
                images.put_back(project, tbl, row_id, image)
            elif not tbl.startswith(PREFIX):
                _inverse(project, tbl, row_id, old, new)
    for source_id in recut:
        index_source(project, source_id)
    for source_id in sources:
        link_source(project, source_id)


def _history_of(project: Project, seq: int) -> list[tuple[str, int, str | None, str | None, bytes | None]]:
    return project.rows("select tbl, row_id, old, new, image from history where seq = ? order by id desc", [seq])


def _touched_sources(project: Project, changes: str) -> list[int]:
    """Return the sources whose text, cut, suggestions or codings changed, and which exist or will."""
    rows = project.rows(
        """
        select distinct coalesce(json_extract(coalesce(new, old), '$.source_id'), row_id) as source_id
          from history
         where seq in (select value from json_each(?)) and (tbl in ('source', 'coding') or image is not null)
        union
        select distinct suggestion.source_id
          from history
          join run on run.id = history.row_id
          join suggestion on suggestion.run_id = run.id
         where history.seq in (select value from json_each(?)) and tbl = 'run' and old is null and image is null
         order by 1
        """,
        [changes, changes],
    )
    return [row[0] for row in rows]


def _recut_sources(project: Project, changes: str) -> list[int]:
    """Return the sources whose text or cut changed, so that they must be indexed anew."""
    rows = project.rows(
        """
        select distinct row_id
          from history
         where seq in (select value from json_each(?)) and tbl in ('source', 'source.text', 'part', 'segment')
         order by row_id
        """,
        [changes],
    )
    return [row[0] for row in rows]


def _inserted_sources(project: Project, changes: Sequence[int]) -> list[int]:
    rows = project.rows(
        """
        select history.row_id
          from history
          join source on source.id = history.row_id
         where history.seq in (select value from json_each(?)) and tbl = 'source' and old is null and image is null
         order by history.id
        """,
        [json.dumps(list(changes))],
    )
    return [row[0] for row in rows]


PEOPLE = ("memo", "coding", "reading", "decision", "assignment", "revealed")
"""Tables of people's work that hang on a source, in the order in which they can be removed."""


_MOVED = "select row_id from history where seq = ? and tbl = ? and old is not null and new is not null"


def _codings_on(project: Project, changes: Sequence[int]) -> list[int]:
    """Return the codings on the sources that changes inserted, save those that they moved there."""
    found: list[int] = []
    for seq in changes:
        sources = json.dumps(_inserted_sources(project, [seq]))
        rows = project.rows(
            f"select id from coding where source_id in (select value from json_each(?)) and id not in ({_MOVED})",
            [sources, seq, "coding"],
        )
        found += [row[0] for row in rows]
    return found


def _remove_inserted(project: Project, seq: int) -> None:
    """Remove the bulk rows and people's work on what a change inserted, so that its rows can go.

    What the same change moved there from another source stays: its own inverse moves it back.
    """
    for source_id in _inserted_sources(project, [seq]):
        for table in PEOPLE:
            project.execute(
                f"delete from {table} where source_id = ? and id not in ({_MOVED})", [source_id, seq, table]
            )
        for table in images.IN_ORDER:
            images.drop(project, table, source_id)
    rows = project.rows(
        """
        select distinct suggestion.run_id, suggestion.source_id
          from history
          join suggestion on suggestion.run_id = history.row_id
         where history.seq = ? and tbl = 'run' and old is null and image is null
         order by 1, 2
        """,
        [seq],
    )
    for run_id, source_id in rows:
        images.keep(project, "suggestion", source_id)
        project.execute("delete from suggestion where run_id = ? and source_id = ?", [run_id, source_id])


def _inverse(project: Project, table: str, row_id: int, old: str | None, new: str | None) -> None:
    if old is None:
        project.execute(f"delete from {table} where id = ?", [row_id])
        return
    row = json.loads(old)
    if new is None:
        if table == "source":
            row["text"] = ""
        marks = ", ".join("?" * len(row))
        project.execute(f"insert into {table}({', '.join(row)}) values ({marks})", list(row.values()))
    else:
        settings = ", ".join(f"{column} = ?" for column in row)
        project.execute(f"update {table} set {settings} where id = ?", [*row.values(), row_id])
