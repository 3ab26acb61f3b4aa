"""Availability of sources from weather: per W of capacity, shape (T,); and facility load from IT load.

Each profile is a function (catalogue, source, weather, seed) -> array, registered by name; a plug-in of kind
`supply_profile` adds one. `constant` needs no weather.
"""

from collections.abc import Callable

import numpy as np

from gigawatt.campus import sun
from gigawatt.campus.catalogue import PowerSource, SupplyCatalogue
from gigawatt.campus.constants import (
    AIR_GAS_CONSTANT_J_PER_KG_K,
    STANDARD_AIR_DENSITY_KG_PER_M3,
    ZERO_CELSIUS_K,
)
from gigawatt.campus.weather import Weather
from gigawatt.errors import InputError

Array = np.ndarray
Profile = Callable[[SupplyCatalogue, PowerSource, Weather, int], Array]
ISO_AIR_C = 15.0  # rating conditions of gas turbines, ISO 2314
STANDARD_TEST_CELL_C = 25.0  # rating conditions of photovoltaic modules, IEC 61215
STANDARD_TEST_W_PER_M2 = 1000.0  # the same
NOMINAL_CELL_W_PER_M2 = 800.0  # irradiance of the nominal operating cell temperature, IEC 61215


def constant(catalogue: SupplyCatalogue, source: PowerSource, weather: Weather, seed: int) -> Array:
    """The capacity factor of the source (1 when it has none) in every step."""
    return np.full(weather.steps, catalogue.value(source, "capacity_factor", 1.0))


def solar(catalogue: SupplyCatalogue, source: PowerSource, weather: Weather, seed: int) -> Array:
    """AC output per W of inverter of a single-axis tracker.

    Cell temperature = air + rise * plane / 800; DC = ratio * plane/1000 * (1 + c (cell - 25)) * (1 - loss); AC is cut
    at the inverter. Isotropic sky, so diffuse gains are a little below those of Perez (docs/method/campus-weather.md).
    """
    zenith, azimuth, _ = sun.position(
        weather.day_of_year, weather.hour, weather.latitude, weather.longitude, weather.utc_offset_hours
    )
    plane = sun.tracked_irradiance(
        np.maximum(weather.ghi_w_per_m2, 0.0), np.maximum(weather.dni_w_per_m2, 0.0),
        np.maximum(weather.dhi_w_per_m2, 0.0), zenith, azimuth,
        float(np.degrees(_role_radians(catalogue, source))), catalogue.value(source, "albedo"),
    )  # fmt: skip
    cell_c = weather.air_c + catalogue.value(source, "nominal_cell_rise") * plane / NOMINAL_CELL_W_PER_M2
    heat = 1.0 + catalogue.value(source, "temperature_coefficient") * (cell_c - STANDARD_TEST_CELL_C)
    dc = catalogue.value(source, "dc_ac") * plane / STANDARD_TEST_W_PER_M2 * heat
    return np.clip(dc * (1.0 - catalogue.value(source, "system_loss")), 0.0, 1.0)


def _role_radians(catalogue: SupplyCatalogue, source: PowerSource) -> float:
    return float(np.radians(catalogue.value(source, "axis_limit")))


def wind(catalogue: SupplyCatalogue, source: PowerSource, weather: Weather, seed: int) -> Array:
    """Output per W of a generic turbine: cubic between cut-in and rated speed at hub height, corrected for density.

    v_hub = v (h / h0)^shear; the speed is scaled by (density / standard)^(1/3) (IEC 61400-12-1).
    """
    height = catalogue.value(source, "hub_height")
    hub = weather.wind_m_per_s * (height / weather.wind_height_m) ** catalogue.value(source, "shear")
    density = weather.pressure_pa / (AIR_GAS_CONSTANT_J_PER_KG_K * (weather.air_c + ZERO_CELSIUS_K))
    speed = hub * np.cbrt(density / STANDARD_AIR_DENSITY_KG_PER_M3)
    low = catalogue.value(source, "cut_in_speed")
    rated = catalogue.value(source, "rated_speed")
    power = np.clip((speed**3 - low**3) / (rated**3 - low**3), 0.0, 1.0)
    power = np.where(hub > catalogue.value(source, "cut_out_speed"), 0.0, power)
    return power * (1.0 - catalogue.value(source, "system_loss"))


def derated(catalogue: SupplyCatalogue, source: PowerSource, weather: Weather, seed: int) -> Array:
    """1 at ISO conditions and below, falling by the source's share per kelvin above; never below 0."""
    loss = catalogue.value(source, "derate") * np.maximum(weather.air_c - ISO_AIR_C, 0.0)
    return np.clip(1.0 - loss, 0.0, 1.0)


def interruptible(catalogue: SupplyCatalogue, source: PowerSource, weather: Weather, seed: int) -> Array:
    """1, and 0 in the hours when the utility calls: the hottest hours of the series, as many as the tariff allows.

    Summer peaks drive the calls of most systems; a spec with its own calendar gives an availability file instead.
    """
    calls = catalogue.value(source, "interrupted_hours") * weather.years / weather.step_hours
    return interrupted(weather.air_c, int(round(calls)))


def interrupted(severity: Array, count: int) -> Array:
    """1 in every step but the `count` most severe ones."""
    series = np.ones(len(severity))
    if count > 0:
        series[np.argsort(-severity, kind="stable")[:count]] = 0.0
    return series


PROFILES: dict[str, Profile] = {
    "constant": constant,
    "solar": solar,
    "wind": wind,
    "derated": derated,
    "interruptible": interruptible,
}


def provider() -> dict[str, dict[str, Profile]]:
    """Our own profiles as a plug-in provider: the same door that others use."""
    return {"supply_profile": dict(PROFILES)}


def profile_named(name: str) -> Profile:
    """The profile of that name, built in or brought by a plug-in of kind `supply_profile`."""
    from gigawatt.plugins import installed

    registry = installed("supply_profile")
    if name not in registry.names("supply_profile"):
        raise InputError("supply-profile", got=name, expected=", ".join(registry.names("supply_profile")))
    return registry.get("supply_profile", name)


def power_usage_effectiveness(catalogue: SupplyCatalogue, weather: Weather) -> Array:
    """PUE by step: losses and fans as shares of IT power, and a chiller for the heat the outdoor air cannot take.

    The dry cooler alone holds the supply temperature while air + approach <= supply; above that the chiller takes the
    share (air + approach - supply) / approach, at most all, at COP = fraction * T_cold / (T_hot - T_cold) with
    T_hot = air + lift.
    """
    book = catalogue.parameters

    def value(name: str, unit: str) -> float:
        return book.value(f"supply.load.{name}", unit)

    supply, approach = value("supply_temperature", "C"), value("approach", "C")
    over = weather.air_c + approach - supply
    chilled = np.clip(over / approach, 0.0, 1.0)
    hot = weather.air_c + value("condenser_lift", "C")
    lift = np.maximum(hot - supply, 3.0)
    cop = value("carnot_fraction", "fraction") * (supply + ZERO_CELSIUS_K) / lift
    heat = 1.0 + value("fan_pump_share", "fraction")
    return 1.0 + value("electrical_loss", "fraction") + value("fan_pump_share", "fraction") + chilled * heat / cop
