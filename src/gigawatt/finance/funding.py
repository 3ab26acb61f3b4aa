"""Uses against sources: what a programme's megawatts cost, and which money stands behind them in which layer.

Uses follow from facility power: IT power = facility power / (facility per IT); chips and building scale with IT power,
power plant and land with facility power; interest is paid on the debt share over half the build time (draws are taken
as even). Sources are the stated amounts, summed within one layer and one side (what will be spent, what is raised, what
customers will pay) only, with parts and overlaps counted once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gigawatt.atlas.types import Amount, Layer
from gigawatt.overlaps import certainly_apart
from gigawatt.params import ParameterBook
from gigawatt.units import to_base

if TYPE_CHECKING:
    import numpy as np

MoneySide = Literal["spend", "raised", "contract"]
LAYERS: tuple[Layer, ...] = ("announced", "committed", "signed", "drawn")
SIDES: tuple[MoneySide, ...] = ("spend", "raised", "contract")
"""what will be spent, who gives it, what customers will pay: three views of one building, never added"""
USES = ("chips", "shell", "power", "land", "interest")
_SIDE_OF: dict[str, MoneySide] = {
    "capital_commitment": "spend",
    "capex": "spend",
    "cost": "spend",
    "equity_contribution": "raised",
    "debt": "raised",
    "financing_raised": "raised",
    "contract_value": "contract",
    "backlog_rpo": "contract",
}
BALANCES = {"backlog_rpo"}
"""amounts that are a state on a day: a later one replaces an earlier one and is never added to it"""
PARAMETERS = (
    "funding.facility_per_it",
    "funding.chips_per_it_power",
    "funding.shell_per_it_power",
    "funding.onsite_power_per_facility_power",
    "funding.grid_connection_per_facility_power",
    "funding.land_area_per_facility_power",
    "funding.land_price",
    "funding.debt_share",
    "funding.interest_rate",
    "funding.build_years",
)


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """Draws of cost per facility watt by use [USD/W], each shape (draws,); `power` for grid and for on-site supply."""

    chips: "np.ndarray"
    shell: "np.ndarray"
    power_grid: "np.ndarray"
    power_onsite: "np.ndarray"
    land: "np.ndarray"
    interest_fraction: "np.ndarray"


def unit_costs(book: ParameterBook, seed: int, draws: int) -> UnitCosts:
    """Cost per facility watt, drawn once for all programmes: prices move together."""

    def drawn(key: str) -> "np.ndarray":
        return book.draw(key, seed, draws)

    per_it = drawn("funding.facility_per_it")
    land = drawn("funding.land_area_per_facility_power") * drawn("funding.land_price")
    years = drawn("funding.build_years") / 12.0
    return UnitCosts(
        chips=drawn("funding.chips_per_it_power") / per_it,
        shell=drawn("funding.shell_per_it_power") / per_it,
        power_grid=drawn("funding.grid_connection_per_facility_power"),
        power_onsite=drawn("funding.onsite_power_per_facility_power"),
        land=land,
        interest_fraction=drawn("funding.debt_share") * drawn("funding.interest_rate") * years / 2.0,
    )


def uses(facility_power_w: float, onsite_fraction: float, costs: UnitCosts) -> dict[str, "np.ndarray"]:
    """Money needed by use [USD], each shape (draws,), for that much facility power.

    onsite_fraction: share of the power that is supplied by plant on site rather than by the grid.
    """
    power = onsite_fraction * costs.power_onsite + (1.0 - onsite_fraction) * costs.power_grid
    base = costs.chips + costs.shell + power + costs.land
    return {
        "chips": facility_power_w * costs.chips,
        "shell": facility_power_w * costs.shell,
        "power": facility_power_w * power,
        "land": facility_power_w * costs.land,
        "interest": facility_power_w * base * costs.interest_fraction,
    }


@dataclass(frozen=True, slots=True)
class Funded:
    """Money of one side in one layer [USD]: low to high, and the amounts it rests on."""

    layer: Layer
    side: MoneySide
    low_usd: float
    high_usd: float
    ids: tuple[str, ...]


def usd_interval(amount: Amount, usd_per: dict[str, float]) -> tuple[float, float] | None:
    """Low and high of an amount in USD; an open side repeats the known one, open-topped stays at its stated bound.

    None when the currency has no exchange rate in `usd_per` ({"CNY": 0.14, ...}).
    """
    factor, base = to_base(amount.unit)
    if base != "USD":
        if base not in usd_per:
            return None
        factor *= usd_per[base]
    low = amount.low if amount.low is not None else 0.0
    high = amount.high if amount.high is not None else amount.low
    return low * factor, (high or 0.0) * factor


def _newest_balances(amounts: Iterable[Amount]) -> list[Amount]:
    """All amounts, of the balances of one payer and payee the newest only."""
    amounts = list(amounts)
    newest: dict[tuple[str | None, str | None], Amount] = {}
    for amount in amounts:
        if amount.what in BALANCES:
            owner = (amount.payer, amount.payee)
            newest[owner] = max(newest.get(owner, amount), amount, key=lambda a: a.known_on or "")
    return [a for a in amounts if a.what not in BALANCES or newest[a.payer, a.payee] is a]


def top_level(amounts: Iterable[Amount]) -> list[Amount]:
    """The amounts that are not part of another one in the same list and layer, and of balances the newest only."""
    kept = _newest_balances(amounts)
    present = {(a.id, a.layer) for a in kept}
    return [a for a in kept if a.part_of is None or (a.part_of, a.layer) not in present]


def stack(amounts: Iterable[Amount], usd_per: dict[str, float]) -> list[Funded]:
    """Money by layer and side; the low end leaves out what may overlap another amount, the high end counts it.

    An amount that is part of another one of its layer and side is left to it. Amounts per year or quarter are rates,
    not stocks, and are left out, as are those in a currency without a rate.
    """
    given = {a.id: a for a in _newest_balances(amounts) if a.per is None}
    rows: list[Funded] = []
    for layer in LAYERS:
        for side in SIDES:
            mine = {n: a for n, a in given.items() if (a.layer, _SIDE_OF[a.what]) == (layer, side)}
            intervals = {
                name: interval
                for name, amount in mine.items()
                if not _inside_another(amount, mine, given) and (interval := usd_interval(amount, usd_per))
            }
            if intervals:
                lows = {name: low for name, (low, _) in intervals.items()}
                apart = certainly_apart(lows, {name: mine[name].overlaps for name in intervals})
                low = sum(lows[name] for name in lows if name in apart)
                rows.append(Funded(layer, side, low, sum(high for _, high in intervals.values()), tuple(intervals)))
    return rows


def _inside_another(amount: Amount, mine: Mapping[str, Amount], given: Mapping[str, Amount]) -> bool:
    """Whether an amount that holds this one, directly or by steps, is among `mine`."""
    step = amount.part_of
    while step in given:
        if step in mine:
            return True
        step = given[step].part_of
    return False
