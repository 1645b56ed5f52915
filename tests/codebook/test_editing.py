"""A codebook changed: codes keep their identity wherever they go, and no two siblings share a name."""

import pytest

from qualcode.codebook import editing
from qualcode.codebook.versions import difference, probable_renames
from qualcode.codebook.yaml_reader import parse
from qualcode.codebook.yaml_writer import dump
from qualcode.errors import CodebookError

BOOK = """name: kecil
codes:
  - name: coordination
    definition: Kerja sama dengan pihak lain.
    rules: [koordinasi]
    codes:
      - name: agencies
        definition: Dengan dinas dan lembaga pemerintah.
        rules: [dinas]
        codes:
          - name: permits
            rules: [izin]
  - name: critique
    definition: Kritik pada program dari atas.
    rules: [tepat sasaran, damping]
"""


@pytest.fixture
def book():
    return parse(BOOK, "kecil.yaml")


def _paths(book):
    return [code.path for code in book.codes]


def test_add_makes_what_is_missing_above(book):
    new = editing.add(book, "critique/aid/late", definition="Terlambat.", labels={"id": "Telat"}, colour="#112233")
    assert _paths(new)[-3:] == ["critique", "critique/aid", "critique/aid/late"]
    assert (new.find("late").definition, new.find("late").colour) == ("Terlambat.", "#112233")
    assert new.find("Telat").name == "late"


def test_rename_takes_the_family_along_and_keeps_uids(book):
    new = editing.rename(book, book.find("coordination"), "networks")
    assert _paths(new)[:3] == ["networks", "networks/agencies", "networks/agencies/permits"]
    assert [code.uid for code in new.codes] == [code.uid for code in book.codes]
    assert new.find("permits").parent == "networks/agencies"


def test_move_and_back(book):
    moved = editing.move(book, book.find("agencies"), book.find("critique"))
    assert _paths(moved) == ["coordination", "critique", "critique/agencies", "critique/agencies/permits"]
    top = editing.move(moved, moved.find("agencies"), None)
    assert "agencies/permits" in _paths(top)
    assert {c.uid for c in top.codes} == {c.uid for c in book.codes}


def test_merge_takes_rules_examples_and_sub_codes(book):
    new = editing.merge(book, book.find("agencies"), book.find("critique"))
    assert _paths(new) == ["coordination", "critique", "critique/permits"]
    assert [rule.spec for rule in new.find("critique").rules] == ["tepat sasaran", "damping", "dinas"]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda b: editing.add(b, "Critique"), 'There is a code "Critique" already'),
        (lambda b: editing.add(b, "a//b"), "a name is empty"),
        (lambda b: editing.rename(b, b.find("critique"), "a/b"), "is no name of a code"),
        (lambda b: editing.rename(b, b.find("critique"), "Coordination"), "already. To make them one"),
        (lambda b: editing.move(b, b.find("coordination"), b.find("permits")), "cannot be moved below itself"),
        (lambda b: editing.merge(b, b.find("coordination"), b.find("permits")), "is a parent of the other"),
        (lambda b: editing.recolour(b, b.find("critique"), "merah"), "A colour is written"),
    ],
)
def test_what_cannot_be_is_refused(book, act, error):
    with pytest.raises(CodebookError, match=error):
        act(book)


def test_an_edited_codebook_goes_through_a_file_and_back(book):
    new = editing.rename(editing.move(book, book.find("agencies"), None), book.find("critique"), "kritik")
    again = parse(dump(new), "kecil.yaml")
    assert [(c.path, c.uid) for c in again.codes] == [(c.path, c.uid) for c in new.codes]
    assert difference(new, again) == []


def test_the_difference_names_each_change(book):
    new = editing.rename(book, book.find("critique"), "kritik")
    new = editing.recolour(new, new.find("agencies"), "#112233")
    new = editing.retire(new, new.find("permits"))
    new = editing.add(new, "bantuan")
    assert [(c.what, c.code, c.field) for c in difference(book, new)] == [
        ("changed", "coordination/agencies", "colour"),
        ("renamed", "kritik", "name"),
        ("new", "bantuan", ""),
        ("gone", "coordination/agencies/permits", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "likely"),
    [
        ("name: critique", "name: kritik", True),
        ("name: critique", "name: critiques", True),
        ("name: critique\n    definition: Kritik pada program dari atas.\n    rules: [tepat sasaran, damping]",
         "name: bantuan\n    definition: Uang dan barang.\n    rules: [uang]", False),
    ],
)  # fmt: skip
def test_a_probable_rename(book, old, new, likely):
    changed = parse(BOOK.replace(old, new), "kecil.yaml")
    assert [(a.path, b.name) for a, b in probable_renames(book, changed)] == (
        [("critique", new.split("\n")[0].removeprefix("name: "))] if likely else []
    )
