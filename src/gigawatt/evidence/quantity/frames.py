"""Which quantities only frame another: 到2028年, over the next three years, 过去一年. They keep their place in the list
(the period of a claim is read from them) with `.frame` at the end of their rule; `is_claim` tells the rest.

Convention: a date is a claim of its own only when its clause has no other number, and an adverbial clause that holds
nothing else (2030年, ...) belongs to the clause behind it.
"""

import re
from bisect import bisect_right

from gigawatt.evidence.types import Quantity

_BREAK = re.compile(
    r"[,;。!?:\n. ](?:(?<=[,;。!?:\n])|(?<=\.)(?=\s|$)|(?<= )(?=- )|(?<=[^\x00-\x7f] )(?=[^\x00-\x7f]))"
)
_AROUND = re.compile(
    r"^(?:[\s·*#\-\"'“”《》「」()\[\]]|到|至|自|自从|从|在|于|截至|截止|直到|早在|就在|而|但|且|并|以来|起|开始"
    r"|之后|以后|后|之前|以前|前|时|内|之内|里|间|期间|中|的|"
    r"未来|过去|最近|近|此前|今后|接下来|年|当|当时|而在|预计|同时|另外|此外|例如|其中|展望|数据显示|报道|消息|收盘"
    r"|当天|周二|晚|in|by|since|until|through|from|as of|at|for|during|over|within|"
    r"the|next|past|last|end|of|on|early|late|mid|and|but|before|after|ago|later|so far|by the end|recently"
    r"|between|coming|先后|初)*$"
)
_FRAMING_BEFORE = re.compile(
    r"(?:未来|过去|最近|近|此前|今后|接下来|前|后|上|下|往后|其后|随后|之后|每|截至|the (?:next|past|last|coming"
    r"|previous|first|following|final)|next|past|last|previous|"
    r"within|over|in|during|for the|ended|in just|first|coming|in under|in about)(?:的)? ?$"
)
_PAST_BEFORE = re.compile(r"(?:过去|最近|近|前|上|past|last|previous)(?:的)? ?(?:the )?$")
_FRAMING_AFTER = re.compile(
    r" ?(?:内|之内|里|期间|间|以来|中(?![心国])|之?后|来(?!自)|之前|ago|later|earlier|in a row|straight|ended)"
)
_SINCE = re.compile(r" ?(?:以来|起(?!诉|草|步)|至今)")
_TERM_AFTER = re.compile(
    r"[ -]?(?:[\w$€£,.-]+ ){0,5}?(?:term|contract|deal|agreement|lease|extension|ppa|loan|bond|commitment"
    r"|power purchase|cloud|warranty|supply|tenor|notes|maturity|notice)"
)
_TERM = re.compile(r"为期|长达|期限|需要?|须|耗时|历时|至少|等待|约|缩短|延长|要")
_COMPARISON = re.compile(r"(?:优于|高于|低于|多于|少于|较|比|和|与|than|versus|vs\.?) ?$")
_LABEL_BEFORE = re.compile(r"(?:截至|截止|自从?|ended|ending|as of|since|[日月年])(?:到|于)? ?$")
_PLAN = re.compile(
    r"预计|将|计划|有望|目标|争取|力争|拟|规划|预期|expect|will |plan|aim|target|due |slated|schedul|on track"
    r"|intend|to be |could "
)
_DEADLINE = re.compile(r"(?:到|至|by|until|before) (?:the )?$|[到至]$")
_LASTING = re.compile(r"的?(?:历史|时间|之久|时光)")
_CLAIM_OFF = (".frame", "count.bare", ".adjective", ".few", ".article")
_DUE_AFTER = re.compile(r" ?(?:之?内|之?前|以前)")
_MODIFIES = re.compile(r" ?(?:诺贝尔|半?年报|[一二三]?季报|财报|奥运|世界杯|款|版|大会|峰会|论坛|报告|白皮书|大选)")
_ENTRY = re.compile(r" {4}")  # a date straight before a date: the heading of a list of entries
_BRACKET_BEFORE = re.compile(r"\((?: |-|至|到|~)*$")
_BRACKET_AFTER = re.compile(r"(?: |-|至|到|~)*\)")
_WITHIN = re.compile(r" ?(?:内|之内|里|中(?![心国]))")
_HAS_YEAR = re.compile(r"\d{4}")
_RECORD = re.compile(r" ?(?:以?来)?的?(?:新高|新低|最[高低好差快慢大])")
_ENDED = re.compile(r" ?ended")
_DURATION = frozenset(["year", "month", "day"])
_TIMED = _DURATION | {"date"}


