"""``python -m qualcode`` and the command ``qualcode``: the language is set before anything that speaks is imported."""

from __future__ import annotations

import sys

from qualcode.messages import choose_language, speak


def main() -> None:
    """Run the command line."""
    speak(choose_language(sys.argv[1:]))
    from qualcode.cli.app import app

    app()


if __name__ == "__main__":
    main()
