"""Pages in the one Chromium of the test run, which record what they ask for and complain about."""

from dataclasses import dataclass, field

import pytest


@dataclass
class Opened:
    """A page with its log."""

    page: object
    console: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    def outside(self):
        """Requests for anything but the file itself and data inside it."""
        return [url for url in self.requests if not url.startswith(("data:", "blob:")) and url != self.page.url]


@pytest.fixture(scope="module")
def open_page(chromium):
    """Open a file at a width, offline, and wait until every chart is drawn."""
    contexts = []

    def opening(path, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.on("console", lambda message: opened.console.append(f"{message.type}: {message.text}"))
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.goto(path.as_uri())
        opened.page.wait_for_selector("html[data-ready]", timeout=60_000)
        return opened

    yield opening
    for context in contexts:
        context.close()
