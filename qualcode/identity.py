"""When two names are the same name, and how things get identities."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from datetime import UTC, datetime

_NAMESPACE = uuid.UUID("6f9bfa1e-5a0c-5b54-9f0e-3d1c0f0a7a11")
_INVISIBLE = {"Cf", "Cc"}


def key(name: str) -> str:
    """Return the form in which names are compared: NFC, no invisible marks, trimmed, case-folded.

    Examples
    --------
    >>> key("  Panti Kasih ") == key("panti kasih")
    True
    """
    visible = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in _INVISIBLE)
    return " ".join(visible.split()).casefold()


def new_uid() -> str:
    """Return a random identity: 32 lower-case hex digits."""
    return secrets.token_hex(16)


def uid_of(*parts: object) -> str:
    """Return the identity that follows from `parts`: the same parts give the same 32 hex digits."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)).hex


def now() -> str:
    """Return the time as stored: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
