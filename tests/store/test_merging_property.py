"""Whatever two coders did on their copies: merging gives the same in both directions, and nothing human is lost."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import load
from qualcode.errors import QualcodeError
from qualcode.identity import new_uid
from qualcode.store import Project
from qualcode.store.cases import add_case, set_value
from qualcode.store.codebooks import load_codebook, write_version
from qualcode.store.coders import add_coder
from qualcode.store.codes import free_code
from qualcode.store.codings import add_coding, change_coding, codings_on, remove_codings
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.doctor import examine
from qualcode.store.history import redo, undo
from qualcode.store.memos import Target, add_memo, edit_memo
from qualcode.store.merging import merge
from qualcode.store.speakers import join_speakers, set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.correcting import correct, preview, replaced
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.importing import import_paths
from tests.conftest import CODEBOOK, INTERVIEW, SECOND, content
from tests.examples import examples
from tests.store.merging import by_uids, copy_of, differences

THIRD = "Peneliti : Sejak kapan bapak di sini?\nPak Wawan : Sejak 2009, waktu koordinasi masih lewat camat.\n"


def _pick(rng, rows):
    return rng.choice(rows)[0] if rows else None


def _code(project, rng, coder):
    start = rng.randrange(60, 200)
    code = _pick(rng, project.rows("select id from code where retired_at is null order by uid"))
    if code is None:
        return
    with project.change("code", coder=coder):
        add_coding(project, 1, start, start + rng.randrange(3, 60), code, coder)


def _uncode(project, rng, coder):
    coder_id = add_coder_id(project, coder)
    found = codings_on(project, 1, 0, 10_000, coder_id) if coder_id else []
    if found:
        with project.change("uncode", coder=coder):
            remove_codings(project, [rng.choice(sorted(found, key=lambda coding: coding.uid))])


def _uncode_another(project, rng, coder):
    uid = _pick(rng, project.rows("select coder_id from coding order by uid"))
    if uid:
        with project.change("uncode", coder=coder):
            remove_codings(project, codings_on(project, 1, 0, 10_000, uid)[:1])


def _recode(project, rng, coder):
    coder_id = add_coder_id(project, coder)
    found = codings_on(project, 1, 0, 10_000, coder_id) if coder_id else []
    code = _pick(rng, project.rows("select id from code order by uid"))
    if found:
        with project.change("recode", coder=coder):
            change_coding(project, rng.choice(sorted(found, key=lambda coding: coding.uid)), code_id=code)


def add_coder_id(project, coder):
    return project.value("select id from coder where name = ?", [coder])


def _rename(project, rng, coder):
    code = _pick(rng, project.rows("select id from code where retired_at is null order by uid"))
    name = rng.choice(["jaringan", "kritik", "jangkauan"])
    with project.change("codebook rename"):
        with suppress(Exception):
            project.execute("update code set name = ?, key = ? where id = ?", [name, name, code])
        write_version(project)


def _move(project, rng, coder):
    codes = project.rows("select id from code where retired_at is null and parent_id is null order by uid")
    with project.change("codebook move"):
        child, parent = rng.sample(codes, 2) if len(codes) > 1 else (None, None)
        if child and parent:
            project.execute("update code set parent_id = ? where id = ?", [parent[0], child[0]])
        if codes:
            write_version(project)


def _colour(project, rng, coder):
    code = _pick(rng, project.rows("select id from code order by uid"))
    with project.change("codebook recolour"):
        project.execute("update code set colour = ? where id = ?", [rng.choice(["#aa0000", "#00aa00"]), code])
        write_version(project)


def _rules(project, rng, coder):
    from dataclasses import replace

    from qualcode.codebook.codebook import rule_uid
    from qualcode.records import Rule
    from qualcode.store.codebooks import codebook

    book = codebook(project)
    word = rng.choice(["gotong", "swadaya"])
    first = book.codes[0]
    new = Rule(rule_uid(first.uid, word), word)
    changed = replace(first, rules=[new, *(rule for rule in first.rules[-2:] if rule.uid != new.uid)])
    with project.change("codebook load"):
        load_codebook(project, replace(book, codes=[changed, *book.codes[1:]]))


def _retire(project, rng, coder):
    code = _pick(rng, project.rows("select id from code where retired_at is null order by uid"))
    with project.change("codebook retire"):
        project.execute(
            """
            update code set retired_at = '2026-01-01T00:00:00Z'
             where id in (select code_id from code_ancestor where ancestor_id = ?)
            """,
            [code],
        )
        if project.value("select 1 from code_tree"):
            write_version(project)


def _free(project, rng, coder):
    with project.change("code", coder=coder):
        code = free_code(project, rng.choice(["tetangga", "bidan"]))
        add_coding(project, 1, 90, 120, code, coder)


def _memo(project, rng, coder):
    coding = _pick(rng, project.rows("select id from coding order by uid"))
    target = rng.choice(
        [Target(), Target(source_id=1), Target(source_id=1, start=80, stop=99), Target(coding_id=coding)]
    )
    with project.change("memo", coder=coder):
        add_memo(project, target, rng.choice(["Perlu ditanya lagi.", "Bandingkan dengan kasus lain."]))


def _edit_memo(project, rng, coder):
    memo = _pick(rng, project.rows("select id from memo order by uid"))
    if memo:
        with project.change("memo", coder=coder):
            edit_memo(project, memo, f"Catatan {coder} {rng.randrange(9)}.")


def _value(project, rng, coder):
    with project.change("case set"):
        case = add_case(project, rng.choice(["melati", "Panti Baru"]))
        set_value(project, rng.choice(["tipologi", "tahun"]), rng.choice(["A", "B", ""]), case_id=case)


def _speaker(project, rng, coder):
    set_speaker(
        project,
        "melati/ketua",
        "Ibu S",
        role=rng.choice(["observer", "moderator"]),
        case=rng.choice(["melati", "lain", ""]),
    )


def _join(project, rng, coder):
    join_speakers(project, "melati/ketua", "Peneliti", "Ibu S")


def _import(project, rng, coder):
    folder = project.path.parent / "more" / rng.choice(["x", "y"])
    folder.mkdir(parents=True, exist_ok=True)
    text = rng.choice([SECOND, THIRD])
    (folder / "wawancara.txt").write_text(text, encoding="utf-8")
    import_paths(project, [folder])


def _cut(project, rng, coder):
    cut_again(project, rng.choice(["sentence", "turn", "paragraph"]), source="melati/ketua")


def _correct(project, rng, coder):
    old, new = rng.choice(
        [("koordinsi", "koordinasi"), ("dak sekolah", "tidak sekolah"), ("kasihan", "iba"), ("lewat RT", "")]
    )
    change, _n = replaced(project, "melati/ketua", old, new)
    correct(project, "melati/ketua", change, accepted=preview(project, "melati/ketua", change))


def _autocode(project, rng, coder):
    if project.value("select 1 from code_tree"):
        autocode(project, apply=True)


def _decide(project, rng, coder):
    ids = project.rows("select id from suggestion order by uid")
    if ids:
        chosen = suggestions_by_ids(project, json.dumps([rng.choice(ids)[0]]))[0]
        with project.change("review", coder=coder):
            decide(project, chosen, rng.choice(["accepted", "rejected", "unsure"]), coder)


def _assign(project, rng, coder):
    with project.change("assign"):
        columns = "uid, coder_id, source_id, start, stop, round, at"
        row = [new_uid(), add_coder(project, coder), 1, 60, 90, "1", ""]
        project.execute(f"insert into assignment({columns}) values (?, ?, ?, ?, ?, ?, ?)", row)


def _undo(project, rng, coder):
    undo(project, yes=True, coder=coder)


def _redo(project, rng, coder):
    redo(project, coder=coder)


ACTS = [
    _code, _code, _uncode, _uncode_another, _recode, _rename, _move, _colour, _rules, _retire, _free, _memo, _edit_memo,
    _value, _speaker, _join, _import, _cut, _correct, _autocode, _decide, _assign, _undo, _redo,
]  # fmt: skip
"""What a coder may do."""

work = st.lists(st.tuples(st.sampled_from(range(len(ACTS))), st.integers(0, 30)), max_size=7)


def _do(project, acts, coder):
    """Do a round of work; acts that do not fit are refused as they would be for a user."""
    for act, seed in acts:
        first = project.value(
            "select min(seq) from change where command not in ('init', 'import', 'codebook load', 'start')"
        )
        if ACTS[act] is _undo and first is None:
            continue
        with suppress(QualcodeError):
            ACTS[act](project, random.Random(seed), coder)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A project as both coders get it, with some work of each in it."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "texts" / "melati").mkdir(parents=True)
    (folder / "texts" / "melati" / "ketua.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "kecil.yaml").write_text(CODEBOOK, encoding="utf-8")
    with Project.create(folder / "base.qualcode") as project:
        with project.change("codebook load"):
            load_codebook(project, load(folder / "kecil.yaml"))
        import_paths(project, [folder / "texts"])
        autocode(project, apply=True)
        for n, coder in enumerate(("ani", "budi")):
            with project.change("start", coder=coder):
                first = add_coding(project, 1, 100 + n, 150 + n, 1 + n, coder)
                add_coding(project, 1, 160, 190, 2, coder)
                add_memo(project, Target(coding_id=first), "Mulai.", add_coder(project, coder))
        yield project


def _people(project):
    """Return what people made, by table and uid: its source and its coder."""
    rows = """
        select made.uid, coalesce(source.imported_sha256, ''), coalesce(coder.key, '')
          from {table} as made
          left join source on source.id = made.source_id
          left join coder on coder.id = made.coder_id
         order by made.id
    """
    tables = ("coding", "decision", "memo", "reading", "assignment", "revealed")
    return {table: {uid: rest for uid, *rest in project.rows(rows.format(table=table))} for table in tables}


def _nothing_is_lost(merged, sides, report):
    """Every row of a person is there, is the double of one that is, or is listed (a reading: counted)."""
    listed = {
        item.what.rpartition(" ")[2].removeprefix("c")
        for item in report.items
        if item.outcome in ("removed", "refused")
    }
    for table, now in _people(merged).items():
        before = sides[0][table] | sides[1][table]
        lost = {uid: rest for uid, rest in before.items() if uid not in now and uid[:8] not in listed}
        if table in ("coding", "decision"):
            for uid, rest in lost.items():
                assert any(twin < uid for twin, other in now.items() if other == rest), (table, uid)
        elif table in ("reading", "assignment"):
            assert len(lost) <= report.count(table).refused + report.count(table).gone, table
        else:
            assert lost == {}, table


@examples(18, derandomize=True)
@given(ours=work, theirs=work, again=work, later=work)
def test_two_copies_merge_to_the_same_in_both_directions(base, tmp_path_factory, ours, theirs, again, later):
    folder = tmp_path_factory.mktemp("pair")
    rng = random.Random(0)
    with (
        mock.patch("secrets.token_hex", lambda n: rng.randbytes(n).hex()),  # so that a failure can be repeated
        copy_of(base, folder / "a.qualcode") as a,
        copy_of(base, folder / "b.qualcode") as b,
    ):
        _do(a, ours, "ani")
        _do(b, theirs, "budi")
        _both_ways(a, b, folder)
        _do(a, again, "ani")
        _do(b, later, "budi")
        _both_ways(a, b, folder)


def _both_ways(a, b, folder):
    """Merge each into the other and compare."""
    before, sides = (content(a), content(b)), [_people(a), _people(b)]
    with copy_of(a, folder / "old.qualcode") as old:
        reports = merge(a, b.path, apply=True), merge(b, old.path, apply=True)
    (folder / "old.qualcode").unlink()
    assert differences(a, b) == {}, differences(a, b)
    for project, report, was in zip((a, b), reports, before, strict=True):
        assert examine(project) == [], examine(project)
        _nothing_is_lost(project, sides, report)
        if content(project) != was:  # a merge that brought nothing has nothing to take back
            undo(project, yes=True)
            assert content(project) == was
            redo(project)
            assert examine(project) == []
    after = by_uids(a)
    merge(a, b.path, apply=True)
    merge(a, a.path, apply=True)
    assert by_uids(a) == after
