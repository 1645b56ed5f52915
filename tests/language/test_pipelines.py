"""A trained spaCy pipeline of the user's gives sentence ends and lemmas, and is remembered with the sources."""

import json
import shutil

import pytest
import spacy
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.errors import QualcodeError
from qualcode.language import generic, get, pipelines
from qualcode.language.lexicon import lexicon

pytestmark = pytest.mark.slow

TALK = "Frau A: Wir gingen hin | Die Kinder schliefen schon\n"
CODEBOOK = "codes:\n  - name: going\n    rules: [gehen]\n"


def save_pipeline(folder, language, lemmas, *, stops="|", components=("sentencizer", "attribute_ruler")):
    """Write a small pipeline: sentences end at `stops`, and some words have lemmas."""
    nlp = spacy.blank(language)
    for name in components:
        nlp.add_pipe(name, config={"punct_chars": list(stops)} if name == "sentencizer" else {})
    for word, lemma in lemmas.items() if "attribute_ruler" in components else ():
        nlp.get_pipe("attribute_ruler").add([[{"LOWER": word}]], {"LEMMA": lemma})
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def german(tmp_path):
    return save_pipeline(tmp_path / "deutsch", "de", {"gingen": "gehen", "ging": "gehen", "kinder": "Kind"})


@pytest.fixture(scope="module")
def indonesian(tmp_path_factory):
    """One for all tests: spaCy takes seconds to make it."""
    return save_pipeline(tmp_path_factory.mktemp("pipeline") / "bahasa", "id", {"kesana": "pergi"})


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command line in a folder of its own, and check its exit code."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments, code=0):
        result = CliRunner().invoke(app, list(map(str, arguments)))
        assert result.exit_code == code, result.output
        return result

    return call


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "gespräch.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def test_sentences_end_where_the_pipeline_ends_them(german):
    text = TALK.removeprefix("Frau A: ").strip()
    spans = get(f"de:{german}").sentences(text)
    assert [text[start:end] for start, end in spans] == ["Wir gingen hin |", "Die Kinder schliefen schon"]
    assert len(get("de").sentences(text)) == 1


def test_a_word_reaches_those_of_its_lemma(german):
    words = {"gingen", "ging", "kinder", "gehen", "gang"}
    language = get(f"de:{german}")
    assert language.reach(["gehen", "ging", "kind"], words) == {
        "gehen": {"gehen", "ging", "gingen"},
        "ging": {"gehen", "ging", "gingen"},
        "kind": {"kinder"},
    }
    assert get("de").reach(["gehen"], words) == {"gehen": {"gehen"}}


def test_our_rules_of_a_language_stay_beside_the_pipeline(indonesian):
    language, own = get(f"id:{indonesian}"), get("id")
    text = "Bpk. Ahmad kesana | anak-anak nggak ikut"
    assert language.tokens(text) == own.tokens(text)
    assert language.normal("nggak") == "tidak"
    assert language.negators == own.negators
    assert language.stop_words == own.stop_words
    assert language.known("rumah")
    assert not language.known("rmuah")
    assert len(language.sentences(text)) == 2
    assert language.reach(["pergi", "damping"], {"kesana", "didampingi"}) == {
        "pergi": {"kesana"},
        "damping": {"didampingi"},
    }


def test_a_pipeline_without_sentence_ends_leaves_them_to_our_rules(tmp_path):
    folder = save_pipeline(tmp_path / "lemmas", "id", {}, components=("attribute_ruler",))
    text = "Ke Jl. Merdeka. Terus pulang."
    assert get(f"id:{folder}").sentences(text) == get("id").sentences(text)


def test_the_words_of_transcripts_are_those_of_the_language():
    assert lexicon("id:bahasa").header == lexicon("id").header


def test_import_remembers_the_pipeline_for_autocode_and_find(run, german, talk):
    run("init", "study")
    run("import", talk, "--unit", "sentence", "--pipeline", german)
    listed = json.loads(run("sources", "--format", "json").stdout)["rows"]
    assert [row["language"] for row in listed] == [f"de:{german}"]
    assert len(json.loads(run("segments", "--format", "json").stdout)["rows"]) == 2
    found = json.loads(run("find", "gehen", "--format", "json").stdout)["rows"]
    assert [row["segment"] for row in found] == [1]


def test_the_main_job_takes_a_pipeline(run, german, talk, tmp_path):
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    run("run", talk, "--codebook", "codes.yaml", "--unit", "sentence", "--pipeline", "deutsch")
    rows = json.loads(run("excerpts", "--from", "rule", "--format", "json", "-p", "results/study.qualcode").stdout)
    assert [row["evidence"] for row in rows["rows"]] == ["gingen"]


def test_segment_cuts_by_another_pipeline_as_one_undo(run, german, talk, tmp_path):
    other = save_pipeline(tmp_path / "andere", "de", {"schliefen": "schlafen"}, stops=" ")
    run("init", "study", "--language", "de")
    run("import", talk)
    before = run("sources", "--format", "csv").stdout
    run("segment", "--unit", "sentence", "--pipeline", german)
    assert "2 segments now" in run("segment", "--unit", "sentence").stderr
    run("segment", "--unit", "sentence", "--pipeline", other)
    assert f"de:{other}" in run("sources", "--format", "csv").stdout
    for _ in range(3):
        run("undo")
    assert run("sources", "--format", "csv").stdout == before


def test_the_language_may_be_another_than_the_pipelines(german, tmp_path):
    assert pipelines.code_with(str(german), language=None, default="id") == f"de:{german}"
    assert pipelines.code_with(str(german), language="de-AT", default="id") == f"de-AT:{german}"
    many = save_pipeline(tmp_path / "many", "xx", {}, components=("sentencizer",))
    assert pipelines.code_with(str(many), language=None, default="id:other") == f"id:{many}"


@pytest.mark.parametrize("command", [["import", "gespräch.txt"], ["run", "gespräch.txt", "--codebook", "codes.yaml"]])
def test_a_pipeline_that_is_not_here_is_one_line_and_nothing_is_imported(run, talk, tmp_path, command):
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    run("init", "study")
    before = (tmp_path / "study.qualcode").read_bytes()
    result = run(*command, "--pipeline", "de_tidak_ada", code=1)
    assert result.stderr.splitlines() == [
        'Error: There is no spaCy pipeline "de_tidak_ada" on this computer. Install it (python -m spacy download '
        "de_tidak_ada), or name the folder that it is in: --pipeline FOLDER"
    ]
    assert (tmp_path / "study.qualcode").read_bytes() == before
    assert not (tmp_path / "results").exists()


def test_a_pipeline_that_is_gone_later_is_named(run, german, talk, tmp_path):
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    run("init", "study")
    run("import", talk, "--pipeline", german)
    run("codebook", "load", "codes.yaml")
    shutil.rmtree(german)
    for cached in (get, pipelines.load, generic._pipeline):
        cached.cache_clear()
    assert f'no spaCy pipeline "{german}"' in run("autocode", code=1).stderr


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path):
    with pytest.raises(QualcodeError, match="cannot load the pipeline"):
        pipelines.load(str(tmp_path))
