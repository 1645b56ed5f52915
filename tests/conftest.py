"""Projects to test on: invented interviews, imported as a user would."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.codebook import load
from qualcode.messages import set_language
from qualcode.store import Project
from qualcode.store.codebooks import load_codebook
from qualcode.workflow.importing import ImportOptions, import_paths

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


@pytest.fixture(autouse=True)
def english(monkeypatch, tmp_path_factory):
    """Messages are English unless a test says otherwise; nothing of the machine's settings counts."""
    for name in ("QUALCODE_LANG", "QUALCODE_PROJECT", "QUALCODE_CODER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("COLUMNS", "200")
    set_language("en")


@pytest.fixture
def texts(tmp_path) -> Path:
    """A folder with two interviews of two cases."""
    folder = tmp_path / "texts"
    for case, text in (("melati", INTERVIEW), ("kasih", SECOND)):
        (folder / case).mkdir(parents=True)
        (folder / case / "ketua.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def codebook_file(tmp_path) -> Path:
    """A small codebook."""
    path = tmp_path / "kecil.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path):
    """A project without anything in it."""
    with Project.create(tmp_path / "study.qualcode") as project:
        yield project


@pytest.fixture
def project(empty, texts, codebook_file):
    """A project with two interviews and a codebook."""
    import_paths(empty, [texts], ImportOptions())
    with empty.change("codebook load"):
        load_codebook(empty, load(codebook_file))
    return empty


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
