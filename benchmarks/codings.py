"""Fill a project with codings made by chance: 40 codes, 4 coders, spans inside segments of respondents.

Cases get a value of the attribute `area`, one of four.

python benchmarks/codings.py PROJECT N
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from qualcode.codebook import Codebook
from qualcode.codebook.codebook import code_uid
from qualcode.identity import new_uid, now
from qualcode.records import Code
from qualcode.store import Project
from qualcode.store.cases import add_attribute, cases, set_value
from qualcode.store.codebooks import load_codebook
from qualcode.store.coders import add_coder

CODERS, AREAS = 4, 4


def codebook() -> Codebook:
    """Return eight themes with four sub-codes each."""
    codes = []
    for theme in range(8):
        name = f"theme{theme}"
        codes.append(Code(code_uid(name), name, name, position=theme))
        for sub in range(4):
            path = f"{name}/code{sub}"
            codes.append(Code(code_uid(path), f"code{sub}", path, parent=name, position=sub))
    return Codebook("bench", codes)


def fill(path: Path, n: int) -> None:
    """Add n codings as one change, with readings of whole sources."""
    rng = random.Random(n)
    with Project.open(path) as project:
        segments = project.rows(
            "select segment_id, source_id, start, stop from segment_scope where role = 'respondent' order by segment_id"
        )
        texts = dict(project.rows("select id, text from source"))
        with project.change("benchmark"):
            load_codebook(project, codebook())
            add_attribute(project, "area", "category")
            for i, (case, _name) in enumerate(cases(project)):
                set_value(project, "area", f"area{i % AREAS}", case_id=case)
            codes = [row[0] for row in project.rows("select id from code where retired_at is null order by id")]
            coders = [add_coder(project, f"coder{c}") for c in range(CODERS)]
            project.execute_many(
                "insert into reading(uid, coder_id, source_id, start, stop, at, drawn) values (?, ?, ?, 0, ?, ?, 'source')",
                [(new_uid(), coders[i % CODERS], s, len(t), now()) for i, (s, t) in enumerate(texts.items())],
            )
            first, rows, links, used = project.next_id("coding"), [], [], set()
            while len(rows) < n:
                segment, source, start, stop = rng.choice(segments)
                begin = rng.randrange(start, stop - 1)
                end = rng.randint(begin + 1, stop)
                key = (source, begin, end, rng.choice(codes), rng.choice(coders))
                if key in used:
                    continue
                used.add(key)
                coding = first + len(rows)
                rows.append((coding, new_uid(), source, begin, end, texts[source][begin:end], key[3], key[4], now()))
                links.append((coding, segment))
            project.execute_many(
                """
                insert into coding(id, uid, source_id, start, stop, quote, code_id, coder_id, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                rows,
            )
            project.execute_many("insert into coding_segment(coding_id, segment_id) values (?, ?)", links)


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
