"""Dates and deadlines as ISO strings: years, months, days, quarters, halves, early and late, and relative years.

Values are prefixes of ISO 8601 (2028, 2025-09, 2025-01-22); a half or a quarter is a span of months; early in the year
(年初) is 01..03 and its end (年底, end of) is month 12. What is relative (今年, next year, a month without a year)
needs a reference day and is left out without one.
"""

import re
from datetime import date
from typing import NamedTuple

from gigawatt.evidence.quantity.trie import one_of


class Date(NamedTuple):
    """A date expression: first and last ISO day or prefix, whether it is loose (early, 年初), and the rule that "
    "read it."""

    start: int
    end: int
    low: str
    high: str
    approx: bool
    rule: str


_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_ZH_MONTH = {w: i for i, w in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_MONTH = one_of(_MONTHS)

DATE_WORDS = frozenset(
    [
        *_MONTHS,
        *(f"{letter}{n}" for letter in "qh" for n in "1234"),
        "fy",
        "fiscal",
        "early",
        "mid",
        "late",
        "end",
        "beginning",
        "year-end",
        "year's end",
        *(f"{w} 20" for w in ("spring", "summer", "autumn", "fall")),
        *(f"{w} of 20" for w in ("spring", "summer", "autumn", "fall")),
    ]
    + [f"{w} {k}" for w in ("this", "next", "last") for k in ("year", "month", "quarter")]
    + [f"{o} {k}" for o in ("first", "second", "third", "fourth") for k in ("quarter", "half")]
    + [f"{o}-{k}" for o in ("first", "second", "third", "fourth") for k in ("quarter", "half")]
)
"""English words at which a date may begin"""

_PART = (
    r"(?: ?(?:(?P<mon>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:份)?"
    r"(?: ?(?P<day>[0-3]?\d) ?[日号]|(?P<third>上旬|中旬|下旬|初|底|末|中(?!国|心|期|东|美|华)))?"
    r"|(?P<half>[上下])半(?:年度?|财年)|第?(?P<q>[一二三四1-4])季度?|(?:财年)? ?q(?P<q2>[1-4])(?![a-z\d])"
    r"|h(?P<h2>[12])(?![a-z\d])"
    r"|年?(?P<end>底|末(?!期))|年?(?P<early>初(?!创|步|始|期))|年?(?P<mid>中(?!国|心|期|东|美|华|的|央|型))))?"
)
_ISO = re.compile(r"((?:19|20)\d\d)([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d.%])")
_ISO_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])(?![\d%-]|\.\d)")
_SPAN = re.compile(
    r"((?:19|20)\d\d)(?: ?财?年(?:度)?)? ?(?:-{1,2}|至|到|~|/) ?((?:19|20)\d\d|\d\d(?= ?财年))(?: ?(?:财年|年度"
    r"|年)|(?!\d|[,.]\d|[-./]\d|%|年))"
)
_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d) ?(?P<mark>财年|年度|年(?!代|期|化))(?:全年)?" + _PART)
_YEAR_PART = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<mark>)(?= ?(?:[上下]半|第?[一二三四1-4]季|[qh][1-4]|[底末]))" + _PART)
_MONTH_SPAN = re.compile(r"((?:19|20)\d\d) ?年 ?(\d{1,2}) ?月? ?(?:-|至|到|~) ?(\d{1,2}) ?月")
_RELATIVE = re.compile(r"(?P<y>今|明|去|后|本|当|前)(?P<mark>年)(?!代|度|轻|龄|华|会|货)" + _PART)
_BARE = re.compile(
    r"(?P<y>)(?P<mark>)(?=[01]?\d ?月|十[一二]?月|[一二三四五六七八九]月|[上下]半年|第?[一二三四]季|年[底末初])" + _PART
)
_ZH_YEAR = re.compile(r"([一二]?[〇零一二三四五六七八九]{4})年")

