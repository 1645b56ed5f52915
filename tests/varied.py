"""Invented interviews in which nobody says the same twice, so that none is a near-copy; nobody has said any of this."""

from __future__ import annotations

from random import Random

from qualcode.codebook import load
from qualcode.store.codebooks import load_codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.workflow.importing import ImportOptions, import_paths
from tests.interviews import answers

CODEBOOK = """name: belajar
codes:
  - name: coordination
    definition: Kerja sama dengan pihak lain.
    rules: [koordinasi]
  - name: faith
    definition: Iman sebagai alasan.
  - name: never_seen
    definition: Tidak pernah disebut.
"""

WHO = (
    "pengurus yayasan", "ibu kepala panti", "saya sendiri", "bendahara itu", "relawan kampung", "anak sulung saya",
    "tetangga sebelah", "almarhum bapak", "guru mengaji", "orang tua wali", "penjaga malam", "adik ipar",
)  # fmt: skip
HOW = (
    "diam-diam", "terburu-buru", "dengan gembira", "sambil menangis", "pelan sekali", "tanpa pamrih", "setengah hati",
    "penuh semangat", "apa adanya", "seperti biasa",
)  # fmt: skip
WHEN = (
    "awal bulan", "waktu banjir kemarin", "sejak pandemi", "kalau sempat sore", "menjelang lebaran", "hari Minggu",
    "musim kemarau", "habis subuh", "tahun sembilan delapan", "seminggu dua kali",
)  # fmt: skip
WHERE = (
    "di dapur umum", "dekat sungai", "lewat gang sempit", "di balai RW", "samping masjid", "depan pasar induk",
    "di lantai atas", "pinggir rel kereta", "halaman belakang", "di kota kabupaten",
)  # fmt: skip
SAID = {
    "coordination": (
        "koordinasi bersama dinas sosial", "rapat gabungan puskesmas kecamatan", "kerja sama polsek dan dinas",
        "koordinasi lintas kelurahan", "menghubungi puskesmas dan dinas", "rapat kerja sama kelurahan",
    ),
    "faith": (
        "niat ibadah karena Tuhan", "mencari pahala sedekah", "memenuhi panggilan iman", "berdoa dan ibadah bersama",
        "sedekah sesuai perintah agama", "mengamalkan ajaran agama dan iman",
    ),
    None: (
        "memasak bubur kacang hijau", "menambal atap bocor", "menjahit seragam sekolah", "memperbaiki pompa sumur",
        "mengantar cucu belanja", "membersihkan kandang ayam", "menanam bibit cabai", "mengecat pagar bambu",
        "menunggu listrik menyala", "mencuci selimut bekas", "menghitung uang receh", "menyusun lemari buku",
    ),
}  # fmt: skip


def sayings(seed=1):
    """Return (code or None, sentence), mixed, a fourth for each code; who, how, when and where are drawn by chance."""
    draw = Random(seed)
    codes = draw.sample(list(SAID), counts=[100, 100, 200], k=400)
    return [
        (code, f"{', '.join(draw.sample([*map(draw.choice, (WHO, HOW, WHEN, WHERE)), draw.choice(SAID[code])], 5))}.")
        for code in codes
    ]


def fill(project, folder, *, said=None, sources=10, each=12, again=0, drawn="random", read=1.0):
    """Fill a project with `sources` interviews of `each` answers, read and coded by Ani.

    Parameters
    ----------
    said : (code or None, sentence) of each answer
    again : int
        Answers, from the end of `said`, that every interview repeats word by word, in another order.
    """
    said = said or sayings()
    texts = folder / "varied"
    texts.mkdir()
    repeated = said[len(said) - again :]
    for n in range(sources):
        Random(n).shuffle(repeated)
        lines = [line for _code, line in (*said[n * each : (n + 1) * each], *repeated)]
        talk = "\n".join(f"Peneliti : Terus bagaimana, Bu?\nIbu S : {line}" for line in lines)
        (texts / f"wawancara{n:02}.txt").write_text(talk + "\n", encoding="utf-8")
    import_paths(project, [texts], ImportOptions())
    path = folder / "varied.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    with project.change("codebook load"):
        load_codebook(project, load(path))
    _code(project, {line: meant for meant, line in said}, read, drawn)
    return project


def _code(project, meant, read, drawn):
    """Let Ani read the first share of all answers, and code what is meant."""
    paths = dict(project.rows("select path, code_id from code_tree order by 1"))
    found = answers(project)
    with project.change("code", coder="ani"):
        coder = add_coder(project, "ani")
        for _segment, source, start, stop, text in found[: round(read * len(found))]:
            add_reading(project, coder, source, start, stop, drawn=drawn)
            if meant[text]:
                add_coding(project, source, start, stop, paths[meant[text]], "ani", drawn=drawn)
