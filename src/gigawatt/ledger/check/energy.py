"""Power and energy: watts against watt-hours, load and capacity factors, PUE, IT against facility power, racks."""

import re
from collections.abc import Iterator
from itertools import combinations

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, amount, cite
from gigawatt.ledger.check.near import after, before, between, stops
from gigawatt.ledger.check.physics import in_dollars, ranges
from gigawatt.ledger.check.wording import Shown, counted, money, number, percent, span, watt_hours, watts
from gigawatt.ledger.constants import HOURS_PER_YEAR
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, interval

_ROUNDING = 0.05


def energy_against_power(material: Material) -> Iterator[Finding]:
    """`A watts, E watt-hours a year` of one thing: more hours than a year has, or more than its kind of plant gives."""
    for _, members in material.by_sentence():
        for one, two in combinations(members, 2):
            power, energy = (one, two) if one.claim.unit == "W" else (two, one)
            if (power.claim.unit, energy.claim.unit) != ("W", "Wh") or power.claim.per is not None:
                continue
            words = between(material, one, two)
            yearly = energy.claim.per == "year" or cue("a_year", before(material, energy, 10)) or cue(
                "a_year", after(material, energy, 24)
            )  # fmt: skip
            size, used = amount(power.claim), amount(energy.claim)
            if not yearly or not size or not used or size[0] <= 0 or stops(words) or len(words) > 60:
                continue
            factor = used[0] / (size[1] * HOURS_PER_YEAR)
            kind = next((k for k in ("wind", "solar") if cue(k, material.folded(power))), "any")
            limit = ranges()[f"checks.capacity_factor.{kind}"].p90 * (1 + _ROUNDING)
            if factor > limit and interval(power.claim).high is not None and interval(energy.claim).low is not None:
                yield found(
                    "energy-against-power", "physics", "high", (cite(energy), cite(power)),
                    most=watt_hours(size[1] * HOURS_PER_YEAR * limit / (1 + _ROUNDING)), power=power.claim.qty,
                    energy=energy.claim.qty, factor=percent(factor), limit=percent(limit / (1 + _ROUNDING)),
                )  # fmt: skip


def watts_used_in_a_year(material: Material) -> Iterator[Finding]:
    """`uses N megawatts a year`: power told as if it were energy; `capacity of N GWh` of what stores none."""
    for sentence, members in material.by_sentence():
        for one in members:
            c, clause = one.claim, material.clause(one)
            if amount(c) is None or cue("storage", sentence.folded):
                continue
            yearly = (
                c.per == "year" or cue("a_year", before(material, one, 6)) or cue("a_year", after(material, one, 8))
            )
            if c.unit == "W" and yearly and cue("consumes", clause) and not cue("adds", clause):
                yield _unit(one, "energy", watt_hours((amount(c) or (0.0, 0.0))[0] * HOURS_PER_YEAR), "watts-in-a-year")
            tied = cue("rated", before(material, one, 14)) or cue("rated", after(material, one, 12))
            if c.unit == "Wh" and not yearly and c.per is None and tied and not cue("consumes", clause):
                yield _unit(one, "power", watts((amount(c) or (0.0, 0.0))[0]), "watt-hours-of-capacity")


def _unit(one: Held, expected: str, other: Shown, rule: str) -> Finding:
    return found(rule, "unit", "medium", (cite(one),), got=one.claim.qty, other=other, want=expected)


_PUE = re.compile(
    r"(?:(?<![a-z])pue(?![a-z])|电能利用效率|电源使用效率|能源使用效率)(?P<lead>[^\d;。,，；]{0,14}?)(?P<value>\d+(?:\.\d+)?)(?![\d%])"
)


def impossible_pue(material: Material) -> Iterator[Finding]:
    """A PUE below one: the hall would draw less than its servers."""
    for sentence in material.sentences:
        for match in _PUE.finditer(sentence.folded):
            value = float(match["value"])
            lowered = cue("lowered_by", match["lead"])
            if value < 1.0 and not lowered:
                yield found("pue-below-one", "physics", "high", (sentence.cite(),), got=match["value"])


def it_above_facility(material: Material) -> Iterator[Finding]:
    """IT power above the power of the hall that holds it, or of the line that feeds it."""
    for _, members in material.by_sentence():
        by_basis = [(m, _basis(material, m)) for m in members if m.claim.unit == "W" and m.claim.per is None]
        for one, two in combinations(by_basis, 2):
            (it, kind), (hall, other) = (one, two) if one[1] == "it" else (two, one)
            if kind != "it" or other != "hall":
                continue
            small, large = interval(it.claim).low, interval(hall.claim).high
            if small is not None and large is not None and small > large * (1 + _ROUNDING):
                yield found("it-above-facility", "physics", "high", (cite(it), cite(hall)),
                            it=it.claim.qty, hall=hall.claim.qty, pue=number(large / small))  # fmt: skip


def _basis(material: Material, one: Held) -> str | None:
    near = before(material, one, 12) + "|" + after(material, one, 22)
    if cue("it_power", near):
        return "it"
    return "hall" if cue("hall_power", near) else None


def single_things(material: Material) -> Iterator[Finding]:
    """Power of one rack, chip, turbine or reactor, price of one chip, chips of one rack: each against its range."""
    for _, members in material.by_sentence():
        for one in members:
            c, lead, tail = one.claim, before(material, one, 32), after(material, one, 14)
            if amount(c) is None or stops(lead[-20:]):
                lead = re.split(r"[。;；!?！？]|\.\s", lead)[-1]
            for thing, unit in (("rack", "W"), ("chip", "W"), ("turbine", "W"), ("reactor", "W"), ("chip", "USD"),
                                ("rack", "chip")):  # fmt: skip
                if not _unit_fits(c.unit, unit) or c.per not in (None, "year" if unit == "never" else c.per):
                    continue
                told = c.per == thing or cue(f"single_{thing}", lead) or cue(f"per_{thing}", tail)
                if not told or (unit == "USD" and c.metric not in ("chip_price", "other", "capex", "contract_value")):
                    continue
                if c.per not in (None, thing) or cue("growth_word", lead):
                    continue
                yield from _outside_range(material, one, thing, unit)
                break


def _unit_fits(unit: str, wanted: str) -> bool:
    return unit in MONEY if wanted == "USD" else unit == wanted


def _outside_range(material: Material, one: Held, thing: str, unit: str) -> Iterator[Finding]:
    field, wide = ranges()[f"checks.single.{thing}_{unit.lower()}"], ranges()["checks.tolerance"].p50
    values = in_dollars(one) if unit == "USD" else amount(one.claim)
    if not values or not (values[1] < field.p10 / wide or values[0] > field.p90 * wide):
        return
    sentence = material.sentence(one)
    if sentence is None or values[0] <= 0:
        return
    write = {"W": watts, "USD": money, "chip": lambda v: counted(v, "")}[unit]
    yield found(
        f"single:{thing}", "physics", "high", (cite(one), sentence.cite()), section="single_thing",
        expected_range=span(field.p10, field.p90, write), source=field.source, got=one.claim.qty,
        thing=_THINGS[thing],
    )  # fmt: skip


_THINGS = {
    "rack": Shown("rack", "机柜"), "chip": Shown("chip", "芯片"), "turbine": Shown("turbine", "涡轮机"),
    "reactor": Shown("reactor", "反应堆"),
}  # fmt: skip
