"""The rules of a codebook, parsed: a small form for phrases, exact words, regular expressions and their company.

A rule is a string (a word or phrase, met by root) or a mapping with one of the keys `PATTERN_KEYS` and any
of the modifiers `MODIFIER_KEYS`. Patterns nest; modifiers belong to the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from qualcode.errors import CodebookError, nearest
from qualcode.messages import _
from qualcode.records import ROLES, Role, Rule

PATTERN_KEYS = ("phrase", "exact", "regex", "all", "any")
MODIFIER_KEYS = (
    "within",
    "gap",
    "not",
    "not_within",
    "role",
    "after_question",
    "weight",
    "strike",
    "typos",
)

GAP = 2
WITHIN = 10
NOT_WITHIN = 5
WEIGHT = 0.7
_WIDEST_GAP = 5
_WIDEST = 1000
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, each met by root, with at most `gap` other words between neighbours."""

    text: str
    gap: int = GAP


@dataclass(frozen=True, slots=True)
class Exact:
    """One of these forms as written, words side by side; case does not matter."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over the speech."""

    expression: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these, the outermost at most `within` words apart, in any order."""

    parts: tuple[Pattern, ...]
    within: int = WITHIN


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these."""

    parts: tuple[Pattern, ...]


Pattern: TypeAlias = Phrase | Exact | Regex | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class ParsedRule:
    """A rule that has been checked.

    Attributes
    ----------
    excluded : tuple of Pattern
        Of ``not``: a hit falls away if one of them stands at most `not_within` words from it.
    roles : frozenset of Role
        Whose turns count; empty for everybody's.
    after_question : tuple of Pattern
        One of them must stand in the question before the turn; empty for no such condition.
    weight : float
        0..1, how far one hit of this rule speaks for the code.
    strike : frozenset of str
        Lower-case surface words that no root of this rule reaches.
    """

    rule: Rule
    pattern: Pattern
    excluded: tuple[Pattern, ...] = ()
    not_within: int = NOT_WITHIN
    roles: frozenset[Role] = frozenset()
    after_question: tuple[Pattern, ...] = ()
    weight: float = WEIGHT
    strike: frozenset[str] = frozenset()
    typos: bool = True

    @property
    def uid(self) -> str:
        """The rule's uid, as evidence names it."""
        return self.rule.uid


def parse_rule(rule: Rule, code: str = "") -> ParsedRule:
    """Check a rule and turn it into patterns.

    Parameters
    ----------
    code : str
        Name or path of the rule's code, for messages.

    Raises
    ------
    CodebookError
        If the rule has an unknown key, no pattern or several, or a value that does not fit its key.
    """
    return _Parser(rule, code).parse()


def check_rule(rule: Rule, code: str, file: str) -> None:
    """Refuse a rule that cannot be parsed; the message names the file.

    Raises
    ------
    CodebookError
    """
    try:
        parse_rule(rule, code)
    except CodebookError as error:
        raise CodebookError(f"{file}, {error}") from None


def place(rule: Rule, code: str = "") -> str:
    """Say where a rule stands, to open a message: ``code "Outreach", line 14``."""
    where = _('code "{code}"').format(code=code) if code else _("a rule")
    return where if rule.line is None else _("{where}, line {line}").format(where=where, line=rule.line)


