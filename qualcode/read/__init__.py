"""A file becomes one or more sources: `read` looks at the content and the suffix and picks the reader."""

from __future__ import annotations

from qualcode.read.files import Options, read, read_table

__all__ = ["Options", "read", "read_table"]
