"""What a page holds beside talk: numbers in the margin, running lines, a messenger's lines, signatures, a legend."""

from __future__ import annotations

import pytest

TALK = [
    ("P", "Ceritakan dong, Pak, awal mulanya dapur umum ini berdiri?"),
    ("N", "Awalnya waktu banjir besar itu, orang-orang pada bawa kompor sendiri dari rumah,"),
    ("", "terus dikumpulke di balai RW, dak taunyo jadi tiap minggu."),
    ("P", "Yang masak siapa saja?"),
    ("N", "Ibu-ibu, bapak-bapak bagian ngangkat air."),
    ("P", "Sampai sekarang masih jalan?"),
    ("N", "Masih, walaupun yang datang tinggal belasan."),
]


def typed(talk=TALK):
    return [f"{label}: {words}" if label else words for label, words in talk]


def words_of(text, read, said):
    return " ".join(" ".join(words for _role, _label, words in said(text, read(text))).split())


WORDS = " ".join(words for _label, words in TALK)


def test_numbers_of_lines_are_no_words(read, said):
    """1, 2, 3 before every line; 5, 10 before every fifth."""
    numbered = "\n".join(f"{n:>3} {line}" for n, line in enumerate(typed(), 1))
    assert words_of(numbered, read, said) == WORDS
    fifth = "\n".join(f"{n if n % 5 == 0 else '':>3} {line}" for n, line in enumerate(typed(TALK * 3), 1))
    assert words_of(fifth, read, said) == " ".join([WORDS] * 3)


@pytest.mark.parametrize("running", ["Page {n} of 9", "ARSIP SUARA WARGA KASET 41 hal. {n}"])
def test_what_the_page_repeats_is_no_word(running, read, said):
    """A running line in the middle of an answer."""
    lines = typed(TALK * 4)
    broken = [n for n, line in enumerate(lines) if line.startswith("terus")]
    for page, n in enumerate(reversed(broken)):
        lines.insert(n, running.format(n=len(broken) - page + 1))
    text = "\n".join(lines)
    assert words_of(text, read, said) == " ".join([WORDS] * 4)


def test_numbers_on_the_right_are_no_words(read, said):
    """10 and 20 at the ends of the lines, far from the words."""
    lines = [f"{line:<90}{n}" if n % 10 == 0 else line for n, line in enumerate(typed(TALK * 3), 1)]
    assert words_of("\n".join(lines), read, said) == " ".join([WORDS] * 3)


def test_a_page_that_is_named_once_is_no_word(read, said):
    """One running line, in the middle of an answer."""
    lines = typed()
    lines.insert(2, "Arsip Lisan Kampung – hlm. 12")
    assert words_of("\n".join(lines), read, said) == WORDS


def test_what_the_typist_adds_in_brackets_is_no_word(read, said):
    """A sentence behind a sentence, a remark at the margin, a sound of everybody; words in bold keep their letters."""
    lines = typed()
    lines[4] += " [Ia menunjuk ke dapur.]"
    lines[5] += "        [cek lagi!]"
    lines.insert(6, "Semua: (tertawa)")
    lines[7] = lines[7].replace("belasan", "**belasan**")
    assert words_of("\n".join(lines), read, said) == WORDS


def test_a_block_of_keys_above_a_line_of_strokes_is_no_talk(read, said):
    """Names of speakers are among the keys."""
    head = ["P: mahasiswa, pewawancara", "N: ketua RW", "Cuaca: gerimis", "Alat: perekam saku", "-----", ""]
    assert words_of("\n".join([*head, *typed()]), read, said) == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "PEDOMAN WAWANCARA\nPewawancara: .....\n\nP1: Sejak kapan ikut?\nP2: Siapa mengajak?\nProbing: lalu?\n",
        "Interview guide\n\n1. How long?\nProbe: years\n2. Who asked you?\nProbe: family\n3. Why?\nAnswer: ______\n",
        "**Site:** Lower field\n**Observer:** K. A.\n**Plots:** 42\n**Water:** one tap. Enough?\n**Mood:** good\n",
    ],
)  # fmt: skip
def test_guides_and_forms_have_no_speakers(text, read):
    """Questions that nobody answers, and keys that occur once."""
    assert not any(speaker.label for speaker in read(text).speakers)


