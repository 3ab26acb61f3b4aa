"""Growth against amounts: the rate beside two figures, and what a yearly rate makes of a base by a later year."""

import re
from collections.abc import Iterator

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, cite
from gigawatt.ledger.check.near import after, before, between, stops
from gigawatt.ledger.check.sums import countables, term_of
from gigawatt.ledger.check.wording import either, percent, quantity
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, dimension, family, interval, metric_group

_SLACK = 0.1
"""share by which a figure may differ from the compounded one: rounding, and `over` before the base"""
_BY = re.compile(r"(?:by|through|until|in) (20\d\d)|(?:到|至|截至)?(20\d\d)年(?:底|末)?")
_AFTER = re.compile(r"([一二两三四五六七八九十]|\d+)年后")
_OF_THEM = re.compile(r"(\d[\d,]*) of them")
_HAN = {w: n for n, w in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def growth_beside_amounts(material: Material) -> Iterator[Finding]:
    """`from A to B, up p %`, `A, up p % from B`: the change that two figures give against the one told."""
    for _, members in material.by_sentence():
        plain = [
            m for m in members
            if m.claim.unit in _GROWING and interval(m.claim).point is not None and not _is_a_change(material, m)
        ]  # fmt: skip
        for first, second in zip(plain, plain[1:], strict=False):
            a, b = interval(first.claim).point or 0.0, interval(second.claim).point or 0.0
            words = between(material, first, second)
            if _parted(members, first, second, words):
                continue
            if not _one_measure(first, second) or min(a, b) <= 0 or not words or len(words) > 60 or stops(words):
                continue
            stepped = cue("from_to", before(material, first, 14) + " ") and re.search(r"[至到]|\bto\b", words)
            if stepped:
                allowed = [b / a - 1]
            elif cue("against", words.replace("同比", "")):
                allowed = [a / b - 1] if _FROM_SECOND.search(words) else [a / b - 1, b / a - 1]
            else:
                continue
            rate = _rate_of(material, members, first, second, len(plain))
            told = interval(rate.claim).point if rate else None
            if rate is None or told is None or _another_base(material, rate):
                continue
            slack = max(0.015, 0.05 * abs(told), 0.1 * abs(told) if rate.claim.approx else 0.0)
            if all(abs(abs(told) - abs(change)) > slack for change in allowed):
                yield found(
                    "growth-beside-amounts", "arithmetic", "medium", (cite(rate), cite(first), cite(second)),
                    right=either(*(percent(change) for change in allowed)), told=rate.claim.qty,
                    first=first.claim.qty, second=second.claim.qty,
                )  # fmt: skip


_TURN = re.compile(r"\b(?:while|whereas|as|of which|including)\b|其中|另外|此外")


def _parted(members: list[Held], first: Held, second: Held, words: str) -> bool:
    """Whether another amount of the kind, or a turn to another matter, stands between two amounts."""
    between_them = (m for m in members if first.claim.end <= m.claim.start and m.claim.end <= second.claim.start)
    return bool(_TURN.search(words)) or any(m.claim.unit == first.claim.unit for m in between_them)


def _another_base(material: Material, rate: Held) -> bool:
    """Whether a rate is a yearly one over several years, or that on last year beside a plan that was changed."""
    around = before(material, rate, 16) + "|" + rate.claim.qty.casefold() + "|" + after(material, rate, 24)
    if cue("compound_rate", around):
        return True
    return bool(cue("on_last_year", around) and cue("changed_plan", material.folded(rate)))


_CHANGE = re.compile(
    r"\b(?:up|down|by|gain of|jump of|rise of|drop of)\b(?! (?:from|to))[^\d,]{0,14}$"
    r"|(?:增加|减少|增长|下降|多|少)了?约?$"
)


def _is_a_change(material: Material, one: Held) -> bool:
    """Whether an amount is itself a difference (`down some $50 million`)."""
    digits = re.search(r"[\d$€£¥]", one.claim.qty)
    own = one.claim.qty.casefold()[: digits.start()] if digits else ""
    return bool(_CHANGE.search(before(material, one, 16) + own))


_GROWING = MONEY | {"W", "Wh", "chip", "user", "share", "site", "job", "person", "rack", "count", "m2"}
_FROM_SECOND = re.compile(r"from|compared|versus|较|相比|同期|上年|去年")


def _one_measure(one: Held, two: Held) -> bool:
    a, b = one.claim, two.claim
    same = a.unit == b.unit and a.noun == b.noun and metric_group(a.metric) == metric_group(b.metric)
    return same and family(a.subject or "") == family(b.subject or "") and "share" not in {a.per, b.per} - {None}


def _rate_of(material: Material, members: list[Held], first: Held, second: Held, figures: int) -> Held | None:
    """The only growth rate told of the two figures: beside them, or anywhere when the sentence has just these two."""
    rates = [m for m in members if m.claim.unit == "ratio" and _tells_growth(material, m)]
    near = [
        m for m in rates
        if first.claim.end <= m.claim.start <= second.claim.end + 14 or 0 <= first.claim.start - m.claim.end <= 30
    ]  # fmt: skip
    if len(near) == 1 and (figures == 2 or near[0].claim.start >= first.claim.end):
        return near[0]
    return rates[0] if len(rates) == 1 and figures == 2 else None


def _tells_growth(material: Material, one: Held) -> bool:
    if one.claim.metric in ("growth_rate", "revenue_growth", "price_change"):
        return True
    words = one.claim.qty.casefold() + "|" + before(material, one, 12) + "|" + after(material, one, 10)
    return any(cue(name, words) for name in ("growth_word", "climbs", "falls"))


def growth_by_years(material: Material) -> Iterator[Finding]:
    """`B now, growing r a year, E in n years`: E against B times (1 + r) to the n."""
    for sentence, members in material.by_sentence():
        near = [s for s in material.around(sentence, 0, 1) if s is not sentence]
        following = [m for s in near for m in material.within(s)]
        bases = countables(members) + [m for m in members if m.claim.unit in MONEY]
        for rate in [m for m in (*members, *following) if _is_yearly_growth(material, m)]:
            later = [m for m in (*members, *following) if m.claim.start > rate.claim.start]
            for base in bases:
                if base.claim.start < rate.claim.start:
                    yield from _against(material, sentence, base, rate, later)


def _is_yearly_growth(material: Material, one: Held) -> bool:
    c = one.claim
    if c.unit != "ratio" or interval(c).point is None or not 0 < (interval(c).point or 0) < 1.5:
        return False
    yearly = c.per == "year" or cue("a_year", after(material, one, 14)) or cue("a_year", material.lead(one)[-16:])
    growing = cue("growth_word", material.clause(one)) or cue("growth_word", c.qty.casefold())
    return bool(yearly and growing)


def _against(material: Material, sentence: Sentence, base: Held, rate: Held, later: list[Held]) -> Iterator[Finding]:
    start, grow = interval(base.claim), interval(rate.claim).point or 0.0
    if start.middle is None or start.middle <= 0:
        return
    ends = [m for m in later if dimension(m.claim.unit) == dimension(base.claim.unit) and m.claim.per is None
            and m.claim.unit == base.claim.unit and (m.claim.noun == base.claim.noun)]  # fmt: skip
    bare = [
        (float(match[1].replace(",", "")), s, s.cite())
        for s in {material.sentence(rate) or sentence} for match in [_OF_THEM.search(s.folded)] if match
    ]  # fmt: skip
    told = [(interval(m.claim).middle, material.sentence(m), cite(m)) for m in ends[:1]] or bare
    for value, where, place in told:
        years = _horizon(where, base) if where else None
        if years is None or value is None or value <= 0:
            continue
        made = start.middle * (1 + grow) ** years
        if value > made * (1 + _SLACK) or value < made * (1 - _SLACK):
            unit = base.claim.unit if base.claim.unit in MONEY | {"W", "Wh"} else "count"
            yield found(
                "growth-by-years", "arithmetic", "medium", (place, cite(base), cite(rate)),
                made=quantity(made, unit), told=quantity(value, unit), base=base.claim.qty, rate=percent(grow),
                years=f"{years:g}", needed=quantity((value / start.middle) ** (1 / years) - 1, "ratio"),
            )  # fmt: skip


def _horizon(sentence: Sentence, base: Held) -> float | None:
    """Years from the day of the text to the year or after the number of years that the sentence names."""
    match = _AFTER.search(sentence.folded)
    if match:
        return float(_HAN.get(match[1], 0) or int(match[1]))
    named = {int(one[1] or one[2]) for one in _BY.finditer(sentence.folded)}
    told = int(sentence.day[:4]) if sentence.day else None
    ahead = {year for year in named if told and year > told}
    if len(ahead) == 1 and told:
        return float(ahead.pop() - told)
    return term_of(sentence.folded) if not named else None
