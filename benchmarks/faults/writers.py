"""Two coders and an import at work on one project at once."""

from __future__ import annotations

from pathlib import Path

from faults import study
from faults.children import command, start
from faults.trials import Row
from qualcode.store import Project
from qualcode.store.codings import add_coding


def two_writers(path: Path, folder: Path, n: int) -> Row:
    """Let two processes code n words each while a third imports; nothing may be refused or lost."""
    row = Row("two coders and an import at once", trials=1)
    path = study.copy(path, folder)
    texts = study.transcripts(folder / "new", max(20, n // 5), turns=12, seed=9)

    def code(coder: str, *, held: bool) -> None:
        project = Project.open(path)
        end = project.value("select min(length(text)) from source") - 10
        for i in range(n):
            with project.change("code", coder=coder):
                add_coding(project, 1 + i // end, i % end, i % end + 7, 1, coder)
            if not held:
                project.close()
                project = Project.open(path)

    children = {
        "citra": start(lambda: code("citra", held=True), folder / "citra"),
        "dewi": start(lambda: code("dewi", held=False), folder / "dewi"),
        "import": command(["import", texts], path, folder / "import"),
    }
    for name, child in children.items():
        if child.wait():
            row.fail(0, f"{name}: {(folder / name).read_text().strip()}")
    with Project.open(path) as project:
        there = project.value(
            "select count(*) from coding join coder on coder.id = coder_id where coder.name in ('citra', 'dewi')"
        )
        imported = project.value("select count(*) from source where name like 'wawancara9-%'")
    if there != 2 * n or imported != len(list(texts.iterdir())):
        row.fail(0, f"{there} of {2 * n} codings, {imported} files")
    if problem := study.unsound(path):
        row.fail(0, problem)
    row.note = f"{there} codings, {imported} files"
    return row
