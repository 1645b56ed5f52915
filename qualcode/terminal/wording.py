"""What the pages say about a passage, a mark, progress: the same words on the full screen and line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from qualcode.codebook.rules import PATTERN_KEYS
from qualcode.messages import N_, _, ngettext
from qualcode.query.disagreements import Side
from qualcode.query.explanation import Explanation, RuleHit
from qualcode.query.filters import ASKERS
from qualcode.query.outlook import Outlook
from qualcode.workflow.desk import Desk
from qualcode.workflow.passage import Line, Mark, Passage

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
    "adjudicate": N_("Taken back: the decision."),
}
MOST_ALTERNATIVES = 6
SHORTEST, LONGEST = 12, 40
"""Characters kept of a quoted stretch where it must be short."""


def safe(text: str) -> str:
    """Return text of the same length in which nothing can paint the terminal: a box for each mark that could."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "□" for c in text)


def coded(path: str, role: str) -> str:
    """Return that a passage was coded; of one that tables do not count, that too."""
    said = _("Coded: {code}").format(code=path)
    if role not in ASKERS:
        return said
    not_counted = _("{roles}: not counted in tables and lists, unless --role asks for it.")
    return f"{said} ({not_counted.format(roles=_(role))})"


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


def progress(desk: Desk) -> str:
    """Return how far the coder is."""
    now = desk.progress
    if desk.mode == "adjudicate":
        return _("settled {settled} · left {left} · codings {codings}").format(
            settled=now.read, left=now.left, codings=now.codings
        )
    return _("read {read} · left {left} · codings {codings}").format(read=now.read, left=now.left, codings=now.codings)


def line(beside: Line) -> str:
    """Return a turn beside a passage, on one line."""
    return safe(f"{beside.speaker}: {' '.join(beside.text.split())}")


def mark(shown: Mark, passage: Passage) -> str:
    """Return a coding or suggestion in words: its code, whose it is, its state, its words if not all."""
    if shown.kind == "coding":
        parts = [_("yours") if shown.own and not passage.sides else shown.coder, _quoted(shown, passage)]
    else:
        machine = _("rules") if shown.coder == "rule" else _("model")
        score = "" if shown.score is None else f" {shown.score:.2f}"
        parts = [f"{machine}{score}", _(STATES[shown.state]), _("words: {words}").format(words=shown.why)]
    return safe(" · ".join([shown.code, *filter(None, parts)]))


def side(given: Side) -> str:
    """Return what a coder gave a passage."""
    return safe(f"{given.coder}: {', '.join(given.codes) or _('nothing')}")


def outlook(found: Outlook) -> str:
    """Return how far the reading of a code is, in a sentence or two."""
    parts = [_("{code}: {found} found in {read} read").format(code=found.code, found=found.found, read=found.read)]
    if found.remaining:
        parts.append(
            _("about {n} more unread ({low} to {high})").format(
                n=round(found.remaining.expected), low=found.remaining.low, high=found.remaining.high
            )
        )
    elif found.read:
        parts.append(_("how many are left: unknown, {n} read by chance").format(n=found.at_random))
    share = f"{100 * found.target:.0f} %"
    verdicts = {
        "stop": _("{share} or more are found (95 % sure): reading on is unlikely to pay").format(share=share),
        "go on": _("not sure yet that {share} are found").format(share=share),
        "not valid": _("whether to stop: unknown, too few were read by chance or as its most probable"),
    }
    return safe("; ".join([*parts, *filter(None, [verdicts.get(found.verdict)])]))


def learned(desk: Desk) -> str:
    """Return what is said when something was learned in the background."""
    code = desk.passage.asked.code if desk.passage and desk.passage.asked else ""
    found = desk.learning.outlook(code)
    text = _("Learned from what you decided.")
    return f"{text} {outlook(found)}" if found else text


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


def explained(found: Explanation) -> list[str]:
    """Return why a suggestion was made: the machine, the codebook, rules with the words that they met, what weighed."""
    number, sha256 = found.codebook
    version = _("codebook version {n} ({sha256})").format(n="?" if number is None else number, sha256=sha256[:12])
    lines = [_heading(found), version, *_met(found), *_weighed(found), *_joined(found), *_near(found)]
    return [safe(text) for text in lines]


def _heading(found: Explanation) -> str:
    machine = _("the rules") if found.origin == "rule" else _("the model")
    if found.origin == "model" and not found.is_probability:
        return _("{code}: suggested by {machine}; too little was read to say how probable it is").format(
            code=found.code, machine=machine
        )
    said = (
        _("{code}: suggested by {machine}, probability {score}")
        if found.is_probability
        else _("{code}: suggested by {machine}, score {score}")
    )
    return said.format(code=found.code, machine=machine, score=f"{found.score:.2f}")


