"""The codebook's life: codings follow their codes, nothing is lost, and each change is one undo and one version."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.codebook import editing, load
from qualcode.errors import QualcodeError
from qualcode.store.codebooks import code_ids, codebook, versions
from qualcode.store.codings import add_coding
from qualcode.store.doctor import examine
from qualcode.store.history import undo
from qualcode.store.memos import Target, add_memo
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code
from qualcode.workflow.places import find_place
from qualcode.workflow.revising import book_of, merge_codes, revise, split_code, uncertain_renames
from qualcode.workflow.splitting import by_rules
from tests.conftest import content
from tests.examples import examples


@pytest.fixture
def coded(project):
    for coder in ("ani", "budi"):
        code(project, find_place(project, "melati/ketua:4"), ["outreach", "coordination"], coder, memo=f"dari {coder}")
        code(project, find_place(project, "kasih/ketua:4"), ["critique"], coder)
    return project


def _used(project):
    rows = project.rows(
        """
        select path, count(*)
          from coding
          join code_tree on code_tree.code_id = coding.code_id
         group by path
         order by path
        """
    )
    return dict(rows)


def test_a_rename_is_one_undo_and_one_version(coded):
    before, n = content(coded), len(versions(coded))
    book = book_of(coded)
    revise(coded, editing.rename(book, book.find("outreach"), "jangkauan"), "codebook rename", coder="ani")
    assert _used(coded) == {"coordination": 2, "critique": 2, "jangkauan": 2}
    assert len(versions(coded)) == n + 1
    undo(coded, coder="ani")
    assert content(coded) == before


def test_a_dry_run_changes_nothing(coded):
    before, book = content(coded), book_of(coded)
    revision = revise(coded, editing.retire(book, book.find("critique")), "codebook retire", dry_run=True)
    assert dict(revision.kept) == {"critique": 2}
    assert merge_codes(coded, "critique", "outreach", dry_run=True).moved == 2
    assert split_code(coded, "critique", {"telat": [1]}, dry_run=True).moved == 1
    assert content(coded) == before


def test_merge_moves_codings_and_makes_doubles_one(coded):
    before = content(coded)
    revision = merge_codes(coded, "outreach", "coordination")
    assert (revision.moved, revision.doubles) == (2, 2)
    assert _used(coded) == {"coordination": 2, "critique": 2}
    assert coded.value("select count(*) from memo where coding_id is not null") == 4
    assert examine(coded) == []
    undo(coded)
    assert content(coded) == before


def test_merge_takes_decisions_along(project):
    from qualcode.store.decisions import decide, suggestion_by_id

    autocode(project, apply=True)
    uid = project.value("select uid from suggestion where code_id = (select id from code where name = 'outreach')")
    with project.change("accepted", coder="ani"):
        decide(project, suggestion_by_id(project, "s" + uid), "accepted", "ani")
    merge_codes(project, "outreach", "critique")
    assert project.rows("select name from code join decision on code_id = code.id") == [("critique",)]
    assert _used(project) == {"critique": 1}
    assert examine(project) == []


def test_split_by_rules(coded):
    chosen = by_rules(coded, "outreach", ["door", "other"], ["door=pintu ke pintu", "other=puskesmas"])
    assert [len(codings) for codings in chosen.values()] == [2, 0]
    split_code(coded, "outreach", chosen)
    assert _used(coded)["outreach/door"] == 2
    assert codebook(coded).find("outreach/other")
    assert examine(coded) == []
    with pytest.raises(QualcodeError, match="--rule takes NAME=WORDS with one of door"):
        by_rules(coded, "outreach", ["door"], ["pintu=x"])


def test_a_retired_code_keeps_its_codings(coded):
    book = book_of(coded)
    revise(coded, editing.retire(book, book.find("critique")), "codebook retire")
    assert coded.value("select count(*) from coding") == 6
    assert "critique" not in _used(coded)
    revise(coded, editing.add(book_of(coded), "baru"), "codebook new")
    undo(coded)
    undo(coded)
    assert _used(coded)["critique"] == 2


def test_a_file_in_which_a_code_was_renamed(coded, tmp_path, codebook_file):
    edited = tmp_path / "edited.yaml"
    edited.write_text(codebook_file.read_text(encoding="utf-8").replace("name: critique", "name: kritik"), "utf-8")
    assert [(a.path, b.path) for a, b in uncertain_renames(coded, load(edited))] == [("critique", "kritik")]
    edited.write_text(codebook_file.read_text(encoding="utf-8").replace("name: outreach", "name: jangkau"), "utf-8")
    with coded.change("uncode"):
        coded.execute("update memo set coding_id = null")
        coded.execute("delete from coding where code_id = (select id from code where name = 'outreach')")
    assert uncertain_renames(coded, load(edited)) == []


ACTS = ("rename", "move", "top", "merge", "split", "add", "colour")


@examples(20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_no_coding_and_no_memo_is_ever_lost(project, acts):
    before = content(project)
    ids = code_ids(project)
    with project.change("code"):
        for k, code_id in enumerate(ids.values()):
            coding = add_coding(project, 1, 100 + k, 140 + k, code_id, f"coder {k % 2}")
            add_memo(project, Target(coding_id=coding), "catatan")
    total = project.value("select count(*) from coding")
    doubles = 0
    for act, i, j in acts:
        book = book_of(project)
        a, b = book.codes[i % len(book.codes)], book.codes[j % len(book.codes)]
        try:
            if act == "merge":
                doubles += merge_codes(project, a.path, b.path).doubles
            elif act == "split":
                rows = project.rows("select id from coding where code_id = ?", [code_ids(project)[a.uid]])
                doubles += split_code(project, a.path, {f"bagian {j}": [r[0] for r in rows]}).doubles
            else:
                new = {
                    "rename": lambda book, a, _b, j: editing.rename(book, a, f"nama {j}"),
                    "move": lambda book, a, b, _j: editing.move(book, a, b),
                    "top": lambda book, a, _b, _j: editing.move(book, a, None),
                    "add": lambda book, a, _b, j: editing.add(book, f"{a.path}/baru {j}"),
                    "colour": lambda book, a, _b, j: editing.recolour(book, a, f"#11223{j}"),
                }[act](book, a, b, j)
                revise(project, new, f"codebook {act}")
        except QualcodeError:
            continue
        assert project.value("select count(*) from coding") == total - doubles
        assert sum(_used(project).values()) == total - doubles
        assert project.value("select count(*) from memo where coding_id is not null") == total
        assert examine(project) == []
    while (
        project.value("select max(seq) from change where command not in ('undo', 'redo')")
        and content(project) != before
    ):
        undo(project, yes=True)
    assert content(project) == before
