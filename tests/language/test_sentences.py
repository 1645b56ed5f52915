"""Sentences of written and spoken Indonesian end where a reader would end them."""

import pytest

from qualcode.language import get

TURNS = """
Kami datang ke rumah Bpk. Ahmad pagi-pagi.| Beliau sudah menunggu.
Waktu itu saya bertemu dengan H. Rusdi dan Hj. Maimunah.| Mereka yang membantu kami.
Kantornya di Jl. Merdeka No. 12.| Sekarang sudah pindah.
Dari Kel. Sukajadi, Kec. Plaju, sampai ke sini jalan kaki.| Jauh, Pak.
Yang hadir Drs. Suparman, M.Si. dan Dra. Lestari.| Semua tanda tangan.
Ada dr. Wulan juga.| Dia dokter puskesmas.
Beras, minyak, gula, dll. dibagi rata.| Tidak ada yang rebutan.
Kami dapat beras, minyak, dll.| Anak-anak senang.
Bantuannya Rp. 500.000 per bulan.| Kadang telat.
Totalnya Rp1.500.000,50 untuk satu tahun.| Itu saja.
Itu… apa ya… bingung saya.| Pokoknya begitulah.
Kami itu ... ya ... belum pernah didata.| Sampai sekarang.
Dulu pernah dijanjikan…| Sampai hari ini belum ada.
Dia tanya, “Ibu mau ke mana?” terus saya diam.| Malu saya.
Kata petugas, “Tunggu saja. Nanti dihubungi.”| Saya tunggu.| Tidak ada kabar.
"Sabar ya, Bu. Datanya belum masuk," kata orang kelurahan.| Ya sudah.
Sudah berdiri sejak 2004.|Waktu itu masih kecil.
Sudah jalan kan.|terus kami lapor ke dinas.
iya pak.| kami belum dapat.| dari dulu begitu.
Mau bagaimana lagi?| Tidak ada pilihan!| Ya kami jalani.
Betul?!| Saya kira sudah selesai.
1. Pendataan anak jalanan.| 2. Pendampingan keluarga.
Programnya ada 3.| Satu untuk anak, satu untuk lansia, satu lagi untuk difabel.
Rapatnya pukul 08.30 di kantor.| Selesai pukul 11.00.
Lihat saja di www.dinsos.go.id.| Semua ada di sana.
Suratnya a.n. Budi Santoso.| Bukan nama saya.
Kegiatan dari Senin s.d. Jumat.| Sabtu libur.
Kami kerja sama dengan PT. Pusri dan CV. Maju.| Lumayan membantu.
Saya tamat S.Sos. tahun 2010.| Langsung kerja di sini.
Yang memimpin Prof. dr. Hasan.| Orangnya baik.
Anaknya tiga (yang besar sudah kerja.)| Yang kecil sekolah.
Tidak ada bantuan (katanya habis).| Kami pulang.
Sdr. Yanto yang mengurus.| Saya tinggal terima.
Nomornya HP. 0812 sekian.| Nanti saya cari.
Di RT. 05 RW. 02 ada posyandu.| Ramai kalau hari Rabu.
Dak katek bantuan, Pak.| Kami ni cuma dikasih janji.| Galak datang pas nak pemilihan bae.
Nah, itu dia.| Pacak dibantu dak?| Cak itulah kami tanya terus.
Alhamdulillah.| Anak-anak sudah sekolah galo.
Yayasan ini berdiri th. 1998 di Palembang.| Pendirinya almarhum Kgs. Mansyur.
Ketua LKS, dkk. datang ke kantor.| Mereka protes.
Saya tidak tahu.| Mungkin, ya mungkin, dari pusat.| Kami cuma pelaksana.
Ada juga yang bilang begini: kami tidak butuh uang, kami butuh kerja.| Itu benar.
Hmm...| Bagaimana ya?| Susah juga menjelaskannya.
Tahun 2019, 2020, dan 2021 tidak ada anggaran.| Nol.
Beliau itu Ir. Sutrisno, M.T.| Sekarang pensiun.
Kalau ke dinas, ya begitu, “nanti, nanti”.| Capek kami.
Ketuanya bu Sri.| bu Sri itu rajin.| Kami ikut saja.
Kami sdh dtg thn. kemarin ke dinas.| Belum ada hasil.
Saya dari Kab. Banyuasin, Desa Rambutan.| RT-nya 04.
Pak Lurah bilang tidak ada data.|Padahal kami sudah setor KK.
Umurnya 12 th.| Adiknya 8 th.| Dua-duanya sekolah.
Beliau kasih modal 2 jt.|Alhamdulillah jalan usahanya.
Eh... eh, maksud saya itu yayasan.| Bukan dinas.
Bantuan PKH ada.| BPNT ada.| KIS juga ada.
Lansianya 40 orang, difabelnya 15.| Semua dari Plaju.
Kata dia: “Sudah.”| Terus saya pulang.
Ya...| Begitulah.| Namanya juga orang kecil.
Petugasnya namanya M. Yusuf.| Baik orangnya.
Datanya sudah dikirim.| Tgl. 5 kemarin.| Belum ada balasan.
"""


