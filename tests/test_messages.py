"""Every message exists in Indonesian, the compiled catalogue is fresh, and the language is where people set it."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.messages import _, choose_language, ngettext, set_language

spec = importlib.util.spec_from_file_location("catalogue", Path(__file__).parent.parent / "docs" / "catalogue.py")
catalogue = importlib.util.module_from_spec(spec)
spec.loader.exec_module(catalogue)
FIELD = re.compile(r"\{\w*\}")


def test_every_message_has_an_indonesian_translation():
    assert catalogue.missing(catalogue.translated("id")) == []


def test_the_compiled_catalogue_is_what_the_source_says():
    compiled = (catalogue.LOCALES / "id" / "LC_MESSAGES" / "qualcode.mo").read_bytes()
    assert compiled == catalogue.compiled(catalogue.translated("id"))


def test_a_message_without_a_translation_is_found():
    catalog = catalogue.translated("id")
    catalog.add("a new message that nobody translated")
    assert catalogue.missing(catalog) == ["a new message that nobody translated"]


def test_translations_have_the_same_fields():
    wrong = []
    for message in catalogue.translated("id"):
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
