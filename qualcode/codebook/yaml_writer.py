"""A codebook as YAML that people edit and `load` reads back, with the uids that tie it to the project."""

from __future__ import annotations

from io import StringIO
from typing import Any

from qualcode.codebook.codebook import Codebook, code_uid
from qualcode.records import Code

SCHEMA_LINE = "# yaml-language-server: $schema=codebook.schema.json\n"


def dump(codebook: Codebook) -> str:
    """Return the YAML text of a codebook; equal codebooks give equal text."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump({"name": codebook.name, "codes": [_code(codebook, code) for code in codebook.roots]}, out)
    return SCHEMA_LINE + out.getvalue()


def _code(codebook: Codebook, code: Code) -> dict[str, Any]:
    fields: dict[str, Any] = {"name": code.name}
    if code.uid != code_uid(code.path):
        fields["uid"] = code.uid
    if code.labels:
        fields["label"] = dict(code.labels)
    fields |= {
        name: getattr(code, name) for name in ("definition", "include", "exclude", "colour") if getattr(code, name)
    }
    examples = {
        name: [example.text for example in code.examples if example.positive is positive]
        for name, positive in (("positive", True), ("negative", False))
    }
    if code.examples:
        fields["examples"] = {name: texts for name, texts in examples.items() if texts}
    if code.rules:
        fields["rules"] = [rule.spec for rule in code.rules]
    children = codebook.children(code)
    if children:
        fields["codes"] = [_code(codebook, child) for child in children]
    return fields
