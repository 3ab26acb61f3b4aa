"""The tokenizer: compiled patterns for where a number may begin, what stands before it, and what follows.

Words before a number are matched backwards on the reversed text, so that each step is one anchored match; every look
around a number is bounded by a constant, which is what keeps the whole scan linear in the length of the text.
"""

import re

from gigawatt.evidence.quantity.dates import DATE_WORDS
from gigawatt.evidence.quantity.lexicon import CLASSIFIERS, HALF_OF, ISO_CODES, MONEY_SIGNS, NOUNS_ZH, units
from gigawatt.evidence.quantity.numerals import _ONES, _PLURAL_MAG, _TENS, _WORD_MAG
from gigawatt.evidence.quantity.rates import PER_ZH
from gigawatt.evidence.quantity.trie import one_of

_FOLDS = [f"{w}{h}fold" for w in [*_ONES, "hundred", "thousand", "ten"] for h in ("", "-")]
_MULTIPLE_WORDS = (
    "doubled doubles doubling double tripled triples tripling triple quadrupled quadruples quadrupling quadruple "
    "quintupled twice thrice"
).split()
_SHARE_WORDS = ["half", "third", "thirds", "quarter", "fifth", "tenth", "sixth", "eighth"]
_DIGIT_CLASS = ["single-digit", "single digit", "double-digit", "double digit", "triple-digit"]
_DIGIT_CLASS += [f"{word}s" for word in _DIGIT_CLASS] + ["teens"]

_UNITS = units()
_LATIN = [w for w in _UNITS if w[-1].isascii() and w[-1].isalnum()]
_GLYPH = [w for w in _UNITS if w not in set(_LATIN)]
CLASSIFIERS_FIRST = {c[0] for c in CLASSIFIERS}
_EN_ANCHORS = [
    *_ONES, *_TENS, *_WORD_MAG, *_PLURAL_MAG, *_FOLDS, *_MULTIPLE_WORDS, *_SHARE_WORDS, *_DIGIT_CLASS,
    "tens", "dozens", "scores", "multi-million", "multi-billion", "multi-trillion", "multibillion", "multimillion",
    "kilowatt", "megawatt", "gigawatt", "terawatt", "megawatts", "gigawatts", "terawatts",
    "several", "few", "couple", "decades", "centuries", "decade", "century", "year", "month", "week", "day",
]  # fmt: skip
EN_ANCHOR = re.compile(rf"(?:{one_of(_EN_ANCHORS)})(?![a-z])")
ZH_DIGITS = "一二两三四五六七八九十百千万亿兆几半"


def _anchor() -> str:
    """Where something may begin: all that cannot is consumed in one possessive loop, so that no character is looked at
    twice from Python; then group `at` (empty), and the group that names the kind. Digits are consumed whole."""
    follow = (
        {w[0] for w in _GLYPH if not w[0].isascii()}
        | set(CLASSIFIERS_FIRST)
        | set(ZH_DIGITS)
        | set("〇零数余多来分之至到或甚- ~成度番月季股个小秒钟")
    )
    follow |= {n[0] for n in NOUNS_ZH if not n[0].isascii()}
    first = rf"{ZH_DIGITS}数翻倍全加为低中高单今明去后本当前年上下第"
    words = rf"(?:{one_of(_EN_ANCHORS)})(?![a-z])"
    dates = rf"(?:{one_of(DATE_WORDS)})(?![a-z])"
    either = rf"(?:{one_of([*_EN_ANCHORS, *DATE_WORDS])})(?![a-z])"
    han = {
        "date1": "[一二三四五六七八九十](?=[一二]?月|季度)",
        "zh1": rf"[{ZH_DIGITS}](?=[{re.escape(''.join(sorted(follow)))}a-z国大美印])",
        "zh10": f"(?:(?<=[过逾])半(?=[,。.;、)]|$| |来自)|(?<=[近过逾超])半(?={HALF_OF}))",
        "zh2": "数(?=[十百千万亿以个家名位种项年月周天轮座倍台次])",
        "date2": "[今明去后本当前](?=年)",
        "date3": "年(?=[初底末])",
        "date4": "[上下](?=半年)",
        "date5": "第(?=[一二三四]季)",
        "zh3": "翻(?=了?[一两二三四五]?[倍番])",
        "zh4": "倍(?=增)",
        "zh5": "全(?=部股)",
        "zh6": "加(?=倍)",
        "zh9": "为(?=负)",
        "zh7": "[低中高](?=[低中高]?[单个]位数)",
        "zh8": "[单两个三四五六](?=位数)",
    }
    money = one_of([c.lower() for c in ISO_CODES] + [w for w in MONEY_SIGNS if w.isalpha() and w.isascii()] + ["pue"])
    glued = rf"(?:{money})(?=\d)|[a-z]++(?:\d(?:[\d,.]*\d)?)?+"  # GB300: the digits belong to the word
    mark = r"\[\d{1,3}(?:[,-]\d{1,3})*\]"  # a citation
    skip = (
        rf"(?:[^\da-z\[{first}]++|{mark}|\[|(?!(?<![a-z0-9]){either})(?:{glued})"
        rf"|(?!{'|'.join(han.values())})[{first}])*+"
    )
    kinds = "|".join(f"{pattern}(?P<{name}>)" for name, pattern in han.items())
    return rf"{skip}(?P<at>)(?:(?P<digit>\d++)|{dates}(?P<date6>)|{words}(?P<en>)|{kinds})"


