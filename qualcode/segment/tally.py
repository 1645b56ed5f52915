"""How often a page shows what tells layouts apart; counted once for all recognisers."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.records import Role
from qualcode.segment.labels import SURE, said_role
from qualcode.segment.page import Label, Page

OPENING_QUOTES = frozenset("\"“„«‘'‟")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of labels on a page.

    Attributes
    ----------
    labels : int
        Labels that name a speaker.
    weight : float
        The same, a label that only recurs counted half.
    quoted, bullets, colonless, answers, numbered : int
        Of these: followed by a quotation mark, after a bullet, without colon, for an answer, with a number or brackets.
    questions : int
        Numbered lines that ask.
    roles : mapping
        Key of each speaker, and the role that the label or the legend says.
    """

    page: Page
    labels: int
    weight: float
    quoted: int
    bullets: int
    colonless: int
    answers: int
    numbered: int
    questions: int
    roles: dict[str, Role]

    @property
    def score(self) -> float:
        """How sure it is that labels name the speakers, 0..0.9."""
        return min(0.9, 0.5 + 0.05 * self.weight) if self.labels else 0.0

    @property
    def voices(self) -> int:
        """Count the speakers who neither ask nor observe."""
        return sum(role in ("respondent", "unknown") for role in self.roles.values())

    @property
    def moderated(self) -> bool:
        """Whether a moderator speaks."""
        return "moderator" in self.roles.values()


def tally(page: Page) -> Tally:
    """Count what tells layouts apart."""
    labels = page.spoken()
    return Tally(
        page=page,
        labels=len(labels),
        weight=sum(1.0 if label.verdict.kind in SURE else 0.5 for label in labels),
        quoted=sum(_opens_quote(page.text, label) for label in labels),
        bullets=sum(label.bullet for label in labels),
        colonless=sum(label.sign == "" and "." not in label.name for label in labels),
        answers=sum(label.verdict.kind == "answer" for label in labels),
        numbered=sum(_is_numbered(label) for label in labels),
        questions=sum(kind == "number" and "?" in page.line_text(i) for i, kind in enumerate(page.kinds)),
        roles=page_roles(page),
    )


def page_roles(page: Page) -> dict[str, Role]:
    """Return for each speaker's key the role that the legend or the label says."""
    roles: dict[str, Role] = {}
    for label in page.spoken():
        key = label.verdict.key
        if key not in roles:
            meaning = page.known.get(key, "")
            said = said_role(meaning, page.lexicon) if meaning else "unknown"
            roles[key] = said if said != "unknown" else label.verdict.role
    return roles


def _opens_quote(text: str, label: Label) -> bool:
    following = text[label.end : label.end + 4].lstrip()
    return bool(following) and following[0] in OPENING_QUOTES


def _is_numbered(label: Label) -> bool:
    return label.verdict.key[-1:].isdigit() or bool(label.verdict.remark)
