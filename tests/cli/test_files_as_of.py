"""A report of an earlier state says of when it is, and is the same file whenever it is written."""

import json
from datetime import datetime, timedelta

from qualcode import identity


class InAnHour(datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + timedelta(hours=1)


def test_the_time_of_an_earlier_state_is_that_of_its_last_change(study, tmp_path, monkeypatch):
    study("code", "kasih/ketua:2", "outreach", "--coder", "ani")
    study("code", "melati/ketua:2", "coordination", "--coder", "ani")
    before = json.loads(study("log", "-f", "json").stdout)["rows"][1]
    monkeypatch.setattr(identity, "datetime", InAnHour)
    study("report", "-o", "r.md", "--as-of", before["n"])
    assert f"State of the project: {before['at']}" in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_a_file_says_as_of_when_it_counts(study, tmp_path):
    study("code", "kasih/ketua:2", "outreach", "--coder", "ani")
    study("code", "melati/ketua:2", "coordination", "--coder", "ani")
    n = json.loads(study("log", "-f", "json").stdout)["rows"][1]["n"]
    study("export", "matrix", "m.json", "--as-of", n)
    assert json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))["note"]["as_of"] == str(n)
