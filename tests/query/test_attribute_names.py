"""An attribute may be called like a column of a table: the figures stay, and no field is lost."""

import pytest

from qualcode.query.crosstab import crosstab
from qualcode.query.filters import Filter
from qualcode.query.spreading import shown_cells
from qualcode.query.themes import themes
from qualcode.store.cases import find_case, set_value
from qualcode.workflow.autocoding import autocode

RULES = Filter(origin="rule")


@pytest.fixture(params=["n", "from", "read", "code", "share"])
def named(project, request):
    autocode(project, apply=True)
    with project.change("case load"):
        for case, value in (("melati", "ya"), ("kasih", "tidak")):
            for name in (request.param, "jenis"):
                set_value(project, name, value, case_id=find_case(project, case))
    return project, request.param


def test_a_count_by_it_is_the_count_by_any_other_name(named):
    project, name = named
    assert shown_cells(themes(project, RULES, by=name)) == shown_cells(themes(project, RULES, by="jenis"))


def test_a_record_keeps_every_field(named):
    project, name = named
    for table in (themes(project, RULES, by=name), crosstab(project, RULES, columns=name)):
        assert len(table.records()[0]) == len(table.columns)
