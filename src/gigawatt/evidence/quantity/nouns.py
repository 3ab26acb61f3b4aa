"""What a bare number counts: classifier and noun in Chinese, the head of the noun phrase in English."""

import re
from typing import NamedTuple

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.lexicon import CLASSIFIERS, NOUNS_EN, NOUNS_ZH, counted_as
from gigawatt.evidence.quantity.numerals import Number
from gigawatt.evidence.quantity.trie import one_of

LOOK_AHEAD = 18  # characters in which the counted noun must follow


class Counted(NamedTuple):
    """What is counted: where the expression ends, the unit of the claim schema, the noun, the rule."""

    end: int
    unit: str
    noun: str | None
    rule: str


_CLAUSE = re.compile(r"[,。;!?:()\[\]\n、\"“”《》·|]| - |的?(?:并|而|但|以及|和|与|及|将|为|是|已|被|由|从|对|于)")
_HEAD = re.compile(
    r"(?:[^\s\da-z,。;!?:()\[\]\n、\"“”《》·|的和与及并而在将为是已被由从对于中能可将需或]|中(?=心|枢)){1,12}"
)
_WORD = re.compile(r" ?([a-z0-9](?:[a-z0-9'’.&/+-]|,(?=\d{3}))*)")
_STOP = frozenset(
    "of in to for and or that which by with as at on from is are was were be been has have had will would could "
    "can may "
    "might than the its their his her our this these those when while who whose after before since until if but so per "
    "plus versus vs via not also only including across over under about into more less times a an each apiece it "
    "they we "
    "percent years year months month days day hours said says".split()
)
_NOT_PLURAL = frozenset(
    "us always perhaps besides towards series news economics analysis basis business access process status bus "
    "gas pass "
    "less loss plus progress address class success across overseas this thus versus ms os ios aws gaas saas ups "
    "meets gets makes takes needs wants plans remains includes runs costs falls rises shows means "
    "gives goes comes seems adds uses uses lets sees sits stands calls asks tells reads looks hits".split()
)
_AWAY = frozenset("后前内里间以来度期代级线流档等型")
_SOURCES = re.compile(r"(?:知情|消息|内部|业内|匿名)")  # how many sources spoke is no claim
_RANK = re.compile(r"前[一二三四五六七八九十百\d]{1,3}$")
_LATIN = re.compile(r"[a-z]+")
_CLOSING = '”」』"）)'
_MODEL = re.compile(r" ?(?:英伟达|华为|nvidia|amd)? ?[a-z]{1,4}\d{2,4}")
_MODELS = re.compile(r"[a-z]{1,4}\d{2,4}x?s$")
_NAMED = re.compile(r"([A-Za-z][\w.’'-]*)[ -]$")
_SENTENCE_START = re.compile(r"(?:^|[.!?\"“”\n:;] ?)[A-Za-z][\w’'-]* $")
_LABEL = re.compile(
    r"(?:no\.?|#|figure|fig\.?|page|chapter|section|phase|top|version|class|level|type|tier|step|article|title|gen|"
    r"series|grade|table|part|stage|act|route|highway|rule|formula|group|fortune|s&p|nasdaq|russell|ftse|model"
    r"|gpt) ?-?$"
)
_COMMON = frozenset(
    "About Over Nearly Around Some Roughly Approximately Almost More Than The These Those All Its Their His Her "
    "Our And "
    "Or But With Of To For In On At By From Up Least Under Another Additional First Last Next Past Has Have Had Is Are "
    "Was Were Will Adding Add Adds Added Building Build Builds Only Just Also Other Only Create Creating Creates "
    "Deploy "
    "Deploying Plans Least Between January February March April May June July August September October November "
    "December".split()
)


_RATIO_NAME = re.compile(
    r"(?:(?<![a-z])pue|power usage effectiveness|(?:电能|电源|能源)(?:利用|使用)效率|(?:capacity|load|power) factor"
    r"|功率因数|coverage ratio|(?<![a-z])dscr)"
    r"(?:[ ():,值将为是约低高于至到达可仅平均实测年控制在不超过]|of|at|is|was|below|under|above|over|about|around"
    r"|average|an?|as low as|than|less|down|to|near|nearly|approximately|target|rating|value|design){0,8}$"
)