class _Parser:
    """One rule on its way to patterns; the modifiers `gap` and `within` reach down into nested patterns."""

    def __init__(self, rule: Rule, code: str) -> None:
        self._rule = rule
        self._code = code
        self._modifiers: dict[str, object] = {}
        self._gap = GAP
        self._within = WITHIN

    def parse(self) -> ParsedRule:
        spec = self._rule.spec
        if isinstance(spec, str):
            return ParsedRule(self._rule, self._phrase(spec))
        if not isinstance(spec, Mapping):
            raise self._wrong(_("A rule is a word, a phrase or a mapping. Put a number in quotation marks."))
        self._refuse_unknown(spec, (*PATTERN_KEYS, *MODIFIER_KEYS))
        self._modifiers = {key: value for key, value in spec.items() if key in MODIFIER_KEYS}
        self._gap = self._whole("gap", GAP, _WIDEST_GAP)
        self._within = self._whole("within", WITHIN, _WIDEST)
        return self._with_modifiers(self._mapping({key: spec[key] for key in spec if key in PATTERN_KEYS}))

    def _with_modifiers(self, pattern: Pattern) -> ParsedRule:
        return ParsedRule(
            self._rule,
            pattern,
            excluded=self._patterns("not") if "not" in self._modifiers else (),
            not_within=self._whole("not_within", NOT_WITHIN, _WIDEST),
            roles=self._roles(),
            after_question=self._patterns("after_question") if "after_question" in self._modifiers else (),
            weight=self._weight(),
            strike=frozenset(word.lower() for word in self._strings("strike")),
            typos=self._typos(),
        )

    def _pattern(self, value: object) -> Pattern:
        """Parse a nested pattern."""
        if isinstance(value, str):
            return self._phrase(value)
        if isinstance(value, Mapping):
            self._refuse_unknown(value, PATTERN_KEYS)
            return self._mapping(value)
        raise self._wrong(_("A pattern is a word, a phrase or a mapping. Put a number in quotation marks."))

    def _mapping(self, spec: Mapping[str, object]) -> Pattern:
        if len(spec) != 1:
            text = _("A pattern needs exactly one of the keys {keys}; this one has {n}.")
            raise self._wrong(text.format(keys=", ".join(PATTERN_KEYS), n=len(spec)))
        (key, value), *_rest = spec.items()
        parse: dict[str, Callable[[object], Pattern]] = {
            "phrase": self._phrase,
            "exact": self._exact,
            "regex": self._regex,
            "all": self._all,
            "any": self._any,
        }
        return parse[key](value)

    def _phrase(self, value: object) -> Phrase:
        return Phrase(self._text("phrase", value), self._gap)

    def _exact(self, value: object) -> Exact:
        return Exact(tuple(self._text("exact", form) for form in self._items("exact", value)))

    def _regex(self, value: object) -> Regex:
        import regex

        expression = self._text("regex", value, needs_word=False)
        try:
            regex.compile(expression, regex.IGNORECASE | regex.UNICODE)
        except regex.error as error:
            text = _('The regular expression is wrong: {reason}. Mend it, or write "exact:" for plain words.')
            raise self._wrong(text.format(reason=error)) from error
        return Regex(expression)

    def _all(self, value: object) -> AllOf:
        return AllOf(tuple(self._pattern(part) for part in self._items("all", value)), self._within)

    def _any(self, value: object) -> AnyOf:
        return AnyOf(tuple(self._pattern(part) for part in self._items("any", value)))

    def _patterns(self, key: str) -> tuple[Pattern, ...]:
        return tuple(self._pattern(part) for part in self._items(key, self._modifiers[key]))

    def _items(self, key: str, value: object) -> Sequence[object]:
        """Return the entries of a list; a single entry may stand without one."""
        if isinstance(value, str | Mapping):
            return [value]
        if isinstance(value, Sequence) and value:
            return value
        raise self._wrong(_('"{key}" needs a list of patterns, and the list must not be empty.').format(key=key))

    def _text(self, key: str, value: object, *, needs_word: bool = True) -> str:
        if isinstance(value, str) and value.strip() and (_WORD.search(value) or not needs_word):
            return value.strip() if needs_word else value
        raise self._wrong(
            _('"{key}" needs text with a word in it, in quotation marks if it is a number.').format(key=key)
        )

    def _strings(self, key: str) -> Sequence[str]:
        if key not in self._modifiers:
            return ()
        return [self._text(key, item) for item in self._items(key, self._modifiers[key])]

    def _roles(self) -> frozenset[Role]:
        for role in (roles := self._strings("role")):
            if role not in ROLES:
                text = _('"role" knows {roles}; "{role}" is none of them.')
                raise self._wrong(text.format(roles=", ".join(ROLES), role=role))
        return frozenset(cast(Sequence[Role], roles))

    def _whole(self, key: str, default: int, largest: int) -> int:
        value = self._modifiers.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= largest:
            return int(value)
        raise self._wrong(_('"{key}" needs a whole number from 0 to {largest}.').format(key=key, largest=largest))

    def _weight(self) -> float:
        value: Any = self._modifiers.get("weight", WEIGHT)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        raise self._wrong(_('"weight" needs a number from 0 to 1; below 0.5 a hit needs the company of another rule.'))

    def _typos(self) -> bool:
        value = self._modifiers.get("typos", True)
        if isinstance(value, bool):
            return value
        raise self._wrong(_('"typos" needs true or false.'))

    def _refuse_unknown(self, spec: Mapping[str, object], known: Sequence[str]) -> None:
        for key in spec:
            if key not in known:
                text = _('There is no key "{key}" here. Nearest: {names}.')
                names = nearest(str(key), known) or list(known)
                raise self._wrong(text.format(key=key, names=", ".join(names)))

    def _wrong(self, problem: str) -> CodebookError:
        return CodebookError(f"{place(self._rule, self._code)}: {problem}")
