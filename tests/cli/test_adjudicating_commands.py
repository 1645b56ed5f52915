"""agree lists what coders differ on first, adjudicate settles it, as a user types them."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from qualcode.cli.app import app

FIRST = "kasih/ketua:2"


@pytest.fixture
def coded(study):
    """The command line in a folder with a project that Ani and Budi coded: five answers, three of them differently."""
    for coder, codes in (("ani", ["critique", "outreach"]), ("budi", ["critique", "coordination/agencies"])):
        study("code", FIRST, *codes[:1], "--coder", coder)
        study("code", "kasih/ketua:4", codes[1], "--coder", coder)
        study("code", "melati/ketua:2", "coordination" if coder == "ani" else codes[1], "--coder", coder)
        study("code", "melati/ketua:4", "none", "--coder", coder)
        study("code", "melati/ketua:5", "none", "--coder", coder)
    study("code", "melati/ketua:4", "outreach", "--coder", "ani", "--memo", "Kata kuncinya jelas.")
    return study


def typed(*arguments, lines=(), code=0):
    result = CliRunner().invoke(app, [str(a) for a in arguments], input="".join(f"{line}\n" for line in lines))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


TOP = """\
Coders differ on 3 of 5 segments; 0 of 3 settled by consensus.

codes                                                                segments
-------------------------------------------------------------------  --------
coordination × coordination/agencies (one is a parent of the other)   1
coordination/agencies × outreach                                     1
outreach × (none)                                                    1

The passages: qualcode agree --disagreements --coders ani,budi
To settle them: qualcode adjudicate --coders ani,budi

code """


def test_agree_names_the_pairs_of_codes_before_the_coefficients(coded):
    shown = coded("agree", "--coders", "ani,budi").stdout
    assert [" ".join(line.split()) for line in shown.splitlines()[:11] if "---" not in line] == [
        " ".join(line.split()) for line in TOP.splitlines()[:11] if "---" not in line
    ]
    assert shown.splitlines()[11].startswith("code  ")
    assert "--coders" not in coded("agree").stdout


LISTED = """\
Coders differ on 3 of 5 segments; 0 of 3 settled by consensus.

coordination × coordination/agencies (one is a parent of the other): 1 segment

melati/ketua:2 · melati · Ibu S
  Ya karena kasihan, anak-anak itu dak sekolah. Kami juga koordinasi dengan dinas sosial.
    ani           budi
    coordination  coordination/agencies

coordination/agencies × outreach: 1 segment

kasih/ketua:4 · kasih · Pak Rahman
  Bantuannya dak tepat sasaran, kami dak pernah didampingi.
    ani       budi
    outreach  coordination/agencies

outreach × (none): 1 segment

melati/ketua:4 · melati · Ibu S
  Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas.
    ani                         budi
    outreach                    (nothing)
    memo: Kata kuncinya jelas.
"""


def test_the_passages_are_listed_side_by_side(coded):
    assert coded("agree", "--disagreements").stdout == LISTED


NARROW = """ · melati · Ibu S
  Ya karena kasihan, anak-anak itu dak
  sekolah. Kami juga koordinasi dengan
  dinas sosial.
    ani           budi
    coordination  coordination/age
                  ncies"""


def test_in_a_narrow_terminal_coders_still_stand_side_by_side(coded, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    shown = coded("agree", "--disagreements", "--code", "coordination").stdout
    assert shown.split("melati/ketua:2")[1].split("\n\n")[0] == NARROW


def test_disagreements_are_data_too(coded, tmp_path):
    rows = json.loads(coded("agree", "--disagreements", "--code", "outreach", "--format", "json").stdout)["rows"]
    assert [(row["code_a"], row["code_b"], row["coder_b"], row["memos"]) for row in rows] == [
        ("coordination/agencies", "outreach", "ani", ""),
        ("outreach", "(none)", "budi", "ani: Kata kuncinya jelas."),
    ]
    assert "Written" in coded("agree", "--disagreements", "-o", "beda.csv").stderr
    lines = list(csv.DictReader(io.StringIO((tmp_path / "beda.csv").read_text(encoding="utf-8-sig"))))
    assert [line["relation"] for line in lines] == ["sub-code", "", ""]
    assert lines[0]["text"].startswith("Ya karena kasihan")
    assert coded("agree", "--disagreements", "--format", "md").stdout.count("|") > 30


def test_adjudicate_settles_and_agree_says_how_much(coded):
    result = typed("adjudicate", "--plain", "--coder", "dewi", "--reason", "Rapat pertama.", lines=["t ani", "-", "q"])
    assert result.stderr.endswith("2 segments settled, 1 coding made. Everything is stored.\n")
    assert "Coders differ on 3 of 5 segments; 2 of 3 settled by consensus." in coded("agree").stdout
    assert "settled by consensus\n  Ya karena" in coded("agree", "--disagreements").stdout
    rows = json.loads(coded("excerpts", "--format", "json").stdout)["rows"]
    assert [(r["segment"], r["code"], r["coder"], r["memos"]) for r in rows if r["source"] == "melati/ketua"] == [
        (2, "coordination", "consensus", "Rapat pertama."),
        (4, "outreach", "ani", "Kata kuncinya jelas."),
    ]
    assert "Rapat pertama." in coded("memo", "list").stdout
    again = typed("adjudicate", "--plain", "--coder", "dewi", lines=["a"])
    assert "settled 3 · left 0" in again.stdout
    assert "To settle them" not in coded("agree").stdout
    done = typed("adjudicate", "--plain", "--coder", "dewi")
    assert (done.stdout, done.stderr) == (
        "", "Nothing is left to settle: 3 segments on which the coders differ are settled.\n"
    )  # fmt: skip
    coded("undo", "--coder", "dewi")
    assert "2 of 3 settled" in coded("agree").stdout


def test_adjudicate_narrows_to_a_code_and_names_its_consensus(coded):
    options = ("--plain", "--coder", "dewi", "--as", "Sidang")
    shown = typed("adjudicate", *options, "--code", "outreach", "--source", "kasih/ketua", lines=["t 2"]).stdout
    assert "settled 1 · left 0" in shown
    assert "settled by Sidang" in coded("agree", "--disagreements").stdout
    assert "never compared" in coded("agree", "--coders", "ani,sidang", code=1).stderr


def test_what_cannot_be_settled_is_one_clear_line(coded, qualcode):
    assert typed("adjudicate", "--coder", "dewi", code=1).stderr == (
        "Error: The page needs a terminal. Line by line it works everywhere: qualcode adjudicate --plain\n"
    )
    assert typed("adjudicate", "--plain", "--coder", "dewi", "--as", "budi", code=1).stderr == (
        'Error: "budi" is the name of a coder. Give the consensus one of its own: --as NAME\n'
    )
    assert (
        "names one coder twice"
        in typed("adjudicate", "--plain", "--coder", "dewi", "--coders", "ani,ani", code=1).stderr
    )


def test_with_one_coder_there_is_nothing_to_settle(study):
    study("code", FIRST, "critique", "--coder", "ani")
    assert "no segment was read by two coders" in typed("adjudicate", "--plain", "--coder", "dewi", code=1).stderr
    assert "no segment was read by two coders" in study("agree", "--disagreements", code=1).stderr


def test_coders_who_agree_on_all_are_told_so(study):
    for coder in ("ani", "budi"):
        study("code", FIRST, "critique", "--coder", coder)
    assert study("agree").stdout.startswith("Coders gave the same codes on all of 1 segments.\n\ncode ")
    assert study("agree", "--disagreements").stdout == "Coders gave the same codes on all of 1 segments.\n"