def test_a_heading_between_stars_is_no_word(read, said):
    """Between answers; a star before an item of a list is none."""
    lines = typed()
    text = "\n".join(["* Awal *", *lines[:3], "* Dapur sekarang *", *lines[3:]])
    assert words_of(text, read, said) == WORDS
    assert "dua kompor" in words_of("\n".join([*lines, "* dua kompor"]), read, said)


def test_a_clock_beside_the_talk_is_no_word(read, said):
    """Hours with a point on lines of their own; a price that answers is an answer."""
    lines = typed()
    text = "\n".join(["14.02", *lines[:3], "14.13", *lines[3:5], "14.26", *lines[5:]])
    assert words_of(text, read, said) == WORDS
    assert "14.50" in words_of("\n".join([*lines, "P: Berapa?", "N: 14.50"]), read, said)


def test_what_the_messenger_says_is_no_turn(read, said):
    """Notices and placeholders; a message over two lines stays one."""
    stamp = "12/03/2018 10.1{n} - "
    text = "\n".join(
        [
            stamp.format(n=0) + "Pesan dan panggilan terenkripsi secara end-to-end.",
            stamp.format(n=1) + "Sari Riset: Bu, sudah berapa lama jualan kerupuk?",
            stamp.format(n=2) + "Bu Nung: Dari SMP lah Nak,\nbantu emak dulu",
            stamp.format(n=3) + "Bu Nung: <Media tidak disertakan>",
            stamp.format(n=4) + "Sari Riset: Itu foto apa ya Bu?",
            stamp.format(n=5) + "Bu Nung: Jemuran kerupuk kemplang",
        ]
    )
    found = said(text, read(text))
    assert [(label, " ".join(words.split())) for _role, label, words in found if words.strip()] == [
        ("Sari Riset", "Bu, sudah berapa lama jualan kerupuk?"),
        ("Bu Nung", "Dari SMP lah Nak, bantu emak dulu"),
        ("Sari Riset", "Itu foto apa ya Bu?"),
        ("Bu Nung", "Jemuran kerupuk kemplang"),
    ]


def test_what_stands_below_the_talk_is_no_answer(read, said):
    """Who typed it, and who signs."""
    text = "\n".join([*typed(), "", "Disalin oleh: Murni", "--- Selesai ---"])
    assert words_of(text, read, said) == WORDS
    signed = "\n".join([*typed(), "", "Palembang, 3 Mei 2018", "Pewawancara", "", "(..................)"])
    assert words_of(signed, read, said) == WORDS


@pytest.mark.parametrize(
    "legend",
    [
        "P = Pewawancara\nN = Narasumber",
        "P: = Pewawancara\nN: = Narasumber",
        "(P = Pewawancara, N = Narasumber)",
        "Keterangan:\nP : Pak Fulan dari kampus\nN : Pengelola dapur",
    ],
)
def test_a_legend_is_no_talk(legend, read, said):
    """It says who is who, whether or not a word of it is known."""
    text = f"{legend}\n\n" + "\n".join(typed())
    assert words_of(text, read, said) == WORDS
    assert {one.label for one in read(text).speakers} == {"P", "N"}


def test_lines_of_chat_that_say_what_was_done_are_no_words(read, said):
    """Tiers below what is said."""
    text = "@Begin\n*INV:\tapa ini ?\n*CHI:\tmobil .\n%act:\tmenunjuk\n*INV:\twarnanya apa ?\n*CHI:\tmerah .\n@End\n"
    assert [words for _role, _label, words in said(text, read(text))] == [
        "apa ini ?",
        "mobil .",
        "warnanya apa ?",
        "merah .",
    ]


