"""Labels: what stands before a colon and what it is, and what a text makes of it."""

from __future__ import annotations

import pytest

from qualcode.language.lexicon import lexicon
from qualcode.segment.doubts import said as said_doubt
from qualcode.segment.labels import judge

WORDS = lexicon("id")


@pytest.mark.parametrize(
    ("label", "kind", "key", "role"),
    [
        ("Peneliti", "role", "peneliti", "interviewer"),
        ("PEWAWANCARA", "role", "pewawancara", "interviewer"),
        ("Interviewer 2", "role", "interviewer 2", "interviewer"),
        ("Narasumber", "role", "narasumber", "respondent"),
        ("narasumber", "role", "narasumber", "respondent"),
        ("Sub I", "role", "sub 1", "respondent"),
        ("Informan ke-2", "role", "informan 2", "respondent"),
        ("Informan Kedua", "role", "informan 2", "respondent"),
        ("Informan 2 (Ibu S, 54 th)", "role", "informan 2", "respondent"),
        ("Peserta3", "role", "peserta 3", "respondent"),
        ("Peserta 03", "role", "peserta 3", "respondent"),
        ("Key Informant", "role", "key informant", "respondent"),
        ("Speaker 1", "role", "speaker 1", "unknown"),
        ("Subjek 1 Jawaban", "role", "subjek 1", "respondent"),
        ("Jawaban Subjek 1", "role", "subjek 1", "respondent"),
        ("Moderator (Bu Ani)", "role", "moderator", "moderator"),
        ("Notulen", "role", "notulen", "observer"),
        ("Ketua Yayasan", "role", "ketua yayasan", "respondent"),
        ("Jawab", "answer", "jawaban", "respondent"),
        ("Jawaban", "answer", "jawaban", "respondent"),
        ("Tanya", "question", "pertanyaan", "interviewer"),
        ("P", "code", "p", "interviewer"),
        ("Q", "question", "pertanyaan", "interviewer"),
        ("N", "code", "n", "respondent"),
        ("I", "initials", "i", "unknown"),
        ("MH", "initials", "mh", "unknown"),
        ("I-1", "code", "i 1", "respondent"),
        ("RP1", "code", "rp 1", "respondent"),
        ("S2", "code", "s 2", "respondent"),
        ("P3", "code", "p 3", "unknown"),
        ("W1.P3.05", "code", "p 3", "unknown"),
        ("W2.P3.117", "code", "p 3", "unknown"),
        ("Pak Lurah", "person", "pak lurah", "unknown"),
        ("P. Hasan", "person", "p hasan", "unknown"),
        ("Bu Hj. Ratna", "person", "bu hj ratna", "unknown"),
        ("H. Mahmud", "person", "h mahmud", "unknown"),
        ("Hasan", "name", "hasan", "unknown"),
        ("SITI AMINAH", "name", "siti aminah", "unknown"),
        ("Nama Informan", "header", "nama informan", "unknown"),
        ("Hari/Tanggal", "header", "hari tanggal", "unknown"),
        ("Suka", "never", "suka", "unknown"),
        ("Catatan", "never", "catatan", "unknown"),
        ("Misalnya", "never", "misalnya", "unknown"),
        ("RT 05", "never", "rt 5", "unknown"),
        ("jadi begini", "never", "jadi begini", "unknown"),
        ("katanya waktu itu", "text", "katanya waktu itu", "unknown"),
        ("Informan mengatakan bahwa", "text", "informan mengatakan bahwa", "unknown"),
        ("Kata ibu saya", "text", "kata ibu saya", "unknown"),
        ("Catatan lapangan", "note", "catatan lapangan", "unknown"),
        ("Penarikan Kesimpulan dan Verifikasi Data", "note", "penarikan kesimpulan dan verifikasi data", "unknown"),
        ("c. Refleksi Peneliti", "note", "c refleksi peneliti", "unknown"),
    ],
)
def test_what_a_label_is(label, kind, key, role):
    """Kind, key and role of a label by itself."""
    verdict = judge(label, WORDS)
    assert (verdict.kind, verdict.key, verdict.role) == (kind, key, role)


TALK = "Peneliti: Gimana bu?\nInforman: {line}\nPeneliti: Terus?\nInforman: Sudah."


@pytest.mark.parametrize(
    "line",
    [
        "Suka dukanya ya itu.\nSuka: anak-anak sehat.",
        "Catatan: belum dibayar.",
        "begini.\nMisalnya: ada yang sakit.",
        "kami rapat.\njam 10:30 selesai",
        "anu.\njadi begini: duluan kami.",
        "lihat saja.\nhttp://contoh.id/laporan",
        "ada dua.\nKelebihan: cepat.\nKekurangan: mahal.\nKelebihan: murah.",
        "Bantuannya apa ya.\nBeras: 5 kilo\nGula: 1 kilo",
        "di sana.\nRT 05: belum dapat.",
    ],
)
def test_a_colon_in_an_answer_makes_no_speaker(line, read, said):
    """Words with a colon inside an answer stay in it."""
    text = TALK.format(line=line)
    turns = said(text, read(text))
    assert [turn[1] for turn in turns] == ["Peneliti", "Informan", "Peneliti", "Informan"]


@pytest.mark.parametrize(
    "label",
    [
        "Hasan",
        "I-1",
        "P",
        "Pak RT",
        "**Peneliti**",
        "- Peneliti",
        "1. Peneliti",
        "Peneliti ",
        "[00:01:02] Peneliti",
        "•\tPak RT",
    ],
)
def test_a_label_in_any_dress_makes_a_speaker(label, read):
    """Bullets, numbers, bold type and times around a label do not hide it."""
    text = f"{label}: Sudah lama bu?\nIbu S: Sudah.\n{label}: Berapa tahun?\nIbu S: Lima."
    assert len(read(text).turns) == 4


def test_a_name_that_occurs_once_is_reported(read):
    """What might be a label is talk, and a warning gives the line without the words."""
    text = "Peneliti: Gimana?\nInforman: Baik.\nRahmat: Saya tidak setuju.\nPeneliti: Oh."
    doubt = next(doubt for doubt in read(text).doubts if doubt.kind == "labels_left")
    assert doubt.line == 3
    assert "Rahmat" not in said_doubt(doubt)
