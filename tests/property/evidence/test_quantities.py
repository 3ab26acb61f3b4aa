"""Properties of the quantity grammar: exact spans, round trips, scripts, concatenation, no crash, linear work."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigawatt.evidence.folding import fold_table
from gigawatt.evidence.quantities import find_quantities, reading_form
from gigawatt.evidence.quantity.frames import is_claim

DAY = "2025-06-15"
PIECES = [
    *"0123456789,.-~ ()%$€¥第一二两三四五六七八九十百千万",
    *"亿兆几半数余多来零〇年月日天周个座块家名成分之至到约超近低于达倍翻番上下初底", "million", "billion",
    "US$", "GW", "MWh", "per ", "year", "between ", "to ", "and ", "half ", "a ", "third", "dozens of ", "Q3 ",
    "FY", "2025", "May ", "early ", "上半年", "今年", "以上", "左右", "美元", "吉瓦", "percentage points",
    "up to ", "more than ", "百分之", "位数", "https://", "[1]", "](", "\n", "İ", "ſ", "😀", "\ud800", "\x00",
    "٣", "²", "億", "萬", "％", "１", "　", "—",
]  # fmt: skip
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TEXTS = st.one_of(FRAGMENTS, st.text(max_size=200))


@given(TEXTS, st.booleans(), st.sampled_from([None, DAY]))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_ordered_spans_and_proper_intervals(text, lost, day):
    last = 0
    for q in find_quantities(text, lost_decimal_points=lost, reference_day=day):
        assert last <= q.start < q.end <= len(text)
        assert q.low is not None or q.high is not None
        if q.low is not None and q.high is not None:
            assert q.low <= q.high
        assert (q.unit == "date") == isinstance(q.low if q.low is not None else q.high, str)
        assert q.rule
        last = q.end


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_the_reading_form_has_the_same_length(text):
    assert len(reading_form(text)) == len(text)


NUMBERS = st.one_of(
    st.integers(1, 9_999).map(float),
    st.tuples(st.integers(1, 999), st.integers(1, 99)).map(lambda p: float(f"{p[0]}.{p[1]:02d}")),
)
ZH_MAGNITUDES = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
EN_MAGNITUDES = {"": 1.0, " thousand": 1e3, " million": 1e6, "bn": 1e9, " trillion": 1e12}
ZH_UNITS = {
    "美元": ("USD", 1),
    "元": ("CNY", 1),
    "英镑": ("GBP", 1),
    "吉瓦": ("W", 1e9),
    "兆瓦": ("W", 1e6),
    "平方米": ("m2", 1),
    "倍": ("x", 1),
    "吨": ("tonne", 1),
    "股": ("share", 1),
}
EN_UNITS = {
    " dollars": ("USD", 1),
    " GW": ("W", 1e9),
    " megawatts": ("W", 1e6),
    " square meters": ("m2", 1),
    " acres": ("acre", 1),
    " GPUs": ("chip", 1),
    " jobs": ("job", 1),
}
ZH_BOUNDS = {
    "": "exact",
    "超过": "low",
    "逾": "low",
    "至少": "low",
    "低于": "high",
    "高达": "high",
    "约": "approx",
    "近": "approx",
}
EN_BOUNDS = {
    "": "exact",
    "more than ": "low",
    "at least ": "low",
    "up to ": "high",
    "under ": "high",
    "about ": "approx",
    "nearly ": "approx",
}


def check(text: str, value: float, kind: str, unit: str) -> None:
    found = find_quantities(text)
    assert len(found) == 1, (text, found)
    q = found[0]
    assert (q.start, q.end, q.unit) == (0, len(text), unit)
    assert q.approx == (kind == "approx")
    assert q.low == (None if kind == "high" else pytest.approx(value))
    assert q.high == (None if kind == "low" else pytest.approx(value))


def shown(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


@given(NUMBERS, st.sampled_from([*ZH_MAGNITUDES]), st.sampled_from([*ZH_UNITS]), st.sampled_from([*ZH_BOUNDS]))
@settings(max_examples=200, deadline=None)
def test_written_in_chinese_and_read_back(value, magnitude, unit, bound):
    name, factor = ZH_UNITS[unit]
    check(f"{bound}{shown(value)}{magnitude}{unit}", value * ZH_MAGNITUDES[magnitude] * factor, ZH_BOUNDS[bound], name)


@given(NUMBERS, st.sampled_from([*EN_MAGNITUDES]), st.sampled_from([*EN_UNITS]), st.sampled_from([*EN_BOUNDS]))
@settings(max_examples=200, deadline=None)
def test_written_in_english_and_read_back(value, magnitude, unit, bound):
    name, factor = EN_UNITS[unit]
    check(f"{bound}{shown(value)}{magnitude}{unit}", value * EN_MAGNITUDES[magnitude] * factor, EN_BOUNDS[bound], name)


def chinese(n: int) -> str:
    """A whole number below 10**8 in Chinese numerals."""
    digits = "零一二三四五六七八九"

    def below(m: int) -> str:
        out, gap = "", False
        for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            d, m = divmod(m, step)
            if d:
                out += ("零" if gap and out else "") + digits[d] + name
                gap = False
            else:
                gap = True
        return out

    high, low = divmod(n, 10_000)
    joint = "零" if high and 0 < low < 1000 else ""
    return (below(high) + "万" if high else "") + joint + (below(low) if low else "")


@given(st.integers(4, 99_999_999))
@settings(max_examples=150, deadline=None)
def test_chinese_numerals_read_back(n):
    (q,) = find_quantities(f"{chinese(n)}平方米")
    assert (q.low, q.high) == (n, n)


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from(["至", "-", "–", "~", "到"]),
    st.sampled_from(["亿美元", "吉瓦", "%"]),
)
@settings(max_examples=100, deadline=None)
def test_a_range_shares_magnitude_and_unit(a, extra, separator, unit):
    (q,) = find_quantities(f"{a}{separator}{a + extra}{unit}")
    (one,) = find_quantities(f"{a}{unit}")
    (other,) = find_quantities(f"{a + extra}{unit}")
    assert (q.low, q.high) == (one.low, other.high)


SIMPLE = [
    "投资约5亿美元",
    "新增30万块GPU",
    "缺口为13至44吉瓦",
    "超过3300万户家庭",
    "占比为三分之一",
    "下跌2.5%",
    "at least 20 gigawatts",
    "up to $5bn",
]


@given(st.lists(st.sampled_from(SIMPLE), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_sentences_side_by_side_read_as_each_alone(parts):
    together = [(q.low, q.high, q.unit) for q in find_quantities("。".join(parts))]
    assert together == [(q.low, q.high, q.unit) for part in parts for q in find_quantities(part)]


def seen(text):
    found = find_quantities(text, reference_day=DAY)
    return [(q.start, q.end, q.low, q.high, q.unit, is_claim(q)) for q in found]


@given(st.lists(st.sampled_from([*SIMPLE, "預計2026年初投產", "遠低於百億美元", "數十億元"]), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_traditional_reads_as_simplified(parts):
    text = "，".join(parts)
    back = {b: a for a, b in fold_table().items() if a > 0x3400}
    other = "".join(chr(back.get(ord(c), ord(c))) for c in text)
    assert seen(other) == seen(text)


HOSTILE = [
    "1", "1,111", "亿", "万", "一", "(", "[1]", "1 ", "1-", "1至", "5年", "2025-", "数十", "q1 ",
    "a ", "$1 to ", "at least ", "between $1 and ", "](", "https://", "三分之", "百分之", "第", "1月",
    "one hundred ", "1个", "年底", "，",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_length_and_not_with_its_square(unit):
    """CPU of 4x the text stays far below the 16x of quadratic work (best of three, wide margin)."""

    def cpu(length: int) -> float:
        text, best = unit * (length // len(unit)), float("inf")
        for _ in range(3):
            begin = time.process_time()
            find_quantities(text, reference_day=DAY, lost_decimal_points=True)
            best = min(best, time.process_time() - begin)
        return best

    assert cpu(12_000) <= 9 * max(cpu(3_000), 0.004)
