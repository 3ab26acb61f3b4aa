"""The answer of `gigawatt simulate` for a terminal: tables, no logic."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.errors import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_GW = 1e9
_WIDE = 110
"""columns from which six year ends are shown, else three"""


def show(summary: dict[str, Any], out: Path) -> None:
    """Print the summary of a run and whatever else was asked for."""
    from rich.console import Console

    console = Console()
    groups = summary["groups"]
    fleet = groups.get("fleet") or next(iter(groups.values()))
    months = list(next(iter(fleet.values())))[: _years(console)]
    for metric, title, unit in (
        ("facility_power_w", "facility GW", _GW), ("h100e_count", "million H100-equivalents", 1e6),
        ("chips_count", "million accelerators", 1e6), ("performance_flops", "10^21 FLOP/s, dense 16-bit", 1e21),
    ):  # fmt: skip
        shown = {name: one[metric] for name, one in groups.items() if metric in one}
        if metric != "facility_power_w":
            shown = {name: one for name, one in shown.items() if name == "fleet" or name.startswith("programme:")}
        if shown:
            _by_year(console, f"{_plain(summary['name'])}: {title} at year end, P10 / P50 / P90", shown, months, unit)
    for name, one in summary["promises"].items():
        console.print(
            f"promise {_plain(name)}: met with probability {one['probability']:.2f}; "
            f"reached P10 {one['p10'] or 'later'}, P50 {one['p50'] or 'later'}, P90 {one['p90'] or 'later'}"
        )
    binding = summary["binding"].get("fleet", {})
    console.print("binds: " + ", ".join(f"{k.replace('_', ' ')} {v:.0%}" for k, v in binding.items() if v > 0))
    for name, part in (("relief", _relief), ("power_gap_w", _gap), ("tornado", _tornado), ("must_be_true", _changes)):
        if name in summary:
            part(console, summary[name])
    for name in ("rules", "against"):
        if name in summary:
            console.print(f"{name}:")
            console.print_json(data=summary[name])
    console.print(f"written: {_plain(str(out))}/paths.parquet, summary.json and plots (*.vl.json)")


def _years(console: "Console") -> int:
    return 6 if console.width >= _WIDE else 3


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(printable(text))


def _table(title: str, heads: list[str]) -> "Table":
    from rich.table import Table

    table = Table(title=title)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    return table


def _three(band: dict[str, float], unit: float) -> str:
    return " / ".join(f"{band[q] / unit:.2f}" for q in ("p10", "p50", "p90"))


def _by_year(
    console: "Console", title: str, rows: dict[str, dict[str, dict[str, float]]], months: list[str], unit: float
) -> None:
    table = _table(title, ["group", *(m[:4] for m in months)])
    for name, cells in rows.items():
        table.add_row(_plain(name), *(_three(cells[m], unit) for m in months))
    console.print(table)


def _relief(console: "Console", relief: dict[str, Any]) -> None:
    months = list(next(iter(relief.values()))["mean_gain_w"])[: _years(console)]
    promises = list(next(iter(relief.values()))["promise_gain"])
    heads = ["lifted alone", *(f"{m[:4]} GW" for m in months), *(_plain(p) for p in promises)]
    table = _table("What lifting a constraint adds: mean facility GW, probability of a promise", heads)
    for kind, gain in relief.items():
        cells = [f"{gain['mean_gain_w'][m] / _GW:+.2f}" for m in months]
        table.add_row(kind, *cells, *(f"{gain['promise_gain'][p]:+.2f}" for p in promises))
    console.print(table)


def _gap(console: "Console", gap: dict[str, Any]) -> None:
    regions = gap["regions"]
    if regions:
        months = list(next(iter(regions.values())))[: _years(console)]
        _by_year(console, "Built and waiting for power: facility GW, P10 / P50 / P90", regions, months, _GW)
    for case, parts in gap["published"].items():
        for part, band in parts.items():
            console.print(f"published gap {case}, {part} quick supply: {_three(band, _GW)} GW")


def _tornado(console: "Console", bars: list[dict[str, Any]]) -> None:
    table = _table("What moves the promise most: its probability at both ends of an input", ["input", "low", "high"])
    for bar in bars[:12]:
        table.add_row(bar["input"], f"{bar['probability_low']:.2f}", f"{bar['probability_high']:.2f}")
    console.print(table)


def _changes(console: "Console", changes: list[dict[str, Any]]) -> None:
    for one in changes:
        if one["factor"] is None:
            said = (
                f"not enough at any size: {one['probability']:.2f} at best, "
                f"{one['missing'] / _GW:.2f} GW short at the probability asked"
            )
        elif one["factor"] == 1.0:
            said = f"{one['says']}: {one['probability']:.2f}"
        else:
            said = f"{one['factor']:.2f} suffices ({one['says']}): {one['probability']:.2f}"
        console.print(f"must be true, {one['input']}: {said}")
