"""How a source was read is mended after its import: read again, cut in two, renamed, a turn set aside."""

import json
import shutil

import pytest

from tests.cli.conftest import run
from tests.conftest import write_codebook

SOUND = "No problems found.\n"
TWO = """Wawancara 1
Nama : Ibu Yuliana
Usia : 47 tahun

Peneliti : Sejak kapan Ibu jualan pempek di sini?
Ibu Yuliana : Dari tahun dua ribu sembilan, waktu itu masih pakai gerobak.
Peneliti : Modalnya dari mana, Bu?
Ibu Yuliana : Pinjam koperasi, terus dibantu adik sayo yang di Plaju.
Peneliti : Siapa yang bantu sehari-hari?
Ibu Yuliana : Anak yang nomor duo, pagi dio goreng, sorenyo kuliah.

Wawancara 2
Nama : Pak Zulkifli
Usia : 52 tahun

Peneliti : Kalau Bapak, mulai usaha kerupuk kapan?
Pak Zulkifli : Lah lamo, dari bapak sayo dulu, turun-temurun.
Peneliti : Kendalanya apa, Pak?
Pak Zulkifli : Ikan mahal, apolagi kalau musim hujan, kami beli di Jakabaring.
Peneliti : Ada bantuan dari dinas?
Pak Zulkifli : Ado sekali, dikasih mesin, tapi mesinnyo dak cocok, dak tepat sasaran.
"""
SECOND_AT = 12
QUOTES = {
    4: ("outreach", "dibantu adik sayo"),
    8: ("critique", "turun-temurun"),
    12: ("critique", "mesinnyo dak cocok"),
}
SLASHES = """Wawancara di pasar ikan, sore hari.

>> R // Dari mano ikan ni, Cek?
>> CIK // Dari Sungsang, naik speedboat, subuh lah sampai.
>> R // Sehari laku berapo kilo?
>> CIK // Kadang limo puluh, kadang cuma sepuluh, tergantung cuaco.
>> R // Yang dak laku dikemanoke?
>> CIK // Dibuat ikan asin, dijemur di atap rumah.
"""
KNOWN = ("suku=Komering", "Usia=48 tahun")
PATTERN = r">> (R|CIK) //"


def _rows(run, *command):
    return json.loads(run(*command, "--format", "json").stdout)["rows"]


def _quotes(run):
    return sorted((row["source"], row["code"], row["quote"]) for row in _rows(run, "excerpts"))


def _names(run):
    return [row["source"] for row in _rows(run, "sources")]


def _market(folder):
    (folder / "pasar.txt").write_text(TWO, encoding="utf-8")
    run("init", "studi")
    run("codebook", "load", write_codebook(folder / "kecil.yaml"))
    run("import", "pasar.txt", "--case", "Pasar")
    for segment, (code, quote) in QUOTES.items():
        run("code", f"pasar:{segment}", code, "--quote", quote, "--coder", "ani")


def _fish(folder):
    (folder / "ikan.txt").write_text(SLASHES, encoding="utf-8")
    run("init", "studi")
    run("codebook", "load", write_codebook(folder / "kecil.yaml"))
    run("import", "ikan.txt", "--layout", "plain")


@pytest.fixture
def market(after):
    """A project with one file that holds two interviews, and three codings in it."""
    return after(_market)


@pytest.fixture
def fish(after):
    """A project with an interview whose labels are read only by a pattern."""
    return after(_fish)


def test_split_gives_each_half_its_speakers_and_codings_go_with_their_words(market):
    done = market("source", "split", "pasar", "--line", SECOND_AT, "--as", "kerupuk")
    assert done.stderr == '"pasar" ends above line 12; from there on it is "kerupuk".\n'
    assert [(row["source"], row["turns"], row["case"], row["doubts"]) for row in _rows(market, "sources")] == [
        ("kerupuk", 6, "Pasar", 0),
        ("pasar", 6, "Pasar", 0),
    ]
    assert [(row["source"], row["label"]) for row in _rows(market, "speaker", "list")] == [
        ("kerupuk", "Peneliti"), ("kerupuk", "Pak Zulkifli"), ("pasar", "Peneliti"), ("pasar", "Ibu Yuliana"),
    ]  # fmt: skip
    assert _quotes(market) == [
        ("kerupuk", "critique", "mesinnyo dak cocok"),
        ("kerupuk", "critique", "turun-temurun"),
        ("pasar", "outreach", "dibantu adik sayo"),
    ]
    assert market("doctor").stderr == SOUND


