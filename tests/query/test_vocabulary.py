"""Fixed words of tables are told in the language of messages; what people named, and machine formats, stay."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import qualcode.query
import qualcode.workflow
from qualcode.messages import set_language
from qualcode.query.cases import case_table
from qualcode.query.filters import Filter
from qualcode.query.listings import CASE, cases
from qualcode.query.spreading import note_line, note_told, shown_cells
from qualcode.query.table import Table
from qualcode.query.themes import themes
from qualcode.query.vocabulary import HEADS, KEYS, WORDS, told, told_cell, told_note, told_value
from qualcode.store.cases import find_case, set_value
from qualcode.workflow.autocoding import autocode

FIELDS = Path(__file__).parent.parent.parent / "docs" / "fields.md"
NOT_SHOWN = {
    "qualcode.query.codeline": "drawn, never listed",
    "qualcode.query.segments": "written for statistics programs, with a data dictionary",
}
CATALOGUE = Path(qualcode.__file__).parent / "locale" / "id" / "LC_MESSAGES" / "qualcode.po"


def _listed():
    """Yield (module, column) of every constant that names the columns of a table."""
    for room in (qualcode.query, qualcode.workflow):
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            if found.name not in NOT_SHOWN:
                module = importlib.import_module(found.name)
                for name, columns in vars(module).items():
                    if (name == "COLUMNS" or name.endswith("_COLUMNS")) and isinstance(columns, tuple):
                        yield from ((found.name, column) for column in columns)


def test_every_column_is_in_the_vocabulary():
    missing = [(module, column) for module, column in _listed() if column not in HEADS]
    assert missing == []


def test_every_promised_field_is_in_the_vocabulary():
    rows = re.findall(r"^\| `[^`]+` \| ([^|]+) \|$", FIELDS.read_text(encoding="utf-8"), re.MULTILINE)
    fields = {f for row in rows for f in re.sub(r"; with .* also|, and a field an attribute", ",", row).split(",")}
    assert len(fields) > 60
    assert {field.strip() for field in fields} - {""} - HEADS == set()


def test_every_word_has_a_translation():
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="id")
    assert [word for word in sorted(WORDS) if word not in catalogue or not catalogue[word].string] == []


def test_words_are_told_and_others_stay():
    set_language("id")
    assert (told("segments"), told("collected_on"), told("melati")) == ("segmen", "tanggal", "melati")
    assert told_cell("from", "human") == "orang"
    assert told_cell("code", "human") == "human"
    assert told_cell("case", "(no case)") == "(tanpa kasus)"
    assert told_cell("lift", 1.5) == "1,5"
    assert (told_value("role", "respondent"), told_value("tipe", "respondent")) == ("narasumber", "respondent")


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("count", "segments", "segmen"),
        ("count", "turns:2", "giliran:2"),
        ("by", "case", "kasus"),
        ("by", "n", "n"),
        ("by", "kind", "kind"),
        ("from", "human: rule, budi", "orang: rule, budi"),
        ("case", "case", "case"),
        ("threshold", 0.05, "0,05"),
        ("seed", 1000, "1000"),
    ],
)
def test_a_note_says_known_words_under_their_key(key, value, shown):
    set_language("id")
    assert told_note(key, value) == shown


def test_the_note_is_told_to_people_and_kept_for_machines():
    set_language("id")
    table = Table(("code",), [], {"count": "segments", "threshold": 0.05})
    assert note_told(table) == "yang dihitung: segmen; ambang: 0,05"
    assert note_line(table) == "count: segments; threshold: 0.05"


@pytest.fixture
def named(project):
    """Cases with attributes that are called as columns are, and values that are called as other words are."""
    with project.change("case load"):
        for name, value in (("kind", "human"), ("n", "model"), ("from", "rule")):
            set_value(project, name, value, case_id=find_case(project, "melati"))
    return project


def test_attributes_keep_their_names_and_values(named):
    set_language("id")
    header, rows = shown_cells(cases(named).named_from(len(CASE)))
    assert header == ["kasus", "sumber", "penutur", "kind", "n", "from"]
    assert next(row for row in rows if row[0] == "melati")[3:] == ["human", "model", "rule"]
    shown = {tuple(row[:3]) for row in shown_cells(case_table(named, "melati"))[1]}
    assert ("atribut", "kind", "human") in shown


def test_a_count_by_an_attribute_keeps_its_values(named):
    autocode(named, apply=True)
    set_language("id")
    header, _rows = shown_cells(themes(named, Filter(origin="rule"), by="kind"))
    assert header == ["kode", "human", "(tidak ada data)"]


def test_keys_and_heads_are_words():
    assert KEYS | HEADS <= WORDS
