"""Where the data of the package is: the default codebooks and the sample study, in the wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path


def data_folder(name: str) -> Path:
    """Return the folder "codebooks" or "transcripts".

    Raises
    ------
    FileNotFoundError
        If the installation lacks it.
    """
    package = Path(__file__).parent
    for place in (package / "data" / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(name)
