"""Which code follows which: counted segment by segment, within a source, against every order of its segments."""

import itertools
import random

import pytest

from qualcode.errors import QualcodeError
from qualcode.measure.together import expected_pairs
from qualcode.query.filters import Filter
from qualcode.query.sequence import sequence
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

CODES = ("coordination", "coordination/agencies", "critique", "outreach")


def _talks(project, tmp_path, lengths=(7, 5, 1)):
    """Import invented interviews of some answers each; return the places of the answers by source."""
    folder = tmp_path / "urutan"
    for n, length in enumerate(lengths):
        path = folder / f"orso{n}" / f"w{n}.txt"
        path.parent.mkdir(parents=True)
        said = "".join(f"Peneliti : Terus?\nBu Tin : Jawaban nomor {i} dari {n}.\n" for i in range(length))
        path.write_text(said, encoding="utf-8")
    import_paths(project, [folder], ImportOptions())
    rows = project.rows(
        """
        select source.name, scope.source_id, scope.start, scope.stop
          from segment_scope as scope
          join source on source.id = scope.source_id
         where scope.role <> 'interviewer' and source.name like 'orso%'
         order by source.name, scope.start
        """
    )
    return [[row[1:] for row in group] for _name, group in itertools.groupby(rows, key=lambda row: row[0])]


def _give(project, answers, codes, *, read=()):
    """Let Ani code answers (by source and number) and read others."""
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder="ani"):
        ani = add_coder(project, "ani")
        for (source, n), names in codes.items():
            for name in names:
                add_coding(project, *answers[source][n], ids[book.find(name).uid], "ani")
        for source, n in read:
            add_reading(project, ani, *answers[source][n])


def _cell(table, code, then):
    return next(r for r in table.records() if (r["code"], r["then"]) == (code, then))


def _everything(answers):
    return [(s, n) for s, of in enumerate(answers) for n in range(len(of))]


@pytest.mark.parametrize("within", [1, 2, 5])
def test_counts_are_those_of_a_plain_walk_through_the_texts(project, tmp_path, within):
    answers = _talks(project, tmp_path)
    draw = random.Random(within)
    given = {
        place: draw.sample(["agencies", "critique", "outreach"], draw.randint(0, 2)) for place in _everything(answers)
    }
    unread = {(0, 3), (1, 2)}
    given = {place: [] if place in unread else names for place, names in given.items()}
    _give(project, answers, given, read=[place for place in given if place not in unread])
    table = sequence(project, Filter(sources=("orso0/w0", "orso1/w1", "orso2/w2")), within=within)
    held = {place: {*names, *(["coordination"] if "agencies" in names else [])} for place, names in given.items()}
    for code, then in itertools.product(["coordination", "critique", "outreach"], repeat=2):
        pairs = [
            (a, b)
            for a, b in itertools.product(held, repeat=2)
            if a[0] == b[0]
            and 1 <= b[1] - a[1] <= within
            and not {a, b} & unread
            and code in held[a]
            and then in held[b]
        ]
        cell = _cell(table, code, then)
        assert (cell["pairs"], cell["followed"]) == (len(pairs), len({a for a, _b in pairs}))
        assert cell["n"] == sum(code in names for names in held.values())
        assert (cell["population"], cell["read"]) == (13, 11)
        assert cell["lift"] == (pytest.approx(cell["pairs"] / cell["expected"], rel=1e-3) if cell["expected"] else None)


def test_expected_is_the_mean_over_every_order_of_the_segments(project, tmp_path):
    answers = _talks(project, tmp_path, lengths=(5, 4))
    given = {
        (0, 0): ["critique"],
        (0, 1): ["critique", "outreach"],
        (0, 4): ["outreach"],
        (1, 2): ["critique"],
        (1, 3): ["outreach"],
    }
    _give(project, answers, given, read=_everything(answers))
    chosen = Filter(sources=("orso0/w0", "orso1/w1"))
    for within in (1, 2):
        table = sequence(project, chosen, within=within)
        for code, then in itertools.product(["critique", "outreach"], repeat=2):
            mean = sum(_mean(given, source, length, code, then, within) for source, length in ((0, 5), (1, 4)))
            assert _cell(table, code, then)["expected"] == pytest.approx(mean, abs=1e-4)


def _mean(given, source, length, code, then, within):
    held = [given.get((source, n), []) for n in range(length)]
    orders = list(itertools.permutations(held))
    followed = [
        sum(
            code in order[a] and then in order[b]
            for a in range(length)
            for b in range(a + 1, min(length, a + within + 1))
        )
        for order in orders
    ]
    return sum(followed) / len(orders)


def test_one_segment_alone_follows_nothing():
    assert expected_pairs(1, 1, 1, 0, 1) == 0
    assert expected_pairs(0, 0, 0, 0, 0) == 0


def test_a_code_and_one_below_it_are_no_pair_but_a_code_may_follow_itself(project):
    pairs = {(r["code"], r["then"]) for r in sequence(project).records()}
    assert ("coordination", "coordination/agencies") not in pairs
    assert ("coordination/agencies", "coordination") not in pairs
    assert {(code, code) for code in CODES} <= pairs
    assert len(pairs) == 4 * 4 - 2
    chosen = {(r["code"], r["then"]) for r in sequence(project, Filter(codes=("critique",))).records()}
    assert chosen == {(a, b) for a, b in pairs if "critique" in (a, b)}


def test_what_was_not_run_is_not_zero(project):
    autocode(project, Filter(codes=("critique",)), apply=True)
    table = sequence(project, Filter(origin="rule"))
    assert _cell(table, "critique", "critique")["followed"] == 0
    assert _cell(table, "critique", "outreach")["followed"] is None


def test_nothing_read_is_nothing_counted(project):
    cell = _cell(sequence(project), "critique", "outreach")
    assert (cell["followed"], cell["n"], cell["share"], cell["lift"], cell["read"]) == (0, 0, None, None, 0)


@pytest.mark.parametrize("within", [0, -1, 21])
def test_a_distance_out_of_range_is_told(project, within):
    with pytest.raises(QualcodeError, match="from 1 to 20"):
        sequence(project, within=within)
