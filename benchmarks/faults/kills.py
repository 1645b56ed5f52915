"""Kills (SIGKILL) at moments drawn by chance: while coding, while importing, in every command that writes."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from faults import study
from faults.children import Child, command, start, wait_until
from faults.trials import Row
from qualcode.store import Project
from qualcode.store.codings import add_coding
from qualcode.workflow.importing import import_paths
from qualcode.workflow.sheets import first_code


def code_on(path: Path, first: int, say: int, *, held: bool) -> None:
    """Code one word after another for ever, each acknowledged on `say` once its change has returned."""
    project = Project.open(path)
    ends = project.rows("select id, length(text) from source order by id")
    n = first
    while True:
        source, end = ends[n % len(ends)]
        place = n // len(ends) % (end - 10)
        with project.change("code", coder="budi"):
            coding = add_coding(project, source, place, place + 7, 1, "budi")
        os.write(say, f"{coding}\n".encode())
        n += 1
        if not held:
            project.close()
            project = Project.open(path)


def while_coding(path: Path, folder: Path, n: int) -> Row:
    """Kill a coder again and again on one project; every acknowledged coding must be there with its history row."""
    row = Row("kills while coding")
    path = study.copy(path, folder)
    acknowledged: set[int] = set()
    known = _codings(path)
    for i, rng in row.each(n):
        hear, say = os.pipe()
        child = start(lambda: code_on(path, len(known), say, held=i % 2 == 0))  # noqa: B023 - it runs at once
        os.close(say)
        first = os.read(hear, 1)
        time.sleep(rng.random() * 0.1)
        child.kill()
        with os.fdopen(hear, "rb") as rest:
            said = {int(line) for line in (first + rest.read()).splitlines(keepends=True) if line.endswith(b"\n")}
        acknowledged |= said
        problem = study.unsound(path)
        now = _codings(path)
        if lost := acknowledged - now:
            problem = f"{len(lost)} acknowledged codings lost"
        elif len(now - known - said) > 1:
            problem = "more than one coding that was not acknowledged"
        if problem:
            row.fail(i, problem)
        known = now
    row.note = f"{len(acknowledged)} acknowledged codings"
    return row


def _codings(path: Path) -> set[int]:
    """Return the codings that have their row in the history."""
    with Project.open(path) as project:
        return {
            coding
            for (coding,) in project.rows(
                "select row_id from history join coding on coding.id = row_id where tbl = 'coding' and old is null"
            )
        }


def while_importing(folder: Path, n: int, *, files: int = 40) -> Row:
    """Kill an import of many files; each file must be there whole or not, and a second run must finish it."""
    row = Row("kills while importing")
    texts = study.transcripts(folder / "new", files, turns=12, seed=7)
    met = []
    for i, rng in row.each(n):
        path = folder / "import" / "study.qualcode"
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        Project.create(path).close()
        child = command(["import", texts], path)
        wait_until(lambda: _journal(path).exists(), child)  # noqa: B023 - it runs at once
        time.sleep(rng.random() * 0.5)
        child.kill()
        problem = study.unsound(path)
        with Project.open(path) as project:
            met.append(project.value("select count(*) from source"))
            import_paths(project, [texts])
            if project.value("select count(*) from source") != files:
                problem = "the second run did not finish the import"
        if problem := problem or study.unsound(path):
            row.fail(i, problem)
    row.note = f"{min(met)} to {max(met)} of {files} files there"
    return row


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


Prepare = Callable[[Path], None]


def commands(folder: Path) -> dict[str, tuple[list[object], Prepare | None]]:
    """Return every command that writes, with what must be done to a copy of the study before."""
    book, renamed = folder / "codebook.yaml", folder / "other.yaml"
    renamed.write_text(book.read_text(encoding="utf-8").replace("karena kasihan", "karena iba"), encoding="utf-8")
    text = folder / "texts" / "wawancara1-000.txt"
    corrected = folder / "corrected.txt"
    corrected.write_text(text.read_text(encoding="utf-8").replace("yang", "yg"), encoding="utf-8")
    return {
        "autocode": (["autocode", "--apply"], _other_rules),
        "undo": (["undo", "--yes"], None),
        "redo": (["redo"], _undo),
        "correct": (["correct", "wawancara1-000", corrected, "--yes"], None),
        "codebook merge": (["codebook", "merge", "critique", "outreach"], None),
        "codebook rename": (["codebook", "rename", "critique", "kritik"], None),
        "codebook load": (["codebook", "load", renamed], None),
        "segment": (["segment", "--unit", "sentence"], None),
        "memo add": (["memo", "add", "Perlu ditanyakan lagi.", "--code", "critique"], None),
        "assign make": (["assign", "make", "--coders", "ani,budi"], None),
        "coding sheet": (["import", "--coding-sheet", folder / "sheet.xlsx", "--apply"], None),
        "merge": (["merge", folder / "other" / "study.qualcode", "--apply"], None),
        "restore": (["restore", folder / "old" / "study.qualcode", "--yes"], None),
        "erase": (["erase", "wawancara1-000", "--yes"], None),
        "doctor --repair": (["doctor", "--repair"], _break_links),
        "backup": (["backup"], None),
    }


def prepare(path: Path) -> None:
    """Make what the commands need: a second coder's copy, an old copy, a coding sheet that was filled in."""
    import openpyxl

    other = study.copy(path, path.parent / "other")
    study.copy(path, path.parent / "old")
    with Project.open(path) as project:
        study.code_at_random(project, 200, "ani", random.Random(5))
    with Project.open(other) as project:
        study.code_at_random(project, 200, "budi", random.Random(6))
    sheet = path.parent / "sheet.xlsx"
    if command(["export", "coding-sheet", sheet], path).wait():
        raise SystemExit("the coding sheet could not be written")
    book = openpyxl.load_workbook(sheet)
    for line in range(2, 60):
        book.worksheets[0].cell(line, first_code() + 1).value = "outreach"
    book.save(sheet)


