"""The page as text: one file under two megabytes, a strict policy, nothing of outside unescaped."""

import base64
import dataclasses
import hashlib
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from e2e.sample import sample
from e2e.strings import with_texts
from gigawatt.errors import InputError
from gigawatt.report import citations, embed, html
from gigawatt.report.view import Citation, Number, Record, view_from_dict

PAYLOAD = re.compile(r'<script type="application/json" id="payload">(.*?)</script>', re.S)


@pytest.fixture(scope="module")
def page():
    return html.render(sample())


def test_one_file_under_two_megabytes_that_names_no_resource(page):
    assert len(page.encode()) < 2_000_000
    outside = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    assert not re.findall(r"<(?:link|img|iframe|object|embed|video|audio|source)\b", outside)
    assert not re.findall(r'\bsrc="|@import|url\((?!data:)', outside)


def test_the_policy_allows_exactly_the_scripts_and_the_style_that_are_there(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1).replace("&#39;", "'")
    assert "unsafe" not in policy and "default-src 'none'" in policy
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    assert len(scripts) == 4
    for body in [*scripts, re.search(r"<style>(.*?)</style>", page, re.S).group(1)]:
        assert base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() in policy
    assert not re.findall(r"<[^>]+\s(?:on\w+|style)=", re.sub(r"<script.*?</script>", "", page, flags=re.S))


def test_data_cannot_leave_its_element():
    poisoned = with_texts(sample(), lambda text: text + "</script><script>\u2028")
    body = PAYLOAD.search(html.render(poisoned)).group(1)
    assert "<" not in body and "\u2028" not in body
    assert "</script>" in json.dumps(json.loads(body))


def test_rows_travel_as_columns_and_lose_nothing():
    rows = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]
    assert embed.compact({"data": {"values": rows}})["data"]["values"] == {"columns": {"a": [1, 2], "b": ["x", "y"]}}
    unlike = {"values": [{"a": 1}, {"b": 2}], "other": [1, 2]}
    assert embed.compact(unlike) == unlike


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "https://", "http://["]
)
def test_only_web_addresses_are_linked(url):
    assert citations.safe_url(url) is None
    assert citations.safe_url("https://example.org/a?b=1") == "https://example.org/a?b=1"


def test_a_script_address_is_shown_as_text():
    poisoned = with_texts(sample(), lambda text: "javascript:hit()" if text.startswith("https:") else text)
    page = html.render(poisoned)
    targets = re.findall(r'href="([^"]*)"', page)
    assert targets and all(target.startswith("#") for target in targets)
    assert "javascript:hit()" in page


def test_a_number_that_names_two_sources_is_a_bug():
    with pytest.raises(ValueError, match="citation 1"):
        citations.by_number([Citation(1, "a", "x"), Citation(1, "b", "y")])


def test_no_sentence_without_its_page(page):
    assert page.count("<blockquote") == sum(item.sentence is not None for item in sample().citations)


def test_a_chinese_sentence_on_an_english_page_says_its_language():
    chinese = with_texts(sample(), lambda text: text.replace("The sample company said", "示例公司表示"))
    assert '<blockquote lang="zh">示例公司表示' in html.render(chinese)
    assert "<blockquote>示例公司表示" in html.render(chinese, "zh")


def test_record_is_empty_until_there_is_one(page):
    assert "no forecast of ours has fallen due" in page
    judged = html.render(sample(record=True))
    assert "48 outcomes judged" in judged and "no forecast of ours" not in judged


def test_a_view_with_nothing_optional_still_renders():
    full = sample()
    bare = dataclasses.replace(
        full, programmes=(), record=Record(), sites=(), flows=(), contradictions=(), changes=(), overrides=(),
        assumptions=(), citations=(), documents=(), licences=(), notes=(),
        run=dataclasses.replace(full.run, since=None),
        headline=dataclasses.replace(full.headline, promised_w=Number("figure:p", None), binding=(), money=(),
                                     money_needed_usd=None, double_count_w=None),
    )  # fmt: skip
    for lang in ("en", "zh"):
        page = html.render(bare, lang)
        assert 'id="where"' not in page and 'id="changes"' not in page
    assert "Nothing with a stated power and a date was promised" in html.render(bare)


def test_the_view_survives_json():
    view = sample()
    assert view_from_dict(json.loads(json.dumps(view.as_dict(), allow_nan=False))) == view


def test_vendored_files_are_the_pinned_ones_and_their_licences_are_shown(page):
    folder = Path(str(files("gigawatt.report") / "static/vendor"))
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there == set(sums) | {"SHA256SUMS", "vendor.toml"}
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
    for entry in tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))["file"]:
        assert entry["what"].split(" (")[0] in page
    notice = (Path(__file__).parents[3] / "NOTICE").read_text(encoding="utf-8")
    assert all(word in notice for word in ("Vega", "Inter", "world-atlas", "us-atlas"))


def test_bad_language_and_bad_place_are_told(tmp_path):
    with pytest.raises(InputError, match="language"):
        html.render(sample(), "fr")
    with pytest.raises(InputError, match="cannot-write"):
        html.write(sample(), tmp_path / "missing" / "report.html")
