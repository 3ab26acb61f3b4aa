"""Power derived from money, for pledges that name no MW: marked derived, never shown as promised.

P_it = amount / c, P_facility = P_it x r, with c the cost per W of IT power and r the ratio of facility to IT power on a
design day, both distributions of the catalogue. A pledge whose amount also covers jobs or running cost gives none.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.atlas.counting import RATIO
from gigawatt.atlas.types import Amount, Programme
from gigawatt.params import ParameterBook

if TYPE_CHECKING:
    from gigawatt.atlas.catalogue import Catalogue

COST_ALL = "capex.total_per_it_power"
COST_BUILDINGS = "capex.construction_per_it_power"
COST_CHIPS = "capex.it_per_it_power"
EXCHANGE = "checks.exchange.{}"  # US dollars for one unit of a currency, by its lower-case code
_FORBIDDEN = ("jobs", "running_cost")
_DERIVABLE = ("capital_commitment", "capex")
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class DerivedPower:
    """Power that an amount would pay for: (P10, P50, P90) of IT and facility power [W], and what it rests on."""

    amount_id: str
    it_power_w: tuple[float, float, float]
    facility_power_w: tuple[float, float, float]
    at_least: bool
    """true when the amount is told as a lower bound"""
    parameters: tuple[str, ...]
    rule: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """Trace ids of the amount and the parameters."""
        return (f"fact:{self.amount_id}", *(f"parameter:{key}" for key in self.parameters))


@dataclass(frozen=True, slots=True)
class NotDerived:
    """Why no power is derived from an amount."""

    amount_id: str
    reason: str


def power_of_amount(
    amount: Amount, book: ParameterBook, *, seed: int = 1, draws: int = DRAWS
) -> DerivedPower | NotDerived:
    """Distribution of the power that an amount of capital buys, or the reason why none is derived."""
    forbidden = [what for what in _FORBIDDEN if what in amount.includes]
    if forbidden:
        return NotDerived(amount.id, f"the amount includes {' and '.join(forbidden)}")
    covers = set(amount.includes) & {"chips", "buildings"}
    if amount.includes and not covers:
        return NotDerived(amount.id, f"the amount is for {', '.join(amount.includes)}, not for data centres")
    if amount.what not in _DERIVABLE:
        return NotDerived(amount.id, f"{amount.what} is no budget for building")
    if amount.low is None:
        return NotDerived(amount.id, "only an upper bound is told")
    exchange = EXCHANGE.format(amount.unit.lower())
    if amount.unit != "USD" and exchange not in book:
        return NotDerived(amount.id, f"no exchange rate for {amount.unit} in the catalogue")
    import numpy as np

    from gigawatt.streams import uniforms

    key = {frozenset({"buildings"}): COST_BUILDINGS, frozenset({"chips"}): COST_CHIPS}.get(frozenset(covers), COST_ALL)
    parameters = [key, RATIO]
    high = amount.low if amount.high is None else amount.high
    usd = amount.low + (high - amount.low) * uniforms(seed, f"amount:{amount.id}", draws)
    if amount.unit != "USD":
        usd = usd * book.draw(exchange, seed, draws)
        parameters.append(exchange)
    it_power = usd / book.draw(key, seed, draws)
    facility_power = it_power * book.draw(RATIO, seed, draws)
    it, facility = (np.quantile(power, [0.1, 0.5, 0.9]).tolist() for power in (it_power, facility_power))
    return DerivedPower(
        amount_id=amount.id,
        it_power_w=(it[0], it[1], it[2]),
        facility_power_w=(facility[0], facility[1], facility[2]),
        at_least=amount.high is None,
        parameters=tuple(parameters),
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


def powers_of(programme: Programme, book: ParameterBook, *, seed: int = 1) -> list[DerivedPower | NotDerived]:
    """For each amount of a programme that is no part of another: the power it would buy, or why nothing is said."""
    own = {amount.id: amount for amount in programme.amounts}
    tainted = {name for name, amount in own.items() if any(what in amount.includes for what in _FORBIDDEN)}
    found: list[DerivedPower | NotDerived] = []
    for name, amount in own.items():
        unclear = sorted(tainted & set(amount.overlaps))
        if amount.part_of in own:
            continue
        if unclear:
            found.append(NotDerived(name, f"it overlaps {unclear[0]}, which includes jobs or running cost"))
        else:
            found.append(power_of_amount(amount, book, seed=seed))
    return found


def derived_power(programme: Programme, book: ParameterBook, *, seed: int = 1) -> DerivedPower | None:
    """The power that the largest budget of a programme would buy; None when nothing may be derived.

    Spent money derives nothing: what it bought stands on the blocks.
    """
    spent = {amount.id for amount in programme.amounts if amount.layer == "drawn"}
    found = [
        power
        for power in powers_of(programme, book, seed=seed)
        if isinstance(power, DerivedPower) and power.amount_id not in spent
    ]
    return max(found, key=lambda power: power.facility_power_w[1], default=None)


def derived_for(catalogue: "Catalogue", *, seed: int = 1) -> dict[str, list[DerivedPower | NotDerived]]:
    """`powers_of` for every programme that pledges money but names no power."""
    return {
        programme.id: powers_of(programme, catalogue.parameters, seed=seed) for programme in without_power(catalogue)
    }
