"""A column of speakers under an unknown heading is found by its values; a survey does not become a transcript."""

import pytest
from read.invented_tables import conversations, surveys

from qualcode.errors import ReadError


def _is_transcript(reads, content):
    try:
        return not reads(content, ".csv")[0].rows
    except ReadError:
        return False


def test_of_48_invented_conversations_45_are_read_as_transcripts(reads):
    wrong = [what for what, content in conversations() if not _is_transcript(reads, content)]
    assert len(wrong) <= 3, wrong


def test_of_48_invented_surveys_46_are_read_as_surveys(reads):
    wrong = [what for what, content in surveys() if _is_transcript(reads, content)]
    assert len(wrong) <= 2, wrong


INTERVIEW = [
    ("Rina", "Sejak kapan Ibu jualan di sini?"), ("Wati", "Sudah sepuluh tahun, dari pasar masih tanah."),
    ("Rina", "Siapa yang bantu?"), ("Wati", "Anak saya yang besar, kalau libur sekolah."),
    ("Rina", "Apa yang paling berat?"), ("Wati", "Sewa lapak, tiap tahun naik terus."),
]  # fmt: skip


def _csv(head, rows):
    return "\n".join(";".join(row) for row in [*([head] if head else []), *rows]) + "\n"


@pytest.mark.parametrize(
    ("head", "column"),
    [(("siapa", "kata"), "siapa"), (("", "kata"), "column 1"), ((), "column 1"), (("kto", "tekst"), "kto")],
)
def test_the_column_is_named_with_how_to_read_it_otherwise(reads, head, column):
    source = reads(_csv(head, INTERVIEW), ".csv")[0]
    assert source.rows == ()
    assert [source.text[start:end] for start, end in source.table[1]] == list(INTERVIEW[0])
    assert any(f'the column "{column}"' in warning and "--case-column" in warning for warning in source.warnings)


def test_without_a_row_of_headings_no_turn_is_lost(reads):
    source = reads(_csv((), INTERVIEW), ".csv")[0]
    assert len(source.table) == 1 + len(INTERVIEW)
    assert "the first row is no row of headings, so the columns were named by their number." in source.warnings


def test_what_the_user_calls_a_case_names_nobody_who_speaks(reads):
    source = reads(_csv(("siapa", "kata"), INTERVIEW), ".csv", case_column="siapa", text_columns=("kata",))[0]
    assert [row.case for row in source.rows] == ["Rina", "Wati"] * 3


def test_in_doubt_it_is_a_survey_and_the_option_is_named(reads):
    rows = [("atas", "Air susah sekali di musim kemarau"), ("bawah", "Banjir tiap bulan Januari di sini")] * 2
    rows = [(where, f"{said} nomor {n}") for n, (where, said) in enumerate([*rows, *rows])]
    source = reads(_csv(("letak", "kata"), rows), ".csv")[0]
    assert source.rows
    assert any('--speaker-column "letak"' in warning for warning in source.warnings)


def test_a_known_heading_over_ids_is_a_survey(reads):
    rows = [(f"P{n:02d}", f"Jawaban panjang orang ini nomor {n}") for n in range(12)]
    source = reads(_csv(("participant", "cerita"), rows), ".csv")[0]
    assert len(source.rows) == 12
    assert any('--speaker-column "participant"' in warning for warning in source.warnings)


def test_a_known_heading_over_counted_turns_is_a_transcript(reads):
    rows = [(f"{'PN'[n % 2]}{n // 2 + 1}", f"Ucapan nomor {n} dari percakapan") for n in range(12)]
    assert reads(_csv(("pelaku", "transkrip"), rows), ".csv")[0].rows == ()


def test_headings_that_stand_again_further_down_are_headings(reads):
    rows = [*INTERVIEW, ("pelaku", "transkrip"), *INTERVIEW]
    source = reads(_csv(("pelaku", "transkrip"), rows), ".csv")[0]
    assert [source.text[start:end] for start, end in source.table[0]] == ["pelaku", "transkrip"]


def test_codes_beside_the_texts_are_told(reads):
    rows = [(*turn, "biaya" if n % 2 else "") for n, turn in enumerate(INTERVIEW)]
    source = reads(_csv(("pelaku", "transkrip", "koding"), rows), ".csv")[0]
    assert (
        '"koding" may hold codes. To bring them in afterwards: qualcode import FILE --coding-sheet' in source.warnings
    )


def test_the_column_of_texts_is_not_the_one_of_the_language_page_or_date(reads):
    rows = [(who, "Indonesia", "12", "2024-05-01", said) for who, said in INTERVIEW]
    source = reads(_csv(("siapa", "language", "page", "date", "kata"), rows), ".csv")[0]
    head = [source.text[start:end] for start, end in source.table[0]]
    assert head == ["speaker", "", "", "", "text"]


def test_where_nothing_is_an_open_question_who_may_speak_does(reads):
    said = ["Mari kita mulai", "Saya jualan sayur", "Sudah berapa lama", "Dua puluh tahun", "Dibantu siapa saja"]
    rows = [(str(n * 4), f"SPEAKER_0{n % 2}", one) for n, one in enumerate(said)]
    source = reads(_csv(("mulai", "speaker_id", "isi rekaman"), rows), ".csv")[0]
    assert source.rows == ()
    assert any('the column "speaker_id"' in warning for warning in source.warnings)
