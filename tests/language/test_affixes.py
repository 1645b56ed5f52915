"""A codebook root reaches its derived forms, formal and spoken, and few words that only look like one."""

import pytest

from qualcode.language import get

FORMAL = """
bantu: bantuan membantu dibantu pembantu terbantu bantuannya membantunya perbantukan diperbantukan bantu-membantu
layan: pelayanan melayani dilayani layanan pelayan terlayani pelayanannya melayaninya
damping: pendamping pendampingan mendampingi didampingi pendampingnya dampingan berdampingan
rujuk: rujukan merujuk dirujuk perujukan merujuknya rujukannya
jangkau: menjangkau penjangkauan dijangkau terjangkau jangkauan keterjangkauan
dukung: dukungan mendukung didukung pendukung dukungannya
latih: pelatihan melatih dilatih pelatih latihan berlatih terlatih
asuh: pengasuhan mengasuh diasuh pengasuh asuhan asuhannya
rawat: perawatan merawat dirawat perawat terawat perawatannya
kelola: pengelolaan mengelola dikelola pengelola terkelola pengelolanya
koordinasi: berkoordinasi mengkoordinasikan mengoordinasikan dikoordinasikan koordinasinya terkoordinasi pengoordinasian
tulis: menulis tulisan ditulis penulis tertulis penulisan
pukul: memukul dipukul pukulan pemukulan terpukul memukuli
salur: menyalurkan penyaluran disalurkan saluran tersalurkan penyalur
kirim: mengirim kiriman dikirim pengiriman terkirim mengirimkan
kunjung: mengunjungi kunjungan dikunjungi pengunjung berkunjung kunjungannya
data: pendataan mendata didata terdata pendata datanya
temu: menemukan pertemuan ditemukan bertemu penemuan mempertemukan
kerja: bekerja pekerjaan pekerja mempekerjakan dikerjakan
ajar: belajar pelajaran mengajar pengajar pembelajaran mempelajari diajarkan pelajar
didik: pendidikan mendidik dididik pendidik terdidik didikan
guna: menggunakan kegunaan digunakan pengguna berguna penggunaan
daya: pemberdayaan memberdayakan diberdayakan berdaya keberdayaan
sedia: menyediakan tersedia disediakan persediaan penyediaan ketersediaan
setara: kesetaraan menyetarakan penyetaraan setaranya
biaya: pembiayaan membiayai dibiayai biayanya
tanggung: menanggung tanggungan ditanggung pertanggungan penanggung
hadap: menghadapi dihadapi terhadap hadapan berhadapan
libat: melibatkan terlibat dilibatkan keterlibatan pelibatan
anggar: anggaran menganggarkan dianggarkan penganggaran
cari: mencari pencarian dicari pencari carikan
jaring: jaringan menjaring penjaringan terjaring jejaringnya
tampung: menampung penampungan ditampung tertampung
anak: anak-anak anaknya beranak anak-anaknya
rumah: rumahnya perumahan rumah-rumah serumah
nyata: menyatakan kenyataan dinyatakan pernyataan ternyata
"""

COLLOQUIAL = """
bantu: ngebantu bantuin dibantuin mbantu bantu-bantu ngebantuin bantuke kebantu
layan: ngelayani ngelayanin dilayanin layanin nglayani
damping: ngedampingi ngedampingin didampingin ndampingi dampingin
simpan: nyimpen nyimpan disimpen simpenan
pinjam: minjem minjam dipinjem pinjeman minjemin
tulis: nulis nulisin ditulisin
kirim: ngirim ngirimin dikirimin ngirimke
urus: ngurus ngurusin diurusin urusin diuruske
rawat: ngerawat ngrawat ngerawatin dirawatin
ajar: ngajar ngajarin diajarin ngajari
terima: terimo nerima diterimo keterimo
kerja: kerjo ngerjain dikerjain kerjaan kerjain
cari: nyari nyariin dicariin cariin
jelas: ngejelasin njelasin dijelasin jelasin jelaske
pikir: mikir mikirin kepikiran dipikirin
hadap: ngadepin ngadepi
hitung: ngitung itung itungan
latih: ngelatih dilatihin latihin
data: ndata ngedata datanyo
ramai: rame rame-rame ramenya
sekolah: nyekolahin disekolahin nyekolahke
obat: ngobati ngobatin diobatin
pakai: dipake makenya
"""

