"""What the pages say about a passage, a mark, progress: the same words on the full screen and line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qualcode.codebook.rules import PATTERN_KEYS
from qualcode.messages import N_, _, ngettext
from qualcode.workflow.desk import Desk, Progress
from qualcode.workflow.passage import Line, Mark, Passage, Reason

STATES = {"": N_("waits"), "accepted": N_("accepted"), "rejected": N_("rejected"), "unsure": N_("unsure")}
SPECIAL = {"negated": N_("negated"), "typo": N_("typing error")}
TAKEN_BACK = {
    "code": N_("Taken back: the coding."),
    "code none": N_("Taken back: read, nothing here."),
    "codebook new": N_("Taken back: the new code and its coding."),
    "recode": N_("Taken back: the other words of the coding."),
    "uncode": N_("The coding is there again."),
    "memo add": N_("Taken back: the memo."),
    "review accepted": N_("Taken back: accepted."),
    "review rejected": N_("Taken back: rejected."),
    "review unsure": N_("Taken back: unsure."),
}
MOST_ALTERNATIVES = 6
SHORTEST, LONGEST = 12, 40
"""Characters kept of a quoted stretch where it must be short."""


def safe(text: str) -> str:
    """Return text of the same length in which nothing can paint the terminal: a box for each mark that could."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "□" for c in text)


def clock(seconds: float | None) -> str:
    """Return a time as h:mm:ss, or "" if there is none."""
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"


def place(passage: Passage) -> str:
    """Return where a passage stands: source, segment, case, time."""
    segment = _("segment {n}").format(n=passage.segment)
    return safe(" · ".join(filter(None, [passage.source, segment, passage.case, clock(passage.start_s)])))


def speaker(passage: Passage) -> str:
    """Return who speaks, with the role if it is known."""
    name = passage.speaker or _("(no speaker)")
    return safe(name if passage.role == "unknown" else f"{name} ({passage.role})")


def progress(now: Progress) -> str:
    """Return how far the coder is."""
    return _("read {read} · left {left} · codings {codings}").format(read=now.read, left=now.left, codings=now.codings)


def line(beside: Line) -> str:
    """Return a turn beside a passage, on one line."""
    return safe(f"{beside.speaker}: {' '.join(beside.text.split())}")


def mark(shown: Mark, passage: Passage) -> str:
    """Return a coding or suggestion in words: its code, whose it is, its state, its words if not all."""
    if shown.kind == "coding":
        parts = [_("yours") if shown.own else shown.coder, _quoted(shown, passage)]
    else:
        machine = _("rules") if shown.coder == "rule" else _("model")
        score = "" if shown.score is None else f" {shown.score:.2f}"
        parts = [f"{machine}{score}", _(STATES[shown.state]), _("words: {words}").format(words=shown.why)]
    return safe(" · ".join([shown.code, *filter(None, parts)]))


def is_whole(shown: Mark, passage: Passage) -> bool:
    """Tell whether a mark covers all that is said in a passage."""
    text = passage.said.text
    return not text[: shown.start].strip() and not text[shown.end :].strip()


def _quoted(shown: Mark, passage: Passage) -> str:
    return "" if is_whole(shown, passage) else f"»{short(passage.said.text[shown.start : shown.end])}«"


def short(text: str, room: int = LONGEST) -> str:
    """Return the beginning and the end of a text that is longer than `room` characters."""
    text = " ".join(safe(text).split())
    return text if len(text) <= room else f"{text[: room - SHORTEST - 1]}…{text[-SHORTEST:]}"


def reasons(shown: Mark, found: Sequence[Reason], codebook: str) -> list[str]:
    """Return why a suggestion was made: the machine, the codebook, and each rule with the words that it met."""
    machine = _("the rules") if shown.coder == "rule" else _("the model")
    score = f"{shown.score or 0:.2f}"
    lines = [
        _("{code}: suggested by {machine}, score {score}").format(code=shown.code, machine=machine, score=score),
        _("codebook version {sha256}").format(sha256=codebook[:12]),
    ]
    for rule in dict.fromkeys(reason.rule for reason in found):
        words = dict.fromkeys(_weighed(reason) for reason in found if reason.rule == rule)
        lines += ["", "; ".join(words)]
        if rule:
            lines.append("  " + _("rule: {rule}").format(rule=_rule(json.loads(rule))))
    return [safe(text) for text in lines]


def _weighed(reason: Reason) -> str:
    special = [_(SPECIAL[mark]) for mark in reason.marks]
    others = [f"{name} {_number(value)}" for name, value in reason.others.items()]
    return " ".join(filter(None, [reason.words, f"({', '.join([*special, *others])})" if special or others else ""]))


def _number(value: object) -> str:
    return f"{value:+.3f}" if isinstance(value, float) else str(value)


def _rule(spec: object) -> str:
    """Return a rule in short: alternatives in brackets, the first few of many."""
    if isinstance(spec, list):
        items = [_rule(item) for item in spec[:MOST_ALTERNATIVES]]
        return " / ".join([*items, "…"] if len(spec) > MOST_ALTERNATIVES else items)
    if not isinstance(spec, dict):
        return str(spec)
    if "all" in spec:
        first = [" + ".join(f"({_rule(item)})" if isinstance(item, dict) else _rule(item) for item in spec["all"])]
    else:
        first = [_rule(spec[name]) for name in ("phrase", "exact", "regex", "any") if name in spec]
    rest = [f"{name} {_rule(value)}" for name, value in spec.items() if name not in PATTERN_KEYS]
    return "; ".join([*first, *rest])


def taken_back(command: str) -> str:
    """Return what an undo took back."""
    return _(TAKEN_BACK[command])


def ended(desk: Desk) -> list[str]:
    """Return what is said past the last passage, and what comes next."""
    if n := desk.queue.left:
        waits = ngettext(
            "{n} entry was passed over and still waits.", "{n} entries were passed over and still wait.", n
        )
        return [waits.format(n=n), _("Enter goes to the first of them.")]
    if desk.mode == "next":
        return [_("You have read every passage that was before you."), _("What was found: qualcode themes")]
    return [
        _("No suggestion waits for you any more."),
        _("What was found: qualcode themes"),
        _("New suggestions, after the codebook changed: qualcode autocode --apply"),
    ]


def empty(desk: Desk) -> str:
    """Return what is said instead of a page when there is nothing to do from the start."""
    if desk.mode == "next":
        return _("There is nothing that you have not read. What was found: qualcode themes")
    return _("No suggestion waits for you. To let the rules suggest: qualcode autocode --apply")


def goodbye(desk: Desk) -> str:
    """Return what was done since the coder sat down."""
    read = ngettext("{n} segment read", "{n} segments read", desk.read_here).format(n=desk.read_here)
    codings = desk.progress.codings
    coded = ngettext("{n} coding made", "{n} codings made", codings).format(n=codings)
    return _("{read}, {coded}. Everything is stored.").format(read=read, coded=coded)
