"""Messages in the user's language, through gettext; English is the language of the code.

``_("text")`` translates when it is called, so a function that runs after `set_language` answers in
that language. Catalogues live in ``qualcode/locale``.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

LANGUAGES = ("en", "id")
_LOCALES = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def _(message: str) -> str:
    """Translate `message` into the language that is set."""
    return _translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message that depends on the count `n`."""
    return _translations.ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark a constant for translation; translate it with `_` where it is shown."""
    return message


def set_language(language: str) -> None:
    """Set the language of messages; an unknown one falls back to English."""
    global _translations, _language
    _language = language if language in LANGUAGES else "en"
    _translations = gettext.translation("qualcode", _LOCALES, [_language], fallback=True)


def speak(language: str) -> None:
    """Set the language for the whole process, Typer's own titles included; before Typer is imported."""
    set_language(language)
    os.environ["LANGUAGE"] = _language
    gettext.bindtextdomain("qualcode", _LOCALES)
    gettext.textdomain("qualcode")


def current_language() -> str:
    """Return the language of messages that is set, ``"en"`` or ``"id"``."""
    return _language


def choose_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """Find the language of messages: ``--lang``, then QUALCODE_LANG, then the locale, else English.

    It is read from the raw arguments because Typer translates its own titles when it is imported.
    """
    for here, following in pairwise([*arguments, ""]):
        if here == "--":
            break
        if here == "--lang":
            return following
        if here.startswith("--lang="):
            return here.removeprefix("--lang=")
    named = environment.get("QUALCODE_LANG")
    if named:
        return named[:2].lower()
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return environment[variable][:2].lower()
    return (locale.getlocale()[0] or "en")[:2].lower()