_OTHER_QUARTER = ("上", "下", "每", "前", "后", "近", "这", "同", "本", "当")  # 上一季度 names no quarter
_EN_DAY = (
    rf"(?P<m>{_MONTH})(?![a-z])\.? ?(?:(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d%:]|,\d{{3}}| ?(?:million"
    rf"|billion|percent|gw|mw)))?(?:,? ?(?:of )?(?P<y>(?:19|20)\d\d)(?![\d,%]))?"
)
_HALF_FIRST = re.compile(r"(?P<n>[1-4])(?P<k>[hq]) ?(?:fy)? ?'?(?P<y>(?:20)?[2-4]\d)(?!\d|[,.]\d|%)")
_SEASON = re.compile(r"(?P<w>spring|summer|autumn|fall)(?: of)? (?P<y>20\d\d)(?![\d%])")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_CLOSE = re.compile(
    r"(?:the )?(?:end of the (?P<d>decade)|end of (?:the|this) year|year(?:'s |-)end(?: of)?(?: (?P<y>20\d\d))?)"
    r"(?![a-z])"
)
_LASTING = re.compile(r"through(?:out)? (?:the )?$")  # through the end of the year: how long, no deadline
_EN_MONTH = re.compile(_EN_DAY)
_EN_DAY_FIRST = re.compile(
    rf"(?P<d>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<m>{_MONTH})(?![a-z])\.?(?:,? (?P<y>(?:19|20)\d\d)(?!\d))?"
)
_EN_PART = re.compile(
    r"(?:(?:the )?(?P<w>early|mid|late|end|beginning)(?:[- ]of)?(?: the)?[- ]+|(?:the )?(?P<o>first|second|third"
    r"|fourth|1st|2nd|3rd|4th)[- ](?P<k>quarter|half)(?: of)? (?:fiscal |fy)?(?:year )?"
    r"|(?P<qh>[qh])(?P<n>[1-4])(?: of)? ?(?:fy ?|fiscal )?'?|(?P<f>fy ?'?|fiscal (?:year )?))"
    r"(?P<y>(?:19|20)\d\d|(?<=fy)\d\d|(?<=')\d\d|(?<=fy )\d\d|this year|next year|last year)(?![\ds]|,\d"
    r"|%)(?:-(?P<y2>\d\d)(?!\d))?(?: ?(?P<q2>[qh])(?P<n2>[1-4])(?!\d))?"
)
_EN_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d)(?:[ -]?(?P<qh>[qh])(?P<n>[1-4]))?(?![\d%a-z]|[,.:]\d|-[a-z\d]| ?年)")
_EN_RELATIVE = re.compile(r"(?P<w>this|next|last) (?P<k>year|month|quarter)(?![a-z])")
_PREPOSITION = re.compile(
    r"(?:^|[^a-z])(?:in|by|through|until|till|since|before|after|from|of|during|for|throughout|to|and|than"
    r"|around|late|early|"
    r"mid|between|into|over|beyond|start|end|as|around|circa|on) (?:about |around |at least |calendar |year "
    r"|fiscal |early |late |mid-|the year )?$"
)


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    return f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}"


def _year_of(word: str, today: date | None) -> int | None:
    if word.isdigit():
        number = int(word)
        return number + 2000 if number < 100 else number
    if today is None:
        return None
    shift = {"今": 0, "本": 0, "当": 0, "明": 1, "后": 2, "去": -1, "前": -2, "this": 0, "next": 1, "last": -1}
    return today.year + shift[word]


def _bare_month(month: int, today: date) -> int:
    """Year of a month named without one: this year, but autumn named in winter was last year's."""
    return today.year - 1 if month >= 10 and today.month <= 3 else today.year


def _part(m: re.Match, year: int, today: date | None, bare: bool) -> tuple[str, str, bool, str]:
    g = m.groupdict()
    if g["mon"]:
        month = _ZH_MONTH.get(g["mon"]) or int(g["mon"])
        if bare and today:
            year = _bare_month(month, today)
        if g["day"] and 1 <= int(g["day"]) <= 31:
            iso = f"{year:04d}-{month:02d}-{int(g['day']):02d}"
            return iso, iso, False, "date.day"
        low, _ = _months(year, month, month)
        return low, low, False, "date.month"
    quarter = g["q"] or g["q2"]
    if quarter:
        n = _ZH_MONTH.get(quarter) or int(quarter)
        return *_months(year, 3 * n - 2, 3 * n), False, "date.quarter"
    half = g["half"] or g["h2"]
    if half:
        return *(_months(year, 1, 6) if half in "上1" else _months(year, 7, 12)), False, "date.half"
    if g["end"]:
        return *_months(year, 12, 12), False, "date.end"
    if g["early"]:
        return *_months(year, 1, 3), True, "date.early"
    if g["mid"]:
        return *_months(year, 6, 6), True, "date.mid"
    return f"{year:04d}", f"{year:04d}", False, "date.year"


def date_at(s: str, i: int, today: date | None) -> Date | None:
    """The date expression that begins at s[i], or None. `today` resolves what is relative."""
    letter = s[i]
    if letter.isdigit() and letter.isascii():
        return _digit_date(s, i, today)
    if letter.isascii():
        return _english_date(s, i, today)
    m = _RELATIVE.match(s, i)
    if m:
        year = _year_of(m["y"], today)
        if year is None:
            return None
        low, high, approx, rule = _part(m, year, today, bare=False)
        return Date(i, m.end(), low, high, approx, "date.relative" if rule == "date.year" else rule)
    m = _ZH_YEAR.match(s, i)
    if m:
        year = int("".join(str("〇一二三四五六七八九".find(c.replace("零", "〇"))) for c in m[1]))
        return Date(i, m.end(), str(year), str(year), False, "date.year") if 1900 <= year < 2100 else None
    m = _BARE.match(s, i)
    if m and today and m.end() > i and not (m["q"] and s[i - 1 : i] in _OTHER_QUARTER):
        return Date(i, m.end(), *_part(m, today.year, today, bare=True))
    return None