def ratio_named_before(s: str, start: int) -> bool:
    """Whether the number at start is a ratio that the words before it name: a PUE of 1.2, PUE低于1.3."""
    window = s[max(0, start - 40) : start]
    if "pue" not in window and "效率" not in window and "ratio" not in window and "effec" not in window:
        if "factor" not in window and "因数" not in window and "dscr" not in window:
            return False
    return _RATIO_NAME.search(window) is not None


def named_before(raw: str, s: str, start: int, kind: str, number: Number) -> bool:
    """Whether the number belongs to a name or a label (iPhone 17, Phase 2, 标普500, GB300, F-150)."""
    if start == 0:
        return False
    before = s[start - 1]
    if before == "-" and start > 1 and s[start - 2].isalpha() and s[start - 2].isascii():
        return True
    if kind == "zh":
        return before == "第"
    if kind != "digit" or number.has_magnitude:
        return False
    window = s[max(0, start - 20) : start]
    if _LABEL.search(window):
        return True
    if before not in " -":
        return False
    m = _NAMED.search(raw, max(0, start - 24), start)
    if not m or not m[1][0].isupper() and not m[1][-1].isupper() or m[1] in _COMMON:
        return False
    if s[start : number.end].count(","):
        return False
    return not _SENTENCE_START.search(raw, max(0, start - 30), start) or m[1].isupper()


def counted_en(s: str, end: int, number: Number) -> Counted | None:
    """English noun phrase behind the number: its head gives the unit; None when no plural noun is there."""
    words: list[str] = []
    pos = end
    partitive = number.kind == "vague"
    inner = False  # another number stands in the phrase (two 600-MW units): it is read on its own
    for step in range(6):
        m = _WORD.match(s, pos)
        if not m or m.end() - end > 60:
            break
        word = m[1].rstrip(".'’")
        if word in _STOP:
            if step == 0 and (word == "more" or (partitive and word in ("of", "its", "the"))):
                pos = m.end()
                continue
            break
        if word.replace("-", "").replace(".", "").replace(",", "").isdigit():
            break
        if word[0].isdigit():
            inner = True
        words.append(word)
        pos = m.start(1) + len(word)
        unit = "chip" if _MODELS.match(word) else NOUNS_EN.get(word)
        if unit and (word.endswith("s") or word in ("people", "staff")):
            after = _WORD.match(s, pos)
            if after and after[1] in NOUNS_EN and after[1].endswith("s"):
                continue
            unit, noun = counted_as(unit)
            return Counted(
                end if inner else pos, unit, noun or (" ".join(words) if unit == "count" else None), "count.noun"
            )
        if pos < len(s) and s[pos] in ".,;:)":
            break
        if _is_plural(word) and not _next_plural(s, pos):
            break
    if not words or not _is_plural(words[-1]) or _is_year(number, s, end):
        return None
    if len(words) == 1 and words[0] in _NOT_PLURAL:
        return None
    if number.low == 1.0 and number.high == 1.0 and number.magnitude == 1.0:
        return None
    return Counted(end if inner else pos, "count", " ".join(words), "count.noun")


def _is_year(number: Number, s: str, end: int) -> bool:
    return number.magnitude == 1.0 and 1900 <= (number.low or 0.0) < 2100 and s[end - 4 : end].isdigit()


def _is_plural(word: str) -> bool:
    return (
        len(word) > 2
        and word.isascii()
        and word[-1] == "s"
        and word[-2:] not in ("ss", "us", "is")
        and word not in _NOT_PLURAL
        and word.replace("-", "").isalpha()
        or word in ("people", "children", "men", "women", "staff", "gw-scale")
    )


def _next_plural(s: str, pos: int) -> bool:
    m = _WORD.match(s, pos)
    return bool(m and m[1] not in _STOP and (m[1] in NOUNS_EN or _is_plural(m[1])))


