"""Power derived from money, for pledges that name no MW: marked derived, never shown as promised.

P_it = amount / c, P_facility = P_it x r, with c the cost per W of IT power and r the ratio of facility to IT power on a
design day, both distributions of the catalogue. A pledge whose amount also covers jobs or running cost gives none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.atlas.counting import amounts_of
from gigawatt.atlas.types import Amount, Programme
from gigawatt.params import ParameterBook

if TYPE_CHECKING:
    from gigawatt.atlas.catalogue import Catalogue

COST_ALL = "capex.total_per_it_power"
COST_BUILDINGS = "capex.construction_per_it_power"
COST_CHIPS = "capex.it_per_it_power"
RATIO = "peak_ratio.seen_range"
_FX = {"CNY": "fx.cny_per_usd"}
_FORBIDDEN = ("jobs", "running_cost")
_DERIVABLE = ("capital_commitment", "capex")
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class DerivedPower:
    """Power that an amount would pay for: (P10, P50, P90) of IT and facility power [W], and what it rests on."""

    amount: str
    it_power_w: tuple[float, float, float]
    facility_power_w: tuple[float, float, float]
    at_least: bool
    """true when the amount is told as a lower bound"""
    inputs: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class NotDerived:
    """Why no power is derived from an amount."""

    amount: str
    reason: str


def derived_power(
    amount: Amount, book: ParameterBook, *, seed: int = 1, draws: int = DRAWS
) -> DerivedPower | NotDerived:
    """Distribution of the power that an amount of capital buys, or the reason why none is derived."""
    forbidden = [what for what in _FORBIDDEN if what in amount.includes]
    if forbidden:
        return NotDerived(amount.id, f"the amount includes {' and '.join(forbidden)}")
    if amount.what not in _DERIVABLE:
        return NotDerived(amount.id, f"{amount.what} is no budget for building")
    if amount.low is None:
        return NotDerived(amount.id, "only an upper bound is told")
    if amount.unit != "USD" and amount.unit not in _FX:
        return NotDerived(amount.id, f"no exchange rate for {amount.unit} in the catalogue")
    import numpy as np

    from gigawatt.streams import uniforms

    covers = set(amount.includes) & {"chips", "buildings"}
    key = {frozenset({"buildings"}): COST_BUILDINGS, frozenset({"chips"}): COST_CHIPS}.get(frozenset(covers), COST_ALL)
    inputs = [f"fact:{amount.id}", f"parameter:{key}", f"parameter:{RATIO}"]
    high = amount.low if amount.high is None else amount.high
    usd = amount.low + (high - amount.low) * uniforms(seed, f"amount:{amount.id}", draws)
    if amount.unit in _FX:
        usd = usd / book.draw(_FX[amount.unit], seed, draws)
        inputs.append(f"parameter:{_FX[amount.unit]}")
    it_power = usd / book.draw(key, seed, draws)
    facility_power = it_power * book.draw(RATIO, seed, draws)
    it, facility = (np.quantile(power, [0.1, 0.5, 0.9]).tolist() for power in (it_power, facility_power))
    return DerivedPower(
        amount=amount.id,
        it_power_w=(it[0], it[1], it[2]),
        facility_power_w=(facility[0], facility[1], facility[2]),
        at_least=amount.high is None,
        inputs=tuple(inputs),
        rule=f"amount / {key}; facility power = IT power x {RATIO}",
    )


def without_power(catalogue: "Catalogue") -> list[Programme]:
    """Programmes that pledge money but name no power, neither as a promise nor on a counted block."""
    chosen = []
    for programme in catalogue.programmes.values():
        promised = any(promise.metric == "power_capacity" for promise in programme.promises)
        built = any(
            block.power_mw > 0
            for share in programme.shares
            if share.role == "campus"
            for block in catalogue.campuses[share.campus].blocks
        )
        if programme.amounts and not promised and not built:
            chosen.append(programme)
    return chosen


def derived_for(catalogue: "Catalogue", *, seed: int = 1) -> dict[str, list[DerivedPower | NotDerived]]:
    """Per programme without power: what its amounts that are no part of another would buy, or why nothing is said."""

    def roots(amounts: Iterable[Amount]) -> list[Amount]:
        given = {amount.id for amount in amounts}
        return [amount for amount in amounts if amount.part_of not in given]

    tainted = {
        amount.id for amount in amounts_of(catalogue).values() if any(what in amount.includes for what in _FORBIDDEN)
    }

    def one(amount: Amount) -> DerivedPower | NotDerived:
        unclear = sorted(tainted & set(amount.overlaps))
        if unclear:
            return NotDerived(amount.id, f"it overlaps {unclear[0]}, which includes jobs or running cost")
        return derived_power(amount, catalogue.parameters, seed=seed)

    return {
        programme.id: [one(amount) for amount in roots(programme.amounts)] for programme in without_power(catalogue)
    }
