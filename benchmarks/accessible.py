"""Do the pages that qualcode writes work for everybody? axe-core looks at them in a real Chromium.

    apt-get install chromium; pip install axe-playwright-python
    python benchmarks/accessible.py [--chromium /usr/bin/chromium]

The report and every chart of the sample study, in both languages, wide and narrow, light and dark, without a network.
A page that was broken on purpose is looked at too: the check must find that. The report is printed to A4. Prints what
is wrong, and exits 1 if anything is, or if the broken page passes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCREENS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
A4 = (595, 842)
"""Points."""
PAGES = {
    "report": ["report", "--from", "rule", "--by", "typology"],
    **{kind: ["chart", kind, "--from", "rule"] for kind in ("themes", "heatmap", "cooccur", "saturation", "timeline")},
}


def written(folder: Path) -> list[Path]:
    """Write the pages in both languages; return their files."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QUALCODE")}
    project = folder / "results" / "study.qualcode"
    files = [project.with_name("report.html")]

    def run(*words: str | Path) -> None:
        subprocess.run([sys.executable, "-m", "qualcode", *map(str, words)], env=clean, check=True, capture_output=True)

    run("run", ROOT / "transcripts", "--codebook", ROOT / "codebooks" / "orsos.yaml", "-o", project.parent)
    for name, words in PAGES.items():
        for language in ("en", "id"):
            file = folder / f"{name}-{language}.html"
            run("--lang", language, "-p", project, *words, "-o", file)
            files.append(file)
    return files


def broken(file: Path) -> Path:
    """Return a copy of a page without language, title and words for its pictures."""
    page = file.read_text(encoding="utf-8").replace('<html lang="en">', "<html>").replace(" alt=", " data-alt=")
    page = page.replace("<title>", "<!--").replace("</title>", "-->")
    copy = file.with_name("broken.html")
    copy.write_text(page, encoding="utf-8")
    return copy


def main() -> int:
    """Look at every page on every screen."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        files = written(Path(folder))

        def found(file: Path, width: int, scheme: str) -> list[str]:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, reduced_motion="reduce"
            )
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(file.as_uri())
            result = Axe().run(page)
            others = [url for url in asked if not url.startswith(("data:", file.as_uri()))]
            said = [
                f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:90]}" for v in result.response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                said.append("the page scrolls sideways")
            context.close()
            return said + [f"asks for {url}" for url in others]

        for file in files:
            said = {line: screen for screen in SCREENS for line in found(file, *screen)}
            wrong += len(said)
            print(f"{file.stem:<16} {len(SCREENS)} screens: {'nothing wrong' if not said else ''}")
            for line, screen in said.items():
                print(f"  {screen}: {line}")
        caught = found(broken(files[1]), *SCREENS[0])
        print(f"broken on purpose: {', '.join(line.partition(' (')[0] for line in caught) or 'not noticed'}")
        wrong += not caught
        page = browser.new_page()
        page.goto(files[1].as_uri())
        pdf = page.pdf(prefer_css_page_size=True)
        boxes = {part.split(b"]")[0].strip() for part in pdf.split(b"/MediaBox [")[1:]}
        sizes = {tuple(round(float(n)) for n in box.split()[2:]) for box in boxes}
        print(
            f"printed: {pdf.count(b'/MediaBox')} pages of {', '.join(f'{w} x {h} points' for w, h in sizes)} (A4 is {A4[0]} x {A4[1]})"
        )
        wrong += any(abs(w - A4[0]) > 1 or abs(h - A4[1]) > 1 for w, h in sizes) or not sizes
        browser.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
