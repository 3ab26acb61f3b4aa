"""Plain text, Markdown and HTML taken apart: segments, items, metadata, damage, with exact raw offsets."""

import textwrap

import pytest

from gigawatt.evidence.documents import document_of
from gigawatt.evidence.text import read_document, visible_text

LONG = "The company said that the first phase would draw 300 megawatts, and that the second would follow in 2028."


def reading_of(text: str, name: str = "a.md"):
    return read_document(document_of(text.encode(), name))


def shown(reading, kind: str | None = None) -> list[str]:
    return [visible_text(reading, s)[0].strip() for s in reading.segments if kind in (None, s.kind)]


def dropped(reading, reason: str) -> list[str]:
    return [reading.document.text[d.start : d.end] for d in reading.dropped if d.reason == reason]


def test_markup_is_seen_through_and_offsets_walk_back():
    text = "# A title\n\n**Acme** will draw [300 MW](https://x.org/a?b=12345) in 2028 [1][2], it says "
    text += f"![p](https://x.org/77.png). {LONG}\n"
    reading = reading_of(text)
    (segment,) = [s for s in reading.segments if s.kind == "body"]
    seen, offsets = visible_text(reading, segment)
    assert (
        seen.startswith("Acme will draw 300 MW in 2028")
        and "12345" not in seen
        and "[1]" not in seen
        and "77" not in seen
    )
    at = seen.index("300 MW in")
    assert offsets.span(at, at + 6) == (text.index("300 MW"), text.index("300 MW") + 6)
    a, b = offsets.span(at, at + 9)
    assert text[a:b] == "300 MW](https://x.org/a?b=12345) in"
    assert len(offsets) == len(seen) + 1 and list(offsets)[:4] == [offsets[0], offsets[1], offsets[2], offsets[3]]
    assert offsets[1:3] == [offsets[1], offsets[2]] and offsets[-1] == offsets[len(seen)]


def test_html_entities_and_tags_inside_a_number():
    html = f"<html><body><p>{LONG}</p><p>投资5<b>00</b>&#20159;美元, 约1&nbsp;200&thinsp;MW &amp; 10<sup>9</sup> W, "
    html += "计划于2028年完成建设。</p></body></html>"
    reading = reading_of(html, "a.html")
    segment = reading.segments[-1]
    seen, offsets = visible_text(reading, segment)
    assert "投资500亿美元" in seen and "1\u00a0200\u2009MW & 10^9 W" in seen
    at = seen.index("500亿美元")
    a, b = offsets.span(at, at + 6)
    assert html[a:b] == "5<b>00</b>&#20159;美元"


def test_front_matter_gives_metadata_and_is_not_text():
    text = '---\ntitle: "A \\"big\\" campus"\nsource: Daily\ndate: 2025-02-30\npublished: "2025-03-04 10:00"\n'
    text += f"fetch_date: 2026-01-01\nurl: https://x.org/1\n---\n\n{LONG}\n"
    reading = reading_of(text)
    document = reading.document
    assert (document.title, document.publisher, document.day, document.fetched_on) == (
        'A "big" campus',
        "Daily",
        "2025-03-04",
        "2026-01-01",
    )
    assert (
        document.url == "https://x.org/1"
        and reading.items[0].day == "2025-03-04"
        and reading.items[0].source == "Daily"
    )
    assert shown(reading) == [LONG] and len(dropped(reading, "front-matter")) == 1


def test_a_rule_is_no_front_matter():
    assert shown(reading_of(f"{LONG}\n\n---\n\n{LONG}\n---\n"))[0] == LONG


def test_dated_aggregator_items_have_their_own_day_and_source():
    entries = [
        (
            "First campus takes shape",
            "Daily Grid · 2025-03-01 09:00",
            f"Overview - {LONG} [1] - It employs 40 people, the firm says [2] Power - {LONG} [3]",
        ),
        (
            "Second campus is late",
            "2025-02-11",
            f"Summary * {LONG}[1] * Costs rose to $5bn, which the owner denies[2] * {LONG}[3]",
        ),
    ]
    text = "campus\nSearch\n" + "\n".join("\n".join(e) for e in entries) + "\n"
    reading = reading_of(text, "a.txt")
    assert [(i.headline, i.day, i.source) for i in reading.items] == [
        ("First campus takes shape", "2025-03-01", "Daily Grid"),
        ("Second campus is late", "2025-02-11", None),
    ]
    assert shown(reading, "heading") == ["Overview", "Power", "Summary"]
    assert len(shown(reading, "bullet")) == 6 and dropped(reading, "chrome") == ["campus", "Search"]
    assert {s.item for s in reading.segments} == {0, 1}


