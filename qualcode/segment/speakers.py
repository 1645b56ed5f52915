"""Labels to speakers: one speaker however the label is written, with a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.language.lexicon import Lexicon, bare
from qualcode.records import Speaker
from qualcode.segment.labels import Verdict, is_person, judge, label_key, said_role, split_remark
from qualcode.segment.roles import Claim

Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks in a source.

    Attributes
    ----------
    speakers : sequence of Speaker
        In the order in which they first speak.
    index : mapping
        Label as written, and the speaker's index.
    claims : sequence of Claim
        What label and legend say of each speaker's role.
    """

    speakers: Sequence[Speaker]
    index: Mapping[str, int]
    claims: Sequence[Claim]


def cast(labels: Iterable[str], lexicon: Lexicon, known: Mapping[str, str]) -> Cast:
    """Bring labels together that name one speaker.

    Parameters
    ----------
    labels : iterable of str
        As written, in the order of the turns; an empty one names nobody.
    known : mapping
        Key of a label, and the words that legend, header or user have for it.
    """
    labels = [label for label in labels if label]
    verdicts = {label: judge(label, lexicon, known) for label in dict.fromkeys(labels)}
    identities = _with_short_labels(verdicts, _identities(verdicts, lexicon), lexicon)
    identities = _who_answer_each_other(labels, verdicts, identities)
    places: dict[Identity, int] = {}
    index: dict[str, int] = {}
    speakers: list[Speaker] = []
    claims: list[Claim] = []
    for label, verdict in verdicts.items():
        place = places.setdefault(identities[label], len(places))
        index[label] = place
        name = _name(label, verdict, lexicon, known)
        if place == len(speakers):
            speakers.append(Speaker(_without_manner(label), name=name))
            claims.append(_claim(verdict, lexicon, known))
        elif name and not speakers[place].name:
            speakers[place] = replace(speakers[place], name=name)
    return Cast(_with_own_labels(speakers), index, claims)


def _without_manner(label: str) -> str:
    """Return a label without how something was said, "(sambil tertawa)"; a name or an age in brackets stays."""
    base, remark = split_remark(label)
    return base if remark[:1].islower() and not any(letter.isdigit() for letter in remark) else label


def amend(speakers: Sequence[Speaker], notes: Sequence[Speaker], lexicon: Lexicon) -> list[Speaker]:
    """Put what the user knows of the speakers over what was found; labels are compared by their key."""
    by_key = {_note_key(note, lexicon): note for note in reversed(notes)}
    amended: list[Speaker] = []
    for speaker in speakers:
        note = by_key.get(bare(speaker.label)) or by_key.get(_note_key(speaker, lexicon))
        amended.append(_amended(speaker, note) if note else speaker)
    return amended


def note_names(notes: Sequence[Speaker], lexicon: Lexicon) -> dict[str, str]:
    """Return the labels that the user names, by key, with the name of each."""
    return {_note_key(note, lexicon): note.name for note in reversed(notes)}


def _note_key(note: Speaker, lexicon: Lexicon) -> str:
    return label_key(split_remark(note.label)[0], lexicon)


def _amended(speaker: Speaker, note: Speaker) -> Speaker:
    decided = note.case_set or note.case is not None
    return replace(
        speaker,
        name=note.name or speaker.name,
        role=note.role if note.role != "unknown" else speaker.role,
        case=note.case if decided else speaker.case,
        case_set=decided or speaker.case_set,
        person=note.person or speaker.person,
        values={**speaker.values, **note.values},
    )


def _identities(verdicts: Mapping[str, Verdict], lexicon: Lexicon) -> dict[str, Identity]:
    """Return for each label what makes its speaker one: the key, the name under any form of address, or brackets."""
    forms: dict[str, set[str]] = defaultdict(set)
    remarks: dict[str, set[str]] = defaultdict(set)
    for verdict in verdicts.values():
        form, rest = _address(verdict, lexicon)
        forms[rest] |= {form} - {""}
        remarks[verdict.key] |= {_named_in(verdict)} - {""}
    return {label: _identity(verdict, forms, remarks, lexicon) for label, verdict in verdicts.items()}


def _with_short_labels(
    verdicts: Mapping[str, Verdict], identities: Mapping[str, Identity], lexicon: Lexicon
) -> dict[str, Identity]:
    """Make a short label the speaker whom a longer one explains by it: "Interviewer (I)" and "I"."""
    by_key = {verdict.key: identities[label] for label, verdict in verdicts.items()}
    explained = {
        identities[label]: by_key[short]
        for label, verdict in verdicts.items()
        if 0 < len(verdict.remark) <= 6
        and (short := label_key(verdict.remark, lexicon)) in by_key
        and short != verdict.key
    }
    return {label: explained.get(identity, identity) for label, identity in identities.items()}


