"""Where the sun stands and what a clear sky gives: arrays in, arrays out; no dates, no time zones but the offset.

Position after Spencer (1971) for declination and equation of time; clear sky after Haurwitz (1945); direct and
diffuse parts after Erbs et al. (1982). Checked against pvlib in the tests.
"""

import numpy as np

from gigawatt.campus.constants import SOLAR_CONSTANT_W_PER_M2

Array = np.ndarray


def position(day_of_year: Array, hour: Array, latitude: float, longitude: float, utc_offset: float) -> tuple:
    """(zenith [rad], azimuth [rad, from north, clockwise], extraterrestrial normal irradiance [W/m2])."""
    angle = 2.0 * np.pi * (day_of_year - 1.0 + (hour - 12.0) / 24.0) / 365.0
    cos, sin = np.cos, np.sin
    declination = (
        0.006918 - 0.399912 * cos(angle) + 0.070257 * sin(angle) - 0.006758 * cos(2 * angle)
        + 0.000907 * sin(2 * angle) - 0.002697 * cos(3 * angle) + 0.00148 * sin(3 * angle)
    )  # fmt: skip
    equation_minutes = 229.18 * (
        0.000075 + 0.001868 * cos(angle) - 0.032077 * sin(angle) - 0.014615 * cos(2 * angle) - 0.040849 * sin(2 * angle)
    )
    solar_hour = hour + equation_minutes / 60.0 + longitude / 15.0 - utc_offset
    hour_angle = np.radians(15.0 * (solar_hour - 12.0))
    phi = np.radians(latitude)
    cos_zenith = sin(phi) * sin(declination) + cos(phi) * cos(declination) * cos(hour_angle)
    zenith = np.arccos(np.clip(cos_zenith, -1.0, 1.0))
    azimuth = np.arctan2(
        -cos(declination) * sin(hour_angle),
        sin(declination) * cos(phi) - cos(declination) * sin(phi) * cos(hour_angle),
    ) % (2.0 * np.pi)
    distance = (
        1.00011 + 0.034221 * cos(angle) + 0.00128 * sin(angle) + 0.000719 * cos(2 * angle) + 0.000077 * sin(2 * angle)
    )
    return zenith, azimuth, SOLAR_CONSTANT_W_PER_M2 * distance


def clear_sky_ghi(zenith: Array) -> Array:
    """Global horizontal irradiance under a clear sky [W/m2]; Haurwitz (1945)."""
    cos_zenith = np.cos(zenith)
    up = cos_zenith > 0.0
    safe = np.where(up, cos_zenith, 1.0)
    return np.where(up, 1098.0 * safe * np.exp(-0.059 / safe), 0.0)


def direct_and_diffuse(ghi: Array, zenith: Array, extraterrestrial: Array) -> tuple[Array, Array]:
    """(direct normal, diffuse horizontal) [W/m2] from the clearness index; Erbs, Klein and Duffie (1982)."""
    cos_zenith = np.clip(np.cos(zenith), 0.065, None)
    clearness = np.clip(ghi / (extraterrestrial * cos_zenith), 0.0, 1.0)
    k = clearness
    share = np.where(
        k <= 0.22,
        1.0 - 0.09 * k,
        np.where(k <= 0.8, 0.9511 - 0.1604 * k + 4.388 * k**2 - 16.638 * k**3 + 12.336 * k**4, 0.165),
    )
    diffuse = share * ghi
    low = np.cos(zenith) < 0.065
    direct = np.where(low, 0.0, (ghi - diffuse) / cos_zenith)
    return np.clip(direct, 0.0, extraterrestrial), np.where(low, ghi, diffuse)


def tracked_irradiance(
    ghi: Array, dni: Array, dhi: Array, zenith: Array, azimuth: Array, axis_limit_deg: float, ground_albedo: float
) -> Array:
    """Irradiance in the plane of a horizontal north-south single-axis tracker [W/m2], isotropic sky.

    True tracking: rotation = atan(tan(zenith) sin(azimuth)), within the limit; Marion and Dobos (2013),
    NREL/TP-6A20-58891.
    """
    x = np.sin(zenith) * np.sin(azimuth)
    z = np.cos(zenith)
    rotation = np.clip(np.arctan2(x, np.maximum(z, 1e-9)), -np.radians(axis_limit_deg), np.radians(axis_limit_deg))
    cos_incidence = np.clip(x * np.sin(rotation) + z * np.cos(rotation), 0.0, None)
    tilt_cos = np.cos(rotation)
    plane = dni * cos_incidence + dhi * 0.5 * (1 + tilt_cos) + ghi * ground_albedo * 0.5 * (1 - tilt_cos)
    return np.where(z > 0.0, np.clip(plane, 0.0, None), 0.0)
