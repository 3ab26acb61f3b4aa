"""Reading never crashes and never moves a character: for any text, any HTML, any bytes, mutated and hostile ones."""

import random
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gigawatt.errors import GigawattError
from gigawatt.evidence.documents import document_of
from gigawatt.evidence.text import read_document, visible_text
from gigawatt.evidence.types import Document, Reading
from gigawatt.evidence.views import leaves_gap

FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = [
    "Acme plans a campus of 300 MW, and it will open in 2028. ",
    "某公司宣布投资500亿元建设数据中心,预计2028年完成。", "\n", "\n\n", "\r\n", " - ", " * ", "# ", "## ",
    "| a | b |", "[1]", "[x](http://y.z/1)", "![i](b.png)", "**", "`", "---\n", "title: x\n", "<!--", "-->",
    "2025-01-02", "作者:某某", "来源：日报", "(Daily)", "casino| viagra| porn| xxx| slots| escort|", "\u200b",
    "\u202e", "\U000e0041", "\u00ad", "\u3000", "...", "\f", "\\", "]", "(", "&amp;", "©",
]  # fmt: skip
TAGS = [
    "<p>", "</p>", "<div>", "</div>", "<p style=\"display:none\">", "<b>", "</b>", "<i>", "</i>", "<br>", "<table>",
    "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<style>.h{display:none}</style>", "<span class=\"h\">",
    "</span>", "<script>1<2</script>", "<script>", "<!-- x -->", "<!--", "<", "&#20159;", "&nbsp;", "&notit;", "&",
    "<h1>", "</h1>", "<a href='x'>", "</a>", "<template>", "</template>", "<details>", "<summary>",
    "<pre>a\nb</pre>", "<font color=\"white\">", "<p hidden>", "<p a='", "</", "<sup>2</sup>", "<nav>", "</nav>",
    "<textarea>", "<svg>",
]  # fmt: skip
plain = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30).map("".join)
markup = st.lists(st.sampled_from(PIECES + TAGS * 2) | st.text(max_size=8), max_size=40).map("".join)


def document(text: str, form: str) -> Document:
    return Document("x", "0", text, "utf-8", form)


def check(reading: Reading) -> None:
    """What must hold of every reading."""
    text = reading.document.text
    at = 0
    for drop in reading.dropped:
        assert at <= drop.start < drop.end <= len(text) and drop.reason
        at = drop.end
    at = 0
    for segment in reading.segments:
        assert at <= segment.start < segment.end <= len(text) and 0 <= segment.item < len(reading.items)
        at = segment.end
        seen, offsets = visible_text(reading, segment)
        starts = list(offsets)
        assert len(starts) == len(offsets) == len(seen) + 1 and starts == sorted(starts)
        for i, c in enumerate(seen):
            a, b = offsets.span(i, i + 1)
            assert segment.start <= a < b <= segment.end
            if reading.document.format != "html":
                assert text[a:b] == c or (c == " " and b == a + 1)
            elif c == text[a] and b == a + 1:
                continue
            else:
                assert c == " " or c in "|^" or text[a] == "&" or text[a:b] == c
    if reading.document.format != "html":
        covered = bytearray(len(text))
        for stretch in (*reading.segments, *reading.dropped):
            covered[stretch.start : stretch.end] = b"\x01" * (stretch.end - stretch.start)
        assert [c for i, c in enumerate(text) if not covered[i] and not c.isspace()] == []


@FEW
@given(plain)
@example("---\ntitle: x\n---")
@example("<!-- a")
@example("- ")
@example("[x](y")
def test_any_text(text):
    check(read_document(document(text, "txt")))


@FEW
@given(markup)
@example("<p>5<b>0</b>&nbsp;MW")
@example("<b><p></b>x</p>")
@example("</")
def test_any_html(text):
    check(read_document(document(text, "html")))


@FEW
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.md", "a.pdf"]))
def test_any_bytes(data, name):
    try:
        made = document_of(data, name)
    except GigawattError as error:
        assert error.code and error.expected
    else:
        check(read_document(made))


@FEW
@given(st.text(min_size=1, max_size=300), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_marked_encodings_round_trip(text, encoding):
    text = text.replace("\x00", "").lstrip("\ufeff") + "power of 300 MW in Ohio"
    data = text.encode(encoding)
    if not data.startswith((b"\x89PNG", b"%PDF-")):
        assert document_of(data, "a.txt").text == text


@pytest.mark.parametrize("form", ["txt", "html"])
def test_mutated_pages(form):
    """A bounded share of the fuzz run; benchmarks/evidence_reading.py does the rest."""
    rng = random.Random(20251122)
    seed = "".join(PIECES[:2] * 3 + PIECES[2:14]) + ("".join(TAGS) if form == "html" else "")
    for _ in range(800):
        check(read_document(document(mutated(seed, rng), form)))


def mutated(text: str, rng: random.Random) -> str:
    """A few random deletions, doublings, moves and insertions."""
    for _ in range(rng.randint(1, 8)):
        a = rng.randrange(len(text) + 1)
        b = min(len(text), a + rng.randint(0, 40))
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:a] + text[b:]
        elif kind == 1:
            text = text[:b] + text[a:b] * rng.randint(1, 4) + text[b:]
        elif kind == 2:
            text = text[:a] + rng.choice(PIECES + TAGS) + text[a:]
        else:
            text = (
                text[:a]
                + chr(rng.choice([0x20, 0x26, 0x3C, 0x28, 0x200B, 0x4EBF, 0x1F600, rng.randrange(1, 0xD800)]))
                + text[b:]
            )
    return text


HOSTILE = [
    "1234567890",
    "亿",
    "(",
    "[",
    "[a](",
    "![",
    "<div>",
    "<b><p>",
    "<",
    "&",
    "<!--",
    '<a b="',
    "*",
    " - ",
    "\u200b5",
    "a\n",
    "|---|",
    "<style>{",
]


@pytest.mark.parametrize("form", ["txt", "html"])
def test_hostile_input_is_linear(form):
    """Four times the input takes about four times the work: far from the sixteen times of a quadratic rule."""
    for unit in HOSTILE:
        growth = [_growth(unit, form)]
        while growth[-1] > 8 and len(growth) < 4:  # other work on the machine may disturb one measurement, not four
            growth.append(_growth(unit, form))
        assert min(growth) <= 8, (unit, growth)


def _growth(unit: str, form: str) -> float:
    """CPU time of 48,000 characters over that of 12,000, the latter at least 10 ms."""
    times = []
    for size in (12_000, 48_000):
        made = document(unit * (size // len(unit)), form)
        begin = time.process_time()
        check_lightly(read_document(made))
        times.append(time.process_time() - begin)
    return times[1] / max(times[0], 0.01)


def check_lightly(reading: Reading) -> None:
    for segment in reading.segments:
        visible_text(reading, segment)


def test_deep_nesting_needs_no_recursion():
    reading = read_document(
        document("<div>" * 20_000 + "<p>A campus of 300 MW opens in Ohio.</p>" + "</div>" * 20_000, "html")
    )
    assert [visible_text(reading, s)[0] for s in reading.segments] == ["A campus of 300 MW opens in Ohio."]


def test_reasons_that_leave_no_gap():
    assert leaves_gap("citation-mark") and not leaves_gap("hidden:opacity") and not leaves_gap("markup")
