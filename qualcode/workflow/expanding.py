"""Which words of the texts each rule reaches, and taking one out for good."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.codebook.checks import Finding
from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.search import vocabulary_of
from qualcode.query.table import Table
from qualcode.records import Code
from qualcode.store.codebooks import codebook, strike
from qualcode.store.project import Project
from qualcode.workflow.autocoding import matchers_of

Reached = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Rule uid -> word of the rule -> word of the texts -> how it is reached ("root" or "typo")."""


def expand(project: Project, *, code: str | None = None) -> Table:
    """Return the words of the texts that each rule reaches: code, rule word, word, n, how; most frequent first.

    Raises
    ------
    UnknownNameError
        If there is no such code.
    """
    counts = vocabulary_of(project)
    reached = _reached(project)
    rows = [
        (item.path, word, form, counts.get(form, 0), how)
        for item in _codes(project, code)
        for rule in item.rules
        for word, forms in reached.get(rule.uid, {}).items()
        for form, how in sorted(forms.items(), key=lambda pair: (-counts.get(pair[0], 0), pair[0]))
    ]
    return Table(("code", "rule_word", "word", "n", "how"), rows)


def _codes(project: Project, code: str | None) -> list[Code]:
    book = codebook(project)
    return book.family(book.find(code)) if code else list(book.codes)


def _reached(project: Project) -> Reached:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for matcher in matchers_of(project, codebook(project).codes).values():
        for how, by_rule in (("root", matcher.forms()), ("typo", matcher.misspelt())):
            for rule, words in by_rule.items():
                for word, forms in words.items():
                    found.setdefault(rule, {}).setdefault(word, {}).update(dict.fromkeys(forms, how))
    return found


def strike_word(project: Project, word: str, *, code: str | None = None) -> int:
    """Take a word out of what the rules of a code (all codes if None) reach; returns from how many rules.

    Raises
    ------
    QualcodeError
        If no rule reaches the word.
    """
    wanted = word.strip().lower()
    reached = _reached(project)
    hits = [
        (item.uid, rule.uid)
        for item in _codes(project, code)
        for rule in item.rules
        if any(wanted in forms for forms in reached.get(rule.uid, {}).values())
    ]
    if not hits:
        raise QualcodeError(_('No rule reaches "{word}". See: qualcode codebook expand').format(word=wanted))
    with project.change("codebook expand --strike"):
        for code_uid, rule_uid in hits:
            strike(project, code_uid, rule_uid, wanted)
    return len(hits)


def idle_rules(project: Project) -> list[Finding]:
    """Return the codes with rules none of whose words stands in the texts."""
    if project.value("select 1 from segment limit 1") is None:
        return []
    reached = _reached(project)
    return [
        Finding(
            code.path,
            None,
            _("a rule never matches: none of its words occurs in the texts ({words})").format(words=", ".join(words)),
        )
        for code in codebook(project).codes
        for rule in code.rules
        if (words := reached.get(rule.uid)) and not any(words.values())
    ]
