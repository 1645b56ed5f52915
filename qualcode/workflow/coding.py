"""What a coder does to passages: code, say that nothing is there, take a coding back, change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.filters import ASKERS
from qualcode.store.codebooks import codebook
from qualcode.store.coders import add_coder, find_coder
from qualcode.store.codes import free_code
from qualcode.store.codings import (
    StoredCoding,
    add_coding,
    change_coding,
    coding_by_id,
    codings_on,
    quoted,
    remove_codings,
)
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.reading import add_reading
from qualcode.workflow.places import Place, find_place, pieces

NOTHING = "none"
"""The word that stands for: read, and nothing of the codebook is here."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What `code` did.

    Attributes
    ----------
    ids : names of the codings, as c1a2b3c4
    pieces : how many spans the place was cut into, because it crosses cases
    not_counted : roles of who speaks there, where nobody does whose speech tables count
    """

    ids: Sequence[str]
    pieces: int = 1
    not_counted: Sequence[str] = ()


def code(
    project: Project,
    place: Place,
    codes: Sequence[str],
    coder: str,
    *,
    new: Sequence[str] = (),
    in_vivo: bool = False,
    memo: str | None = None,
) -> Coded:
    """Code a place, as one undo.

    Parameters
    ----------
    codes : sequence of str
        Paths of codes or unique endings of them.
    new : sequence of str
        Names of free codes, made below `open` where they are not there yet.
    in_vivo : bool
        Also code it with a free code named by the quoted words themselves.
    memo : str, optional
        A memo on each coding.

    Raises
    ------
    QualcodeError
        If a code is not known, or there is none.
    """
    if not (codes or new or in_vivo):
        raise QualcodeError(_('Name a code, or "{none}" if you read it and nothing is here.').format(none=NOTHING))
    spans = pieces(project, place)
    ids = _ids_of(project, codes)
    names = list(new)
    if in_vivo:
        names.append(quoted(project, place.source.id, place.start, place.stop).replace("/", " "))
    with project.change("code", coder=coder):
        ids += [free_code(project, name) for name in names]
        made = [add_coding(project, place.source.id, *span, code_id, coder) for span in spans for code_id in ids]
        for coding_id in made if memo else ():
            add_memo(project, Target(coding_id=coding_id), memo or "", add_coder(project, coder))
        return Coded(
            [_name_of(project, coding_id) for coding_id in made],
            len(spans),
            _not_counted(project, place.source.id, place.start, place.stop),
        )


def _not_counted(project: Project, source_id: int, start: int, stop: int) -> list[str]:
    """Return the roles that are heard in a place, where all of them ask or look on."""
    rows = project.rows(
        """
        select distinct role
          from segment_scope
         where source_id = ? and start < ? and stop > ?
         order by role
        """,
        [source_id, stop, start],
    )
    roles = [role for (role,) in rows]
    return roles if all(role in ASKERS for role in roles) else []


def _ids_of(project: Project, codes: Sequence[str]) -> list[int]:
    if not codes:
        return []
    book = codebook(project)
    ids = dict(project.rows("select path, code_id from code_tree order by position"))
    return [ids[book.find(name).path] for name in codes]


def _name_of(project: Project, coding_id: int) -> str:
    return f"c{project.value('select substr(uid, 1, 8) from coding where id = ?', [coding_id])}"


def read_nothing(project: Project, place: Place, coder: str) -> bool:
    """Write down that a coder read a place and found nothing to code, as one undo; tells whether that is new."""
    with project.change("code none", coder=coder):
        return add_reading(project, add_coder(project, coder), place.source.id, place.start, place.stop)


def uncode(project: Project, what: str, coder: str, *, codes: Sequence[str] = ()) -> int:
    """Take codings back, as one undo; what was read stays read. Returns how many.

    Parameters
    ----------
    what : str
        The id of a coding, or a place: then all her codings that touch it, or those with one of `codes`.

    Raises
    ------
    QualcodeError
        If there is none, or it is another coder's.
    """
    found = [own(project, what, coder)] if _is_id(what) else _at(project, what, coder, codes)
    if not found:
        raise QualcodeError(_("There is no coding of yours at this place."))
    with project.change("uncode", coder=coder):
        remove_codings(project, found)
    return len(found)


def _is_id(what: str) -> bool:
    return ":" not in what and what[:1] == "c" and what[1:].isalnum()


def _at(project: Project, what: str, coder: str, codes: Sequence[str]) -> list[StoredCoding]:
    place = find_place(project, what)
    wanted = set(_ids_of(project, codes))
    found = codings_on(project, place.source.id, place.start, place.stop, find_coder(project, coder))
    return [coding for coding in found if not wanted or coding.code_id in wanted]


def own(project: Project, name: str, coder: str) -> StoredCoding:
    """Return the coding of this id, if it is this coder's.

    Raises
    ------
    QualcodeError
        If there is none, or it is another coder's.
    """
    coding = coding_by_id(project, name)
    if key(coding.coder) != key(coder):
        raise QualcodeError(
            _('{name} is the coding of "{coder}". Whoever codes under that name says so: --coder "{coder}"').format(
                name=coding.name, coder=coding.coder
            )
        )
    return coding


def recode(
    project: Project,
    name: str,
    coder: str,
    *,
    code: str | None = None,
    span: str | None = None,
    quote: str | None = None,
) -> Sequence[str]:
    """Give a coding another code, another span or both, as one undo; its memos stay with it.

    Parameters
    ----------
    name : str
        The coding's id.
    span : str, optional
        ``A-B`` in the source.
    quote : str, optional
        Words that occur once in the segments that the coding touches.

    Returns
    -------
    sequence of str
        The roles of who speaks there, where nobody does whose speech tables count.

    Raises
    ------
    QualcodeError
        If nothing is to change, the coding belongs to another coder, or the new span or code is wrong.
    """
    coding = own(project, name, coder)
    if code is None and span is None and quote is None:
        raise QualcodeError(_("Say what changes: a code, --span A-B or --quote TEXT."))
    place = _new_place(project, coding, span, quote)
    with project.change("recode", coder=coder):
        change_coding(
            project,
            coding,
            code_id=_ids_of(project, [code])[0] if code else None,
            span=(place.start, place.stop) if place else None,
        )
    start, stop = (place.start, place.stop) if place else (coding.start, coding.stop)
    return _not_counted(project, coding.source_id, start, stop)


def _new_place(project: Project, coding: StoredCoding, span: str | None, quote: str | None) -> Place | None:
    if span is None and quote is None:
        return None
    name, first, last = project.rows(
        """
        select source.name, min(segment.n), max(segment.n)
          from source
          left join segment on segment.source_id = source.id and segment.start < ? and segment.stop > ?
         where source.id = ?
        """,
        [coding.stop, coding.start, coding.source_id],
    )[0]
    place = find_place(project, f"{name}:{first}-{last}" if first else name, quote=quote, span=span)
    if len(pieces(project, place)) > 1:
        raise QualcodeError(_("{name}: the new span would cross two cases; code each turn.").format(name=coding.name))
    return place
