"""A codebook works as a component of a spaCy pipeline, and finds there what `qualcode autocode` finds."""

import json
import pickle

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from qualcode.codebook import load
from qualcode.errors import CodebookError, UnknownNameError
from qualcode.query.evidence import shown_evidence
from qualcode.query.excerpts import excerpts
from qualcode.query.filters import Filter
from qualcode.query.listings import segments
from qualcode.query.questions import questions
from qualcode.resources import data_folder
from qualcode.segment.speech import speech
from qualcode.store.codebooks import load_codebook
from qualcode.store.indexing import parts_of
from qualcode.store.sources import sources, text_of
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

# spaCy takes seconds to make a pipeline for Indonesian, so most tests give the language to one for any language.
TEXT = "Tidak ada koordinsi. Kami dibantu dari pintu ke pintu, koordinasi dengan dinas."


@pytest.fixture(scope="module")
def indonesian():
    """One pipeline for all tests: spaCy takes seconds to make it."""
    return spacy.blank("id")


@pytest.fixture
def pipeline(indonesian, codebook_file):
    indonesian.add_pipe("qualcode_rules", config={"codebook": str(codebook_file)})
    yield indonesian
    indonesian.remove_pipe("qualcode_rules")


def hits(doc, key="codes"):
    """Return (code, words, matched words, negated, score) of each span."""
    group = doc.spans[key]
    return [
        (span.label_, span.text, evidence["form"], evidence["negated"], score)
        for span, evidence, score in zip(group, group.attrs["evidence"], group.attrs["scores"], strict=True)
    ]


FOUND = [
    ("coordination", "koordinasi", "koordinasi", False, 0.7),
    ("coordination/agencies", "koordinasi", "koordinasi", False, 0.7),
    ("coordination/agencies", "dinas", "dinas", False, 0.7),
    ("outreach", "pintu ke pintu", "pintu ke pintu", False, 0.7),
]
TYPO = ("coordination", "koordinsi", "koordinsi", True, 0.7)


def test_hits_are_spans_with_evidence(pipeline):
    doc = pipeline(TEXT)
    assert hits(doc) == FOUND
    evidence = doc.spans["codes"].attrs["evidence"]
    assert [TEXT[item["start"] : item["end"]] for item in evidence] == [form for _c, _w, form, _n, _s in FOUND]


def test_typing_errors_are_met_once_the_words_of_the_corpus_are_learned(pipeline):
    pipeline.get_pipe("qualcode_rules").learn([TEXT])
    assert hits(pipeline(TEXT)) == [TYPO, *FOUND]


def test_a_name_is_no_typing_error(pipeline):
    texts = ["Kami ke rumah Koordinsi.", "Ada Koordinsi di sana, koordinasi jalan."]
    pipeline.get_pipe("qualcode_rules").learn(texts)
    assert hits(pipeline(texts[0])) == []


@pytest.mark.slow
def test_the_same_hits_as_autocode_over_the_sample_study(empty):
    """Same passages, roles, questions and words learned: same codes, scores and evidence."""
    codebook = data_folder("codebooks") / "orsos.yaml"
    import_paths(empty, [data_folder("transcripts")], ImportOptions())
    with empty.change("codebook load"):
        load_codebook(empty, load(codebook))
    expected = by_autocode(empty)
    assert len(expected) > 50
    assert by_component(empty, codebook) == expected


def test_the_same_typing_errors_as_autocode(project, codebook_file):
    expected = by_autocode(project)
    assert "koordinsi (not, typo)" in {evidence for *_rest, evidence in expected}
    assert by_component(project, codebook_file) == expected


def by_autocode(project):
    autocode(project, apply=True)
    found = excerpts(project, Filter(origin="rule"), context=0)
    return {(e.source, e.segment, e.code, e.score, e.evidence) for e in found}


def by_component(project, codebook):
    nlp = spacy.blank("xx")
    component = nlp.add_pipe("qualcode_rules", config={"codebook": str(codebook), "language": "id"})
    listed = segments(project).records()
    component.learn([row["text"] for row in listed])
    answers = [row for row in listed if row["role"] in ("respondent", "unknown")]
    docs = nlp.pipe(_docs(nlp, project, answers), batch_size=50)
    return {(row["source"], row["n"], *hit) for row, doc in zip(answers, docs, strict=True) for hit in _by_code(doc)}


def _docs(nlp, project, rows):
    asked = {
        source.name: {
            turn: speech(text_of(project, source.id), parts_of(project, source.id), *span).text
            for turn, span in questions(project, source.id).items()
        }
        for source in sources(project)
    }
    for row in rows:
        doc = nlp.make_doc(row["text"])
        doc.user_data["role"] = row["role"]
        doc.user_data["question"] = asked[row["source"]].get(row["turn"], "")
        yield doc


