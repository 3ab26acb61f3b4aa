"""The scan: one pass over the anchors of a text, the parser at each, then conversions and frames."""

import re
from datetime import date

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.dates import Date, date_at
from gigawatt.evidence.quantity.frames import mark_frames
from gigawatt.evidence.quantity.grammar import quantity_at, skip
from gigawatt.evidence.quantity.masks import masked
from gigawatt.evidence.quantity.normal import reading_form
from gigawatt.evidence.quantity.sides import Source
from gigawatt.evidence.types import Bound, Quantity

_KINDS = {name: name.rstrip("0123456789") for name in t.ANCHOR.groupindex}
_CASE_NEXT = frozenset(":时ap-.吋英i日号/月snrthq")  # what may follow the digits of one of these cases, years apart
_CASE_APART = frozenset("时ap-吋英i日号月jfmsond")  # behind a space
_GLUE = frozenset("abcdefghijklmnopqrstuvwxyz_.#")
_DIGIT_CASE = re.compile(
    # clock times, telephone numbers, versions, tickers, days of an unnamed month, splits such as 70/30
    r"(?:\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,2} ?时\d{1,2}分|\d{1,2} ?[ap]\.?m\.?(?![a-z])"
    r"|\d{3,4}-\d{3,4}-\d{4}(?!\d)|0\d{2,3}-\d{7,8}(?!\d)|\d+(?:\.\d+){2,}(?!\d)"
    r"|\d{1,2}(?:\.\d)? ?-?(?:吋|英寸|inch(?:es)?(?![a-z]))"
    r"|\d{4,6}\.(?:hk|sh|sz|ss|tw|us)(?![a-z])|\d{1,2} ?[日号](?!内|游)"
    r"|(?!(?:19|20)\d\d/)(?![1-9]/(?:[2-68]|10)(?: of | the |的))\d+/\d+(?![\d万亿]|年))(?P<no>)"
    # a year, a day or a month may begin here
    r"|(?=(?:19|20)\d\d(?!\d|[,.]\d| ?(?:%|[万亿]|倍|[gmk]w|个|名|座|家|台|块|户|点|元|人|股|megawatt|gigawatt))"
    r"|[1-4][hq] ?(?:fy)? ?'?(?:20)?[2-4]\d(?![\d%,.]\d)"
    r"|[0-3]?\d(?: ?月|(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))(?P<date>)"
)
_ZH_DATE_NEXT = frozenset("〇零一二三四五六七八九十月季")
YEAR_DIGITS = 4
_ENCLOSED = re.compile(r"\[\d{1,3}(?:[,-] ?\d{1,3})*\]|\(0\d{4}\)|\(\d{1,2}\)|:\d\d(?!\d)")
_PAREN = re.compile(
    r" ?[(\[] ?(?:[约合即折共]{0,3}|或|相当于|折合|about |roughly |approximately |some |or |approx\.? "
    r"|equivalent to |around )?$"
)
_CHANGES = frozenset(["ratio", "points"])
_OTHERWISE = re.compile(r" ?(?:,? ?(?:或者?|即|or)|[(]) ?")
_LATER = re.compile(r" ?(?:之后|以后)(?!的)")  # 2027年之后: some time from then on
_LATER_THAN = re.compile(r"(?:after|beyond|post-) ?$")
_OR_SO = re.compile(r" ?(?:前后|左右)")
_TILL = re.compile(r" ?(?:至|到|-|~) ?| to ")
NEAR = 60  # characters within which an amount lends its currency to one that names none


def find_quantities(
    text: str, *, lost_decimal_points: bool = False, reference_day: str | None = None
) -> list[Quantity]:
    """All quantities of one segment, in text order; `text[q.start:q.end]` is the expression with its bound words.

    `lost_decimal_points` reads `5 5亿` as 5.5亿 and marks it `repaired`. `reference_day` (ISO) resolves relative dates;
    without it they are left out. Rules ending in .frame, .bare, .adjective, .article are no claims (`is_claim`).
    Time and memory are linear in the length of the text.
    """
    s = reading_form(text)
    today = date.fromisoformat(reference_day[:10]) if reference_day else None
    x = Source(text, s, lost_decimal_points, "JPY" if "日元" in s or "yen" in s else "CNY")
    holes = masked(s)
    found: list[Quantity] = []
    pos, hole = 0, 0
    match = t.ANCHOR.match
    while m := match(s, pos):
        i = m.start(1)
        if holes:
            while hole < len(holes) and holes[hole][1] <= i:
                hole += 1
            if hole < len(holes) and holes[hole][0] <= i:
                pos = holes[hole][1]
                continue
        kind = _KINDS[m.lastgroup or ""]
        quantity, pos = _digit(x, i, m.end(), today) if kind == "digit" else _word(x, i, kind, today)
        if quantity is not None:
            if found and quantity.start < found[-1].end:
                quantity = quantity._replace(start=found[-1].end)
            found.append(quantity)
        if pos <= i:
            pos = i + 1
    if not found:
        return found
    return mark_frames(s, _conversions(s, _named_currency(_shared_signs(s, _spans(s, found)))))


def _digit(x: Source, i: int, end: int, today: date | None) -> tuple[Quantity | None, int]:
    """The quantity or date that begins with the run of digits s[i:end]."""
    s = x.s
    if i:
        before = s[i - 1]
        if before in _GLUE:
            if _glued(x.raw, s, i):
                return None, skip(s, i, "digit")
        elif before in "[(:" and _ENCLOSED.match(s, i - 1):
            return None, skip(s, i, "digit")
    mark = s[end : end + 1]
    if end - i == YEAR_DIGITS or (s[end + 1 : end + 2] in _CASE_APART if mark == " " else mark in _CASE_NEXT):
        m = _DIGIT_CASE.match(s, i)
        if m:
            if m.lastgroup == "no":
                return None, m.end()
            dated = date_at(s, i, today)
            if dated is not None:
                if dated.rule == "date.bare":
                    quantity, end = quantity_at(x, i, "digit")
                    if quantity is not None:
                        return quantity, end
                return _dated(s, dated)
    return quantity_at(x, i, "digit")


