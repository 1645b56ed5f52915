"""Draw docs/themes.svg: the terminal after the README's first command, as it really prints.

python docs/picture.py
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path

from session import ROOT, environment, output

COMMAND = "qualcode run transcripts --codebook codebooks/orsos.yaml"
SIZE, LINE, WIDTH = 14, 20, 8.45
INK, PROMPT = "#e6e9ec", "#8bd49c"


def svg(lines: list[str]) -> str:
    """Return a terminal window with these lines; fonts are whatever monospace the reader has."""
    width = max(map(len, lines)) * WIDTH + 40
    height = len(lines) * LINE + 60
    text = "\n".join(
        f'<text x="20" y="{52 + i * LINE}" xml:space="preserve" fill="{PROMPT if line[:1] == "$" else INK}">'
        f"{escape(line)}</text>"
        for i, line in enumerate(lines)
    )
    lights = enumerate(("#ed6a5e", "#f5bf4f", "#61c554"))
    dots = "".join(f'<circle cx="{22 + 20 * i}" cy="18" r="6" fill="{colour}"/>' for i, colour in lights)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" '
        f'aria-label="Output of: {escape(COMMAND)}">\n'
        f'<rect width="100%" height="100%" rx="8" fill="#1d2127"/>\n{dots}\n'
        f'<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="{SIZE}">\n{text}\n</g>\n</svg>\n'
    )


def main() -> None:
    """Run the command on copies and draw what it prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for data in ("transcripts", "codebooks"):
            (folder / data).symlink_to(ROOT / data)
        shown = output(COMMAND, folder, environment("en"))
    table = shown[shown.index("code ") : shown.index("\n\ncount")]
    lines = [f"$ {COMMAND}", "", *table.splitlines()]
    (ROOT / "docs" / "themes.svg").write_text(svg(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
