"""A codebook as a table: one row a code, its path in the first column, lists one item a line in their cell."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from qualcode.codebook.codebook import Codebook, check_length, code_uid, example_uid, rule_uid
from qualcode.codebook.headings import Headings, own_path, read_headings
from qualcode.codebook.rules import check_rule
from qualcode.errors import CodebookError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.read.sheet import Sheet
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


def parse(table: Sheet, file: str) -> Codebook:
    """Return the codebook that a table holds, the headings in its first row that is not empty.

    Under our own headings parents must stand before their children. In tables of other programs a parent without a row
    of its own is made.

    Raises
    ------
    CodebookError
    """
    lines = [(line, cells) for line, cells in table.numbered() if any(cell.strip() for cell in cells)]
    headings = read_headings(lines[0][1] if lines else ())
    if "path" not in headings.fields:
        raise CodebookError(_('{file}, line 1: there is no column of codes ("path", "code").').format(file=file))
    rows = [(line, _fields(cells, headings)) for line, cells in lines[1:]]
    codes: dict[str, Code] = {}
    counts: dict[str | None, int] = {}
    for line, row in rows if headings.own else _with_parents(rows):
        code = _code(row, line, codes, counts, file)
        codes[key(code.path)] = code
    if not codes:
        raise CodebookError(_("{file}: there is no code in it.").format(file=file))
    warnings = [*table.warnings, *_left_out(headings)]
    return Codebook(file.rsplit(".", 1)[0], list(_depth_first(list(codes.values()), None)), warnings)


def _left_out(headings: Headings) -> list[str]:
    return [_("columns left out: {names}.").format(names=", ".join(headings.others))] if headings.others else []


def _fields(cells: Sequence[str], headings: Headings) -> dict[str, str]:
    row = {field: cells[i] if i < len(cells) else "" for field, i in headings.fields.items()}
    if not headings.own:
        row["path"] = own_path(f"{row.pop('theme', '')}/{row['path']}")
    return row


def _with_parents(rows: Sequence[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with parents before children, and a row for each parent that has none."""
    known = {key(row["path"]) for _line, row in rows}
    found: list[tuple[int, dict[str, str]]] = []
    for line, row in rows:
        steps = row["path"].split("/")
        for parent in ("/".join(steps[:n]) for n in range(1, len(steps))):
            if key(parent) not in known:
                known.add(key(parent))
                found.append((line, {"path": parent}))
        found.append((line, row))
    return sorted(found, key=lambda one: one[1]["path"].count("/"))


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
    try:
        check_length(steps[-1])
    except CodebookError as error:
        raise CodebookError(f"{file}, {_('line {line}').format(line=line)}: {error}") from None
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
