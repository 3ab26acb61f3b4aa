"""Make docs/report.png: the head of the report on the bundled catalogue, as Chromium shows it.

python tools/readme_picture.py [REPORT.html]      with a file, that report; else the bundled catalogue is assessed
"""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs/report.png"
WIDTH, HEIGHT = 1280, 1120
sys.path.insert(0, str(ROOT / "src"))


def report(folder: Path) -> Path:
    """The report on the bundled catalogue, with the defaults of `gigawatt assess`."""
    from gigawatt.__main__ import main

    code = main(["assess", "--out", str(folder), "--quiet"])
    if code:
        raise SystemExit(code)
    return folder / "report.html"


def shoot(page: Path) -> None:
    """Write the head of the page to docs/report.png."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        view.goto(page.resolve().as_uri())
        view.wait_for_selector("html[data-ready]", timeout=60_000)
        view.screenshot(path=str(TARGET))
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        shoot(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            shoot(report(Path(temporary)))
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1e3:.0f} kB")
