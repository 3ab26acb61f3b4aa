"""The campus spec: one TOML that says load, weather, sources, limits and phases; read strictly, all faults at once.

Units stand in the key names. What a source or store does not say comes from the catalogue.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.schema import Strict, read_model


class Part(Strict):
    """A table of the spec: numbers are finite, and neither text nor true or false stands for one."""

    model_config = ConfigDict(allow_inf_nan=False)


def _not_empty(listed: "tuple[SourceSpec, ...]") -> "tuple[SourceSpec, ...]":
    if not listed:
        raise ValueError("at least one [[source]] is needed")
    return listed


class LoadSpec(Part):
    """The load: IT power and how it becomes facility power."""

    it_mw: float = Field(gt=0)
    """IT power when full"""
    utilisation: float = Field(default=1.0, gt=0, le=1)
    """mean IT power over full IT power"""
    pue: float | Literal["weather"] = Field(default="weather")
    """a number, or `weather`: from the outdoor temperature of each step"""
    file: str | None = None
    """CSV with a column `load_mw` (facility power), one row per step; replaces the rest"""

    @model_validator(mode="after")
    def _pue_is_physical(self) -> "LoadSpec":
        if isinstance(self.pue, float) and not 1.0 <= self.pue <= 4.0:
            raise ValueError("pue must lie between 1 and 4")
        return self


class WeatherSpec(Part):
    """Where the weather comes from."""

    kind: Literal["statistical", "tmy2", "tmy3", "epw", "nsrdb", "pvgis", "csv"] = "statistical"
    file: str | None = None
    climate: str = "high-plains"
    """id in catalogue/climates, for `statistical`"""
    latitude: float | None = Field(default=None, ge=-66, le=66)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    utc_offset_hours: float | None = Field(default=None, ge=-12, le=14)
    years: int = Field(default=1, ge=1, le=100)
    seed: int = 1

    @model_validator(mode="after")
    def _file_when_needed(self) -> "WeatherSpec":
        if (self.kind == "statistical") == (self.file is not None):
            raise ValueError("a file is given exactly when kind is not `statistical`")
        return self


class Economics(Part):
    """Prices and rates; what is left out comes from the catalogue."""

    discount_rate: float | None = Field(default=None, ge=0, le=0.5)
    gas_usd_per_mmbtu: float | None = Field(default=None, ge=0)
    carbon_usd_per_t: float = Field(default=0.0, ge=0)
    lost_load_usd_per_mwh: float | None = Field(default=None, gt=0)
    idle_usd_per_kw_year: float | None = Field(default=None, ge=0)
    """cost of installed IT capacity that stands idle, per kW of IT"""


class SourceSpec(Part):
    """A source of the campus: an id of the catalogue with limits and overrides."""

    use: str
    """id in catalogue/power_sources or in the user's folder"""
    name: str | None = None
    least_mw: float = Field(default=0.0, ge=0)
    most_mw: float | None = Field(default=None, ge=0)
    capex_usd_per_kw: float | None = Field(default=None, ge=0)
    fixed_usd_per_kw_year: float | None = Field(default=None, ge=0)
    variable_usd_per_mwh: float | None = Field(default=None, ge=0)
    heat_rate_mmbtu_per_mwh: float | None = Field(default=None, gt=0)
    life_years: float | None = Field(default=None, gt=0)
    price_usd_per_mwh: float | None = Field(default=None)
    price_below_import_usd_per_mwh: float | None = Field(default=None, ge=0)
    """for export: earns this much less than the cheapest import of each step"""
    price_file: str | None = None
    """CSV with a column `price_usd_per_mwh`, one row per step"""
    availability_file: str | None = None
    """CSV with a column `availability`, one row per step; replaces the profile"""
    demand_charge_usd_per_kw_month: float = Field(default=0.0, ge=0)
    interrupted_hours: float | None = Field(default=None, ge=0, le=8760)
    run_hours: float | None = Field(default=None, ge=0, le=8760)
    """air permit: energy per year at most this many hours of the capacity"""
    minimum_take: float | None = Field(default=None, ge=0, le=1)
    """least energy per year as a share of capacity x hours"""
    ramp_share_per_hour: float | None = Field(default=None, gt=0)
    units: int | None = Field(default=None, ge=1)
    """number of blocks bought; default: capacity over unit size, rounded up"""
    outages_per_year: float | None = Field(default=None, ge=0)
    """forced outages of one block (or of the connection) a year; with `outage_hours`, in place of the catalogue"""
    outage_hours: float | None = Field(default=None, gt=0)
    """mean length of an outage"""
    firm_share: float | None = Field(default=None, ge=0, le=1)
    from_month: float = Field(default=0.0, ge=0)
    """month from which it can run (`time to power`)"""


