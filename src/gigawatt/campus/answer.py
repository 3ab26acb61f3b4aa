"""A sizing as plain data for `--json`, reports and tests: money in USD, power in MW, energy in MWh, names as given."""

from typing import Any

from gigawatt.campus.sizing import Sizing

MEGA = 1e6


def as_dict(sized: Sizing) -> dict[str, Any]:
    """Everything a reader of a sizing needs, JSON-ready; capacities keep the names of the problem [MW, MWh]."""
    problem = sized.problem
    energies = {source.name: sized.energy_wh(source.name) / MEGA for source in problem.sources}
    gas = sum(energies[s.name] for s in problem.sources if s.burns_gas)
    return {
        "name": problem.name,
        "objective_usd_per_year": sized.cost_usd_per_year,
        "lower_bound_usd_per_year": sized.lower_bound_usd_per_year,
        "gap": sized.gap,
        "capacities": {name: value / MEGA for name, value in sized.capacities.items()},
        "gas_mwh": gas,
        "energy_mwh": energies,
        "shed_mwh": sized.shed_wh / MEGA,
        "curtailed_mwh": float(sized.plan.curtailed_wh.sum()) / problem.years / MEGA,
        "load_mwh": problem.load_wh_per_year / MEGA,
        "usd_per_mwh": sized.usd_per_wh * MEGA,
        "fixed_usd_per_year": sized.fixed_usd_per_year,
        "running_usd_per_year": sized.plan.running_usd_per_year,
        "shadow_prices": shadow_prices(sized),
        "method": sized.method,
        "why_general": sized.why_general,
        "passes": sized.passes,
        "cpu_s": sized.cpu_s,
    }


def shadow_prices(sized: Sizing) -> dict[str, float]:
    """What one more unit is worth per year: capacities net of their own cost, the store's hour, each budget.

    `<source>_usd_per_mw`: saving by one more MW, its stated cost paid (positive only where an upper limit binds);
    `<store>_hour_usd`: by one more hour of the store at its power, net; `<budget>_usd_per_percent`: by loosening the
    limit by one per cent; `<limit>_usd_per_mw`: cost of one more MW asked for by a limit on capacities. One-sided
    derivatives at a kink are not unique: these are the multipliers of the bound.
    """
    problem = sized.problem
    prices = {}
    for source in problem.sources:
        prices[f"{source.name}_usd_per_mw"] = sized.net_values[source.name] * MEGA
    for store in problem.stores:
        per_mwh = sized.net_values[f"{store.name}_energy"] * MEGA
        prices[f"{store.name}_usd_per_mwh"] = per_mwh
        prices[f"{store.name}_hour_usd"] = per_mwh * sized.capacities[f"{store.name}_power"] / MEGA
    for budget in problem.budgets:
        prices[f"{budget.name}_usd_per_unit"] = sized.budget_prices[budget.name]
        prices[f"{budget.name}_usd_per_percent"] = sized.budget_prices[budget.name] * budget.limit * 0.01
    for name, price in sized.row_prices.items():
        prices[f"{name}_usd_per_mw"] = price * MEGA
    return prices