def _digit_date(s: str, i: int, today: date | None) -> Date | None:
    if s[i] in "12" and s[i : i + 4].isdigit():
        m = _ISO.match(s, i)
        if m:
            iso = f"{m[1]}-{int(m[3]):02d}-{int(m[4]):02d}"
            return Date(i, m.end(), iso, iso, False, "date.day")
        m = _ISO_MONTH.match(s, i)
        if m:
            return Date(i, m.end(), m[0], m[0], False, "date.month")
        m = _SPAN.match(s, i)
        if m and len(m[2]) == 4 and 0 < int(m[2]) - int(m[1]) < 60:
            return Date(i, m.end(), m[1], m[2], False, "date.span")
        m = _MONTH_SPAN.match(s, i)
        if m and 1 <= int(m[2]) < int(m[3]) <= 12:
            return Date(i, m.end(), *_months(int(m[1]), int(m[2]), int(m[3])), False, "date.span")
        m = _YEAR.match(s, i) or _YEAR_PART.match(s, i)
        if m:
            return Date(i, m.end(), *_part(m, int(m["y"]), today, bare=False))
        m = _EN_YEAR.match(s, i)
        if m:
            if m["qh"]:
                return Date(i, m.end(), *_half_or_quarter(int(m["y"]), m["qh"], int(m["n"])))
            before = s[max(0, i - 24) : i]
            named = _PREPOSITION.search(before) is not None
            return Date(i, i + 4, m["y"], m["y"], False, "date.year" if named else "date.bare")
        return None
    m = _BARE.match(s, i)
    if m and today and m.end() > i:
        return Date(i, m.end(), *_part(m, today.year, today, bare=True))
    m = _HALF_FIRST.match(s, i)
    if m:
        return Date(i, m.end(), *_half_or_quarter(2000 + int(m["y"][-2:]), m["k"], int(m["n"])))
    m = _EN_DAY_FIRST.match(s, i)
    if m and (m["y"] or today):
        return _en_day(m, i, today)
    return None


def _half_or_quarter(year: int, kind: str, n: int) -> tuple[str, str, bool, str]:
    if kind in ("h", "half"):
        n = min(n, 2)
        return *_months(year, 6 * n - 5, 6 * n), False, "date.half"
    return *_months(year, 3 * n - 2, 3 * n), False, "date.quarter"


def _en_day(m: re.Match, i: int, today: date | None) -> Date | None:
    month = _MONTHS[m["m"]]
    year = int(m["y"]) if m["y"] else _bare_month(month, today) if today else 0
    if m["d"] and 1 <= int(m["d"]) <= 31:
        iso = f"{year:04d}-{month:02d}-{int(m['d']):02d}"
        return Date(i, m.end(), iso, iso, False, "date.day")
    low, _ = _months(year, month, month)
    return Date(i, m.end("m") if not m["y"] else m.end("y"), low, low, False, "date.month")


_MAY = re.compile(
    r"(?:in|by|since|until|of|early|late|last|next|this|through|before|after|from|between|and|to|for|during|,) $"
)


def _english_date(s: str, i: int, today: date | None) -> Date | None:
    m = _EN_PART.match(s, i)
    if m:
        word = m["y"]
        year = _year_of(word.split()[0], today)
        if year is None:
            return None
        if m["y2"]:
            year = year // 100 * 100 + int(m["y2"])
        if m["q2"]:
            low, high, _, rule = _half_or_quarter(year, m["q2"], int(m["n2"]))
            return Date(i, m.end(), low, high, False, "date.fiscal" if m["f"] else rule)
        if m["qh"]:
            return Date(i, m.end(), *_half_or_quarter(year, m["qh"], int(m["n"])))
        if m["k"]:
            return Date(i, m.end(), *_half_or_quarter(year, m["k"], _ORDINAL[m["o"]]))
        low, high = {
            "early": _months(year, 1, 3), "beginning": _months(year, 1, 3), "mid": _months(year, 6, 6),
            "late": _months(year, 10, 12), "end": _months(year, 12, 12),
        }.get(m["w"] or "", (f"{year:04d}", f"{year:04d}"))  # fmt: skip
        return Date(i, m.end(), low, high, m["w"] in ("early", "mid", "late"), f"date.{m['w'] or 'fiscal'}")
    m = _CLOSE.match(s, i)
    if m and (m["y"] or (today and not _LASTING.search(s, max(0, i - 12), i))):
        year = int(m["y"]) if m["y"] else (today.year // 10 * 10 + 9 if m["d"] else today.year) if today else 0
        return Date(i, m.end(), *_months(year, 12, 12), False, "date.end")
    m = _SEASON.match(s, i)
    if m:
        return Date(i, m.end(), *_months(int(m["y"]), *_SEASONS[m["w"]]), True, "date.season")
    m = _EN_RELATIVE.match(s, i)
    if m and today:
        if m["k"] == "year":
            named = str(_year_of(m["w"], today))
            return Date(i, m.end(), named, named, False, "date.relative")
        return None
    m = _EN_MONTH.match(s, i)
    if m and (m["y"] or today):
        if m["m"] in ("may", "march", "mar", "sep", "jan", "dec") and not (
            m["d"] or m["y"] or _MAY.search(s[max(0, i - 10) : i])
        ):
            return None
        return _en_day(m, i, today)
    return None
