"""A codebook file that is wrong is refused in one line with its line number, whatever it was built to do."""

import pytest

from qualcode.codebook import load, yaml_reader
from qualcode.errors import CodebookError

GOOD = "codes:\n  - name: satu\n"
BILLION = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}x]\n" for n in range(1, 12))

WRONG = {
    "a python tag": ("codes:\n  - name: !!python/object/apply:os.system ['true']\n", 2, "tags (!) are not allowed"),
    "a tag of our own": ("codes:\n  - name: !x satu\n", 2, "tags (!) are not allowed"),
    "a typed scalar": ("codes:\n  - name: !!str satu\n", 2, "tags (!) are not allowed"),
    "a billion laughs": (BILLION + GOOD, 1, "anchors (&) and aliases (*) are not allowed"),
    "an anchor": ("codes:\n  - name: &a satu\n", 2, "anchors (&) and aliases (*) are not allowed"),
    "an alias": ("codes:\n  - name: *a\n", 2, "anchors (&) and aliases (*) are not allowed"),
    "a merge key": ("codes:\n  - <<: {name: satu}\n", 2, 'unknown key "<<"'),
    "a double key": ("codes:\n  - name: satu\n    name: dua\n", 3, '"name" occurs twice, first in line 2'),
    "a double key at the top": (GOOD + GOOD, 3, '"codes" occurs twice, first in line 1'),
    "a double code": (GOOD + "  - name: Satu\n", 3, "is defined twice, first in line 2"),
    "deep nesting": ("codes: " + "[" * 5000 + "]" * 5000, 1, "lists are nested too deeply"),
    "deep codes": (
        "".join(f"{'    ' * n}codes:\n{'    ' * n}  - name: a{n}\n" for n in range(60)),
        40,
        "lists are nested too deeply",
    ),
    "a tab": ("codes:\n\t- name: satu\n", 2, "this is not YAML"),
    "an open quotation mark": ('codes:\n  - name: "satu\n', 3, "this is not YAML"),
    "an open bracket": ("codes: [\n", 2, "this is not YAML"),
    "a control character": ("codes:\n  - name: sa\x07tu\n", 2, "this is not YAML"),
    "two documents": (GOOD + "---\n" + GOOD, 4, "a codebook is one YAML document"),
    "an unknown key": ("codes:\n  - nama: satu\n", 2, 'unknown key "nama"'),
    "a list as a key": ("codes:\n  - [a]: satu\n", 2, "a key must be a word"),
    "no codes": ("name: x\n", 1, "there is no list of codes"),
    "no code": ("codes: []\n", 1, "there is no code"),
    "a list": ("- satu\n", 1, "expected keys"),
    "a comment": ("# nanti\n", 1, "the file is empty"),
}


def _message(path):
    with pytest.raises(CodebookError) as error:
        load(path)
    message = str(error.value)
    assert "\n" not in message
    assert len(message) < len(str(path)) + 250
    return message


@pytest.mark.parametrize(("text", "line", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_one_line_with_its_place(tmp_path, text, line, problem):
    path = tmp_path / "salah.yaml"
    path.write_text(text, encoding="utf-8")
    message = _message(path)
    assert message.startswith(f"salah.yaml, line {line}: ")
    assert problem in message


def test_values_are_counted_while_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(yaml_reader, "MOST_NODES", 1000)
    path = tmp_path / "a.yaml"
    path.write_text("codes:\n" + "  - [a]\n" * 1000)
    assert _message(path) == "a.yaml, line 334: the file holds too many values for a codebook."


SCALARS = ["no", "yes", "null", "1e3", "012", "2018-03-12", "1:20", "~"]


@pytest.mark.parametrize("scalar", SCALARS)
def test_every_scalar_is_text(tmp_path, scalar):
    path = tmp_path / "a.yaml"
    path.write_text(f"codes:\n  - name: {scalar}\n")
    assert load(path).codes[0].name == scalar


def test_a_file_with_bom_and_windows_line_ends_is_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert [code.name for code in load(path).codes] == ["satu"]


BYTES = {
    "10 MB": (b"codes:\n" + b"  - name: a\n" * 900_000, "a.yaml", "too large for a codebook (over 5 MB)."),
    "another suffix": (GOOD.encode(), "a.toml", "a codebook is a .yaml, .csv or .xlsx file."),
}


@pytest.mark.parametrize(("content", "name", "problem"), BYTES.values(), ids=BYTES.keys())
def test_a_file_that_is_no_text_is_refused(tmp_path, content, name, problem):
    (tmp_path / name).write_bytes(content)
    assert _message(tmp_path / name) == f"{tmp_path / name}: {problem}"


@pytest.mark.parametrize(("content", "line"), [(b"codes:\n  - name: sat\xe9\n", 2), (GOOD.encode("utf-16"), 1)])
def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path, content, line):
    (tmp_path / "a.yaml").write_bytes(content)
    assert _message(tmp_path / "a.yaml") == f"a.yaml, line {line}: not UTF-8 text. Save it as UTF-8."


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b" \n")
    assert _message(tmp_path / "a.yaml") == f"{tmp_path / 'a.yaml'}: the file is empty."


FOLDER = "this is a folder or a device, not a file"


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    (tmp_path / "b.yaml").mkdir()
    for name in ("a.yaml", "b.yaml"):
        reason = "there is no such file" if name == "a.yaml" else FOLDER
        assert _message(tmp_path / name) == f"{tmp_path / name}: {reason}."


CSVS = {
    "no path column": ("name\nsatu\n", "a.csv, line 1: "),
    "a double code": ("path\nsatu\nSatu\n", "a.csv, line 3: "),
    "a missing parent": ("path\nsatu/dua\n", "a.csv, line 2: "),
    "an open quotation mark": (
        'path,definition\nsatu,"x\n',
        "a.csv: the quotation mark in the row of line 2 is not closed.",
    ),
    "an open quotation mark in the headings": (
        '"path,definition\nsatu,x\n',
        "a.csv: the quotation mark in the row of line 1 is not closed.",
    ),
    "empty": ("", "a.csv: the file is empty."),
    "no code": ("path\n", "a.csv"),
}


@pytest.mark.parametrize(("text", "begins"), CSVS.values(), ids=CSVS.keys())
def test_a_wrong_csv_is_one_line_with_its_place(tmp_path, text, begins):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    assert _message(path).removeprefix(f"{tmp_path}/").startswith(begins)
