"""The report that `gigawatt assess` writes on the bundled catalogue, opened in Chromium on a phone's width."""

import pytest

from gigawatt.__main__ import main

pytestmark = pytest.mark.browser


def test_the_bundled_catalogue_gives_a_whole_report(tmp_path, open_page):
    assert main(["assess", "--draws", "200", "--months", "72", "--lang", "zh", "--out", str(tmp_path), "--quiet"]) == 0
    report = tmp_path / "report.html"
    assert report.stat().st_size < 2_000_000
    opened = open_page(report, 390)
    page = opened.page
    assert opened.console == [] and opened.errors == [] and opened.outside() == []
    assert page.locator("[data-failed]").count() == 0
    charts = page.evaluate("Object.keys(JSON.parse(document.getElementById('payload').textContent).charts)")
    assert len(charts) > 10 and {"chart-fleet", "chart-world", "chart-us"} <= set(charts)
    assert page.locator("tr.programme").count() >= 12
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator("ol.sources li").count() > 20
    states = page.eval_on_selector_all("tr.programme .sub [lang=en]", "nodes => nodes.map(node => node.textContent)")
    assert states == [], "states without a Chinese word"
