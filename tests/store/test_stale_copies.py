"""What a killed backup left behind goes; a project in a cloud folder is warned of."""

import os
import time

import pytest

from qualcode.store import backups


def test_an_unfinished_copy_goes_once_it_is_old(project):
    folder = backups.folder_of(project.path)
    folder.mkdir()
    names = ("000003-20260101T000000Z-daily.tmp", "000003-20260101T000000Z-daily.tmp-journal", "catatan.tmp")
    for name in (*names, "000009-20260101T000000Z-merge.tmp"):
        (folder / name).write_text("setengah jadi", encoding="utf-8")
    old = time.time() - 2 * backups.STALE_S
    for name in names:
        os.utime(folder / name, (old, old))
    backups.make(project.connection, project.path, "manual")
    left = sorted(file.name for file in folder.iterdir() if file.suffix != ".qualcode")
    assert left == ["000009-20260101T000000Z-merge.tmp", "catatan.tmp"]


@pytest.mark.parametrize(("folder", "warned"), [("Dropbox", True), ("OneDrive - Unsri", True), ("studi", False)])
def test_a_cloud_folder_is_warned_of(tmp_path, capsys, folder, warned):
    backups.warn_of_synced(tmp_path / folder / "study.qualcode")
    assert ("kept in step with the cloud" in capsys.readouterr().err) is warned