# ---- before a number -----------------------------------------------------------------------------------------------
LOWER = (
    "超过|超|超逾|逾|至少|不少于|不低于|不下|不下于|高于|大于|多于|突破|不止|最少|起码|远超|远高于|远超过"
    "|已超|破|>|≥|>=|"
    "more than|over|above|at least|exceeding|exceeds|exceed|exceeded|in excess of|upwards of|upward of|no less than|"
    "not less than|no fewer than|not fewer than|north of|well over|well above|surpassing|surpassed|surpass"
    "|topping|topped|"
    "greater than|higher than|a minimum of|minimum of|just over|a little over|slightly more than|excess of|starting at"
).split("|")
UPPER = (
    "低于|远低于|不到|不足|少于|不超过|不超|至多|最多|多达|高达|长达|最高|最高达|最高可达|最多可达|最长|小于"
    "|未满|不满|跌破|失守|不高于|不多于|上限|至高|<|≤|<=|"
    "up to|as much as|as many as|less than|under|below|fewer than|at most|no more than|not more than|no greater than|"
    "well under|well below|a maximum of|maximum of|capped at|lower than|just under|slightly less than|as high as|"
    "as long as|not exceeding|upto|no longer than|as far as"
).split("|")
APPROX = (
    "上看|约|大约|大概|约为|约合|约有|近|接近|将近|几乎|几近|差不多|预估|约莫|大致|合约|逼近|~|≈|"
    "about|around|roughly|approximately|approx.|approx|some|nearly|almost|close to|an estimated|estimated|circa|"
    "just about|in the region of|in the neighborhood of|near|c."
).split("|")
FALL = (
    "下跌|跌|大跌|下滑|下降|减少|缩减|下挫|收跌|暴跌|重挫|降价|跌幅|降幅|滑落|萎缩|回落|衰退|年减|月减|季减|锐减"
    "|骤降|下探|降|缩水|减|跌幅达|"
    "fell|fall|falls|falling|dropped|drop|drops|declined|declines|decline|decreased|down|slid|slipped|tumbled|plunged|"
    "sank|shrank|dipped|slumped|decline of|drop of|fall of|decrease of|decreased by|fell by|dropped by|declined by|"
    "fallen|fallen by|shrank by|plummeted|down by|lost|shed|loses|off"
).split("|")
RISE = (
    "上涨|涨|大涨|增长|增加|提高|上升|提升|攀升|增|升|飙升|激增|扩大|年增|月增|季增|涨幅|增幅|增速|跳涨|收涨|拉升|"
    "rose|rise|rises|rising|grew|grow|grows|growing|increased|increase|up|gained|jumped|climbed|soared|surged|"
    "increase of|growth of|grew by|rose by|increased by|rise of|up by|jumped by"
).split("|")
KEEP = (
    "是|达|达到|为|有|了|可达|去年的|上年的|前一年的|上年同期的|去年同期的|预算的|总额的|目前的|现有的|原来的|此前的|其|计|共|可容纳|容纳|可提供|提供|可支持|支持|需要|需|by|of|a|an|the|价值"
    "|total of|'|\"|**|*|_|\\"
).split("|") + [*PER_ZH]
BREAK = "至|到|at|to".split("|")


