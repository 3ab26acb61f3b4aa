"""Outside data: found through GIGAWATT_DATA (default ../shared/data); missing with CI=true fails, else deselects."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data"))


def pytest_collection_modifyitems(config, items):
    """Without the outside data: fail in CI, else leave those tests out and print how many."""
    if DATA.is_dir():
        return
    needing = [item for item in items if item.get_closest_marker("outside_data")]
    if not needing:
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError(f"CI needs the outside data, and {DATA} is not there")
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in needing]
    print(f"\n{len(needing)} tests need outside data that is not there ({DATA})")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of outside data."""
    return DATA


CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium, started once per worker: Playwright allows one loop in a process."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
