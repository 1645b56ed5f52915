"""Ways of typing up an interview without a label before each turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from .words import Pair, Words

Way = Callable[[Sequence[Pair], Words, Random], str]
QUESTIONS_FIRST = frozenset({"questions_apart"})
"""Ways in which all questions come before all answers."""
IN_CAPITALS = frozenset({"capital_questions"})
NEED_A_MARK = frozenset({"bare_questions", "dialogue_dashes"})
"""Ways in which only the question mark and the turn about tell a question: answers are short and ask nothing."""
ONE_LINE = frozenset({"flat_table", "pipe_table", "inline", "dialogue_dashes", "questions_apart"})


def fitting(name: str, pairs: Sequence[Pair], language: str) -> list[Pair]:
    """Return the pairs that a careful reader could tell apart in this way."""
    if name in IN_CAPITALS:
        return [Pair(p.question.upper(), p.answer) for p in pairs]
    if name not in NEED_A_MARK:
        return list(pairs)
    return [p for p in pairs if p.question.endswith(("?", "؟", "？")) and len(p.answer) == 1 and "?" not in p.answer[0]]


def written(name: str, pairs: Sequence[Pair], words: Words, random: Random) -> str:
    """Return the text of the pairs in the way of this name."""
    return WAYS[name](pairs, words, random)


def _each(pairs: Sequence[Pair], question: str, answer: str, between: str = "\n") -> str:
    """Return question and answer by templates ({n}, {q}, {a}), a blank line after each pair."""
    return "\n\n".join(
        question.format(n=n, q=p.question) + between + answer.format(n=n, a="\n".join(p.answer))
        for n, p in enumerate(pairs, 1)
    )


def _numbered_questions(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(pairs, random.choice(("{n}. {q}", "{n}) {q}")), "{a}", random.choice(("\n", "\n\n")))


def _numbered_answers_named(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(
        pairs, "{n}. {q}", random.choice(("{label}:\n{{a}}", "{label}: {{a}}")).format(label=_answer(words, random))
    )


def _answers_named(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(pairs, "{q}", f"{_answer(words, random)}: {{a}}")


def _answer(words: Words, random: Random) -> str:
    return random.choice(words.some("answer_labels"))


def _bold_questions(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(pairs, "**{q}**", "{a}", "\n\n")


def _italic_questions(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(pairs, "*{q}*", "{a}", "\n\n")


def _capital_questions(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(pairs, "{q}", "{a}")


def _quoted_answers(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    quoted = [Pair(p.question, tuple(f"> {line}" for line in p.answer)) for p in pairs]
    return _each(quoted, "{q}", "{a}", "\n\n")


def _bare_questions(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    return _each(pairs, "{q}", "{a}", "\n\n")


def _dialogue_dashes(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    dash = random.choice(("– ", "— ", "- "))
    return _each(pairs, dash + "{q}", dash + "{a}").replace("\n\n", "\n")


def _two_bullets(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    asked, answered = random.choice((("• ", "– "), ("- ", "> "), ("➢ ", "✓ ")))
    return _each(pairs, asked + "{q}", answered + "{a}")


def _inline(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    asks, answers = words.some("inline")
    return _each(pairs, asks + ": {q}", answers + ": {a}", " ")


def _questions_apart(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    asked = "\n".join(f"{n}. {p.question}" for n, p in enumerate(pairs, 1))
    answered = "\n".join(f"{n}. {p.answer[0]}" for n, p in enumerate(pairs, 1))
    return f"{words.one('questions_word')}:\n{asked}\n\n{words.one('answers_word')}:\n{answered}"


def _flat_table(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    rows = [f"{n}\t{p.question}\t{p.answer[0]}" for n, p in enumerate(pairs, 1)]
    return "\n".join([f"No\t{words.one('questions_word')}\t{words.one('answers_word')}", *rows])


def _pipe_table(pairs: Sequence[Pair], words: Words, random: Random) -> str:
    rows = [f"| {n} | {p.question} | {p.answer[0]} |" for n, p in enumerate(pairs, 1)]
    head = f"| No | {words.one('questions_word')} | {words.one('answers_word')} |"
    return "\n".join([head, "|---|---|---|", *rows])


WAYS: dict[str, Way] = {
    "numbered_questions": _numbered_questions,
    "numbered_answers_named": _numbered_answers_named,
    "bold_questions": _bold_questions,
    "italic_questions": _italic_questions,
    "questions_apart": _questions_apart,
    "answers_named": _answers_named,
    "capital_questions": _capital_questions,
    "flat_table": _flat_table,
    "pipe_table": _pipe_table,
    "inline": _inline,
    "dialogue_dashes": _dialogue_dashes,
    "two_bullets": _two_bullets,
    "quoted_answers": _quoted_answers,
    "bare_questions": _bare_questions,
}
