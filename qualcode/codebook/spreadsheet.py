"""A codebook as CSV: one row a code, its path in the first column, lists one item a line in their cell."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from qualcode.codebook.codebook import Codebook, code_uid, example_uid, rule_uid
from qualcode.codebook.rules import check_rule
from qualcode.errors import CodebookError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.records import Code, Example, Rule

TEXTS = ("definition", "include", "exclude", "colour")


def dump(codebook: Codebook) -> str:
    """Return the codebook as CSV text."""
    languages = sorted({language for code in codebook.codes for language in code.labels})
    header = ["path", *(f"label_{language}" for language in languages), *TEXTS, "positive", "negative", "rules", "uid"]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for code in codebook.codes:
        examples = {p: "\n".join(e.text for e in code.examples if e.positive is p) for p in (True, False)}
        rules = "\n".join(
            rule.spec if isinstance(rule.spec, str) else json.dumps(rule.spec, ensure_ascii=False)
            for rule in code.rules
        )
        labels = [code.labels.get(language, "") for language in languages]
        texts = [getattr(code, name) for name in TEXTS]
        writer.writerow([code.path, *labels, *texts, examples[True], examples[False], rules, code.uid])
    return out.getvalue()


def parse(text: str, file: str) -> Codebook:
    """Return the codebook that a CSV text holds; parents must stand before their children.

    Raises
    ------
    CodebookError
    """
    reader = csv.DictReader(StringIO(text), strict=True)
    codes: dict[str, Code] = {}
    counts: dict[str | None, int] = {}
    try:
        if "path" not in (reader.fieldnames or ()):
            raise CodebookError(_('{file}, line 1: there is no column "path".').format(file=file))
        for row in reader:
            code = _code(row, reader.line_num, codes, counts, file)
            codes[key(code.path)] = code
    except csv.Error as error:
        raise CodebookError(
            _("{file}, line {line}: {text}").format(file=file, line=reader.line_num + 1, text=error)
        ) from None
    if not codes:
        raise CodebookError(_("{file}: there is no code in it.").format(file=file))
    return Codebook(file.rsplit(".", 1)[0], list(_depth_first(list(codes.values()), None)))


def _depth_first(codes: list[Code], parent: str | None) -> Iterator[Code]:
    for code in codes:
        if code.parent == parent:
            yield code
            yield from _depth_first(codes, code.path)


def _code(
    row: Mapping[str, Any], line: int, codes: Mapping[str, Code], counts: dict[str | None, int], file: str
) -> Code:
    steps = [" ".join(step.split()) for step in (row.get("path") or "").split("/")]
    if not all(steps):
        raise CodebookError(
            _("{file}, line {line}: a code needs a path such as theme/code.").format(file=file, line=line)
        )
    path, parent = "/".join(steps), None
    if key(path) in codes:
        raise CodebookError(
            _('{file}, line {line}: code "{path}" is defined twice, first in line {first}.').format(
                file=file, line=line, path=path, first=codes[key(path)].line
            )
        )
    if len(steps) > 1:
        above = codes.get(key("/".join(steps[:-1])))
        if above is None:
            raise CodebookError(
                _('{file}, line {line}: the parent of "{path}" has no row before it. Add one.').format(
                    file=file, line=line, path=path
                )
            )
        parent = above.path
    counts[parent] = counts.get(parent, -1) + 1
    uid = (row.get("uid") or "").strip() or code_uid(path)
    return Code(
        uid=uid,
        name=steps[-1],
        path=path if parent is None else f"{parent}/{steps[-1]}",
        parent=parent,
        labels={
            name.removeprefix("label_"): value.strip()
            for name, value in row.items()
            if name and name.startswith("label_") and value
        },
        position=counts[parent],
        rules=tuple(_rules(row.get("rules") or "", uid, path, line, file)),
        examples=tuple(_examples(row, uid)),
        line=line,
        **{name: (row.get(name) or "").strip() for name in TEXTS},
    )


def _rules(cell: str, code: str, path: str, line: int, file: str) -> Iterator[Rule]:
    for text in filter(None, (item.strip() for item in cell.splitlines())):
        spec: Any = text
        if text.startswith("{"):
            try:
                spec = json.loads(text)
            except ValueError:
                raise CodebookError(
                    _("{file}, line {line}: a rule in braces is not JSON.").format(file=file, line=line)
                ) from None
        rule = Rule(rule_uid(code, spec), spec, line)
        check_rule(rule, path, file)
        yield rule


def _examples(row: Mapping[str, Any], code: str) -> Iterator[Example]:
    for name, positive in (("positive", True), ("negative", False)):
        for text in filter(None, (item.strip() for item in (row.get(name) or "").splitlines())):
            yield Example(example_uid(code, text, positive=positive), text, positive)
