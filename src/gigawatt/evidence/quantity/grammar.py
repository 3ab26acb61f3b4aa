"""The parser: from a place where a number may begin to a `Quantity`, or to nothing.

    quantity := before* side (range side)? after*        side := currency? number magnitude? unit? per?

A range shares what its second side carries and its first does not: unit, currency and, when the first bare number is
not larger than the second, the magnitude (13至44吉瓦; 910亿至930亿美元; $70-72bn; but 5000-1万).
"""

import re
from datetime import date
from typing import NamedTuple

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.lexicon import CODE_ALIAS, MONEY_SIGNS, Unit, units
from gigawatt.evidence.quantity.nouns import counted_en, counted_zh, named_before
from gigawatt.evidence.quantity.numerals import ZH_RUN, Number, arabic_at, chinese_at, english_at
from gigawatt.evidence.quantity.rates import RACK_AHEAD, RATE_AFTER, rate_before, rate_name
from gigawatt.evidence.quantity.words import special_at
from gigawatt.evidence.types import Quantity

LOOK_BACK = 40  # characters read before a number
_UNITS = units()
_SINGLE_LETTER = re.compile(r"\d ?[kmbt]$")
_WEAK_CURRENCY = frozenset("won dong rand baht real lira francs rupiah pesos pounds pound cent bucks".split())
_ARTICLE_BEFORE = re.compile(r"(half an?|an?|several|a few|a couple(?: of)?|few|multi)[ -]$")


class Side(NamedTuple):
    """One end of a range: its number, its unit (None when the other end carries it), and where it stops."""

    number: Number
    unit: Unit | None
    end: int
    hyphen: bool = False
    """the unit hangs on the number by a hyphen (five-year)"""


class Before(NamedTuple):
    """What stands before a number: where it starts, bound (lower, upper), approx, sign of a change, minus sign."""

    start: int
    bound: str | None
    approx: bool
    change: int
    minus: bool


