"""Run the command line as a user would, in a folder of its own."""

from __future__ import annotations

import shutil

import pytest
from typer.testing import CliRunner

from qualcode.cli.app import app
from tests.conftest import neutral


def run(*arguments, code=0):
    """Run a command line in the current folder, and check that an error is one clear line."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    if code == 1 and "Error: " in result.stderr:
        assert result.stderr.count("Traceback") == 0
    return result


@pytest.fixture
def qualcode(tmp_path, monkeypatch):
    """Return the function that runs a command line, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture(scope="session")
def made_by(tmp_path_factory):
    """Return a function that gives the folder which some command lines left behind; they are run once."""
    folders = {}

    def made(commands):
        if commands not in folders:
            folders[commands] = tmp_path_factory.mktemp(commands.__name__)
            with pytest.MonkeyPatch.context() as patch:
                neutral(patch, tmp_path_factory)
                patch.chdir(folders[commands])
                commands(folders[commands])
        return folders[commands]

    return made


@pytest.fixture
def after(qualcode, made_by, tmp_path):
    """Return a function that goes on after some command lines, in a copy of the folder that they left behind."""

    def copied(commands):
        shutil.copytree(made_by(commands), tmp_path, dirs_exist_ok=True)
        return qualcode

    return copied


@pytest.fixture
def study(qualcode, made, tmp_path, texts, codebook_file):
    """The command line in a folder with a project of two interviews and a codebook."""
    (tmp_path / "study.qualcode").write_bytes(made.read_bytes())
    return qualcode
