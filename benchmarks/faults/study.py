"""A study to break: invented interviews with codes, suggestions and codings, and what may be compared before and after."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
import sqlite3
from pathlib import Path

import corpus

from qualcode.codebook import load
from qualcode.store import Project, backups
from qualcode.store.codebooks import load_codebook
from qualcode.store.codings import add_coding
from qualcode.store.doctor import examine
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import import_paths

CODEBOOK = """codes:
  - name: coordination
    definition: Kerja sama dengan pihak lain.
    rules: [koordinasi dinas, kerja sama puskesmas, koordinasi lembaga]
  - name: critique
    definition: Kritik pada program.
    rules: [tepat sasaran, damping pemerintah]
  - name: outreach
    definition: Cara menemukan klien.
    rules: [pintu ke pintu]
  - name: motivation
    definition: Alasan mendirikan.
    rules: [karena kasihan, panggil hati]
"""
PASSED_OVER = ("change", "history", "sqlite_", "_sqlite", "speech", "written")
MADE_ANEW = re.compile(r"\b([0-9a-f]{64}|[0-9a-f]{32})\b|\d{4}-\d\d-\d\dT[\d:.]+Z?")
"""Uids, digests of texts with uids in them, and times: they differ each time a command runs."""

CHANGES_WITHOUT_ROWS = "select count(*) from change where seq not in (select seq from history)"
EMPTY = ("undo", "redo", "restore", "erase", "doctor --repair")
"""Changes that leave a step even if they wrote no logged row."""


def transcripts(folder: Path, n: int, *, turns: int = 89, seed: int = 1) -> Path:
    """Write n short interviews."""
    rng = random.Random(seed)
    rare = corpus.vocabulary(rng)[:2000]
    folder.mkdir(parents=True)
    for i in range(n):
        lines = corpus.transcript(rng, rare).splitlines()[: turns + 3]
        (folder / f"wawancara{seed}-{i:03}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def make(folder: Path, *, interviews: int, codings: int, turns: int = 89) -> Path:
    """Make a study in `folder`; returns its project file."""
    texts = transcripts(folder / "texts", interviews, turns=turns)
    book = folder / "codebook.yaml"
    book.write_text(CODEBOOK, encoding="utf-8")
    path = folder / "study.qualcode"
    with Project.create(path) as project:
        import_paths(project, [texts])
        with project.change("codebook load"):
            load_codebook(project, load(book))
        autocode(project, apply=True)
        code_at_random(project, codings, "ani", random.Random(codings))
    return path


def code_at_random(project: Project, n: int, coder: str, rng: random.Random) -> None:
    """Make n codings of a coder in one change."""
    ends = project.rows("select id, length(text) from source order by id")
    codes = [row[0] for row in project.rows("select id from code where retired_at is null order by id")]
    with project.change("code", coder=coder):
        for _n in range(n):
            source, end = rng.choice(ends)
            start = rng.randrange(end - 60)
            add_coding(project, source, start, start + rng.randint(5, 60), rng.choice(codes), coder)


def copy(path: Path, folder: Path) -> Path:
    """Copy a project with its backups into a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if backups.folder_of(path).exists():
        shutil.copytree(backups.folder_of(path), folder / backups.folder_of(path).name)
    return Path(shutil.copy2(path, folder / path.name))


def content(path: Path, *, masked: bool = True) -> str:
    """Return a digest of all rows of all tables but the history; `masked` leaves out what each run makes anew."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        tables = connection.execute("select name from sqlite_schema where type = 'table' order by name").fetchall()
        digest = hashlib.sha256()
        for (name,) in tables:
            if not name.startswith(PASSED_OVER):
                rows = sorted(map(repr, connection.execute(f'select * from "{name}"')))
                text = "\n".join([name, *rows])
                digest.update((_masked(text) if masked else text).encode())
        return digest.hexdigest()
    finally:
        connection.close()


def _masked(text: str) -> str:
    return "\n".join(sorted(MADE_ANEW.sub("*", text).split("\n")))


def unsound(path: Path) -> str:
    """Return what is wrong with a project, as one line; "" if it opens and the doctor finds nothing."""
    with Project.open(path) as project:
        found = [f"{f.check}: {f.where}: {f.what}" for f in examine(project)]
        marks = ", ".join("?" * len(EMPTY))
        if project.value(f"{CHANGES_WITHOUT_ROWS} and command not in ({marks})", EMPTY):
            found.append("a change without a history row")
    for file in backups.listed(path):
        with Project.open(file, checked=False) as kept_copy:
            if kept_copy.value("pragma quick_check(1)") != "ok":
                found.append(f"the backup {file.name} is not sound")
    return "; ".join(found[:3])
