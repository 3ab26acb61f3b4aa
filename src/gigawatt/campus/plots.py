"""Charts of a sizing as Vega-Lite specs (plain dicts): dispatch of a week, duration curve, cost, cost against firmness.

Nothing is drawn here: a spec goes into the report page, or through vl-convert (extra `export`) into PNG or SVG.
"""

from pathlib import Path
from typing import Any

import numpy as np

from gigawatt.campus.foresight import Honesty
from gigawatt.campus.outages import SpareLine
from gigawatt.campus.phases import PhasedPlan
from gigawatt.campus.ranking import cost_parts
from gigawatt.campus.sizing import Sizing
from gigawatt.errors import InputError

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MEGA = 1e6
_COLOURS = {
    "renewable": ["#e8b33f", "#4f9fc4", "#58a65c", "#9bbf65"],
    "thermal": ["#8c5a3c", "#b37b55", "#5f4a42", "#a08878", "#6d6d6d"],
    "grid": ["#5b6fb5", "#8a9ad1"],
    "flexible": ["#b0b0b0"],
}
_STORE = "#7a4fa3"
_SHORT = "#c8322b"


def _frame(title: str, subtitle: str, **rest: Any) -> Spec:
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": subtitle, "anchor": "start", "fontSize": 14, "subtitleColor": "#555"},
        "width": 640,
        "height": 260,
        "background": "white",
        "config": {"font": "Inter, sans-serif", "axis": {"labelColor": "#333", "titleColor": "#333"}},
        **rest,
    }


def colours(sized: Sizing) -> dict[str, str]:
    """A fixed colour for every source by its kind, for the store and for load not served."""
    counts: dict[str, int] = {}
    found = {}
    for source in sized.problem.sources:
        palette = _COLOURS.get(source.kind, _COLOURS["flexible"])
        number = counts.get(source.kind, 0)
        found[source.name] = palette[number % len(palette)]
        counts[source.kind] = number + 1
    for store in sized.problem.stores:
        found[store.name] = _STORE
    return found | {"not served": _SHORT}


def _scale(sized: Sizing, names: list[str]) -> Spec:
    palette = colours(sized)
    return {"domain": names, "range": [palette[n] for n in names]}


def hardest_week(sized: Sizing) -> int:
    """First step of the week with the highest running cost."""
    problem = sized.problem
    length = min(int(round(168 / problem.step_hours)), problem.steps)
    cost = np.zeros(problem.steps)
    for row, source in zip(sized.plan.served_wh, problem.sources, strict=True):
        cost += np.broadcast_to(source.cost_usd_per_wh, row.shape) * row
    cost += sized.plan.shed_wh * problem.lost_load_usd_per_wh
    sums = np.concatenate([[0.0], np.cumsum(cost)])
    return int(np.argmax(sums[length:] - sums[:-length]))


def dispatch_week(sized: Sizing, first: int | None = None) -> Spec:
    """A week hour by hour: sources stacked above zero, charging below, the load as a line [MW]."""
    problem, plan = sized.problem, sized.plan
    hours = problem.step_hours
    first = hardest_week(sized) if first is None else first
    length = min(int(round(168 / hours)), problem.steps)
    steps = (first + np.arange(length)) % problem.steps
    rows: list[Spec] = []
    names: list[str] = []

    def add(name: str, series: "np.ndarray") -> None:
        if np.max(np.abs(series[steps])) < 1e-6 * problem.load_w.max() * hours:
            return
        if name not in names:
            names.append(name)
        for h, step in enumerate(steps):
            mw = float(series[step]) / hours / MEGA
            rows.append({"hour": round(h * hours, 4), "source": name, "mw": round(mw, 3)})

    for row, source in zip(plan.served_wh, problem.sources, strict=True):
        add(source.name, row)
    for store in problem.stores[:1]:
        add(store.name, plan.discharge_wh - plan.charge_wh)
    add("not served", plan.shed_wh)
    load = [{"hour": round(h * hours, 4), "mw": round(float(problem.load_w[s]) / MEGA, 3)} for h, s in enumerate(steps)]
    x = {
        "field": "hour", "type": "quantitative", "title": f"hours from step {first}", "scale": {"nice": False},
        "axis": {"values": list(range(0, 169, 24))},
    }  # fmt: skip
    return _frame(
        f"{problem.name}: the dearest week",
        "facility power by source; below zero the battery charges; line: load [MW]",
        layer=[
            {
                "data": {"values": rows},
                "mark": {"type": "area", "interpolate": "step-after"},
                "encoding": {
                    "x": x,
                    "y": {"field": "mw", "type": "quantitative", "stack": "zero", "title": "MW"},
                    "color": {"field": "source", "type": "nominal", "scale": _scale(sized, names), "title": None},
                    "order": {"field": "source", "type": "nominal"},
                },
            },
            {
                "data": {"values": load},
                "mark": {"type": "line", "color": "#111", "interpolate": "step-after", "strokeWidth": 1.5},
                "encoding": {"x": x, "y": {"field": "mw", "type": "quantitative"}},
            },
        ],
    )


