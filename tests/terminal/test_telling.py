"""What the pages say: keys that fit the screen, rules in short, nothing that could paint the terminal."""

import json

import pytest

from qualcode.messages import set_language
from qualcode.query.filters import Filter
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.suggestions import start_run
from qualcode.terminal import keys, telling
from qualcode.workflow.desk import Desk
from qualcode.workflow.passage import Mark, Reason


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("mode", ["next", "review"])
@pytest.mark.parametrize("room", [58, 80, 120, 200])
def test_the_footer_fits_and_always_names_help_and_quit(room, mode, language):
    set_language(language)
    rows = keys.footer(mode, room, 2)
    assert 1 <= len(rows) <= 2
    assert [key.action for row in rows for key in row][-2:] == ["help", "quit"]
    assert all(sum(len(key.shown) + 1 + len(telling._(key.label)) + 2 for key in row) - 2 <= room for row in rows)


def test_every_key_has_one_meaning():
    pressed = [name for key in keys.KEYS for name in key.pressed.split(",")]
    assert len(pressed) == len(set(pressed))
    assert len(keys.helped()) > len(keys.KEYS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("dak ado\n", "dak ado\n"),
        ("a\tb", "a b"),
        ("\x1b[31m", "□[31m"),
        ("kiri\u202ekanan", "kiri□kanan"),
        ("dua\u00a0kata", "dua kata"),
    ],
)
def test_text_keeps_its_length_and_paints_nothing(text, shown):
    assert telling.safe(text) == shown
    assert len(shown) == len(text)


@pytest.mark.parametrize(("seconds", "shown"), [(None, ""), (0, "0:00:00"), (3725.9, "1:02:05")])
def test_times_are_hours_minutes_seconds(seconds, shown):
    assert telling.clock(seconds) == shown


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("koordinasi", "koordinasi"),
        ({"phrase": "pintu ke pintu", "gap": 0}, "pintu ke pintu; gap 0"),
        ({"any": list("abcdefgh")}, "a / b / c / d / e / f / …"),
        ({"all": ["dinas", {"any": ["bantu", "tolong"]}], "within": 6}, "dinas + (bantu / tolong); within 6"),
    ],
)
def test_a_rule_is_told_in_short(spec, shown):
    mark = Mark("suggestion", "s1", "outreach", "#000000", 0, 9, "rule", score=0.7)
    lines = telling.reasons(mark, [Reason("kata", json.dumps(spec), ["negated"], {})], "0123456789abcdef")
    assert lines == [
        "outreach: suggested by the rules, score 0.70", "codebook version 0123456789ab", "", "kata (negated)",
        f"  rule: {shown}",
    ]  # fmt: skip


WEIGHTS = [
    {"form": "makan", "kind": "word", "negated": False, "weight": 0.1234},
    {"form": "tidur", "kind": "word", "negated": False, "weight": -1},
]


def test_a_model_tells_the_words_that_weighed(project):
    source, start, stop = project.rows("select source_id, start, stop from segment where n = 2 order by id")[0]
    code = codebook(project).find("critique")
    with project.change("suggest"):
        run = start_run(project, kind="model", sources=[], codes=[code.uid], parameters={}, codebook_sha256="ab" * 32)
        row = ["c" * 32, run, source, start, stop, code_ids(project)[code.uid], 0.8, json.dumps(WEIGHTS)]
        project.execute(
            """
            insert into suggestion(uid, run_id, source_id, start, stop, code_id, score, evidence)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            row,
        )
    name = project.value("select name from source where id = ?", [source])
    desk = Desk(project, "ani", where=Filter(sources=(name,)))
    mark = desk.passage.marks[0]
    assert telling.mark(mark, desk.passage).startswith("critique · model 0.80 · waits")
    assert telling.reasons(mark, *desk.reasons(mark))[2:] == ["", "makan (weight +0.123); tidur (weight -1)"]
