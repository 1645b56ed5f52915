"""Groups are compared case by case: nobody weighs more because she says more; what cannot be said is told."""

import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.measure.association import adjusted
from qualcode.query.comparison import compare, facts
from qualcode.query.filters import Filter
from qualcode.query.side_by_side import side_by_side, side_by_side_table
from qualcode.store.cases import add_case, set_type, set_value
from qualcode.store.codebooks import code_ids, codebook, load_codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.store.sources import find_source, text_of
from qualcode.store.speakers import set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

RULES = Filter(origin="rule")
WITH, WITHOUT = "Kami ada koordinasi dengan kelurahan.", "Hari itu kami memasak untuk semua."
OTHER = "Ada yang pintu ke pintu mencari warga."


def _interview(*persons):
    """Return an invented interview: (name, answers) of each person, asked in turn."""
    turns = [f"Peneliti : Bagaimana?\n{name} : {said}" for name, answers in persons for said in answers]
    return "\n".join(turns) + "\n"


def _answers(n, of):
    """Return `of` answers that differ, the first `n` of them with the theme."""
    return [f"{WITH if i < n else WITHOUT} Itu yang ke-{i}." for i in range(of)]


@pytest.fixture
def study(empty, tmp_path, codebook_file):
    """Return a function that makes a project of cases: name -> (value of tipologi, persons)."""

    def make(cases, kind="tipologi"):
        for case, (_value, persons) in cases.items():
            folder = tmp_path / "cases" / case
            folder.mkdir(parents=True)
            (folder / "satu.txt").write_text(_interview(*persons), encoding="utf-8")
        import_paths(empty, [tmp_path / "cases"], ImportOptions())
        with empty.change("codebook load"):
            load_codebook(empty, load(codebook_file))
        with empty.change("case set"):
            for case, (value, _persons) in cases.items():
                set_value(empty, kind, value, case_id=add_case(empty, case))
        autocode(empty, apply=True)
        return empty

    return make


def _eight(n_a, n_b):
    """Return eight cases, four of type A and four of type B, whose only person has the theme n times in 10 answers."""
    return {
        f"{kind}{i}": (kind, [(f"Bu {kind}{i}", _answers(n, 10))])
        for kind, counts in (("A", n_a), ("B", n_b))
        for i, n in enumerate(counts)
    }


def _of(found, code):
    return next(c for c in found.codes if c.code == code)


def _rows(table, code):
    return {(r["group"], r["measure"]): r for r in table.records() if r["code"] == code}


def test_each_group_has_its_cases_their_share_their_mean_rate_and_its_spread(study):
    found = compare(study(_eight([4, 3, 5, 6], [0, 1, 0, 0])), RULES, by="tipologi")
    rows = _rows(facts(found), "coordination")
    share = rows["B", "cases with the theme"]
    assert (share["value"], share["n"], share["of"]) == (0.25, 1, 4)
    assert rows["A", "mean rate"]["value"] == 45.0
    assert rows["A", "sd of rates"]["value"] == pytest.approx(12.909944)
    assert (rows["A", "lowest rate"]["value"], rows["A", "highest rate"]["value"]) == (30.0, 60.0)
    assert (rows["A", "rate of all segments"]["n"], rows["A", "rate of all segments"]["of"]) == (18, 40)
    assert rows["A", "persons"]["value"] == 4


def test_two_groups_have_an_exact_p_and_effect_sizes(study):
    """Every case of A is above every case of B: 2 of the 70 splits are as unequal."""
    found = compare(study(_eight([4, 3, 5, 6], [0, 1, 0, 0])), RULES, by="tipologi")
    rows = _rows(facts(found), "coordination")
    assert rows["A - B", "p"]["value"] == pytest.approx(2 / 70, abs=1e-4)
    assert rows["A - B", "p"]["remark"] == ""
    assert rows["A - B", "Cliff's delta"]["value"] == 1.0
    risk = rows["A - B", "difference of shares"]
    assert (risk["value"], risk["low"], risk["high"]) == (0.75, 0.085233, 0.954413)
    assert "all 70 splits" in found.note["test"]