def test_sourced_aggregator_items():
    body = (LONG + " ") * 6
    reading = reading_of(f"#AI grid\nOne campus\n{body}(Daily Grid)\nTwo campuses\n{body}(The Load)\n", "a.txt")
    assert [(i.headline, i.source) for i in reading.items] == [
        ("One campus", "Daily Grid"),
        ("Two campuses", "The Load"),
    ]
    assert dropped(reading, "chrome") == ["#AI grid"]


def test_a_timeline_is_one_article():
    text = "A timeline\n\n2025-01-01\n\nShort.\n\n2025-02-01\n\nAlso short.\n"
    assert len(reading_of(text).items) == 1


def test_wrapped_copy_is_joined_and_offsets_hold():
    text = (
        textwrap.fill(LONG + " " + LONG.replace("company", "utility") + " " + LONG, 60)
        + "\n\n"
        + textwrap.fill(LONG, 60)
        + "\n"
    )
    reading = reading_of(text, "mail.txt")
    assert len(reading.segments) == 2
    for segment in reading.segments:
        seen, offsets = visible_text(reading, segment)
        assert "300 megawatts" in seen and "\n" not in seen
        at = seen.index("300 megawatts")
        a, b = offsets.span(at, at + 13)
        assert " ".join(text[a:b].split()) == "300 megawatts"


def test_wrapped_chinese_copy_is_joined_without_spaces():
    sentence = (
        "该公司表示第一期园区的用电功率为三百兆瓦而第二期预计将于二零二八年建成并投入使用届时总功率将达到九百兆瓦以上"
        * 3
    )
    text = "\n".join(sentence[i : i + 30] for i in range(0, len(sentence), 30)) + "。\n"
    (segment,) = reading_of(text, "a.txt").segments
    assert visible_text(reading_of(text, "a.txt"), segment)[0] == sentence + "。"


def test_short_lines_are_not_joined():
    text = "\n".join(f"Campus {n} draws {n}00 MW." for n in range(1, 9))
    assert len(reading_of(text, "a.txt").segments) == 8


def test_lost_decimal_points_need_evidence_in_the_same_item():
    lost = "公司杠杆率为5 5倍,市值为43 5亿美元,成本为1 75亿美元,这些数字均由公司在会议上披露,并未经过审计。"
    assert reading_of(lost, "a.txt").lost_decimal_points
    assert not reading_of(lost + "另有3.5亿美元。", "a.txt").lost_decimal_points
    assert not reading_of(
        "公司杠杆率为5 5倍,这是唯一的一处,其余数字均由公司在会议上披露,并未经过审计。", "a.txt"
    ).lost_decimal_points


def test_lost_commas():
    text = "甲公司上涨2% 乙公司下跌3% 丙公司上涨4% 丁公司持平 市场交投清淡 投资者等待财报 分析师维持评级。"
    assert reading_of(text, "a.txt").items[0].lost_commas
    assert not reading_of(text.replace(" ", ","), "a.txt").items[0].lost_commas


@pytest.mark.parametrize("end", ["and it will...", "and it will…", "并且将进一步……"])
def test_truncation(end):
    assert reading_of(f"{LONG}\n\n{LONG[:-1]} {end}\n").truncated
    assert not reading_of(f"{LONG}\n\n{LONG}\n").truncated


def test_invisible_characters_do_not_part_a_number():
    text = f"{LONG}\n\nThe campus draws 9\u200b8\u00ad7 mega\u2060watts\U000e0041\U000e0042 in all, the operator says."
    reading = reading_of(text, "a.txt")
    assert "987 megawatts in all" in shown(reading)[-1]
    reasons = {d.reason for d in reading.dropped}
    assert reasons == {"hidden:zero-width", "hidden:soft-hyphen", "hidden:tag-characters"}


def test_bidi_override_is_told():
    reading = reading_of(f"{LONG}\n\nThe campus draws \u202e789 MW\u202c in all, the grid operator says.", "a.txt")
    assert [f.code for f in reading.findings if f.code == "bidi-override"] == ["bidi-override"]


