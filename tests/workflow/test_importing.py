"""Files become sources once, whole, with what the researcher knows about organisations and people."""

import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError, ReadError
from qualcode.query.filters import Filter
from qualcode.query.listings import cases, speakers
from qualcode.query.themes import themes
from qualcode.read import Options
from qualcode.records import Row, Source, Speaker
from qualcode.store.cases import add_attribute, set_value
from qualcode.store.codebooks import load_codebook
from qualcode.store.codings import add_coding
from qualcode.store.speakers import set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.gathering import gather
from qualcode.workflow.importing import ImportOptions, import_paths
from qualcode.workflow.metadata import found_type, read_metadata
from qualcode.workflow.surveys import same_person, split_values


def test_a_folder_is_walked_and_what_is_left_out_is_said(texts):
    for name in ("README.md", "LICENSE", "foto.jpg", ".tersembunyi.txt", "~$kunci.docx", "cases.csv"):
        (texts / name).write_text("case\nx\n")
    gathered = gather([texts])
    assert [found.name for found in gathered.files] == ["kasih/ketua", "melati/ketua"]
    assert [found.folder for found in gathered.files] == ["kasih", "melati"]
    assert [path.name for path in gathered.metadata] == ["cases.csv"]
    assert [name for name, _reason in gathered.skipped] == ["LICENSE", "README.md", "foto.jpg"]


def test_files_that_differ_in_their_suffix_only_keep_it(texts):
    (texts / "melati" / "ketua.md").write_text("x")
    assert [found.name for found in gather([texts]).files] == ["kasih/ketua", "melati/ketua.md", "melati/ketua.txt"]


@pytest.mark.parametrize("make", [lambda folder: folder.mkdir(), lambda folder: None])
def test_a_place_without_transcripts_is_refused(tmp_path, make):
    make(tmp_path / "kosong")
    with pytest.raises(ReadError, match=r"no transcript found|no such file or folder"):
        gather([tmp_path / "kosong"])


def test_cases_and_speakers_come_from_the_files_beside_the_transcripts(empty, texts):
    (texts / "cases.csv").write_text(
        "case,sources,typology,staff\nLembaga Melati,melati/*,A,26\nPanti Kasih,kasih/*,C,7\n"
    )
    (texts / "speakers.csv").write_text(
        "source,label,name,role,case,person,umur\nmelati/ketua,IBU S,Ketua,respondent,Panti Kasih,sari,54\n"
    )
    report = import_paths(empty, [texts])
    assert report.metadata == ["cases.csv", "speakers.csv"]
    found = {(row["case"], row["typology"], row["staff"]) for row in cases(empty).records()}
    assert found == {("Lembaga Melati", "A", "26"), ("Panti Kasih", "C", "7")}
    sari = next(row for row in speakers(empty).records() if row["person"] == "sari")
    assert (sari["label"], sari["name"], sari["case"]) == ("Ibu S", "Ketua", "Panti Kasih")
    assert empty.value("select type from attribute where name = 'staff'") == "number"
    umur = "select value from value join attribute on attribute.id = attribute_id where name = 'umur'"
    assert empty.value(umur) == "54"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("cases.csv", "nama\nx\n", 'no column "case"'),
        ("cases.csv", "case\nA\na\n", "line 3: case .* occurs twice"),
        ("cases.csv", "case,x\n,1\n", "line 2: the case has no name"),
        ("cases.csv", "", "the file is empty"),
        ("speakers.csv", "label,role\nIbu S,boss\n", 'line 2: "boss" is no role'),
        ("speakers.csv", "label,role\n,respondent\n", "line 2: the speaker has no label"),
    ],
)
def test_a_wrong_metadata_file_is_told_with_its_line(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(ReadError, match=message):
        read_metadata([tmp_path / name])


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "2.5", ""], "number"),
        (["2018-03-12"], "date"),
        (["2018-13-12"], "text"),
        (["A", "1"], "text"),
        (["", ""], "text"),
    ],
)
def test_the_type_of_an_attribute_is_found(values, kind):
    assert found_type(values) == kind


