"""Run the sessions of the READMEs and of pages in docs/, and write what the commands print into them.

    python docs/session.py          update them
    python docs/session.py --check  exit 1 and show the difference if one is stale; names of files: only these

A block that begins with ```console holds commands after "$ " and their output; all blocks of a file are one session
in an empty folder beside copies of `transcripts/` and `codebooks/`. Times and identities are shown as fixed ones.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.id.md": "id"}
PAGES = ("coding", "learning", "comparing", "patterns", "agreement", "charts", "data", "report")
SESSIONS = READMES | {f"docs/{page}.md": "en" for page in PAGES}
AT_ONCE = 2
BLOCK = re.compile(r"```console\n(.*?)```\n", re.DOTALL)
VOLATILE = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "2026-11-24T08:00:00Z"),
    (re.compile(r"\b([csm])[0-9a-f]{8}\b"), r"\g<1>0a1b2c3d"),
]


def environment(language: str) -> dict[str, str]:
    """Return the environment in which a README's commands run."""
    scripts = str(Path(sys.executable).parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUALCODE")}
    return kept | {"PATH": f"{scripts}{os.pathsep}{kept['PATH']}", "QUALCODE_LANG": language, "COLUMNS": "110"}


def output(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a command line and return what it prints, volatile things replaced; `export` holds for what follows."""
    if command.startswith("export "):
        name, _equals, value = command.removeprefix("export ").partition("=")
        environment[name] = value
        return ""
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    shown = done.stdout
    for pattern, fixed in VOLATILE:
        shown = pattern.sub(fixed, shown)
    return "".join(f"{line.rstrip()}\n" for line in shown.splitlines())


def replayed(text: str, language: str) -> str:
    """Return a README with the output of its commands as it is now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for data in ("transcripts", "codebooks"):
            shutil.copytree(ROOT / data, folder / data)

        private = {"XDG_CONFIG_HOME": str(folder / ".settings"), "XDG_CACHE_HOME": str(folder / ".cache")}
        variables = environment(language) | private

        def block(found: re.Match[str]) -> str:
            commands = [line[2:] for line in found[1].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"$ {c}\n{output(c, folder, variables)}" for c in commands) + "```\n"

        return BLOCK.sub(block, text)


def main() -> int:
    """Update or check, two files at a time; returns the exit code."""
    stale = 0
    named = [name for name in SESSIONS if name in sys.argv] or list(SESSIONS)
    before = [(ROOT / name).read_text(encoding="utf-8") for name in named]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        now = list(pool.map(replayed, before, [SESSIONS[name] for name in named]))
    for name, old, new in zip(named, before, now, strict=True):
        if "--check" in sys.argv:
            difference = list(difflib.unified_diff(old.splitlines(), new.splitlines(), name, "now", lineterm="", n=1))
            print("\n".join(difference))
            stale += bool(difference)
        else:
            (ROOT / name).write_text(new, encoding="utf-8")
    return min(stale, 1)


if __name__ == "__main__":
    sys.exit(main())