def test_spam_lines_are_dropped_wherever_they_stand():
    spam = "casino bonus| live sex cams| hot girls| payday loan| replica watches| viagra online| torrent| xxx movies"
    for text in (f"{spam}\n\n{LONG}\n\n{LONG}", f"{LONG}\n\n{spam}\n\n{LONG}", f"{LONG}\n\n{LONG}\n\n{spam}"):
        reading = reading_of(text, "a.txt")
        assert shown(reading) == [LONG, LONG] and dropped(reading, "spam") == [spam]
        assert any(f.code == "spam" for f in reading.findings)


def test_spam_poured_behind_the_last_sentence_of_a_paragraph():
    spam = "casino bonus| live sex cams| hot girls| payday loan| replica watches| viagra online| torrent| xxx movies"
    reading = reading_of(f"{LONG}\n\n{LONG} {spam}\n", "a.txt")
    assert shown(reading) == [LONG, LONG] and [d.strip() for d in dropped(reading, "spam")] == [spam]


@pytest.mark.parametrize(
    "honest",
    [
        "参与方包括软银、甲骨文、微软、英伟达、三星、SK集团、富士通、阿里巴巴",
        "国产算力芯片龙头",
        "Nvidia, AMD, Broadcom, Marvell, Intel, Qualcomm, Arm, Micron",
        "| Year | Power | Cost |",
        "2025 | 300 MW | $5bn | Ohio | planned | leased",
        "亚洲、欧洲、北美",
    ],
)
def test_lists_of_firms_and_tables_are_no_spam(honest):
    reading = reading_of(f"{LONG}\n\n{honest}\n\n{LONG}", "a.txt")
    assert dropped(reading, "spam") == []


def test_every_character_is_in_a_segment_or_dropped():
    text = f"---\ntitle: x\n---\n# T\n\nBy Jane Doe\n\n* [Home](/)\n\n{LONG} [3]\n\n![a](b)\n\n<!-- no -->\n\n"
    text += "## Related\n\n[More](/x)\n"
    reading = reading_of(text)
    covered = bytearray(len(text))
    for stretch in (*reading.segments, *reading.dropped):
        for i in range(stretch.start, stretch.end):
            covered[i] = 1
    assert [c for i, c in enumerate(text) if not covered[i] and not c.isspace()] == []


def test_html_metadata_chrome_and_table():
    html = f"""<html><head><title>A campus - Daily</title><meta property="og:site_name" content="Daily">
    <meta property="article:published_time" content="2025-05-06T07:08:09Z"><link rel=canonical href="https://x.org/c">
    <script type="application/ld+json">{{"@type":"NewsArticle","author":{{"name":"J. Doe"}}}}</script></head><body>
    <nav><a href=/>Home</a> <a href=/b>Business</a></nav><article><h1>A campus</h1><p>{LONG}</p>
    <table><tr><th>Year<th>Power</tr><tr><td>2026<td>300 MW</tr></table><ul><li>First item here<li>Second item here</ul>
    </article><div class="related-posts"><h3>Other news</h3></div>
    <footer>© Daily. All rights reserved</footer></body></html>"""
    reading = reading_of(html, "a.html")
    document = reading.document
    assert (document.title, document.publisher, document.day, document.author) == (
        "A campus",
        "Daily",
        "2025-05-06",
        "J. Doe",
    )
    assert document.url == "https://x.org/c" and reading.items[0].headline == "A campus"
    assert shown(reading, "headline") == ["A campus"] and shown(reading, "body") == [LONG]
    assert shown(reading, "table") == ["Year | Power", "2026 | 300 MW"]
    assert shown(reading, "bullet") == ["First item here", "Second item here"]


def test_pdf_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf(["Acme plans a campus of 300 MW in Ohio,", "and the first phase opens in 2028."]))
    document = document_of(path.read_bytes(), str(path))
    reading = read_document(document)
    assert document.format == "pdf" and any(f.code == "pdf-offsets" for f in reading.findings)
    joined = " ".join(shown(reading))
    assert "300 MW in Ohio" in joined


def small_pdf(lines: list[str]) -> bytes:
    """A one-page PDF with these lines, written by hand."""
    text = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010d} 00000 n \n" for p in places)
    return out + f"{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
