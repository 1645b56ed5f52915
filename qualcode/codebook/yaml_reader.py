"""A codebook from YAML, with the line of every mistake.

The file is read as events, never constructed: no tags, no aliases, every scalar is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.codebook.codebook import Codebook, check_length, code_uid, example_uid, rule_uid
from qualcode.codebook.rules import check_rule
from qualcode.errors import CodebookError, nearest
from qualcode.identity import key
from qualcode.messages import _
from qualcode.records import Code, Example, Rule

MOST_NODES = 200_000
MOST_LEVELS = 40
TOP = ("name", "description", "language", "codes")
OF_A_CODE = ("name", "uid", "label", "definition", "include", "exclude", "colour", "examples", "rules", "codes")
NUMBERS = {"weight": float, "within": int, "not_within": int, "gap": int}
SWITCHES = ("typos",)


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with the line where it stands: text, a list of nodes or a mapping to nodes."""

    line: int
    value: str | list[Node] | dict[str, Node]


class Place:
    """Where we are in which file; makes errors that say so."""

    def __init__(self, file: str) -> None:
        self.file = file

    def error(self, line: int, text: str) -> CodebookError:
        """Return the error for a line."""
        return CodebookError(_("{file}, line {line}: {text}").format(file=self.file, line=line, text=text))


def parse(text: str, file: str) -> Codebook:
    """Return the codebook that a YAML text holds.

    Raises
    ------
    CodebookError
        At the first mistake: YAML, unknown key, double, missing name, broken rule.
    """
    place = Place(file)
    top = _mapping(read_nodes(text, place), TOP, place)
    if "codes" not in top:
        raise place.error(1, _("there is no list of codes. Begin with: codes:"))
    codes = list(_codes(top["codes"], None, place))
    if not codes:
        raise place.error(top["codes"].line, _("there is no code. Add one: - name: …"))
    _refuse_double_uids(codes, place)
    return Codebook(_text(top["name"], place) if "name" in top else file.rsplit(".", 1)[0], codes)


