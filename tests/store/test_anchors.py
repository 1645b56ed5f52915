"""Whatever hangs on the words of a source goes where they go, and what was stands in the history."""

from dataclasses import replace

import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError
from qualcode.query.filters import Filter
from qualcode.segment.difference import Moved, Moves, moves
from qualcode.store.anchors import Count, plan
from qualcode.store.codebooks import load_codebook
from qualcode.store.codings import add_coding
from qualcode.store.correcting import Rewritten, numbered, rewrite, stored_turns
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.doctor import examine
from qualcode.store.history import redo, undo
from qualcode.store.memos import Target, add_memo
from qualcode.store.sources import find_source, parts_of, text_of
from qualcode.store.versions import version, versions
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.correcting import correct, corrected, preview
from qualcode.workflow.importing import import_paths
from tests.conftest import CODEBOOK, content
from tests.store.at_work import SOURCE, at_work, code, mend, note, quotes, suggestions

MENDS = {
    "a word before everything": ("Nama : Ibu S", "Nama : Ibu Siti"),
    "a word in a coding": ("dari pintu", "dari satu pintu"),
    "a coding without words": ("dari pintu ke pintu", ""),
    "words with a memo go": (" tetangga yang ngasih tau,", ""),
    "a turn goes": ("Ibu S : Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas.\n\n"
                    "Kadang ada tetangga yang ngasih tau, itu lewat RT.\n", ""),
    "a line is written in": ("Peneliti : Terima kasih", "Dan lewat dinas juga.\nPeneliti : Terima kasih"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), MENDS.values(), ids=MENDS.keys())
def test_a_correction_keeps_the_project_sound_and_can_be_undone_and_redone(project, old, new):
    at_work(project)
    before = content(project)
    mend(project, old, new)
    after = content(project)
    assert examine(project) == []
    undo(project, yes=True)
    assert content(project) == before
    assert examine(project) == []
    redo(project)
    assert content(project) == after
    assert examine(project) == []


def test_everything_moves_along_with_its_words(project):
    at_work(project)
    source = find_source(project, SOURCE).id
    spans = "select start, stop from {} where source_id = ? and start is not null order by id"
    before = {kind: project.rows(spans.format(kind), [source]) for kind in ("coding", "reading", "decision", "memo")}
    found = len(suggestions(project))
    report = mend(project, "Nama : Ibu S", "Nama : Ibu Siti")
    for kind, old in before.items():
        assert project.rows(spans.format(kind), [source]) == [(start + 3, stop + 3) for start, stop in old]
    assert len(suggestions(project)) == found
    assert report.counts["assignment"] == Count(0, 1, 0)
    assert report.listed == ()


def test_a_coding_whose_words_change_is_listed_and_gets_the_new_words(project):
    coding = code(project, "dari pintu ke pintu")
    listed = mend(project, "dari pintu", "dari satu pintu").listed
    assert [(i.kind, i.fate, i.code, i.coder, i.segment, i.quote, i.now) for i in listed] == [
        ("coding", "changed", "outreach", "ani", 4, "dari pintu ke pintu", "dari satu pintu ke pintu")
    ]
    assert listed[0].id == "c" + project.value("select substr(uid, 1, 8) from coding where id = ?", [coding])
    assert quotes(project) == ["dari satu pintu ke pintu"]


def test_a_coding_without_words_goes_and_its_memo_becomes_one_of_the_source(project):
    coding = code(project, "dari pintu ke pintu")
    with project.change("memo add"):
        add_memo(project, Target(coding_id=coding), "Kutipan untuk bab empat.")
    note(project, "dari pintu")
    listed = mend(project, " dari pintu ke pintu", "").listed
    assert [(item.kind, item.fate) for item in listed] == [("coding", "lost"), ("memo", "lost")]
    assert quotes(project) == []
    assert project.rows("select source_id, start, coding_id from memo order by id") == [(2, None, None)] * 2


def test_of_two_codings_that_become_one_the_older_stays_with_what_hung_on_both(project):
    autocode(project, Filter(sources=(SOURCE,)), apply=True)
    first = code(project, "pintu ke pintu")
    with project.change("review", coder="ani"):
        suggestion = suggestions_by_ids(project, str([r[0] for r in suggestions(project)]))[0]
        decision = decide(project, suggestion, "unsure", "ani")
    second = code(project, "dari pintu ke pintu", decision_id=decision)
    with project.change("memo add"):
        add_memo(project, Target(coding_id=second), "Kutipan untuk bab empat.")
    report = mend(project, "dari pintu", "pintu")
    assert [(item.fate, item.quote) for item in report.listed] == [("double", "dari pintu ke pintu")]
    assert report.counts["coding"] == Count(1, 0, 1)
    assert project.rows("select id, quote, decision_id from coding") == [(first, "pintu ke pintu", decision)]
    assert project.rows("select coding_id from memo") == [(first,)]
    assert examine(project) == []


def test_of_two_decisions_that_become_one_the_older_stays(project):
    autocode(project, Filter(sources=(SOURCE,)), apply=True)
    with project.change("review", coder="ani"):
        chosen = suggestions_by_ids(project, str([r[0] for r in suggestions(project)]))[-1]
        first = decide(project, chosen, "accepted", "ani")
        text = text_of(project, chosen.source_id)
        second = decide(project, replace(chosen, stop=chosen.stop + 1), "accepted", "ani")
    change = moves(text, text[: chosen.stop] + text[chosen.stop :].lstrip("\n"))
    correct(project, SOURCE, change, accepted=preview(project, SOURCE, change))
    assert project.rows("select id from decision") == [(first,)]
    assert second != first
    assert set(project.rows("select decision_id from coding")) == {(first,)}
    assert examine(project) == []


