"""Quantities without a number followed by a unit: 百分之三十, 七成五, 翻倍, doubled, two-thirds, "
"mid-single-digit, 数以亿计."""

import re
from typing import NamedTuple

from gigawatt.evidence.quantity.lexicon import HALF_OF, NOUNS_EN, counted_as
from gigawatt.evidence.quantity.numerals import _ONES, _WORD_MAG, arabic_at, chinese_at
from gigawatt.evidence.quantity.trie import one_of


class Special(NamedTuple):
    """A whole quantity read by a word rule."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    approx: bool
    rule: str
    bare: bool = False
    noun: str | None = None


_PERCENT = re.compile(r"百分之 ?")
_PERCENT_TO = re.compile(r" ?(?:至|到|-) ?(?:百分之)? ?")
_TENTHS = re.compile(r"([一二三四五六七八九])成([一二三四五六七八九半])?(?![立为本功长熟果交员都品就型绩份人效分年])")
_ZH_WORDS = re.compile(
    r"(?P<double>翻(?:了)?(?:一)?[倍番]|翻(?:了)?(?P<n>[两二三四五])番|加倍|倍增)"
    r"|(?P<half>一半|半数|半壁)|(?P<countless>数以(?P<m>[千万亿])计)|(?P<many>成千上万)|(?P<all>全部股[权份])"
    r"|(?P<digits>(?P<c>[低中高两]{1,2})?(?:单|个)?位数(?:百分比)?)"
    r"|(?P<many_digits>[三四五六]位数(?:百分比)?)|(?P<about>几(?:乎|何|率|点|度|时|件事)|数据|万一|一半导体|百分点|千万别|万万)"
)
_WORD_GOES_ON = {
    "翻": "了一倍番两二三四五", "加": "倍", "倍": "增", "一": "半", "半": "数壁", "数": "以据", "成": "千", "全": "部",
    "几": "乎何率点度时件", "三": "位", "四": "位", "五": "位", "六": "位", "个": "位", "单": "位",
    "两": "低中高两单个位",
    "低": "低中高两单个位", "中": "低中高两单个位", "高": "低中高两单个位",
}  # fmt: skip
_LEVELS = {"低": (0.01, 0.03), "中": (0.04, 0.06), "高": (0.07, 0.09)}
_EN_LEVELS = {"low": (0.01, 0.03), "mid": (0.04, 0.06), "high": (0.07, 0.09)}
_EN_DIGITS = re.compile(r"(?P<k>single|double|triple)[ -]digits?|(?P<teens>teens)(?![a-z])")
_EN_TEENS = {"low": (0.11, 0.13), "mid": (0.14, 0.16), "high": (0.17, 0.19)}
_NEGATIVE = re.compile(r"为负(?![\d债责面数荷担载有])")
_STILL = re.compile(r"(?:继续|持续|依然|仍然?|均|都|保持|甚至)$")
_LEVEL_BEFORE = re.compile(r"(low|mid|high|mid-to-high|low-to-mid)[ -]$")
_MULTIPLE = {"doubl": 2.0, "tripl": 3.0, "quadr": 4.0, "quint": 5.0, "twice": 2.0, "thric": 3.0}
_FOLD = re.compile(rf"({one_of([*_ONES, 'ten', 'hundred'])})-?fold(?![a-z])")
_FRACTION = re.compile(r"(one|two|three|a)[ -](half|thirds?|quarters?|fourths?|fifths?|tenths?)(?![a-z])(?: of)?")
_PART = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_CLAUSE_ENDS = ",。.;、)! 来"
_PART_ALONE = re.compile(r"(third|quarter|fifth|tenth)(?= (?:since|from|in|on|year|over|to|compared)|[,.;]|$)")
_HALF_OF = re.compile(rf"(?<=[近过逾超])半(?={HALF_OF}(?!口|次|才))")
_OVER_HALF = re.compile(r"[过逾]$")
_CHANGED_BY = re.compile(
    r"(?:up|down|by|rose|fell|grew|jumped|climbed|dropped|increased|declined|shrank) "
    r"(?:about |nearly |almost |over |more than )?a $"
)
_NTH = re.compile(r"(third|quarter|fifth|sixth|eighth|tenth)(?: of)")
_IN = re.compile(r"one in (two|three|four|five|six|seven|eight|nine|ten)(?![a-z])(?! the)")
_ONE_UNIT = re.compile(r"(?:kilo|mega|giga|tera)watt(?![a-z]|[ -](?:hour|scale|class|size|level))")
_MANY_UNITS = re.compile(r"((?:mega|giga|tera)watts)(?= of )")
_SOME_UNITS = re.compile(r"(?P<n>several|few|couple of)[ -](?P<k>mega|giga|tera)watts?(?![a-z]|[ -]hour)")
_A_BEFORE = re.compile(r"(?:half an?|(?<![a-z])an?) $")
_HALF = re.compile(r"half(?: of| the| its| their| our| all)(?![a-z])")
_SOME_TIME = re.compile(
    r"(?P<n>several|few|couple(?: of)?)[ -](?:more |additional |extra |short |long )?"
    r"(?P<u>decade|quarter|year|month|week|day|hour)s(?![a-z])"
)
_THINGS = one_of(word for word, unit in NOUNS_EN.items() if word.endswith("s") and unit != "share")
_SOME_THINGS = re.compile(
    rf"(?P<n>several|few|couple(?: of)?) (?:more |additional |other |of the |of its )?"
    rf"(?:(?!{one_of(_WORD_MAG)})[a-z][a-z-]+ )?(?P<noun>{_THINGS})(?![a-z])"
)
_EVERY = re.compile(r"(?:every|each|most|some|the first|the last|earlier|another) (?:a )?$")
_DECADES = re.compile(r"(?P<u>decade|centurie)s(?![a-z])(?!-)")
_LONG = re.compile(r"(?P<u>decade|century)(?![a-z-])")
_A_LONG = re.compile(r"(?P<half>half )?(?<![a-z])an? $")
_SHORT = re.compile(r"(?P<u>year|month|week|day)(?![a-z-])(?! (?:after|before|earlier|later|ago|old))")
_ABOUT_A = re.compile(
    r"(?:about|around|roughly|approximately|almost|nearly|(?:more|less|no (?:more|longer)|longer|shorter) than"
    r"|at (?:least|most)|up to|just (?:over|under)|as long as) an? $"
)
_NDIGIT_RATE = re.compile(r"[增涨跌降减幅速率]")
_NDIGIT_PERSON = re.compile(r"人数|员工|人员|裁员|人$")
_IN_YEARS = {"century": 100.0, "centurie": 100.0, "decade": 10.0, "year": 1.0}
_IN_MONTHS = {"quarter": 3.0, "month": 1.0}
_IN_DAYS = {"week": 7.0, "day": 1.0}
_HEDGED = re.compile(r"(?:about|nearly|almost|roughly|around|(?:more|less|fewer|lower) than|over|under) $")
_HALF_ALONE = re.compile(
    r"half(?! ?-? ?(?:an?|year|day|hour|dozen|century|decade|million|billion|trillion|hour))(?![a-z-])"
)
_PERIOD = re.compile(
    r"(?:first|second|1st|2nd|latter|this|next|last|third|fourth|fiscal|previous|latest|same|current|every|per|each) $"
)


def special_at(s: str, i: int, kind: str) -> Special | None:
    """The word quantity at s[i], or None."""
    if kind == "zh":
        return _chinese(s, i)
    if kind == "en":
        return _english(s, i)
    return None


def _chinese(s: str, i: int) -> Special | None:
    c = s[i]
    if c == "百":
        m = _PERCENT.match(s, i)
        if m:
            return _percent(s, i, m.end())
    after = s[i + 1 : i + 2]
    if after == "成" and c in "一二三四五六七八九":
        m = _TENTHS.match(s, i)
        if m and m[2]:
            value = "一二三四五六七八九".index(m[1]) + 1 + ("一二三四五六七八九半".index(m[2]) + 1) / 10
            value -= 0.5 if m[2] == "半" else 0.0
            return Special(i, m.end(), value / 10, value / 10, "ratio", False, "ratio.tenths")
    if c == "为":  # the amount is below zero, whatever it is
        m = _NEGATIVE.match(s, i)
        still = _STILL.search(s, max(0, i - 3), i)
        return Special(still.start(), m.end(), None, 0.0, "CNY", False, "money.bare") if m and still else None
    if c == "半":  # 佔比過半: more than half
        over = _OVER_HALF.search(s, max(0, i - 2), i) if not s[i + 1 : i + 2].strip(_CLAUSE_ENDS) else None
        if over:
            return Special(over.start(), i + 1, 0.5, None, "ratio", False, "ratio.word")
        if _HALF_OF.match(s, i):
            return Special(i, i + 1, 0.5, 0.5, "ratio", False, "ratio.word")
    if after not in _WORD_GOES_ON.get(c, ""):
        return None
    m = _ZH_WORDS.match(s, i)
    if not m or m["about"]:
        return None
    if m["double"]:
        if s[m.end() : m.end() + 1] == "数" or s.startswith("倍增器", i):
            return None
        n = 2.0 ** (1 + "两三四五".find(m["n"].replace("二", "两")) + 1) if m["n"] else 2.0
        return Special(i, m.end(), n, n, "x", False, "x.word")
    if m["half"]:
        if s[i - 1 : i] == "另":
            return None
        return Special(i, m.end(), 0.5, 0.5, "ratio", False, "ratio.word")
    if m["countless"]:
        value = {"千": 1e3, "万": 1e4, "亿": 1e8}[m["m"]]
        return Special(i, m.end(), value, value * 10, "count", True, "count.countless")
    if m["all"]:
        return Special(i, m.end(), 1.0, 1.0, "ratio", False, "ratio.word")
    if m["many_digits"]:
        digits = "三四五六".index(c) + 3
        before = s[max(0, i - 10) : i]
        if _NDIGIT_PERSON.search(before):
            return Special(i, m.end(), 10.0 ** (digits - 1), 10.0**digits - 1, "person", True, "count.digits")
        if _NDIGIT_RATE.search(before) or "百分" in m[0]:
            return Special(i, m.end(), 10.0 ** (digits - 3), 10.0 ** (digits - 2) - 0.01, "ratio", True, "ratio.digits")
        return Special(i, m.end(), 10.0 ** (digits - 1), 10.0**digits - 1, "count", True, "count.digits")
    if m["digits"]:
        level = m["c"] or ""
        if level == "两":
            return Special(i, m.end(), 0.10, 0.99, "ratio", True, "ratio.digits")
        parts = [_LEVELS[x] for x in level if x in _LEVELS]
        if not parts and "单位数" not in m["digits"] and "个位数" not in m["digits"]:
            return None
        low, high = (parts[0][0], parts[-1][1]) if parts else (0.01, 0.09)
        return Special(i, m.end(), low, high, "ratio", True, "ratio.digits")
    return None


def _percent(s: str, i: int, j: int) -> Special | None:
    def number(k: int):  # noqa: ANN202
        letter = s[k : k + 1]
        if not letter:
            return None
        return arabic_at(s, k) if letter.isascii() and letter.isdigit() else chinese_at(s, k)

    first = number(j)
    if first is None or first.low is None:
        return None
    end, low, high = (
        first.end,
        first.low * first.magnitude,
        None if first.high is None else first.high * first.magnitude,
    )
    m = _PERCENT_TO.match(s, end)
    if m:
        second = number(m.end())
        if second and second.low and second.low > low:
            end, high = second.end, second.low * second.magnitude
    if first.kind == "bare":
        high = low
    return Special(
        i,
        end,
        low / 100,
        None if high is None else high / 100,
        "ratio",
        first.approx and first.kind != "bare",
        "ratio.percent",
    )


def _english(s: str, i: int) -> Special | None:
    m = _FOLD.match(s, i)
    if m:
        value = _ONES.get(m[1]) or (100.0 if m[1] == "hundred" else 10.0)
        return Special(i, m.end(), value, value, "x", False, "x.fold")
    word = s[i : i + 5]
    if word in _MULTIPLE and not s.startswith(("double-digit", "double digit", "double-edged", "double check"), i):
        end = i
        while end < len(s) and s[end].isalpha() and end - i < 14:
            end += 1
        return Special(i, end, _MULTIPLE[word], _MULTIPLE[word], "x", False, "x.word")
    m = _EN_DIGITS.match(s, i)
    if m and m["teens"]:
        level = _LEVEL_BEFORE.search(s, max(0, i - 14), i)
        if not level or level[1] not in _EN_TEENS:
            return None
        return Special(level.start(), m.end(), *_EN_TEENS[level[1]], "ratio", True, "ratio.digits")
    if m:
        if m["k"] != "single":
            low, high = (0.10, 0.99) if m["k"] == "double" else (1.0, 9.99)
            return Special(i, m.end(), low, high, "ratio", True, "ratio.digits")
        level = _LEVEL_BEFORE.search(s, max(0, i - 14), i)
        parts = [_EN_LEVELS[p] for p in level[1].split("-") if p in _EN_LEVELS] if level else []
        low, high = (parts[0][0], parts[-1][1]) if parts else (0.01, 0.09)
        return Special(level.start() if level else i, m.end(), low, high, "ratio", True, "ratio.digits")
    m = _FRACTION.match(s, i)
    if m:
        top = {"one": 1, "a": 1, "two": 2, "three": 3}[m[1]]
        return Special(
            i, m.end(), top / _PART[m[2].rstrip("s")], top / _PART[m[2].rstrip("s")], "ratio", False, "ratio.fraction"
        )
    m = _ONE_UNIT.match(s, i)
    if m:
        lead = _A_BEFORE.search(s, max(0, i - 7), i)
        if not lead:
            return None
        value = (0.5 if lead[0].startswith("half") else 1.0) * {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}[m[0][0]]
        return Special(lead.start(), m.end(), value, value, "W", False, "power.one")
    m = _MANY_UNITS.match(s, i)
    if m:
        value = {"m": 1e6, "g": 1e9, "t": 1e12}[m[1][0]]
        return Special(i, m.end(1), value, value * 10, "W", True, "power.some")
    m = _SOME_UNITS.match(s, i)
    if m:
        value = {"m": 1e6, "g": 1e9, "t": 1e12}[m["k"][0]]
        high = 2 if m["n"].startswith("couple") else 9
        return Special(i, m.end(), 2 * value, high * value, "W", True, "power.some")
    m = _IN.match(s, i)
    if m:
        return Special(i, m.end(), 1 / _ONES[m[1]], 1 / _ONES[m[1]], "ratio", False, "ratio.fraction")
    if word[:4] == "half":
        half = _HALF.match(s, i) or (_HEDGED.search(s, max(0, i - 16), i) and _HALF_ALONE.match(s, i))
        if half and not _PERIOD.search(s, max(0, i - 10), i):
            return Special(i, i + 4, 0.5, 0.5, "ratio", False, "ratio.word")
        return None
    m = _SOME_TIME.match(s, i) or _SOME_THINGS.match(s, i)
    if m:
        start = i - 2 if s[max(0, i - 2) : i] == "a " else i
        if _EVERY.search(s, max(0, i - 12), start) or s[start - 1 : start].isalnum():
            return None
        high = 2.0 if m["n"].startswith("couple") else 9.0
        if m.re is _SOME_TIME:
            return _duration(start, m.end(), m["u"], 2.0, high)
        unit, noun = counted_as(NOUNS_EN[m["noun"]])
        return Special(start, m.end(), 2.0, high, unit, True, "count.some", False, noun)
    m = _DECADES.match(s, i)
    if m and not s[max(0, i - 4) : i].endswith(("the ", " of ", "-")):
        return _duration(i, m.end(), m["u"], 1.0, 10.0)
    m = _LONG.match(s, i)
    if m:
        a = _A_LONG.search(s, max(0, i - 8), i)
        if a:
            value = 0.5 if a["half"] else 1.0
            return _duration(a.start(), m.end(), m["u"], value, value, approx=False)
        return None
    m = _SHORT.match(s, i)
    if m:
        if _ABOUT_A.search(s, max(0, i - 24), i):
            return _duration(s.rindex("a", 0, i), m.end(), m["u"], 1.0, 1.0, approx=False)
        return None
    m = _PART_ALONE.match(s, i)
    changed = _CHANGED_BY.search(s, max(0, i - 24), i) if m else None
    if m and changed:
        value = 1 / _PART[m[1]]
        return Special(i - 2, m.end(), value, value, "ratio", False, "ratio.fraction")
    m = _NTH.match(s, i)
    if m and s[max(0, i - 2) : i] == "a ":
        end = m.end(1)
        if m.end() > end:
            value = 1 / _PART[m[1]]
            return Special(i - 2, end, value, value, "ratio", False, "ratio.fraction")
    return None


def _duration(start: int, end: int, word: str, low: float, high: float, *, approx: bool = True) -> Special:
    """A duration in the unit of the claim schema: years for decades and centuries, months for quarters, days for weeks;
    hours are counted."""
    if word == "hour":
        return Special(start, end, low, high, "count", approx, "hours", False, "hours")
    for unit, table in (("year", _IN_YEARS), ("month", _IN_MONTHS), ("day", _IN_DAYS)):
        if word in table:
            return Special(start, end, low * table[word], high * table[word], unit, approx, "time")
    raise AssertionError(word)
