"""A codebook: its codes in order, each with its parent, and how a code is named by people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import CodebookError, UnknownNameError
from qualcode.identity import key, uid_of
from qualcode.messages import _
from qualcode.records import Code

LONGEST_NAME = 200
"""Characters of a code's name: what is longer is a text that slipped in, and every table and chart would repeat it."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in depth-first order, parents before their children.

    Attributes
    ----------
    name : str
        What the codebook calls itself.
    codes : sequence of Code
    warnings : sequence of str
        What was guessed or left out while the file was read.
    """

    name: str
    codes: Sequence[Code]
    warnings: Sequence[str] = field(default=(), compare=False)

    @property
    def roots(self) -> list[Code]:
        """The themes: codes without a parent."""
        return [code for code in self.codes if code.parent is None]

    def children(self, code: Code) -> list[Code]:
        """Return the codes right below `code`, in order."""
        return [child for child in self.codes if child.parent == code.path]

    def family(self, code: Code) -> list[Code]:
        """Return `code` and every code below it."""
        return [c for c in self.codes if c.path == code.path or c.path.startswith(code.path + "/")]

    def find(self, name: str) -> Code:
        """Return the code named by its path, by a unique ending of it, or by its label in any language.

        Raises
        ------
        UnknownNameError
            If none or several fit; the nearest are named.
        """
        wanted = key(name)
        exact = [code for code in self.codes if key(code.path) == wanted]
        ending = [code for code in self.codes if key(code.path).endswith("/" + wanted)]
        labelled = [code for code in self.codes if wanted in map(key, code.labels.values())]
        found = exact or ending or labelled
        if len(found) != 1:
            labels = [] if found else [label for code in self.codes for label in code.labels.values()]
            raise UnknownNameError("code", name, [*(code.path for code in (found or self.codes)), *labels])
        return found[0]


def code_uid(path: str) -> str:
    """Return the identity of a code whose file gives none: the same path is the same code everywhere."""
    return uid_of("code", key(path))


def rule_uid(code: str, spec: str | Mapping[str, object]) -> str:
    """Return the identity of a rule: the same words under the same code are the same rule."""
    return uid_of("rule", code, canonical(spec))


def example_uid(code: str, text: str, *, positive: bool) -> str:
    """Return the identity of an example of a code."""
    return uid_of("example", code, positive, text)


def canonical(spec: object) -> str:
    """Return json in which equal values are equal text."""
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: str) -> str:
    """Return the sha256 by which a version of a codebook is known, 64 lower-case hex digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def check_length(name: str) -> str:
    """Return a name of a code that is not too long.

    Raises
    ------
    CodebookError
    """
    if len(name) > LONGEST_NAME:
        text = _('a code name of {n} characters ("{beginning}…"): at most {most}. Move the text to the definition.')
        raise CodebookError(text.format(n=len(name), beginning=name[:30], most=LONGEST_NAME))
    return name
