"""Labels to speakers: one speaker however the label is written, with a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
    verdicts = {label: judge(label, lexicon, known) for label in dict.fromkeys(labels) if label}
    identities = _identities(verdicts, lexicon)
    places: dict[Identity, int] = {}
    index: dict[str, int] = {}
    speakers: list[Speaker] = []
    claims: list[Claim] = []
    for label, verdict in verdicts.items():
        place = places.setdefault(identities[label], len(places))
        index[label] = place
        name = _name(label, verdict, lexicon, known)
        if place == len(speakers):
            speakers.append(Speaker(label, name=name))
            claims.append(_claim(verdict, lexicon, known))
        elif name and not speakers[place].name:
            speakers[place] = replace(speakers[place], name=name)
    return Cast(_with_own_labels(speakers), index, claims)


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


def _name(label: str, verdict: Verdict, lexicon: Lexicon, known: Mapping[str, str]) -> str:
    meaning = known.get(verdict.key, "")
    if meaning:
        return meaning
    base, remark = split_remark(label)
    if verdict.kind in ("person", "name") or (verdict.kind == "known" and is_person(base, lexicon)):
        return base
    return remark if remark[:1].isupper() else ""


def _claim(verdict: Verdict, lexicon: Lexicon, known: Mapping[str, str]) -> Claim:
    meaning = known.get(verdict.key, "")
    said = said_role(meaning, lexicon) if len(meaning) > 3 else "unknown"
    if said != "unknown":
        return Claim(said, sure=True)
    return Claim(verdict.role, sure=verdict.kind in ("role", "question", "answer"))


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
