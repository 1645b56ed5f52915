"""Which codings of a code go where when it is split."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode import language as languages
from qualcode.errors import QualcodeError
from qualcode.match import Matcher, Passage
from qualcode.messages import _
from qualcode.records import Code, Rule
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.project import Project
from qualcode.store.sources import languages as languages_of


def quotes_of(project: Project, code: str) -> list[tuple[int, str, str]]:
    """Return (id, place and coder, quote) of every coding of a code, by source and place.

    Raises
    ------
    UnknownNameError
    """
    rows = project.rows(
        """
        select coding.id, source.name || ' · ' || coder.name, quote
          from coding
          join source on source.id = coding.source_id
          join coder on coder.id = coding.coder_id
         where code_id = ?
         order by source.name, coding.start, coding.id
        """,
        [code_ids(project)[codebook(project).find(code).uid]],
    )
    return [(coding, place, " ".join(quote.split())) for coding, place, quote in rows]


def by_rules(project: Project, code: str, into: Sequence[str], rules: Sequence[str]) -> dict[str, list[int]]:
    """Return the codings (ids) that go to each name: the first rule that hits the quote decides, the rest stays.

    Parameters
    ----------
    into : names of codes.
    rules : ``NAME=WORDS``, words as in a rule of the codebook.

    Raises
    ------
    QualcodeError
        If a rule is not written so, or names a code that is not in `into`.
    """
    matcher = Matcher(_codes(into, rules), languages.get(languages_of(project)[0]))
    quotes = quotes_of(project, code)
    chosen: dict[str, list[int]] = {name: [] for name in into}
    found = matcher.find_all([Passage(quote, "unknown") for _coding, _place, quote in quotes])
    for (coding, _place, _quote), hits in zip(quotes, found, strict=True):
        hit = {suggestion.code for suggestion in hits}
        first = next((name for name in into if name in hit), None)
        if first is not None:
            chosen[first].append(coding)
    return chosen


def _codes(into: Sequence[str], written: Sequence[str]) -> list[Code]:
    """Return a code for each name, with the rules that were given for it."""
    rules: dict[str, list[Rule]] = {name: [] for name in into}
    for text in written:
        name, equals, words = text.partition("=")
        if not equals or not words.strip() or name.strip() not in rules:
            raise QualcodeError(
                _('--rule takes NAME=WORDS with one of {names}, not "{text}".').format(names=", ".join(into), text=text)
            )
        rules[name.strip()].append(Rule(uid=text, spec=words.strip()))
    return [Code(uid=name, name=name, path=name, rules=found) for name, found in rules.items()]