class Parser:
    """Reads quantities in one text; holds the raw text, its reading form and the options of the call."""

    def __init__(self, text: str, form: str, lost_decimal_points: bool, today: date | None) -> None:
        self.text = text
        self.s = form
        self.lost = lost_decimal_points
        self.today = today
        self.default_yen = "JPY" if ("日元" in form or "yen" in form) else "CNY"

    # ---- parts ---------------------------------------------------------------------------------------------------
    def number(self, i: int, kind: str) -> Number | None:
        """The number at i of the given anchor kind (digit, zh, en)."""
        if kind == "digit":
            return arabic_at(self.s, i, self.lost)
        if kind == "zh":
            return chinese_at(self.s, i)
        return english_at(self.s, i)

    def currency_before(self, i: int) -> tuple[str, int] | None:
        """Currency sign or code that ends at i: (ISO code, start)."""
        s = self.s
        if i and s[i - 1] in " $£€¥₩₹₽₫฿₺₪sm币元金比dybkurncpelftqhawozg.":
            back = s[max(0, i - 8) : i][::-1]
            m = t.CURRENCY_BEFORE.match(back)
            if not m:
                return None
            start = i - m.end()
            if m["sign"]:
                sign = m["sign"][::-1]
                raw = self.text[start : start + len(sign)]
                if sign[0].isascii() and sign[0].isalpha() and not raw[0].isupper():
                    return None if not sign.endswith("$") else ("USD", start + len(sign) - 1)
                return (self.default_yen if sign == "¥" else MONEY_SIGNS[sign]), start
            code = m["code"][::-1].upper()
            return (CODE_ALIAS.get(code, code), start) if self.text[start : start + 3] == code else None
        return None

    def unit(self, i: int, number: Number, kind: str) -> tuple[Unit, int, bool] | None:
        """The unit at i: (unit, end, hung on by a hyphen)."""
        m = t.UNIT.match(self.s, i)
        if not m:
            return None
        word, end = m["zh"] or m["en"], m.end()
        unit = _UNITS[word]
        if not self._fits(word, unit, m, number, kind):
            return None
        return unit, end, self.s[i] == "-"

    def _fits(self, word: str, unit: Unit, m: re.Match, number: Number, kind: str) -> bool:
        s, end = self.s, m.end()
        if unit.kind == "money":
            start = end - len(word)
            if len(word) == 3 and word.isascii() and self.text[start:end].isupper():
                return True
            if word.isascii():
                iso = word.upper() in CODE_ALIAS or (len(word) == 3 and word not in ("yen", "won"))
                return not iso and (word not in _WEAK_CURRENCY or number.magnitude >= 1e3 or word in ("cents", "pence"))
            if word == "元":
                return (
                    kind == "digit"
                    or number.kind != "zh"
                    or number.low not in (1.0, 2.0, 3.0)
                    or s[end : end + 1] not in "锂化素旦老老首"
                )
            return True
        if word == "年" and number.magnitude == 1.0 and number.low and 1900 <= number.low < 2100:
            return False
        if word == "度":
            return number.magnitude >= 1e4 or (number.low or 0) >= 1e4
        if word == "成":
            low = number.low or 0.0
            return 1 <= low < 10 and s[end : end + 1] not in tuple("立为本功长熟果交员都品就型绩份人效分年")
        if word == "点":
            return not _CLOCK.match(s, end) and (number.low or 0) > 24
        if word == "股":
            return s[end : end + 1] not in tuple("东市价权票份") or number.magnitude > 1
        if word in ("times", "倍") and _OFTEN.match(s, end):
            return False
        if word in ("points", "point"):
            return (number.low or 0) > 1
        if word in ("p", "sf", "mu", "ha", "pp", "ft", "t", "升", "米", "桶", "m"):
            return number.kind != "zh" or word in ("米", "升", "桶")
        if word == "年" and s[end : end + 1] in tuple("度报级代轻龄货会"):
            return False
        if word in ("周", "天") and s[end : end + 1] in tuple("然气空年边末才下价") and not s.startswith("年前", end):
            return False
        if unit.kind == "time" and s[end : end + 1] in tuple("级代轻龄") and word in ("年", "周", "天"):
            return False
        return True

    def side(self, i: int, kind: str) -> Side | None:
        """Number and unit at i; None when no number stands there."""
        number = self.number(i, kind)
        if number is None:
            return None
        if kind == "digit" and self.s[number.end : number.end + 1] == "+" and _PLUS.match(self.s, number.end):
            number = number._replace(end=number.end + 1, high=None)
        found = self.unit(number.end, number, kind)
        if found is None and number.magnitude != 1.0 and _SINGLE_LETTER.search(self.s, i, number.end):
            return Side(number, None, number.end)
        if found is None:
            return Side(number, None, number.end)
        unit, end, hyphen = found
        return Side(number, unit, end, hyphen)

    def before(self, start: int) -> Before:
        """Bound, hedge and sign words before `start`, nearest first."""
        s = self.s
        back = s[max(0, start - LOOK_BACK) : start][::-1]
        pos, kept, bound, approx, change, minus = 0, 0, None, False, 0, False
        m = t.MINUS_BEFORE.match(back)
        if m:
            minus, pos, kept = True, m.end(), m.end()
        halted = False
        while True:
            m = t.BEFORE.match(back, pos)
            if not m:
                break
            group = t.BEFORE_CLASS[m["word"]]
            pos = m.end()
            if group == "keep":
                continue
            if group == "halt":
                halted = True
                continue
            if group in ("fall", "rise"):
                if not halted and not change:
                    change = -1 if group == "fall" else 1
                    kept = pos
                    continue
                break
            if halted:
                break
            if group == "approx":
                approx, kept = True, pos
            elif bound is None:
                bound, kept = group, pos
            else:
                kept = pos
        while kept and back[kept - 1] == " ":
            kept -= 1
        return Before(start - kept, bound, approx, change, minus)

    # ---- one quantity ----------------------------------------------------------------------------------------------
    def quantity_at(self, i: int, kind: str) -> tuple[Quantity | None, int]:
        """The quantity whose first number is at i, and where to go on reading."""
        s = self.s
        special = special_at(s, i, kind)
        if special is not None:
            return self._finish(
                i,
                special.start,
                special.end,
                special.low,
                special.high,
                special.unit,
                special.approx,
                special.rule,
                special.bare,
            )
        if kind == "en":
            lead = _ARTICLE_BEFORE.search(s, max(0, i - 14), i)
            if lead and english_at(s, lead.start()):
                i = lead.start()
        first = self.side(i, kind)
        if first is None:
            return None, self._skip(i, kind)
        number, end = first.number, first.end
        start, code = i, None
        money = self.currency_before(i)
        if money:
            code, start = money
        second, second_code = self._second(first, code, i)
        unit = self._money(code, first.unit)
        if second is not None:
            end = second.end
            unit = unit or self._money(second_code or code, second.unit)
        if unit is None and t.FRACTION.match(s, number.end) and second is None:
            return self._fraction(i, number)
        if unit is None:
            return self._count(i, start, kind, number, second)
        if (
            kind == "zh"
            and unit.kind not in ("x", "ratio", "time")
            and s[i:end].startswith("一")
            and number.end == i + 1
        ):
            return None, end
        if unit.kind != "money" and (unit.kind in ("points",) and t.ORDINAL_BEFORE.match(s[max(0, i - 10) : i][::-1])):
            return None, end
        last = self._money(second_code or code, second.unit) if second else None
        low, high, approx = self._interval(
            number, second, (self._money(code, first.unit) or unit).factor, (last or unit).factor
        )
        rule = unit.kind if second is None else f"{unit.kind}.range"
        if unit.kind == "time" and first.hyphen and s[end - 1] not in "年月周天":
            rule += ".adjective"
        if s[i - 1 : i] == "第":
            return None, end
        per = unit.per
        repaired = number.repaired or bool(second and second.number.repaired)
        return self._finish(
            i, start, end, low, high, unit.unit, approx, rule, number.kind == "bare", unit.noun, per, repaired
        )

    def _money(self, code: str | None, unit: Unit | None) -> Unit | None:
        if code and (unit is None or unit.kind == "money"):
            return Unit(code, unit.factor if unit else 1.0, None, "money")
        return unit

    def _second(self, first: Side, code: str | None, i: int) -> tuple[Side | None, str | None]:
        """The second side of a range, when what stands between and after the numbers allows one."""
        s = self.s
        per = _PER_BETWEEN.match(s, first.end) if (code or first.unit) else None
        m = t.RANGE.match(s, per.end() if per else first.end)
        if not m:
            return None, None
        word = m[0].strip()
        j = m.end()
        if s[j : j + 1] == "上":
            j += 1
        sign = t.CURRENCY_AHEAD.match(s, j)
        second_code = None
        if sign:
            second_code, j = MONEY_SIGNS[sign["sign"]], sign.end()
            if s[j : j + 1] == " ":
                j += 1
        letter = s[j : j + 1]
        kind = "digit" if letter.isdigit() and letter.isascii() else "en" if letter.isascii() else "zh"
        if word == "and" and not _BETWEEN.search(s, max(0, i - 16), i):
            return None, None
        second = self.side(j, kind) if letter else None
        if second is None:
            if word in ("甚至", "乃至", "到", "至") and first.unit and first.unit.kind in ("power", "energy"):
                found = t.UNIT.match(s, j)
                if found and found["zh"] and _UNITS[found["zh"]].kind == first.unit.kind:
                    one = Number(j, 1.0, 1.0, 1.0, True, "bare")
                    return Side(
                        one, _UNITS[found["zh"]], found.end() + (s[found.end() : found.end() + 1] == "级")
                    ), None
            return None, None
        a, b = (
            self._money(code, first.unit),
            self._money(second_code or (code if sign or not second.unit else None), second.unit),
        )
        if (
            word in ("or", "或")
            and not (b and (a is None or a == b))
            and not (kind == "zh" and first.number.kind == "zh" and b)
        ):
            return None, None
        if a and b and a.kind != b.kind:
            return None, None
        if a and b and a.kind == "money" and a.unit != b.unit:
            return None, None
        if a is None and b is None and not self._same_count(first, second, word):
            return None, None
        if (
            a
            and b is None
            and not (word == "-" and a.kind == "money" and not first.number.has_magnitude)
            and a.kind != "money"
        ):
            return None, None
        if a and b and a.kind == "ratio" and _is_points(s, first) != _is_points(s, second):
            return None, None
        if a and word == "to" and kind != "zh" and _CHANGED.search(s, max(0, i - 24), i):
            return None, None
        if (
            _FROM.search(s, max(0, i - 8), i)
            and word in ("to", "至", "到")
            and not _RANGING.search(s, max(0, i - 24), i)
        ):
            return None, None
        factors = (a or b or _COUNT).factor, (b or a or _COUNT).factor
        low, high, _ = self._interval(first.number, second, *factors)
        if low is not None and high is not None and low > high:
            return None, None
        return second, second_code

    def _same_count(self, first: Side, second: Side, word: str) -> bool:
        """Two bare numbers before a counted thing: 3至5座, 100-200 million people."""
        if first.number.kind != second.number.kind and "vague" not in (first.number.kind, second.number.kind):
            return False
        low, high = first.number.low or 0.0, second.number.low or 0.0
        scale = second.number.magnitude if first.number.has_magnitude is False else 1.0
        return low * first.number.magnitude * scale < high * second.number.magnitude or bool(
            t.CLASSIFIER.match(self.s, first.end)
        )

    @staticmethod
    def _interval(a: Number, second: Side | None, fa: float, fb: float) -> tuple[float | None, float | None, bool]:
        """Both ends in base units; fa, fb are the factors of the units of the first and the second side."""
        if second is None:
            scale = a.magnitude * fa
            return None if a.low is None else a.low * scale, None if a.high is None else a.high * scale, a.approx
        b = second.number
        scale = a.magnitude
        if not a.has_magnitude and b.has_magnitude and (a.low or 0.0) <= (b.low or 0.0):
            scale = b.magnitude
        top = (b.low if b.kind == "bare" else b.high) if b.high is None else b.high
        return (a.low or 0.0) * scale * fa, None if top is None else top * b.magnitude * fb, a.approx or b.approx

    def _skip(self, i: int, kind: str) -> int:
        """Where to go on after a place that holds no number: past the whole run, so that no run is read twice."""
        m = (_DIGITS if kind == "digit" else ZH_RUN if kind == "zh" else _LETTERS).match(self.s, i)
        return max(i + 1, m.end() if m else 0)

    def _fraction(self, i: int, number: Number) -> tuple[Quantity | None, int]:
        """三分之一, 5分之2."""
        s = self.s
        m = t.FRACTION.match(s, number.end)
        j = m.end() if m else number.end
        kind = "digit" if s[j : j + 1].isdigit() and s[j : j + 1].isascii() else "zh"
        top = self.number(j, kind) if s[j : j + 1] else None
        if top is None or not number.low or top.low is None:
            return None, j
        low, high = top.low / number.low, None if top.high is None else top.high / number.low
        return self._finish(i, i, top.end, low, high, "ratio", top.approx, "ratio.fraction", False)

    def _count(self, i: int, start: int, kind: str, number: Number, second: Side | None) -> tuple[Quantity | None, int]:
        """A number without a unit word: a count with its noun, a bare amount of 亿, or nothing."""
        s = self.s
        end = second.end if second else number.end
        low, high, approx = self._interval(number, second, 1.0, 1.0)
        if named_before(self.text, s, start, kind, number):
            return None, max(end, i + 1)
        found = counted_en(s, end, number, second is not None) if kind != "zh" else None
        if found is None:
            found = counted_zh(s, end, number, kind, self.before(start).bound is not None)
        if found is None:
            return None, max(end, i + 1)
        if found.unit == "":
            return None, max(found.end, i + 1)
        return self._finish(
            i, start, found.end, low, high, found.unit, approx, found.rule, number.kind == "bare", found.noun, None,
            number.repaired or bool(second and second.number.repaired),
        )  # fmt: skip

    def _finish(
        self, i: int, start: int, end: int, low: float | None, high: float | None, unit: str, approx: bool, rule: str,
        bare: bool = False, noun: str | None = None, per: str | None = None, repaired: bool = False,
    ) -> tuple[Quantity | None, int]:  # fmt: skip
        """Bounds, hedges, signs and rates around a read number, then the `Quantity`."""
        s = self.s
        if s[start - 1 : start] == "第" or (s[start - 1 : start] == "每" and low == 1.0):
            return None, end
        if rule == "count.one.any":
            return Quantity(start - 2, end, 1.0, None, unit, False, noun, None, rule), end
        if bare and s[start - 1 : start] in ("上", "成", "好"):
            start -= 1
        b = self.before(start)
        bound = b.bound
        if unit in ("year", "month", "day") and bound == "lower" and s[b.start : start].strip() == "over":
            bound, b = None, b._replace(start=start)
        if (
            bare
            and len(s[i:end])
            and i + 1 < len(s)
            and s[i] in "百千万亿十"
            and not (bound or b.approx or start < i)
            and unit == "count"
        ):
            return None, end
        if b.start < start:
            start = b.start
        m = t.AFTER.match(s, end)
        if m:
            group = m.lastgroup
            if group == "approx":
                approx, end = True, m.end()
            elif not (group == "upper" and unit in ("year", "month", "day")):
                bound, end = bound or group, m.end()
        approx = approx or b.approx
        if bare and bound:
            approx = b.approx
        if b.approx and bare and high is None:
            high, approx = low, True
        value = low if low is not None else high
        if bound == "lower":
            low, high = (high if low is None else low), None
        elif bound == "upper":
            low, high = None, (low if high is None else high)
        change = b.change
        if unit in ("ratio", "points") and not change:
            m = t.FALL_AFTER.match(s, end)
            if m and not _LEVEL_AHEAD.match(s, m.end()):
                change, end = -1, m.end()
        negative = (change < 0 and (unit in ("ratio", "points") or _PRICE_FALL.search(s, b.start, i))) or (
            b.minus and change == 0
        )
        if change < 0 and unit == "x":
            negative = False
        if negative and not (value is None):
            low, high = (None if high is None else -high), (None if low is None else -low)
        low, high = _clean(low), _clean(high)
        rate = RATE_AFTER.match(s, end)
        if rate and per is None:
            per, end = rate_name(rate), (rate.end() if rate.end() - rate.start() < 24 else end)
        if per is None and unit == "W" and RACK_AHEAD.match(s, end):
            per = "rack"
        if per is None:
            per = rate_before(s, b.start)
        if unit == "count" and noun == "wafers" and (per == "month" or "月" in s[max(0, start - 12) : start]):
            unit, per = "wafer/month", None
        return Quantity(start, end, low, high, unit, approx, noun, per, rule, repaired, None, change != 0), end