def test_a_talkative_speaker_makes_no_difference(study, tmp_path):
    """Bu A0 says ten times as much with the same share; nothing but her numbers of segments changes."""
    project = study(_eight([4, 3, 5, 6], [3, 1, 4, 0]))
    quiet = _of(compare(project, RULES, by="tipologi"), "coordination")
    loud = tmp_path / "cases" / "A0" / "dua.txt"
    loud.write_text(_interview(("Bu A0", [f"{said} Lagi." for said in _answers(36, 90)])), encoding="utf-8")
    import_paths(project, [loud.parent.parent], ImportOptions())
    for source in ("A0/satu", "A0/dua"):
        set_speaker(project, source, "Bu A0", person="a0")
    autocode(project, apply=True)
    talked = _of(compare(project, RULES, by="tipologi"), "coordination")
    assert (quiet.groups[0].segments, talked.groups[0].segments) == (40, 130)
    assert (talked.groups[0].rates, talked.test) == (quiet.groups[0].rates, quiet.test)


def test_persons_of_a_case_weigh_the_same(study):
    """One person has it in 1 of 2 answers, the other in 0 of 8: the mean is 25, not 10."""
    cases = _eight([4, 3, 5, 6], [0, 1, 0, 0])
    cases["A0"] = ("A", [("Bu Satu", _answers(1, 2)), ("Pak Dua", _answers(0, 8))])
    found = compare(study(cases), RULES, by="tipologi")
    assert _of(found, "coordination").groups[0].rates[0] == 25.0


def test_p_is_adjusted_over_all_codes_of_the_level_whatever_is_asked(study):
    project = study(_eight([4, 3, 5, 6], [0, 1, 0, 0]))
    every = compare(project, RULES, by="tipologi")
    one = compare(project, Filter(codes=("coordination",), origin="rule"), by="tipologi")
    assert [c.code for c in one.codes] == ["coordination", "coordination/agencies"]
    assert one.codes[0].adjusted == _of(every, "coordination").adjusted
    top = [_of(every, code) for code in ("coordination", "critique", "outreach")]
    assert [c.adjusted for c in top] == adjusted([c.test.p for c in top]).tolist()
    assert _of(every, "coordination").adjusted == pytest.approx(3 * 2 / 70)


@pytest.mark.parametrize(
    ("a", "b", "doubt"),
    [
        ([5, 5], [0, 0, 0, 0], "few cases"),
        ([5, 5, 5], [0, 0, 0], "few splits"),
        ([5, 5, 0, 0], [0, 0, 0, 0], "few with the theme"),
        ([0, 0, 0, 0], [0, 0, 0, 0], "never used"),
        ([5, 4, 5, 5], [0, 0, 0, 0], ""),
    ],
)
def test_what_is_too_little_to_say_anything_is_told_with_the_reason(study, a, b, doubt):
    found = compare(study(_eight(a, b)), RULES, by="tipologi")
    assert _of(found, "coordination").doubt == doubt
    remark = _rows(facts(found), "coordination")["A - B", "p"]["remark"]
    assert remark == (f"too few to say: {doubt}" if doubt else "")


def test_groups_stand_in_the_order_of_the_categories_and_three_have_no_effect_size(study):
    cases = {
        f"{kind}{i}": (kind, [(f"Bu {kind}{i}", _answers(n, 4))])
        for kind, n in (("A", 3), ("B", 1), ("C", 0))
        for i in range(3)
    }
    project = study(cases)
    with project.change("attribute type"):
        set_type(project, "tipologi", "category", ["C", "B", "A"])
    compared = _of(compare(project, RULES, by="tipologi"), "coordination")
    assert [group.name for group in compared.groups] == ["C", "B", "A"]
    assert compared.test.splits == 1680
    assert compared.test.p == pytest.approx(6 / 1680)
    assert (compared.difference, compared.delta) == (None, None)


def test_cases_without_a_value_with_several_or_unread_are_left_out_and_named(study):
    cases = _eight([4, 3, 5], [0, 1, 0])
    cases["kosong"] = ("", [("Bu Kosong", _answers(1, 2))])
    cases["campur"] = ("", [("Bu Satu", _answers(1, 2)), ("Pak Dua", _answers(0, 2))])
    project = study(cases)
    with project.change("case set"):
        for label, value in (("Bu Satu", "A"), ("Pak Dua", "B")):
            speaker = project.value("select id from speaker where label = ?", [label])
            set_value(project, "tipologi", value, speaker_id=speaker)
        for case in ("A0", "A1", "B0"):
            _read(project, f"{case}/satu")
    left = compare(project, by="tipologi").left_out
    assert (left.without_value, left.several_values) == (("kosong",), ("campur",))
    assert left.not_read == ("A2", "B1", "B2")


