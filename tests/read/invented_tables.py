"""Invented tables of two kinds, for counting how many are read right: conversations and surveys."""

from __future__ import annotations

import csv
import random
from io import StringIO

ASKED = {
    "id": """\
Bisa cerita sedikit soal kebun Bapak?
Sejak kapan jualan di pasar ini?
Kalau hujan terus, gimana caranya?
Siapa yang bantu di rumah?
Terus uangnya cukup tidak?
Apa yang paling berat?
Pernah dapat bantuan dari desa?
Anak-anak masih sekolah semua?
Berapa lama sekali panen?
Harapannya ke depan apa, Bu?
Airnya dari mana?
Kalau sakit pergi ke mana?""".splitlines(),
    "en": """\
Could you tell us how your day begins?
How long have you worked at the harbour?
What happens when the boats stay in?
Who looks after the children?
Is the money enough for the month?
What is the hardest part of it?
Did anybody from the council come?
Where do you buy the nets?
How do you keep the fish cold?
What would you change first?
Who decides on the price?
And in winter?""".splitlines(),
    "de": """\
Wie fängt Ihr Tag an?
Seit wann führen Sie die Gaststätte?
Was passiert, wenn keine Gäste kommen?
Wer hilft Ihnen in der Küche?
Reicht das Geld im Winter?
Was war am schwersten?
Kam jemand von der Stadt vorbei?
Wo kaufen Sie ein?
Wie lange geht so ein Abend?
Was würden Sie ändern?
Wer legt die Preise fest?
Und am Sonntag?""".splitlines(),
}
SAID = {
    "id": """\
Ya begitulah, tiap pagi saya ke kebun dulu baru pulang masak.
Sudah lama, dari zaman bapak saya masih ada.
Kalau hujan ya ditutup terpal, nunggu reda.
Suami, kadang adik ikut juga.
Cukup tidak cukup ya dicukup-cukupkan, Mbak.
Paling berat itu ongkos angkut, jalannya rusak.
Pernah sekali, beras lima kilo.
Yang besar sudah kerja, yang kecil masih SD.
Empat bulan, kalau tidak kena hama.
Pengennya jalan diaspal biar gampang jual hasil.
Dari sumur, tapi keruh kalau kemarau.
Ke bidan saja yang dekat.
Dulu pernah ikut kelompok tani, sekarang bubar.
Ndak tahu juga, katanya mau ada program baru.
Harga turun terus, pengepul yang atur.""".splitlines(),
    "en": """\
Well, I get up at four and mend what broke the day before.
Since my father gave me the boat.
Then we sit in the shed and talk, there is nothing else.
My sister does, most days.
It never is, we borrow from the shop.
Carrying the crates up the hill.
Once, a man with a clipboard.
From the old woman in the next village.
Ice, when there is any.
The road, they promised it years ago.
The buyer does, nobody asks us.
Slow, the wind has been bad.
I used to sing on the ferry.
We tried a cooperative but people left.
The young ones go to the city.""".splitlines(),
    "de": """\
Morgens kaufe ich ein, mittags kommen die ersten Gäste.
Seit mein Vater aufgehört hat.
Dann sitzen wir da und warten.
Meine Tochter, manchmal der Nachbar.
Nie, wir leihen uns etwas bei der Bank.
Die Treppe mit den Kisten.
Einmal, mit einem Klemmbrett.
Auf dem Großmarkt, ganz früh.
Bis zwei, wenn es gut läuft.
Die Straße, das versprechen sie seit Jahren.
Der Händler, uns fragt keiner.
Ruhig, da schläft das Dorf.
Früher habe ich gesungen.
Wir hatten einen Verein, der ist eingeschlafen.
Die Jungen ziehen weg.""".splitlines(),
}
OTHER = {
    "id": """\
Ingin anak sekolah tinggi sampai kuliah
Modal usaha yang ringan bunganya
Pupuk murah dan gampang dicari
Semoga jalan ke kebun cepat dibangun
Tidak muluk-muluk, sehat saja""".splitlines(),
    "en": """\
A cold store near the quay
That my son finds other work
Cheaper fuel and a fair price for us
Nothing much, just good health for all
A bus that comes more than once a day""".splitlines(),
    "de": """\
Ein Laden im Ort wäre schön
Dass die Kinder hier bleiben können
Weniger Papier und mehr Zeit für die Gäste
Nichts Großes, nur Gesundheit für alle
Einen Bus, der öfter fährt""".splitlines(),
}


def _csv(rows):
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _texts(chance, pool, n):
    """Return n texts of a pool in a random order, two of them joined where it is too small."""
    found = chance.sample(pool, len(pool))
    while len(found) < n:
        found.append(" ".join(chance.sample(pool, 2)))
    return found[:n]


PAIRS = [
    ("MOD", "M1"),
    ("kto1", "kto2"),
    ("P", "N"),
    ("Rina", "Bu Wati"),
    ("1", "2"),
    ("INT", "RESP-04"),
    ("A", "B"),
    ("Anna K.", "Frau Beispiel"),
    ("pewawancara", "informan"),
    ("S1", "S2"),
]
GROUPS = [
    ("MOD", "M1", "H2", "K3"),
    ("Sari", "Ibu Ani", "Pak Budi", "Mbak Cici", "Dodi"),
    ("F", "P1", "P2", "P3"),
    ("Leiter", "Frau A", "Herr B", "Frau C"),
]
WHO = ["informer", "kto", "Redner", "Person", "siapa", "label", "", "yang ngomong"]
WHAT = ["text", "tekst", "Kata-kata", "wypowiedź", "Inhalt", "what they said"]


