"""The same cases in a real browser: what we call hidden or shown by the tree and the cascade, Chromium calls so too."""

import pytest

from unit.evidence.test_visibility import HIDDEN, SECRET, SHOWN, page

# innerText knows display, visibility, the tree and the cascade; not colour, size, clipping or place
BY_TREE = (
    "display-none",
    "visibility",
    "hidden-attribute",
    "template",
    "noscript",
    "closed",
    "popover",
    "fallback",
    "datalist",
)


@pytest.fixture(scope="module")
def tab(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.browser
def test_the_browser_agrees(tab):
    wrong = []
    for name, case in HIDDEN.items():
        if any(t in name for t in BY_TREE):
            tab.set_content(page(*case, SECRET))
            if "987" in tab.evaluate("document.body.innerText"):
                wrong.append(("seen", name))
    for name, case in SHOWN.items():
        tab.set_content(page(*case, SECRET))
        if SECRET not in tab.evaluate("document.body.innerText"):
            wrong.append(("not seen", name))
    assert wrong == []