def _who_answer_each_other(
    labels: Sequence[str], verdicts: Mapping[str, Verdict], identities: Mapping[str, Identity]
) -> dict[str, Identity]:
    """Keep two names apart that seem one, "DELANEY" and "MRS. DELANEY", where one follows the other again and again."""
    told = Counter(
        frozenset((a, b))
        for a, b in pairwise(labels)
        if identities[a] == identities[b] and verdicts[a].key != verdicts[b].key
    )
    apart = {label for pair, n in told.items() if n >= _TALKING for label in pair}
    return {
        label: ("label", verdicts[label].key) if label in apart else identity for label, identity in identities.items()
    }


_TALKING = 2
"""So many times two labels follow each other before they are two people."""


def _identity(
    verdict: Verdict, forms: Mapping[str, set[str]], remarks: Mapping[str, set[str]], lexicon: Lexicon
) -> Identity:
    form, rest = _address(verdict, lexicon)
    if rest:
        return ("person", rest) if len(forms[rest]) <= 1 else ("person", rest, form)
    if len(remarks[verdict.key]) > 1 and not verdict.key[-1:].isdigit():
        return ("label", verdict.key, _named_in(verdict))
    return ("label", verdict.key)


def _address(verdict: Verdict, lexicon: Lexicon) -> tuple[str, str]:
    """Return the form of address of a person's label and the name without it and without titles; else nothing."""
    if verdict.kind not in ("person", "name"):
        return "", ""
    words = verdict.key.split()
    form = lexicon.honorifics.get(words[0], "") if len(words) > 1 else ""
    rest = [word for word in words[bool(form) :] if word not in lexicon.titles]
    return form, " ".join(rest or words)


def _named_in(verdict: Verdict) -> str:
    """Return the name in the brackets behind a label; "(sambil tertawa)" in small letters names nobody."""
    remark = verdict.remark
    return bare(remark.split(",")[0]) if remark[:1].isupper() else ""


def _meaning(verdict: Verdict, known: Mapping[str, str]) -> str:
    """Return what legend, header or user say of a label; the legend's "M" also explains "M1"."""
    return known.get(verdict.key, "") or known.get(verdict.key.rstrip("0123456789 "), "")


def _name(label: str, verdict: Verdict, lexicon: Lexicon, known: Mapping[str, str]) -> str:
    meaning = _meaning(verdict, known)
    if meaning:
        return meaning
    base, remark = split_remark(label)
    if verdict.kind in ("person", "name") or (verdict.kind == "known" and is_person(base, lexicon)):
        return base
    return remark if remark[:1].isupper() else ""


def _claim(verdict: Verdict, lexicon: Lexicon, known: Mapping[str, str]) -> Claim:
    stem = verdict.key.rstrip("0123456789")
    return _claimed(verdict, lexicon, known)._replace(family=stem if stem != verdict.key else "")


def _claimed(verdict: Verdict, lexicon: Lexicon, known: Mapping[str, str]) -> Claim:
    meaning = _meaning(verdict, known)
    said = said_role(meaning, lexicon) if len(meaning) > 3 else "unknown"
    if said != "unknown":
        return Claim(said, sure=True)
    if len(meaning) > 3 and verdict.kind in ("code", "initials", "known"):
        return Claim("unknown", sure=False, addressed=is_person(meaning, lexicon))
    remarked = said_role(verdict.remark, lexicon) if len(verdict.remark) > 3 else "unknown"
    if remarked != "unknown" and verdict.kind not in ("role", "question", "answer"):
        return Claim(remarked, sure=True)
    sure = verdict.kind in ("role", "question", "answer") and verdict.role != "unknown"
    return Claim(verdict.role, sure=sure, addressed=verdict.kind == "person")


def _with_own_labels(speakers: list[Speaker]) -> list[Speaker]:
    """Give each speaker a label that no other has, apart from case."""
    taken: set[str] = set()
    own: list[Speaker] = []
    for speaker in speakers:
        label, n = speaker.label, 1
        while label.casefold() in taken:
            n += 1
            label = f"{speaker.label} ({n})"
        taken.add(label.casefold())
        own.append(speaker if n == 1 else replace(speaker, label=label))
    return own