def test_what_was_said_is_shared_out_without_loss(market):
    said = [row["text"] for row in _rows(market, "show", "pasar")]
    market("source", "split", "pasar", "--line", SECOND_AT, "--as", "kerupuk")
    first, second = ([row["text"] for row in _rows(market, "show", name)] for name in ("pasar", "kerupuk"))
    assert first + second == said
    assert _rows(market, "find", "gerobak")[0]["source"] == "pasar"
    assert _rows(market, "find", "jakabaring")[0]["source"] == "kerupuk"


def test_undo_and_redo_of_a_split_give_the_codings_back(market):
    before = _quotes(market)
    market("source", "split", "pasar", "--line", SECOND_AT)
    apart = _quotes(market)
    market("undo")
    assert (_quotes(market), _names(market), market("doctor").stderr) == (before, ["pasar"], SOUND)
    market("redo")
    assert (_quotes(market), _names(market), market("doctor").stderr) == (apart, ["pasar", "pasar (2)"], SOUND)


def test_a_coding_across_the_place_of_a_split_refuses(market):
    line = next(n for n, words in enumerate(TWO.split("\n"), 1) if words.startswith("Peneliti : Modalnya"))
    market("code", "pasar:1-4", "coordination", "--coder", "ani")
    refused = market("source", "split", "pasar", "--line", line, code=1)
    assert "1 coding, reading or memo lies on both sides of the place. Move or remove it first." in refused.stderr
    assert _names(market) == ["pasar"]
    assert market("doctor").stderr == SOUND


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--line", 12, "--as", "PASAR"), 'There is a source "PASAR" already. Name another: --as NAME'),
        (("--line", 400), "There is no line 400; the text has 22."),
        (("--line", 22), "pasar: there are no words on both sides of line 22."),
    ],
)
def test_a_split_that_cannot_be_changes_nothing(market, options, message):
    assert market("source", "split", "pasar", *options, code=1).stderr == f"Error: {message}\n"
    assert _names(market) == ["pasar"]
    assert "source split" not in market("log").stdout


def test_the_first_line_and_a_missing_line_are_usage_errors(market):
    assert "--line" in market("source", "split", "pasar", "--line", 1, code=2).stderr
    assert "--line" in market("source", "split", "pasar", code=2).stderr


@pytest.mark.parametrize(("given", "named"), [("  kerupuk \t ikan ", "kerupuk ikan"), ("  ", "pasar (2)")])
def test_the_name_of_the_second_half_is_tidied(market, given, named):
    market("source", "split", "pasar", "--line", SECOND_AT, "--as", given)
    assert _names(market) == sorted([named, "pasar"])


def test_halves_are_numbered_past_names_that_are_taken(market):
    market("source", "split", "pasar", "--line", SECOND_AT)
    market("source", "split", "pasar", "--line", 7)
    assert _names(market) == ["pasar", "pasar (2)", "pasar (3)"]


def test_a_split_file_is_not_imported_again(market):
    market("source", "split", "pasar", "--line", SECOND_AT)
    assert 'already there as "pasar"' in market("import", "pasar.txt").stderr
    assert _names(market) == ["pasar", "pasar (2)"]


def test_what_is_doubtful_in_a_half_is_said(market):
    told = market("source", "split", "pasar", "--line", 4, "--as", "isi").stderr
    assert "pasar: No speakers were found, so every turn has the role unknown;" in told
    assert [(row["source"], row["kind"]) for row in _rows(market, "sources", "--doubts")] == [("pasar", "no_speakers")]


def test_suggestions_behind_the_place_go_and_are_told(market):
    market("autocode", "--apply")
    told = market("source", "split", "pasar", "--line", SECOND_AT).stderr
    assert told.endswith("\n1 suggestion went. To make it anew: qualcode autocode --apply\n")
    assert market("doctor").stderr == SOUND
    market("undo")
    assert market("doctor").stderr == SOUND


def test_what_people_said_of_speakers_goes_along(market):
    market("speaker", "set", "pasar", "Pak Zulkifli", "suku=Komering", "--case", "Jakabaring", "--person", "zul")
    market("speaker", "set", "pasar", "Ibu Yuliana", "Usia=48 tahun", "--name", "Cik Yul")
    market("source", "split", "pasar", "--line", SECOND_AT, "--as", "kerupuk")
    speakers = {row["label"]: row for row in _rows(market, "speaker", "list")}
    assert (speakers["Pak Zulkifli"]["case"], speakers["Pak Zulkifli"]["person"]) == ("Jakabaring", "zul")
    assert speakers["Ibu Yuliana"]["name"] == "Cik Yul"
    of = {where: {row["quote"] for row in _rows(market, "excerpts", "--where", where)} for where in KNOWN}
    assert of == {"suku=Komering": {"turun-temurun", "mesinnyo dak cocok"}, "Usia=48 tahun": {"dibantu adik sayo"}}