def _backwards(words: list[str]) -> str:
    """Pattern on reversed text; Latin words end (that is, begin) at a word boundary."""
    latin = [w[::-1] for w in words if w[0].isascii() and w[0].isalpha()]
    other = [w[::-1] for w in words if not (w[0].isascii() and w[0].isalpha())]
    parts = []
    if latin:
        parts.append(rf"(?:{one_of(latin)})(?![a-z])")
    if other:
        parts.append(one_of(other))
    return "|".join(parts)


BEFORE_CLASS: dict[str, str] = {
    word[::-1]: name
    for name, words in (
        ("keep", KEEP), ("halt", BREAK), ("rise", RISE), ("fall", FALL),
        ("approx", APPROX), ("upper", UPPER), ("lower", LOWER),
    )
    for word in words
}  # fmt: skip
BEFORE_LAST = frozenset(word[-1] for words in (KEEP, BREAK, RISE, FALL, APPROX, UPPER, LOWER) for word in words)
MINUS_LAST = frozenset("-负下e")
BEFORE_LAST |= MINUS_LAST  # what stands last in a word before a number or in a minus sign
BEFORE = re.compile(rf" ?(?P<word>{_backwards([w[::-1] for w in BEFORE_CLASS])})")
CURRENCY_BEFORE = re.compile(
    rf" ?(?:(?P<sign>{_backwards([*MONEY_SIGNS])})|(?P<code>{one_of([c.lower()[::-1] for c in ISO_CODES])})(?![a-z]))"
)
CURRENCY_AHEAD = re.compile(rf" ?\\?(?P<sign>{one_of([*MONEY_SIGNS])})")
CURRENCY_LAST = frozenset({w[-1] for w in MONEY_SIGNS} | {c[-1].lower() for c in ISO_CODES})  # a cheap first test
MINUS_BEFORE = re.compile(r" ?(?:evitagen(?![a-z])|负|下零)| ?-(?=[ (\[:,;]|$|[^\x00-\x7f])")
ORDINAL_BEFORE = re.compile(
    r" ?(?:第|(?:\.on|#|erugif|egap|retpahc|noitces|esahp|pot|noisrev|ssalc|level|epyt|reit|pets|elcitra|elbat"
    r"|neg|seires|edarg)(?![a-z]))"
)

# ---- after a number ------------------------------------------------------------------------------------------------
UNIT_FIRST = frozenset(w[0] for w in _UNITS)
UNIT = re.compile(rf"[ -]?(?:(?P<zh>{one_of(_GLYPH)})|(?P<en>{one_of(_LATIN)})(?![a-z0-9²³]))")
CLASSIFIER = re.compile(rf" ?(?P<cl>{one_of(CLASSIFIERS)})")
NOUN_ZH = re.compile(rf"(?P<noun>{one_of(NOUNS_ZH)})")
RANGE = re.compile(r" ?(?:至|到|~|-{1,2}|或|甚至|乃至) ?| (?:to|or|and) | to(?= ?[$£€¥])")
AFTER_FIRST = frozenset("及或以之开有余多+oa-p起还左上前")
AFTER = re.compile(
    r" ?(?:(?P<lower>(?:及|或)?以上|或更[多高]|之上|开外|有余|余|多(?![年个万亿家条次])|\+(?!/)|or more|and above"
    r"|and up(?! to)|-plus"
    r"|plus(?![a-z]| or minus)|or higher|or greater|起(?=[,，。;)的]|$)|还不止)"
    r"|(?P<upper>(?:及|或)?以下|以内(?!的?涨)|之内|or less|or fewer|or lower)"
    r"|(?P<approx>左右|上下|前后|or so(?![a-z])|-ish))"
)
FALL_AFTER = re.compile(
    r" ?(?:的)?(?:同比|环比|年|下)?(?:下降|下滑|跌幅|降幅|减幅|减少|衰退|萎缩)(?![至到])|"
    r" (?:year-on-year |year-over-year )?(?:declines?|drop|fall|decrease|slump|dip|plunge)(?![a-z])"
)
PERCENT_OF = re.compile(r"百分之")
FRACTION = re.compile(r" ?分之 ?")
ANCHOR = re.compile(_anchor())