def _read(project, source, coder="ani", quote="", code=""):
    """Read the whole of a source, and code the words `quote`."""
    source_id = find_source(project, source).id
    text = text_of(project, source_id)
    add_reading(project, add_coder(project, coder), source_id, 0, len(text))
    if quote:
        start = text.index(quote)
        code_id = code_ids(project)[codebook(project).find(code).uid]
        add_coding(project, source_id, start, start + len(quote), code_id, coder)


def test_people_s_rates_are_of_what_was_read(study):
    project = study(_eight([4, 3, 5], [0, 1, 0]))
    with project.change("code", coder="ani"):
        _read(project, "A0/satu", quote="Kami ada koordinasi", code="coordination")
        _read(project, "B0/satu")
    compared = _of(compare(project, by="tipologi"), "coordination")
    assert [group.rates for group in compared.groups] == [(10.0,), (0.0,)]
    assert compared.doubt == "few cases"


def test_what_no_run_covered_is_not_0(study):
    project = study(_eight([4, 3, 5], [0, 1, 0]))
    compared = compare(project, Filter(origin="model"), by="tipologi").codes
    assert {c.doubt for c in compared} == {"not run"}
    assert {r["value"] for r in facts(compare(project, Filter(origin="model"), by="tipologi")).records()} == {None, 0}


def test_what_makes_no_groups_is_refused(study):
    project = study(_eight([4], [0]))
    with project.change("case set"):
        set_value(project, "wilayah", "kota", case_id=add_case(project, "A0"))
    for by, error, message in (
        ("case", QualcodeError, "takes an attribute of cases"),
        ("tipologia", UnknownNameError, "Nearest: tipologi"),
        ("wilayah", QualcodeError, 'no two cases differ in "wilayah"'),
    ):
        with pytest.raises(error, match=message):
            compare(project, RULES, by=by)


def test_two_cases_have_what_both_one_and_none_has(study):
    project = study(
        {
            "melati": ("A", [("Bu Satu", [*_answers(2, 3), OTHER])]),
            "kasih": ("B", [("Pak Dua", _answers(1, 2))]),
        }
    )
    pairs = {pair.code: pair for pair in side_by_side(project, "melati", "kasih", RULES)}
    assert {code: pair.had_by for code, pair in pairs.items()} == {
        "coordination": "both",
        "coordination/agencies": "none",
        "critique": "none",
        "outreach": "melati",
    }
    assert [(side.n, side.population) for side in pairs["coordination"].sides] == [(2, 4), (1, 2)]
    assert pairs["outreach"].sides[0].excerpt.text == OTHER
    assert pairs["outreach"].sides[1].excerpt is None


def test_what_nobody_read_is_not_none(study):
    project = study({case: ("A", [(f"Bu {case}", _answers(1, 2))]) for case in ("melati", "kasih")})
    with project.change("code", coder="ani"):
        _read(project, "melati/satu")
    table = side_by_side_table(project, side_by_side(project, "melati", "kasih"))
    assert set(table.column("had_by")) == {"not read"}
    assert table.note["count"] == "segments"


def test_passages_are_of_different_speakers_where_they_can_be(study):
    """Bu Satu says both themes at more telling length; Pak Dua is quoted for the second."""
    long = " ".join(["Panjang sekali ceritanya dan kami ingat semua"] * 3)
    project = study(
        {
            "melati": ("A", [("Bu Satu", [f"{WITH} {long}", f"{OTHER} {long}"]), ("Pak Dua", [OTHER])]),
            "kasih": ("B", [("Bu Tiga", [WITHOUT])]),
        }
    )
    pairs = {pair.code: pair for pair in side_by_side(project, "melati", "kasih", RULES)}
    assert pairs["coordination"].sides[0].excerpt.speaker == "Bu Satu"
    assert pairs["outreach"].sides[0].excerpt.speaker == "Pak Dua"
