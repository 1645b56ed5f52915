"""`next` and `review` from the command line, and that nothing is lost when they are killed."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.store import Project

PLAIN = ("--plain", "--coder", "ani")


@pytest.fixture
def typed(study):
    """Return a function that runs a command and types lines into it."""
    study("autocode", "--apply")

    def run(*arguments, lines=(), code=0):
        result = CliRunner().invoke(app, list(arguments), input="".join(f"{line}\n" for line in lines))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result

    return run


def test_reading_line_by_line(typed, study):
    result = typed("next", *PLAIN, "--source", "melati/ketua", lines=["c outreach", "-", "-", "q"])
    assert "melati/ketua · segment 5" in result.stdout
    assert result.stderr.endswith("2 segments read, 1 coding made. Everything is stored.\n")
    rows = json.loads(study("excerpts", "--format", "json").stdout)["rows"]
    assert [(row["code"], row["coder"], row["segment"]) for row in rows] == [("outreach", "ani", 2)]


def test_only_a_role(typed):
    assert "Peneliti (interviewer) says" in typed("next", *PLAIN, "--role", "interviewer").stdout


def test_review_narrows_to_a_code(typed):
    result = typed("review", *PLAIN, "--code", "coordination", "--no-subcodes", lines=["a", "r", "q"])
    assert "Is it coordination?" in result.stdout
    assert "agencies?" not in result.stdout
    assert "Is it coordination/agencies?" in typed("review", *PLAIN, "--code", "coordination").stdout
    assert 'no code "koordi"' in typed("review", *PLAIN, "--code", "koordi", code=1).stderr


def test_when_nothing_waits_there_is_a_line_and_no_page(typed):
    while "segment" in typed("next", *PLAIN, lines=["-"] * 9).stdout:
        pass
    result = typed("next", *PLAIN)
    assert (result.stdout, result.stderr) == (
        "", "There is nothing that you have not read. What was found: qualcode themes\n"
    )  # fmt: skip
    typed("review", *PLAIN, lines=["r"] * 9)
    result = typed("review", *PLAIN)
    assert result.stdout == ""
    assert "qualcode autocode --apply" in result.stderr


def test_without_a_terminal_the_page_names_the_plain_mode(typed):
    for command in ("next", "review"):
        assert f"qualcode {command} --plain" in typed(command, "--coder", "ani", code=1).stderr


def test_other_peoples_codings_are_shown_only_when_asked(typed):
    typed("next", "--plain", "--coder", "budi", lines=["c critique"])
    assert "critique · budi" not in typed("next", *PLAIN).stdout
    assert "critique · budi" in typed("next", *PLAIN, "--reveal").stdout
    assert "critique · budi" in typed("next", *PLAIN).stdout, "once asked it stays open"


def test_a_project_that_cannot_be_written_is_a_clear_error(typed, monkeypatch):
    monkeypatch.setattr("qualcode.store.project.is_writable", lambda path: False)
    assert "open for reading only" in typed("next", *PLAIN, code=1).stderr


def test_help_does_not_load_the_page():
    script = (
        "import sys\nsys.argv = ['qualcode', 'next', '--help']\n"
        "from qualcode.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(','.join(n for n in ('textual', 'rich', 'rapidfuzz') if n in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "--plain" in done.stdout
    assert done.stderr == ""


def test_what_was_decided_before_a_kill_stands(study, tmp_path):
    command = [sys.executable, "-m", "qualcode", "next", *PLAIN]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as coder:
        coder.stdin.write("c outreach\nc critique\n-\nn jenuh = Bosan\n")
        coder.stdin.flush()
        assert any("open/jenuh" in line for line in coder.stdout)
        coder.kill()
    with Project.open(tmp_path / "study.qualcode") as project:
        assert project.value("select count(*) from coding") == 3
        assert project.value("select count(*) from reading") == 2
