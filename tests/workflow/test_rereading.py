"""A source read again or cut at any line keeps what people did on its words; undo and the doctor find nothing amiss."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.query.listings import doubts, sources, turns
from qualcode.query.themes import themes
from qualcode.store.anchors import KINDS
from qualcode.store.codings import add_coding
from qualcode.store.doctor import examine
from qualcode.store.history import redo, undo
from qualcode.store.reparsing import stored_speakers
from qualcode.store.sources import accept_reading, find_source, text_of
from qualcode.store.speakers import set_speaker
from qualcode.workflow.layout_files import Plan, make_plan
from qualcode.workflow.rereading import rename, reread, split
from tests.conftest import INTERVIEW, content
from tests.examples import examples
from tests.store.at_work import SOURCE, at_work, code

LINES = INTERVIEW.count("\n") + 1
MIDDLE = 1 + INTERVIEW[: INTERVIEW.index("Peneliti : Bagaimana")].count("\n")
spans = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60), st.integers(1, 4)), max_size=6)
plans = st.sampled_from(
    [
        make_plan(None, None, ()),
        *(make_plan(name, None, ()) for name in ("plain", "labels", "questions", "alternating", "halves", "trailing")),
        make_plan(None, r"(Peneliti|Ibu S) :", ["Ibu S=respondent"]),
        make_plan(None, "tak ada", ()),
    ]
)


def _count(project):
    """Return how many of everything there is: what people did, words, and what is counted."""
    kinds = {kind: project.value(f"select count(*) from {kind}") for kind in KINDS}
    coded = sorted(project.rows("select quote, code_id, coder_id from coding order by id"))
    return kinds, coded


def _quotes_stand(project):
    rows = project.rows(
        """
        select quote, substr(text, start + 1, stop - start)
          from coding
          join source on source.id = source_id
         order by coding.id
        """
    )
    return all(quote == words for quote, words in rows)


def _code(project, codings):
    source, n = find_source(project, SOURCE).id, len(INTERVIEW)
    with project.change("code", coder="ani"):
        for place, length, code_id in codings:
            start = int(place * (n - 1))
            add_coding(project, source, start, min(n, start + length), code_id, "ani")


@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codings=spans, line=st.integers(1, LINES + 1))
def test_a_split_at_any_line_loses_nothing_or_changes_nothing(project, codings, line):
    base = content(project)
    _code(project, codings)
    before, counted, text = content(project), _count(project), text_of(project, find_source(project, SOURCE).id)
    try:
        made = split(project, SOURCE, line)
    except QualcodeError:
        assert content(project) == before
    else:
        halves = [text_of(project, find_source(project, name).id) for name in (made.first, made.second)]
        assert "".join(halves) == text
        assert halves[0].count("\n") == line - 1
        assert _count(project) == counted
        assert _quotes_stand(project)
        assert examine(project) == []
        after = content(project)
        undo(project, yes=True)
        assert content(project) == before
        redo(project)
        assert content(project) == after
        undo(project, yes=True)
    assert examine(project) == []
    if before != base:
        undo(project, yes=True)
    assert content(project) == base


@examples(30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codings=spans, plan=plans)
def test_reading_again_in_any_way_leaves_codings_on_their_words(project, codings, plan):
    base = content(project)
    _code(project, codings)
    before, counted = content(project), _count(project)
    reread(project, SOURCE, plan)
    assert text_of(project, find_source(project, SOURCE).id) == INTERVIEW
    assert _count(project) == counted
    assert _quotes_stand(project)
    assert examine(project) == []
    if content(project) != before:
        undo(project, yes=True)
    assert content(project) == before
    if before != base:
        undo(project, yes=True)
    assert content(project) == base


def test_everything_that_people_did_goes_with_its_words(project):
    at_work(project)
    before = content(project)
    counted = _count(project)
    made = split(project, SOURCE, MIDDLE, name="lanjutan")
    kinds, coded = _count(project)
    assert kinds == counted[0] | {"assignment": counted[0]["assignment"] + 1}
    assert coded == counted[1]
    lengths = [len(text_of(project, find_source(project, name).id)) for name in (made.first, made.second)]
    assert project.rows("select start, stop from assignment order by id") == [(0, lengths[0]), (0, lengths[1])]
    memo = "select source.name from memo join source on source.id = memo.source_id where memo.start is null"
    assert [name for (name,) in project.rows(memo + " order by memo.id")] == [SOURCE]
    assert examine(project) == []
    undo(project, yes=True)
    assert content(project) == before
    redo(project)
    assert examine(project) == []


def test_counts_over_both_halves_are_those_of_the_whole(project):
    code(project, "dari pintu ke pintu")
    code(project, "koordinasi dengan dinas", "coordination")
    counted = [(row["code"], row["n"]) for row in themes(project, by=None).records()]
    split(project, SOURCE, MIDDLE)
    assert [(row["code"], row["n"]) for row in themes(project, by=None).records()] == counted


def test_a_split_within_what_was_coded_refuses(project):
    code(project, "anak-anak itu dak sekolah. Kami juga\nkoordinasi dengan dinas sosial")
    line = 1 + INTERVIEW[: INTERVIEW.index("koordinasi dengan dinas")].count("\n")
    before = content(project)
    with pytest.raises(QualcodeError, match="2 codings, readings or memos lie on both sides"):
        split(project, SOURCE, line)
    assert content(project) == before


def test_reread_keeps_cases_persons_and_attributes_of_speakers(project):
    set_speaker(
        project,
        SOURCE,
        "Ibu S",
        name="Bu Sri",
        role="observer",
        case="kasih",
        person="sri",
        values={"Usia": "55 tahun"},
    )
    said = {speaker.label: speaker for speaker in stored_speakers(project, find_source(project, SOURCE).id)}
    reread(project, SOURCE, Plan())
    assert {one.label: one for one in stored_speakers(project, find_source(project, SOURCE).id)} == said


def test_what_the_user_says_now_goes_before_what_was_known(project):
    reread(project, SOURCE, make_plan(None, None, ["Ibu S=observer:Bu Sri"]))
    said = {
        speaker.label: (speaker.name, speaker.role)
        for speaker in stored_speakers(project, find_source(project, SOURCE).id)
    }
    assert said["Ibu S"] == ("Bu Sri", "observer")


def test_doubts_are_those_of_the_last_reading(project):
    assert doubts(project).rows == []
    reread(project, SOURCE, make_plan("plain", None, ()))
    (row,) = [row for row in sources(project).records() if row["source"] == SOURCE]
    found = [one["kind"] for one in doubts(project).records()]
    assert (found[0], row["doubts"], row["confidence"] < 0.5) == ("no_speakers", len(found), True)
    assert accept_reading(project, [SOURCE]) == len(found)
    assert doubts(project).rows == []
    undo(project, yes=True)
    assert [one["kind"] for one in doubts(project).records()] == found
    undo(project, yes=True)
    assert doubts(project).rows == []


def test_rename_returns_the_old_name_and_refuses_another_sources(project):
    assert rename(project, "melati/ketua", "melati/bu  sri") == SOURCE
    assert [row["text"] for row in turns(project, "melati/bu sri").records()]
    with pytest.raises(QualcodeError, match='There is a source "KASIH/ketua" already'):
        rename(project, "melati/bu sri", "KASIH/ketua")
    with pytest.raises(UnknownNameError):
        rename(project, SOURCE, "lain")
    assert examine(project) == []
