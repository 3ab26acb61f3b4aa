"""Charts of a sizing as Vega-Lite specs (plain dicts): dispatch of a week, duration curve, cost, cost against firmness.

Nothing is drawn here: a spec goes into the report page, or through vl-convert (extra `export`) into PNG or SVG.
"""

from pathlib import Path

import numpy as np

from gigawatt.campus.foresight import Honesty
from gigawatt.campus.look import Look, Spec
from gigawatt.campus.outages import SpareLine
from gigawatt.campus.phases import PhasedPlan
from gigawatt.campus.ranking import cost_parts
from gigawatt.campus.sizing import Sizing
from gigawatt.errors import InputError

MEGA = 1e6
_COLOURS = {
    "renewable": ["#e8b33f", "#4f9fc4", "#58a65c", "#9bbf65"],
    "thermal": ["#8c5a3c", "#b37b55", "#5f4a42", "#a08878", "#6d6d6d"],
    "grid": ["#5b6fb5", "#8a9ad1"],
    "flexible": ["#b0b0b0"],
    "export": ["#d48fb5", "#e3b4cd"],
}
_STORE = "#7a4fa3"
_PLAIN = Look()
NONE_SEEN_HOURS = 0.01  # stands for no hour short on the log scale
NOT_SERVED = "not served"
_SHORT = "#c8322b"


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
    return found | {NOT_SERVED: _SHORT}


def _scale(sized: Sizing, names: list[str], look: Look) -> Spec:
    palette = colours(sized)
    return {"domain": [_label(n, look) for n in names], "range": [palette[n] for n in names]}


def _label(name: str, look: Look) -> str:
    return look.say("not_served") if name == NOT_SERVED else look.name(name)


def _colour(sized: Sizing, names: list[str], look: Look) -> Spec:
    return {
        "field": "source", "type": "nominal", "scale": _scale(sized, names, look), "title": None, "legend": look.legend,
    }  # fmt: skip


def hardest_week(sized: Sizing) -> int:
    """First step of the week with the highest running cost."""
    problem = sized.problem
    length = min(int(round(168 / problem.step_hours)), problem.steps)
    cost = np.zeros(problem.steps)
    for row, source in zip(sized.plan.served_wh, problem.sources, strict=True):
        cost += source.sign * np.broadcast_to(source.cost_usd_per_wh, row.shape) * row
    cost += sized.plan.shed_wh * problem.lost_load_usd_per_wh
    sums = np.concatenate([[0.0], np.cumsum(cost)])
    return int(np.argmax(sums[length:] - sums[:-length]))


def dispatch_week(sized: Sizing, look: Look = _PLAIN, first: int | None = None) -> Spec:
    """A week hour by hour: sources stacked above zero, charging and export below, the load as a line [MW]."""
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
            place = names.index(name)
            rows.append({"hour": round(h * hours, 4), "source": _label(name, look), "mw": round(mw, 3), "place": place})

    for row, source in zip(plan.served_wh, problem.sources, strict=True):
        add(source.name, source.sign * row)
    for store in problem.stores[:1]:
        add(store.name, plan.discharge_wh - plan.charge_wh)
    add(NOT_SERVED, plan.shed_wh)
    load = [{"hour": round(h * hours, 4), "mw": round(float(problem.load_w[s]) / MEGA, 3)} for h, s in enumerate(steps)]
    x = {
        "field": "hour", "type": "quantitative", "title": look.say("week_axis", first=first), "scale": {"nice": False},
        "axis": {"values": list(range(0, 169, 48 if look.is_narrow else 24))},
    }  # fmt: skip
    return look.frame(
        look.say("week", name=problem.name),
        look.say("week_note"),
        layer=[
            {
                "data": {"values": rows},
                "mark": {"type": "area", "interpolate": "step-after"},
                "encoding": {
                    "x": x,
                    "y": {"field": "mw", "type": "quantitative", "stack": "zero", "title": look.say("mw")},
                    "color": _colour(sized, names, look),
                    "order": {"field": "place", "type": "quantitative"},
                },
            },
            {
                "data": {"values": load},
                "mark": {"type": "line", "color": "#111", "interpolate": "step-after", "strokeWidth": 1.5},
                "encoding": {"x": x, "y": {"field": "mw", "type": "quantitative"}},
            },
        ],
    )


def duration_curve(sized: Sizing, look: Look = _PLAIN, points: int = 200) -> Spec:
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
            {
                "share": round(100 * float(i) / (problem.steps - 1), 3),
                "mw": round(float(ordered[i]), 3),
                "source": _label(name, look),
            }
            for i in at
        ]
    return look.frame(
        look.say("duration", name=problem.name),
        look.say("duration_note"),
        data={"values": rows},
        mark={"type": "line", "strokeWidth": 2},
        encoding={
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": look.say("duration_axis"),
                "scale": {"nice": False},
            },
            "y": {"field": "mw", "type": "quantitative", "title": look.say("mw")},
            "color": _colour(sized, names, look),
        },
    )


