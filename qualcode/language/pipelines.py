"""Trained spaCy pipelines of the user's: loaded from a package or a folder, and named in a language's code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.language import parted
from qualcode.messages import _

MANY_LANGUAGES = "xx"
"""What spaCy calls the language of a pipeline for several."""

_NOT_NEEDED = ["ner", "qualcode_rules"]  # components whose results are neither sentence ends nor lemmas


@cache
def load(name: str) -> Any:
    """Return a pipeline by the name of an installed package, or a folder; nothing is downloaded.

    Raises
    ------
    QualcodeError
        If there is none, or spaCy cannot load it.
    """
    import spacy

    if not (spacy.util.is_package(name) or Path(name).is_dir()):
        text = _(
            'There is no spaCy pipeline "{name}" on this computer. Install it (python -m spacy download {name}), '
            "or name the folder that it is in: --pipeline FOLDER"
        )
        raise QualcodeError(text.format(name=name))
    try:
        return spacy.load(name, exclude=_NOT_NEEDED)
    except (OSError, ValueError, ImportError) as error:
        text = _('spaCy {version} cannot load the pipeline "{name}" ({reason}). Train or install it for this version.')
        reason = str(error).split("\n", 1)[0]
        raise QualcodeError(text.format(version=spacy.about.__version__, name=name, reason=reason)) from error


def code_with(pipeline: str, *, language: str | None, default: str) -> str:
    """Return the code of a language whose sentence ends and lemmas come from a pipeline.

    Parameters
    ----------
    pipeline : str
        A package or a folder; a folder is kept with its whole path, so that it is found from anywhere.
    language : str or None
        None: that of the pipeline.
    default : str
        The language if neither says one.

    Raises
    ------
    QualcodeError
        If there is no such pipeline.

    Examples
    --------
    ``code_with("de_core_news_sm", language=None, default="id")`` is ``"de:de_core_news_sm"``.
    """
    own = str(load(pipeline).lang)
    tag = parted(language or (default if own == MANY_LANGUAGES else own))[0]
    return f"{tag}:{Path(pipeline).resolve() if Path(pipeline).is_dir() else pipeline}"
