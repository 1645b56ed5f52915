"""Invented tables for charts, small and at the size where they are hard to read."""

from __future__ import annotations

from random import Random

from qualcode.export.charts.agreement import of_measure
from qualcode.export.charts.tree import with_own
from qualcode.query.agreement import COLUMNS as AGREEMENT
from qualcode.query.codeline import COLUMNS as CODELINE
from qualcode.query.colours import PALETTE
from qualcode.query.cooccurrence import COLUMNS as PAIRS
from qualcode.query.saturation import COLUMNS as SATURATION
from qualcode.query.table import Table

LONG = (
    "pelayanan/pendampingan anak terlantar dan keluarga rentan",
    "koordinasi dengan dinas sosial kabupaten dan puskesmas",
    "kritik pada program bantuan yang dibuat dari atas",
    "cara_menemukan_klien_dari_pintu_ke_pintu",
)
NOTE = {"count": "segments", "population": "ucapan narasumber", "from": "human: ani, budi", "codebook": "0123456789ab"}
COUNTED = ("code", "case", "from", "n", "population", "read", "share")


def code(place):
    """Return the name of a code; every third is long."""
    return f"{LONG[place % 4]} {place}" if place % 3 == 0 else f"kode {place}"


def counts(codes, cases, *, origins=("human",), by="case"):
    """Return counts by case: some 0, the first case not read, the second code not run by machines."""
    random, rows = Random(1), []
    for place in range(codes):
        for case in range(cases):
            for origin in origins:
                read = None if origin != "human" else 0 if case == 0 and cases > 1 else 60
                n = random.choice((0, random.randrange(60)))
                n = None if origin != "human" and place == 1 else 0 if read == 0 else n
                share = round(n / 60, 4) if n is not None and read != 0 else None
                name = f"Panti Asuhan Melati Nomor {case}" if case % 3 == 0 else f"panti {case}"
                rows.append([code(place), "(all)" if by == "all" else name, origin, n, 60, read, share])
    whose = "human: ani, budi" if origins == ("human",) else "all: ani" if len(origins) > 1 else origins[0]
    return Table((COUNTED[0], by, *COUNTED[2:]), rows, {**NOTE, "by": by, "from": whose})


def pairs(codes, *, meet=0.4):
    """Return pairs of codes of which some meet."""
    random = Random(2)
    rows = [
        [code(i), code(j), "human", random.randrange(1, 60) * (random.random() < meet), 40 + i, 40 + j, 300, 200, 1, 0]
        for i in range(codes)
        for j in range(i + 1, codes)
    ]  # fmt: skip
    return Table(PAIRS, rows, {**NOTE, "within": "segment"})


def saturation(sources, saturated="6 + 2"):
    """Return new codes that stop coming after the fifth source."""
    rows, total = [], 0
    for place in range(sources):
        new = max(0, 9 - 2 * place)
        total += new
        mean = min(25, 5 + 3 * place)
        name = f"panti melati nomor {place}/wawancara ketua"
        rows.append([name, "2018-03-12", new, total, mean, max(0, mean - 3), min(25, mean + 3), None])
    said = {"count": "codes", "base": 4, "run": 2, "threshold": 0.05, "saturated": saturated}
    return Table(SATURATION, rows, NOTE | said)


def agreement(codes, *, intervals=True, measure="alpha"):
    """Return alpha by code with intervals, one below 0, one undefined, and kappa beside it."""
    rows = []
    for place in range(codes):
        value = None if place == 1 else round(1 - place * 1.2 / codes, 2)
        low, high = (round(value - 0.2, 2), min(1, value + 0.1)) if intervals and value is not None else (None, None)
        reason = "nobody used the code" if value is None else ""
        rows.append([code(place), "alpha", "ani, budi", value, low, high, 120, reason])
        rows.append([code(place), "kappa", "ani, budi", 0.25, None, None, 120, ""])
    rows.append(["(all codes)", "alpha masi", "ani, budi", 0.71, 0.6, 0.8, 120, ""])
    note = {
        "count": "segments",
        "coders": "ani, budi",
        "population": "ucapan narasumber",
        "segments": 120,
        "sources": 12,
    }
    return of_measure(Table(AGREEMENT, rows, note), measure)


def tree(themes, below):
    """Return a codebook of themes with sub-codes: a theme has 5 of its own and one less of each below it."""
    names = [(f"{code(t)}".replace("/", " "), s) for t in range(themes) for s in range(-1, below)]
    paths = [name if s < 0 else f"{name}/bagian {s}" for name, s in names]
    rolled = [[path, "(all)", "human", 5 + 4 * below if "/" not in path else 4, 300, 120, 0.1] for path in paths]
    own = {path: 5 for path in paths if "/" not in path}
    return with_own(Table((COUNTED[0], "all", *COUNTED[2:]), rolled, NOTE), own)


def timeline(sources, codes, passages, origins=("human",)):
    """Return passages along sources, every second one in minutes."""
    random, rows = Random(3), []
    for place in range(sources):
        name, line = f"panti melati/wawancara {place}", "minutes" if place % 2 else "turns"
        for turn in range(100):
            role = ("interviewer", "respondent", "moderator", "respondent", "unknown")[turn % 5]
            rows.append([name, "speech", role, 0, "", "", line, turn + 0.5, turn + 1.5])
        for n in range(passages):
            at, start = random.randrange(codes), random.uniform(0.5, 100)
            origin = origins[n % len(origins)]
            rows.append([name, "code", code(at), at, origin, PALETTE[at % 8], line, start, start + 0.4])
    return Table(
        CODELINE,
        rows,
        {**NOTE, "from": "all: ani" if len(origins) > 1 else "human: ani", "sources": sources, "without": 1},
    )


ALL = ("human", "rule", "model")
HARD = {
    "themes one code": ("themes", counts(1, 1, by="all")),
    "themes 25 codes, three origins": ("themes", counts(25, 1, origins=ALL, by="all")),
    "themes 8 codes by 4 cases": ("themes", counts(8, 4)),
    "heatmap one cell": ("heatmap", counts(1, 1)),
    "heatmap 25 codes by 30 cases": ("heatmap", counts(25, 30)),
    "heatmap of rules": ("heatmap", counts(4, 3, origins=("rule",))),
    "cooccur two codes": ("cooccur", pairs(2, meet=1)),
    "cooccur 8 codes that all meet": ("cooccur", pairs(8, meet=1)),
    "cooccur 12 codes": ("cooccur", pairs(12)),
    "cooccur 25 codes": ("cooccur", pairs(25)),
    "saturation one source": ("saturation", saturation(1, "not yet")),
    "saturation 12 sources": ("saturation", saturation(12)),
    "saturation 150 sources": ("saturation", saturation(150)),
    "agree one code": ("agree", agreement(1, intervals=False)),
    "agree 25 codes": ("agree", agreement(25)),
    "codebook 6 themes": ("codebook", tree(6, 4)),
    "timeline one passage": ("timeline", timeline(1, 1, 1)),
    "timeline 25 codes": ("timeline", timeline(2, 25, 60, ALL)),
}