def read_nodes(text: str, place: Place) -> Node:
    """Read one YAML document into nodes."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        node = _document(_counted(YAML(typ="safe", pure=True).parse(text), place), place)
    except MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 1
        raise place.error(
            line, _("this is not YAML: {problem}.").format(problem=error.problem or error.context)
        ) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise place.error(line, _("this is not YAML: {problem}.").format(problem=error.reason)) from None
    except YAMLError as error:
        raise place.error(1, _("this is not YAML: {problem}.").format(problem=str(error).splitlines()[0])) from None
    return node


def _counted(events: Iterable[Any], place: Place) -> Iterator[Any]:
    for count, event in enumerate(events):
        if count > MOST_NODES:
            raise place.error(event.start_mark.line + 1, _("the file holds too many values for a codebook."))
        yield event


def _document(events: Iterator[Any], place: Place) -> Node:
    from ruamel.yaml import events as kinds

    built: Node | None = None
    for event in events:
        if isinstance(event, (kinds.ScalarEvent, kinds.SequenceStartEvent, kinds.MappingStartEvent, kinds.AliasEvent)):
            if built is not None:
                raise place.error(event.start_mark.line + 1, _("a codebook is one YAML document; remove the second."))
            built = _node(event, events, place, 0)
    if built is None:
        raise place.error(1, _("the file is empty. A codebook begins with: codes:"))
    return built


def _node(event: Any, events: Iterator[Any], place: Place, level: int) -> Node:
    from ruamel.yaml import events as kinds

    line = event.start_mark.line + 1
    if level > MOST_LEVELS:
        raise place.error(line, _("lists are nested too deeply."))
    if isinstance(event, kinds.AliasEvent) or event.anchor:
        raise place.error(
            line, _("anchors (&) and aliases (*) are not allowed. Write the value out, or put it in quotes.")
        )
    if event.tag is not None:
        raise place.error(line, _("tags (!) are not allowed. Put the value in quotes."))
    if isinstance(event, kinds.ScalarEvent):
        return Node(line, event.value)
    if isinstance(event, kinds.SequenceStartEvent):
        return Node(line, _sequence(events, place, level))
    return Node(line, _pairs(events, place, level))


def _sequence(events: Iterator[Any], place: Place, level: int) -> list[Node]:
    from ruamel.yaml import events as kinds

    items: list[Node] = []
    for event in events:
        if isinstance(event, kinds.SequenceEndEvent):
            break
        items.append(_node(event, events, place, level + 1))
    return items


def _pairs(events: Iterator[Any], place: Place, level: int) -> dict[str, Node]:
    from ruamel.yaml import events as kinds

    pairs: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for event in events:
        if isinstance(event, kinds.MappingEndEvent):
            break
        name = _node(event, events, place, level + 1)
        if not isinstance(name.value, str):
            raise place.error(name.line, _("a key must be a word."))
        if name.value in pairs:
            raise place.error(
                name.line,
                _('"{name}" occurs twice, first in line {first}. Remove one.').format(
                    name=name.value, first=lines[name.value]
                ),
            )
        lines[name.value] = name.line
        pairs[name.value] = _node(next(events), events, place, level + 1)
    return pairs


def _mapping(node: Node, allowed: Sequence[str], place: Place) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise place.error(node.line, _("expected keys ({keys}).").format(keys=", ".join(allowed)))
    for name, value in node.value.items():
        if name not in allowed:
            close = nearest(name, allowed, limit=1)
            hint = (
                _('Did you mean "{name}"?').format(name=close[0])
                if close
                else _("Known: {keys}.").format(keys=", ".join(allowed))
            )
            raise place.error(value.line, _('unknown key "{name}". {hint}').format(name=name, hint=hint))
    return node.value


def _list(node: Node, place: Place) -> list[Node]:
    if node.value == "":
        return []
    if not isinstance(node.value, list):
        raise place.error(node.line, _("expected a list (lines that begin with -)."))
    return node.value


def _text(node: Node, place: Place) -> str:
    if not isinstance(node.value, str):
        raise place.error(node.line, _("expected text."))
    return " ".join(node.value.split())


def _codes(node: Node, parent: Code | None, place: Place) -> Iterator[Code]:
    siblings: dict[str, int] = {}
    for position, item in enumerate(_list(node, place)):
        fields = _mapping(item, OF_A_CODE, place)
        code = _code(fields, item.line, parent, position, place)
        if key(code.name) in siblings:
            raise place.error(
                item.line,
                _('code "{path}" is defined twice, first in line {first}. Rename one, or join them.').format(
                    path=code.path, first=siblings[key(code.name)]
                ),
            )
        siblings[key(code.name)] = item.line
        yield code
        if "codes" in fields:
            yield from _codes(fields["codes"], code, place)


def _code(fields: dict[str, Node], line: int, parent: Code | None, position: int, place: Place) -> Code:
    name = _text(fields["name"], place) if "name" in fields else ""
    if not name or "/" in name:
        raise place.error(line, _("a code needs a name, without a slash (/)."))
    try:
        check_length(name)
    except CodebookError as error:
        raise place.error(line, str(error)) from None
    path = f"{parent.path}/{name}" if parent else name
    uid = _uid(fields["uid"], place) if "uid" in fields else code_uid(path)
    texts = {
        field: _text(fields[field], place)
        for field in ("definition", "include", "exclude", "colour")
        if field in fields
    }
    _check_colour(texts.get("colour", ""), line, place)
    return Code(
        uid=uid,
        name=name,
        path=path,
        parent=parent.path if parent else None,
        labels=_labels(fields.get("label"), place),
        position=position,
        rules=tuple(_rules(fields.get("rules"), uid, path, place)),
        examples=tuple(_examples(fields.get("examples"), uid, place)),
        line=line,
        **texts,
    )


def _uid(node: Node, place: Place) -> str:
    uid = _text(node, place)
    if len(uid) != 32 or set(uid) - set("0123456789abcdef"):
        raise place.error(node.line, _("a uid has 32 hex digits. Leave the line out if you have none."))
    return uid


def _check_colour(colour: str, line: int, place: Place) -> None:
    if colour and (len(colour) != 7 or colour[0] != "#" or set(colour[1:].lower()) - set("0123456789abcdef")):
        raise place.error(line, _('a colour is written "#rrggbb", in quotes.'))


def _labels(node: Node | None, place: Place) -> dict[str, str]:
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        raise place.error(node.line, _("a label is given per language: label: {{id: …, en: …}}").format())
    return {language: _text(label, place) for language, label in node.value.items()}


def _examples(node: Node | None, code: str, place: Place) -> Iterator[Example]:
    if node is None:
        return
    fields = _mapping(node, ("positive", "negative"), place)
    for name, items in fields.items():
        for item in _list(items, place):
            text, positive = _text(item, place), name == "positive"
            yield Example(example_uid(code, text, positive=positive), text, positive)


def _rules(node: Node | None, code: str, path: str, place: Place) -> Iterator[Rule]:
    if node is None:
        return
    seen: dict[str, int] = {}
    for item in _list(node, place):
        spec = plain(item, place)
        if not isinstance(spec, (str, dict)):
            raise place.error(item.line, _("a rule is a word, a phrase, or keys such as all: and any:."))
        rule = Rule(rule_uid(code, spec), spec, item.line)
        if rule.uid in seen:
            raise place.error(
                item.line, _("the same rule is in line {first}. Remove one.").format(first=seen[rule.uid])
            )
        seen[rule.uid] = item.line
        check_rule(rule, path, place.file)
        yield rule


def plain(node: Node, place: Place, name: str = "") -> Any:
    """Return a rule's node as text, lists and mappings, with the numbers and switches that rules have."""
    if isinstance(node.value, list):
        return [plain(item, place) for item in node.value]
    if isinstance(node.value, dict):
        return {inner: plain(item, place, inner) for inner, item in node.value.items()}
    if name in NUMBERS:
        try:
            return NUMBERS[name](node.value)
        except ValueError:
            raise place.error(node.line, _('"{name}" takes a number.').format(name=name)) from None
    if name in SWITCHES:
        if node.value.lower() not in ("true", "false"):
            raise place.error(node.line, _('"{name}" takes true or false.').format(name=name))
        return node.value.lower() == "true"
    return node.value


def _refuse_double_uids(codes: Sequence[Code], place: Place) -> None:
    lines: dict[str, int] = {}
    for code in codes:
        if code.uid in lines:
            raise place.error(
                code.line or 1,
                _('code "{path}" has the uid of the code in line {first}.').format(
                    path=code.path, first=lines[code.uid]
                ),
            )
        lines[code.uid] = code.line or 1
