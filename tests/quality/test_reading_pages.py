"""The four sample pages: no spam phrase in a segment, 99.5 % of the article text kept, items and days right."""

import re

import pytest

from gigawatt.evidence.documents import document_of
from gigawatt.evidence.near_duplicates import clusters
from gigawatt.evidence.text import read_document, visible_text

pytestmark = pytest.mark.outside_data


@pytest.fixture(scope="module")
def readings(data):
    return [read_document(document_of(p.read_bytes(), str(p))) for p in sorted((data / "pages").glob("00*.txt"))]


def segments_text(reading) -> str:
    return "\n".join(visible_text(reading, s)[0] for s in reading.segments)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def article_lines(reading) -> list[str]:
    """The article as a person marks it, by position in these four known pages: stated apart from the code."""
    lines = reading.document.text.split("\n")
    name = reading.document.path.rsplit("/", 1)[-1]
    if name.startswith("000"):
        end = next(i for i, line in enumerate(lines) if line.startswith("校對:"))
        kept = [lines[1], *lines[3:end]]
    elif name.startswith("001"):
        body = lines[22:]
        kept = [lines[8], *(x for x in body if not x.startswith(("![", "[", "相关链接")))]
    elif name.startswith("002"):
        kept = [x for i, x in enumerate(lines[2:]) if i % 3 != 1]
    else:
        kept = lines[1:]
    out = []
    for line in kept:
        line = re.sub(r"\[\d{1,3}\]", "", line)
        out.append(squeezed(re.sub(r"^#+ |\*\*| [-*] |^\d\. ", "", line)))
    return [x for x in out if x]


def test_no_spam_phrase_is_in_a_segment(readings):
    reading = readings[0]
    lines = reading.document.text.split("\n")
    spam = [p.strip() for p in re.split(r"[|,]", lines[0] + "|" + lines[-1].partition(":")[2]) if len(p.strip()) > 3]
    assert len(spam) >= 45
    shown = segments_text(reading)
    assert [p for p in spam if p in shown] == []


def test_article_text_is_kept(readings):
    for reading in readings:
        shown = squeezed(re.sub(r" [-*] ", "", segments_text(reading)))
        wanted = article_lines(reading)
        total = sum(map(len, wanted))
        kept = sum(
            len(line) if line in shown else sum(len(s) for s in re.split(r"(?<=[。,，])", line) if s in shown)
            for line in wanted
        )
        assert kept / total >= 0.995, (reading.document.path, kept / total)


def test_furniture_is_not_kept(readings):
    shown = [segments_text(r) for r in readings]
    for phrase in ("責任編輯", "下載“", "網友評論", "換一換", "周春媚"):
        assert phrase not in shown[0]
    for phrase in ("mmbiz", "4740", "fetch_date", "文刀", "](", "**"):
        assert phrase not in shown[1]
    assert "搜索文档" not in shown[2] and not re.search(r"\[\d+\]", shown[2])
    assert "#AI" not in shown[3]


def test_items_days_and_sources(readings):
    assert [len(r.items) for r in readings] == [1, 1, 10, 8]
    assert readings[0].items[0].day == "2025-07-22" and readings[0].items[0].source
    assert readings[1].items[0].day == "2025-01-26" and readings[1].truncated
    days = [i.day for i in readings[2].items]
    assert days[0] == "2025-11-16" and days[-1] == "2025-10-04" and None not in days
    assert [i.source is None for i in readings[2].items] == [False, False, True] + [False] * 7
    assert [i.lost_decimal_points for i in readings[2].items] == [n == 2 for n in range(10)]
    assert all(i.source for i in readings[3].items)
    assert [r.document.language for r in readings] == ["zh-Hant", "zh-Hans", "zh-Hans", "zh-Hant"]


def test_bullets_and_headings_are_parted(readings):
    kinds = [s.kind for s in readings[2].segments]
    assert kinds.count("bullet") > 150 and kinds.count("heading") > 30 and kinds.count("headline") == 10


def test_retellings_are_one_source(readings):
    found = [c for c in clusters(readings) if len(c) > 1]
    assert found == [[(2, 0), (2, 1)], [(2, 3), (2, 4)]]


def test_labelled_quantities_stand_in_segments(data, readings):
    """Each labelled quantity is whole in one segment's visible text."""
    import json

    views = {}
    for reading in readings:
        views[reading.document.path.rsplit("/", 1)[-1]] = [visible_text(reading, s)[0] for s in reading.segments]
    missing, total = [], 0
    for line in (data / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["doc"] not in views:
            path = data / "articles" / row["doc"]
            reading = read_document(document_of(path.read_bytes(), str(path)))
            views[row["doc"]] = [visible_text(reading, s)[0] for s in reading.segments]
        total += 1
        if not any(row["qty"] in v for v in views[row["doc"]]):
            missing.append((row["doc"], row["qty"]))
    assert total > 150 and missing == []


def test_transcoded_pages_read_the_same(readings):
    """Each page in another encoding: the same text, the same segments."""
    for reading, encodings in zip(
        readings,
        (("big5hkscs", "gb18030", "utf-16"), ("gb18030", "utf-16"), ("gbk",), ("big5hkscs", "gb18030")),
        strict=True,
    ):
        for encoding in encodings:
            text = reading.document.text.encode(encoding, "ignore").decode(encoding)
            again = read_document(document_of(text.encode(encoding), "page.txt"))
            assert again.document.text == text, encoding
            assert len(again.segments) == len(reading.segments)
