"""The memos of a project: what each is on, who wrote it, when."""

from __future__ import annotations

from qualcode.query.table import Table
from qualcode.store.project import Project

COLUMNS = ("id", "on", "source", "segment", "code", "case", "quote", "coder", "at", "text")


def memos(project: Project, *, coder_id: int | None = None, source_id: int | None = None) -> Table:
    """Return one row a memo, in the order in which they were written.

    Parameters
    ----------
    coder_id, source_id : int, optional
        Only the memos of this coder, or on this source, its passages and its codings.

    Returns
    -------
    Table
        Columns id, on (project, case, code, source, passage or coding), source, segment (the first), code, case,
        quote, coder, at, text.
    """
    rows = project.rows(
        """
        with placed as (
          select memo.id, memo.uid, memo.text, memo.at, memo.coder_id, memo.coding_id, memo.case_id,
                 coalesce(memo.source_id, coding.source_id) as source_id, coalesce(memo.start, coding.start) as start,
                 coalesce(memo.stop, coding.stop) as stop, coalesce(memo.code_id, coding.code_id) as code_id
            from memo
            left join coding on coding.id = memo.coding_id
        )
        select 'm' || substr(placed.uid, 1, 8),
               case when coding_id is not null then 'coding' when start is not null then 'passage'
                    when placed.source_id is not null then 'source' when placed.code_id is not null then 'code'
                    when placed.case_id is not null then 'case' else 'project' end,
               coalesce(source.name, ''),
               (select min(n) from segment
                 where segment.source_id = placed.source_id and segment.start < placed.stop
                   and segment.stop > placed.start),
               coalesce(code_tree.path, ''), coalesce(study_case.name, ''),
               coalesce(substr(source.text, placed.start + 1, placed.stop - placed.start), ''),
               coalesce(coder.name, ''), placed.at, placed.text
          from placed
          left join source on source.id = placed.source_id
          left join code_tree on code_tree.code_id = placed.code_id
          left join study_case on study_case.id = placed.case_id
          left join coder on coder.id = placed.coder_id
         where (?1 is null or placed.coder_id = ?1) and (?2 is null or placed.source_id = ?2)
         order by placed.at, placed.id
        """,
        [coder_id, source_id],
    )
    return Table(COLUMNS, rows, {"memos": len(rows)})
