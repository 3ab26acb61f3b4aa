"""Power sources from the catalogue: one TOML each, its numbers sourced parameters; a user's folder may add or replace.

A `[[power_source]]` names its kind, the profile that shapes its availability, its fuel, and for each role (capex,
fixed_om, heat_rate, ...) the key of a parameter. What a role means and its unit stand in `ROLES`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.params import Parameter, ParameterBook, read_parameters
from gigawatt.schema import Strict, faults_of, read_toml

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"
_SHARED = ("generation", "equipment", "grid", "prices")

ROLES: dict[str, str] = {
    "capex": "USD/W",
    "capex_power": "USD/W",
    "capex_energy": "USD/Wh",
    "fixed_om": "USD/W/year",
    "fixed_om_share": "fraction/year",
    "variable_om": "USD/Wh",
    "price": "USD/Wh",
    "wear": "USD/Wh",
    "heat_rate": "MMBtu/Wh",
    "life": "year",
    "lead_time": "month",
    "unit_size": "W",
    "least_load": "fraction",
    "part_load": "fraction",
    "start": "USD/W",
    "derate": "fraction/C",
    "forced_outage": "fraction",
    "planned_outage": "fraction",
    "repair": "hour",
    "run_hours": "hour/year",
    "round_trip": "fraction",
    "interrupted_hours": "hour/year",
    "minimum_take": "fraction",
    "share": "fraction",
    "hours": "hour/year",
    "capacity_factor": "fraction",
    "dc_ac": "x",
    "system_loss": "fraction",
    "temperature_coefficient": "fraction/C",
    "axis_limit": "degree",
    "albedo": "fraction",
    "nominal_cell_rise": "C",
    "hub_height": "m",
    "rated_speed": "m/s",
    "cut_in_speed": "m/s",
    "cut_out_speed": "m/s",
    "shear": "x",
}
"""role of a parameter -> the unit in which the campus room reads it"""


class PowerSource(Strict):
    """A kind of supply as the catalogue describes it."""

    id: str
    name: str
    name_zh: str = ""
    kind: Literal["grid", "thermal", "renewable", "flexible", "storage", "export"]
    profile: str
    """shape of its availability: `constant`, `solar`, `wind`, `derated`, `interruptible`, or one a plug-in brings"""
    fuel: str = ""
    """`natural_gas`, `diesel`, `uranium`; empty: none"""
    firm_share: float = Field(default=0.0, ge=0, le=1, strict=False)
    """share of the capacity that counts as firm"""
    parameters: dict[str, str] = Field(default_factory=dict)
    """role -> key of a parameter"""


@dataclass(frozen=True)
class SupplyCatalogue:
    """The power sources by id and the parameters they rest on."""

    sources: dict[str, PowerSource]
    parameters: ParameterBook

    def source(self, identifier: str) -> PowerSource:
        """The source of that id; InputError names near ids."""
        if identifier not in self.sources:
            import difflib

            near = difflib.get_close_matches(identifier, self.sources, n=3)
            raise InputError(
                "power-source-unknown", got=identifier, expected=", ".join(sorted(self.sources)),
                hint=f"near names: {', '.join(near)}" if near else "",
            )  # fmt: skip
        return self.sources[identifier]

    def value(self, source: PowerSource, role: str, default: float | None = None) -> float:
        """P50 of a role in the unit of `ROLES`; the default when the source has no such role, else InputError."""
        key = source.parameters.get(role)
        if key is None:
            if default is None:
                raise InputError("power-source-role", where=source.id, got="nothing", expected=f"parameters.{role}")
            return default
        return self.parameters.value(key, ROLES[role])

    def parameter(self, source: PowerSource, role: str) -> Parameter | None:
        """The parameter behind a role."""
        key = source.parameters.get(role)
        return None if key is None else self.parameters[key]


def _read_sources(paths: Iterable[Path], faults: list[GigawattError]) -> dict[str, PowerSource]:
    found: dict[str, PowerSource] = {}
    for path in paths:
        try:
            tables = read_toml(path).get("power_source", [])
        except InputError as error:
            faults.append(error)
            continue
        text = path.read_text(encoding="utf-8")
        for number, table in enumerate(tables):
            try:
                source = PowerSource.model_validate(table)
            except ValidationError as error:
                faults.extend(faults_of(error, path, text, ("power_source", number)))
                continue
            unknown = sorted(set(source.parameters) - set(ROLES))
            if unknown:
                faults.append(InputError("power-source-role", where=f"{path} {source.id}", got=", ".join(unknown)))
            found[source.id] = source
    return found


@lru_cache(maxsize=4)
def load_supply(extra: Path | None = None) -> SupplyCatalogue:
    """The built-in power sources, with those of a user's folder on top; FaultList with every fault of all files."""
    built_in = sorted((FOLDER / "power_sources").glob("*.toml"))
    shared = [FOLDER / "parameters" / f"{name}.toml" for name in _SHARED]
    faults: list[GigawattError] = []
    sources = _read_sources(built_in, faults)
    book = ParameterBook(read_parameters([*built_in, *[path for path in shared if path.exists()]]))
    if extra is not None:
        if not extra.is_dir():
            raise InputError("folder-missing", where=str(extra), expected="a folder with TOML files")
        paths = sorted(extra.rglob("*.toml"))
        sources |= _read_sources(paths, faults)
        book = book.replaced(read_parameters(paths))
    for source in sources.values():
        missing = [key for key in source.parameters.values() if key not in book]
        if missing:
            faults.append(InputError("parameter-unknown", where=f"power source {source.id}", got=", ".join(missing)))
    if faults:
        raise FaultList(faults)
    return SupplyCatalogue(sources, book)
