"""Only what coders judged on their own, and both, is compared; and it is said what was left out."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.agreement import agreement
from qualcode.query.filters import Filter
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.workflow.autocoding import autocode
from tests.interviews import answers


@pytest.fixture
def study(project):
    """A project with four answers, all of them read by Ani and Budi, and nothing coded."""
    with project.change("code none"):
        for coder in ("ani", "budi"):
            for _segment, source, start, stop, _text in answers(project):
                add_reading(project, add_coder(project, coder), source, start, stop, drawn="source")
    return project


def read(project, n, coder, **more):
    _segment, source, start, stop, _text = answers(project)[n]
    with project.change("code none", coder=coder):
        add_reading(project, add_coder(project, coder), source, start, stop, **({"drawn": "source"} | more))


def code(project, n, path, coder, words=None, **more):
    _segment, source, start, stop, text = answers(project)[n]
    if words is not None:
        start, stop = start + text.index(words), start + text.index(words) + len(words)
    code_id = project.value("select code_id from code_tree where path = ?", [path])
    with project.change("code", coder=coder):
        add_coding(project, source, start, stop, code_id, coder, **more)


def figure(found, code, measure, coders=None):
    rows = [
        row
        for row in found.table.records()
        if (row["code"], row["measure"]) == (code, measure) and coders in (None, row["coders"])
    ]
    assert len(rows) == 1
    return rows[0]


def value(found, code, measure):
    return figure(found, code, measure)["value"]


def test_a_code_is_compared_over_what_both_read(study):
    for n, coder in ((0, "ani"), (0, "budi"), (1, "ani")):
        code(study, n, "critique", coder)
    found = agreement(study)
    assert (found.coders, found.segments, found.sources) == (["ani", "budi"], len(answers(study)), 2)
    assert value(found, "critique", "observed agreement") == round(1 - 1 / found.segments, 6)
    assert value(found, "critique", "prevalence") == round(3 / (2 * found.segments), 6)
    assert figure(found, "critique", "alpha")["n"] == found.segments


def test_a_code_that_nobody_used_has_no_coefficient_but_a_reason(study):
    found = agreement(study)
    for measure in ("kappa", "alpha", "ac1"):
        row = figure(found, "outreach", measure)
        assert (row["value"], row["reason"]) == (None, "nobody used the code")
    assert value(found, "outreach", "observed agreement") == 1


@pytest.mark.parametrize("seen", ["suggestion", "others", "both"])
def test_what_was_coded_with_something_in_sight_is_left_out_whole_and_counted(study, seen):
    before = agreement(study).segments
    code(study, 0, "critique", "ani", seen=seen)
    code(study, 0, "critique", "budi")
    found = agreement(study)
    assert (found.segments, found.seen) == (before - 1, 1)
    assert found.table.note["left_out_in_sight"] == 1
    assert value(found, "critique", "prevalence") == 0


def test_what_was_read_with_something_in_sight_is_left_out_too(project):
    read(project, 0, "ani")
    read(project, 0, "budi", seen="suggestion")
    read(project, 1, "ani")
    read(project, 1, "budi")
    found = agreement(project)
    assert (found.segments, found.seen) == (1, 1)


def test_where_everything_was_in_sight_the_error_says_so(project):
    read(project, 0, "ani")
    read(project, 0, "budi", seen="others")
    with pytest.raises(
        QualcodeError, match="1 segment was read by two coders, but with suggestions or codings of others"
    ):
        agreement(project)


def test_imported_codings_are_no_reading(project):
    for n in (0, 1):
        read(project, n, "ani")
    code(project, 0, "critique", "budi", drawn="imported")
    read(project, 1, "budi")
    found = agreement(project)
    assert (found.segments, found.imported) == (1, 1)
    assert found.table.note["left_out_imported"] == 1


def test_several_readings_that_cover_the_speech_together_are_a_reading(project):
    _segment, source, start, stop, _text = answers(project)[0]
    read(project, 0, "ani")
    with project.change("code none", coder="budi"):
        budi = add_coder(project, "budi")
        add_reading(project, budi, source, start, start + 9, drawn="source")
        with pytest.raises(QualcodeError, match="no segment was read by two coders"):
            agreement(project)
        add_reading(project, budi, source, start + 9, stop, drawn="source")
    assert agreement(project).segments == 1


def test_a_sub_code_counts_for_the_code_above_unless_that_is_refused(study):
    code(study, 0, "coordination/agencies", "ani")
    code(study, 0, "coordination", "budi")
    assert value(agreement(study), "coordination", "observed agreement") == 1
    alone = agreement(study, Filter(codes=["coordination"], subcodes=False))
    assert value(alone, "coordination", "observed agreement") < 1
    assert {row[0] for row in alone.table.rows} == {"coordination", "(all codes)"}


def test_sets_of_codes_are_compared_as_they_were_given(study):
    for path in ("critique", "outreach"):
        code(study, 0, path, "ani")
    code(study, 0, "critique", "budi")
    n = len(answers(study))
    expected = (2 * (2 / 3) + 2 * (2 * n - 2) * 2) / (2 * n - 1)
    row = figure(agreement(study), "(all codes)", "alpha masi")
    assert (row["value"], row["n"]) == (pytest.approx(1 - 2 * (2 / 3) / expected, abs=0.0001), n)


def test_three_coders_alpha_over_two_kappa_over_all(study):
    read(study, 0, "citra")
    code(study, 0, "critique", "citra")
    code(study, 0, "critique", "ani")
    found = agreement(study)
    n = found.segments
    everybody = "ani, budi, citra"
    assert figure(found, "critique", "alpha", everybody)["n"] == n
    assert figure(found, "critique", "fleiss kappa", everybody)["n"] == 1
    assert {row[2]: row[6] for row in found.table.rows if row[:2] == ("critique", "kappa")} == {
        "ani, budi": n, "ani, citra": 1, "budi, citra": 1,
    }  # fmt: skip


def test_who_read_nothing_with_anybody_is_not_compared_unless_named(study):
    with study.change("coder", coder="dewi"):
        add_coder(study, "dewi")
    assert agreement(study).coders == ["ani", "budi"]
    assert agreement(study, coders=["budi", "dewi", "ani"]).coders == ["budi", "dewi", "ani"]


def test_the_order_of_coders_changes_no_figure(study):
    code(study, 0, "critique", "ani")
    code(study, 1, "critique", "budi")
    figures = [
        [(row[0], row[1], *row[3:]) for row in agreement(study, coders=names).table.rows]
        for names in (["ani", "budi"], ["budi", "ani"])
    ]
    assert figures[0] == figures[1]


def test_the_rules_are_a_coder(study):
    hit = next(n for n, answer in enumerate(answers(study)) if "pintu ke pintu" in answer[4])
    code(study, hit, "outreach", "ani")
    autocode(study, apply=True)
    found = agreement(study, coders=["ani", "rule:kecil"])
    assert found.coders == ["ani", "rule"]
    suggested = study.value(
        "select count(distinct source_id || '-' || start) from suggestion where code_id = "
        "(select code_id from code_tree where path = 'critique')"
    )
    assert suggested > 0
    assert value(found, "critique", "observed agreement") == round(1 - suggested / found.segments, 6)
    assert value(found, "outreach", "kappa") == 1


def test_where_no_rules_ran_they_judged_nothing(study):
    autocode(study, Filter(codes=["critique"]), apply=True)
    found = agreement(study, coders=["ani", "rule"])
    assert figure(found, "critique", "alpha")["n"] == found.segments
    row = figure(found, "outreach", "observed agreement")
    assert (row["value"], row["n"], row["reason"]) == (None, 0, "fewer than two coders judged it")


def test_the_consensus_is_never_compared(study):
    with study.change("adjudicate"):
        add_coder(study, "bersama", kind="consensus")
    with pytest.raises(QualcodeError, match="bersama is the consensus"):
        agreement(study, coders=["ani", "bersama"])
    assert agreement(study).coders == ["ani", "budi"]


def test_a_project_that_nobody_codes_has_nothing_to_compare(project):
    with pytest.raises(QualcodeError, match="no segment was read by two coders"):
        agreement(project)


@pytest.mark.parametrize(
    ("coders", "message"),
    [
        (["ani", "model"], "qualcode evaluate"),
        (["ani", "rule:lain"], 'There is no codebook "lain"'),
        (["ani", "budy"], "Nearest: budi"),
        (["ani"], "two coders or more"),
        (["ani", "ANI"], "one coder twice"),
    ],
)
def test_who_cannot_be_compared_is_refused(study, coders, message):
    with pytest.raises(QualcodeError, match=message):
        agreement(study, coders=coders)


def test_roles_and_sources_narrow_what_is_compared(study):
    assert agreement(study, Filter(sources=["kasih/ketua"])).sources == 1
    with pytest.raises(QualcodeError, match="no segment was read by two coders"):
        agreement(study, Filter(roles=["interviewer"]))


def test_sentences_are_compared_one_by_one(study):
    code(study, 0, "critique", "ani", words=answers(study)[0][4].split(".")[0])
    code(study, 0, "critique", "budi")
    segments, sentences = (agreement(study, count=count) for count in ("segments", "sentences"))
    assert value(segments, "critique", "observed agreement") == 1
    row = figure(sentences, "critique", "observed agreement")
    assert row["n"] > segments.segments
    touched = answers(study)[0][4].rstrip().rstrip(".").count(".")
    assert row["value"] == round(1 - touched / row["n"], 6)


def test_characters_are_compared_where_all_read(study):
    length = sum(stop - start for _segment, _source, start, stop, _text in answers(study))
    words = answers(study)[0][4][:10]
    code(study, 0, "critique", "ani", words=words)
    code(study, 0, "critique", "budi", words=words[:6])
    found = agreement(study, count="characters")
    assert figure(found, "critique", "observed agreement")["n"] == length
    assert value(found, "critique", "observed agreement") == round(1 - 4 / length, 6)
    read(study, 1, "citra")
    _segment, _source, start, stop, _text = answers(study)[1]
    assert figure(agreement(study, count="characters"), "critique", "alpha-u")["n"] == stop - start


def test_where_no_segment_was_read_by_all_characters_have_nothing_to_compare(study):
    code(study, 0, "critique", "ani")
    with study.change("coder", coder="dewi"):
        add_coder(study, "dewi")
    found = agreement(study, coders=["ani", "budi", "dewi"], count="characters")
    assert {(row[3], row[6], row[7]) for row in found.table.rows} == {(None, 0, "fewer than two coders judged it")}


def test_overlapping_codings_are_one_passage_for_alpha_u(study):
    text = answers(study)[0][4]
    code(study, 0, "critique", "ani", words=text[:20])
    code(study, 0, "critique", "budi", words=text[:12])
    code(study, 0, "critique", "budi", words=text[6:20])
    found = agreement(study, count="characters")
    assert value(found, "critique", "alpha-u") == 1
    length, a, differing = figure(found, "critique", "alpha-u")["n"], 40, 0
    code(study, 1, "critique", "budi", words=answers(study)[1][4][:5])
    a, differing = a + 5, 5 * 2
    apart = (2 * length) ** 2 - (2 * 20**2 + 5**2 + 2 * length - a)
    expected = 2 * length * a * (2 * length - a) / apart
    assert value(agreement(study, count="characters"), "critique", "alpha-u") == pytest.approx(
        1 - differing / 2 / expected, abs=0.0001
    )


def test_a_passage_over_a_question_is_one_passage_without_the_question(study):
    """The interviewer's words are not compared, so what lies between the answers is cut out."""
    _first, source, start, _stop, _text = answers(study)[-2]
    _last, same, _start, stop, _text = answers(study)[-1]
    assert source == same
    code_id = study.value("select code_id from code_tree where path = 'critique'")
    for coder in ("ani", "budi"):
        with study.change("code", coder=coder):
            add_coding(study, source, start, stop, code_id, coder)
    spoken = sum(stop - start for _segment, _source, start, stop, _text in answers(study)[-2:])
    found = agreement(study, count="characters")
    row = figure(found, "critique", "alpha-u")
    assert row["value"] == 1
    assert value(found, "critique", "prevalence") == round(spoken / row["n"], 6)
