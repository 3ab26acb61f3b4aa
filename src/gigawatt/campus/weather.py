"""Weather: one series that drives solar, wind, turbine derate and load together.

Readers are pvlib's where it has one (TMY2, TMY3, EPW, NSRDB, PVGIS); a plain CSV; or the generator. Nothing is
fetched and nothing is filled: a gap is an error that names the first bad step.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gigawatt.campus.constants import STANDARD_PRESSURE_PA
from gigawatt.errors import FaultList, GigawattError, InputError

Array = np.ndarray

TO_MIDDLE_H = {"tmy2": 0.5, "tmy3": -0.5, "epw": 0.5, "nsrdb": 0.0}
"""from pvlib's stamp to the middle of the step: TMY3 is stamped at the end of the hour, TMY2 and EPW (as pvlib gives
them) at its beginning, NSRDB in its middle [h]"""
READERS = ("tmy2", "tmy3", "epw", "nsrdb", "pvgis", "csv")


@dataclass(frozen=True, slots=True)
class Weather:
    """Series of one place, shape (T,), at the middle of each step; local standard time."""

    ghi_w_per_m2: Array
    dni_w_per_m2: Array
    dhi_w_per_m2: Array
    air_c: Array
    wind_m_per_s: Array
    wind_height_m: float
    latitude: float
    longitude: float
    utc_offset_hours: float
    step_hours: float
    day_of_year: Array
    """day of the year of each step, from 1 (float)"""
    hour: Array
    """local standard hour of the middle of each step, 0 to 24"""
    pressure_pa: float
    source: str

    @property
    def steps(self) -> int:
        """T."""
        return len(self.air_c)

    @property
    def years(self) -> float:
        """Length in years of 8760 hours."""
        from gigawatt.campus.constants import HOURS_PER_YEAR

        return self.steps * self.step_hours / HOURS_PER_YEAR


def check_weather(weather: Weather) -> Weather:
    """The same weather; a FaultList names every series with NaN or values that cannot be, with its first step."""
    faults: list[GigawattError] = []
    limits = {
        "ghi_w_per_m2": (-5.0, 1600.0),
        "dni_w_per_m2": (-5.0, 1400.0),
        "dhi_w_per_m2": (-5.0, 1000.0),
        "air_c": (-80.0, 60.0),
        "wind_m_per_s": (0.0, 90.0),
    }
    for name, (low, high) in limits.items():
        values = getattr(weather, name)
        bad = ~np.isfinite(values)
        if bad.any():
            faults.append(
                InputError(
                    "weather-gap",
                    where=f"{weather.source}: {name}, step {int(np.argmax(bad))}",
                    got=f"{int(bad.sum())} missing values",
                    expected="a number in every step",
                    hint="fill the gap before use; it is never filled silently",
                )  # fmt: skip
            )
            continue
        out = (values < low) | (values > high)
        if out.any():
            step = int(np.argmax(out))
            faults.append(
                InputError(
                    "weather-range",
                    where=f"{weather.source}: {name}, step {step}",
                    got=float(values[step]),
                    expected=f"{low:g} to {high:g}",
                )  # fmt: skip
            )
    if faults:
        raise FaultList(faults)
    return weather


def read_weather(path: Path, kind: str, place: "tuple[float, float, float] | None" = None) -> Weather:
    """Weather of a file; `place` (latitude, longitude, UTC offset) is needed for a CSV and overrides a header."""
    if kind not in READERS:
        raise InputError("weather-kind", got=kind, expected=", ".join(READERS))
    if not path.is_file():
        raise InputError("file-missing", where=str(path), expected=f"a {kind} weather file")
    try:
        if kind == "csv":
            return _read_csv(path, place)
        table, meta = _read_with_pvlib(path, kind)
    except GigawattError:
        raise
    except Exception as error:  # the readers raise whatever their parsers raise
        raise InputError("weather-unreadable", where=str(path), got=f"{type(error).__name__}: {error}") from None
    lag = float(meta.get("irradiance time offset", 0.0)) if kind == "pvgis" else TO_MIDDLE_H[kind]
    return _from_table(table, meta, path, place, lag)


def _read_with_pvlib(path: Path, kind: str) -> "tuple[Any, dict[str, Any]]":
    """(table with pvlib's names, header with latitude and longitude) of a file of that kind."""
    from pvlib import iotools

    if kind == "tmy2":
        table, meta = iotools.read_tmy2(path)
        table = table.rename(
            columns={"GHI": "ghi", "DNI": "dni", "DHI": "dhi", "DryBulb": "temp_air", "Wspd": "wind_speed"}
        )
        table[["temp_air", "wind_speed"]] /= 10.0  # the format stores tenths
        return table.rename(columns={"Pressure": "pressure"}), meta
    if kind == "tmy3":
        return iotools.read_tmy3(path, coerce_year=1990, map_variables=True)
    if kind == "epw":
        table, meta = iotools.read_epw(path, coerce_year=1990)
        return table.rename(columns={"atmospheric_pressure": "pressure"}), meta
    if kind == "nsrdb":
        return iotools.read_nsrdb_psm4(path, map_variables=True)
    table, meta = iotools.read_pvgis_tmy(path, map_variables=True)
    inputs = meta.get("inputs", meta)
    header = {**inputs, **inputs.get("location", {})}
    return table, {name.replace("_", " "): value for name, value in header.items()}


def _calendar(index: Any, lag_hours: float, where: str) -> "tuple[Array, Array, float]":
    """(day of the year, hour of the middle, step [h]) of each stamp; InputError names a stamp that is missing.

    The months of a typical year come from different years: the calendar must go on evenly, whatever the year.
    """
    leap = index.is_leap_year & (index.month > 2)
    has_leap_day = bool(((index.month == 2) & (index.day == 29)).any())
    day = index.day_of_year.to_numpy(dtype=float) - (0.0 if has_leap_day else leap.astype(float))
    clock = (index.hour + index.minute / 60.0 + index.second / 3600.0).to_numpy(dtype=float)
    year = 24.0 * (366.0 if has_leap_day else 365.0)
    moment = ((day - 1.0) * 24.0 + clock + lag_hours) % year
    gaps = np.diff(moment)
    step = float(np.median(gaps)) if len(gaps) else 1.0
    uneven = np.abs((gaps - step + 0.5 * year) % year - 0.5 * year) > 1e-6
    if step <= 0.0 or uneven.any():
        at = int(np.argmax(uneven)) + 1 if uneven.any() else 0
        raise InputError(
            "weather-steps", where=f"{where}, row {at}", got=str(index[at]), expected=f"equal steps of {step:g} h",
            hint="a missing or doubled step is never filled or dropped silently",
        )  # fmt: skip
    return np.floor(moment / 24.0) + 1.0, moment % 24.0, step


def _from_table(
    table: Any, meta: dict[str, Any], path: Path, place: "tuple[float, float, float] | None", lag_hours: float
) -> Weather:
    """Weather from a pvlib table; `lag_hours` moves its stamps to the middle of the step.

    The clock is that of the table; a `place` given with another offset only moves the clock.
    """
    missing = [c for c in ("ghi", "dni", "dhi", "temp_air", "wind_speed") if c not in table.columns]
    if missing:
        raise InputError("column-missing", where=str(path), got=", ".join(map(str, table.columns)), expected=missing)
    index = table.index
    offset = index[0].utcoffset().total_seconds() / 3600.0 if index.tz is not None else 0.0
    if place is None:
        try:
            place = (float(meta["latitude"]), float(meta["longitude"]), offset)
        except (KeyError, TypeError, ValueError):
            raise InputError(
                "weather-place", where=str(path), expected="latitude and longitude", hint="give them in the spec"
            ) from None
    day, hour, step = _calendar(index, lag_hours + place[2] - offset, path.name)
    pressure = float(np.nanmean(table["pressure"])) if "pressure" in table.columns else STANDARD_PRESSURE_PA
    if pressure < 2000.0:
        pressure *= 100.0  # millibar, as TMY2, TMY3 and NSRDB print it
    return check_weather(
        Weather(
            *(np.ascontiguousarray(table[c], dtype=float) for c in ("ghi", "dni", "dhi", "temp_air", "wind_speed")),
            wind_height_m=10.0,
            latitude=place[0],
            longitude=place[1],
            utc_offset_hours=place[2],
            step_hours=step,
            day_of_year=day,
            hour=hour,
            pressure_pa=pressure,
            source=path.name,
        )
    )


def _read_csv(path: Path, place: "tuple[float, float, float] | None") -> Weather:
    """Columns time (ISO, start of the step), ghi, dni, dhi, temp_air, wind_speed."""
    import csv

    from gigawatt.campus.reference_file import read_profiles

    if place is None:
        raise InputError("weather-place", where=str(path), expected="latitude and longitude in the spec")
    columns = read_profiles(path, ("ghi", "dni", "dhi", "temp_air", "wind_speed"))
    with path.open(encoding="utf-8-sig", newline="") as handle:
        times = [row.get("time", "") for row in csv.DictReader(handle)]
    try:
        stamps = np.array(times, dtype="datetime64[s]")
    except ValueError:
        raise InputError("weather-time", where=f"{path} time", expected="ISO times such as 2025-01-01T00:00") from None
    gaps = np.diff(stamps).astype(float) / 3600.0
    if len(gaps) == 0 or not np.allclose(gaps, gaps[0]) or gaps[0] <= 0.0:
        raise InputError("weather-steps", where=f"{path} time", expected="equal steps in rising order")
    years = stamps.astype("datetime64[Y]")
    seconds = (stamps - years).astype(float)
    middle = seconds / 3600.0 + 0.5 * float(gaps[0])
    return check_weather(
        Weather(
            columns["ghi"],
            columns["dni"],
            columns["dhi"],
            columns["temp_air"],
            columns["wind_speed"],
            wind_height_m=10.0,
            latitude=place[0],
            longitude=place[1],
            utc_offset_hours=place[2],
            step_hours=float(gaps[0]),
            day_of_year=np.floor(middle / 24.0) + 1.0,
            hour=middle % 24.0,
            pressure_pa=STANDARD_PRESSURE_PA,
            source=path.name,
        )  # fmt: skip
    )
