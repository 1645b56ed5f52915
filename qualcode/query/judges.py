"""Who is compared with whom: people by name, and the rules as one more coder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Judge:
    """One who is compared: a person by the id of the coder, or the rules of the codebook (None)."""

    name: str
    coder_id: int | None


def judges(project: Project, names: Sequence[str] = ()) -> list[Judge]:
    """Return those who are named, else every person who codes.

    Parameters
    ----------
    names : sequence of str
        Names of coders; ``rule`` or ``rule:NAME OF THE CODEBOOK`` is what the latest runs of the rules suggest.

    Raises
    ------
    UnknownNameError
        If there is no such coder, or no such codebook.
    QualcodeError
        If one is a consensus or the model, is named twice, or only one is named.
    """
    known = {key(name): (coder_id, name, kind) for coder_id, name, kind in _coders(project)}
    if not names:
        return [Judge(name, coder_id) for coder_id, name, kind in known.values() if kind == "human"]
    chosen = [_judge(project, name, known) for name in names]
    if len({judge.coder_id for judge in chosen}) < len(chosen):
        raise QualcodeError(_("--coders names one coder twice."))
    if len(chosen) < 2:
        raise QualcodeError(_("Agreement needs two coders or more: --coders ani,budi, or --coders ani,rule."))
    return chosen


def _coders(project: Project) -> list[tuple[int, str, str]]:
    rows = project.rows("select id, name, kind from coder where kind in ('human', 'consensus') order by id")
    return [(coder_id, name, kind) for coder_id, name, kind in rows]


def _judge(project: Project, name: str, known: dict[str, tuple[int, str, str]]) -> Judge:
    if key(name) in known:
        coder_id, spelled, kind = known[key(name)]
        if kind == "consensus":
            raise QualcodeError(
                _(
                    "{name} is the consensus: it was made from the codings of the others, so it is never compared with "
                    "them. Leave it out of --coders."
                ).format(name=spelled)
            )
        return Judge(spelled, coder_id)
    machine, _colon, book = name.partition(":")
    if key(machine) == "model":
        raise QualcodeError(
            _(
                "The model learned from what people said of these segments, and suggests only where nobody has said "
                "anything yet. Measure it with: qualcode evaluate"
            )
        )
    if key(machine) != "rule":
        raise UnknownNameError("coder", name, [*(row[1] for row in known.values()), "rule"])
    current = codebook(project).name
    if book and key(book) != key(current):
        raise UnknownNameError("codebook", book, [current])
    return Judge("rule", None)
