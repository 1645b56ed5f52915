"""Run the command line as a user would, in a folder of its own."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from qualcode.cli.app import app


@pytest.fixture
def qualcode(tmp_path, monkeypatch):
    """Return a function that runs a command line, and checks that an error is one clear line."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def run(*arguments, code=0):
        result = runner.invoke(app, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        if code == 1 and "Error: " in result.stderr:
            assert result.stderr.count("Traceback") == 0
        return result

    return run


@pytest.fixture
def study(qualcode, made, tmp_path, texts, codebook_file):
    """The command line in a folder with a project of two interviews and a codebook."""
    (tmp_path / "study.qualcode").write_bytes(made.read_bytes())
    return qualcode