@pytest.mark.parametrize("new", ["anu ya ya ya ya ya.", "ya ya.", "ya ya anu ya ya ya."])
def test_codings_of_the_same_words_one_behind_the_other_do_not_get_in_each_others_way(empty, tmp_path, new):
    text = "Peneliti : Apa kabar hari ini?\nIbu T : ya ya ya ya ya.\n"
    project = _of_one_text(empty, tmp_path, text)
    at = text.index("ya ya")
    with project.change("code"):
        codings = [add_coding(project, 1, at + 3 * n, at + 3 * n + 2, 1, "ani") for n in range(5)]
    before = content(project)
    change = corrected(project, "satu", text.replace("ya ya ya ya ya.", new))
    correct(project, "satu", change, accepted=preview(project, "satu", change))
    left = project.rows("select id, quote from coding order by id")
    assert all(quote == "ya" for _id, quote in left)
    assert {row[0] for row in left} <= set(codings)
    assert examine(project) == []
    undo(project)
    assert content(project) == before


def test_codings_that_change_places_wait_for_each_other(empty, tmp_path, monkeypatch):
    """No comparison does that; if one ever should, nothing may break."""
    text = "Peneliti : Apa kabar hari ini?\nIbu T : ya dan ya.\n"
    project = _of_one_text(empty, tmp_path, text)
    first, second = text.index("ya dan"), text.index("ya.")
    with project.change("code"):
        for start in (first, second):
            add_coding(project, 1, start, start + 2, 1, "ani")
    other = {first: second, second: first}
    monkeypatch.setattr(Moves, "span", lambda _self, a, b: Moved(other.get(a, a), other.get(a, a) + b - a, False))
    correct(project, "satu", moves(text, text + "\n"))
    assert project.rows("select start from coding order by id") == [(second,), (first,)]
    assert examine(project) == []


def _of_one_text(project, tmp_path, text):
    (tmp_path / "satu.txt").write_text(text, encoding="utf-8")
    (tmp_path / "kecil.yaml").write_text(CODEBOOK, encoding="utf-8")
    import_paths(project, [tmp_path / "satu.txt"])
    with project.change("codebook load"):
        load_codebook(project, load(tmp_path / "kecil.yaml"))
    return project


def test_suggestions_whose_words_change_go_and_the_others_stay(project):
    autocode(project, apply=True)
    before = project.rows("select uid from suggestion order by id")
    report = mend(project, "koordinsi", "koordinasi")
    gone = report.counts["suggestion"].gone
    assert gone > 0
    assert len(project.rows("select uid from suggestion order by id")) == len(before) - gone
    assert examine(project) == []


def test_old_texts_stay_also_after_undo_and_redo(project):
    source = find_source(project, SOURCE).id
    first = text_of(project, source)
    mend(project, "koordinsi", "koordinasi")
    second = text_of(project, source)
    undo(project)
    redo(project)
    assert [(v.n, v.command, v.text) for v in versions(project, source)] == [
        (1, "import", first), (2, "correct", second), (3, "undo", first), (4, "redo", second),
    ]  # fmt: skip
    assert version(project, source, 1).text == first
    for n in (0, 5):
        with pytest.raises(QualcodeError, match=f"no version {n}"):
            version(project, source, n)


def test_old_texts_of_a_source_that_stood_under_the_same_number_are_not_its_own(empty, tmp_path):
    project = _of_one_text(empty, tmp_path, "Peneliti : Apa kabar?\nIbu T : Baik saja.\n")
    undo(project)
    change = corrected(project, "satu", "Peneliti : Apa kabar?\nIbu T : Baik sekali.\n")
    correct(project, "satu", change)
    undo(project)
    undo(project)
    (tmp_path / "dua.txt").write_text("Peneliti : Siapa?\nPak R : Saya ketua.\n", encoding="utf-8")
    import_paths(project, [tmp_path / "dua.txt"])
    assert find_source(project, "dua").id == 1
    assert [(v.n, v.command, v.text) for v in versions(project, 1)] == [(1, "import", text_of(project, 1))]


def test_what_a_source_was_known_by_stays(project):
    by = "select imported_sha256, file_sha256, uid from source order by id"
    before = project.rows(by)
    mend(project, "koordinsi", "koordinasi")
    assert project.rows(by) == before
    assert project.value("select text_sha256 <> imported_sha256 from source where name = ?", [SOURCE])


def test_parts_that_stay_are_not_written_again(project):
    source = find_source(project, SOURCE).id
    turns, parts, text = stored_turns(project, source), parts_of(project, source), text_of(project, source)
    with project.change("correct --turn"):
        rewrite(project, source, Rewritten(text, parts, turns, []))
    kept = project.rows(
        "select tbl from history where seq = (select max(seq) from history) and image is not null order by id"
    )
    assert [row[0] for row in kept] == ["segment", "turn"]
    assert [turn.n for turn in numbered(turns)] == list(range(1, len(turns) + 1))


def test_nothing_is_written_while_a_correction_is_planned(project):
    at_work(project)
    before = content(project)
    source = find_source(project, SOURCE).id
    text = text_of(project, source)
    assert plan(project, source, moves(text, text.replace("pintu", "rumah"))).report.listed
    assert content(project) == before
