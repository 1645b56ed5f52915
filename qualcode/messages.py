"""Messages and numbers in the user's language; English is the language of the code.

``_("text")`` translates when it is called, so a function that runs after `set_language` answers in
that language. Catalogues live in ``qualcode/locale``. Numbers follow the language where people read them, never in
csv or json.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
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


def decimal(value: float, places: int | None = None, *, sign: bool = False) -> str:
    """Return a number as people read it: 0.70 in English, 0,70 in Indonesian; zero has no minus.

    Parameters
    ----------
    places : int, optional
        Digits after the point, a half rounded up (away from zero); without, as many as the number has.
    sign : bool
        Write the plus too.

    Examples
    --------
    >>> decimal(0.125, 2), decimal(-0.001, 2), decimal(0.5, 1, sign=True), decimal(0.05)
    ('0.13', '0.00', '+0.5', '0.05')
    """
    exact = Decimal(repr(float(value)))
    if places is not None and exact.is_finite():
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = f"{exact or abs(exact):{'+' if sign else ''}f}"
    return shown.replace(".", ",") if _language == "id" else shown


def grouped(n: int) -> str:
    """Return a whole number with its thousands set apart: 5,933 in English, 5.933 in Indonesian."""
    return f"{n:,}".replace(",", "." if _language == "id" else ",")


def interval(low: float, high: float, places: int, *, sign: bool = False) -> str:
    """Return the two ends of an interval: [0.60, 0.81] in English, [0,60; 0,81] in Indonesian."""
    between = ";" if _language == "id" else ","
    return f"[{decimal(low, places, sign=sign)}{between} {decimal(high, places, sign=sign)}]"


def percent(share: float, places: int = 0, *, apart: bool = False) -> str:
    """Return a share 0..1 in per cent, a half rounded up; what is not nothing is never "0%", and not all never "100%".

    Parameters
    ----------
    apart : bool
        Whether a blank stands before the sign, as in running text.

    Examples
    --------
    >>> percent(0.085), percent(0.002), percent(0), percent(0.9955, 1, apart=True)
    ('9%', '<1%', '0%', '99.6 %')
    >>> percent(0.998), percent(1), percent(0.0001, 1), percent(0.9999, 1)
    ('>99%', '100%', '<0.1%', '>99.9%')
    """
    of_100, step = Decimal(repr(float(share))) * 100, Decimal(1).scaleb(-places)
    if 0 < of_100 < step / 2:
        shown = f"<{decimal(float(step), places)}"
    elif 100 - step / 2 <= of_100 < 100:
        shown = f">{decimal(float(100 - step), places)}"
    else:
        shown = decimal(float(of_100), places)
    return f"{shown}{' ' if apart else ''}%"


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