def _by_code(doc):
    group = doc.spans["codes"]
    for code in dict.fromkeys(span.label_ for span in group):
        mine = [i for i, span in enumerate(group) if span.label_ == code]
        evidence = json.dumps([group.attrs["evidence"][i] for i in mine])
        yield code, group.attrs["scores"][mine[0]], shown_evidence(evidence)


def test_docs_may_say_who_speaks_and_what_was_asked(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(
        "codes:\n  - name: why\n    rules:\n      - {phrase: kasihan, role: [respondent], after_question: [kenapa]}\n"
    )
    nlp = spacy.blank("xx")
    nlp.add_pipe(
        "qualcode_rules", config={"codebook": str(path), "language": "id", "role": "respondent", "spans_key": "kode"}
    )
    asked, unasked, other = (nlp.make_doc("Ya karena kasihan.") for _ in range(3))
    for doc in (asked, other):
        doc.user_data["question"] = "Kenapa ibu mendirikan yayasan?"
    other.user_data["role"] = "interviewer"
    assert [len(doc.spans["kode"]) for doc in nlp.pipe([asked, unasked, other])] == [1, 0, 0]


def test_hits_are_widened_to_whole_tokens(pipeline):
    """An amount and its unit may be one token of spaCy's and two words of ours."""
    doc = Doc(pipeline.vocab, words=["dinas/koordinasi", "jalan"])
    assert {span.text for span in pipeline(doc).spans["codes"]} == {"dinas/koordinasi"}


def test_any_place_in_the_pipeline_gives_the_same(pipeline, codebook_file):
    first = spacy.blank("xx")
    first.add_pipe("sentencizer")
    first.add_pipe("qualcode_rules", first=True, config={"codebook": str(codebook_file), "language": "id"})
    last = spacy.blank("xx")
    last.add_pipe("sentencizer")
    last.add_pipe("qualcode_rules", last=True, config={"codebook": str(codebook_file), "language": "id"})
    assert hits(first(TEXT)) == hits(last(TEXT)) == hits(pipeline(TEXT))
    assert len(list(first(TEXT).sents)) == len(list(last(TEXT).sents)) == 2


def test_docs_keep_hits_and_evidence_when_they_are_stored(pipeline):
    doc = pipeline(TEXT)
    stored = DocBin(docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(pipeline.vocab)
    assert hits(again) == hits(doc)
    assert hits(Doc(pipeline.vocab).from_bytes(doc.to_bytes())) == hits(doc)


def test_a_pipeline_on_disk_brings_its_codebook_and_no_word_of_the_texts(tmp_path, codebook_file):
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("qualcode_rules", config={"codebook": str(codebook_file), "language": "id"}).learn([TEXT])
    pipeline.to_disk(tmp_path / "coded")
    codebook_file.unlink()
    again = spacy.load(tmp_path / "coded")
    assert hits(again(TEXT)) == FOUND
    assert not any(b"koordinsi" in path.read_bytes() for path in (tmp_path / "coded").rglob("*") if path.is_file())
    again.get_pipe("qualcode_rules").learn([TEXT])
    assert hits(again(TEXT)) == [TYPO, *FOUND]


@pytest.mark.slow
def test_bytes_bring_the_codebook_along(pipeline, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("codes: [{name: help, rules: [bantu]}]\n")
    copy = spacy.blank("xx")
    copy.add_pipe("qualcode_rules", config={"codebook": str(other), "language": "id"})
    assert [hit[0] for hit in hits(copy(TEXT))] == ["help"]
    copy.from_bytes(pipeline.to_bytes())
    assert hits(copy(TEXT)) == FOUND


def test_a_component_can_be_sent_to_another_process(pipeline):
    component = pipeline.get_pipe("qualcode_rules")
    component.learn([TEXT])
    again = pickle.loads(pickle.dumps(component))
    assert hits(again(pipeline.make_doc(TEXT))) == [TYPO, *FOUND]


def test_a_missing_codebook_is_named_when_the_rules_are_needed():
    nlp = spacy.blank("xx")
    nlp.add_pipe("qualcode_rules", config={"codebook": "tidak-ada.yaml"})
    with pytest.raises(CodebookError, match=r"tidak-ada\.yaml: there is no such file"):
        nlp(TEXT)


def test_a_broken_codebook_is_refused_at_once(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("codes:\n  - name: a\n  - name: a\n")
    with pytest.raises(CodebookError, match=r"broken\.yaml, line 3"):
        spacy.blank("xx").add_pipe("qualcode_rules", config={"codebook": str(path), "language": "id"})


def test_an_unknown_role_names_the_nearest(codebook_file):
    with pytest.raises(UnknownNameError, match="respondent"):
        spacy.blank("xx").add_pipe(
            "qualcode_rules", config={"codebook": str(codebook_file), "language": "id", "role": "responden"}
        )
