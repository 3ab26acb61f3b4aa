"""Reader of `problem.json` with its profiles beside it: the published reference problem and edited copies of it."""

import difflib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gigawatt.campus.problem import Budget, CapacityRow, Problem, Source, Store
from gigawatt.errors import FaultList, GigawattError, InputError

Variant = Literal["A", "B", "C", "D", "E"]
VARIANTS: tuple[Variant, ...] = ("A", "B", "C", "D", "E")
MEGA = 1e6
MOST_CAPACITY_FACTOR = 2.0  # above it a profile is in per cent, not a share
KEYS = {
    "solar": "solar",
    "wind": "wind",
    "gas": "gas",
    "grid": "grid",
    "batt_power": "batt_power",
    "batt_energy": "batt_energy",
}
"""capacity key of the file -> name of the capacity in the problem"""


@dataclass(frozen=True, slots=True)
class ReferenceCase:
    """A variant of a file as a problem; `fixed` when all capacities are given (variant B)."""

    problem: Problem
    variant: Variant
    fixed: bool


class _Numbers:
    """Numbers of a JSON object by chains of keys; every fault is remembered, told at once by `done`."""

    def __init__(self, raw: dict[str, Any], path: Path) -> None:
        self.raw, self.path = raw, path
        self.faults: list[GigawattError] = []

    def read(self, *keys: str) -> float:
        """The number at a chain of keys; NaN, and a fault, when it is missing or no finite number."""
        where = f"{self.path.name}: {'.'.join(keys)}"
        value: Any = self.raw
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                near = difflib.get_close_matches(key, value, n=2) if isinstance(value, dict) else []
                hint = f"the file has {' and '.join(near)}" if near else ""
                self.faults.append(InputError("key-missing", where=where, expected="a number", hint=hint))
                return float("nan")
            value = value[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.faults.append(InputError("value-type", where=where, got=value, expected="a number"))
            return float("nan")
        if not math.isfinite(value):
            self.faults.append(InputError("value-not-finite", where=where, got=value, expected="a finite number"))
        return float(value)

    def done(self) -> None:
        """Raise what was found wrong."""
        if self.faults:
            raise FaultList(self.faults)


def read_reference(path: Path, variant: str = "A") -> ReferenceCase:
    """The problem of a `problem.json` and its profiles, in W, Wh and USD; InputError when something is missing."""

    if variant not in VARIANTS:
        raise InputError("variant", got=variant, expected="one of A, B, C, D, E")
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("file-missing", where=str(path), expected="a problem.json") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError("json-syntax", where=str(path), got=str(error), expected="valid JSON") from None
    if not isinstance(raw, dict):
        raise InputError("json-shape", where=str(path), expected="an object")
    if isinstance(raw.get("battery"), dict) and raw["battery"].get("cyclic", True) is not True:
        raise InputError("battery-cyclic", where=f"{path.name}: battery.cyclic", got=raw["battery"]["cyclic"],
                         expected="true", hint="the store ends the year as it began")  # fmt: skip
    numbers = _Numbers(raw, path)
    profiles = path.with_name("profiles.csv")
    columns = read_profiles(profiles, ("load_mw", "solar_cf", "wind_cf", "grid_price_usd_mwh"))

    def cost(name: str) -> float:
        return numbers.read("annual_cost", name) / MEGA

    def running(name: str) -> float:
        return numbers.read("marginal", name) / MEGA

    def efficiency(name: str) -> float:
        return numbers.read("battery", name)

    load_w = columns["load_mw"] * MEGA
    _check_shares(profiles, columns)
    steps = numbers.read("T") if "T" in raw else len(load_w)
    if steps != len(load_w):
        raise InputError("series-length", where=profiles.name, got=len(load_w), expected=f"T = {steps:g} rows")
    hours = numbers.read("dt_h") if "dt_h" in raw else 1.0
    cap_w = 0.0 if variant == "D" else numbers.read("grid_cap_mw") * MEGA
    sources = (
        Source("solar", cost("solar_usd_mw"), columns["solar_cf"], running("solar_usd_mwh"), kind="renewable"),
        Source("wind", cost("wind_usd_mw"), columns["wind_cf"], running("wind_usd_mwh"), kind="renewable"),
        Source("gas", cost("gas_usd_mw"), 1.0, running("gas_usd_mwh"), firm_fraction=1.0, burns_gas=True),
        Source(
            "grid", cost("grid_usd_mw"), 1.0, columns["grid_price_usd_mwh"] / MEGA,
            most_w=cap_w, kind="grid", firm_fraction=1.0,
        ),
    )  # fmt: skip
    store = Store(
        "batt",
        annual_cost_usd_per_w=cost("batt_power_usd_mw"),
        annual_cost_usd_per_wh=cost("batt_energy_usd_mwh"),
        charge_efficiency=efficiency("eta_charge"),
        discharge_efficiency=efficiency("eta_discharge"),
        loss_per_hour=efficiency("standing_loss"),
        wear_usd_per_wh=running("batt_usd_mwh"),
    )
    budgets: tuple[Budget, ...] = ()
    rows: tuple[CapacityRow, ...] = ()
    if variant == "C":
        share = numbers.read("gas_energy_cap_share_variant_C")
        budgets = (Budget("gas energy", {"gas": 1.0}, share * float(load_w.sum()) * hours),)
    if variant == "E":
        rows = (CapacityRow("firm capacity", {"gas": 1.0, "grid": 1.0}, low=float(load_w.max(initial=0.0))),)
    problem = Problem(
        name=str(raw.get("name", path.stem)),
        load_w=load_w,
        sources=sources,
        stores=(store,),
        lost_load_usd_per_wh=running("voll_usd_mwh"),
        step_hours=hours,
        budgets=budgets,
        rows=rows,
    )
    if variant == "B":
        problem = problem.with_fixed({KEYS[k]: numbers.read("fixed_caps_variant_B", k) * MEGA for k in KEYS})
    numbers.done()
    return ReferenceCase(
        problem,
        variant,  # type: ignore[arg-type]
        variant == "B",
    )


def _check_shares(path: Path, columns: "dict[str, Any]") -> None:
    """Refuse capacity factors that can only be per cent."""
    for name in ("solar_cf", "wind_cf"):
        if columns[name].size and columns[name].max() > MOST_CAPACITY_FACTOR:
            raise InputError(
                "series-above", where=f"{path.name} {name}", got=float(columns[name].max()), expected="shares",
                hint="per cent? divide by 100",
            )  # fmt: skip


def read_profiles(path: Path, wanted: tuple[str, ...]) -> "dict[str, Any]":
    """The wanted columns of a CSV as float arrays; InputError names the line of the first cell that is no number."""
    import csv

    import numpy as np

    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle)
            header = next(reader, [])
            rows = [row for row in reader if row]
    except FileNotFoundError:
        raise InputError("file-missing", where=str(path), expected=f"a CSV with {', '.join(wanted)}") from None
    except UnicodeDecodeError as error:
        raise InputError("encoding", where=f"{path}: byte {error.start}", expected="UTF-8") from None
    missing = [name for name in wanted if name not in header]
    if missing:
        raise InputError("column-missing", where=str(path), got=", ".join(header), expected=", ".join(missing))
    places = [header.index(name) for name in wanted]
    table = np.empty((len(wanted), len(rows)))
    for number, row in enumerate(rows):
        for i, place in enumerate(places):
            try:
                table[i, number] = float(row[place])
            except (ValueError, IndexError):
                cell = row[place] if place < len(row) else "nothing"
                raise InputError(
                    "cell-not-a-number", where=f"{path}:{number + 2} {wanted[i]}", got=cell, expected="a number"
                ) from None
    return {name: table[i] for i, name in enumerate(wanted)}
