"""An orbital campus as one more kind of site: array, radiator, mass, launch; every unknown a stated range.

Per W of IT: heat q = 1 + overhead; array area = q / (S eta f_sun k), with k the mean power left over life;
radiator area = q / (sides * emissivity * sigma * (T^4 - T_sink^4)); mass = array + radiator + platform;
capital = array + radiator + platform + launch price x mass; yearly cost = capital / life / availability + link.
On the ground: supply cost x PUE x 8760 h + shell / life. Chips cost the same in both and are left out, although they
are written off with the satellite. The break-even launch price is where both are equal; it may be negative: then even
free launches would not do. Straight-line, no discounting: lives are short against the ranges.
"""

from typing import Any

import numpy as np

from gigawatt.campus.catalogue import load_supply
from gigawatt.campus.constants import (
    COSMIC_BACKGROUND_K,
    HOURS_PER_YEAR,
    SOLAR_CONSTANT_W_PER_M2,
    STEFAN_BOLTZMANN_W_PER_M2_K4,
    ZERO_CELSIUS_K,
)
from gigawatt.errors import InputError

Array = np.ndarray

_UNITS = {
    "sun_fraction": "fraction", "cell_efficiency": "fraction", "array_end_of_life": "fraction", "array_mass": "kg/m2",
    "array_cost": "USD/W", "radiator_temperature": "C", "radiator_emissivity": "fraction", "radiator_sink": "C",
    "radiator_sides": "x", "radiator_mass": "kg/m2", "radiator_cost": "USD/m2", "platform_mass": "kg/W",
    "platform_cost": "USD/W", "overhead_fraction": "fraction", "launch_price": "USD/kg", "life": "year",
    "link_cost": "USD/W/year", "availability": "fraction", "ground_supply_cost": "USD/Wh", "ground_pue": "x",
    "ground_shell_cost": "USD/W", "ground_shell_life": "year",
}  # fmt: skip


def draw_inputs(draws: int, seed: int) -> dict[str, Array]:
    """Draws of every parameter in the unit of `_UNITS`, shape (draws,); shares are kept at or below one."""
    from gigawatt.units import to_base

    book = load_supply().parameters
    found = {}
    for name, unit in _UNITS.items():
        values = book.draw(f"orbital.{name}", seed, draws) / to_base(unit)[0]
        if unit == "fraction":
            values = np.clip(values, 1e-3, 1.0)
        found[name] = values
    found["radiator_sides"] = np.clip(found["radiator_sides"], 1.0, 2.0)
    found["ground_pue"] = np.maximum(found["ground_pue"], 1.0)
    return found


def array_m2_per_w(x: dict[str, Array]) -> Array:
    """Array area per W of IT [m2/W]."""
    kept = 0.5 * (1.0 + x["array_end_of_life"])
    power = SOLAR_CONSTANT_W_PER_M2 * x["cell_efficiency"] * x["sun_fraction"] * kept
    return (1.0 + x["overhead_fraction"]) / power


def radiator_m2_per_w(x: dict[str, Array]) -> Array:
    """Radiator area per W of IT [m2/W], by the fourth powers of surface and sink temperature."""
    hot = x["radiator_temperature"] + ZERO_CELSIUS_K
    sink = np.maximum(x["radiator_sink"] + ZERO_CELSIUS_K, COSMIC_BACKGROUND_K)
    flux = STEFAN_BOLTZMANN_W_PER_M2_K4 * x["radiator_emissivity"] * (hot**4 - sink**4)
    return (1.0 + x["overhead_fraction"]) / (x["radiator_sides"] * flux)


def compare(draws: int = 10000, seed: int = 1) -> dict[str, Any]:
    """P10, P50, P90 of areas, mass, yearly cost in orbit and on the ground, and the break-even launch price."""
    if draws < 10:
        raise InputError("draws", got=draws, expected="at least 10")
    x = draw_inputs(draws, seed)
    array, radiator = array_m2_per_w(x), radiator_m2_per_w(x)
    mass = array * x["array_mass"] + radiator * x["radiator_mass"] + x["platform_mass"]
    per_year = 1.0 / (x["life"] * x["availability"])
    hardware = x["array_cost"] * (1.0 + x["overhead_fraction"]) + radiator * x["radiator_cost"] + x["platform_cost"]
    orbit = (hardware + mass * x["launch_price"]) * per_year + x["link_cost"]
    ground = (
        x["ground_supply_cost"] * x["ground_pue"] * HOURS_PER_YEAR + x["ground_shell_cost"] / x["ground_shell_life"]
    )
    even = ((ground - x["link_cost"]) / per_year - hardware) / mass

    def band(values: Array, factor: float = 1.0) -> dict[str, float]:
        low, mid, high = np.quantile(values * factor, [0.1, 0.5, 0.9])
        return {"p10": float(low), "p50": float(mid), "p90": float(high)}

    return {
        "array_m2_per_kw_it": band(array, 1e3),
        "radiator_m2_per_kw_it": band(radiator, 1e3),
        "mass_kg_per_kw_it": band(mass, 1e3),
        "orbit_usd_per_kw_it_year": band(orbit, 1e3),
        "ground_usd_per_kw_it_year": band(ground, 1e3),
        "break_even_launch_usd_per_kg": band(even),
        "share_of_draws_where_orbit_is_cheaper": float((orbit < ground).mean()),
        "share_of_draws_where_no_launch_price_would_do": float((even < 0.0).mean()),
        "draws": draws,
        "seed": seed,
        "inputs": [f"parameter:orbital.{name}" for name in _UNITS],
    }


def text(found: dict[str, Any]) -> str:
    """The comparison for people."""
    lines = ["orbital campus against the ground, without chips (P10 / P50 / P90 over stated ranges, none measured)"]
    for name, value in found.items():
        if isinstance(value, dict):
            lines.append(f"  {name:<34}{value['p10']:>12,.1f}{value['p50']:>12,.1f}{value['p90']:>12,.1f}")
    lines.append(f"  orbit is cheaper in {found['share_of_draws_where_orbit_is_cheaper']:.1%} of the draws")
    lines.append(f"  no launch price would do in {found['share_of_draws_where_no_launch_price_would_do']:.1%}")
    return "\n".join(lines)
