"""What another says in brackets or strokes within a talk, and turns that only lines or margins tell."""

from __future__ import annotations

import pytest

TOLD = [
    "Waktu itu jembatannyo masih dari kayu, kalau lewat motor bunyi galo. Aku dak berani.",
    "Jalan kaki, nyari dangkal-dangkalan. Kalau aer pasang ya nunggu sampai surut.",
    "Pernah sampai subuh. Makan pisang yang dijual itu, habis separo keranjang.",
    "Sekarang sudah beton, malah dijadike tempat foto pengantin.",
]
ASKED = ["Jadi lewat mana?", "Pernah nunggu sampai malam?", "Terus sekarang bagaimana?"]


@pytest.mark.parametrize("form", ["[{q}]", "({q})", "[Int: {q}]", "/{q}/", "{{{q}}}"])
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_question_in_brackets_is_the_others(form, between, read, said):
    """Within a paragraph and between paragraphs, with a label in the brackets and without."""
    text = TOLD[0] + "".join(between + form.format(q=q) + between + a for q, a in zip(ASKED, TOLD[1:], strict=True))
    transcript = read(text)
    assert transcript.layout == "interjections"
    turns = said(text, transcript)
    assert [words for _role, _label, words in turns] == [
        words for pair in zip(TOLD, [*ASKED, ""], strict=True) for words in pair if words
    ]
    assert [role for role, _label, _words in turns] == ["respondent", "interviewer"] * 3 + ["respondent"]


def test_brackets_in_prose_ask_nobody(read):
    """An essay with a question in brackets here and there."""
    text = (
        "Pasar itu ramai (siapa yang tidak suka pasar?) tetapi becek. Pedagangnya (kebanyakan ibu-ibu?) datang\n"
        "pagi-pagi. Harga ikan (apakah pernah turun?) tergantung angin. Begitulah pasar (atau bukan?) kami."
    )
    assert read(text).layout == "plain"


def test_a_word_of_another_in_brackets_within_a_turn(read, said):
    """The label in the brackets is one of the talk; who was speaking goes on."""
    text = (
        "P: Dulu angkutnya pakai apa, Pak?\n"
        "N: Pakai gerobak, ditarik dua orang (P: dua orang?) iyo, dua orang, gantian.\n"
        "P: Bayarnya berapa?\n"
        "N: Dak tentu, kadang beras (catatan lama) kadang duit.\n"
    )
    assert [(label, words) for _role, label, words in said(text, read(text))] == [
        ("P", "Dulu angkutnya pakai apa, Pak?"),
        ("N", "Pakai gerobak, ditarik dua orang"),
        ("P", "dua orang?"),
        ("N", "iyo, dua orang, gantian."),
        ("P", "Bayarnya berapa?"),
        ("N", "Dak tentu, kadang beras (catatan lama) kadang duit."),
    ]


PAIRS = [
    ("Sejak kapan warungnya buka?", "Dari zaman aku masih gadis."),
    ("Siapa yang bantu?", "Adik bungsu, tapi banyak maennyo."),
    ("Apa yang paling laku?", "Model samo tekwan."),
    ("Kalau hujan tutup?", "Idak, malah rame."),
]


def test_each_line_a_turn(read, said):
    """Question and answer in turn; one question has no mark."""
    pairs = [*PAIRS, ("Modalnya pasti besar.", "Dak besak nian, cukup buat beli ikan."), ("Untungnya?", "Cukuplah.")]
    lines = [words for pair in pairs for words in pair]
    text = "Cerita Warung Cek Ida\n\n" + "\n".join(lines)
    turns = said(text, read(text))
    assert [words for _role, _label, words in turns] == lines
    assert [role for role, _label, _words in turns] == ["interviewer", "respondent"] * len(pairs)


def test_who_is_set_in(read, said):
    """Answers are set in, and go over several lines."""
    text = "\n".join(f"{q}\n      {a}\n      Cak itulah\n      ceritonyo." for q, a in PAIRS)
    turns = said(text, read(text))
    assert [words for _role, _label, words in turns] == [
        words for q, a in PAIRS for words in (q, f"{a} Cak itulah ceritonyo.")
    ]


def test_two_people_typed_one_talk(read, said):
    """Names with a colon above, the letters of the names with a hyphen below."""
    above = [f"{('Lestari', 'Pak Guntur')[n % 2]} : {words}" for n, words in enumerate(w for p in PAIRS for w in p)]
    below = [f"{'LG'[n % 2]}- {words}" for n, words in enumerate(w for p in PAIRS for w in p)]
    text = "\n".join([*above, *below])
    turns = said(text, read(text))
    assert [words for _role, _label, words in turns] == [words for pair in PAIRS * 2 for words in pair]
    assert len({label for _role, label, _words in turns}) == 2
    assert any(doubt.kind == "misspelt" for doubt in read(text).doubts)


def test_a_talk_that_asks_twice_is_no_interview(read):
    """Most is said above the first question."""
    talk = [
        "Assalamualaikum, ibu-ibu, terima kasih sudah datang.",
        "Hari ini kita bahas iuran, samo kebersihan lorong.",
        "Iuran bulan kemaren terkumpul separo.",
        "Yang belum bayar tolong dilunasi.",
        "Lorong kito sekarang bersih.",
        "Nah, kalau idak kito, siapo lagi?",
        "Anak-anak biso maen di luar.",
        "Jadi gimana caranyo?",
        "Kito gotong royong tiap Minggu.",
    ]
    transcript = read("\n".join(talk))
    assert transcript.layout == "plain"
    assert {doubt.kind for doubt in transcript.doubts} == {"no_speakers"}
