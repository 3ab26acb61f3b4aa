"""Weather: one series that drives solar, wind, turbine derate and load together.

Readers are pvlib's where it has one (TMY3, EPW, NSRDB, PVGIS); a plain CSV; or the statistical generator. Nothing is
fetched and nothing is filled: a gap is an error that names the first bad step.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gigawatt.errors import FaultList, GigawattError, InputError

Array = np.ndarray

READERS = ("tmy3", "epw", "nsrdb", "pvgis", "csv")


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
    from pvlib import iotools

    try:
        if kind == "csv":
            return _read_csv(path, place)
        meta: dict[str, Any]
        if kind == "tmy3":
            table, meta = iotools.read_tmy3(path, coerce_year=1990, map_variables=True)
        elif kind == "epw":
            table, meta = iotools.read_epw(path, coerce_year=1990)
        elif kind == "nsrdb":
            table, meta = iotools.read_nsrdb_psm4(path, map_variables=True)
        else:
            table, meta = iotools.read_pvgis_tmy(path, map_variables=True)
            meta = meta.get("inputs", meta).get("location", {}) if isinstance(meta, dict) else {}
    except GigawattError:
        raise
    except Exception as error:  # the readers raise whatever their parsers raise
        raise InputError("weather-unreadable", where=str(path), got=f"{type(error).__name__}: {error}") from None
    return _from_table(table, meta, path, place, lag_hours=-0.5 if kind in ("tmy3", "epw") else 0.0)


def _from_table(
    table: Any, meta: dict[str, Any], path: Path, place: "tuple[float, float, float] | None", lag_hours: float
) -> Weather:
    """Weather from a pvlib table; `lag_hours` moves stamps at the end of the hour to its middle."""
    missing = [c for c in ("ghi", "dni", "dhi", "temp_air", "wind_speed") if c not in table.columns]
    if missing:
        raise InputError("column-missing", where=str(path), got=", ".join(map(str, table.columns)), expected=missing)
    if place is None:
        try:
            place = (float(meta["latitude"]), float(meta["longitude"]), float(meta.get("TZ", meta.get("tz", 0.0))))
        except (KeyError, TypeError, ValueError):
            raise InputError(
                "weather-place", where=str(path), expected="latitude and longitude", hint="give them in the spec"
            ) from None
    index = table.index
    stamp = (index.hour + index.minute / 60.0).to_numpy(dtype=float)
    gaps = np.diff(index.to_numpy()).astype("timedelta64[s]").astype(float) / 3600.0
    step = float(np.median(gaps)) if len(gaps) else 1.0
    hour = (stamp + lag_hours) % 24.0
    day = index.day_of_year.to_numpy(dtype=float)
    pressure = float(np.nanmean(table["pressure"])) if "pressure" in table.columns else 101325.0
    if pressure < 2000.0:
        pressure *= 100.0  # millibar, as TMY3 and NSRDB print it
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
            pressure_pa=101325.0,
            source=path.name,
        )  # fmt: skip
    )
