"""What may be wrong with a reading is said at import, kept with the source, reported, and settled by people."""

import json
import re
from pathlib import Path

import pytest

from qualcode.segment.doubts import KINDS
from qualcode.segment.layouts import LAYOUTS

SOUND = "No problems found.\n"
CLEAR = """Peneliti : Ibu mulai menenun sejak kapan?
Ibu Rosmala : Sejak SMP, diajari nenek, benangnyo masih direndam semalam.
Peneliti : Siapa yang membeli kain Ibu?
Ibu Rosmala : Tetangga, terus pelanggan dari Jambi, kadang lewat kawan di pasar.
Peneliti : Apa yang paling berat?
Ibu Rosmala : Harga benang, naik terus, dak sebanding samo harga kain.
"""
PROSE = """Catatan lapangan, sore di tepi sungai.

Air lagi pasang waktu kami sampai. Ibu-ibu duduk di teras, ngobrol soal harga benang dan anak yang baru lulus.

Ado yang bercerita bahwa kain songket sekarang dijual lewat kawan di kota, dak lagi ke pasar, karena pasar sepi.

Kami pulang menjelang magrib, hujan turun sedikit.
"""
GUIDE = """Sejak kapan usaha ini berdiri?

Siapa saja yang membantu Ibu?

Bagaimana cara mencari pembeli?

Apa kendala yang paling sering?
"""
SECRETS = ("Rosmala", "benang", "songket", "magrib", "Jambi", "nenek")


def _rows(run, *command):
    return json.loads(run(*command, "--format", "json").stdout)["rows"]


def _previewed(run, *options):
    return {row["source"]: row for row in _rows(run, "import", "teks", "--dry-run", *options)}


