"""The fixed words of tables, for people: heads, facts, keys of notes, and values that are no names.

Machine formats keep the words as they stand here. What people named (codes, cases, coders, attributes and their
values) is never translated, also where it is called as one of these words: so a value is looked up under its column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualcode.messages import N_, _, decimal
from qualcode.query.dimensions import FIXED

HEADS = frozenset({
    N_("AC1"), N_("Cliff's delta"), N_("Fleiss kappa"), N_("accepted"), N_("adjusted p"), N_("after"), N_("agreed"),
    N_("all"), N_("alpha"), N_("alpha-U"), N_("assigned"), N_("assigned_unread"), N_("at"), N_("attribute"),
    N_("average precision"), N_("basis"), N_("before"), N_("blind"), N_("both"), N_("case"), N_("cases"), N_("change"),
    N_("changes"), N_("characters"), N_("check"), N_("code"), N_("code_a"), N_("code_b"), N_("codebook"), N_("coded"),
    N_("coder"), N_("coder_a"), N_("coder_b"), N_("coders"), N_("codes"), N_("codings"), N_("collected_on"),
    N_("column_share"), N_("command"), N_("copy"), N_("created_at"), N_("cut"), N_("confidence"), N_("definition"),
    N_("delta"), N_("doubt"), N_("doubtful"), N_("doubts"),
    N_("detail"), N_("difference of shares"), N_("end"), N_("evidence"), N_("example"), N_("examples"), N_("excerpt"),
    N_("expected"), N_("f1"), N_("fact"), N_("field"), N_("first"), N_("followed"), N_("found"), N_("from"),
    N_("given"), N_("group"), N_("had_by"), N_("here"), N_("hidden"), N_("high"), N_("how"), N_("id"), N_("jaccard"),
    N_("kappa"), N_("kind"), N_("label"), N_("language"), N_("languages"), N_("last"), N_("last change"), N_("layout"),
    N_("language_found"),
    N_("left"), N_("left out because"), N_("lift"), N_("line"), N_("log-likelihood"), N_("log_likelihood"),
    N_("log_ratio"), N_("log ratio"), N_("low"), N_("matched"), N_("measure"), N_("memos"), N_("n"), N_("n_other"),
    N_("n_own"), N_("name"), N_("new"), N_("new_coded"), N_("new_not_coded"), N_("new_unread"), N_("not_coded"),
    N_("n of kappa"), N_("odds"), N_("of"), N_("of_coded"), N_("of_not_coded"), N_("of_unread"), N_("old"), N_("on"),
    N_("order"), N_("other"), N_("outcome"), N_("p"), N_("pairs"), N_("person"), N_("place"), N_("population"),
    N_("precision"), N_("precision_before"), N_("project"), N_("quote"), N_("random"), N_("rate"), N_("read"),
    N_("reason"), N_("recall"), N_("recall_before"), N_("relation"), N_("remark"), N_("rest"), N_("rest_words"),
    N_("right"), N_("role"), N_("round"), N_("row"), N_("row_share"), N_("rows"), N_("rule_word"), N_("rules"),
    N_("run"), N_("run_share"), N_("said"), N_("samples"), N_("score"), N_("segment"), N_("segments"), N_("settled"),
    N_("share"), N_("shared"), N_("shuffled"), N_("shuffled_high"), N_("shuffled_low"), N_("similarity"),
    N_("snippet"), N_("source"), N_("sources"), N_("speaker"), N_("speakers"), N_("start"), N_("start_s"), N_("state"),
    N_("suggested"), N_("suggestions"), N_("target"), N_("text"), N_("then"), N_("there"), N_("topic"), N_("total"),
    N_("turn"), N_("turns"), N_("type"), N_("unit"), N_("unread"), N_("unread_with_code"), N_("usable"), N_("used_by"),
    N_("used by"), N_("value"), N_("verdict"), N_("version"), N_("waiting"), N_("way"), N_("weight"), N_("what"),
    N_("where"), N_("why"), N_("word"), N_("words"), N_("wrong"),
})  # fmt: skip
"""Names of columns, and of the facts of `status`."""
KEYS = frozenset({
    N_("adjusted"), N_("as_of"), N_("assignments"), N_("base"), N_("base_codes"), N_("by"), N_("case"), N_("code"),
    N_("codebook"), N_("coders"), N_("codings_of_retired_codes"), N_("codings_outside_population"),
    N_("codings_settled"), N_("count"),
    N_("differ"), N_("folds"), N_("forms"), N_("from"), N_("hidden"), N_("intervals"), N_("labels_from_suggestions"),
    N_("least"),
    N_("left_out_imported"), N_("left_out_in_sight"), N_("like"), N_("listed"), N_("measure"), N_("memos"),
    N_("min_cases"), N_("min_users"), N_("near_copies_left_out"), N_("never_in_this_order"), N_("never_together"),
    N_("no_word"), N_("not_read"), N_("not_run"), N_("partly_known"), N_("percent"), N_("places"), N_("population"),
    N_("query"),
    N_("rate"), N_("read"), N_("rows"), N_("run"), N_("runs"), N_("saturated"), N_("seed"), N_("segments"),
    N_("segments_of_unknown_role"), N_("settled"), N_("several_values"), N_("source"), N_("sources"), N_("suggestion"),
    N_("test"), N_("threshold"), N_("undated"), N_("used_by"), N_("within"), N_("without"), N_("without_value"),
    N_("word"),
})  # fmt: skip
"""Names in the note of a table."""
NOBODY = frozenset({N_("(all)"), N_("(all codes)"), N_("(any code)"), N_("(missing)"), N_("(no case)"), N_("(none)")})
"""What stands in any column where there is no name."""
ROLES = frozenset({N_("interviewer"), N_("respondent"), N_("moderator"), N_("observer"), N_("unknown")})
_ORIGINS = frozenset({N_("human"), N_("rule"), N_("model"), N_("all")})
_UNITS = frozenset({
    N_("segments"), N_("codings"), N_("turns"), N_("persons"), N_("sources"), N_("cases"), N_("words"), N_("codes"),
    N_("sentences"), N_("characters"), N_("labels"),
})  # fmt: skip
VALUES: Mapping[str, frozenset[str]] = {
    "from": _ORIGINS,
    "role": ROLES,
    "unit": frozenset({N_("turn"), N_("paragraph"), N_("sentence"), N_("row"), N_("auto"), N_("minutes"), N_("turns")}),
    "kind": frozenset({
        N_("assignment"), N_("attribute"), N_("case"), N_("code"), N_("coder"), N_("coding"), N_("decision"),
        N_("memo"), N_("reading"), N_("source"), N_("speaker"),
    }),
    "type": frozenset({N_("text"), N_("category"), N_("number"), N_("date")}),
    "state": frozenset({N_("done"), N_("undone")}),
    "relation": frozenset({N_("sub-code")}),
    "measure": frozenset({
        N_("observed agreement"), N_("kappa"), N_("fleiss kappa"), N_("alpha"), N_("ac1"), N_("prevalence"),
        N_("alpha masi"), N_("alpha-u"), N_("precision"), N_("recall"), N_("f1"), N_("average precision"),
        N_("accepted"), N_("calibration error"),
    }),
    "way": frozenset({N_("rules"), N_("model"), N_("both")}),
    "basis": frozenset({
        N_("model"), N_("model and rules"), N_("rules"), N_("order"), N_("nothing"), N_("group"),
    }),
    "reason": frozenset({
        N_("manual"), N_("daily"), N_("undo"), N_("merge"), N_("upgrade"), N_("restore"), N_("erase"),
    }),
    "on": frozenset({N_("project"), N_("case"), N_("code"), N_("source"), N_("passage"), N_("coding")}),
    "how": frozenset({N_("root"), N_("typo")}),
    "what": frozenset({N_("changed"), N_("lost"), N_("double")}),
    "outcome": frozenset({
        N_("conflict"), N_("removed"), N_("kept"), N_("refused"), N_("renamed"), N_("erased"),
    }),
    "shared": frozenset({N_("yes")}),
    "blind": frozenset({N_("yes")}),
}  # fmt: skip
"""By column: its values that are no names."""
SAID: Mapping[str, frozenset[str]] = {
    "by": frozenset(FIXED),
    "count": _UNITS,
    "from": _ORIGINS,
    "measure": VALUES["measure"],
    "percent": frozenset({N_("population"), N_("row"), N_("column")}),
    "used_by": frozenset({N_("cases"), N_("sources")}),
    "within": frozenset({N_("segment"), N_("overlap"), N_("source"), N_("turns")}),
}
"""By key of a note: what it says in words that are no names."""
SHOWN_DIGITS = 4
"""Digits after the point that people are shown of a fraction, at most."""
SPOKEN = {
    "codings_outside_population": N_("codings left out, outside the population"),
    "codings_of_retired_codes": N_("codings of retired codes, left out"),
    "codings_settled": N_("codings left out, replaced by a consensus"),
    "segments_of_unknown_role": N_("segments of unknown role"),
    "several_values": N_("cases with several values"),
    "partly_known": N_("cases with a value of some speakers only"),
}
"""Names in notes that people read in other words."""
WORDS = HEADS | KEYS | NOBODY | frozenset(FIXED).union(*VALUES.values(), *SAID.values())


def told(word: str) -> str:
    """Return a fixed word in the language of messages, any other as it stands."""
    return _(SPOKEN.get(word, word)) if word in WORDS else word


def told_cell(column: str, value: Any) -> Any:
    """Return a cell of a column with a fixed name as people read it: known words translated, fractions written so."""
    if isinstance(value, float):
        return decimal(round(value, SHOWN_DIGITS))
    known = isinstance(value, str) and (value in NOBODY or value in VALUES.get(column, ()))
    return _(value) if known else value


def told_breakdown(by: str) -> str:
    """Return what a table is broken down by; the name of an attribute stays as it is."""
    return _(by) if by in FIXED else by


def told_value(by: str, value: object) -> str:
    """Return a value that a table is broken down by; only roles, and what stands for no value, are no names."""
    text = str(value)
    return _(text) if text in NOBODY or (by == "role" and text in ROLES) else text


def told_note(key: str, value: Any) -> str:
    """Return what a note says under a key: "segments", "human: ani, budi", "turns:2", a number."""
    if isinstance(value, float):
        return decimal(value)
    word, colon, names = str(value).partition(":")
    return f"{_(word)}{colon}{names}" if word in SAID.get(key, ()) else str(value)
