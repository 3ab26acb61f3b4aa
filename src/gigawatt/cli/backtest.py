"""`gigawatt backtest DIR`: how forecasts made from dated tracker tables did against later ones."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter


def backtest(
    folder: Path,
    /,
    *,
    as_of: Annotated[str | None, Parameter(name="--as-of")] = None,
    json: bool = False,
    plots: Path | None = None,
    draws: int = 4000,
    seed: int = 1,
) -> int:
    """Rolling-origin test over DIR/<day>/data_center_timelines.csv (and data_centers.csv).

    Parameters
    ----------
    folder
        Folder with one folder per vintage day.
    as_of
        Use only vintages up to this day.
    json
        Print everything (cases, milestones, fleet, unmatched, findings, model, summary) as JSON.
    plots
        Folder for the plots (Vega-Lite): where the truth fell, forecast against truth, the fleet ahead.
    draws
        Draws per site.
    seed
        Seed of the draws.
    """
    from gigawatt.buildout.backtest import run
    from gigawatt.errors import InputError
    from gigawatt.schema import is_day

    if as_of is not None and not is_day(as_of):
        raise InputError("date-form", where="--as-of", got=as_of, expected="YYYY-MM-DD")
    if not 100 <= draws <= 1_000_000:
        raise InputError("draws-range", where="--draws", got=draws, expected="100 to 1,000,000")
    result = run(folder, as_of, draws, seed)
    if plots is not None:
        _plot(result.as_dict(), plots)
    if json:
        import json as writer

        print(writer.dumps(_plain(result.as_dict()), ensure_ascii=False))
        return 0
    _show(result.as_dict())
    return 0


def _plot(result: dict[str, Any], folder: Path) -> None:
    """Write the plots; InputError when the folder cannot be written."""
    import json as writer

    from gigawatt.buildout.plots import backtest_specs
    from gigawatt.errors import InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, spec in backtest_specs(result).items():
            (folder / f"{name}.vl.json").write_text(writer.dumps(_plain(spec), ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise InputError("cannot-write", where=str(folder), got=error.strerror or str(error)) from None


def _plain(value: Any) -> Any:
    """The value with non-finite numbers as null."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and value != value else value


def _show(result: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from gigawatt.errors import printable

    console = Console()
    summary = result["summary"]
    table = Table(title="Forecasts against later vintages (facility MW; skill above 0 beats the baseline)")
    for head in ("", "n", "active", "CRPS", "plan", "blend", "skill: plan", "blend", "plan+slip", "80 % held"):
        table.add_column(head, justify="left" if not head else "right")
    parts = [("all", summary["pooled"]), *summary["by_vintage"].items(), *summary["by_horizon"].items()]
    for name, part in parts:
        if part["n"]:
            table.add_row(
                name, str(part["n"]), str(part["active_n"]), f"{part['crps']:.0f}", f"{part['crps_plan']:.0f}",
                f"{part['crps_blend']:.0f}", _signed(part["skill_plan"]), _signed(part["skill_blend"]),
                _signed(part["skill_plan_slip"]), _percent(part["coverage_80"]),
            )  # fmt: skip
    if summary["pooled"]["n"]:
        console.print(table)
    else:
        console.print("No vintage has a later one yet: nothing can be scored.")
    newest = max(c["vintage"] for c in result["cases"])
    ahead = Table(title=f"From the latest vintage, {newest}: all its sites (facility MW)")
    for head in ("by", "P10", "P50", "P90", "its own plan"):
        ahead.add_column(head, justify="right")
    for row in result["fleet"]:
        if row["vintage"] == newest:
            ahead.add_row(row["target_day"], *(f"{row[k]:,.0f}" for k in ("p10", "p50", "p90", "plan_mw")))
    console.print(ahead)
    for one in summary["worst"]:
        console.print(
            f"worst: {escape(printable(one['site']))}, {one['vintage']} for {one['target_day']}: "
            f"truth {one['truth_mw']:,.0f}, P10-P90 {one['p10']:,.0f}-{one['p90']:,.0f}, plan {one['plan_mw']:,.0f} MW"
        )
    for one in result["unmatched"]:
        console.print(
            f"not joined: {escape(printable(one['site']))} ({one['vintage']}): {escape(printable(one['why']))}"
        )
    for one in result["findings"]:
        console.print(
            f"found: {one['code']} at {one['vintage']} {escape(printable(one['where']))}: "
            f"{escape(printable(one['got']))}; {one['done']}"
        )
    console.print(f"Data: {result['attribution']}")


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"