STRANGERS = """
pala: kepala kepalanya
teri: menteri kementerian materi
duli: peduli kepedulian
ampil: terampil keterampilan
angkat: perangkat
uang: beruang ruang peluang
diri: sendiri sendirian kediri
koordinasi: subordinasi ordinasi kombinasi
damping: dinding kampung dumping
layan: nelayan pelan layang layar
rujuk: rujak bujuk merajuk
asuh: asupan kisruh basuh suluh
data: dara mandat datang didatangi
bantu: bantal hantu membentuk bantah
latih: letih latar latin
rawat: kawat rawan pesawat merawan
kelola: sekolah gelora
bina: binatang bintang dibinasakan
dana: danau bandana dandan
dukung: dukun bendungan lindung didih
salur: saluk sayuran telusur
guna: gunung guntur gula
daya: dayung raya budaya
sedia: sedih media
rumah: murah rumput
anak: banyak enak semarak
usia: manusia pulsa
obat: tobat sobat hebat
modal: moda sandal
sakit: saksi bukit
mitra: mantra citra
hukum: kuham kumuh
rapat: dapat rapi
sosial: asosiasi isolasi
beban: sebab bebas
pulang: ulang peluang palang
kumpul: timpul kampus
desa: dosa mendesak
terima: berirama terminal
aktif: efektif fiktif
tangga: tetangga tunggal
pinjam: pinjal kejam
masuk: rasuk busuk
jaring: daring garing saring
lapor: lapar pelopor
tani: tanah satani
suara: saudara sudara
nilai: mulai lalai
giat: sengit niat
kali: sekali kekal
lain: selain pelan
pada: kepada daripada
salah: masalah kalah
terang: perang erang
awan: kawan lawan
arus: harus kurus
umur: sumur subur
akan: makan bukan
adat: padat padahal
arah: marah parah darah
amat: selamat alamat camat
alas: malas balas kelas
alam: malam salam pengalaman
erat: berat serat beras
ajak: pajak sajak
sandang: penyandang padang
kaji: mengaji gaji
tinggal: meninggal tunggal
bagi: bagian bahagia
"""


def pairs(table):
    rows = (line.split(":") for line in table.strip().splitlines())
    return [(root, form) for root, forms in rows for form in forms.split()]


@pytest.fixture(scope="module")
def indonesian():
    return get("id")


def reached(indonesian, table):
    """The pairs of the table that meet, each root asked for all the words of the table at once."""
    words = {form for _root, form in pairs(table)}
    reach = indonesian.reach({root for root, _form in pairs(table)}, words)
    return [(root, form) for root, form in pairs(table) if form in reach[root]]


@pytest.mark.parametrize(("table", "size", "bar"), [(FORMAL, 150, 0.95), (COLLOQUIAL, 70, 0.90)])
def test_derived_forms_are_reached(indonesian, table, size, bar):
    asked, met = pairs(table), reached(indonesian, table)
    missed = sorted(set(asked) - set(met))
    assert len(asked) >= size
    assert len(met) / len(asked) >= bar, missed


def test_words_that_look_alike_stay_apart(indonesian):
    asked, met = pairs(STRANGERS), reached(indonesian, STRANGERS)
    assert len(asked) >= 100
    assert len(met) / len(asked) <= 0.05, met


@pytest.mark.parametrize(
    ("root", "word"),
    [
        ("koordinasi", "subordinasi"),
        ("pala", "kepala"),
        ("diri", "sendirian"),
        ("angkat", "perangkat"),
        ("anggaran", "pelanggaran"),
        ("ibu", "seribu"),
        ("ibu", "ibunya"),
    ],
)
def test_false_meetings_that_were_seen(indonesian, root, word):
    assert indonesian.reach([root], {word, root}) == {root: {root}}
