"""A seeded statistical generator of weather: as many years as wanted, for a place without a file.

Clearness: clear-sky irradiance (Haurwitz) times a clearness that follows a daily AR(1) of a Gaussian, mapped on to a
beta distribution with a mean for each month, with an hourly AR(1) around it. Air temperature: annual and daily
harmonics, the daily swing larger on clear days, plus an AR(1). Wind: an AR(1) Gaussian mapped on to a Weibull with a
monthly mean and a daily harmonic, correlated with cloud. Every draw comes from a stream keyed by (seed, year, what).

A climate is fitted from a real year by `fit_climate`; how near generated years come to real ones is measured in the
tests and stands in docs/method/campus-weather.md.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
from pydantic import Field

from gigawatt.campus import sun
from gigawatt.campus.constants import STANDARD_PRESSURE_PA
from gigawatt.campus.weather import Weather
from gigawatt.errors import FaultList, InputError
from gigawatt.schema import Strict, check_tables, read_toml
from gigawatt.streams import normals

Array = np.ndarray
MONTH_OF_DAY = np.repeat(np.arange(12), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
FOLDER = Path(__file__).resolve().parents[1] / "catalogue" / "climates"
Months = tuple[float, ...]


class Climate(Strict):
    """What the generator needs to know of a place; twelve values are one per month."""

    id: str
    name: str
    latitude: float
    longitude: float
    utc_offset_hours: float
    pressure_pa: float = STANDARD_PRESSURE_PA
    clearness: Months = Field(min_length=12, max_length=12, strict=False)
    """mean of global over clear-sky irradiance"""
    clearness_daily_sd: float
    """standard deviation of the daily clearness around its month"""
    clearness_persistence: float
    """day-to-day autocorrelation"""
    clearness_hourly_sd: float
    """standard deviation of the hourly clearness around its day"""
    air_c: Months = Field(min_length=12, max_length=12, strict=False)
    air_swing_c: Months = Field(min_length=12, max_length=12, strict=False)
    """half the mean daily range"""
    air_noise_c: Months = Field(min_length=12, max_length=12, strict=False)
    """standard deviation of what the harmonics leave"""
    air_persistence: float
    """hour-to-hour autocorrelation of what is left"""
    wind_m_per_s: Months = Field(min_length=12, max_length=12, strict=False)
    """mean at 10 m"""
    wind_shape: float
    """Weibull shape"""
    wind_persistence: float
    wind_daily_swing: float
    """amplitude of the daily cycle as a share of the mean; largest in the early afternoon"""
    wind_year_sd: float = 0.05
    """standard deviation of the yearly mean as a share"""
    clearness_year_sd: float = 0.02
    source: str
    reason: str = ""


@lru_cache(maxsize=1)
def climates() -> dict[str, Climate]:
    """The climates of the catalogue by id."""
    faults: list = []
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for climate in check_tables(Climate, read_toml(path).get("climate", []), path, "climate", faults):
            found[climate.id] = climate
    if faults:
        raise FaultList(faults)
    return found


def climate_named(name: str) -> Climate:
    """The climate of that id; InputError lists what there is."""
    if name not in climates():
        raise InputError("climate-unknown", got=name, expected=", ".join(sorted(climates())))
    return climates()[name]


def _ar1(shocks: Array, persistence: float) -> Array:
    """Unit-variance AR(1) from standard normal shocks."""
    from scipy.signal import lfilter

    scale = np.sqrt(1.0 - persistence**2)
    return lfilter([scale], [1.0, -persistence], shocks, zi=np.array([persistence * shocks[0]]))[0]


def _smooth_months(values: Months, days: Array) -> Array:
    """Monthly means as a smooth yearly curve at fractional days 0..365 (linear between mid-months)."""
    middle = np.array([15.5, 45, 74.5, 105, 135.5, 166, 196.5, 227.5, 258, 288.5, 319, 349.5])
    x = np.concatenate([middle[-1:] - 365, middle, middle[:1] + 365])
    y = np.concatenate([values[-1:], values, values[:1]])
    return np.interp(days, x, y)


def generate(climate: Climate, years: int = 1, seed: int = 1, place: "tuple[float, float] | None" = None) -> Weather:
    """`years` x 8760 hours of weather; year k is the same whatever the number of years."""
    from scipy.special import ndtr
    from scipy.stats import beta

    latitude, longitude = place or (climate.latitude, climate.longitude)
    offset = climate.utc_offset_hours if place is None else float(round(longitude / 15.0))
    hour = np.tile(np.arange(24) + 0.5, 365)
    day = np.repeat(np.arange(365) + 1.0, 24)
    zenith, _, extraterrestrial = sun.position(day, hour, latitude, longitude, offset)
    clear = sun.clear_sky_ghi(zenith)
    month_day = MONTH_OF_DAY
    fraction_of_day = np.cos(2 * np.pi * (hour - 15.0) / 24.0)
    parts: dict[str, list[Array]] = {name: [] for name in ("ghi", "dni", "dhi", "air", "wind")}
    for year in range(years):

        def draw(what: str, count: int, number: int = year) -> Array:
            return normals(seed, f"weather:{climate.id}:{what}:{number}", count)

        good, windy = draw("year", 2)
        cloud = _ar1(draw("cloud", 365), climate.clearness_persistence)
        mean = np.clip(np.array(climate.clearness)[month_day] * (1 + climate.clearness_year_sd * good), 0.05, 0.97)
        spread = np.minimum(climate.clearness_daily_sd, 0.95 * np.sqrt(mean * (1 - mean)))
        size = mean * (1 - mean) / spread**2 - 1.0
        daily = beta.ppf(ndtr(cloud), mean * size, (1 - mean) * size)
        hourly = _ar1(draw("cloud-hours", 8760), 0.5) * climate.clearness_hourly_sd
        room = 4.0 * np.repeat(daily * (1 - daily), 24)  # clear and overcast days vary little within the day
        clearness = np.clip(np.repeat(daily, 24) + hourly * np.sqrt(room), 0.02, 1.08)
        ghi = clear * clearness
        dni, dhi = sun.direct_and_diffuse(ghi, zenith, extraterrestrial)
        swing = _smooth_months(climate.air_swing_c, day - 1 + hour / 24) * (0.55 + 0.45 * np.repeat(daily / mean, 24))
        air = _smooth_months(climate.air_c, day - 1 + hour / 24) + swing * fraction_of_day
        air = air + _smooth_months(climate.air_noise_c, day - 1 + hour / 24) * _ar1(
            draw("air", 8760), climate.air_persistence
        )
        gust = _ar1(draw("wind", 8760), climate.wind_persistence)
        gust = 0.97 * gust - np.sqrt(1 - 0.97**2) * np.repeat(cloud, 24)
        gamma = _weibull_scale(climate.wind_shape)
        level = _smooth_months(climate.wind_m_per_s, day - 1 + hour / 24) * (1 + climate.wind_year_sd * windy)
        level = level * (1 + climate.wind_daily_swing * fraction_of_day)
        wind = level / gamma * (-np.log1p(-np.clip(ndtr(gust), 0.0, 1 - 1e-12))) ** (1 / climate.wind_shape)
        for name, values in zip(parts, (ghi, dni, dhi, air, wind), strict=True):
            parts[name].append(values)
    return Weather(
        *(np.concatenate(values) for values in parts.values()),
        wind_height_m=10.0,
        latitude=latitude,
        longitude=longitude,
        utc_offset_hours=offset,
        step_hours=1.0,
        day_of_year=np.tile(day, years),
        hour=np.tile(hour, years),
        pressure_pa=climate.pressure_pa,
        source=f"statistical, climate {climate.id}, seed {seed}",
    )


def _weibull_scale(shape: float) -> float:
    """Mean of a Weibull of scale 1."""
    from scipy.special import gamma

    return float(gamma(1.0 + 1.0 / shape))


def fit_climate(weather: Weather, identifier: str, name: str, source: str) -> Climate:
    """The climate of one real year of 8760 hours, by moments."""
    if weather.steps != 8760:
        raise InputError("weather-length", where=weather.source, got=weather.steps, expected="8760 hours")
    order = np.lexsort((weather.hour, weather.day_of_year))
    ghi, air, wind = (getattr(weather, n)[order] for n in ("ghi_w_per_m2", "air_c", "wind_m_per_s"))
    day, hour = weather.day_of_year[order], weather.hour[order]
    zenith, _, _ = sun.position(day, hour, weather.latitude, weather.longitude, weather.utc_offset_hours)
    clear = sun.clear_sky_ghi(zenith)
    by_day = np.minimum(ghi.reshape(365, 24).sum(1) / clear.reshape(365, 24).sum(1), 1.0)
    months = [MONTH_OF_DAY == m for m in range(12)]
    mean = np.array([by_day[m].mean() for m in months])
    rest = by_day - mean[MONTH_OF_DAY]
    lit = clear > 100.0
    inner = (ghi / np.where(lit, clear, 1.0) - np.repeat(by_day, 24)) / np.sqrt(
        np.maximum(4 * np.repeat(by_day * (1 - by_day), 24), 0.05)
    )
    per_day = air.reshape(365, 24)
    half_range = 0.5 * (per_day.max(1) - per_day.min(1))
    air_mean = np.array([per_day[m].mean() for m in months])
    swing = np.array([half_range[m].mean() for m in months]) * 0.85
    smooth = _smooth_months(tuple(air_mean), day - 1 + hour / 24)
    left = air - smooth - _smooth_months(tuple(swing), day - 1 + hour / 24) * np.cos(2 * np.pi * (hour - 15) / 24)
    wind_mean = np.array([wind.reshape(365, 24)[m].mean() for m in months])
    cycle = np.array([wind[hour == h].mean() for h in np.unique(hour)])
    phase = np.cos(2 * np.pi * (np.unique(hour) - 15) / 24)
    daily_swing = float(2 * (cycle * phase).mean() / cycle.mean())
    wave = np.cos(2 * np.pi * (hour - 15) / 24)
    relative = wind / np.maximum(
        _smooth_months(tuple(wind_mean), day - 1 + hour / 24) * (1 + daily_swing * wave),
        0.1,
    )
    # Weibull shape from the coefficient of variation: Justus et al. (1978)
    shape = float(np.clip((relative.std() / relative.mean()) ** -1.086, 1.2, 4.0))

    def lag(values: Array) -> float:
        return float(np.corrcoef(values[:-1], values[1:])[0, 1])

    def months_of(values: Array) -> Months:
        return tuple(round(float(v), 4) for v in values)

    noise = np.array([left.reshape(365, 24)[m].std() for m in months])
    return Climate(
        id=identifier, name=name, latitude=weather.latitude, longitude=weather.longitude,
        utc_offset_hours=weather.utc_offset_hours, pressure_pa=round(weather.pressure_pa, 0),
        clearness=months_of(mean), clearness_daily_sd=round(float(rest.std()), 4),
        clearness_persistence=round(max(lag(rest), 0.0), 4), clearness_hourly_sd=round(float(inner[lit].std()), 4),
        air_c=months_of(air_mean), air_swing_c=months_of(swing), air_noise_c=months_of(noise),
        air_persistence=round(lag(left), 4), wind_m_per_s=months_of(wind_mean), wind_shape=round(shape, 4),
        wind_persistence=round(lag(relative), 4), wind_daily_swing=round(daily_swing, 4), source=source,
    )  # fmt: skip
