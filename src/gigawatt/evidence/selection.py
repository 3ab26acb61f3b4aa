"""Which quantities are claims of their own: a date or a duration that only frames another number is not."""

import re

from gigawatt.evidence.entities import ORGANISATIONS
from gigawatt.evidence.scene import WORD, Scene, Spot
from gigawatt.evidence.types import Quantity
from gigawatt.evidence.units_of_claims import unit_class

_FRAME_BEFORE = re.compile(
    r"(?:未来|今后|接下来|之后|过去|最近|近|此前|先前|前|连续|第|每|长达?|over|next|past|last|within|the|in|"
    r"for|every|first)\s?(?:的|约|about|roughly|few|several)?\s?$"
)
_FRAME_AFTER = re.compile(
    r"^\s?(?:内|来|以来|中|之内|里|间|期间|前|后|之前|之后|后的|前的|plan|capital|period|old|in a row)|"
    r"^-?(?:year|month)"
)
_ONLY_WHEN = re.compile(
    r"^(?:自|在|到|从|于|至|截至|截止|直到|since|in|by|on|as of|from|through|until|during|for)?\s?$"
)
_ONLY_TAIL = re.compile(r"^\s?(?:以来|起|开始|之前|之后|前|后|时|期间|间|中|内|末|底|初|年|月|日|[,，、。.])*\s?$")
_SOURCES = re.compile(r"\s?(?:位|名|个)?(?:的)?(?:知情|内部|消息|业内)人士|\s?(?:people familiar|sources\b|analysts\b)")
_TITLE_AFTER = re.compile(r"\s?(?:年|年度)?(?:诺贝尔|世界杯|奥运|大选|年报|半年报|财报|报告)")
_PAST_FRAME = re.compile(r"(?:过去|最近|近|此前|past|last|previous)\s?(?:的|约)?\s?$")
_MEASURED_FROM = re.compile(r"(?:高于|低于|优于|好于|不及|多于|少于|截至|截止)\s?$|\b(?:than|as of)\s$")
_AHEAD = re.compile(r"(?:next|coming|following|last|past)\s$|(?:over|within|in) the\s$")
_RELATIVE = re.compile(r"^(?:今年|去年|明年|前年|本年|this year|last year|next year)$")
_REPORTING = re.compile(r"(?:季度|财年|q[1-4]|fy|fiscal|quarter)")
_CITING = re.compile(r"(?:显示|称|表示|报道|报导|指出|认为|预测|透露|消息|公布|reported|said)$")
_PLACED = re.compile(r"^(?:在|于|到|自|从|截至|当|since|during|in|by|from|according|for)")
_PLACED_END = re.compile(r"(?:上|中|时|后|前|里|内|间|下|以来|起|看|收盘)$")
_SOONEST = re.compile(r"(?:最快|最早|最迟|最晚)(?:可|将|于|在)?\s?$")
_SEVERAL = re.compile(r"\b(?:facilities|buildings|phases|plants|units|halls|both)\b[^,;.]*$|两[座期栋]|分别")
_BOTH = re.compile(r"\s?(?:and|or|和|及|与|、|或)\s?(?:in\s|early\s|late\s)?")
_VERBAL = re.compile(r"[一-鿿]{3,}|[a-z]{4,}")


def is_claim(spot: Spot, scene: Scene) -> bool:
    """Whether the quantity is stated for its own sake."""
    quantity = spot.quantity
    if quantity.unit in ("person", "count") and _SOURCES.match(scene.lowered[quantity.end : quantity.end + 16]):
        return False  # how many sources spoke
    if any(m.start <= quantity.start < m.end for m in spot.sentence.mentions):
        return False  # part of a name
    if not (scene.has_words and _says_something(scene, quantity)):
        return False  # a number alone says nothing
    group = unit_class(spot.quantity.unit)
    if group == "date":
        return _date_is_claim(spot)
    if group == "time":
        return _duration_is_claim(spot)
    return True


def _says_something(scene: Scene, quantity: Quantity) -> bool:
    return bool(WORD.search(scene.text, 0, quantity.start) or WORD.search(scene.text, quantity.end))


def _others(spot: Spot, low: int, high: int) -> list[Quantity]:
    return [
        q for q in spot.scene.quantities_between(low, high) if q is not spot.quantity and unit_class(q.unit) != "date"
    ]


