"""Plots of a simulation as Vega-Lite specifications (plain dicts with their data inside; nothing is fetched)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gigawatt.buildout.outcome import Outcome

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_W_PER_GW = 1e9


def band(outcome: "Outcome", group: str) -> dict[str, Any]:
    """S-curve of a group: P10-P90 band and median, facility GW by month."""
    low, middle, high = outcome.quantiles(group)
    rows = [
        {"month": month, "p10": a / _W_PER_GW, "p50": b / _W_PER_GW, "p90": c / _W_PER_GW}
        for month, a, b, c in zip(outcome.months, low.tolist(), middle.tolist(), high.tolist(), strict=True)
    ]
    x = {"field": "month", "type": "temporal", "title": None}
    return {
        "$schema": _SCHEMA, "title": f"{group}: switched on, facility GW (P10, P50, P90)", "width": 640, "height": 320,
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.25}, "encoding": {
                "x": x, "y": {"field": "p10", "type": "quantitative", "title": "GW"}, "y2": {"field": "p90"}}},
            {"mark": "line", "encoding": {"x": x, "y": {"field": "p50", "type": "quantitative"}}},
        ],
    }  # fmt: skip


def binding(outcome: "Outcome") -> dict[str, Any]:
    """What binds, by group: shares of power and draws."""
    rows = [
        {"group": group, "binds": name.replace("_", " "), "share": share}
        for group in outcome.group_names()
        for name, share in outcome.binding_shares(group).items()
    ]
    return {
        "$schema": _SCHEMA, "title": "What binds (share of planned power and draws)", "width": 640,
        "data": {"values": rows}, "mark": "bar",
        "encoding": {
            "y": {"field": "group", "type": "nominal", "title": None},
            "x": {"field": "share", "type": "quantitative", "stack": "normalize", "title": None},
            "color": {"field": "binds", "type": "nominal", "title": None},
        },
    }  # fmt: skip


def specs(outcome: "Outcome") -> dict[str, dict[str, Any]]:
    """All plots by name: the fleet (or first group) and what binds."""
    names = outcome.group_names()
    first = "fleet" if "fleet" in names else names[0]
    return {"switched_on": band(outcome, first), "binding": binding(outcome)}


def calibration(backtest: dict[str, Any]) -> dict[str, Any]:
    """Calibration of a backtest: histogram of the randomised PIT of the active cases (flat is calibrated)."""
    counts = backtest["summary"]["pooled"]["pit_histogram"]
    rows = [{"from": i / 10, "to": (i + 1) / 10, "cases": n} for i, n in enumerate(counts)]
    expected = sum(counts) / max(len(counts), 1)
    return {
        "$schema": _SCHEMA, "title": "Where the truth fell in the forecast distribution", "width": 480, "height": 240,
        "data": {"values": rows},
        "layer": [
            {"mark": "bar", "encoding": {
                "x": {"field": "from", "type": "quantitative", "bin": {"binned": True, "step": 0.1}, "title": "PIT"},
                "x2": {"field": "to"}, "y": {"field": "cases", "type": "quantitative"}}},
            {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"y": {"datum": expected}}},
        ],
    }  # fmt: skip