def test_reread_reads_with_a_pattern_and_codings_stay_on_their_words(fish):
    assert _rows(fish, "speaker", "list") == []
    fish("code", "ikan:3", "outreach", "--quote", "naik speedboat", "--coder", "ani")
    fish("memo", "add", "Suara jelas.", "--source", "ikan", "--coder", "ani")
    done = fish(
        "source", "reread", "ikan", "--label-pattern", PATTERN, "--speaker", "R=interviewer:Rina",
        "--speaker", "CIK=respondent",
    )  # fmt: skip
    assert done.stderr.startswith("6 turns; R (interviewer), CIK (respondent).\n")
    assert [(row["label"], row["name"], row["turns"]) for row in _rows(fish, "speaker", "list")] == [
        ("R", "Rina", 3),
        ("CIK", "", 3),
    ]
    (coded,) = _rows(fish, "excerpts")
    assert (coded["speaker"], coded["role"], coded["quote"]) == ("CIK", "respondent", "naik speedboat")
    assert _rows(fish, "sources")[0]["layout"] == "labels"
    assert fish("doctor").stderr == SOUND
    fish("undo")
    assert (_rows(fish, "speaker", "list"), _rows(fish, "sources")[0]["layout"]) == ([], "plain")
    fish("redo")
    assert [row["quote"] for row in _rows(fish, "excerpts")] == ["naik speedboat"]
    assert fish("doctor").stderr == SOUND


def test_reread_keeps_what_people_said_of_speakers_but_finds_roles_anew_by_a_pattern(fish):
    fish("source", "reread", "ikan", "--label-pattern", PATTERN)
    fish("speaker", "set", "ikan", "CIK", "umur=39", "--name", "Cik Ros", "--person", "ros", "--role", "observer")
    fish("source", "reread", "ikan", "--label-pattern", PATTERN)
    shown = {row["label"]: row for row in _rows(fish, "speaker", "list")}["CIK"]
    assert (shown["name"], shown["person"], shown["role"]) == ("Cik Ros", "ros", "respondent")
    fish("code", "ikan:2", "outreach", "--coder", "ani")
    assert len(_rows(fish, "excerpts", "--where", "umur=39")) == 1


def test_a_pattern_that_fits_no_line_is_said(fish):
    warning = "--label-pattern fits the start of no line, so it was not used."
    assert f"\n{warning}\n" in fish("source", "reread", "ikan", "--label-pattern", "##").stderr
    assert f"ikan: {warning}\n" in fish("import", "ikan.txt", "--dry-run", "--label-pattern", "##").stderr
    assert warning not in fish("import", "ikan.txt", "--dry-run", "--label-pattern", PATTERN).stderr


@pytest.mark.parametrize(
    ("mend", "undone"),
    [
        (("--turn", 3, "--as", "note"), 12),
        (("--turn", 1, "--speaker", "Ibu Yuliana"), 12),
        (("--join", "1-2"), 12),
    ],
)
def test_reading_again_over_what_was_mended_by_hand_asks(market, mend, undone):
    market("correct", "pasar", *mend)
    for command in (("source", "reread", "pasar"), ("source", "split", "pasar", "--line", SECOND_AT)):
        refused = market(*command, code=1)
        assert refused.stderr.startswith("Error: pasar: turns were mended by hand")
        assert refused.stderr.endswith("To do it all the same: --yes\n")
    market("source", "reread", "pasar", "--yes")
    assert _rows(market, "sources")[0]["turns"] == undone


def test_reread_of_a_table_needs_the_file(qualcode, tmp_path):
    (tmp_path / "jawaban.csv").write_text(
        "id,masalah\n1,Harga pupuk naik terus dan kami dak sanggup beli\n2,Air pasang masuk sawah tiap musim hujan\n",
        encoding="utf-8",
    )
    qualcode("init", "studi")
    qualcode("import", "jawaban.csv", "--text-column", "masalah", "--id-column", "id")
    name = _names(qualcode)[0]
    for command in (("reread", name), ("reread", name, "--layout", "labels"), ("split", name, "--line", 2)):
        refused = qualcode("source", *command, code=1).stderr
        assert "its turns come from a table, which the project does not hold. Import the file again." in refused


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("reread", "pasr"), 'There is no source "pasr". Nearest: pasar.'),
        (("reread", "pasar", "--layout", "labell"), 'There is no layout "labell". Known: '),
        (("reread", "pasar", "--label-pattern", "(["), '--label-pattern "([" is not a valid regular expression ('),
        (("reread", "pasar", "--speaker", "Peneliti"), '--speaker "Peneliti" has no role. Write LABEL=ROLE'),
        (("reread", "pasar", "--speaker", "P=bos"), 'P=bos: there is no role "bos". Known: interviewer, '),
        (("reread", "pasar", "--layout", "tiada.yaml"), "tiada.yaml: cannot be read (No such file or directory)."),
        (("rename", "pasr", "baru"), 'There is no source "pasr".'),
        (("rename", "pasar", "  "), "A source needs a name."),
    ],
)
def test_what_is_wrong_is_one_clear_line(market, command, message):
    refused = market("source", *command, code=1).stderr
    assert refused.startswith(f"Error: {message}")
    assert refused.count("\n") == 1


