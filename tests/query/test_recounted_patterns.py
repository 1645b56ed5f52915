"""What meets, follows, comes new and differs between groups, of projects by chance, recounted in plain Python."""

from collections import Counter, defaultdict
from itertools import combinations

import pytest

from qualcode.errors import QualcodeError
from qualcode.export.charts.bars import theme_bars
from qualcode.export.charts.matrix import pair_matrix
from qualcode.export.charts.saturation import saturation_curve
from qualcode.query.comparison import compare
from qualcode.query.cooccurrence import cooccurrence
from qualcode.query.filters import Filter
from qualcode.query.saturation import saturation
from qualcode.query.sequence import sequence
from qualcode.query.themes import themes
from qualcode.store.project import Project
from tests.query.random_projects import make
from tests.query.recounted import Recount

ORIGINS = ("human", "rule")


@pytest.fixture(scope="module", params=(20, 22, 25, 26, 28, 36))
def both(request, tmp_path_factory):
    """A project by chance, and its recount."""
    folder = tmp_path_factory.mktemp("pola")
    with Project.create(folder / "pola.qualcode") as project:
        runs = make(project, folder, request.param)
        yield project, Recount(project, runs)


def _codes(recount):
    return {path: code for code, path in recount.paths.items()}


def _judged(recount, origin, *codes):
    """Return the segments that count for all of the codes, or None where no run judged any."""
    found = [s for s in recount.population() if origin == "human" or all(recount.judged(c, s) for c in codes)]
    return found if origin == "human" or found else None


def _spots(recount, origin, code, s):
    """Return which characters of a segment have a code."""
    return {
        at for row in recount.hits(origin, code, s) for at in range(max(row[2], s["start"]), min(row[3], s["stop"]))
    }


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("within", ["segment", "overlap", "source"])
def test_what_meets(both, within, origin):
    project, recount = both
    codes = _codes(recount)
    unit = "source" if within == "source" else "id"
    for record in cooccurrence(project, Filter(origin=origin), within=within).records():
        one, other = codes[record["code"]], codes[record["other"]]
        counted = _judged(recount, origin, one, other)
        if counted is None:
            assert record["both"] is None
            continue
        having = [{s[unit] for s in counted if recount.hits(origin, code, s)} for code in (one, other)]
        met = having[0] & having[1]
        if within == "overlap":
            met = {s["id"] for s in counted if _spots(recount, origin, one, s) & _spots(recount, origin, other, s)}
        either = len(having[0] | having[1])
        assert (record["both"], record["n"], record["n_other"]) == (len(met), *map(len, having)), record
        assert record["jaccard"] == (round(len(met) / either, 6) if either else None)
        read = {s[unit] for s in counted if recount.is_read(s)}
        of = len(read) if origin == "human" else len({s[unit] for s in counted})
        chance = len(having[0]) * len(having[1])
        expected = round(len(met) * of / chance, 6) if chance and of and within != "overlap" else None
        assert record["lift"] == expected


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("within", [1, 3])
def test_what_follows(both, within, origin):
    project, recount = both
    codes = _codes(recount)
    places = {s["id"]: n for n, s in enumerate(sorted(recount.population(), key=lambda s: (s["source"], s["start"])))}
    for record in sequence(project, Filter(origin=origin), within=within).records():
        one, then = codes[record["code"]], codes[record["then"]]
        counted = _judged(recount, origin, one, then)
        if counted is None:
            assert record["followed"] is None
            continue
        counted = [s for s in counted if origin != "human" or recount.is_read(s)]
        first, second = ([s for s in counted if recount.hits(origin, code, s)] for code in (one, then))
        pairs = [
            (a["id"], b["id"])
            for a in first
            for b in second
            if a["source"] == b["source"] and 1 <= places[b["id"]] - places[a["id"]] <= within
        ]
        assert (record["n"], record["followed"]) == (len(first), len({a for a, _b in pairs})), record
        assert record["pairs"] == len(pairs)
        assert record["share"] == (round(record["followed"] / len(first), 6) if first else None)
        assert (record["lift"] is None) == (not record["expected"])


