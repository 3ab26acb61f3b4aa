"""A base, a yearly growth and a later figure: what the growth makes of the base by then."""

import re
from collections.abc import Iterator

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, cite
from gigawatt.ledger.check.near import after
from gigawatt.ledger.check.sums import countables, term_of
from gigawatt.ledger.check.wording import quantity
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, dimension, interval

_SLACK = 0.1
"""share by which a figure may differ from the compounded one: rounding, and `over` before the base"""
_BY = re.compile(r"(?:by|through|until|in) (20\d\d)|(?:到|至|截至)?(20\d\d)年(?:底|末)?")
_AFTER = re.compile(r"([一二两三四五六七八九十]|\d+)年后")
_OF_THEM = re.compile(r"(\d[\d,]*) of them")
_HAN = {w: n for n, w in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


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
                made=quantity(made, unit), told=quantity(value, unit), base=base.claim.qty, rate=rate.claim.qty,
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