def conversations(seeds=range(48)):
    """Yield (what it is, csv) of conversations whose column of speakers has an unknown heading, or none."""
    for seed in seeds:
        chance = random.Random(seed)
        language = chance.choice(sorted(ASKED))
        group = seed % 3 == 2
        voices = chance.choice(GROUPS if group else PAIRS)
        who, what = chance.choice(WHO), chance.choice(WHAT)
        n = chance.choice([6, 8, 12, 20, 40])
        rows = list(_group(chance, voices, language, n)) if group else _pair(chance, voices, language, n)
        extra = chance.choice(["nothing", "number", "time", "page and language", "translation"])
        yield f"{seed} {language} {voices} {who!r} {n} {extra}", _csv(_with(extra, [(who, what), *rows], chance))


def _pair(chance, voices, language, n):
    asked, said = _texts(chance, ASKED[language], n), _texts(chance, SAID[language], n)
    rows = []
    for i in range(n):
        if i % 2 == 0:
            rows.append((voices[0], asked[i] if chance.random() < 0.85 else "Oh, begitu ya, terus lanjut saja."))
        else:
            rows.append((voices[1], said[i]))
        if chance.random() < 0.1:
            rows.append((voices[i % 2], "Eh, sebentar ya, ada tamu."))
    return rows


def _group(chance, voices, language, n):
    asked, said = _texts(chance, ASKED[language], n), _texts(chance, SAID[language], n)
    last = None
    for i in range(n):
        if i % len(voices) == 0:
            last = voices[0]
            yield last, asked[i]
        else:
            last = chance.choice([voice for voice in voices[1:] if voice != last])
            yield last, said[i]


def _with(extra, rows, chance):
    head, *body = rows
    if extra == "number":
        return [("no", *head), *((i, *row) for i, row in enumerate(body, 1))]
    if extra == "time":
        return [("mulai", *head), *((f"00:{i // 4:02d}:{i % 4 * 15:02d}", *row) for i, row in enumerate(body))]
    if extra == "page and language":
        return [(*head, "page", "language"), *((*row, 1 + i // 9, "xx") for i, row in enumerate(body))]
    if extra == "translation":
        return [(*head, "translation"), *((*row, " ".join(word[::-1] for word in row[1].split())) for row in body)]
    return rows


VILLAGES = {
    "id": ["Sumber Agung", "Talang Jaya", "Muara Dua"],
    "en": ["River", "Hill", "Coast"],
    "de": ["Altdorf", "Neudorf", "Seeheim"],
}
QUESTIONS = {
    "id": ("Apa masalah utama Bapak/Ibu?", "Apa harapan Bapak/Ibu?", "jawaban", "pendapat", "komentar bebas"),
    "en": ("What is your main problem?", "What do you hope for?", "answer", "opinion", "open answer"),
    "de": ("Was ist Ihr größtes Problem?", "Was wünschen Sie sich?", "Antwort", "Meinung", "offene Antwort"),
}


def surveys(seeds=range(48)):
    """Yield (what it is, csv) of surveys; categories recur, a tenth of the answers asks, some groups alternate."""
    for seed in seeds:
        chance = random.Random(1000 + seed)
        language = chance.choice(sorted(QUESTIONS))
        n = chance.choice([6, 8, 12, 20, 40, 80])
        categories = chance.sample(["village", "sex", "group", "school", "answered by"], chance.choice([1, 1, 2, 3]))
        extra = chance.sample(["id", "age", "when", "second", "row"], chance.choice([0, 1, 2]))
        columns = {name: _category(chance, name, language, n) for name in categories}
        if chance.random() < 0.3:
            columns = {name: sorted(values) for name, values in columns.items()}
        questions = chance.sample(QUESTIONS[language], 2)
        if seed % 6 == 0:
            columns[categories[0]] = [sorted(set(columns[categories[0]]))[i % 2] for i in range(n)]
        answers = _texts(chance, SAID[language], n)
        columns[questions[0]] = [
            ASKED[language][i % 12] if chance.random() < 0.1 else one for i, one in enumerate(answers)
        ]
        columns |= {questions[1] if name == "second" else name: _extra(chance, name, language, n) for name in extra}
        names = list(columns)
        if chance.random() < 0.5:
            chance.shuffle(names)
        rows = zip(*(columns[name] for name in names), strict=True)
        yield f"{seed} {language} {names} {n}", _csv([names, *rows])


def _category(chance, name, language, n):
    values = {
        "village": VILLAGES[language], "sex": ["L", "P"], "group": ["kontrol", "intervensi"],
        "school": ["SD", "SMP", "SMA", "S1"],
        "answered by": ["istri", "suami", "anak"],
    }[name]  # fmt: skip
    return [chance.choice(values) for _n in range(n)]


def _extra(chance, name, language, n):
    return {
        "id": [f"R{i:02d}" for i in range(1, n + 1)],
        "row": list(range(1, n + 1)),
        "age": [chance.randint(19, 70) for _n in range(n)],
        "when": [f"2025-08-{1 + i // 10:02d} 10:{i % 60:02d}" for i in range(n)],
        "second": _texts(chance, OTHER[language], n),
    }[name]