def _met(found: Explanation) -> Iterator[str]:
    for rule in dict.fromkeys(hit.rule for hit in found.rules):
        words = dict.fromkeys(_specially(hit) for hit in found.rules if hit.rule == rule)
        yield from ("", "; ".join(words))
        if rule:
            yield "  " + _("rule: {rule}").format(rule=_rule(json.loads(rule)))


def _specially(hit: RuleHit) -> str:
    special = ", ".join(_(SPECIAL[mark]) for mark in hit.marks)
    return f"{hit.words} ({special})" if special else hit.words


def _weighed(found: Explanation) -> Iterator[str]:
    """Yield the words with their weights, and how they add up."""
    if found.logit is None:
        return
    for title, sign in ((_("for it: {words}"), 1), (_("against it: {words}"), -1)):
        words = [f"{word} {weight:+.2f}" for word, weight in found.words if weight * sign > 0]
        if words:
            yield from ("", title.format(words="; ".join(words)))
    if found.meaning:
        yield _("the meaning of the sentence as a whole: {weight}").format(weight=f"{found.meaning:+.4f}")
    yield _("words {words}, other words {rest}, intercept {intercept}: together {logit}").format(
        words=f"{sum(weight for _word, weight in found.words):+.4f}", rest=f"{found.rest:+.4f}",
        intercept=f"{found.intercept or 0:+.4f}", logit=f"{found.logit:+.4f}",
    )  # fmt: skip


def _joined(found: Explanation) -> Iterator[str]:
    """Yield how the probability was joined from what the model and the rules say."""
    if found.reckoned is None:
        return
    if found.reckoned.by_model is None:
        yield from (
            "",
            _("by the rules alone {rules}: too few examples for a model").format(rules=_percent(found.score)),
        )
    elif found.basis == "model":
        yield from ("", _("by the model {model}; the code has no rules").format(model=_percent(found.score)))
    else:
        text = _("by the model {model}, by the rules {rules}; the rules count for {share}: together {score}")
        yield from ("", text.format(
            model=_percent(found.reckoned.by_model), rules=_percent(found.reckoned.by_rules),
            share=_percent(found.reckoned.rules_share), score=_percent(found.score),
        ))  # fmt: skip


def _near(found: Explanation) -> Iterator[str]:
    """Yield the coded passages that are most like it."""
    if found.neighbours:
        yield from ("", _("the coded passages that are most like it:"))
    for near in found.neighbours:
        place = f"{near.source}:{near.segment} »{short(near.text, 120)}«" if near.text else _("(not coded any more)")
        yield f"  {near.id} {near.similarity:.2f} {place}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


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


def settled(coders: Sequence[str]) -> str:
    """Return with whose codes a passage was settled; without names, with none of those on which they differ."""
    if not coders:
        return _("Settled with none of the codes on which they differ.")
    return safe(_("Settled with the codes of: {coders}").format(coders=", ".join(coders)))


def reason(given: str) -> str:
    """Return the reason that the next decision will have."""
    return safe(_("Reason of the next decision: {reason}").format(reason=given or _("none")))


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
    if desk.mode == "adjudicate":
        return [_("Everything on which the coders differ is settled."), _("What was found: qualcode themes")]
    return [
        _("No suggestion waits for you any more."),
        _("What was found: qualcode themes"),
        _("New suggestions, after the codebook changed: qualcode autocode --apply"),
    ]


def empty(desk: Desk) -> str:
    """Return what is said instead of a page when there is nothing to do from the start."""
    if desk.mode == "next":
        return _("There is nothing that you have not read. What was found: qualcode themes")
    if desk.mode == "adjudicate":
        if not desk.progress.read:
            return _("Nothing is to be settled: the coders do not differ there.")
        return ngettext(
            "Nothing is left to settle: {n} segment on which the coders differ is settled.",
            "Nothing is left to settle: {n} segments on which the coders differ are settled.",
            desk.progress.read,
        ).format(n=desk.progress.read)
    return _("No suggestion waits for you. To let the rules suggest: qualcode autocode --apply")


def goodbye(desk: Desk) -> str:
    """Return what was done since the coder sat down."""
    n = desk.read_here
    if desk.mode == "adjudicate":
        read = ngettext("{n} segment settled", "{n} segments settled", n).format(n=n)
    else:
        read = ngettext("{n} segment read", "{n} segments read", n).format(n=n)
    codings = desk.progress.codings
    coded = ngettext("{n} coding made", "{n} codings made", codings).format(n=codings)
    return _("{read}, {coded}. Everything is stored.").format(read=read, coded=coded)
