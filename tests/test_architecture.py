"""Data flows one way: a room imports from rooms before it, never from one after."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "qualcode"
ORDER = {
    "records": 0, "errors": 0, "messages": 0, "plugins": 0, "identity": 0, "resources": 0,
    "language": 1, "read": 2, "codebook": 3, "segment": 4, "match": 5, "measure": 6, "learn": 7,
    "store": 8, "query": 9, "export": 10, "workflow": 11, "study": 12, "terminal": 13, "cli": 14,
}  # fmt: skip
SQLITE = {"sqlite3", "sqlite_utils"}
SPEAKS = {"cli", "terminal"}


@cache
def _imports():
    """Return (file, line, room, imported module) of every import in the package."""
    return list(_found())


def _found():
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        room = inside.parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names = (
                    [f"{node.module}.{alias.name}" for alias in node.names]
                    if node.module == "qualcode"
                    else [node.module]
                )
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                assert not (isinstance(node, ast.ImportFrom) and node.level), f"{inside}: import by full name"
                continue
            for name in names:
                yield inside, node.lineno, room, name


def test_every_room_is_there_and_in_the_order():
    assert {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix in ("", ".py")} - {
        "__init__", "__main__", "__pycache__", "locale",
    } == set(ORDER)  # fmt: skip


def test_a_room_imports_only_from_rooms_before_it():
    wrong = []
    for file, line, room, module in _imports():
        parts = module.split(".")
        if parts[0] != "qualcode" or room in ("__init__", "__main__") or parts[1] == "__version__":
            continue
        assert room in ORDER, f"{file}: the room {room} is not in the order"
        if ORDER[parts[1]] > ORDER[room] or (ORDER[parts[1]] == ORDER[room] == 0 and parts[1] not in ("messages",)):
            wrong.append(f"{file}:{line} imports {module}")
    assert wrong == []


def test_rooms_before_the_store_know_no_database():
    wrong = [
        f"{f}:{n}" for f, n, room, module in _imports() if ORDER.get(room, 99) < ORDER["store"] and module in SQLITE
    ]
    assert wrong == []


def test_only_the_rooms_that_speak_to_people_print():
    printing = re.compile(r"(?<![.\w])(print|input)\(|typer\.(echo|prompt|confirm)\(")
    wrong = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in SPEAKS and printing.search(_code(path))
    ]
    assert wrong == []


def _code(path):
    """Return a module without its docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(0)
    return ast.unparse(tree)


def test_every_module_says_what_it_owns():
    without = [
        str(p.relative_to(PACKAGE)) for p in PACKAGE.rglob("*.py") if not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert without == []


@pytest.mark.parametrize("command", [["--help"], ["run", "--help"], ["themes", "--help"]])
def test_a_command_starts_without_heavy_packages(command):
    """What takes long to import is imported where it is used."""
    heavy = (
        "spacy", "sklearn", "scipy", "matplotlib", "pandas", "numpy", "sqlite_utils", "openpyxl", "docx", "rapidfuzz",
        "rich", "jinja2",
    )  # fmt: skip
    script = (
        "import sys\n"
        f"sys.argv = ['qualcode', *{command!r}]\n"
        "from qualcode.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"found = [name for name in {heavy!r} if name in sys.modules]\n"
        "sys.stderr.write(','.join(found))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "qualcode" in done.stdout
    assert done.stderr == ""


def test_status_starts_without_heavy_packages(project):
    project.close()
    script = (
        "import sys\n"
        f"sys.argv = ['qualcode', 'status', '-p', {str(project.path)!r}]\n"
        "from qualcode.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "found = [n for n in ('spacy', 'sklearn', 'pandas', 'numpy', 'sqlite_utils') if n in sys.modules]\n"
        "sys.stderr.write(','.join(found))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "study.qualcode" in done.stdout
    assert done.stderr == ""
