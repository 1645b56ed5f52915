"""Projects by chance in which everything is at odds that may be; the same seed gives the same project."""

from __future__ import annotations

from random import Random

from qualcode.codebook import load
from qualcode.query.filters import Filter
from qualcode.store.cases import add_attribute, add_case, assign_source, set_value
from qualcode.store.codebooks import load_codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.store.speakers import set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

CODEBOOK = """name: tiga_tingkat
codes:
  - name: kerja
    definition: Kerja sama.
    codes:
      - name: dinas
        definition: Dengan dinas.
        rules: [dinas]
        codes:
          - name: sosial
            definition: Dinas sosial.
            rules: [sosial]
      - name: warga
        definition: Dengan warga, tanpa aturan.
  - name: iman
    definition: Iman, tanpa aturan.
  - name: bantuan
    definition: Bantuan.
    rules: [bantuan]
  - name: lama
    definition: Akan dipensiunkan.
    codes:
      - name: sekali
        definition: Akan dipensiunkan.
"""
SAID = (
    "kami koordinasi sama dinas sosial", "bantuan itu tidak sampai", "rapat sama dinas lagi", "anak-anak makan dulu",
    "ya memang begitu", "bantuan dari dinas sosial juga", "ibadah saja niatnya",
)  # fmt: skip
SPEAKERS = ("Peneliti", "Ibu S", "Pak R", "Bu Tini")
CODERS = ("ani", "budi", "sepakat")
PANTI, RUMAH = ("Panti", "panti", "PANTI "), ("rumah", "Rumah")


def make(project, folder, seed):
    """Fill an empty project by chance; returns the filters with which the rules were run, in order."""
    rng = Random(seed)
    _texts(project, folder, rng)
    _people(project, rng)
    _code(project, rng)
    with project.change("codebook retire"):
        project.execute("update code set retired_at = '2026-01-01T00:00:00Z' where name = 'sekali'")
    runs = rng.choice((
        [], [Filter()], [Filter(), Filter(roles=("interviewer",), sources=("fgd0",))],
        [Filter(sources=("fgd1",)), Filter(codes=("sosial",))], [Filter(codes=("bantuan",), roles=("respondent",))],
    ))  # fmt: skip
    for where in runs:
        autocode(project, where, apply=True)
    return runs


def _texts(project, folder, rng):
    """Import three talks of several people, with headings, and the codebook."""
    texts = folder / "teks"
    texts.mkdir()
    for n in range(3):
        lines = ["Lokasi : Balai warga", ""]
        for turn in range(10):
            who = SPEAKERS[0] if turn % 3 == 0 else rng.choice(SPEAKERS[1:])
            lines.append(f"{who} : {rng.choice(SAID).capitalize()} nomor {turn}. {rng.choice(SAID).capitalize()}.")
        (texts / f"fgd{n}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_paths(project, [texts], ImportOptions())
    path = folder / "buku.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    with project.change("codebook load"):
        load_codebook(project, load(path))


def _people(project, rng):
    """Give sources and speakers cases, persons over sources, roles, and values written in many ways."""
    speakers = project.rows(
        "select speaker.id, label, source.name, role from speaker join source on source.id = source_id"
    )
    for _id, label, source, role in speakers:
        if role != "interviewer":
            if rng.random() < 0.3:
                set_speaker(project, source, label, case=rng.choice(("", "melati", "kasih")))
            if label == "Ibu S" and rng.random() < 0.8:
                set_speaker(project, source, label, person="siti")
            if rng.random() < 0.1:
                set_speaker(project, source, label, role="unknown")
    with project.change("case set"):
        add_attribute(project, "jenis")
        add_attribute(project, "usia", "number")
        for (source,) in project.rows("select id from source order by id"):
            if rng.random() < 0.8:
                assign_source(project, source, add_case(project, rng.choice(("melati", "kasih", "mawar"))))
            if rng.random() < 0.3:
                set_value(project, "jenis", rng.choice(PANTI + RUMAH), source_id=source)
        add_case(project, "belum ditemui")
        for (case,) in project.rows("select id from study_case order by id"):
            if rng.random() < 0.7:
                set_value(project, "jenis", rng.choice(PANTI + RUMAH), case_id=case)
        for speaker, label, _source, _role in speakers:
            if label == "Ibu S":  # one person: one value, however it is written
                set_value(project, "usia", rng.choice(("03", "3", "3.0")), speaker_id=speaker)
            elif rng.random() < 0.4:
                set_value(project, "usia", rng.choice(("3", "3,0", "41", "41.0")), speaker_id=speaker)


def _code(project, rng):
    """Let two people and their consensus read and code spans that overlap, cross turns and stand on headings."""
    codes = [code for (code,) in project.rows("select code_id from code_tree order by position")]
    for coder in CODERS:
        with project.change("code", coder=coder):
            coder_id = add_coder(project, coder, "consensus" if coder == "sepakat" else "human")
            for source, length in project.rows("select id, length(text) from source order by id"):
                stop, code = 0, codes[0]
                for _n in range(rng.choice((0, 2, 6)) if coder != "sepakat" else rng.choice((0, 0, 2))):
                    start = stop if stop and stop < length - 2 and rng.random() < 0.4 else rng.randrange(length - 2)
                    stop = min(length, start + rng.choice((1, 7, 40, 160)))
                    if rng.random() < 0.4:
                        add_reading(project, coder_id, source, start, stop)
                    else:
                        code = rng.choice((code, code, *codes))
                        add_coding(project, source, start, stop, code, coder)
