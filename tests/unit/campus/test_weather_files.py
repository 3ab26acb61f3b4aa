"""Weather files of every format: written here with generated values, read back at the right place, hour and unit."""

import csv
import json
from pathlib import Path

import numpy as np
import pvlib
import pytest

from gigawatt.campus import sun
from gigawatt.campus.generator import MONTH_OF_DAY, climate_named, generate
from gigawatt.campus.weather import Weather, read_weather
from gigawatt.errors import FaultList, InputError

LATITUDE, LONGITUDE, OFFSET = 34.5, -101.5, -7
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
NAMES = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2", "air_c", "wind_m_per_s")


@pytest.fixture(scope="module")
def truth() -> Weather:
    """A generated year at a place of the writer's own."""
    return generate(climate_named("high-plains"), 1, 5, (LATITUDE, LONGITUDE))


def calendar() -> list[tuple[int, int, int]]:
    """(month, day, hour from 0) of each hour of a year of 8760."""
    found = []
    for day in range(365):
        month = int(MONTH_OF_DAY[day])
        of_month = day - int(DAYS[:month].sum()) + 1
        found += [(month + 1, of_month, hour) for hour in range(24)]
    return found


def write_epw(path: Path, w: Weather) -> None:
    """EnergyPlus weather: eight header lines, hours 1 to 24, each row the hour that ends then."""
    lines = [f"LOCATION,Own,TX,USA,own,000000,{LATITUDE},{LONGITUDE},{OFFSET},1000", *["X"] * 7]
    for t, (month, day, hour) in enumerate(calendar()):
        row = ["0"] * 35
        row[:6] = ["2005", str(month), str(day), str(hour + 1), "60", "?"]
        row[6], row[9] = f"{w.air_c[t]:.3f}", "90000"
        row[13:16] = [f"{w.ghi_w_per_m2[t]:.3f}", f"{w.dni_w_per_m2[t]:.3f}", f"{w.dhi_w_per_m2[t]:.3f}"]
        row[21] = f"{w.wind_m_per_s[t]:.3f}"
        lines.append(",".join(row))
    path.write_text("\n".join(lines) + "\n")


def write_nsrdb(path: Path, w: Weather, skip: tuple[int, ...] = ()) -> None:
    """NSRDB: two header lines, stamps in the middle of the hour, local standard time."""
    lines = [
        "Source,Location ID,Latitude,Longitude,Time Zone,Elevation,Local Time Zone",
        f"own,1,{LATITUDE},{LONGITUDE},{OFFSET},1000,{OFFSET}",
        "Year,Month,Day,Hour,Minute,GHI,DNI,DHI,Temperature,Wind Speed,Pressure",
    ]
    for t, (month, day, hour) in enumerate(calendar()):
        if t not in skip:
            values = ",".join(f"{getattr(w, name)[t]:.3f}" for name in NAMES)
            lines.append(f"2023,{month},{day},{hour},30,{values},900")
    path.write_text("\n".join(lines) + "\n")


