"""Two numbers of one scope: equal, one inside the other, slipped by a round factor, or apart."""

import math

from gigawatt.evidence.types import Claim
from gigawatt.ledger.constants import SLIP_FACTORS, SLIP_RELATIVE
from gigawatt.ledger.exchange import Rates
from gigawatt.ledger.records import Kind
from gigawatt.ledger.scope import Interval, interval

Verdict = tuple[Kind, str, str]


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
    said = f"{a.qty} against {b.qty}"
    if one.middle is None or two.middle is None:
        return "not_comparable", "no-number", said
    if one.point is not None and two.point is not None:
        if _near(one.point, two.point, slack):
            return "same", "equal", f"{said}: equal within {slack:.1%}"
        return _apart(one.point, two.point, said, a.unit == "date")
    if one.low == two.low and one.high == two.high:
        return "same", "equal-interval", f"{said}: the same interval"
    if one.low is not None and two.low is not None and one.high is not None and two.high is not None:
        if _near(one.low, two.low, slack) and _near(one.high, two.high, slack):
            return "same", "equal-interval", f"{said}: the same interval within {slack:.1%}"
    same_side = (one.low is None) == (two.low is None) and (one.high is None) == (two.high is None)
    if same_side and None in (one.low, one.high):
        if _near(one.middle, two.middle, slack):
            return "same", "equal-bound", f"{said}: the same bound within {slack:.1%}"
        factor = None if a.unit == "date" else slip_factor(one.middle, two.middle)
        if factor:
            return "magnitude_slip", "slip", f"{said}: bounds of the same side, exactly {factor:g} times apart"
    inside = _inside(one, two, slack), _inside(two, one, slack)
    if inside[0]:
        return "narrower", "inside", f"{a.qty} lies inside {b.qty}"
    if inside[1]:
        return "wider", "inside", f"{b.qty} lies inside {a.qty}"
    low = max(_or(one.low, -math.inf), _or(two.low, -math.inf))
    high = min(_or(one.high, math.inf), _or(two.high, math.inf))
    if low <= high or _near(low, high, slack):
        return "not_comparable", "overlap", f"{said}: both can hold"
    return _apart(one.middle, two.middle, said, a.unit == "date")


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _inside(inner: Interval, outer: Interval, slack: float) -> bool:
    low, high = _or(inner.low, -math.inf), _or(inner.high, math.inf)
    wall_low, wall_high = _or(outer.low, -math.inf), _or(outer.high, math.inf)
    above = low >= wall_low or (math.isfinite(low) and math.isfinite(wall_low) and _near(low, wall_low, slack))
    below = high <= wall_high or (math.isfinite(high) and math.isfinite(wall_high) and _near(high, wall_high, slack))
    return above and below


def _apart(one: float, two: float, said: str, is_date: bool = False) -> Verdict:
    if is_date:
        return "contradiction", "apart", f"{said}: both cannot hold, {abs(one - two):.0f} days apart"
    factor = slip_factor(one, two)
    if factor:
        return "magnitude_slip", "slip", f"{said}: exactly {factor:g} times apart"
    ratio = f", a factor of {max(one, two) / min(one, two):.3g}" if min(one, two) > 0 else ""
    return "contradiction", "apart", f"{said}: both cannot hold{ratio}"


def compare_money(a: Claim, b: Claim, rates: Rates) -> Verdict:
    """The verdict on two amounts in different currencies: converted, mixed up, apart, or too near to tell."""
    said = f"{a.qty} against {b.qty}"
    one, two = interval(a), interval(b)
    rate_a, rate_b = rates.usd_per(a.unit), rates.usd_per(b.unit)
    if rate_a is None or rate_b is None or one.middle is None or two.middle is None:
        return "not_comparable", "no-rate", f"{said}: no exchange rate"
    slack = max(one.slack, two.slack) + rates.spread(a.unit) + rates.spread(b.unit)
    values = one.middle * rate_a, two.middle * rate_b
    if _near(*values, slack):
        return "conversion", "exchange-rate", f"{said}: equal at {rate_a / rate_b:.4g} {b.unit} for one {a.unit}"
    ends_a = [value for value in (one.low, one.high) if value]
    ends_b = [value for value in (two.low, two.high) if value]
    printed = max(one.slack, two.slack)
    if any(_near(x, y, printed) for x in ends_a for y in ends_b):
        factor = max(values) / min(values)
        return "magnitude_slip", "currency", f"{said}: the same digits in two currencies, {factor:.2g} times apart"
    shifted = tuple(
        Interval(None if i.low is None else i.low * r, None if i.high is None else i.high * r, slack)
        for i, r in ((one, rate_a), (two, rate_b))
    )
    kind, rule, reason = compare_values(shifted[0], shifted[1], a, b)
    return ("contradiction", "apart", reason) if kind == "magnitude_slip" else (kind, rule, reason)
