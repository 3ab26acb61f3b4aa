"""The report in a real Chromium, in both languages: drawn, quiet, offline, safe, at every width and on paper."""

import io
import re

import pytest

from e2e.sample import sample
from e2e.strings import with_texts
from gigawatt.report import html

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "zh")
INJECTION = '<img src=x onerror="window.hit=1"></script><script>window.hit=1</script>{{7*7}}"\'&\u2028${1}'


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The sample report in both languages."""
    folder = tmp_path_factory.mktemp("report")
    return {lang: html.write(sample(), folder / f"report-{lang}.html", lang) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def opened_once(reports, open_page):
    """The sample report opened once per language and width; tests leave it as they found it."""
    pages = {}

    def opening(lang="en", width=1280):
        if (lang, width) not in pages:
            pages[lang, width] = open_page(reports[lang], width)
        return pages[lang, width]

    return opening


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", (1280, 390))
def test_drawn_quiet_offline_and_within_the_width(opened_once, lang, width):
    opened = opened_once(lang, width)
    page = opened.page
    assert opened.console == [] and opened.errors == []
    assert opened.outside() == []
    charts = page.evaluate("JSON.parse(document.getElementById('payload').textContent).charts")
    assert len(charts) >= 14
    for name in charts:
        drawn = page.locator(f"#{name}")
        assert drawn.get_attribute("data-drawn") == "true", name
        assert drawn.locator("svg path").count() >= 2, name
    assert page.locator("[data-failed]").count() == 0
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert page.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-Hans"}[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prints_to_paper(opened_once, lang):
    pypdf = pytest.importorskip("pypdf")
    opened = opened_once(lang)
    paper = pypdf.PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True)))
    assert 4 <= len(paper.pages) <= 14
    assert abs(float(paper.pages[0].mediabox.width) - 595) < 2  # A4 in points
    text = paper.pages[0].extract_text()
    assert "31.6" in text and "Gigawatt" in text
    assert opened.console == []


def test_a_source_opens_beside_its_number_and_escape_gives_the_focus_back(opened_once):
    page = opened_once().page
    cite = page.locator("tr.programme a.cite[data-cite='3']").first
    cite.focus()
    page.keyboard.press("Enter")
    pop = page.locator("#pop")
    assert pop.is_visible()
    shown = pop.inner_text()
    assert "Sample Gazette 3" in shown and "13 Jan 2026" in shown and "example.org" in shown
    assert "The sample company said it would build 3 gigawatts." in shown and "characters 360–366" in shown
    assert pop.locator("a.url").get_attribute("href") == "https://example.org/3"
    page.keyboard.press("Escape")
    assert not pop.is_visible()
    assert page.evaluate("document.activeElement.dataset.cite") == "3"


def test_every_shown_number_names_its_figure(opened_once):
    page = opened_once().page
    ids = page.eval_on_selector_all(".fig", "nodes => nodes.map(node => node.dataset.figure)")
    assert len(ids) > 300 and all(name.startswith("figure:") for name in ids)
    first = page.locator(".answer .fig").first
    first.hover()
    assert f"gigawatt why {first.get_attribute('data-figure')}" in page.locator("#tip").inner_text()
    page.locator("#ids").focus()
    page.keyboard.press("Enter")
    assert page.locator("#ids").get_attribute("aria-pressed") == "true"
    after = page.evaluate("getComputedStyle(document.querySelector('.answer .fig'), '::after').content")
    assert "figure:" in after
    page.keyboard.press("Enter")


def test_a_layer_of_money_is_chosen_with_the_keyboard(opened_once):
    page = opened_once().page
    assert page.locator("#chart-sankey-announced").is_visible()
    page.locator("#layer-announced").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#chart-sankey-signed").is_visible()
    assert not page.locator("#chart-sankey-announced").is_visible()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#chart-sankey-announced").is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_of_outside_stays_text(tmp_path, open_page, lang):
    poisoned = with_texts(sample(record=True), lambda text: text + INJECTION)
    opened = open_page(html.write(poisoned, tmp_path / "poisoned.html", lang))
    page = opened.page
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    assert opened.console == [] and opened.errors == [] and opened.outside() == []
    for cite in page.locator("a.cite").all()[:5]:
        cite.click()
        assert "onerror" in page.locator("#pop").inner_text()
        page.keyboard.press("Escape")
    assert page.evaluate("window.hit") is None
    assert "49" not in page.locator("#programmes .name").first.inner_text()


def test_no_word_is_left_untranslated(tmp_path, open_page):
    """With every outside text Chinese, the Chinese page shows Latin letters only in names, units and ids."""
    chinese = with_texts(sample(record=True), lambda text: "外" * min(6, len(text)))
    page = open_page(html.write(chinese, tmp_path / "zh.html", "zh")).page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.evaluate("document.querySelectorAll('.panel').forEach(part => { part.hidden = false; })")
    page.evaluate("document.querySelectorAll('[lang=en], code').forEach(part => part.remove())")
    words = set(re.findall(r"[A-Za-z][A-Za-z-]{2,}", page.locator("body").inner_text()))
    words |= set(re.findall(r"[A-Za-z][A-Za-z-]{2,}", " ".join(page.locator("svg text").all_text_contents())))
    assert words <= {"Gigawatt", "gigawatt", "why", "override", "--override"}, words


def test_headings_descend_by_one_and_tables_have_headers(opened_once):
    page = opened_once().page
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "nodes => nodes.map(node => Number(node.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    headless = page.eval_on_selector_all("table", "nodes => nodes.filter(n => !n.querySelector('th[scope]')).length")
    assert headless == 0
    unnamed = page.eval_on_selector_all(
        "[role=img]", "nodes => nodes.filter(n => !n.getAttribute('aria-label')).length"
    )
    assert unnamed == 0


def test_text_has_enough_contrast(reports, open_page):
    """WCAG AA (4.5:1) for every text that is visible, against its own background."""
    page = open_page(reports["en"]).page
    low = page.evaluate(CONTRAST)
    assert low == []


CONTRAST = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const back = node => { for (let n = node; n; n = n.parentElement) {
    const c = parse(getComputedStyle(n).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const low = new Set();
  for (const node of document.querySelectorAll('body *:not(script):not(style)')) {
    if (!node.checkVisibility() || node.closest('svg')) continue;
    if (![...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const a = lum(parse(getComputedStyle(node).color)), b = lum(back(node));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.add(node.tagName + '.' + node.className + ' ' + ratio.toFixed(2));
  }
  return [...low];
}"""