def write_pvgis(path: Path, w: Weather, shift: float) -> None:
    """PVGIS typical year: UTC stamps on the hour, the irradiance `shift` hours after them, months of many years."""
    days = calendar()
    rows = sorted((days[(t - OFFSET) % 8760], t) for t in range(8760))  # UTC is that much later
    out = []
    for (month, day, hour), t in rows:
        out.append(
            {
                "time(UTC)": f"{2004 + month}{month:02d}{day:02d}:{hour:02d}00", "T2m": round(float(w.air_c[t]), 3),
                "RH": 50.0, "G(h)": round(float(w.ghi_w_per_m2[t]), 3), "Gb(n)": round(float(w.dni_w_per_m2[t]), 3),
                "Gd(h)": round(float(w.dhi_w_per_m2[t]), 3), "IR(h)": 300.0,
                "WS10m": round(float(w.wind_m_per_s[t]), 3), "WD10m": 0.0, "SP": 90000.0,
            }
        )  # fmt: skip
    location = {"latitude": LATITUDE, "longitude": LONGITUDE, "elevation": 1000.0, "irradiance_time_offset": shift}
    if path.suffix == ".json":
        text = {
            "inputs": {"location": location},
            "outputs": {"tmy_hourly": out, "months_selected": []},
            "meta": {"inputs": {}},
        }
        path.write_text(json.dumps(text))
        return
    head = [
        f"Latitude (decimal degrees): {LATITUDE}",
        f"Longitude (decimal degrees): {LONGITUDE}",
        "Elevation (m): 1000",
    ]
    head += [f"Irradiance Time Offset (h): {shift}", "month,year", *[f"{m + 1},{2005 + m}" for m in range(12)]]
    with path.open("w", newline="") as handle:
        handle.write("\n".join(head) + "\n")
        writer = csv.DictWriter(handle, out[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(out)


def sun_error_hours(weather: Weather) -> float:
    """How far the irradiance lags the sun: the shift of the hour angle that fits clear hours best [h]."""
    shifts = np.linspace(-1.2, 1.2, 25)
    scores = []
    for shift in shifts:
        zenith, _, _ = sun.position(
            weather.day_of_year, weather.hour + shift, weather.latitude, weather.longitude, weather.utc_offset_hours
        )
        scores.append(np.corrcoef(sun.clear_sky_ghi(zenith), weather.ghi_w_per_m2)[0, 1])
    return float(shifts[int(np.argmax(scores))])


def same(read: Weather, truth: Weather) -> None:
    """Values, clock and place agree (values to the three decimals written)."""
    for name in NAMES:
        assert np.allclose(getattr(read, name), getattr(truth, name), atol=6e-4), name
    assert np.allclose(read.hour, truth.hour) and np.array_equal(read.day_of_year, truth.day_of_year)
    assert (read.latitude, read.longitude, read.utc_offset_hours) == (LATITUDE, LONGITUDE, OFFSET)
    assert read.step_hours == 1.0


def test_epw_and_nsrdb_come_back_as_written(truth: Weather, tmp_path: Path) -> None:
    write_epw(tmp_path / "own.epw", truth)
    write_nsrdb(tmp_path / "own.csv", truth)
    same(read_weather(tmp_path / "own.epw", "epw"), truth)
    same(read_weather(tmp_path / "own.csv", "nsrdb"), truth)
    assert read_weather(tmp_path / "own.csv", "nsrdb").pressure_pa == pytest.approx(90000.0)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_pvgis_is_read_in_utc_and_can_be_moved_to_local_time(ending: str, truth: Weather, tmp_path: Path) -> None:
    path = tmp_path / f"own.{ending}"
    write_pvgis(path, truth, 0.5)
    read = read_weather(path, "pvgis")
    assert (read.latitude, read.longitude, read.utc_offset_hours) == (LATITUDE, LONGITUDE, 0.0)
    assert np.allclose(np.sort(read.air_c), np.sort(truth.air_c), atol=6e-4)
    assert sun_error_hours(read) == pytest.approx(sun_error_hours(truth), abs=0.11)
    local = read_weather(path, "pvgis", (LATITUDE, LONGITUDE, float(OFFSET)))
    assert sun_error_hours(local) == pytest.approx(sun_error_hours(read), abs=0.11)


@pytest.mark.parametrize(("kind", "file"), [("tmy2", "12839.tm2"), ("tmy3", "723170TYA.CSV"), ("tmy3", "703165TY.csv")])
def test_typical_years_stand_at_the_right_hour(kind: str, file: str) -> None:
    read = read_weather(Path(pvlib.__file__).parent / "data" / file, kind)
    assert read.steps == 8760 and read.step_hours == 1.0
    assert abs(sun_error_hours(read)) <= 0.3
    assert -40 < read.air_c.mean() < 30 and 1 < read.wind_m_per_s.mean() < 10
    assert 85e3 < read.pressure_pa < 105e3


def test_a_missing_hour_is_named(truth: Weather, tmp_path: Path) -> None:
    write_nsrdb(tmp_path / "own.csv", truth, skip=(1234,))
    with pytest.raises(InputError, match="weather-steps") as caught:
        read_weather(tmp_path / "own.csv", "nsrdb")
    assert "row 1234" in caught.value.where


def test_leap_year_five_minutes_gaps_and_negative_sun(tmp_path: Path) -> None:
    def write(steps: int, minutes: int, start: str, **bad: float) -> Path:
        stamps = np.datetime64(start, "m") + np.arange(steps) * minutes
        path = tmp_path / "own.csv"
        lines = ["time,ghi,dni,dhi,temp_air,wind_speed"]
        for t, stamp in enumerate(stamps):
            row = {"ghi": 100.0, "dni": 50.0, "dhi": 60.0, "temp_air": 10.0, "wind_speed": 5.0}
            row |= bad if t == 7 else {}
            lines.append(f"{stamp}," + ",".join(str(value) for value in row.values()))
        path.write_text("\n".join(lines) + "\n")
        return path

    place = (LATITUDE, LONGITUDE, float(OFFSET))
    leap = read_weather(write(8784, 60, "2024-01-01T00:00"), "csv", place)
    assert leap.steps == 8784 and leap.day_of_year.max() == 366 and leap.years == pytest.approx(8784 / 8760)
    fine = read_weather(write(2 * 288, 5, "2025-06-01T00:00"), "csv", place)
    assert fine.step_hours == pytest.approx(1 / 12) and fine.hour[0] == pytest.approx(1 / 24)
    for bad, code in (({"ghi": float("nan")}, "weather-gap"), ({"dni": -60.0}, "weather-range")):
        with pytest.raises(FaultList) as caught:
            read_weather(write(48, 60, "2025-06-01T00:00", **bad), "csv", place)
        assert code in caught.value.message() and "step 7" in caught.value.message()
