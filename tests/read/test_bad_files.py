"""A file that cannot be read is refused in one line, without its content, and in little memory."""

import json
import os
import random
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from read.bad_files import LARGE, MB, QUICK, SECRET, SMALL
from read.office_files import docx, p, table, xlsx, zipped

from qualcode.errors import ReadError
from qualcode.read import read

MOST_MEMORY = 600 * MB


def _message(path):
    with pytest.raises(ReadError) as error:
        read(path)
    return str(error.value)


def _check(message, path):
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert message.endswith((".", ")"))
    assert SECRET not in message
    assert len(message) < len(str(path)) + 250


@pytest.mark.parametrize(("name", "content"), SMALL.values(), ids=SMALL.keys())
def test_a_bad_file_is_one_clear_line(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content())
    _check(_message(path), path)


IS = "its content is {}, whatever its name says. "
TYPED = "word/document.xml in it declares a document type or entities, which no Word or Excel file does."
SAVE = "Open it in Word, Excel or LibreOffice and save it as .docx or .xlsx."
SAID = {
    "an empty file": "the file is empty.",
    "nothing but blanks": "the file is empty.",
    "binary data": "this is no text but binary data. Export it as .txt or .docx.",
    "a docx as txt": IS.format("a Word document (.docx)") + "Rename it to .docx.",
    "a txt as docx": IS.format("plain text") + "Rename it to .txt, or to .csv if it is a table.",
    "a picture as docx": IS.format("a picture") + "Import the text as .docx or .txt.",
    "a doc as docx": IS.format("an old Word or Excel file (.doc, .xls)") + SAVE,
    "a locked docx": IS.format("protected by a password") + "Open it, remove the password and save it again.",
    "a docx cut short": "the file is damaged or cut short. Copy it again from where it came.",
    "an external entity": TYPED,
    "an entity bomb": TYPED,
    "a document type in UTF-16": TYPED,
    "a path that leads out": "a file packed into it has a path that leads out of it. It is not opened.",
    "members that overlap": "the files packed into it overlap, as in a zip bomb. It is not opened.",
    "a member twice": "two files of the same name are packed into it. Open it in its program and save it.",
    "too many members": "more than 10000 files are packed into it.",
    "tables nested too deep": "its tables or text boxes are nested more than 50 deep.",
    "an open quotation mark": "the quotation mark in the row of line 2 is not closed.",
    "a csv of headings": "the table has headings but no row below them.",
}


@pytest.mark.parametrize("kind", SAID)
def test_the_line_says_what_is_wrong_and_what_to_do(tmp_path, kind):
    name, content = SMALL[kind]
    (tmp_path / name).write_bytes(content())
    assert _message(tmp_path / name) == f"{tmp_path / name}: {SAID[kind]}"


MEASURED = """
import json, re, sys
from pathlib import Path
from qualcode.errors import ReadError
from qualcode.read import read
message = None
try:
    read(Path(sys.argv[1]))
except ReadError as error:
    message = str(error)
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
print(json.dumps({"message": message, "peak": peak}))
"""


def _measured(path):
    """Read a file in a process of its own and return its error and its peak memory in bytes.

    The peak is Linux's VmHWM: getrusage would give that of pytest, which the process begins with.
    """
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak memory from /proc")
@pytest.mark.parametrize(
    ("name", "content"),
    [pytest.param(*made, id=kind, marks=() if kind in QUICK else pytest.mark.slow) for kind, made in LARGE.items()],
)
def test_a_file_that_would_fill_the_memory_does_not(tmp_path, name, content, record_property):
    path = tmp_path / name
    path.write_bytes(content())
    try:
        found = _measured(path)
    finally:
        path.unlink()
    record_property("measured", f"{found['peak'] / MB:.0f} MB")
    _check(found["message"], path)
    assert found["peak"] < MOST_MEMORY


@pytest.mark.parametrize(
    ("name", "size", "limit"), [("a.txt", 50, 50), ("a.md", 200, 50), ("a.csv", 50, 50), ("a.docx", 200, 200)]
)
def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch, name, size, limit):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(size * MB + 1)
    monkeypatch.setattr(type(path), "read_bytes", lambda _self: pytest.fail("it was opened"))
    assert _message(path) == f"{path}: larger than {limit} MB. Split it."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak memory from /proc")
def test_a_line_of_200_mb_takes_little_memory(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"Peneliti: ya")
        file.truncate(200 * MB)
    found = _measured(path)
    assert found["message"] == f"{path}: larger than 50 MB. Split it."
    assert found["peak"] < 100 * MB


def test_folders_and_devices_are_not_opened(tmp_path):
    (tmp_path / "a.docx").mkdir()
    os.mkfifo(tmp_path / "b.docx")
    for name in ("a.docx", "b.docx"):
        path = tmp_path / name
        assert _message(path) == f"{path}: this is a folder or a device, not a file."


def test_a_file_that_may_not_be_read_or_is_not_there(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    assert _message(path) == f"{path}: there is no such file."
    path.write_text("Ya.")

    def refuse(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    assert _message(path) == f"{path}: cannot be read (Permission denied)."


def _damaged(content, chance):
    """Return content with some bytes changed, dropped or doubled."""
    damaged = bytearray(content)
    for _blow in range(chance.choice((1, 2, 5, 20))):
        at, n = chance.randrange(len(damaged)), chance.randrange(1, 40)
        damaged[at : at + n] = chance.choice((b"", b"\xff", bytes(damaged[at : at + n]) * 2))
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


SOUND = {
    ".docx": docx(p("Ya.", '<w:numPr><w:numId w:val="1"/></w:numPr>') + table(["a", p("b")]), styles="", numbering=""),
    ".xlsx": xlsx(f"<row><c><v>1</v></c></row><row><c t='str'><v>{'satu ' * 5}</v></c></row>"),
    ".csv": b'id,pelaku,jawab\n1,"a\nb",x\n2,c,"y ""q"" z"\n',
}


@pytest.mark.parametrize("suffix", SOUND)
def test_a_damaged_file_is_read_or_refused(reads, suffix):
    """Half of the times the damage is inside a part of the archive, which is then packed again."""
    chance = random.Random(1)
    for n in range(300):
        content = SOUND[suffix]
        if n % 2 and suffix != ".csv":
            with ZipFile(BytesIO(content)) as archive:
                parts = [(name, archive.read(name)) for name in archive.namelist()]
            hit = chance.randrange(len(parts))
            content = zipped([(name, _damaged(c, chance) if i == hit else c) for i, (name, c) in enumerate(parts)])
        else:
            content = _damaged(content, chance)
        with suppress(ReadError):
            reads(content, suffix)
