"""Units at the edges: text such as `USD/kW` or `GW` becomes a factor to one base unit per dimension.

Inside, numbers are float64 in the base unit and the unit stands in the name (`_w`, `_wh`, `_usd`, `_m2`, ...).
pint does the algebra and is imported only when a unit is not in the short table below.
"""

from functools import lru_cache
from typing import Any

from gigawatt.errors import InputError

# What is read most: unit text -> (factor, base unit). Everything else goes through pint.
_COMMON: dict[str, tuple[float, str]] = {
    "W": (1.0, "W"), "kW": (1e3, "W"), "MW": (1e6, "W"), "GW": (1e9, "W"), "TW": (1e12, "W"),
    "Wh": (1.0, "Wh"), "kWh": (1e3, "Wh"), "MWh": (1e6, "Wh"), "GWh": (1e9, "Wh"), "TWh": (1e12, "Wh"),
    "USD": (1.0, "USD"), "CNY": (1.0, "CNY"), "EUR": (1.0, "EUR"), "GBP": (1.0, "GBP"),
    "USD/W": (1.0, "USD/W"), "USD/kW": (1e-3, "USD/W"), "USD/MW": (1e-6, "USD/W"), "USD/GW": (1e-9, "USD/W"),
    "USD/Wh": (1.0, "USD/Wh"), "USD/kWh": (1e-3, "USD/Wh"), "USD/MWh": (1e-6, "USD/Wh"),
    "1": (1.0, "x"), "fraction": (1.0, "fraction"), "%": (0.01, "fraction"), "x": (1.0, "x"), "count": (1.0, "count"),
    "month": (1.0, "month"), "year": (12.0, "month"), "week": (84 / 365.2425, "month"), "day": (12 / 365.2425, "month"),
    "m2": (1.0, "m2"), "acre": (4046.8564224, "m2"), "ha": (1e4, "m2"), "sqft": (0.09290304, "m2"),
    "W/chip": (1.0, "W/chip"), "USD/chip": (1.0, "USD/chip"), "FLOP/s": (1.0, "FLOP/s"), "C": (1.0, "C"),
    "hour": (0.5 / 365.2425, "month"), "UScent": (0.01, "USD"), "MMBtu": (293071.1111111111, "Wh"),
    "g": (1e-3, "kg"), "kg": (1.0, "kg"), "L": (1e-3, "m3"), "km": (1e3, "m"), "m": (1.0, "m"),
    "s": (0.5 / 365.2425 / 3600, "month"), "degree": (0.017453292519943295, "rad"),
}  # fmt: skip


_CURRENCIES = (
    "USD", "CNY", "EUR", "GBP", "HKD", "JPY", "KRW", "INR", "TWD", "CAD", "AUD", "CHF", "SGD", "AED", "SAR", "SEK",
    "MYR",
)  # fmt: skip
_COUNTABLES = ("chip", "rack", "site", "building", "job", "FLOP", "OP", "wafer", "unit", "worker", "company")
_COMMON.update({name: (1.0, name) for name in (*_CURRENCIES, *_COUNTABLES)})


@lru_cache(maxsize=1)
def registry() -> Any:
    """The one pint registry, with the countables and currencies of this field."""
    import pint

    units = pint.UnitRegistry(cache_folder=None)
    for name in (*_CURRENCIES, *_COUNTABLES):
        units.define(f"{name} = [{name}]")
    units.define("sqft = foot ** 2")
    units.define("UScent = 0.01 * USD")
    units.define("MMBtu = 1e6 * Btu")
    units.define("fraction = []")
    units.define("x = []")
    return units


# Base unit of each physical dimension, as pint writes it.
_BASES = ("W", "Wh", "month", "m**2", "m**3", "m", "kg")


def _atom_to_base(unit: str) -> tuple[float, str]:
    """Factor and base unit of a unit without division; unknown countables are their own base."""
    if unit in _COMMON:
        return _COMMON[unit]
    units = registry()
    try:
        quantity = units.Quantity(1.0, unit)
        for base in _BASES:
            if quantity.check(units.Quantity(1.0, base).dimensionality):
                return float(quantity.to(base).magnitude), base.replace("**", "")
        reduced = quantity.to_base_units()
    except Exception as error:  # pint raises many unrelated classes for bad unit text
        raise InputError(
            "unit-unknown", got=unit, expected="a unit such as MW, USD/kW, month", hint=str(error)
        ) from None
    return float(reduced.magnitude), f"{reduced.units:~}".replace(" ", "") or "x"


@lru_cache(maxsize=1024)
def to_base(unit: str) -> tuple[float, str]:
    """(factor, base unit) such that value in `unit` x factor = value in the base unit.

    Power is in W, energy in Wh, time in months, area in m2, volume in m3, mass in kg, money in whole units of its
    currency. A compound is converted part by part: `USD/MWh` -> (1e-6, "USD/Wh"), `kg/MWh` -> (1e-6, "kg/Wh"),
    `BTU/kWh` -> Wh of fuel per Wh. Temperatures stay in degrees Celsius. InputError when the text is no unit.
    """
    if unit in _COMMON:
        return _COMMON[unit]
    numerator, *denominators = (part.strip() for part in unit.split("/"))
    factor, base = _atom_to_base(numerator)
    for part in denominators:
        below, name = _atom_to_base(part)
        factor /= below
        base += f"/{name}"
    return factor, base


def convert(value: float, unit: str, target: str) -> float:
    """The value in another unit of the same dimension; InputError when the dimensions differ."""
    factor, base = to_base(unit)
    target_factor, target_base = to_base(target)
    if base != target_base:
        raise InputError("unit-dimension", got=unit, expected=f"a unit that converts to {target}")
    return value * factor / target_factor
