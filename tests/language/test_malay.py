"""Malay words are met by the affix rules for Indonesian; its small words and spoken forms are its own."""

import pytest

from qualcode.language import get

FORMS = """
ajar: belajar pelajar pelajaran mengajar pengajaran diajar mengajarkan pembelajaran ajaran pelajar-pelajar
kerja: bekerja pekerja pekerjaan dikerjakan mengerjakan kerjanya pekerja-pekerja sekerja
bantu: membantu bantuan dibantu pembantu bantulah membantunya terbantu bantuannya
jual: menjual dijual jualan penjual penjualan berjual terjual dijualnya
tolong: menolong pertolongan ditolong tolonglah penolong
sekolah: bersekolah persekolahan sekolahnya disekolahkan menyekolahkan
kampung: sekampung kampungnya perkampungan kampung-kampung
cakap: bercakap percakapan cakaplah dicakapkan cakapnya
hantar: menghantar dihantar penghantaran menghantarkan hantarlah
beli: membeli dibeli pembelian pembeli membelikan belian
duduk: penduduk kedudukan menduduki diduduki pendudukan mendudukkan
nikah: bernikah pernikahan menikah dinikahkan
jaga: menjaga penjagaan dijaga penjaga berjaga-jaga terjaga
faham: memahami difahami fahaman kefahaman pemahaman memfahami
zaman: sezaman zamannya
ubat: perubatan mengubati berubat ubatan ubat-ubatan diubati
rawat: rawatan dirawat merawat perawatan perawat
sihat: kesihatan menyihatkan
susah: kesusahan menyusahkan bersusah susahnya
fikir: berfikir memikirkan difikirkan fikiran pemikiran terfikir
pinjam: meminjam dipinjam pinjaman peminjam pinjamkan
tinggal: meninggal ditinggalkan tinggalan peninggalan meninggalkan
mahu: kemahuan mahukan dimahukan semahunya
untung: keuntungan beruntung menguntungkan
harap: berharap mengharapkan harapan diharapkan
syarikat: persyarikatan syarikatnya
urus: menguruskan diuruskan pengurusan pengurus urusan berurusan
baik: membaiki dibaiki kebaikan pembaikan memperbaiki sebaiknya
laksana: melaksanakan dilaksanakan pelaksanaan terlaksana
catat: mencatat catatan dicatatkan mencatatkan pencatatan
vaksin: memvaksin divaksin vaksinasi
proses: memproses diproses pemprosesan
eksport: mengeksport dieksport pengeksport
gaji: bergaji gajinya penggajian
jimat: menjimatkan berjimat penjimatan
telefon: menelefon ditelefon
sokong: menyokong disokong sokongan penyokong
pasar: pasaran memasarkan pemasaran dipasarkan
"""
APART = (
    "ajar:bajar jual:juga beli:belia duduk:duka ubat:rubah baik:balik gaji:gajah kerja:kereta harap:hairan pasar:pusar"
)
BAR = 0.98


@pytest.fixture(scope="module")
def malay():
    return get("ms-MY")


def test_derived_forms_are_reached(malay):
    table = {root: forms.split() for root, forms in (line.split(": ") for line in FORMS.strip().splitlines())}
    reached = malay.reach(table, {form for forms in table.values() for form in forms})
    met = [form in reached[root] for root, forms in table.items() for form in forms]
    assert len(met) == 180
    assert sum(met) / len(met) >= BAR


@pytest.mark.parametrize("pair", APART.split())
def test_words_that_look_alike_stay_apart(malay, pair):
    root, other = pair.split(":")
    assert malay.reach([root], {other}) == {root: set()}


@pytest.mark.parametrize(
    ("spoken", "normal"), [("tak", "tidak"), ("nak", "hendak"), ("dgn", "dengan"), ("anak", "anak")]
)
def test_normal_forms(malay, spoken, normal):
    assert malay.normal(spoken) == normal


def test_negators_are_normal_forms_and_no_stop_words(malay):
    assert malay.normal("tak") in malay.negators
    assert not malay.negators & malay.stop_words
    assert "kerana" in malay.stop_words
    assert "kerana" not in get("id").stop_words