def cut(turn):
    """The turn without its marks, and the ends of its sentences as marked."""
    pieces = turn.split("|")
    ends = [len("".join(pieces[: i + 1])) for i in range(len(pieces))]
    return "".join(pieces), ends


@pytest.fixture(scope="module")
def indonesian():
    return get("id")


def texts(indonesian, text):
    return [text[start:end] for start, end in indonesian.sentences(text)]


def test_sentence_ends_of_talk_are_found(indonesian):
    turns = TURNS.strip().splitlines()
    right = found = expected = 0
    wrong = []
    for text, ends in map(cut, turns):
        got = [end for _start, end in indonesian.sentences(text)]
        right, found, expected = right + len({*got} & {*ends}), found + len(got), expected + len(ends)
        if got != ends:
            wrong.append(texts(indonesian, text))
    assert len(turns) >= 40
    assert 2 * right / (found + expected) >= 0.90, wrong


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("  \n ", []),
        ("...", ["..."]),
        ("Satu baris\nbaris dua", ["Satu baris", "baris dua"]),
        ("beras, dll. \n  lalu minyak", ["beras, dll.", "lalu minyak"]),
        ("Ya. ... Lalu?", ["Ya.", "... Lalu?"]),
        ("Kami ke Bpk. Ahmad.", ["Kami ke Bpk. Ahmad."]),
        ("“Mau ke mana? Pulang?” tanya dia.", ["“Mau ke mana? Pulang?” tanya dia."]),
    ],
)
def test_small_cases(indonesian, text, sentences):
    assert texts(indonesian, text) == sentences


def talk(*clauses):
    return " ".join(clauses)


CLAUSE = "kami ini kerjanya serabutan pak kadang ada kadang kosong begitu saja"  # 11 words


def test_long_talk_is_cut_before_the_last_opener_that_fits(indonesian):
    text = talk(CLAUSE, "terus", CLAUSE, "jadi", CLAUSE, "tapi", CLAUSE, "kalau", CLAUSE)
    assert [len(piece.split()) for piece in texts(indonesian, text)] == [35, 24]
    assert texts(indonesian, text)[1].startswith("tapi kami")


def test_talk_of_forty_words_or_without_an_opener_stays_whole(indonesian):
    for text in (talk(CLAUSE, "terus", CLAUSE, "jadi", CLAUSE), talk(*[CLAUSE] * 9)):
        assert texts(indonesian, text) == [text]


def test_a_long_sentence_with_commas_stays_whole(indonesian):
    text = talk(CLAUSE + ",", "terus", CLAUSE + ",", "jadi", CLAUSE + ",", "tapi", CLAUSE)
    assert texts(indonesian, text) == [text]