def test_rename_keeps_everything_and_is_one_undo(market):
    assert market("source", "rename", "pasar", "  pasar  16 ilir ").stderr == '"pasar" is now "pasar 16 ilir".\n'
    assert {source for source, _code, _quote in _quotes(market)} == {"pasar 16 ilir"}
    market("undo")
    assert _names(market) == ["pasar"]
    market("source", "split", "pasar", "--line", SECOND_AT)
    taken = market("source", "rename", "pasar", "Pasar (2)", code=1)
    assert taken.stderr == 'Error: There is a source "Pasar (2)" already.\n'
    assert market("doctor").stderr == SOUND


@pytest.mark.parametrize("kind", ["header", "note"])
def test_a_turn_set_aside_is_no_speech_and_its_codings_are_kept(market, kind):
    before = _rows(market, "sources")[0]
    done = market("correct", "pasar", "--turn", 4, "--as", kind)
    assert done.stderr == "pasar: turn 4 is no speech any more; codings on it are kept but not counted.\n"
    after = _rows(market, "sources")[0]
    assert (after["turns"], after["words"] < before["words"]) == (before["turns"] - 1, True)
    assert "dibantu adik" not in json.dumps(_rows(market, "show", "pasar"))
    counted = {row["code"]: row["n"] for row in _rows(market, "themes", "--by", "case")}
    assert (counted["outreach"], counted["critique"]) == (0, 2)
    assert market("doctor").stderr == SOUND
    market("undo")
    assert ("pasar", "outreach", "dibantu adik sayo") in _quotes(market)
    assert _rows(market, "sources")[0]["turns"] == before["turns"]


def test_the_log_names_the_commands_and_holds_no_word_of_the_interview(market):
    market("source", "split", "pasar", "--line", SECOND_AT, "--as", "kerupuk", "--coder", "ani")
    market("source", "reread", "kerupuk", "--coder", "budi")
    market("source", "rename", "kerupuk", "kemplang", "--coder", "ani")
    market("correct", "kemplang", "--turn", 1, "--as", "note", "--coder", "ani")
    assert [(row["command"], row["coder"]) for row in _rows(market, "log")][:4] == [
        ("correct --turn", "ani"), ("source rename", "ani"), ("source reread", "budi"), ("source split", "ani"),
    ]  # fmt: skip
    log = market("log").stdout
    assert not any(word in log for word in ("Zulkifli", "Yuliana", "Peneliti", "gerobak", "Wawancara"))


def test_what_a_copy_coded_behind_the_place_is_listed_as_refused(market, tmp_path):
    (tmp_path / "budi").mkdir()
    copy = shutil.copy(tmp_path / "studi.qualcode", tmp_path / "budi" / "budi.qualcode")
    market("-p", copy, "code", "pasar:2", "coordination", "--quote", "masih pakai gerobak", "--coder", "budi")
    market("-p", copy, "code", "pasar:10", "coordination", "--quote", "di Jakabaring", "--coder", "budi")
    market("source", "split", "pasar", "--line", SECOND_AT)
    merged = market("merge", copy, "--apply")
    assert merged.stderr == "2 things needed settling; see the list.\nMerged: 1 coding added.\n"
    assert "refused" in merged.stdout
    assert ("pasar", "coordination", "masih pakai gerobak") in _quotes(market)
    assert len(_quotes(market)) == len(QUOTES) + 1
    assert market("doctor").stderr == SOUND


def test_the_whole_way_back(market):
    before = market("export", "excerpts", "awal.csv") and _quotes(market)
    market("source", "split", "pasar", "--line", SECOND_AT)
    market("source", "reread", "pasar (2)", "--layout", "plain")
    market("source", "rename", "pasar (2)", "kerupuk")
    for _n in range(3):
        market("undo")
        assert market("doctor").stderr == SOUND
    assert (_quotes(market), _names(market)) == (before, ["pasar"])