def duration_curve(sized: Sizing, points: int = 200) -> Spec:
    """Output of each source sorted from high to low over the year [MW against share of time]."""
    problem, plan = sized.problem, sized.plan
    rows, names = [], []
    at = np.linspace(0, problem.steps - 1, points).astype(int)
    series = [(s.name, row) for s, row in zip(problem.sources, plan.served_wh, strict=True)]
    series += [(s.name, plan.discharge_wh) for s in problem.stores[:1]]
    for name, row in series:
        if row.max() <= 1e-3 * problem.load_w.max() * problem.step_hours:
            continue
        names.append(name)
        ordered = np.sort(row)[::-1] / problem.step_hours / MEGA
        rows += [
            {"share": round(100 * float(i) / (problem.steps - 1), 3), "mw": round(float(ordered[i]), 3), "source": name}
            for i in at
        ]
    return _frame(
        f"{problem.name}: duration curves",
        "output of each source sorted from high to low",
        data={"values": rows},
        mark={"type": "line", "strokeWidth": 2},
        encoding={
            "x": {"field": "share", "type": "quantitative", "title": "share of the hours [%]"},
            "y": {"field": "mw", "type": "quantitative", "title": "MW"},
            "color": {"field": "source", "type": "nominal", "scale": _scale(sized, names), "title": None},
        },
    )


def cost_stack(sized: Sizing) -> Spec:
    """Cost per MWh of load by source, as bars that add up to the cost."""
    energy = sized.problem.load_wh_per_year / MEGA
    parts = [(n, c / energy) for n, c in cost_parts(sized).items() if c > 1e-6 * sized.cost_usd_per_year]
    parts.sort(key=lambda pair: -pair[1])
    palette = colours(sized) | {"load not served": _SHORT}
    rows = [{"part": name, "usd": round(value, 3), "label": f"{value:.2f}"} for name, value in parts]
    names = [name for name, _ in parts]
    y = {"field": "part", "type": "nominal", "sort": names, "title": None}
    x = {"field": "usd", "type": "quantitative", "title": "USD per MWh of load"}
    return _frame(
        f"{sized.problem.name}: {sized.usd_per_wh * MEGA:.2f} USD/MWh",
        "capacity and running cost together, by source",
        height=34 * max(len(rows), 1),
        data={"values": rows},
        layer=[
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {
                        "field": "part", "type": "nominal", "legend": None,
                        "scale": {"domain": names, "range": [palette[n] for n in names]},
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
            },
        ],
    )  # fmt: skip


def cost_against_firmness(sized: Sizing, honesty: Honesty) -> Spec:
    """Each design under foresight and rules: cost per MWh against the share of load not served."""
    energy = sized.problem.load_wh_per_year
    rows = []
    for line in honesty.operations:
        rows.append(
            {
                "design": line.design,
                "operation": line.operation,
                "usd": round(line.cost_usd_per_year / energy * MEGA, 3),
                "label": f"{line.shed_wh / MEGA:,.0f} MWh short",
            }
        )
    shown = list(dict.fromkeys(line.operation for line in honesty.operations))
    order = ["foresight", "foresight, units", "battery last", "battery last, units", "battery first"]
    room = 1.25 * max(row["usd"] for row in rows)  # for the labels beyond the bars
    y = {"field": "operation", "type": "nominal", "sort": order, "title": None}
    x = {
        "field": "usd", "type": "quantitative", "title": "USD per MWh of load, unserved load counted",
        "scale": {"domain": [0, room], "nice": False},
    }  # fmt: skip
    return _frame(
        f"{sized.problem.name}: what foresight is worth",
        "the same plants run by the optimum and by rules without foresight; units: with blocks that start and stop",
        data={"values": rows},
        facet={"row": {"field": "design", "type": "nominal", "sort": ["least cost", "firm"], "title": None}},
        spec={
            "width": 560,
            "height": 30 * len(shown),
            "layer": [
                {"mark": {"type": "bar", "color": "#5b6fb5"}, "encoding": {"x": x, "y": y}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 4},
                    "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
                },
            ],
        },
    )