def test_talk_without_labels_takes_turns(read, said):
    """Every turn begins with a dash; or every other paragraph asks."""
    asked = [words for label, words in TALK if label]
    dashed = "\n".join(f"— {words}" for words in asked)
    transcript = read(dashed)
    assert transcript.layout == "alternating"
    assert [role for role, _label, _words in said(dashed, transcript)] == ["interviewer", "respondent"] * 3
    questions = [words for label, words in TALK if label == "P"] * 2
    answers = ["Ya begitulah, jalan pelan-pelan, kadang rame kadang sepi.", "Ado lah beberapa orang."] * 3
    text = "\n\n".join(line for pair in zip(questions, answers, strict=True) for line in pair)
    assert [words for _role, _label, words in said(text, read(text))][::2] == questions


def test_names_behind_what_was_said(read, said):
    """Quotations of a report, each with its source in brackets."""
    quotes = [
        "Awalnya dari banjir besar itu.",
        "Yang masak ibu-ibu semua.",
        "Kami cuma ngangkat air.",
        "Masih jalan sampai kini.",
    ]
    names = ["Pak Fulan", "Bu Nung", "Pak Fulan", "Bu Nung"]
    text = "\n\n".join(f"“{quote}” ({name})" for quote, name in zip(quotes, names, strict=True))
    found = said(text, read(text))
    assert [label for _role, label, _words in found] == names
    assert [words.strip("“”") for _role, _label, words in found] == quotes


PROSE = [
    "Cara membuat kemplang:\n\nBahan: sagu dan ikan.\nLangkah 1: giling.\nLangkah 2: campur.\nLangkah 3: jemur.\n",
    "Rapat dibuka pukul sembilan. Ketua berkata: kita mulai.\nAgenda: laporan, lain-lain.\n\nHasil: setuju semua.\n",
    "Dapur umum itu berdiri setelah banjir.\n\nWarga datang membawa kompor; anak-anak ikut.\n\nSejak itu ramai.\n",
]


@pytest.mark.parametrize("text", PROSE)
def test_nobody_speaks_in_prose(text, read):
    """Colons, lists and headings make no speakers."""
    transcript = read(text)
    assert not [one for one in transcript.speakers if one.label]
    assert any(doubt.kind == "no_speakers" for doubt in transcript.doubts)


def test_a_ruled_table_that_was_saved_as_text(read, said):
    """Rules of signs between the rows are no words; a cell goes on in the next line."""
    rule = "+----+------------+--------------------------+"
    rows = ["| No | Pembicara  | Isi percakapan           |"]
    rows += ["| 1  | Penanya    | Sudah lama masak di sini |", "|    |            | Bu?                      |"]
    rows += ["| 2  | Bu Lurah   | Lah dari banjir besar.   |"]
    text = "\n".join([rule, rows[0], rule, *rows[1:3], rule, rows[3], rule])
    assert [words for _role, _label, words in said(text, read(text))] == [
        "Sudah lama masak di sini Bu?",
        "Lah dari banjir besar.",
    ]


def test_brackets_behind_a_name_in_the_header_hold_what_they_may(read):
    """Age and trade in small letters make no utterance of an entry."""
    text = "Pewawancara : Tini\nNarasumber  : Pak Sardi (62 tahun, petani garam)\n\n"
    text += "Tini: Sudah lama?\nPak Sardi: Dari kecil.\nTini: Betah?\nPak Sardi: Yo betah.\n"
    transcript = read(text)
    assert dict(transcript.header)["Narasumber"] == "Pak Sardi (62 tahun, petani garam)"
    assert [one.label for one in transcript.speakers] == ["Tini", "Pak Sardi"]


def test_a_laugh_in_full_width_brackets_is_no_word(read, said):
    """As Chinese and Japanese are typed."""
    text = "问：您做多久了？\n答：三十年。（笑）\n问：累吗？\n答：不累。\n"
    assert [words for _role, _label, words in said(text, read(text))] == [
        "您做多久了？",
        "三十年。",
        "累吗？",
        "不累。",
    ]