def _survey():
    rows = [
        Row(0, 4, "r1", "Desa A", {"kabupaten": "X", "umur": "30"}),
        Row(6, 10, "r2", "Desa A", {"kabupaten": "X", "umur": "41"}),
        Row(12, 16, "r3", "Desa B", {"kabupaten": "Y", "umur": "30"}),
    ]
    return Source("survei#masalah", "satu\n\nduaa\n\ntiga", "text/csv", "0" * 64, "masalah", rows)


def test_a_column_that_is_the_same_all_over_a_case_belongs_to_the_case():
    source, values = split_values(_survey())
    assert values == {"Desa A": {"kabupaten": "X"}, "Desa B": {"kabupaten": "Y"}}
    assert [dict(row.values) for row in source.rows] == [{"umur": "30"}, {"umur": "41"}, {"umur": "30"}]


def test_a_respondent_is_one_person_in_all_columns_of_a_survey():
    (who,) = same_person(_survey(), [Speaker("r1")])
    assert who.person == "survei:r1"


def test_a_survey_is_counted_by_its_columns(empty, tmp_path, codebook_file):
    (tmp_path / "survei.csv").write_text(
        "id,desa,umur,masalah\n1,A,30,tidak ada koordinasi dengan dinas di sini\n"
        "2,A,41,bantuan belum tepat sasaran sama sekali kata warga\n"
        "3,B,30,jalan rusak dan air susah kalau musim kemarau\n4,B,22,NA\n"
    )
    options = ImportOptions(read=Options(text_columns=("masalah",), id_column="id", case_column="desa"))
    report = import_paths(empty, [tmp_path / "survei.csv"], options)
    assert report.imported == ["survei#masalah"]
    assert any("1 empty" in warning for _name, warning in report.warnings)
    with empty.change("codebook load"):
        load_codebook(empty, load(codebook_file))
    autocode(empty, apply=True)
    table = themes(empty, Filter(origin="rule", codes=("critique",)), by="case")
    assert [(r["case"], r["n"], r["population"]) for r in table.records()] == [("A", 1, 2), ("B", 0, 1)]


def test_a_column_that_repeats_another_is_stored_once(empty, tmp_path):
    row = "air bersih susah sekali di sini,air bersih susah sekali di sini\n"
    (tmp_path / "kembar.csv").write_text(
        "satu,dua\n" + row + "jalan rusak parah kalau hujan,jalan rusak parah kalau hujan\n"
    )
    options = ImportOptions(read=Options(text_columns=("satu", "dua")))
    report = import_paths(empty, [tmp_path / "kembar.csv"], options)
    assert report.imported == ["kembar#satu"]
    assert report.skipped == [("kembar#dua", 'already there as "kembar#satu"')]
    assert report.failed == []


def test_two_values_of_one_person_are_an_error_when_they_are_asked_for(project):
    set_speaker(project, "melati/ketua", "Ibu S", person="sari", values={"umur": "54"})
    set_speaker(project, "kasih/ketua", "Pak Rahman", person="sari", values={"umur": "61"})
    with pytest.raises(QualcodeError, match="different values for the same person"):
        themes(project, by="umur")
    set_speaker(project, "kasih/ketua", "Pak Rahman", values={"umur": ""})
    rows = themes(project, by="umur").records()
    assert {(r["umur"], r["population"]) for r in rows if r["code"] == "outreach"} == {("54", 5)}


def test_the_rules_again_give_the_same_rows_and_keep_what_people_decided(project):
    autocode(project, apply=True)
    shown = "select uid, source_id, start, stop, code_id, score, evidence from suggestion order by uid"
    first = project.rows(shown)
    with project.change("code", coder="ani"):
        add_coding(project, 1, 0, 8, 1, "ani")
    autocode(project, apply=True)
    assert project.rows(shown) == first
    assert project.value("select count(*) from coding") == 1


def test_a_value_that_does_not_fit_is_refused(project):
    with project.change("case set"):
        add_attribute(project, "mulai", "date")
    with pytest.raises(QualcodeError, match="no date"), project.change("case set"):
        set_value(project, "mulai", "kemarin", source_id=1)