def is_claim(quantity: Quantity) -> bool:
    """Whether the quantity can be a claim by itself; frames, bare numbers and adjectives (five-year plan) cannot."""
    return not quantity.rule.endswith(_CLAIM_OFF)


def mark_frames(s: str, found: list[Quantity]) -> list[Quantity]:
    """The same quantities, with `.frame` added to the rule of dates and durations that only say when."""
    timed = [q for q in found if q.unit in _TIMED]
    if not timed:
        return found
    cuts = [m.start() for m in _BREAK.finditer(s)]
    plain = {
        bisect_right(cuts, q.start)
        for q in found
        if q.unit != "date" and is_claim(q) and not (q.unit in _DURATION and _framing(s, q))
    }
    blank = _without(s, timed)
    out = []
    for q in found:
        if q.unit in _TIMED:
            clause = bisect_right(cuts, q.start)
            low = cuts[clause - 1] if clause else 0
            high = cuts[clause] if clause < len(cuts) else len(s)
            mark = (_date if q.unit == "date" else _duration)(
                blank, q, s[q.start : q.end], low, high, clause in plain, clause + 1 in plain
            )
            if mark is not None:
                q = Quantity(*q[:8], q.rule.removesuffix(".bare").removesuffix(".adjective") + mark, *q[9:])
        out.append(q)
    return out


def _without(s: str, timed: list[Quantity]) -> str:
    """The text with a space for each character of the given expressions, so that one date does not hide another."""
    parts, at = [], 0
    for q in timed:
        parts += [s[at : q.start], " " * (q.end - q.start)]
        at = q.end
    return "".join([*parts, s[at:]])


def _alone(s: str, q: Quantity, low: int, high: int) -> bool:
    """Whether nothing but prepositions stands beside the quantity in its clause, and another clause follows."""
    if q.start - low > 24 or high - q.end > 12:
        return False
    if high >= len(s) or s[high] not in ", ,":
        return False
    rest = (s[low : q.start].lstrip(",;。!?:\n. -*") + s[q.end : high]).strip()
    return bool(_AROUND.match(rest))


def _framing(s: str, q: Quantity) -> bool:
    exact = q.low is not None and q.high is not None
    return bool((exact and _FRAMING_BEFORE.search(s, max(0, q.start - 18), q.start)) or _FRAMING_AFTER.match(s, q.end))


def _date(s: str, q: Quantity, word: str, low: int, high: int, has_other: bool, _: bool) -> str | None:
    """`.frame` for a date that only says when, None for one that is the claim; low, high bound its clause."""
    if has_other or q.rule == "date.bare" or "fiscal" in q.rule or _alone(s, q, low, high):
        return ".frame"
    if s[q.end : q.end + 1] == ":" or _LABEL_BEFORE.search(s, max(0, q.start - 8), q.start):
        return ".frame"
    if _SINCE.match(s, q.end) or _COMPARISON.search(s, max(0, q.start - 6), q.start):
        return ".frame"
    if _MODIFIES.match(s, q.end) or _ENTRY.match(s, q.end):
        return ".frame"
    if (q.rule == "date.year" and s[q.end : q.end + 1] == "的") or (
        _BRACKET_AFTER.match(s, q.end) and _BRACKET_BEFORE.search(s, max(0, q.start - 24), q.start)
    ):
        return ".frame"
    if q.rule == "date.relative":
        due = _DEADLINE.search(s, max(0, q.start - 7), q.start) or _DUE_AFTER.match(s, q.end)
        return None if due else ".frame"
    if q.rule == "date.quarter" and not _HAS_YEAR.search(word):
        return None if _PLAN.search(s, low, high) else ".frame"
    return None


def _duration(s: str, q: Quantity, word: str, low: int, high: int, has_other: bool, next_has: bool) -> str | None:
    """`.frame`, `.adjective` or `.article` for a duration that is no claim; None or "" for one that is."""
    if q.rule.endswith(".adjective"):
        return "" if _TERM_AFTER.match(s, q.end) else None
    if word[0] == "近" and (q.low != q.high or float(q.low or 0) <= 10) and not _LASTING.match(s, q.end):
        return ".frame"
    if _ENDED.match(s, q.end) or _RECORD.match(s, q.end):
        return ".frame"
    exact = q.low is not None and q.high is not None
    past = exact and _PAST_BEFORE.search(s, max(0, q.start - 10), q.start)
    if _framing(s, q) and (has_other or past or _alone(s, q, low, high)):
        return ".frame"
    if next_has and _WITHIN.match(s, q.end):
        return ".frame"
    if q.low == q.high and word[0] == "一" and q.low in (1.0, 7.0):
        return None if _TERM.search(s, max(0, q.start - 6), q.start) else ".article"
    return None
