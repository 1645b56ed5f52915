"""The READMEs of both languages run the same commands; what these print is checked by `docs/session.py --check`."""

import importlib.util
from pathlib import Path

spec = importlib.util.spec_from_file_location("session", Path(__file__).parent.parent / "docs" / "session.py")
session = importlib.util.module_from_spec(spec)
spec.loader.exec_module(session)


def test_both_readmes_run_the_same_commands():
    commands = [
        [
            line
            for block in session.BLOCK.findall((session.ROOT / name).read_text())
            for line in block.splitlines()
            if line[:2] == "$ "
        ]
        for name in session.READMES
    ]
    assert commands[0] == commands[1]
    assert len(commands[0]) >= 15


def test_the_first_two_blocks_set_everything_up():
    """One line installs and does the main job, one installs and runs the tests; the same in both languages."""
    for name in session.READMES:
        text = (session.ROOT / name).read_text(encoding="utf-8")
        lines = [block.split("```")[0].strip() for block in text.split("```sh\n")[1:]]
        assert [line.split(" && ")[-1].split()[0] for line in lines] == ["qualcode", "pytest"]
        assert all("\n" not in line for line in lines)
