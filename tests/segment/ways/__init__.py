"""Invented transcripts in the many ways that people type them up, each with exactly who said what.

Nobody has said any of this. `compose.documents` makes them, `judge.judge` holds a transcript against them; words are in
``languages/``, ways of writing in ``styles.toml``.
"""