def _word(x: Source, i: int, kind: str, today: date | None) -> tuple[Quantity | None, int]:
    """The quantity or date that begins with a word or a numeral at i."""
    s = x.s
    if kind == "date" or (s[i] in "一二" and s[i + 1 : i + 2] in _ZH_DATE_NEXT):
        dated = date_at(s, i, today)
        if dated is not None:
            return _dated(s, dated)
        if kind == "date":
            if s[i] in t.ZH_DIGITS:
                kind = "zh"
            elif t.EN_ANCHOR.match(s, i):
                kind = "en"
            else:
                return None, i + 1
    return quantity_at(x, i, kind)


def _dated(s: str, d: Date) -> tuple[Quantity, int]:
    approx = d.approx or _OR_SO.match(s, d.end) is not None
    later = _LATER.match(s, d.end) if d.rule == "date.year" else None
    if later or (d.rule == "date.year" and _LATER_THAN.search(s, max(0, d.start - 7), d.start)):
        end = later.end() if later else d.end
        return Quantity(d.start, end, d.low, None, "date", approx, None, None, d.rule), end
    return Quantity(d.start, d.end, d.low, d.high, "date", approx, None, None, d.rule), d.end


def _glued(text: str, s: str, i: int) -> bool:
    """Whether the digit hangs on a Latin word or another number part (GB300, v2.1, F-150), money signs apart."""
    c = s[i - 1]
    if c not in ".#":
        m = t.CURRENCY_BEFORE.match(s[max(0, i - 8) : i][::-1])
        if not m:
            return not (s.endswith("pue", 0, i) and not s[i - 4 : i - 3].isalpha())
        word = text[i - m.end() : i].strip()
        return word.isascii() and not word.isupper() and word.lower() != "rs"
    if i == 1 or not s[i - 2].isalnum():
        return False
    return c == "#" or not text[max(0, i - 3) : i].lower().endswith("rs.")


def _spans(s: str, found: list[Quantity]) -> list[Quantity]:
    """Joins two dates of one expression: 2024年底至2025年初, March 2026 to June 2027."""
    if sum(q.unit == "date" for q in found) < 2:
        return found
    out: list[Quantity] = []
    for q in found:
        p = out[-1] if out else None
        if p and p.unit == q.unit == "date" and "span" not in p.rule + q.rule and _TILL.fullmatch(s, p.end, q.start):
            first, last = str(p.low), str(q.high)
            if first < last and (p.rule, q.rule) != ("date.year", "date.year"):
                out[-1] = p._replace(end=q.end, high=q.high, approx=p.approx or q.approx, rule="date.span")
                continue
        out.append(q)
    return out


def _shared_signs(s: str, found: list[Quantity]) -> list[Quantity]:
    """Carries the sign of a fall to the second way of saying it: 跌241点或0.92%, fell 300 points, or 0.7%."""
    for k in range(1, len(found)):
        p, q = found[k - 1], found[k]
        if p.signed and not q.signed and p.unit in _CHANGES and q.unit in _CHANGES and p.unit != q.unit:
            if _OTHERWISE.fullmatch(s, p.end, q.start):
                if float(p.low or p.high or 0.0) < 0:
                    q = q._replace(low=_minus(q.high), high=_minus(q.low))
                found[k] = q._replace(signed=True)
    return found


def _minus(value: Bound) -> float | None:
    return None if value is None else -float(value)


def _named_currency(found: list[Quantity]) -> list[Quantity]:
    """Gives an amount without a currency (1600亿) the one of the same amount in this text, else of the nearest "
    "amount."""
    if not any(q.rule == "money.bare" for q in found):
        return found
    named = [q for q in found if _is_money(q) and q.rule != "money.bare"]
    out = []
    for q in found:
        if q.rule == "money.bare" and named:
            same = [p for p in named if p.low == q.low or p.high == q.high]
            near = min(same or named, key=lambda p: abs(p.start - q.start))
            if same or abs(near.start - q.start) <= NEAR:
                q = q._replace(unit=near.unit)
        out.append(q)
    return out


def _conversions(s: str, found: list[Quantity]) -> list[Quantity]:
    """Marks the second of `1600亿元(约230亿美元)` as a conversion of the first."""
    if "(" not in s and "[" not in s:
        return found
    out: list[Quantity] = []
    p = None
    for q in found:
        if p is not None and q.start - p.end < 16 and _PAREN.match(s, p.end, q.start):
            same = (_is_money(p) and _is_money(q) and p.unit != q.unit) or (
                p.unit == q.unit and p.unit in ("m2", "acre", "W")
            )
            same = same or {p.unit, q.unit} == {"m2", "acre"}
            if same:
                q = q._replace(equivalent_of=(p.start, p.end))
        out.append(q)
        p = q
    return out


def _is_money(q: Quantity) -> bool:
    return len(q.unit) == 3 and q.unit.isupper()


def parse_quantity(text: str, *, reference_day: str | None = None) -> Quantity | None:
    """The one quantity that `text` consists of (with its hedges and unit), or None; frames count."""
    found = find_quantities(text, reference_day=reference_day)
    if not found:
        return None
    return max(found, key=lambda q: q.end - q.start)
