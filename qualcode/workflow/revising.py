"""The codebook's life: every change of codes is one undo and one new version, and the codings follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qualcode.codebook import Codebook, editing
from qualcode.codebook.versions import Change, difference, matched, probable_renames
from qualcode.codebook.yaml_reader import parse
from qualcode.errors import CodebookError, ProjectError, QualcodeError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.records import Code
from qualcode.store.backups import make as make_backup
from qualcode.store.codebooks import code_ids, codebook, load_codebook
from qualcode.store.project import Project
from qualcode.store.recoding import codings_of, move_codings, move_decisions, move_memos


@dataclass(frozen=True, slots=True)
class Revision:
    """What a change of the codebook does.

    Attributes
    ----------
    changes : what differs from the version before
    moved, doubles : codings that got another code, and those of them that were there already
    kept : codings that stand on codes that are retired by it, by the code's path
    """

    changes: Sequence[Change]
    moved: int = 0
    doubles: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)


def book_of(project: Project) -> Codebook:
    """Return the project's codebook, an empty one where there is none yet."""
    if project.value("select 1 from code where retired_at is null limit 1") is None:
        return Codebook("codebook", [])
    return codebook(project)


def revise(project: Project, new: Codebook, command: str, *, coder: str = "", dry_run: bool = False) -> Revision:
    """Make the codebook `new` that of the project.

    Raises
    ------
    CodebookError
        If nothing would be left of the codebook.
    """
    old = book_of(project)
    if old.codes and not new.codes:
        raise CodebookError(_("Nothing would be left of the codebook."))
    revision = Revision(difference(old, new), kept=_kept(project, old, new))
    if not dry_run:
        with project.change(command, coder=coder):
            load_codebook(project, new)
    return revision


def _kept(project: Project, old: Codebook, new: Codebook) -> dict[str, int]:
    ids = code_ids(project)
    _pairs, _added, gone = matched(old, new)
    counts = {code.path: len(codings_of(project, ids[code.uid])) for code in gone}
    return {path: n for path, n in counts.items() if n}


def merge_codes(project: Project, name: str, into: str, *, coder: str = "", dry_run: bool = False) -> Revision:
    """Make one code of two: codings, decisions, memos, rules, examples and sub-codes go over, the first is retired.

    Raises
    ------
    UnknownNameError, CodebookError
    ProjectError
        If no backup can be made first.
    """
    old = book_of(project)
    code, target = old.find(name), old.find(into)
    if code is target:
        raise CodebookError(_("A code cannot be merged into itself."))
    new = editing.merge(old, code, target)
    ids = code_ids(project)
    from_id, to_id = ids[code.uid], ids[target.uid]
    codings = codings_of(project, from_id)
    if dry_run:
        return Revision(difference(old, new), len(codings))
    make_backup(project.connection, project.path, "merge-codes")
    with project.change("codebook merge", coder=coder):
        doubles = move_codings(project, codings, to_id)
        move_decisions(project, from_id, to_id)
        move_memos(project, from_id, to_id)
        load_codebook(project, new)
    return Revision(difference(old, new), len(codings), doubles)


def split_code(
    project: Project, name: str, chosen: Mapping[str, Sequence[int]], *, coder: str = "", dry_run: bool = False
) -> Revision:
    """Give codings of a code to other codes; those that are not there yet are made below it. The rest stays.

    Parameters
    ----------
    chosen : mapping
        Ids of codings of the code, by the name (below it) or the path of the code to which they go.

    Raises
    ------
    UnknownNameError, CodebookError
    """
    old = book_of(project)
    code = old.find(name)
    new, targets = _with_targets(old, code, list(chosen))
    moved = sum(map(len, chosen.values()))
    if dry_run:
        return Revision(difference(old, new), moved)
    doubles = 0
    with project.change("codebook split", coder=coder):
        load_codebook(project, new)
        ids = code_ids(project)
        for target, codings in chosen.items():
            doubles += move_codings(project, codings, ids[targets[target].uid])
    return Revision(difference(old, new), moved, doubles)


def _with_targets(book: Codebook, code: Code, names: Sequence[str]) -> tuple[Codebook, dict[str, Code]]:
    targets: dict[str, Code] = {}
    paths: dict[str, str] = {}
    for name in names:
        path = name if "/" in name else f"{code.path}/{name}"
        if not any(key(c.path) == key(path) for c in book.codes):
            book = editing.add(book, path)
        paths[name] = path
    for name, path in paths.items():
        targets[name] = next(c for c in book.codes if key(c.path) == key(path))
    return book, targets


def version_or_file(project: Project | None, name: str) -> Codebook:
    """Return a version of the project's codebook by its number or the beginning of its sha256, or a file's codebook.

    Raises
    ------
    CodebookError
        If the file is wrong.
    ProjectError
        If there is no such version.
    """
    from pathlib import Path

    from qualcode.codebook import load

    if Path(name).suffix:
        return load(Path(name))
    if project is None:
        raise ProjectError(_("Versions need a project: -p NAME."))
    rows = project.rows(
        """
        select content
          from codebook_version
         where cast(n as text) = ?1 or (length(?1) >= 6 and substr(sha256, 1, length(?1)) = ?1)
         order by n
        """,
        [name],
    )
    if not rows:
        last = project.value("select max(n) from codebook_version") or 0
        raise ProjectError(_('There is no version "{name}"; there are 1 to {last}.').format(name=name, last=last))
    return parse(rows[-1][0], "codebook")


def uncertain_renames(project: Project, new: Codebook) -> list[tuple[Code, Code]]:
    """Return (code of the project, code of the file) pairs that are probably one code, where codings stand on it."""
    ids = code_ids(project)
    pairs = probable_renames(book_of(project), new)
    return [(old, code) for old, code in pairs if codings_of(project, ids[old.uid])]


def renamed(new: Codebook, pairs: Sequence[tuple[Code, Code]]) -> Codebook:
    """Return the codebook of a file in which codes have the identity of the old codes that they are."""
    uids = {code.uid: old.uid for old, code in pairs}
    return Codebook(new.name, [replace(code, uid=uids.get(code.uid, code.uid)) for code in new.codes])


def named_renames(project: Project, new: Codebook, written: Sequence[str]) -> list[tuple[Code, Code]]:
    """Return the pairs that the user wrote as ``OLD=NEW``.

    Raises
    ------
    QualcodeError
        If one is not written so, or a code is not there.
    """
    old = book_of(project)
    pairs = []
    for text in written:
        before, equals, after = text.partition("=")
        if not equals:
            raise QualcodeError(_('--renamed takes OLD=NEW, not "{text}".').format(text=text))
        pairs.append((old.find(before.strip()), new.find(after.strip())))
    return pairs