def _date_is_claim(spot: Spot) -> bool:
    start, end = spot.clause_span
    end = max(end, spot.quantity.end)
    if _others(spot, start, end):
        return False
    text = spot.scene.lowered
    before, after = text[start : spot.quantity.start], text[spot.quantity.end : end]
    inside = text[spot.quantity.start : spot.quantity.end].strip()
    planned = spot.metric == "target_date"
    if not planned and (_RELATIVE.match(inside) or _REPORTING.search(inside)):
        return False
    if re.search(r"[「『《“\"][^「『《“\"，,]{1,8}$", before) and re.match(r"[」』》”\"]", after):
        return False  # the year of a name: 「沙特2030」
    if _MEASURED_FROM.search(before):
        return False  # 高于年初低点, 截至9月
    if any(q.unit == "date" and 0 <= q.start - spot.quantity.end <= 1 for q in spot.sentence.quantities):
        return False  # the month over a list of days
    if re.match(r"\s?[:：]", text[spot.quantity.end :]) and not before.strip().endswith(("时间", "日期")):
        return False  # the day over an entry of a list, also where the entry before touches it
    if _TITLE_AFTER.match(after) or spot.scene.lowered[end : end + 1] in (":", "：") and not (before + after).strip():
        return False  # the year of a title, the date over an entry
    if re.match(r"\s?(?:前后|年?以来|唯一|最)", after) or re.search(r"(?:ended|ending|ends)\s?$", before):
        return False
    if re.fullmatch(r"(?:19|20)\d\d\s?年?", inside) and re.match(r"\s?的", after):
        return False  # 2026年的X: the year only says which X
    if re.search(r"\b(?:the|a|an|its|this)\s\[?$", before) and re.match(r"\]?\s?\[?[a-z]", after):
        return False
    if _CITING.search((before + inside + after).strip()):
        return False
    if not planned and spot.clause + 1 < len(spot.sentence.clauses):
        whole = (before + inside + after).strip()
        if whole.startswith("自") and whole.endswith("以来") and len(after) > 5:  # 自2021年首款芯片发布以来: an event
            return not _others(spot, *spot.sentence.clauses[spot.clause + 1])
        if _PLACED.match(whole) and (_PLACED_END.search(whole) or whole[0].isascii()):
            return False
    if _ONLY_WHEN.match(before.strip()) and _ONLY_TAIL.match(after.strip()):
        following = spot.clause + 1
        if following < len(spot.sentence.clauses):
            low, high = spot.sentence.clauses[following]
            framing = bool(_others(spot, low, high)) or "以来" in after
            return not framing and _tells_an_event(spot, low, high)
        return False
    dates = [q for q in spot.sentence.quantities if unit_class(q.unit) == "date" and start <= q.start < end]
    if (
        len(dates) > 1
        and dates[0] is not spot.quantity
        and not _VERBAL.search(text[dates[0].end : spot.quantity.start])
        and not (planned and _SEVERAL.search(before) and _BOTH.fullmatch(text, dates[0].end, spot.quantity.start))
    ):
        return False
    return bool(_VERBAL.search(before + " " + after)) or (planned and bool(_SOONEST.search(before)))


def _tells_an_event(spot: Spot, low: int, high: int) -> bool:
    """Whether a clause after a bare date tells an event with a named actor (2025年,X通过验证)."""
    return any(low <= m.start < high and m.kind in ORGANISATIONS for m in spot.sentence.mentions)


def _duration_is_claim(spot: Spot) -> bool:
    quantity, text = spot.quantity, spot.scene.lowered
    before = text[max(spot.sentence.start, quantity.start - 14) : quantity.start]
    after = text[quantity.end : quantity.end + 12]
    inside = text[quantity.start : quantity.end]
    if inside.startswith("近") or (re.fullmatch(r"一(?:周|年|天|个月|月)", inside) and before.endswith("的")):
        return False
    if re.match(r"\s?的(?:总)?(?:用电|耗电)", after):
        return False
    if _AHEAD.search(before) and re.match(r"(?:a )?(?:several|few|couple)", inside):
        return False  # over the next several years
    if quantity.unit == "month" and re.search(r"(?:今年|去年|本年|年)[前头首]\s?$", before):
        return False  # 今年前十个月
    if quantity.unit == "day" and re.match(r"[岁年]", after) and inside.endswith("周"):
        return False  # 十四周岁, 两周年: an age or an anniversary
    if quantity.unit in ("day", "month") and re.match(r"\s?(?:之|以)?前|\s(?:ago|earlier)\b", after):
        return False  # 两周前, "three days ago": when something happened
    if any(q.start == quantity.end and unit_class(q.unit) != "time" for q in spot.sentence.quantities):
        return False  # 三年3800亿元计划
    if _PAST_FRAME.search(before) or re.match(r"\s?(?:ended|ending)", after):
        return False
    framed = bool(_FRAME_BEFORE.search(before) or _FRAME_AFTER.search(after))
    if not framed:
        return True
    start, end = spot.clause_span
    near = _others(spot, start, max(end, quantity.end))
    if [q for q in near if unit_class(q.unit) != "time"]:
        return False
    clauses = spot.sentence.clauses
    if spot.clause + 1 < len(clauses) and re.search(r"^(?:内|来|以来|中|里|间)", after.strip()):
        following = clauses[spot.clause + 1]
        if _others(spot, *following):
            return False
    return True
