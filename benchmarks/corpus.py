"""Make a corpus of invented interviews: N transcripts of about 1,600 words in 89 turns, the same for the same N.

python benchmarks/corpus.py 100 FOLDER
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

TURNS, WORDS = 89, 1600
SYLLABLES = (
    "ba be bu da di du ka ke ki ko la le lu ma me mi na ne ngo nya pa pe ra ri ru sa se si ta te ti wa ya".split()
)
COMMON = (
    "yang di dan itu ini ada kami anak sama tidak juga untuk dari ya kan terus jadi sudah bisa dengan orang mereka kita "
    "ke dalam kalau saya lagi saja mau banyak belum masih waktu rumah datang ibu bapak dulu pernah"
).split()
PHRASES = (
    "koordinasi dengan dinas", "kerja sama dengan puskesmas", "tepat sasaran", "pendampingan dari pemerintah",
    "dari pintu ke pintu", "keterampilan menjahit", "karena kasihan", "panggilan hati", "rujukan dari kelurahan",
    "simpan pinjam", "makan tiga kali", "bimbingan rohani", "dakdo bantuan", "koordinsi antar lembaga",
)  # fmt: skip
QUESTION = "Bagaimana dengan {words}?"


def vocabulary(rng: random.Random) -> list[str]:
    """Return 20,000 made-up words."""
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _n in range(20_000)]


def words(rng: random.Random, rare: list[str], n: int) -> str:
    """Return n words: common ones, rare ones, and now and then a phrase of the codebook."""
    said = []
    while len(said) < n:
        draw = rng.random()
        if draw < 0.015:
            said.extend(rng.choice(PHRASES).split())
        else:
            said.append(rng.choice(COMMON) if draw < 0.6 else rare[int(len(rare) * rng.random() ** 3)])
    return " ".join(said)


def transcript(rng: random.Random, rare: list[str]) -> str:
    """Return one interview in the layout `Peneliti : … / Informan : …`."""
    lines = ["Nama : Ibu S", "Usia : 54 tahun", ""]
    for turn in range(TURNS):
        if turn % 2 == 0:
            lines.append("Peneliti : " + QUESTION.format(words=words(rng, rare, 5)))
        else:
            sentences = [words(rng, rare, rng.randint(6, 14)).capitalize() + "." for _n in range(3)]
            lines.append("Informan : " + " ".join(sentences))
    return "\n".join(lines) + "\n"


def make(n: int, folder: Path, *, cases: int = 30) -> None:
    """Write n transcripts into `folder`, spread over `cases` sub-folders."""
    rng = random.Random(n)
    rare = vocabulary(rng)
    for i in range(n):
        place = folder / f"orso{i % cases:02}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"wawancara{i:05}.txt").write_text(transcript(rng, rare), encoding="utf-8")


def project(n: int, folder: Path) -> Path:
    """Return a project with n transcripts; it is made once and kept in `folder`."""
    path, texts = folder / f"p{n}.qualcode", folder / f"corpus{n}"
    if not path.exists():
        made = path.with_name(f"new-{path.name}")
        made.unlink(missing_ok=True)
        make(n, texts)
        for command in (["init", made], ["import", texts, "-p", made]):
            subprocess.run([sys.executable, "-m", "qualcode", *map(str, command)], check=True, capture_output=True)
        made.rename(path)
    return path


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