class StoreSpec(Part):
    """A battery or other store."""

    use: str = "battery"
    name: str | None = None
    least_mw: float = Field(default=0.0, ge=0)
    most_mw: float | None = Field(default=None, ge=0)
    least_mwh: float = Field(default=0.0, ge=0)
    most_mwh: float | None = Field(default=None, ge=0)
    capex_usd_per_kw: float | None = Field(default=None, ge=0)
    capex_usd_per_kwh: float | None = Field(default=None, ge=0)
    round_trip: float | None = Field(default=None, gt=0, le=1)
    loss_per_hour: float = Field(default=0.0, ge=0, le=1)
    life_years: float | None = Field(default=None, gt=0)
    from_month: float = Field(default=0.0, ge=0)


class Limits(Part):
    """What the plant must keep."""

    firm_margin: float | None = Field(default=None, ge=0)
    """firm sources carry this multiple of the peak load"""
    gas_share: float | None = Field(default=None, ge=0, le=1)
    """gas-fired energy over load energy, at most"""
    carbon_t_per_year: float | None = Field(default=None, ge=0)
    renewable_share: float | None = Field(default=None, ge=0, le=1)
    """energy that is not renewable is at most (1 - this) x load"""
    gas_mmbtu_per_year: float | None = Field(default=None, ge=0)
    """gas volume under contract"""


class PhaseSpec(Part):
    """From a month on, so much IT is ready to run."""

    name: str
    from_month: float = Field(ge=0)
    it_mw: float = Field(gt=0)


class CampusSpec(Part):
    """A campus as its owner describes it."""

    name: str
    load: LoadSpec
    weather: WeatherSpec = WeatherSpec()
    economics: Economics = Economics()
    source: Annotated[tuple[SourceSpec, ...], Field(strict=False), AfterValidator(_not_empty)]
    store: tuple[StoreSpec, ...] = Field(default=(), strict=False)
    limits: Limits = Limits()
    phase: tuple[PhaseSpec, ...] = Field(default=(), strict=False)
    horizon_months: int = Field(default=120, ge=1, le=600)
    """length of the plan when phases are given"""


def read_spec(path: Path) -> CampusSpec:
    """The spec in a TOML file; a FaultList with every fault, file, line and key, and keys near a misspelt one."""
    try:
        return read_model(CampusSpec, path)
    except FaultList as error:
        raise FaultList([_with_near_keys(fault) for fault in error.faults]) from None


def _with_near_keys(fault: GigawattError) -> GigawattError:
    """The fault with a hint when its key is not one of the spec's but looks like some."""
    if fault.code != "schema-extra-forbidden":
        return fault
    import difflib

    tables = (CampusSpec, LoadSpec, WeatherSpec, Economics, SourceSpec, StoreSpec, Limits, PhaseSpec)
    known = sorted({name for table in tables for name in table.model_fields})
    key = fault.where.rsplit(" ", 1)[-1].rsplit(".", 1)[-1]
    near = difflib.get_close_matches(key, known, n=2)
    return InputError(
        fault.code, where=fault.where, got=fault.got, expected="a key of the spec (campus/spec.py)",
        hint=f"near keys: {', '.join(near)}" if near else "",
    )  # fmt: skip
