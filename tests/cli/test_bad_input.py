"""A file that cannot be read is one clear line and exit code 1, nothing of it is stored, and good files are."""

import os

import pytest
from read.bad_files import SECRET, SMALL

BAD = {kind: made for kind, made in SMALL.items() if kind != "a kind that is not read"}


def _refused(qualcode, path):
    """Import into a new project; return the one line that says why not."""
    qualcode("init", "s")
    result = qualcode("import", path, code=1)
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1
    assert result.stderr.splitlines() in (errors, [*errors, "0 sources imported."])
    assert SECRET not in result.output
    assert "sources      0\n" in qualcode("status").stdout
    return errors[0]


@pytest.mark.parametrize(("name", "content"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused(qualcode, tmp_path, name, content):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_bytes(content())
    assert _refused(qualcode, path).startswith(f"Error: {path}: ")


def _fifo(path):
    os.mkfifo(path / "a.docx")
    return path / "a.docx"


def _folder_named_as_a_file(path):
    (path / "a.docx").mkdir()
    return path / "a.docx"


def _unknown_kind(path):
    (path / "a.xyz").write_text(SECRET)
    return path / "a.xyz"


PLACES = {
    "an empty folder": lambda path: path,
    "a folder named as a file": _folder_named_as_a_file,
    "a pipe": _fifo,
    "a kind that is not read": _unknown_kind,
    "a path that is not there": lambda path: path / "a.txt",
}


@pytest.mark.parametrize("made", PLACES.values(), ids=PLACES.keys())
def test_what_is_no_file_is_refused(qualcode, tmp_path, made):
    (tmp_path / "in").mkdir()
    _refused(qualcode, made(tmp_path / "in"))


def test_a_run_stores_the_good_files_beside_a_bad_one(qualcode, texts, codebook_file):
    (texts / "melati" / "rusak.docx").write_bytes(SMALL["a docx cut short"][1]())
    result = qualcode("run", texts, "--codebook", codebook_file, code=1)
    assert [line for line in result.stderr.splitlines() if line.startswith("Error: ")] == [
        f"Error: {texts / 'melati' / 'rusak.docx'}: the file is damaged or cut short. Copy it again from where it came."
    ]
    assert "2 sources imported." in result.stderr
    assert "sources      2\n" in qualcode("status", "-p", "results/study.qualcode").stdout
