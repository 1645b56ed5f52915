"""What became of every row of the other file, counted and checked: none is lost without a word."""

from __future__ import annotations

from qualcode.store.merging.planning import Plan
from qualcode.store.merging.report import Count
from qualcode.store.merging.settling import Merged
from qualcode.store.merging.tables import KINDS


def counts(merged: Merged, plan: Plan) -> list[Count]:
    """Return the counts of all kinds.

    Raises
    ------
    RuntimeError
        If a row of the other file is neither in the merged project nor listed: a mistake of this program.
    """
    return [_count(merged, plan, table) for table in KINDS]


def _count(merged: Merged, plan: Plan, table: str) -> Count:
    fates = {"added": 0, "present": 0, "removed": 0, "refused": 0}
    for uid in merged.there.ids[table]:
        fates[_fate(merged, table, uid)] += 1
    rows = plan.rows[table]
    count = Count(table, incoming=sum(fates.values()), changed=len(rows.changed), gone=len(rows.gone), **fates)
    if count.added > len(rows.added) or len(merged.there.ids[table]) != count.incoming:
        raise RuntimeError(f"merge: the counts of {table} do not add up")
    return count


def _fate(merged: Merged, table: str, uid: str) -> str:
    stands = merged.same_as[table].get(uid, uid)
    if stands in merged.rows[table]:
        return "present" if stands in merged.here.ids[table] or stands != uid else "added"
    if uid in merged.there.refused[table]:
        return "refused"
    if table == "coding" and uid in merged.there.rows[table] and uid in merged.here.removed:
        return "removed"
    raise RuntimeError(f"merge: a row of {table} is lost")