def _is_points(s: str, side: Side) -> bool:
    """Whether a share is given in percentage points."""
    word = s[side.number.end : side.end]
    return "point" in word or "点" in word


def _clean(value: float | None) -> float | None:
    """The value without the last bits of a decimal times a factor (0.35 for 35 x 0.01), to twelve digits."""
    return None if value is None else float(f"{value:.12g}")


_PLUS = re.compile(r"\+[ -]?(?:[a-z]|[^\x00-\x7f])")
_COUNT = Unit("count", 1.0, None, "count")
_DIGITS = re.compile(r"[\d,.]*\d")
_LETTERS = re.compile(r"[a-z-]+")
_CLOCK = re.compile(r"钟|半|整|\d|左右开")
_OFTEN = re.compile(r" (?:an?|per|each|every) (?:day|week|month|year)|(?:速|频)")
_BETWEEN = re.compile(r"between [$£€¥a-z]{0,3}\\?$")
_CHANGED = re.compile(
    r"(?:fell|fallen|dropped|declined|slid|slipped|shrank|rose|risen|jumped|climbed|surged|soared|grew|gained|up|down|cut|"
    r"raised|lost|dipped|tumbled|plunged|increased|decreased)(?: (?:about|nearly|roughly|over|another|some|an?))*(?: [$£€])?"
    r" ?$"
)
_FROM = re.compile(r"(?:from [$£€¥a-z]{0,3}\\?|[从由自])$")
_RANGING = re.compile(
    r"(?:rang\w+|to \S{1,12}|anywhere|区间|范围|[,(] ?(?:up|down)) (?:from|between) \S{0,3}$|区间\S{0,2}$"
)
_PER_BETWEEN = re.compile(r" (?:per|a) (?:share|year|month|rack|chip|kwh|mwh|mw|gw|kw|w|watt)(?= (?:to|and) )")
_LEVEL_AHEAD = re.compile(r"[至到为]| to ")
_PRICE_FALL = re.compile(r"跌|降价|贬")
