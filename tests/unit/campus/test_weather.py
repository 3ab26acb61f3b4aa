"""Weather: the sun against pvlib, readers on the years that pvlib ships, the generator against those years."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pvlib
import pytest

from gigawatt.campus import sun
from gigawatt.campus.catalogue import load_supply
from gigawatt.campus.generator import climate_named, climates, generate
from gigawatt.campus.profiles import PROFILES, power_usage_effectiveness, profile_named
from gigawatt.campus.weather import check_weather, read_weather
from gigawatt.errors import FaultList, InputError

SHIPPED = Path(pvlib.__file__).parent / "data"
REAL = {"greensboro": "723170TYA.CSV", "sand-point": "703165TY.csv"}


@pytest.fixture(scope="module")
def real():
    return {name: read_weather(SHIPPED / file, "tmy3") for name, file in REAL.items()}


def test_sun_position_and_clear_sky_agree_with_pvlib():
    import pandas as pd

    index = pd.date_range("2025-01-01 00:30", periods=8760, freq="h", tz="Etc/GMT+6")
    theirs = pvlib.solarposition.get_solarposition(index, 32.4, -99.7)
    day = np.repeat(np.arange(365) + 1.0, 24)
    hour = np.tile(np.arange(24) + 0.5, 365)
    zenith, _, extra = sun.position(day, hour, 32.4, -99.7, -6.0)
    up = theirs.zenith.to_numpy() < 88
    assert np.abs(np.degrees(zenith) - theirs.zenith.to_numpy())[up].max() < 0.8
    haurwitz = pvlib.clearsky.haurwitz(pd.Series(np.degrees(zenith)))["ghi"].to_numpy()
    assert np.abs(sun.clear_sky_ghi(zenith) - haurwitz).max() < 0.5
    spencer = pvlib.irradiance.get_extra_radiation(day, solar_constant=1361.0, method="spencer")
    assert np.abs(extra / np.asarray(spencer) - 1).max() < 2e-3


def test_tracker_agrees_with_pvlib_on_a_real_year(real):
    weather = real["greensboro"]
    zenith, azimuth, _ = sun.position(
        weather.day_of_year, weather.hour, weather.latitude, weather.longitude, weather.utc_offset_hours
    )
    ours = sun.tracked_irradiance(
        weather.ghi_w_per_m2, weather.dni_w_per_m2, weather.dhi_w_per_m2, zenith, azimuth, 55.0, 0.2
    )
    track = pvlib.tracking.singleaxis(np.degrees(zenith), np.degrees(azimuth), max_angle=55, backtrack=False)
    theirs = pvlib.irradiance.get_total_irradiance(
        np.nan_to_num(track["surface_tilt"]), np.nan_to_num(track["surface_azimuth"]), np.degrees(zenith),
        np.degrees(azimuth), weather.dni_w_per_m2, weather.ghi_w_per_m2, weather.dhi_w_per_m2,
        model="isotropic", albedo=0.2,
    )  # fmt: skip
    theirs = np.where(np.cos(zenith) > 0, np.nan_to_num(theirs["poa_global"]), 0.0)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=5e-3)


@pytest.mark.parametrize("name", REAL)
def test_generated_years_are_like_the_real_one(real, name):
    """Ten years of the fitted climate against the year it was fitted from; the ranges stand in docs/method."""
    year, made = real[name], generate(climate_named(name), 10, 5)
    assert made.ghi_w_per_m2.mean() == pytest.approx(year.ghi_w_per_m2.mean(), rel=0.05)
    assert made.air_c.mean() == pytest.approx(year.air_c.mean(), abs=0.7)
    assert made.air_c.std() == pytest.approx(year.air_c.std(), rel=0.08)
    assert made.wind_m_per_s.mean() == pytest.approx(year.wind_m_per_s.mean(), rel=0.05)
    assert made.wind_m_per_s.std() == pytest.approx(year.wind_m_per_s.std(), rel=0.12)
    lag = lambda v: np.corrcoef(v[:-1], v[1:])[0, 1]  # noqa: E731
    assert lag(made.wind_m_per_s) == pytest.approx(lag(year.wind_m_per_s), abs=0.1)
    catalogue = load_supply()
    for kind, tolerance in (("solar", 0.10), ("wind", 0.20)):
        source = catalogue.source(kind)
        ours = profile_named(kind)(catalogue, source, made, 1).mean()
        theirs = profile_named(kind)(catalogue, source, year, 1).mean()
        assert ours == pytest.approx(theirs, rel=tolerance), kind


def test_years_are_seeded_and_do_not_depend_on_their_number():
    climate = climate_named("high-plains")
    one, three = generate(climate, 1, 9), generate(climate, 3, 9)
    assert np.array_equal(one.ghi_w_per_m2, three.ghi_w_per_m2[:8760])
    assert not np.array_equal(three.air_c[:8760], three.air_c[8760:17520])
    assert not np.array_equal(one.wind_m_per_s, generate(climate, 1, 10).wind_m_per_s)


@pytest.mark.parametrize("name", sorted(climates()))
def test_every_climate_gives_possible_weather(name):
    check_weather(generate(climate_named(name), 2, 3))


def test_gaps_and_impossible_values_are_refused(real):
    weather = real["greensboro"]
    air = weather.air_c.copy()
    air[[40, 41]] = np.nan
    wind = weather.wind_m_per_s.copy()
    wind[7] = -3.0
    with pytest.raises(FaultList) as caught:
        check_weather(replace(weather, air_c=air, wind_m_per_s=wind))
    assert "air_c, step 40" in caught.value.message() and "wind_m_per_s, step 7" in caught.value.message()


def test_csv_is_read_and_uneven_steps_are_refused(tmp_path):
    lines = ["time,ghi,dni,dhi,temp_air,wind_speed"]
    lines += [f"2024-02-29T{h:02d}:00,{10 * h},{5 * h},{5 * h},{h},{h / 2}" for h in range(24)]
    path = tmp_path / "w.csv"
    path.write_text("\n".join(lines))
    weather = read_weather(path, "csv", (30.0, -100.0, -6.0))
    assert weather.steps == 24 and weather.day_of_year[0] == 60 and weather.hour[0] == 0.5
    path.write_text("\n".join(lines[:5] + lines[7:]))
    with pytest.raises(InputError, match="weather-steps"):
        read_weather(path, "csv", (30.0, -100.0, -6.0))
    with pytest.raises(InputError, match="file-missing"):
        read_weather(tmp_path / "none.csv", "tmy3")


def test_one_series_drives_sun_wind_turbine_and_load():
    """Hot hours cost a turbine output and the hall efficiency at the same time."""
    catalogue, weather = load_supply(), generate(climate_named("desert"), 1, 1)
    turbine = catalogue.source("gas_turbine_frame")
    derate = PROFILES["derated"](catalogue, turbine, weather, 1)
    pue = power_usage_effectiveness(catalogue, weather)
    assert np.corrcoef(derate, weather.air_c)[0, 1] < -0.9
    assert np.corrcoef(pue, weather.air_c)[0, 1] > 0.6
    assert 1.03 < pue.min() <= pue.mean() < 1.4
    order = np.argsort(weather.air_c)
    assert np.all(np.diff(pue[order]) >= -1e-9)
