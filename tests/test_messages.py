"""Every message exists in Indonesian, the compiled catalogue is fresh, and the language is where people set it."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.messages import _, choose_language, ngettext, set_language

spec = importlib.util.spec_from_file_location("catalogue", Path(__file__).parent.parent / "docs" / "catalogue.py")
catalogue = importlib.util.module_from_spec(spec)
spec.loader.exec_module(catalogue)
PO = catalogue.PACKAGE / "locale" / "id" / "LC_MESSAGES" / "qualcode.po"
FIELD = re.compile(r"\{\w*\}")


def test_every_message_has_an_indonesian_translation():
    assert list(catalogue.problems(PO)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('msgstr "Ditulis: {path}"', 'msgstr ""', "no translation of 'Written: {path}'"),
        ('msgid "Written: {path}"', 'msgid "Gone: {path}"', "qualcode.po is stale; run python docs/catalogue.py"),
        ("Ditulis: {path}", "Tertulis: {path}", "qualcode.mo is stale or missing; run python docs/catalogue.py"),
    ],
)
def test_what_is_stale_is_found(tmp_path, old, new, found):
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "qualcode.po").write_text(PO.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    shutil.copy(PO.with_suffix(".mo"), folder)
    assert found in list(catalogue.problems(folder / "qualcode.po"))


def test_a_message_without_a_translation_is_found():
    catalog = catalogue.merged(PO)
    catalog.add("a new message that nobody translated")
    assert catalogue.missing(catalog) == ["a new message that nobody translated"]


def test_translations_have_the_same_fields():
    wrong = []
    for message in catalogue.merged(PO):
        originals = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        fields = {frozenset(FIELD.findall(text)) for text in originals if text}
        wrong.extend(text for text in strings if message.id and frozenset(FIELD.findall(text)) not in fields)
    assert wrong == []


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["status", "--lang", "id"], {}, "id"),
        (["--lang=id", "status"], {"QUALCODE_LANG": "en"}, "id"),
        (["status"], {"QUALCODE_LANG": "id"}, "id"),
        (["status"], {"QUALCODE_LANG": "id_ID"}, "id"),
        (["status"], {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "id_ID.UTF-8"}, "id"),
        (["status"], {"LC_ALL": "C", "LANG": "id_ID.UTF-8"}, "c"),
        (["find", "--", "--lang"], {"LANG": "en_GB"}, "en"),
    ],
)
def test_the_language_is_chosen(arguments, environment, language):
    assert choose_language(arguments, environment) == language


def test_messages_change_with_the_language():
    set_language("id")
    assert _("Written: {path}") == "Ditulis: {path}"
    assert ngettext("{n} finding.", "{n} findings.", 2) == "{n} temuan."
    set_language("fr")
    assert _("Written: {path}") == "Written: {path}"


def test_the_whole_program_speaks_indonesian():
    """Typer's own titles too."""
    environment = {**os.environ, "QUALCODE_LANG": "id"}
    run = [sys.executable, "-m", "qualcode", "import", "--help"]
    shown = subprocess.run(run, capture_output=True, text=True, env=environment, check=True).stdout
    assert shown.startswith("Pemakaian: ")
    assert "Opsi:" in shown
    assert "Argumen:" in shown
    assert "Options" not in shown