@pytest.fixture
def folder(tmp_path):
    """A clear interview, prose without speakers and an interview guide."""
    (tmp_path / "teks").mkdir()
    for name, text in (("tenun", CLEAR), ("catatan", PROSE), ("panduan", GUIDE)):
        (tmp_path / "teks" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "teks"


@pytest.fixture
def imported(qualcode, folder):
    """A project with the three."""
    qualcode("init", "studi")
    qualcode("import", folder)
    return qualcode


def test_json_gives_confidence_doubts_and_the_second_reading(qualcode, folder):
    rows = _previewed(qualcode)
    assert rows["tenun"]["doubts"] == []
    assert 0.8 < rows["tenun"]["confidence"] <= 1
    for name in ("catatan", "panduan"):
        assert rows[name]["doubts"][0]["kind"] == "no_speakers"
        assert rows[name]["confidence"] < rows["tenun"]["confidence"] / 2
    assert [one["kind"] for one in rows["panduan"]["doubts"]] == ["no_speakers", "no_answers"]
    for row in rows.values():
        assert row["second"] is None or set(row["second"]) == {"layout", "confidence"}
        assert all(set(one) == {"kind", "text", "line"} and one["kind"] in KINDS for one in row["doubts"])
        assert [score for _name, score, _reason in row["scores"]] == sorted(
            (score for _name, score, _reason in row["scores"]), reverse=True
        )
        assert "written" not in row


def test_a_second_reading_is_named_where_one_comes_near(qualcode, folder):
    rows = _previewed(qualcode, "--layout", "alternating")
    assert (rows["tenun"]["layout"], rows["tenun"]["second"]["layout"]) == ("alternating", "labels")
    assert rows["tenun"]["second"]["confidence"] > 0.8


def test_a_line_of_a_doubt_is_that_of_the_text(qualcode, tmp_path):
    two = "Wawancara 1\n\n" + CLEAR + "\nWawancara 2\n\n" + CLEAR.replace("Ibu Rosmala", "Pak Hamid")
    (tmp_path / "teks").mkdir()
    (tmp_path / "teks" / "dua.txt").write_text(two, encoding="utf-8")
    several = [one for one in _previewed(qualcode)["dua"]["doubts"] if one["kind"] == "several"]
    assert [one["line"] for one in several] == [two[: two.index("Wawancara 2")].count("\n") + 1]
    assert "2 interviews in one file" in several[0]["text"]


def test_a_dry_run_draws_the_parse_line_by_line(qualcode, folder):
    drawn = qualcode("import", folder / "tenun.txt", "--dry-run").stdout
    lines = [line.split() for line in drawn.splitlines()]
    first = next(line for line in lines if line[:2] == ["1", "1"])
    assert first[2:6] == ["Peneliti", "interviewer", "label/role", "Peneliti"]
    assert next(line for line in lines if line[:2] == ["2", "2"])[2:5] == ["Ibu", "Rosmala", "respondent"]
    drawn = qualcode("import", folder / "catatan.txt", "--dry-run").stdout
    assert "\n? No speakers were found" in drawn
    assert "catatan: plain, confidence 0." in drawn


def test_a_text_cannot_paint_the_terminal_and_tabs_keep_to_the_line(qualcode, tmp_path):
    text = CLEAR.replace("dari Jambi", "dari \u202eJambi").replace("naik terus", "naik\tterus")
    (tmp_path / "tenun.txt").write_text(text, encoding="utf-8")
    drawn = qualcode("import", "tenun.txt", "--dry-run").stdout
    assert ("\u202e" in drawn, "\\u202eJambi" in drawn, "\t" in drawn) == (False, True, False)


def test_explain_layout_gives_every_score_with_its_reason_and_stores_nothing(qualcode, folder):
    qualcode("init", "studi")
    shown = qualcode("import", folder / "tenun.txt", "--explain-layout")
    listed = [line.split() for line in shown.stdout.split("\ntenun:\n")[1].splitlines()]
    assert listed[0][1] == "labels"
    assert [float(line[0]) for line in listed] == sorted((float(line[0]) for line in listed), reverse=True)
    assert all(len(line) > 3 for line in listed)
    assert _rows(qualcode, "sources") == []


def test_import_says_the_gravest_doubt_and_how_many_more(qualcode, folder):
    qualcode("init", "studi")
    told = qualcode("import", folder).stderr.splitlines()
    assert any(line.startswith("catatan: Doubtful (confidence 0.") and "--label-pattern" in line for line in told)
    assert any(
        line.startswith("panduan: Doubtful") and line.endswith("1 more doubt: sources --doubts.") for line in told
    )
    assert not any(line.startswith("tenun") for line in told)


def test_doubts_are_listed_with_kind_and_line(imported):
    found = _rows(imported, "sources", "--doubts")
    assert [(one["source"], one["kind"]) for one in found] == [
        ("catatan", "no_speakers"), ("panduan", "no_speakers"), ("panduan", "no_answers"),
    ]  # fmt: skip
    listed = {row["source"]: row for row in _rows(imported, "sources")}
    assert [listed[name]["doubts"] for name in ("catatan", "panduan", "tenun")] == [1, 2, 0]
    assert _fact(imported, "doubtful") == 2


def _fact(run, name):
    return next(row["value"] for row in _rows(run, "status") if row["fact"] == name)


def test_accepted_doubts_go_until_undo(imported):
    assert imported("sources", "--accept", "catatan", "--accept", "panduan").stderr == "3 doubts settled.\n"
    assert (_rows(imported, "sources", "--doubts"), _fact(imported, "doubtful")) == ([], 0)
    assert {row["confidence"] for row in _rows(imported, "sources") if row["source"] != "tenun"} == {1}
    assert imported("doctor").stderr == SOUND
    imported("undo")
    assert _fact(imported, "doubtful") == 2
    imported("redo")
    assert (_fact(imported, "doubtful"), imported("doctor").stderr) == (0, SOUND)
    assert _rows(imported, "log")[0]["command"] == "redo"


def test_accepting_what_is_not_there_changes_nothing(imported):
    refused = imported("sources", "--accept", "catatan", "--accept", "tiada", code=1)
    assert refused.stderr.startswith('Error: There is no source "tiada".')
    assert _fact(imported, "doubtful") == 2
    assert imported("sources", "--accept", "tenun").stderr == "0 doubts settled.\n"


def test_doubts_and_log_hold_no_word_of_an_interview_and_no_name(imported):
    imported("source", "reread", "tenun", "--layout", "plain")
    imported("sources", "--accept", "catatan")
    shown = "".join(imported(*command).stdout for command in (("sources", "--doubts"), ("log",), ("status",)))
    assert not any(word in shown for word in SECRETS)


def test_run_says_doubts_above_the_table_and_its_report_names_the_sources(qualcode, folder, codebook_file, tmp_path):
    done = qualcode("run", folder, "--codebook", codebook_file, "-o", "hasil")
    assert done.output.index("catatan: Doubtful") < done.output.index("coordination")
    page = (tmp_path / "hasil" / "report.html").read_text(encoding="utf-8")
    appendix = page.split("Appendix: doubts about how sources were read</h2>")[1].split("<h2")[0]
    assert "catatan: No speakers were found" in appendix
    assert "panduan: Questions only, and nothing answers them" in appendix
    assert "tenun" not in appendix
    assert "Doubtful (confidence" not in page


def test_run_again_still_says_it_until_it_is_accepted(qualcode, folder, codebook_file, tmp_path):
    qualcode("run", folder, "--codebook", codebook_file, "-o", "hasil")
    again = qualcode("run", folder, "--codebook", codebook_file, "-o", "hasil")
    said = "2 sources of an earlier run may be read wrongly: qualcode sources --doubts -p hasil/study.qualcode\n"
    assert again.output.index(said) < again.output.index("coordination")
    page = (tmp_path / "hasil" / "report.html").read_text(encoding="utf-8")
    assert "Appendix: doubts about how sources were read" in page
    qualcode("-p", "hasil/study.qualcode", "sources", "--accept", "catatan", "--accept", "panduan")
    settled = qualcode("run", folder, "--codebook", codebook_file, "-o", "hasil")
    assert "may be read wrongly" not in settled.output
    assert "Appendix: doubts" not in (tmp_path / "hasil" / "report.html").read_text(encoding="utf-8")


def test_the_report_on_its_own_names_them_too(imported, codebook_file, tmp_path):
    imported("codebook", "load", codebook_file)
    imported("report", "-o", "laporan.md", "--no-charts")
    page = (tmp_path / "laporan.md").read_text(encoding="utf-8")
    assert "panduan: Questions only, and nothing answers them" in page
    imported("--lang", "id", "report", "-o", "laporan-id.md", "--no-charts")
    assert "Questions only" not in (tmp_path / "laporan-id.md").read_text(encoding="utf-8")


def test_what_the_user_says_of_speakers_holds_for_import_and_run(qualcode, folder, codebook_file, tmp_path):
    said = ("--speaker", "Peneliti=moderator:Dewi", "--speaker", "Ibu Rosmala=respondent:Cik Ros")
    named = {one["label"]: (one["name"], one["role"]) for one in _previewed(qualcode, *said)["tenun"]["speakers"]}
    assert named == {"Peneliti": ("Dewi", "moderator"), "Ibu Rosmala": ("Cik Ros", "respondent")}
    qualcode("run", folder, "--codebook", codebook_file, "-o", "hasil", *said)
    listed = _rows(qualcode, "-p", "hasil/study.qualcode", "speaker", "list", "--source", "tenun")
    assert {row["label"]: (row["name"], row["role"]) for row in listed} == named


def test_a_speaker_whom_nobody_is_is_said_once(qualcode, folder):
    qualcode("init", "studi")
    said = (
        "--speaker",
        "Penelitian=interviewer",
        "--speaker",
        "IBU ROSMALA=respondent",
        "--speaker",
        "Peneliti=moderator",
    )
    line = '--speaker: nobody has the label "Penelitian".\n'
    for command in (("import", folder, "--dry-run"), ("import", folder), ("source", "reread", "tenun")):
        told = qualcode(*command, *said).stderr
        assert told.count(line) == 1
        assert told.count("nobody has the label") == 1


SLASHES = "Baris pertama.\n" + CLEAR.replace("Peneliti :", "p1//").replace("Ibu Rosmala :", "bu ros//")
LAYOUT_FILE = """layout: labels
label_pattern: '(p1|bu ros)//'
header_lines: 1
speakers:
  p1: interviewer
  bu ros: respondent:Cik Ros
"""


def test_a_layout_file_says_how_files_are_written(qualcode, tmp_path):
    (tmp_path / "teks").mkdir()
    (tmp_path / "teks" / "aneh.txt").write_text(SLASHES, encoding="utf-8")
    (tmp_path / "pasar.yaml").write_text(LAYOUT_FILE, encoding="utf-8")
    row = _previewed(qualcode, "--layout", "pasar.yaml")["aneh"]
    assert row["speakers"] == [
        {"label": "p1", "name": "", "role": "interviewer"},
        {"label": "bu ros", "name": "Cik Ros", "role": "respondent"},
    ]
    assert len(row["turns"]) == 6
    header = [part for part in row["parts"] if part["kind"] == "header"]
    assert (header[0]["start"], header[0]["end"]) == (0, len("Baris pertama."))
    over = _previewed(qualcode, "--layout", "pasar.yaml", "--speaker", "bu ros=observer:Ros")["aneh"]
    assert over["speakers"][1] == {"label": "bu ros", "name": "Ros", "role": "observer"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- labels\n", "pola.yaml: a layout file holds layout, label_pattern, header_lines, speakers, nothing else."),
        ("", "pola.yaml: a layout file holds layout, label_pattern, header_lines, speakers, nothing else."),
        ("label: x\n", "pola.yaml: a layout file holds layout, label_pattern, header_lines, speakers, nothing else."),
        ("layout: [labels\n", "pola.yaml: cannot be read ("),
        ("layout: [labels]\n", "pola.yaml: layout and label_pattern are each one text, in quotes."),
        ("label_pattern: 12\n", "pola.yaml: layout and label_pattern are each one text, in quotes."),
        ("label_pattern: '('\n", '--label-pattern "(" is not a valid regular expression ('),
        ("header_lines: true\n", "pola.yaml: header_lines is a number of lines, 0 or more."),
        ("header_lines: -1\n", "pola.yaml: header_lines is a number of lines, 0 or more."),
        ("speakers: [P]\n", "pola.yaml: speakers holds a line LABEL: ROLE or LABEL: ROLE:NAME for each."),
        ("speakers: {P: bos}\n", 'P=bos: there is no role "bos". Known: interviewer, '),
    ],
)
def test_a_layout_file_that_is_wrong_is_one_clear_line(qualcode, folder, tmp_path, content, message):
    (tmp_path / "pola.yaml").write_text(content, encoding="utf-8")
    refused = qualcode("import", folder / "tenun.txt", "--dry-run", "--layout", "pola.yaml", code=1).stderr
    assert refused.startswith(f"Error: {message}")
    assert refused.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--label-pattern", "["), '--label-pattern "[" is not a valid regular expression ('),
        (("--speaker", "Peneliti"), '--speaker "Peneliti" has no role. Write LABEL=ROLE or LABEL=ROLE:NAME'),
        (("--speaker", "=respondent"), '--speaker "=respondent" has no role.'),
        (("--speaker", "P=ketua"), 'P=ketua: there is no role "ketua". Known: interviewer, '),
        (("--layout", "tabel"), 'There is no layout "tabel". Known: rows, table, labels, questions, halves, '),
        (("--encoding", "latin-99"), '"latin-99"'),
    ],
)
def test_an_option_that_is_wrong_is_one_clear_line(qualcode, folder, options, message):
    refused = qualcode("import", folder / "tenun.txt", "--dry-run", *options, code=1).stderr
    assert message in refused
    assert refused.count("Error: ") == 1


def test_the_docs_name_every_layout_and_every_kind_of_doubt():
    page = (Path(__file__).parent.parent.parent / "docs" / "transcripts.md").read_text(encoding="utf-8")
    layouts, rest = page.split("\n## Layouts\n")[1].split("\n## Doubts\n")
    first = {name for row in re.findall(r"^\| (`[^|]*) \|", layouts, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert first == set(LAYOUTS)
    kinds = re.findall(r"^\| (`[^|]*) \|", rest.split("\n## ")[0], re.M)
    assert {name for row in kinds for name in re.findall(r"`(\w+)`", row)} == set(KINDS)


def test_in_indonesian_doubts_are_indonesian_and_kinds_stay(imported):
    shown = _rows(imported, "--lang", "id", "sources", "--doubts")
    assert [one["kind"] for one in shown] == ["no_speakers", "no_speakers", "no_answers"]
    assert not any("No speakers" in one["doubt"] or "Questions only" in one["doubt"] for one in shown)