_PLAIN_NOUN = re.compile(
    r"(?:国家和地区|国家|地区|城市|省份|省市|省|州|县|市场|机场|港口|电站|电厂|机组|反应堆|变电站|平台|基地|核心市场|项目)(?![间内])"
)
_NOUN_LAST = re.compile(rf"(?P<noun>{one_of(NOUNS_ZH)}) ?$")


def _noun_before(s: str, start: int) -> tuple[str, str | None] | None:
    """Unit of the noun that stands straight before a number with a classifier: 机柜36台, GPU 10万块."""
    m = _NOUN_LAST.search(s, max(0, start - 8), start)
    return counted_as(NOUNS_ZH[m["noun"]]) if m else None


def counted_zh(s: str, start: int, end: int, number: Number, kind: str) -> Counted | None:
    """Chinese classifier and noun behind the number; a bare amount of 亿 is money of unnamed currency."""
    m = t.CLASSIFIER.match(s, end)
    if m is None:
        return _without_classifier(s, end, number, kind)
    classifier = m["cl"]
    if classifier in "名位大家强" and _RANK.search(s, max(0, end - 6), end):
        return Counted(m.end(), "", None, "")  # 前十大, 前三名
    stop = m.end()
    if s[stop : stop + 1] in _CLOSING and s[stop : stop + 1]:
        stop += 1  # “数十万块”GPU
    ahead = s[stop : stop + LOOK_AHEAD]
    if classifier == "大":
        head = _HEAD.match(s, stop) or _LATIN.match(s, stop)
        if (
            head is None
            or number.has_magnitude
            or not (number.low and 2 <= number.low <= (12 if kind == "zh" else 30))
            or s[stop : stop + 1] in tuple("都多约幅量概")
        ):
            return None
        return Counted(head.end() if len(head[0]) <= 10 else stop, "count", head[0][:10], "count.big")
    if (
        classifier in ("起", "部", "只", "处", "口", "组", "支", "份", "段", "次", "条")
        and kind == "zh"
        and s[stop : stop + 1] in tuple("分来是有能要于理署")
    ):
        return None
    if classifier in "名位个" and _SOURCES.match(s, stop):
        return Counted(stop, "", None, "")
    if classifier == "个" and s[stop : stop + 1] in tuple("月人点") and not s.startswith("人工", stop):
        if s[stop : stop + 1] == "人":
            return None
        return Counted(stop, "", None, "")
    if classifier == "人" and number.has_magnitude and s[stop : stop + 1] == "口":
        return Counted(stop + 1, "person", None, "count.classifier")
    if (
        classifier == "人"
        and s[stop : stop + 1] in tuple("民类工物称生均大气口")
        and s[stop : stop + 2] not in ("工作",)
    ):
        return None
    if classifier == "家" and s[stop : stop + 1] in tuple("庭园具"):
        classifier = "户"
    one = number.kind == "zh" and number.low == 1.0 and number.high == 1.0 and s[number.end - 1] == "一"
    compared = _more_than_an_article(s, end) if one else ""
    if one and not compared:
        return Counted(stop, "", None, "")
    cut = _CLAUSE.search(ahead)
    phrase = ahead[: cut.start()] if cut else ahead
    unit, noun = _noun_unit(phrase, classifier)
    if classifier == "片" and unit == "count" and re.search("产能|投片|晶圆", s[max(0, end - 24) : end]):
        unit, noun = counted_as("wafer")
    if one:
        return _one(s, stop, unit, noun, compared)
    if unit == "count" and classifier == "块" and (phrase[:1] in ("", "钱") or phrase.startswith("多")):
        return Counted(stop, "CNY", None, "money") if phrase[:1] == "钱" else None
    if unit == "count":
        plain = _PLAIN_NOUN.match(phrase) if classifier == "个" else None
        if plain:
            stop, noun = stop + plain.end(), plain[0]
        if not phrase and classifier in "台座个颗块张片套栋":
            unit, noun = _noun_before(s, start) or (unit, noun)
    return Counted(stop, unit, noun, "count.classifier" if kind == "zh" and number.kind == "zh" else "count.number")