def test_what_each_source_brings_new(both):
    """In order of import, since no source has a date; a code counts where it was given itself."""
    project, recount = both
    counted = [s for s in recount.population() if recount.is_read(s)]
    own = defaultdict(set)
    for s in recount.population():
        for row in recount.codings:
            touches = row[1] == s["source"] and row[2] < s["stop"] and row[3] > s["start"]
            stands = s["id"] not in recount.settled or recount.coders[row[5]][2] == "consensus"
            if touches and stands and row[4] in recount.paths:
                own[s["source"]].add(row[4])
    seen, expected = set(), []
    for source in sorted({s["source"] for s in counted}):
        expected.append((recount.names["source"][source], len(own[source] - seen), len(own[source] | seen)))
        seen |= own[source]
    records = saturation(project).records()
    assert [(r["source"], r["new"], r["total"]) for r in records] == expected
    assert all(r["shuffled_low"] <= r["shuffled"] <= r["shuffled_high"] for r in records)


@pytest.mark.parametrize("origin", ORIGINS)
def test_groups_of_cases(both, origin):
    """A case's rate is the mean of its persons' rates; its group is the value that all that counts of it has."""
    project, recount = both
    own = {row[1]: recount.shown("jenis", row[4]) for row in recount.values if row[0] == "jenis" and row[1]}
    by_case = defaultdict(list)
    for s in recount.population():
        if s["case"]:
            by_case[s["case"]].append(s)
    value_of = {}
    for case, inside in by_case.items():
        values = {recount.value("jenis", s) for s in inside}
        value = own.get(case) or (values.pop() if len(values) == 1 else "(missing)")
        if value != "(missing)":
            value_of[case] = value
    if len(set(value_of.values())) < 2:
        with pytest.raises(QualcodeError):
            compare(project, Filter(origin=origin), by="jenis")
        return
    codes = _codes(recount)
    for compared in compare(project, Filter(origin=origin), by="jenis").codes:
        code = codes[compared.code]
        for group in compared.groups:
            rates = []
            for case in (case for case, value in value_of.items() if value == group.name):
                persons = defaultdict(list)
                for s in by_case[case]:
                    if recount.is_read(s) if origin == "human" else recount.judged(code, s):
                        persons[s["person"]].append(bool(recount.hits(origin, code, s)))
                if persons:
                    rates.append(100 * sum(sum(has) / len(has) for has in persons.values()) / len(persons))
            assert sorted(group.rates) == pytest.approx(sorted(rates), abs=1e-6), (compared.code, group.name)


def test_narrowed_by_an_attribute(both):
    """However the value is written, all that is written alike counts."""
    project, recount = both
    shown = {recount.value("jenis", s) for s in recount.population()} - {"(missing)"}
    codes = _codes(recount)
    for value in shown:
        inside = [s for s in recount.population() if recount.value("jenis", s) == value]
        for written in (value, value.upper()):
            for record in themes(project, Filter(where=(("jenis", written),)), by=None).records():
                expected = recount.cell("human", codes[record["code"]], inside, "segments")
                assert (record["n"], record["population"], record["read"], record["share"]) == expected


def test_without_what_is_below(both):
    """A code counts where it was given itself."""
    project, recount = both
    for record in themes(project, Filter(subcodes=False), by=None).records():
        code = _codes(recount)[record["code"]]
        own = [s for s in recount.population() if any(row[4] == code for row in recount.hits("human", code, s))]
        assert record["n"] == len(own)


def test_pairs_are_of_codes_that_are_not_above_each_other(both):
    project, recount = both
    codes = _codes(recount)
    found = {frozenset((r["code"], r["other"])) for r in cooccurrence(project).records()}
    assert found == {
        frozenset((a, b))
        for a, b in combinations(codes, 2)
        if codes[b] not in recount.family(codes[a]) and codes[a] not in recount.family(codes[b])
    }


def test_charts_draw_the_figures_of_the_tables(both):
    """The length of a bar is its figure, the curve goes through the totals, the matrix of pairs holds both counts."""
    project, _recount = both
    counts, shares = themes(project, by=None), themes(project, by="case")
    for table, figure in ((counts, lambda r: r["n"]), (shares, lambda r: 100 * (r["share"] or 0))):
        drawn = sorted(patch.get_width() for axes in theme_bars(table).axes for patch in axes.patches)
        assert drawn == pytest.approx(sorted(map(figure, table.records())))
    found = saturation(project)
    if found.rows:
        lines = [list(line.get_ydata()) for axes in saturation_curve(found).axes for line in axes.lines]
        assert found.column("total") in lines
    pairs = cooccurrence(project)
    if any(pairs.column("both")):
        written = Counter(text.get_text() for axes in pair_matrix(pairs).axes for text in axes.texts)
        met = Counter(str(n) for n in pairs.column("both") if n)
        assert all(written[n] >= times for n, times in met.items())
