"""Export to PyPSA: a folder of CSV files that `pypsa.Network(folder)` reads; PyPSA itself is not needed to write it.

The battery is a store with a charging and a discharging link. That their power at the bus is one capacity is a
constraint that a CSV cannot carry, as are firm capacity and energy budgets: they stand in `constraints.json`, and the
folder's README shows the lines that add them (docs/howto/export-to-pypsa.md).
"""

import csv
import json
from pathlib import Path

import numpy as np

from gigawatt.campus.problem import Problem
from gigawatt.errors import InputError

MEGA = 1e6


def to_pypsa(problem: Problem, folder: Path) -> list[Path]:
    """Write the problem in MW, MWh and USD; returns the files. InputError for what the export does not carry."""
    if any(s.segment_costs_usd_per_w for s in problem.sources) or any(s.kind == "export" for s in problem.sources):
        raise InputError("export-unsupported", got="demand charge or export", expected="sources with plain prices")
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    snapshots = [str(i) for i in range(problem.steps)]
    weight = problem.step_hours / problem.years

    def write(name: str, header: list[str], rows: list[list]) -> None:
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        written.append(path)

    def number(value: float) -> str:
        return repr(float(value)) if np.isfinite(value) else "inf"

    def series(name: str, columns: dict[str, "np.ndarray"]) -> None:
        if columns:
            names = list(columns)
            write(
                name,
                ["snapshot", *names],
                [[s, *(repr(float(columns[n][t])) for n in names)] for t, s in enumerate(snapshots)],
            )

    write("network.csv", ["name", "pypsa_version"], [[problem.name, "1.0.0"]])
    write(
        "snapshots.csv",
        ["snapshot", "objective", "stores", "generators"],
        [[s, repr(weight), repr(problem.step_hours), repr(weight)] for s in snapshots],
    )
    buses = [["campus", "AC"]] + [[store.name, "battery"] for store in problem.stores]
    write("buses.csv", ["name", "carrier"], buses)
    carriers = sorted({s.name for s in problem.sources} | {"AC", "battery", "load not served"})
    write("carriers.csv", ["name"], [[c] for c in carriers])
    write("loads.csv", ["name", "bus"], [["load", "campus"]])
    series("loads-p_set.csv", {"load": problem.load_w / MEGA})
    header = ["name", "bus", "carrier", "p_nom_extendable", "p_nom_min", "p_nom_max", "capital_cost", "marginal_cost"]
    rows, limits, prices = [], {}, {}
    for source in problem.sources:
        price = np.asarray(source.cost_usd_per_wh, dtype=float) * MEGA
        rows.append(
            [
                source.name, "campus", source.name, "True", number(source.least_w / MEGA), number(source.most_w / MEGA),
                number(source.annual_cost_usd_per_w * MEGA), number(price if price.ndim == 0 else 0.0),
            ]
        )  # fmt: skip
        if price.ndim:
            prices[source.name] = price
        available = np.asarray(source.availability, dtype=float)
        limits[source.name] = np.broadcast_to(available, (problem.steps,))
    peak = float(problem.load_w.max()) / MEGA
    lost = problem.lost_load_usd_per_wh * MEGA
    rows.append(
        ["load not served", "campus", "load not served", "True", number(peak), number(peak), "0.0", number(lost)]
    )
    write("generators.csv", header, rows)
    series("generators-p_max_pu.csv", limits)
    series("generators-marginal_cost.csv", prices)
    links, stores = [], []
    for store in problem.stores:
        cost = store.annual_cost_usd_per_w * MEGA
        out = store.discharge_efficiency
        bounds = (store.least_power_w / MEGA, store.most_power_w / MEGA)
        links.append(
            [
                f"{store.name} charge", "campus", store.name, "True", number(bounds[0]), number(bounds[1]),
                number(cost), number(store.charge_efficiency), "0.0",
            ]
        )  # fmt: skip
        links.append(
            [
                f"{store.name} discharge", store.name, "campus", "True", number(bounds[0] / out),
                number(bounds[1] / out), "0.0", number(out), number(store.wear_usd_per_wh * MEGA * out),
            ]
        )  # fmt: skip
        stores.append(
            [
                store.name, store.name, "True", number(store.least_energy_wh / MEGA),
                number(store.most_energy_wh / MEGA), number(store.annual_cost_usd_per_wh * MEGA), "True",
                number(store.loss_per_hour),
            ]
        )  # fmt: skip
    if stores:
        write(
            "links.csv",
            ["name", "bus0", "bus1", "p_nom_extendable", "p_nom_min", "p_nom_max", "capital_cost", "efficiency",
             "marginal_cost"],
            links,
        )  # fmt: skip
        write(
            "stores.csv",
            ["name", "bus", "e_nom_extendable", "e_nom_min", "e_nom_max", "capital_cost", "e_cyclic", "standing_loss"],
            stores,
        )
    constraints = {
        "battery_ratio": [
            {"charge": f"{s.name} charge", "discharge": f"{s.name} discharge", "efficiency": s.discharge_efficiency}
            for s in problem.stores
        ],
        "capacity": [
            {"name": r.name, "weights": r.weights, "low_mw": None if not np.isfinite(r.low) else r.low / MEGA,
             "high_mw": None if not np.isfinite(r.high) else r.high / MEGA}
            for r in problem.rows
        ],
        "budgets": [
            {"name": b.name, "weights": b.weights, "limit_mwh_per_year": b.limit / MEGA, "per_mw": b.per_w}
            for b in problem.budgets
        ],
    }  # fmt: skip
    path = folder / "constraints.json"
    path.write_text(json.dumps(constraints, indent=2) + "\n", encoding="utf-8")
    return [*written, path]
