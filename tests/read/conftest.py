"""Files are read as a user's are: from disk, by their suffix."""

from __future__ import annotations

import pytest

from qualcode.read import Options, read


@pytest.fixture
def reads(tmp_path):
    """Return a function that reads content as a file of a suffix."""

    def call(content, suffix, **options):
        path = tmp_path / f"file{suffix}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, options=Options(**options))

    return call