def _undo(path: Path) -> None:
    if command(["undo", "--yes"], path).wait():
        raise SystemExit("undo failed")


def _other_rules(path: Path) -> None:
    if command(["codebook", "load", path.parent.parent / "other.yaml"], path).wait():
        raise SystemExit("codebook load failed")


def _break_links(path: Path) -> None:
    with Project.open(path) as project:
        project.connection.execute("delete from coding_segment")


def in_a_command(name: str, path: Path, folder: Path, n: int) -> Row:
    """Kill a command; the content must be that before or that after, and the doctor content."""
    row = Row(f"kills in {name}")
    arguments, before = commands(path.parent)[name]
    ready = study.copy(path, path.parent / "ready")
    if before:
        before(ready)
    old = study.content(ready, masked=False)
    trial = study.copy(ready, folder)
    duration = time.perf_counter()
    if code := command(arguments, trial, folder / "said").wait():
        raise SystemExit(f"{name} ended with {code}: {(folder / 'said').read_text()}")
    duration = time.perf_counter() - duration
    new, broken = study.content(trial), study.unsound(ready)
    reached = {"before": 0, "after": 0}
    for i, rng in row.each(n):
        trial = study.copy(ready, folder)
        child = command(arguments, trial)
        if i % 2:
            time.sleep(rng.random() * 1.1 * duration)
        else:
            _wait_for_commit(_journal(trial), child, rng)
        if problem := _judge(child, trial, old, new, broken, reached):
            row.fail(i, problem)
    row.note = f"{reached['before']} before, {reached['after']} after" if sum(reached.values()) else "content as it was"
    return row


def _wait_for_commit(journal: Path, child: Child, rng: random.Random) -> None:
    """Wait until a command has begun to write, or until just about its commit, which deletes the journal."""
    wait_until(journal.exists, child)
    if rng.random() < 0.5:
        time.sleep(rng.random() * 0.03)
    else:
        wait_until(lambda: not journal.exists(), child)


def _judge(child: Child, path: Path, old: str, new: str, broken: str, reached: dict[str, int]) -> str:
    """Kill a command and return what is wrong with what it left, or ""."""
    code = child.kill()
    problem = study.unsound(path)
    is_new = study.content(path) == new
    is_old = study.content(path, masked=False) == old
    if is_new != is_old:
        reached["after" if is_new else "before"] += 1
    if is_old and problem == broken:
        problem = ""
    if not is_new and not is_old:
        return f"content neither old nor new; {problem}"
    if code == 0 and not is_new:
        return "the command had ended well, but its work is not there"
    return problem