def spares_chart(lines: list[SpareLine]) -> Spec:
    """Hours short per year against the yearly cost of spare blocks."""
    rows = [
        {
            "spares": f"N+{line.spares}" if line.spares else "N",
            "hours": max(round(line.reliability.hours_short, 3), 0.01),
            "cost": round(line.extra_usd_per_year / MEGA, 3),
        }
        for line in lines
    ]
    return _frame(
        "Spare blocks: cost against firmness",
        "hours with load shed per year (log scale, 0.01 stands for none seen)",
        data={"values": rows},
        layer=[
            {
                "mark": {"type": "line", "point": True, "color": "#8c5a3c"},
                "encoding": {
                    "x": {"field": "cost", "type": "quantitative", "title": "million USD per year for spares"},
                    "y": {
                        "field": "hours", "type": "quantitative", "scale": {"type": "log"},
                        "title": "hours short per year",
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "dy": -10},
                "encoding": {
                    "x": {"field": "cost", "type": "quantitative"},
                    "y": {"field": "hours", "type": "quantitative", "scale": {"type": "log"}},
                    "text": {"field": "spares", "type": "nominal"},
                },
            },
        ],
    )  # fmt: skip


def _closed(series: "np.ndarray") -> list[tuple[int, float]]:
    """(month, value) with the last value repeated at the end, so that the last step is drawn."""
    return [*((m, float(v)) for m, v in enumerate(series)), (len(series), float(series[-1]))]


def phases_chart(plan: PhasedPlan, name: str) -> Spec:
    """Facility power by month and source, and the power that the IT in place asks for."""
    rows, names = [], []
    for source, series in plan.by_source_mw.items():
        if series.max() < 1e-3 * plan.ready_mw.max():
            continue
        names.append(source)
        rows += [{"month": m, "source": source, "mw": round(float(v), 2)} for m, v in _closed(series)]
    ready = [{"month": m, "mw": round(float(v), 2)} for m, v in _closed(plan.ready_mw)]
    x = {"field": "month", "type": "quantitative", "title": "month", "scale": {"nice": False}}
    return _frame(
        f"{name}: time to power",
        "mean power served by source; line: what the IT in place asks for",
        layer=[
            {
                "data": {"values": rows},
                "mark": {"type": "area", "interpolate": "step-after"},
                "encoding": {
                    "x": x,
                    "y": {"field": "mw", "type": "quantitative", "stack": "zero", "title": "MW, mean of the month"},
                    "color": {"field": "source", "type": "nominal", "scale": _scale(plan.sizing, names), "title": None},
                },
            },
            {
                "data": {"values": ready},
                "mark": {"type": "line", "color": "#111", "interpolate": "step-after", "strokeDash": [4, 3]},
                "encoding": {"x": x, "y": {"field": "mw", "type": "quantitative"}},
            },
        ],
    )


def write_charts(charts: dict[str, Spec], folder: Path, png: bool = False) -> list[Path]:
    """Each chart as `<name>.vl.json`, and as PNG when asked for (needs the extra `export`)."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, spec in charts.items():
        path = folder / f"{name}.vl.json"
        path.write_text(json.dumps(spec, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
        if png:
            try:
                import vl_convert
            except ImportError:
                raise InputError(
                    "extra-missing", got="vl-convert-python", hint="install gigawatt[export], or leave --png out"
                ) from None
            image = folder / f"{name}.png"
            image.write_bytes(vl_convert.vegalite_to_png(spec, vl_version="6.4", scale=1.5, allowed_base_urls=[]))
            written.append(image)
    return written
