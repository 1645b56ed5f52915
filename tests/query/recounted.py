"""The counts of a project once more, in plain Python, from its tables alone: nothing here is the program's own."""

from __future__ import annotations

from collections import defaultdict

ASKING = {"interviewer", "moderator", "observer"}


class Recount:
    """Every row that counts: segments with who says them, codings, what was read, what the rules judged."""

    def __init__(self, project, runs):
        ask = project.connection.execute
        self.names = {
            "case": dict(ask("select id, name from study_case").fetchall()),
            "source": dict(ask("select id, name from source").fetchall()),
        }
        self.sources = {row[0]: row for row in ask("select id, uid, case_id from source")}
        self.speakers = {
            row[0]: row for row in ask("select id, uid, label, role, case_id, case_set, person, source_id from speaker")
        }
        self.turns = {row[0]: row for row in ask("select id, speaker_id, n from turn")}
        self.codes = {row[0]: row for row in ask("select id, parent_id, name, retired_at from code")}
        self.coders = {row[0]: row for row in ask("select id, name, kind from coder")}
        self.codings = ask("select id, source_id, start, stop, code_id, coder_id from coding").fetchall()
        self.suggestions = ask("select id, source_id, start, stop, code_id, 0 from suggestion").fetchall()
        self.readings = ask("select coder_id, source_id, start, stop from reading").fetchall()
        self.spoken = ask("select source_id, start, stop from part where kind = 'speech'").fetchall()
        self.ruled = {row[0] for row in ask("select code_id from rule")}
        self.values = ask(
            """
            select attribute.name, case_id, speaker_id, source_id, value, value.id
              from value
              join attribute on attribute.id = attribute_id
             order by value.id
            """
        ).fetchall()
        self.segments = [
            self._segment(row) for row in ask("select id, source_id, turn_id, start, stop, words from segment")
        ]
        self.paths = {code: self._path(code) for code in self.codes if self._alive(code)}
        self.read_by = self._read()
        self.settled = {
            s["id"]
            for s in self.segments
            for c, row in self.coders.items()
            if row[2] == "consensus" and s["id"] in self.read_by[c]
        }
        self.runs = runs

    def _segment(self, row):
        segment, source, turn, start, stop, words = row
        speaker = self.speakers.get(self.turns[turn][1])
        own_case = speaker is not None and speaker[5]
        return {
            "id": segment, "source": source, "turn": turn, "start": start, "stop": stop, "words": words,
            "speaker": speaker and speaker[0],
            "role": speaker[3] if speaker else "unknown",
            "person": (speaker[6] or speaker[1]) if speaker else f"source {self.sources[source][1]}",
            "case": speaker[4] if own_case else self.sources[source][2],
            "own_case": own_case,
        }  # fmt: skip

    def _alive(self, code):
        while code is not None:
            if self.codes[code][3]:
                return False
            code = self.codes[code][1]
        return True

    def _above(self, code):
        while code is not None:
            yield code
            code = self.codes[code][1]

    def _path(self, code):
        return "/".join(self.codes[above][2] for above in reversed(list(self._above(code))))

    def family(self, code):
        """Return a code and all living codes below it."""
        return {below for below in self.paths if code in self._above(below)}

    def _read(self):
        """Return by coder which segments she has read: every character of speech in them."""
        seen = defaultdict(set)
        for coder, source, start, stop in self.readings:
            seen[coder, source].update(range(start, stop))
        said = {s["id"]: set() for s in self.segments}
        for source, start, stop in self.spoken:
            for s in self.segments:
                if s["source"] == source:
                    said[s["id"]].update(range(max(start, s["start"]), min(stop, s["stop"])))
        return {
            coder: {s["id"] for s in self.segments if said[s["id"]] <= seen[coder, s["source"]]}
            for coder in self.coders
        }

    def value(self, attribute, s):
        """Return what an attribute is for a segment, compared as text or as a number."""
        speaker = self.speakers.get(s["speaker"])
        same = [other[0] for other in self.speakers.values() if speaker and speaker[6] and other[6] == speaker[6]]
        for column, wanted in (
            ("speaker", [s["speaker"]] if speaker else []), ("speaker", same),
            ("case", [speaker[4]] if s["own_case"] else []), ("source", [s["source"]]),
            ("case", [self.sources[s["source"]][2]] if not s["own_case"] else []),
        ):  # fmt: skip
            for name, case, of_speaker, source, value, _id in self.values:
                target = {"speaker": of_speaker, "case": case, "source": source}[column]
                if name == attribute and target is not None and target in wanted:
                    return self.shown(attribute, value)
        return "(missing)"

    def shown(self, attribute, value):
        """Return the first written of all values that are the same."""
        same = (lambda v: float(v.replace(",", "."))) if attribute == "usia" else (lambda v: v.strip().casefold())
        return next(row[4] for row in self.values if row[0] == attribute and same(row[4]) == same(value))

    def label(self, by, s):
        """Return what a table calls the value of a breakdown."""
        if by == "case":
            return self.names["case"].get(s["case"], "(no case)")
        if by == "source":
            return self.names["source"][s["source"]]
        if by == "role":
            return s["role"]
        return "(all)" if by is None else self.value(by, s)

    def population(self, roles=()):
        """Return the segments that count."""
        return [s for s in self.segments if (s["role"] in roles if roles else s["role"] not in ASKING)]

    def judged(self, code, s):
        """Return whether the last run over a source that was for a code, or for one below it, heard this segment."""
        name = self.names["source"][s["source"]]
        for below in self.family(code) & self.ruled:
            for run in reversed(self.runs):
                asked = [c for c in self.paths if any(self.paths[c].endswith(named) for named in run.codes)]
                if (not run.sources or name in run.sources) and (
                    not run.codes or below in {x for c in asked for x in self.family(c)}
                ):
                    if s["role"] in run.roles if run.roles else s["role"] not in ASKING:
                        return True
                    break
        return False

    def hits(self, origin, code, s):
        """Return the codings or suggestions of a code's family that touch a segment."""
        family = self.family(code)
        rows = self.codings if origin == "human" else self.suggestions
        return [
            row for row in rows
            if row[4] in family and row[1] == s["source"] and row[2] < s["stop"] and row[3] > s["start"]
            and (origin != "human" or s["id"] not in self.settled or self.coders[row[5]][2] == "consensus")
        ]  # fmt: skip

    def is_read(self, s):
        """Return whether anybody has read a segment."""
        return any(s["id"] in read for read in self.read_by.values())

    def cell(self, origin, code, segments, count):
        """Return n, population, read and share of one cell."""
        counted = [s for s in segments if origin == "human" or self.judged(code, s)]
        with_code = [s for s in counted if self.hits(origin, code, s)]
        read = self.size([s for s in counted if self.is_read(s)], count) if origin == "human" else None
        whole = self.size(counted, count)
        n = self.passages(origin, code, counted) if count == "codings" else self.size(with_code, count)
        if origin != "human" and not counted and (segments or not self.run_at_all(code)):
            n = None
        of = read if origin == "human" else whole
        return n, whole, read, round(n / of, 6) if of and n is not None and count != "codings" else None

    def run_at_all(self, code):
        """Return whether a run judged anything that counts for a code."""
        return any(self.judged(code, s) for s in self.population())

    def size(self, segments, count):
        """Return how many units these segments are."""
        if count == "words":
            return sum(s["words"] for s in segments)
        unit = {
            "segments": "id",
            "codings": "id",
            "turns": "turn",
            "persons": "person",
            "sources": "source",
            "cases": "case",
        }[count]
        return len({s[unit] for s in segments} - {None})

    def passages(self, origin, code, segments):
        """Return how many passages there are: those of one coder that share words are one."""
        rows = {row for s in segments for row in self.hits(origin, code, s)}
        n = 0
        for whose in {(row[1], row[5]) for row in rows}:
            end = -1
            for row in sorted((r for r in rows if (r[1], r[5]) == whose), key=lambda r: (r[2], r[3])):
                n += row[2] >= end
                end = max(end, row[3])
        return n
