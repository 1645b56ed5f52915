"""Invented interviews that a coder has partly read: what the learner is tested on. Nobody has said any of this."""

from __future__ import annotations

from itertools import product
from random import Random

from qualcode.codebook import load
from qualcode.store.codebooks import load_codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.workflow.importing import ImportOptions, import_paths

CODEBOOK = """name: belajar
codes:
  - name: coordination
    definition: Kerja sama dengan pihak lain.
    rules: [koordinasi]
  - name: faith
    definition: Iman sebagai alasan.
  - name: never_seen
    definition: Tidak pernah disebut.
  - name: critique
    definition: Kritik pada program.
    rules: [tepat sasaran]
"""

OPENINGS = ("Ya begitulah,", "Memang,", "Kalau di sini,", "Eh anu,", "Menurut kami,")
COORDINATION = (
    "kami sering koordinasi sama dinas sosial.",
    "rapat bareng puskesmas tiap bulan, kerja samanya jalan.",
    "kalau ada kasus langsung koordinasi ke polsek.",
    "orang kelurahan kami ajak duduk bersama.",
)
FAITH = (
    "ini panggilan iman, ibadah buat saya.",
    "sedekah itu perintah agama, pahalanya nanti.",
    "saya niatkan ibadah karena Allah.",
    "gereja kami mengajarkan kasih, jadi ya melayani.",
)
CRITIQUE = ("bantuannya dak tepat sasaran.", "program itu dibuat dari atas bae, dak nanya kami.")
OTHER = (
    "anak-anak makan tiga kali sehari.",
    "atapnya bocor kalau hujan deras.",
    "yang jahit ada lima orang ibu.",
    "dulu tempat ini gudang beras.",
    "pagi antar anak sekolah, siang masak.",
    "listrik sering mati, jadi pakai lilin.",
)
SAID = {"coordination": COORDINATION, "faith": FAITH, "critique": CRITIQUE, None: OTHER}


def interviews(folder, n=6):
    """Write `n` interviews of three cases; each holds every theme."""
    lines = [f"{opening} {said}" for said, opening in product([s for group in SAID.values() for s in group], OPENINGS)]
    Random(1).shuffle(lines)
    for number in range(n):
        chosen = lines[number::n]
        path = folder / f"panti{number % 3}" / f"wawancara{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        talk = "\n".join(f"Peneliti : Terus bagaimana, Bu?\nIbu S : {line}" for line in chosen)
        path.write_text(talk + "\n", encoding="utf-8")
    return folder


def meant(text):
    """Return the code that is meant by a segment."""
    return next(code for code, group in SAID.items() if any(text.endswith(said) for said in group))


def fill(project, folder, *, read=0.5, drawn="random"):
    """Import the interviews, load the codebook, and let Ani read and code the first part of each interview."""
    import_paths(project, [interviews(folder / "wawancara")], ImportOptions())
    path = folder / "belajar.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    with project.change("codebook load"):
        load_codebook(project, load(path))
    if read:
        code_share(project, read, drawn=drawn)
    return project


def answers(project):
    """Return (segment id, source id, start, stop, text) of all answers, in order."""
    return project.rows(
        """
        select scope.segment_id, scope.source_id, scope.start, scope.stop,
               substr(source.text, scope.start + 1, scope.stop - scope.start)
          from segment_scope as scope
          join source on source.id = scope.source_id
         where scope.role <> 'interviewer'
         order by source.name, scope.segment
        """
    )


def code_share(project, share, *, drawn="random", coder="ani"):
    """Let a coder read the first share of each source's answers, and code what is meant."""
    paths = dict(project.rows("select path, code_id from code_tree order by 1"))
    by_source = {}
    for answer in answers(project):
        by_source.setdefault(answer[1], []).append(answer)
    with project.change("code", coder=coder):
        coder_id = add_coder(project, coder)
        for found in by_source.values():
            for _segment, source, start, stop, text in found[: round(share * len(found))]:
                add_reading(project, coder_id, source, start, stop, drawn=drawn)
                if meant(text):
                    add_coding(project, source, start, stop, paths[meant(text)], coder, drawn=drawn)