def _noun_unit(phrase: str, classifier: str) -> tuple[str, str | None]:
    if classifier in "块张颗片枚" and _MODEL.match(phrase):
        return "chip", None
    best: tuple[str, str] | None = None
    last = 0
    for m in t.NOUN_ZH.finditer(phrase):
        if best and m.start() > last + 1:
            break
        best, last = (NOUNS_ZH[m["noun"]], m["noun"]), m.end()
    unit = CLASSIFIERS[classifier]
    if classifier == "层":
        return "count", "层"
    if best and not (unit in ("person", "company") and best[0] in ("site", "chip", "job", "rack", "server")):
        unit = best[0]
        if classifier == "家" and unit in ("user", "person"):
            unit = "company"
        return counted_as(unit)
    if classifier == "户":
        return "count", "households"
    if unit != "count":
        return unit, None
    head = _HEAD.match(phrase)
    return "count", (head[0][:8] if head else classifier)


_COMPARED = re.compile(r"(?:相当于|等于|堪比|媲美|等同于|不到|至少|仅|只有|仅有|超过|唯)$")
_BUILD = re.compile(r"(?:建成|建造|建设|新建|落成|兴建|运营|启动|开设|完成|收购|投建|建)(?:了)?$")


def _more_than_an_article(s: str, end: int) -> str:
    """any, compared or built: why 一 + classifier behind s[:end] may count; empty when it is an article."""
    before = s[max(0, end - 7) : end - 1]
    if before.endswith("任何"):
        return "any"
    if _COMPARED.search(before):
        return "compared"
    return "built" if _BUILD.search(before) else ""


def _one(s: str, stop: int, unit: str, noun: str | None, why: str) -> Counted:
    """One thing: something is compared to it, denied even of one, or it is a site that was built."""
    if why != "built":
        return Counted(stop, unit, noun, f"count.one.{why}")
    cut = re.search(r"[,。;!?\n]", s[stop : stop + 30])
    wide = s[stop : stop + (cut.start() if cut else 30)]
    site = any(NOUNS_ZH[m["noun"]] == "site" for m in t.NOUN_ZH.finditer(wide))
    return Counted(stop, "site", None, "count.one.built") if site else Counted(stop, "", None, "")


_COUNT_CLUE = re.compile(r"用户|人口|人次|下载|参数|tokens?|词元|播放|月活|日活|销量|出货|数量|人数|晶体管|产能")


_COUNTED_ALONE = re.compile(r" ?(人次|人|户|辆|次|人民)(?!民币)")
_PERSONS = re.compile(r"[^\s\d,。]{0,4}人(?!工|类|均|民币|气|才|物|力|形|口)")


def _without_classifier(s: str, end: int, number: Number, kind: str) -> Counted | None:
    """A number straight before its noun (10万GPU, 3300万美国家庭), or a bare amount of money (1600亿)."""
    size = (number.low or number.high or 0.0) * number.magnitude
    big = size >= 1e4 and (number.has_magnitude or kind == "zh")
    ahead = s[end : end + (LOOK_AHEAD - 6 if big else 5)]
    cut = _CLAUSE.search(ahead)
    phrase = ahead[: cut.start()] if cut else ahead
    if big or kind == "digit":
        for m in t.NOUN_ZH.finditer(phrase):
            if not big and m.start() > 1:
                break
            unit, noun = counted_as(NOUNS_ZH[m["noun"]])
            if not big and 1900 <= size < 2100:
                break
            return Counted(end, unit, noun, "count.noun")
        said = _COUNTED_ALONE.match(s, end)
        if said is None and big and _PERSONS.match(s, end):
            return Counted(end, "person", None, "count.noun")
        if said and (big or size > 1):
            return Counted(said.end(), "person" if said[1] == "人" else "count", said[1], "count.noun")
    if big and not s[end - 1].isascii():
        clue = _COUNT_CLUE.search(s, max(0, end - 18), min(len(s), end + 8))
        if clue:
            unit = {"用户": "user", "月活": "user", "日活": "user", "人口": "person", "人数": "person"}.get(
                clue[0], "count"
            )
            return Counted(end, unit, clue[0] if unit == "count" else None, "count.clue")
        if size >= 1e8:
            return Counted(end, "CNY", None, "money.bare")
    if big and size >= 1e4:
        return Counted(end, "count", None, "count.bare")
    return None
