"""The scan: one pass over the anchors of a text, the parser at each, then conversions and frames."""

import re
from dataclasses import replace
from datetime import date

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.dates import ANCHORS, date_at
from gigawatt.evidence.quantity.frames import mark_frames
from gigawatt.evidence.quantity.grammar import Parser
from gigawatt.evidence.quantity.masks import masked
from gigawatt.evidence.quantity.normal import reading_form
from gigawatt.evidence.types import Quantity

_ANCHOR = re.compile(rf"(?P<date>{ANCHORS})|{t.ANCHOR.pattern}")
_YEAR_FIRST = re.compile(
    r"(?:19|20)\d\d(?!\d|[,.]\d| ?(?:%|[万亿]|倍|[gmk]w|个|名|座|家|台|块|户|点|元|人|股|megawatt|gigawatt|mw))"
)
_MONTH_FIRST = re.compile(r"[0-3]?\d(?: ?月|(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))")
_PAREN = re.compile(
    r" ?[(\[] ?(?:[约合即折共]{0,3}|或|相当于|折合|about |roughly |approximately |some |or |approx\.? |equivalent to |around )?$"
)
NEAR = 60  # characters within which an amount lends its currency to one that names none
_ZH_DAY = re.compile(r" ?[日号](?!内|游)")


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
    parser = Parser(text, s, lost_decimal_points, today)
    holes = masked(s)
    found: list[Quantity] = []
    pos, hole = 0, 0
    search = _ANCHOR.search
    while True:
        m = search(s, pos)
        if m is None:
            break
        i = m.start()
        while hole < len(holes) and holes[hole][1] <= i:
            hole += 1
        if hole < len(holes) and holes[hole][0] <= i:
            pos = holes[hole][1]
            continue
        quantity, pos = _read(parser, s, i, m.lastgroup or "", today)
        if quantity is not None:
            if found and quantity.start < found[-1].end:
                quantity = replace(quantity, start=found[-1].end)
            found.append(quantity)
        pos = max(pos, i + 1)
    return mark_frames(s, _conversions(s, _named_currency(found)))


def _read(parser: Parser, s: str, i: int, kind: str, today: date | None) -> tuple[Quantity | None, int]:
    """The quantity or date at anchor i."""
    if kind == "digit":
        if i and _glued(parser.text, s, i):
            return None, parser._skip(i, "digit")
        dated = date_at(s, i, today) if _YEAR_FIRST.match(s, i) or _MONTH_FIRST.match(s, i) else None
        if dated and dated.rule == "date.bare":
            quantity, end = parser.quantity_at(i, kind)
            if quantity is not None:
                return quantity, end
        if dated is None:
            day = re.compile(r"\d{1,2}").match(s, i)
            if day and _ZH_DAY.match(s, day.end()):
                return None, day.end() + 1
            return parser.quantity_at(i, kind)
    else:
        dated = date_at(s, i, today) if kind == "date" or (kind == "zh" and s[i] in "一二") else None
        if dated is None:
            if kind == "date":
                m = t.ANCHOR.match(s, i)
                if m is None or m.lastgroup is None:
                    return None, i + 1
                kind = m.lastgroup
            return parser.quantity_at(i, kind)
    return Quantity(
        dated.start, dated.end, dated.low, dated.high, "date", dated.approx, None, None, dated.rule
    ), dated.end


def _glued(text: str, s: str, i: int) -> bool:
    """Whether the digit hangs on a Latin word or another number part (GB300, v2.1, F-150), money signs apart."""
    c = s[i - 1]
    if c.isascii() and (c.isalpha() or c == "_"):
        m = t.CURRENCY_BEFORE.match(s[max(0, i - 8) : i][::-1])
        if not m:
            return True
        word = text[i - m.end() : i].strip()
        if word.isascii() and not word.isupper() and word.lower() != "rs":
            return True
        return False
    if (
        c in ".#"
        and i > 1
        and s[i - 2].isalnum()
        and not (c == "." and text[max(0, i - 3) : i].lower().endswith("rs."))
    ):
        return True
    return False


def _named_currency(found: list[Quantity]) -> list[Quantity]:
    """Gives an amount without a currency (1600亿) the one of the same amount in this text, else of the nearest amount."""
    if not any(q.rule == "money.bare" for q in found):
        return found
    named = [q for q in found if _is_money(q) and q.rule != "money.bare"]
    out = []
    for q in found:
        if q.rule == "money.bare" and named:
            same = [p for p in named if p.low == q.low or p.high == q.high]
            near = min(same or named, key=lambda p: abs(p.start - q.start))
            if same or abs(near.start - q.start) <= NEAR:
                q = replace(q, unit=near.unit)
        out.append(q)
    return out


def _conversions(s: str, found: list[Quantity]) -> list[Quantity]:
    """Marks the second of `1600亿元(约230亿美元)` as a conversion of the first."""
    out: list[Quantity] = []
    for q in found:
        if out:
            p = out[-1]
            same = (_is_money(p) and _is_money(q) and p.unit != q.unit) or (
                p.unit == q.unit and p.unit in ("m2", "acre", "W")
            )
            same = same or {p.unit, q.unit} == {"m2", "acre"}
            if same and q.start - p.end < 16 and _PAREN.match(s, p.end, q.start):
                q = replace(q, equivalent_of=(p.start, p.end))
        out.append(q)
    return out


def _is_money(q: Quantity) -> bool:
    return len(q.unit) == 3 and q.unit.isupper()


def parse_quantity(text: str, *, reference_day: str | None = None) -> Quantity | None:
    """The one quantity that `text` consists of (with its hedges and unit), or None; frames count."""
    found = find_quantities(text, reference_day=reference_day)
    if not found:
        return None
    return max(found, key=lambda q: q.end - q.start)
