"""Power and energy: watts against watt-hours, load and capacity factors, PUE, IT against facility power, racks."""

import re
from collections.abc import Iterator
from itertools import combinations, product

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite
from gigawatt.ledger.check.near import after, before, between, stops
from gigawatt.ledger.check.physics import in_dollars, ranges
from gigawatt.ledger.check.wording import Shown, counted, money, number, percent, span, watt_hours, watts
from gigawatt.ledger.constants import HOURS_PER_YEAR
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, interval

_ROUNDING = 0.05


def energy_against_power(material: Material) -> Iterator[Finding]:
    """`A watts, E watt-hours a year` of one thing: more hours than a year has, or more than its kind of plant gives."""
    for sentence, members in material.by_sentence():
        energies = [m for m in members if m.claim.unit == "Wh" and _is_yearly(material, m)]
        powers = [m for m in members if m.claim.unit == "W" and m.claim.per is None]
        if len(energies) == 1 and not powers:
            powers = _power_before(material, sentence, energies[0])
        for energy, power in product(energies, powers):
            first, second = sorted((energy, power), key=lambda m: m.claim.start)
            words = between(material, first, second)
            if not stops(words) and len(words) <= 60:
                yield from _hours(material, power, energy)


def _is_yearly(material: Material, energy: Held) -> bool:
    near = cue("a_year", before(material, energy, 10)) or cue("a_year", after(material, energy, 24))
    return energy.claim.per == "year" or bool(near)


def _power_before(material: Material, sentence: Sentence, energy: Held) -> list[Held]:
    """The one power of the sentence before, when this one goes on about the same thing."""
    for near in material.around(sentence, 1, 0)[:-1]:
        powers = [m for m in material.within(near) if m.claim.unit == "W" and m.claim.per is None]
        same = [m for m in powers if material.scope(m).subject == material.scope(energy).subject]
        if len(powers) == 1 and cue("goes_on", sentence.folded[:30]):
            return same
    return []


def _hours(material: Material, power: Held, energy: Held) -> Iterator[Finding]:
    size, used = amount(power.claim), amount(energy.claim)
    if not size or not used or size[0] <= 0:
        return
    factor = used[0] / (size[1] * HOURS_PER_YEAR)
    kind = next((k for k in ("wind", "solar") if cue(k, material.folded(power))), "any")
    limit = ranges()[f"checks.capacity_factor.{kind}"].p90
    open_ended = interval(power.claim).high is None or interval(energy.claim).low is None
    if factor > limit * (1 + _ROUNDING) and not open_ended:
        yield found(
            "energy-against-power", "physics", "high", (cite(energy), cite(power)),
            most=watt_hours(size[1] * HOURS_PER_YEAR * limit), power=power.claim.qty, energy=energy.claim.qty,
            factor=percent(factor), limit=percent(limit),
        )  # fmt: skip


def watts_used_in_a_year(material: Material) -> Iterator[Finding]:
    """`uses N megawatts a year`: power told as if it were energy; `capacity of N GWh` of what stores none."""
    for sentence, members in material.by_sentence():
        for one in [m for m in members if m.claim.unit in ("W", "Wh")]:
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


_ANY_PUE = re.compile("pue|效率", re.I)


def impossible_pue(material: Material) -> Iterator[Finding]:
    """A PUE below one: the hall would draw less than its servers."""
    for sentence in material.sentences:
        for match in _PUE.finditer(sentence.folded) if _ANY_PUE.search(sentence.text) else ():
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
    near = material.lead(one)[-28:] + "|" + re.split(r"[,，;；]|\band\b|\d", after(material, one, 22))[0]
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
