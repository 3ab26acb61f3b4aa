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


def calibration(backtest: dict[str, Any]) -> dict[str, Any] | None:
    """Where the truth fell: histogram of the randomised PIT of the active cases (flat is calibrated); None without."""
    counts = backtest["summary"]["pooled"].get("pit_histogram")
    if not counts or not sum(counts):
        return None
    rows = [{"from": i / 10, "to": (i + 1) / 10, "cases": n} for i, n in enumerate(counts)]
    return {
        "$schema": _SCHEMA, "title": "Where the truth fell in the forecast distribution (flat: calibrated)",
        "width": 480, "height": 240, "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "binSpacing": 1}, "encoding": {
                "x": {"field": "from", "type": "quantitative", "bin": {"binned": True, "step": 0.1},
                      "title": "share of the forecast below the truth"},
                "x2": {"field": "to"}, "y": {"field": "cases", "type": "quantitative", "title": "active cases"}}},
            {"data": {"values": [{"expected": sum(counts) / len(counts)}]},
             "mark": {"type": "rule", "strokeDash": [4, 4]},
             "encoding": {"y": {"field": "expected", "type": "quantitative"}}},
        ],
    }  # fmt: skip


def against_truth(backtest: dict[str, Any]) -> dict[str, Any] | None:
    """Active cases: the 80 % interval and its middle against what came, MW, with the line of equality."""
    rows = [
        {k: c[k] for k in ("site", "vintage", "target_day", "truth_mw", "p10", "p50", "p90", "plan_mw")}
        for c in backtest["cases"]
        if c["crps"] is not None and (c["p90"] - c["p10"] > 1.0 or c["plan_mw"] != c["persistence_mw"])
    ]
    if not rows:
        return None
    top = max(max(row["p90"], row["truth_mw"]) for row in rows)
    x = {"field": "truth_mw", "type": "quantitative", "title": "what came, facility MW"}
    return {
        "$schema": _SCHEMA, "title": "Forecast (P10 to P90, P50) against what came", "width": 480, "height": 360,
        "data": {"values": rows},
        "layer": [
            {"data": {"values": [{"a": 0, "b": top}]}, "mark": {"type": "rule", "strokeDash": [4, 4]},
             "encoding": {"x": {"field": "a", "type": "quantitative"}, "x2": {"field": "b"},
                          "y": {"field": "a", "type": "quantitative"}, "y2": {"field": "b"}}},
            {"mark": {"type": "rule", "opacity": 0.45}, "encoding": {
                "x": x, "y": {"field": "p10", "type": "quantitative", "title": "forecast, facility MW"},
                "y2": {"field": "p90"}}},
            {"mark": {"type": "point", "filled": True, "tooltip": {"content": "data"}},
             "encoding": {"x": x, "y": {"field": "p50", "type": "quantitative"}}},
        ],
    }  # fmt: skip


def fleet_ahead(backtest: dict[str, Any]) -> dict[str, Any]:
    """The newest vintage's sites together: P10 to P90, P50, and the vintage's own plan, GW."""
    newest = max(row["vintage"] for row in backtest["fleet"])
    rows = [
        {"day": row["target_day"], **{k: row[k] / 1e3 for k in ("p10", "p50", "p90", "plan_mw")}}
        for row in backtest["fleet"] if row["vintage"] == newest
    ]  # fmt: skip
    x = {"field": "day", "type": "temporal", "title": None}
    return {
        "$schema": _SCHEMA, "title": f"Fleet of {newest}, facility GW: P10 to P90, P50; points: its own plan",
        "width": 480, "height": 260, "data": {"values": rows},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.25}, "encoding": {
                "x": x, "y": {"field": "p10", "type": "quantitative", "title": "GW", "scale": {"zero": False}},
                "y2": {"field": "p90"}}},
            {"mark": "line", "encoding": {"x": x, "y": {"field": "p50", "type": "quantitative"}}},
            {"mark": {"type": "point", "filled": True}, "encoding": {
                "x": x, "y": {"field": "plan_mw", "type": "quantitative"}}},
        ],
    }  # fmt: skip


def backtest_specs(backtest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All plots of a backtest by name; those of scores only when something could be scored."""
    made = {"calibration": calibration(backtest), "against_truth": against_truth(backtest)}
    found = {name: spec for name, spec in made.items() if spec is not None}
    return found | {"fleet_ahead": fleet_ahead(backtest)}