def cost_stack(sized: Sizing, look: Look = _PLAIN) -> Spec:
    """Cost per MWh of load by source, as bars that add up to the cost; what export earns is below zero."""
    energy = sized.problem.load_wh_per_year / MEGA
    least = 1e-6 * abs(sized.cost_usd_per_year)
    parts = [(n, c / energy) for n, c in cost_parts(sized).items() if abs(c) > least]
    parts.sort(key=lambda pair: -pair[1])
    palette = colours(sized) | {"load not served": _SHORT}
    names = [_label(NOT_SERVED if name == "load not served" else name, look) for name, _ in parts]
    rows = [
        {"part": name, "usd": round(value, 3), "label": f"{value:.2f}", "end": round(max(value, 0.0), 3)}
        for name, (_, value) in zip(names, parts, strict=True)
    ]
    y = {"field": "part", "type": "nominal", "sort": names, "title": None}
    domain = look.domain([value for _, value in parts], [row["label"] for row in rows], look.width)
    x = {
        "field": "usd", "type": "quantitative", "title": look.say("cost_axis"),
        "scale": {"domain": domain, "nice": False}, "axis": {"tickCount": look.width // 80},
    }  # fmt: skip
    return look.frame(
        look.say("cost", name=sized.problem.name, usd=f"{sized.usd_per_wh * MEGA:.2f}"),
        look.say("cost_note"),
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
                        "scale": {"domain": names, "range": [palette[n] for n, _ in parts]},
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"x": x | {"field": "end"}, "y": y, "text": {"field": "label", "type": "nominal"}},
            },
        ],
    )  # fmt: skip


def cost_against_firmness(sized: Sizing, honesty: Honesty, look: Look = _PLAIN) -> Spec:
    """Each design under foresight and rules: cost per MWh against the energy of load not served."""
    energy = sized.problem.load_wh_per_year
    rows = [
        {
            "design": look.names_in("design", line.design),
            "operation": look.names_in("operation", line.operation),
            "usd": round(line.cost_usd_per_year / energy * MEGA, 3),
            "label": f"{line.cost_usd_per_year / energy * MEGA:.1f}; "
            + look.say("short", mwh=f"{line.shed_wh / MEGA:,.0f}"),
        }
        for line in honesty.operations
    ]
    operations = ("foresight", "foresight, units", "battery last", "battery last, units", "battery first")
    order = [look.names_in("operation", name) for name in operations]
    designs = list(dict.fromkeys(row["design"] for row in rows))
    width = look.width - 80
    y = {"field": "operation", "type": "nominal", "sort": order, "title": None}
    x = {
        "field": "usd", "type": "quantitative", "title": look.say("firmness_axis"),
        "scale": {"domain": look.domain([r["usd"] for r in rows], [r["label"] for r in rows], width), "nice": False},
        "axis": {"tickCount": width // 80},
    }  # fmt: skip
    return look.frame(
        look.say("firmness", name=sized.problem.name),
        look.say("firmness_note"),
        data={"values": rows},
        facet={"row": {"field": "design", "type": "nominal", "sort": designs, "title": None}},
        spec={
            "width": width,
            "height": 30 * len({row["operation"] for row in rows}),
            "layer": [
                {"mark": {"type": "bar", "color": "#5b6fb5"}, "encoding": {"x": x, "y": y}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 4},
                    "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
                },
            ],
        },
    )


def spares_chart(lines: list[SpareLine], look: Look = _PLAIN) -> Spec:
    """Hours short per year against the yearly cost of spare blocks."""
    rows = [
        {
            "spares": f"N+{line.spares}" if line.spares else "N",
            "hours": max(round(line.reliability.hours_short, 3), NONE_SEEN_HOURS),
            "cost": round(line.extra_usd_per_year / MEGA, 3),
        }
        for line in lines
    ]
    beyond = {"domain": [0, 1.15 * max(row["cost"] for row in rows) or 1.0], "nice": False}
    return look.frame(
        look.say("spares"),
        look.say("spares_note", floor=NONE_SEEN_HOURS),
        data={"values": rows},
        layer=[
            {
                "mark": {"type": "line", "point": True, "color": "#8c5a3c"},
                "encoding": {
                    "x": {
                        "field": "cost", "type": "quantitative", "title": look.say("spares_x"), "scale": beyond,
                        "axis": {"tickCount": look.width // 80},
                    },
                    "y": {
                        "field": "hours", "type": "quantitative", "scale": {"type": "log"},
                        "title": look.say("spares_y"),
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "dy": -10},
                "encoding": {
                    "x": {"field": "cost", "type": "quantitative", "scale": beyond},
                    "y": {"field": "hours", "type": "quantitative", "scale": {"type": "log"}},
                    "text": {"field": "spares", "type": "nominal"},
                },
            },
        ],
    )  # fmt: skip


def _closed(series: "np.ndarray") -> list[tuple[int, float]]:
    """(month, value) with the last value repeated at the end, so that the last step is drawn."""
    return [*((m, float(v)) for m, v in enumerate(series)), (len(series), float(series[-1]))]


def phases_chart(plan: PhasedPlan, name: str, look: Look = _PLAIN) -> Spec:
    """Facility power by month and source, and the power that the IT in place asks for."""
    rows, names = [], []
    for source, series in plan.by_source_mw.items():
        if np.abs(series).max() < 1e-3 * plan.ready_mw.max():
            continue
        names.append(source)
        place, label = len(names), _label(source, look)
        rows += [{"month": m, "source": label, "mw": round(float(v), 2), "place": place} for m, v in _closed(series)]
    ready = [{"month": m, "mw": round(float(v), 2)} for m, v in _closed(plan.ready_mw)]
    x = {"field": "month", "type": "quantitative", "title": look.say("month"), "scale": {"nice": False}}
    return look.frame(
        look.say("phases", name=name),
        look.say("phases_note"),
        layer=[
            {
                "data": {"values": rows},
                "mark": {"type": "area", "interpolate": "step-after"},
                "encoding": {
                    "x": x,
                    "y": {"field": "mw", "type": "quantitative", "stack": "zero", "title": look.say("month_mw")},
                    "color": _colour(plan.sizing, names, look),
                    "order": {"field": "place", "type": "quantitative"},
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
