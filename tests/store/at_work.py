"""A source on which people and runs have done a bit of everything."""

from __future__ import annotations

from qualcode.identity import new_uid, now
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.correcting import correct, corrected, preview

SOURCE = "melati/ketua"


def code(project, quote, name="outreach", coder="ani", decision_id=None):
    """Code the first place of some words; returns the coding's id."""
    source = find_source(project, SOURCE).id
    start = text_of(project, source).index(quote)
    code_id = code_ids(project)[codebook(project).find(name).uid]
    with project.change("code", coder=coder):
        return add_coding(project, source, start, start + len(quote), code_id, coder, decision_id=decision_id)


def note(project, quote, text="Perlu ditanyakan lagi."):
    """Write a memo on the first place of some words."""
    source = find_source(project, SOURCE).id
    start = text_of(project, source).index(quote)
    with project.change("memo add"):
        add_memo(project, Target(source_id=source, start=start, stop=start + len(quote)), text)


def at_work(project: Project) -> Project:
    """Do a bit of everything that people and runs do on a source."""
    source = find_source(project, SOURCE).id
    autocode(project, apply=True)
    coding = code(project, "dari pintu ke pintu")
    code(project, "lewat RT", "coordination", "budi")
    with project.change("review", coder="ani"):
        for n, suggestion in enumerate(suggestions_by_ids(project, str([r[0] for r in suggestions(project)]))):
            decide(project, suggestion, ("accepted", "rejected", "unsure")[n % 3], "ani")
    with project.change("memo add"):
        add_memo(project, Target(source_id=source), "Rekaman kurang jelas.")
        add_memo(project, Target(coding_id=coding), "Kutipan untuk bab empat.")
    note(project, "tetangga yang ngasih tau")
    with project.change("assign make"):
        project.execute(
            """
            insert into assignment(uid, coder_id, source_id, start, stop, round, at)
            values (?, ?, ?, 0, length((select text from source where id = ?)), 'satu', ?)
            """,
            [new_uid(), add_coder(project, "budi"), source, source, now()],
        )
    return project


def suggestions(project):
    return project.rows("select id from suggestion order by id")


def mend(project, old, new):
    """Replace words of the source at their first place, whatever it does."""
    source = find_source(project, SOURCE).id
    change = corrected(project, SOURCE, text_of(project, source).replace(old, new, 1))
    return correct(project, SOURCE, change, accepted=preview(project, SOURCE, change))


def quotes(project):
    return [row[0] for row in project.rows("select quote from coding order by id")]
