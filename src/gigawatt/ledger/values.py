"""Two numbers of one scope: equal, one inside the other, slipped by a round factor, or apart."""

import math
from dataclasses import replace

from gigawatt.evidence.types import Claim
from gigawatt.ledger.constants import SLIP_FACTORS, SLIP_RELATIVE
from gigawatt.ledger.exchange import Rates
from gigawatt.ledger.phrases import Phrase, phrase
from gigawatt.ledger.records import Kind
from gigawatt.ledger.scope import CONVERTIBLE, Interval, dimension, interval

Verdict = tuple[Kind, str, Phrase]


def slip_factor(one: float, two: float) -> float | None:
    """The round factor (10, 100, 1000, 10^4) between two numbers, or None."""
    if one <= 0 or two <= 0:
        return None
    ratio = max(one, two) / min(one, two)
    return next((factor for factor in SLIP_FACTORS if abs(ratio / factor - 1) <= SLIP_RELATIVE), None)


def _near(one: float, two: float, slack: float) -> bool:
    return abs(one - two) <= slack * max(abs(one), abs(two))


def compare_values(one: Interval, two: Interval, a: Claim, b: Claim) -> Verdict:
    """The verdict on the numbers alone, unit and scope being the same. `a` is the older claim."""
    slack = max(one.slack, two.slack)
    said = {"a": a.qty, "b": b.qty}
    near = said | {"slack": f"{slack:.1%}"}
    if one.middle is None or two.middle is None:
        return "not_comparable", "no-number", phrase("against", **said)
    if one.point is not None and two.point is not None:
        if _near(one.point, two.point, slack):
            return "same", "equal", phrase("equal", **near)
        return _apart(one.point, two.point, said, a.unit == "date")
    if one.low == two.low and one.high == two.high:
        return "same", "equal-interval", phrase("same_interval", **said)
    if (one.point is None) == (two.point is None) and None not in (one.low, two.low, one.high, two.high):
        if _near(one.low, two.low, slack) and _near(one.high, two.high, slack):
            return "same", "equal-interval", phrase("same_interval_within", **near)
    same_side = (one.low is None) == (two.low is None) and (one.high is None) == (two.high is None)
    if same_side and None in (one.low, one.high):
        if _near(one.middle, two.middle, slack):
            return "same", "equal-bound", phrase("same_bound", **near)
        factor = None if a.unit == "date" else slip_factor(one.middle, two.middle)
        if factor:
            return "magnitude_slip", "slip", phrase("slip_bound", **said, factor=f"{factor:g}")
    inside = _inside(one, two, slack), _inside(two, one, slack)
    if inside[0]:
        return "narrower", "inside", phrase("inside", inner=a.qty, outer=b.qty)
    if inside[1]:
        return "wider", "inside", phrase("inside", inner=b.qty, outer=a.qty)
    low = max(_or(one.low, -math.inf), _or(two.low, -math.inf))
    high = min(_or(one.high, math.inf), _or(two.high, math.inf))
    if low <= high or _near(low, high, slack):
        return "not_comparable", "overlap", phrase("overlap", **said)
    return _apart(one.middle, two.middle, said, a.unit == "date")


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _inside(inner: Interval, outer: Interval, slack: float) -> bool:
    low, high = _or(inner.low, -math.inf), _or(inner.high, math.inf)
    wall_low, wall_high = _or(outer.low, -math.inf), _or(outer.high, math.inf)
    above = low >= wall_low or (math.isfinite(low) and math.isfinite(wall_low) and _near(low, wall_low, slack))
    below = high <= wall_high or (math.isfinite(high) and math.isfinite(wall_high) and _near(high, wall_high, slack))
    return above and below


def _apart(one: float, two: float, said: dict[str, str], is_date: bool = False) -> Verdict:
    if is_date:
        return "contradiction", "apart", phrase("apart_days", **said, days=f"{abs(one - two):.0f}")
    factor = slip_factor(one, two)
    if factor:
        return "magnitude_slip", "slip", phrase("slip", **said, factor=f"{factor:g}")
    if min(one, two) <= 0:
        return "contradiction", "apart", phrase("apart", **said)
    return "contradiction", "apart", phrase("apart_factor", **said, factor=f"{max(one, two) / min(one, two):.3g}")


def compare_units(a: Claim, b: Claim) -> Verdict:
    """The verdict on two numbers of one dimension in different units (18 months, a year and a half), brought together.

    A rate and a multiple of growth are equal when their numbers are; else a multiple may mean either thing.
    """
    from gigawatt.units import to_base

    if "x" in (a.unit, b.unit):
        found = compare_values(interval(a), interval(b), a, b)
        if found[0] == "same":
            return found
        return "not_comparable", "multiple", phrase("but", first=found[2], second=phrase("multiple"))
    factors = [to_base(claim.unit)[0] if dimension(claim.unit) in CONVERTIBLE else 1.0 for claim in (a, b)]
    return compare_values(interval(a).times(factors[0]), interval(b).times(factors[1]), a, b)


def compare_money(a: Claim, b: Claim, rates: Rates) -> Verdict:
    """The verdict on two amounts in different currencies: converted, mixed up, apart, or too near to tell."""
    said = {"a": a.qty, "b": b.qty}
    one, two = interval(a), interval(b)
    rate_a, rate_b = rates.usd_per(a.unit), rates.usd_per(b.unit)
    if rate_a is None or rate_b is None or one.middle is None or two.middle is None:
        return "not_comparable", "no-rate", phrase("no_rate", **said)
    slack = max(one.slack, two.slack) + rates.spread(a.unit) + rates.spread(b.unit)
    values = one.middle * rate_a, two.middle * rate_b
    if _near(*values, slack):
        told = phrase("converted", **said, rate=f"{rate_a / rate_b:.4g}", to=b.unit, unit=a.unit)
        return "conversion", "exchange-rate", told
    ends_a = [value for value in (one.low, one.high) if value]
    ends_b = [value for value in (two.low, two.high) if value]
    printed = max(one.slack, two.slack)
    if any(_near(x, y, printed) for x in ends_a for y in ends_b):
        factor = max(values) / min(values)
        return "magnitude_slip", "currency", phrase("mixed_currency", **said, factor=f"{factor:.2g}")
    shifted = (replace(side.times(rate), slack=slack) for side, rate in ((one, rate_a), (two, rate_b)))
    kind, rule, reason = compare_values(*shifted, a, b)
    return ("contradiction", "apart", reason) if kind == "magnitude_slip" else (kind, rule, reason)
