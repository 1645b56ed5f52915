"""Two coders who each worked on a copy: what both did comes together, and what they say differently is listed."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from qualcode.codebook import load
from qualcode.errors import ProjectError
from qualcode.store import Project, backups
from qualcode.store.cases import add_case, set_type, set_value
from qualcode.store.codebooks import load_codebook, write_version
from qualcode.store.coders import add_coder
from qualcode.store.codes import make_code
from qualcode.store.codings import add_coding, change_coding, codings_on, remove_codings
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.doctor import examine
from qualcode.store.history import log, undo
from qualcode.store.memos import Target, add_memo, edit_memo
from qualcode.store.merging import merge
from qualcode.store.reading import add_reading
from qualcode.store.speakers import set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.correcting import correct, preview, replaced
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.erasing import erase, target_person
from qualcode.workflow.importing import import_paths
from tests.conftest import CODEBOOK, content
from tests.store.merging import by_uids, copy_of, differences, erase_in

START, STOP = 202, 240
EXAMPLE = "rules: [pintu ke pintu]\n    examples: {positive: [Kami datangi satu-satu.]}"


@pytest.fixture
def pair(project, tmp_path):
    """Two copies of a project in which ani has coded one passage, for ani and budi."""
    _code(project, 100, 140, "ani", code=2)
    with copy_of(project, tmp_path / "budi.qualcode") as other:
        yield project, other


def _code(project, start, stop, coder, code=1):
    with project.change("code", coder=coder):
        return add_coding(project, _melati(project), start, stop, code, coder)


def _melati(project):
    return project.value("select id from source where name = 'melati/ketua'")


def _uncode(project, coder, by=None):
    with project.change("uncode", coder=coder if by is None else by):
        coder_id = project.value("select id from coder where name = ?", [coder])
        remove_codings(project, codings_on(project, _melati(project), 100, 140, coder_id))


def _rename(project, name, code=1):
    with project.change("codebook rename"):
        project.execute("update code set name = ?, key = ? where id = ?", [name, name, code])
        write_version(project)


def _correct(project, old, new):
    change, _n = replaced(project, "melati/ketua", old, new)
    correct(project, "melati/ketua", change, accepted=preview(project, "melati/ketua", change))


def _both(here, there, tmp_path):
    """Merge each into the other, check that they are the same and sound, and return the report of the first."""
    with copy_of(here, tmp_path / "before.qualcode") as before:
        report = merge(here, there.path, apply=True)
        merge(there, before.path, apply=True)
    assert differences(here, there) == {}
    assert examine(here) == []
    assert examine(there) == []
    return report


def _items(report):
    return [(item.kind, item.outcome, item.field, item.settled) for item in report.items]


def test_codings_of_both_come_together_and_are_counted(pair, tmp_path):
    here, there = pair
    _code(here, START, STOP, "ani")
    _code(there, START, STOP, "budi")
    count = _both(here, there, tmp_path).count("coding")
    assert (count.incoming, count.added, count.present, count.removed, count.refused) == (2, 1, 1, 0, 0)
    assert here.value("select count(*) from coding") == 3


def test_for_which_code_a_passage_was_read_comes_along(pair, tmp_path):
    """The code has another id there; both files say the same afterwards."""
    here, there = pair
    with here.change("codebook new"):
        make_code(here, "baru", "")
    with there.change("codebook new"):
        make_code(there, "lain", "")
        code = make_code(there, "dicari", "")
    with there.change("code none", coder="budi"):
        budi = add_coder(there, "budi")
        add_reading(there, budi, _melati(there), START, STOP, drawn="balanced", drawn_for=code)
    _both(here, there, tmp_path)
    rows = here.rows("select drawn, path from reading join code_tree on code_id = drawn_for")
    assert rows == [("balanced", "dicari")]


def test_a_dry_run_writes_nothing_and_says_the_same(pair):
    here, there = pair
    _code(there, START, STOP, "budi")
    before, commands = content(here), len(log(here))
    report = merge(here, there.path)
    assert content(here) == before
    assert len(log(here)) == commands
    assert merge(here, there.path, apply=True) == report


def test_a_merge_is_one_undo_and_was_backed_up(pair):
    here, there = pair
    _code(there, START, STOP, "budi")
    before = content(here)
    merge(here, there.path, apply=True)
    assert any("merge" in file.name for file in backups.listed(here.path))
    undo(here, yes=True)
    assert content(here) == before
    assert examine(here) == []


def test_without_a_backup_the_merge_does_not_start(pair):
    here, there = pair
    _code(there, START, STOP, "budi")
    folder = backups.folder_of(here.path)
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("bukan folder", encoding="utf-8")
    with pytest.raises(ProjectError, match="no backup"):
        merge(here, there.path, apply=True)
    assert here.value("select count(*) from coding") == 1


def test_the_other_file_stays_as_it_is(pair):
    here, there = pair
    _code(there, START, STOP, "budi")
    before = there.path.read_bytes()
    merge(here, there.path, apply=True)
    assert there.path.read_bytes() == before


def test_a_merge_with_itself_changes_nothing(pair):
    here, _there = pair
    before = content(here)
    merge(here, here.path, apply=True)
    assert content(here) == before


def test_the_exact_double_is_kept_once_with_the_smaller_uid(pair, tmp_path):
    here, there = pair
    uids = [
        project.value("select uid from coding where id = ?", [_code(project, START, STOP, "ani")]) for project in pair
    ]
    count = _both(here, there, tmp_path).count("coding")
    assert (count.incoming, count.added, count.present) == (2, 0, 2)
    assert here.rows("select uid from coding where start = ?", [START]) == [(min(uids),)]


def test_what_its_own_coder_removed_stays_removed_and_is_listed(pair, tmp_path):
    here, there = pair
    with there.change("memo"):
        add_memo(there, Target(coding_id=1), "Apakah ini sudah tepat?", add_coder(there, "budi"))
    _uncode(here, "ani")
    report = _both(here, there, tmp_path)
    assert _items(report) == [("coding", "removed", "", "")]
    assert report.count("coding").removed == 1
    assert here.value("select count(*) from coding") == 0
    assert here.rows("select start, stop, coding_id from memo") == [(100, 140, None)]


def test_what_another_removed_comes_back_and_is_listed(pair, tmp_path):
    here, there = pair
    _uncode(here, "ani", by="budi")
    assert _items(_both(here, there, tmp_path)) == [("coding", "kept", "", "")]
    assert here.value("select count(*) from coding") == 1


def test_what_was_removed_here_and_changed_there_is_kept_and_listed(pair, tmp_path):
    here, there = pair
    _uncode(here, "ani")
    with there.change("recode", coder="ani"):
        change_coding(there, codings_on(there, _melati(there), 100, 140, 1)[0], code_id=3)
    assert _items(_both(here, there, tmp_path)) == [("coding", "kept", "", "")]
    assert here.rows("select code_id from coding") == [(3,)]


def test_a_merge_taken_back_and_made_again_brings_the_same(pair):
    here, there = pair
    _code(there, START, STOP, "ani")
    merge(here, there.path, apply=True)
    after = by_uids(here)
    undo(here, coder="ani", yes=True)
    assert merge(here, there.path, apply=True).items == ()
    assert by_uids(here) == after


def test_absence_alone_removes_nothing(pair, tmp_path):
    """A copy that never had the codings of others, as one for blind coding, takes none out."""
    here, there = pair
    undo(there, yes=True)
    assert there.value("select count(*) from coding") == 0
    _both(here, there, tmp_path)
    assert here.value("select count(*) from coding") == 1


def test_a_removal_holds_against_a_copy_that_learned_of_it_by_a_merge(pair, tmp_path):
    here, there = pair
    with copy_of(there, tmp_path / "cici.qualcode") as third:
        _uncode(here, "ani")
        merge(there, here.path, apply=True)
        merge(third, there.path, apply=True)
        assert third.value("select count(*) from coding") == 0


def test_one_code_renamed_twice_takes_the_later_name(pair, tmp_path):
    here, there = pair
    _rename(here, "jejaring")
    _rename(there, "kerja sama")
    with closing(sqlite3.connect(there.path)) as connection:
        connection.execute("update change set at = '2099-01-01T00:00:00Z' where command = 'codebook rename'")
        connection.commit()
    report = _both(here, there, tmp_path)
    assert [(i.field, i.here, i.there, i.settled) for i in report.items] == [
        ("name", "jejaring", "kerja sama", "there")
    ]
    assert here.value("select name from code where id = 1") == "kerja sama"


def test_what_only_one_changed_stands_without_a_conflict(pair, tmp_path):
    here, there = pair
    _rename(here, "jejaring")
    with there.change("codebook recolour"):
        there.execute("update code set colour = '#aa0000' where id = 1")
        write_version(there)
    set_speaker(there, "melati/ketua", "Ibu S", role="moderator")
    assert _both(here, there, tmp_path).items == ()
    assert here.rows("select name, colour from code where id = 1") == [("jejaring", "#aa0000")]
    assert here.value("select role from speaker where label = 'Ibu S'") == "moderator"


def test_two_codes_that_came_to_have_one_name_are_told_apart(pair, tmp_path):
    here, there = pair
    _rename(here, "sama", code=3)
    _rename(there, "sama", code=4)
    report = _both(here, there, tmp_path)
    assert [(i.outcome, i.settled) for i in report.items] == [("renamed", "sama (2)")]
    assert sorted(here.rows("select name from code where id > 2")) == [("sama",), ("sama (2)",)]


def test_codes_moved_below_each_other_stay_a_tree(pair, tmp_path):
    here, there = pair
    for project, child, parent in ((here, 3, 4), (there, 4, 3)):
        with project.change("codebook move"):
            project.execute("update code set parent_id = ? where id = ?", [parent, child])
            write_version(project)
    report = _both(here, there, tmp_path)
    assert ("code", "conflict", "parent_id", "/") in _items(report)
    assert here.value("select count(*) from code_tree") == 4


def test_a_code_retired_here_comes_back_when_there_is_a_new_one_below_it(pair, tmp_path):
    here, there = pair
    with here.change("codebook retire"):
        here.execute("update code set retired_at = '2026-01-01T00:00:00Z' where id = 4")
        write_version(here)
    with there.change("codebook new"):
        there.execute(
            "insert into code(uid, parent_id, name, key, position) values (?, 4, 'malam', 'malam', 0)", ["c" * 32]
        )
        write_version(there)
    assert _items(_both(here, there, tmp_path)) == [("code", "kept", "retired_at", "")]
    assert here.value("select count(*) from code_tree where path = 'outreach/malam'") == 1


def test_rules_are_one_value_of_their_code(pair, tmp_path, codebook_file):
    here, there = pair
    for project, word in ((here, "gotong royong"), (there, "swadaya")):
        codebook_file.write_text(CODEBOOK.replace("[pintu ke pintu]", f"[pintu ke pintu, {word}]"), encoding="utf-8")
        with project.change("codebook load"):
            load_codebook(project, load(codebook_file))
    report = _both(here, there, tmp_path)
    assert [(i.field, i.here, i.there) for i in report.items] == [("rules", "2", "2")]
    assert here.value("select count(*) from rule where code_id = 4") == 2


def test_values_that_differ_are_settled_and_listed(pair, tmp_path):
    here, there = pair
    for project, value in ((here, "A"), (there, "B")):
        with project.change("case set"):
            set_value(project, "tipologi", value, case_id=add_case(project, "melati"))
    report = _both(here, there, tmp_path)
    assert [(i.kind, i.field, i.here, i.there) for i in report.items] == [("value", "value", "A", "B")]


def test_an_attribute_is_text_again_when_a_value_of_the_other_does_not_fit_its_type(pair, tmp_path):
    here, there = pair
    with here.change("case set"):
        set_value(here, "anak", "40", case_id=add_case(here, "kasih"))
    merge(there, here.path, apply=True)
    with here.change("attribute type"):
        set_type(here, "anak", "number")
    with there.change("case set"):
        set_value(there, "anak", "banyak", case_id=add_case(there, "melati"))
    assert _items(_both(here, there, tmp_path)) == [("attribute", "conflict", "type", "text")]
    assert here.value("select type from attribute where key = 'anak'") == "text"


def test_a_memo_edited_on_both_sides_is_kept_in_both_versions(pair, tmp_path):
    here, there = pair
    with here.change("memo"):
        add_memo(here, Target(), "Awal.", add_coder(here, "ani"))
    merge(there, here.path, apply=True)
    for project, text in ((here, "Dari ani."), (there, "Dari budi.")):
        with project.change("memo"):
            edit_memo(project, 1, text)
    report = _both(here, there, tmp_path)
    assert _items(report) == [("memo", "conflict", "text", "both")]
    assert "ani" not in "".join((report.items[0].here, report.items[0].there))
    assert sorted(here.rows("select text from memo")) == [("Dari ani.",), ("Dari budi.",)]


def test_a_corrected_text_takes_the_codings_of_the_other_along(pair, tmp_path):
    here, there = pair
    _correct(here, "kasihan", "merasa iba")
    text = there.value("select text from source where id = ?", [_melati(there)])
    start = text.index("dinas sosial")
    _code(there, start, start + 12, "budi")
    assert _both(here, there, tmp_path).items == ()
    assert here.rows("select quote from coding where coder_id = 2") == [("dinas sosial",)]


def test_a_text_corrected_differently_is_a_conflict_and_lost_words_are_refused(pair, tmp_path):
    here, there = pair
    text = there.value("select text from source where id = ?", [_melati(there)])
    start = text.index("Kami dari pintu ke pintu.")
    _correct(here, "Kami dari pintu ke pintu. ", "")
    _code(there, start, start + 25, "budi")
    _correct(there, "kasihan", "merasa iba")
    for project, year in ((here, 2099), (there, 2098)):
        with closing(sqlite3.connect(project.path)) as connection:
            connection.execute("update change set at = ? where command = 'correct'", [f"{year}-01-01T00:00:00Z"])
            connection.commit()
    report = _both(here, there, tmp_path)
    assert ("source", "conflict", "text", "here") in _items(report)
    assert [item[1] for item in _items(report) if item[0] == "coding"] == ["refused"]
    assert report.count("coding").refused == 1


def test_a_source_cut_again_on_one_side_stays_so(pair, tmp_path):
    here, there = pair
    cut_again(here, "sentence", source="melati/ketua")
    _code(there, START, STOP, "budi")
    assert _both(here, there, tmp_path).items == ()
    assert {unit for (unit,) in here.rows("select unit from segment where source_id = ?", [_melati(here)])} == {
        "sentence"
    }


def test_new_sources_come_whole_and_one_name_for_two_texts_is_told_apart(pair, tmp_path, texts):
    here, there = pair
    for project, answer in ((here, "Baik."), (there, "Kurang sehat, Bu.")):
        (texts / "melati" / "baru.txt").write_text(f"Peneliti : Apa kabar?\nIbu T : {answer}\n", encoding="utf-8")
        import_paths(project, [texts])
    report = _both(here, there, tmp_path)
    assert [(i.kind, i.outcome, i.settled) for i in report.items] == [("source", "renamed", "melati/baru (2)")]
    assert report.count("source").added == 1
    assert here.value("select count(*) from speech where speech match 'sehat'") == 1


def test_the_same_file_imported_by_both_is_one_source(pair, tmp_path, texts):
    here, there = pair
    (texts / "melati" / "baru.txt").write_text("Peneliti : Apa kabar?\nIbu T : Baik.\n", encoding="utf-8")
    for project, coder in ((here, "ani"), (there, "budi")):
        import_paths(project, [texts])
        with project.change("code", coder=coder):
            add_coding(project, project.value("select max(id) from source"), 29, 34, 1, coder)
    assert _both(here, there, tmp_path).items == ()
    assert here.value("select count(*) from source") == 3
    assert here.value("select count(distinct source_id) from coding") == 2


def test_suggestions_of_the_later_run_stay(pair, tmp_path):
    here, there = pair
    autocode(here, apply=True)
    with here.change("run"):
        here.execute("update run set ended_at = '2020-01-01T00:00:00Z'")
    with there.change("codebook load"):
        there.execute("delete from rule where code_id = 4")
        write_version(there)
    autocode(there, apply=True)
    assert here.value("select count(*) from suggestion where code_id = 4") == 1
    assert _both(here, there, tmp_path).count("run").added == 1
    assert here.value("select count(*) from suggestion where code_id = 4") == 0
    assert here.value("select count(distinct run_id) from suggestion") == 1


def test_the_same_file_imported_and_run_over_by_both_stays_one_source_in_the_next_round(pair, tmp_path, texts):
    here, there = pair
    (texts / "melati" / "baru.txt").write_text("Peneliti : Lalu?\nIbu T : Ada koordinasi.\n", encoding="utf-8")
    for project in pair:
        import_paths(project, [texts])
        autocode(project, apply=True)
    assert _both(here, there, tmp_path).count("source").added == 0
    for project, role in ((here, "observer"), (there, "moderator")):
        set_speaker(project, "melati/baru", "Ibu T" if project is here else "Peneliti", role=role)
    cut_again(there, "sentence", source="melati/baru")
    assert _both(here, there, tmp_path).items == ()
    assert here.rows("select role from speaker where source_id = 3 order by label") == [("observer",), ("moderator",)]


def test_codings_that_take_each_others_places_in_a_corrected_text_all_arrive(pair, tmp_path):
    here, there = pair
    for start in (200, 210, 220):
        _code(here, start, start + 10, "ani")
    _correct(there, "Kenapa ibu", "Kenapa dulu-dulu ibu")
    text = there.value("select text from source where id = ?", [_melati(there)])
    assert _both(here, there, tmp_path).items == ()
    assert here.rows("select start from coding where code_id = 1 order by start") == [(210,), (220,), (230,)]
    assert here.value("select text from source where id = ?", [_melati(here)]) == text


def test_one_coder_who_decides_differently_on_two_copies_is_a_conflict(pair, tmp_path):
    here, there = pair
    autocode(here, apply=True)
    merge(there, here.path, apply=True)
    for project, state in ((here, "accepted"), (there, "rejected")):
        first = project.value("select id from suggestion order by uid limit 1")
        with project.change("review", coder="ani"):
            decide(project, suggestions_by_ids(project, json.dumps([first]))[0], state, "ani")
    report = _both(here, there, tmp_path)
    assert [(i.kind, i.field, i.here, i.there) for i in report.items] == [("decision", "state", "accepted", "rejected")]
    assert here.value("select count(*) from decision") == 1


def test_a_coding_recoded_here_to_what_was_added_there_is_one_with_its_memos(pair, tmp_path):
    here, there = pair
    with here.change("recode", coder="ani"):
        change_coding(here, codings_on(here, _melati(here), 100, 140, 1)[0], code_id=3)
    added = _code(there, 100, 140, "ani", code=3)
    with there.change("memo"):
        add_memo(there, Target(coding_id=added), "Lihat juga bagian akhir.", add_coder(there, "ani"))
    _both(here, there, tmp_path)
    assert here.rows("select code_id from coding") == [(3,)]
    assert here.value("select count(*) from memo where coding_id is not null") == 1


def test_two_cuts_of_one_source_are_a_conflict(pair, tmp_path):
    here, there = pair
    cut_again(here, "sentence", source="melati/ketua")
    cut_again(there, "turn", source="melati/ketua")
    report = _both(here, there, tmp_path)
    assert [(i.kind, i.outcome, i.field) for i in report.items] == [("source", "conflict", "segments")]


def test_an_erased_example_and_the_memo_of_an_erased_coding_do_not_come_back(pair, codebook_file):
    here, there = pair
    codebook_file.write_text(CODEBOOK.replace("rules: [pintu ke pintu]", EXAMPLE), encoding="utf-8")
    with there.change("codebook load"):
        load_codebook(there, load(codebook_file))
    added = _code(there, START, STOP, "budi")
    with there.change("memo"):
        add_memo(there, Target(coding_id=added), "Tanyakan lagi.", add_coder(there, "budi"))
    uids = [there.value("select uid from example"), there.value("select uid from coding where id = ?", [added])]
    here.close()
    erase_in(here, "", json.dumps(uids))
    with Project.open(here.path) as opened:
        report = merge(opened, there.path, apply=True)
        assert report.count("coding").refused == 1
        assert opened.value("select count(*) from example") == 0
        assert opened.rows("select coding_id, start, source_id from memo") == [(None, None, _melati(opened))]


def test_what_was_erased_here_does_not_come_back(pair):
    here, there = pair
    _code(there, START, STOP, "budi")
    digest = there.value("select imported_sha256 from source where id = ?", [_melati(there)])
    with Project.create(here.path.parent / "baru.qualcode") as empty:
        empty.close()
        erase_in(empty, digest)
        with Project.open(empty.path) as project:
            report = merge(project, there.path, apply=True)
            assert report.count("source").refused == 1
            assert report.count("coding").refused == report.count("coding").incoming == 2
            assert project.rows("select name from source") == [("kasih/ketua",)]
            assert examine(project) == []


def test_what_the_other_erased_is_listed_with_its_command(pair):
    here, there = pair
    digest = here.value("select imported_sha256 from source where name = 'kasih/ketua'")
    there.close()
    erase_in(there, digest)
    report = merge(here, there.path, apply=True)
    assert [(i.outcome, i.settled) for i in report.items] == [("erased", 'qualcode erase "kasih/ketua"')]
    assert here.value("select count(*) from source") == 2
    assert here.value("select imported_sha256 from erased") == digest


def test_words_erased_here_do_not_come_back_with_a_corrected_text(pair):
    here, there = pair
    erase(here, target_person(here, "Ibu S", "melati/ketua"))
    _code(there, START, STOP, "budi")
    _correct(there, "kasihan", "merasa iba")
    merge(here, there.path, apply=True)
    assert "merasa iba" not in here.value("select text from source where id = ?", [_melati(here)])
    assert here.value("select count(*) from speaker where label = 'Ibu S'") == 0
    assert here.value("select count(*) from value where value = '54 tahun'") == 0
    assert examine(here) == []


def test_words_erased_there_stay_here_until_they_are_erased_here(pair):
    here, there = pair
    erase(there, target_person(there, "Ibu S", "melati/ketua"))
    report = merge(here, there.path, apply=True)
    assert ("speaker", "erased", "", 'qualcode erase "melati/ketua" --person "Ibu S"') in _items(report)
    assert "kasihan" in here.value("select text from source where id = ?", [_melati(here)])
    assert here.value("select count(*) from coding") == 1
    assert examine(here) == []


def test_another_project_with_the_same_texts_is_united_by_text_and_name(pair, tmp_path, texts, codebook_file):
    here, _there = pair
    with Project.create(tmp_path / "lain.qualcode") as other:
        import_paths(other, [texts])
        with other.change("codebook load"):
            load_codebook(other, load(codebook_file))
        _code(other, START, STOP, "budi")
        report = _both(here, other, tmp_path)
    assert not report.same_study
    assert report.base is None
    assert report.count("source").present == 2
    assert report.count("code").present == 4
    assert here.value("select count(*) from coding") == 2


def test_a_second_round_after_a_merge_builds_on_it(pair, tmp_path):
    here, there = pair
    _code(there, START, STOP, "budi")
    merge(here, there.path, apply=True)
    _rename(here, "jejaring")
    _uncode(here, "ani")
    report = merge(there, here.path, apply=True)
    assert _items(report) == [("coding", "removed", "", "")]
    assert differences(here, there) == {}
    after = by_uids(here)
    merge(here, there.path, apply=True)
    assert by_uids(here) == after


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("pragma application_id = 7", "not a qualcode project"),
        ("pragma user_version = 0", "older qualcode"),
        ("drop trigger coding_added", "altered by another program"),
        ("update source set text = 'lain' where id = 1", "not as it was written"),
    ],
)
def test_what_is_not_sound_is_not_merged(pair, damage, message):
    here, there = pair
    there.close()
    with closing(sqlite3.connect(there.path)) as connection:
        connection.execute(damage)
        connection.commit()
    with pytest.raises(ProjectError, match=message) as caught:
        merge(here, there.path, apply=True)
    assert "\n" not in str(caught.value)
    assert here.value("select count(*) from change where command = 'merge'") == 0


def test_languages_are_united(pair):
    here, there = pair
    with there.change("language"):
        there.execute("update setting set languages = ?", [json.dumps(["id", "en"])])
    merge(here, there.path, apply=True)
    assert here.value("select languages from setting") == '["id", "en"]'
