"""The word lists of ``words/``: read when first asked for, kept afterwards."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_WORDS = Path(__file__).parent / "words"


@cache
def word_list(name: str) -> Mapping[str, Any]:
    """Return the tables of ``words/<name>.toml``."""
    with (_WORDS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def words_of(name: str, key: str) -> frozenset[str]:
    """Return the words under `key` of a list; empty where the list has no such key."""
    found: Sequence[str] = word_list(name).get(key, ())
    return frozenset(found)
