"""Projects to test on: invented interviews, imported as a user would."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from typer import testing

from qualcode.codebook import load
from qualcode.messages import set_language
from qualcode.store import Project
from qualcode.store.codebooks import load_codebook
from qualcode.workflow.importing import ImportOptions, import_paths

settings.register_profile("ci", deadline=None, max_examples=100)
settings.register_profile("dev", deadline=None, max_examples=40)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
testing._get_command = cache(testing._get_command)
"""Typer builds all commands anew at each `invoke`, nine tenths of the time of a test of the command line."""

INTERVIEW = """Nama : Ibu S
Usia : 54 tahun
Hari/Tanggal : Senin, 12 Maret 2018

Peneliti : Kenapa ibu mendirikan yayasan ini?
Ibu S : Ya karena kasihan, anak-anak itu dak sekolah. Kami juga
koordinasi dengan dinas sosial.
Peneliti : Bagaimana ibu menemukan anak-anak itu?
Ibu S : Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas.

Kadang ada tetangga yang ngasih tau, itu lewat RT.
Peneliti : Terima kasih, Bu. Koordinasi dengan kami lancar sekali.
"""

SECOND = """Peneliti : Apa saja layanan di panti?
Pak Rahman : Makan tiga kali, tempat tidur, terus ada keterampilan jahit.
Peneliti : Bantuan pemerintah bagaimana?
Pak Rahman : Bantuannya dak tepat sasaran, kami dak pernah didampingi.
"""

CODEBOOK = """name: kecil
codes:
  - name: coordination
    label: {id: Koordinasi, en: Coordination}
    definition: Kerja sama dengan pihak lain, atau tidak adanya.
    rules: [koordinasi]
    codes:
      - name: agencies
        definition: Dengan dinas.
        rules:
          - all: [koordinasi, dinas]
            within: 6
  - name: critique
    definition: Kritik pada program pemerintah.
    rules: [tepat sasaran, damping]
  - name: outreach
    definition: Cara menemukan klien.
    rules: [pintu ke pintu]
"""


def neutral(patch: pytest.MonkeyPatch, factory: pytest.TempPathFactory) -> None:
    """Make messages English, and let nothing of the machine's settings count."""
    for name in ("QUALCODE_LANG", "QUALCODE_PROJECT", "QUALCODE_CODER"):
        patch.delenv(name, raising=False)
    patch.setenv("XDG_CONFIG_HOME", str(factory.mktemp("settings")))
    patch.setenv("XDG_CACHE_HOME", str(factory.mktemp("cache")))
    patch.setenv("LC_ALL", "C")
    patch.setenv("COLUMNS", "200")
    set_language("en")


@pytest.fixture(autouse=True)
def english(monkeypatch, tmp_path_factory):
    """Messages are English unless a test says otherwise."""
    neutral(monkeypatch, tmp_path_factory)


def write_texts(folder: Path) -> Path:
    """Write two interviews of two cases."""
    for case, text in (("melati", INTERVIEW), ("kasih", SECOND)):
        (folder / case).mkdir(parents=True)
        (folder / case / "ketua.txt").write_text(text, encoding="utf-8")
    return folder


def write_codebook(path: Path) -> Path:
    """Write a small codebook."""
    path.write_text(CODEBOOK, encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path) -> Path:
    """A folder with two interviews of two cases."""
    return write_texts(tmp_path / "texts")


@pytest.fixture
def codebook_file(tmp_path) -> Path:
    """A small codebook."""
    return write_codebook(tmp_path / "kecil.yaml")


@pytest.fixture
def empty(tmp_path):
    """A project without anything in it."""
    with Project.create(tmp_path / "study.qualcode") as project:
        yield project


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """The file of a project with two interviews and a codebook, made once: tests work on copies of it."""
    folder = tmp_path_factory.mktemp("made")
    with Project.create(folder / "study.qualcode") as project:
        import_paths(project, [write_texts(folder / "texts")], ImportOptions())
        with project.change("codebook load"):
            load_codebook(project, load(write_codebook(folder / "kecil.yaml")))
    return folder / "study.qualcode"


@pytest.fixture
def project(made, tmp_path, texts, codebook_file):
    """A project with two interviews and a codebook."""
    path = tmp_path / "study.qualcode"
    path.write_bytes(made.read_bytes())
    with Project.open(path) as project:
        project._checked = True  # as one that was made just now: its first change makes no copy of the day
        yield project


def content(project: Project) -> dict[str, list[tuple]]:
    """Return everything in a project but its history: what undo and redo must bring back exactly."""
    tables = [
        row[0]
        for row in project.rows("select name from sqlite_schema where type = 'table' order by name")
        if not row[0].startswith(("sqlite_", "_sqlite", "speech", "history", "change", "written"))
    ]
    found = {table: sorted(project.rows(f"select * from {table}"), key=repr) for table in tables}
    found["full text"] = project.rows(
        "select rowid from speech where speech match 'koordinasi OR dinas OR bantuan' order by rowid"
    )
    return found
