"""One project is one SQLite file: opened, changed, rolled back and checked here, and nowhere else."""

from qualcode.store.project import Project

__all__ = ["Project"]
