"""`gigawatt campus`: size a campus's power supply with a proven optimum, run it, rank sites."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from gigawatt.campus.build import Built
    from gigawatt.campus.problem import Problem
    from gigawatt.campus.sizing import Sizing

app = App(
    name="campus", help="Power for a campus: size it with a proven optimum, run it without foresight, rank sites."
)


def _say(text: str) -> None:
    """A passing line on stderr, only for people."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _table(sized: "Sizing") -> str:
    """The sizing as text."""
    from gigawatt.campus.answer import as_dict, shadow_prices

    answer = as_dict(sized)
    lines = [
        f"{sized.problem.name}: {answer['objective_usd_per_year']:,.0f} USD per year, "
        f"{answer['usd_per_mwh']:.2f} USD/MWh",
        f"no plant costs less than {answer['lower_bound_usd_per_year']:,.0f} USD per year (gap {answer['gap']:.1e})",
    ]
    if sized.why_general:
        lines.append(f"general programme used because of: {sized.why_general}")
    lines.append("")
    lines.append(f"{'capacity':<28}{'MW or MWh':>14}{'MWh per year':>16}")
    for name, value in answer["capacities"].items():
        energy = answer["energy_mwh"].get(name)
        lines.append(f"{name:<28}{value:>14,.2f}" + (f"{energy:>16,.0f}" if energy is not None else ""))
    lines.append(f"{'not served':<28}{'':>14}{answer['shed_mwh']:>16,.0f}")
    lines.append("")
    lines.append("what one more is worth (USD per year)")
    lines += [f"  {name:<40}{value:>16,.2f}" for name, value in shadow_prices(sized).items()]
    return "\n".join(lines)


@app.command
def size(
    spec: Path,
    *,
    variant: Annotated[str, Parameter(name="--variant")] = "A",
    as_json: Annotated[bool, Parameter(name="--json")] = False,
    gap: float = 1e-7,
    to_pypsa: Path | None = None,
    out: Path | None = None,
    png: bool = False,
    lang: Literal["en", "zh"] = "en",
    width: int = 640,
    catalogue: Path | None = None,
) -> int:
    """Size the supply of a campus to a proven gap.

    Parameters
    ----------
    spec: Path
        A campus TOML, or a problem.json with its profiles.csv beside it.
    variant: str
        For a problem.json: A sizes all, B fixed plant, C gas share capped, D without grid, E firm capacity.
    as_json: bool
        Print the result as JSON.
    gap: float
        Relative gap between the plan and the bound at which to stop.
    to_pypsa: Path
        Also write the problem as a PyPSA CSV folder.
    out: Path
        Also write charts (Vega-Lite) to this folder.
    png: bool
        With --out: also draw the charts as PNG (needs the extra `export`).
    lang: str
        With --out: language of the charts.
    width: int
        With --out: width of the plots in pixels; below 470 the legend stands under them.
    catalogue: Path
        A folder with power sources and parameters of your own.
    """
    from gigawatt.campus.answer import as_dict
    from gigawatt.campus.look import look_of
    from gigawatt.campus.sizing import size as size_problem
    from gigawatt.campus.warmup import warm_kernels

    look = look_of(lang, width, catalogue)
    problem = _problem(spec, variant, catalogue)
    warm_kernels(_say)
    sized = size_problem(problem, _checked_gap(gap), _progress())
    if to_pypsa is not None:
        from gigawatt.campus.export import to_pypsa as export

        export(problem, to_pypsa)
        _say(f"PyPSA folder written: {to_pypsa}")
    if out is not None:
        from gigawatt.campus import plots

        charts = {
            "week": plots.dispatch_week(sized, look),
            "duration": plots.duration_curve(sized, look),
            "cost": plots.cost_stack(sized, look),
        }
        plots.write_charts(charts, out, png)
    if as_json:
        print(json.dumps(as_dict(sized), indent=2))
    else:
        print(_table(sized))
    return 0


@app.command
def run(
    spec: Path,
    *,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
    draws: int = 100,
    seed: int = 1,
    out: Path | None = None,
    png: bool = False,
    lang: Literal["en", "zh"] = "en",
    width: int = 640,
    catalogue: Path | None = None,
) -> int:
    """Size a campus, then run it as it would run: without foresight, with outages, through its phases.

    Parameters
    ----------
    spec: Path
        A campus TOML.
    as_json: bool
        Print the result as JSON.
    draws: int
        Years of outages drawn for each number of spare blocks.
    seed: int
        Seed of the outages.
    out: Path
        Also write charts (Vega-Lite) to this folder.
    png: bool
        With --out: also draw the charts as PNG (needs the extra `export`).
    lang: str
        With --out: language of the charts.
    width: int
        With --out: width of the plots in pixels; below 470 the legend stands under them.
    catalogue: Path
        A folder with power sources and parameters of your own.
    """
    from gigawatt.campus import plots, story
    from gigawatt.campus.look import look_of
    from gigawatt.campus.warmup import warm_kernels
    from gigawatt.errors import InputError

    if draws < 1:
        raise InputError("draws", got=draws, expected="at least 1")
    look = look_of(lang, width, catalogue)
    built = _built(spec, catalogue)
    warm_kernels(_say)
    told = story.tell(built, spec.parent, draws, seed, _progress(), catalogue)
    if out is not None:
        plots.write_charts(story.charts(told, look), out, png)
    print(json.dumps(story.as_dict(told), indent=2) if as_json else story.as_text(told))
    return 0


@app.command
def rank(
    *specs: Path,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
    gap: float = 1e-6,
    catalogue: Path | None = None,
) -> int:
    """Rank sites by the certified cost of their best supply.

    Parameters
    ----------
    specs: Path
        Campus TOML files, or folders with some.
    as_json: bool
        Print the result as JSON.
    gap: float
        Relative gap to which each site is proven.
    catalogue: Path
        A folder with power sources and parameters of your own.
    """
    from gigawatt.campus.answer import as_dict
    from gigawatt.campus.ranking import rank_problems, read_sites
    from gigawatt.campus.warmup import warm_kernels

    sites = read_sites(specs, catalogue)
    warm_kernels(_say)
    rows = rank_problems([built.problem for built in sites], _checked_gap(gap), tell=_counted())
    if as_json:
        listed = [
            {
                "rank": row.rank,
                "name": row.name,
                "usd_per_mwh": row.usd_per_mwh if row.sizing else None,
                "lower_bound_usd_per_mwh": row.lower_bound_usd_per_mwh if row.sizing else None,
                "drivers": dict(row.drivers),
                "cost_shares": dict(row.cost_shares),
                "why": row.why,
                "sizing": as_dict(row.sizing) if row.sizing else None,
            }
            for row in rows
        ]
        print(json.dumps(listed, indent=2))
        return 0
    for row in rows:
        if row.sizing is None:
            print(f"{row.rank:>3}  {row.name}: cannot be supplied: {row.why}")
            continue
        shares = ", ".join(f"{name} {share:.0%}" for name, share in row.cost_shares[:3] if share >= 0.005)
        drivers = "; ".join(f"{name}: {value:,.0f} USD/yr" for name, value in row.drivers)
        print(f"{row.rank:>3}  {row.usd_per_mwh:8.2f} USD/MWh  {row.name}  ({shares})")
        print(f"     no plant below {row.lower_bound_usd_per_mwh:.2f}; {drivers or 'no limit binds'}")
    return 0


@app.command
def orbital(
    *,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
    draws: int = 10000,
    seed: int = 1,
) -> int:
    """Cost of power and radiators in orbit against power on the ground, and the launch price at which they are equal.

    Parameters
    ----------
    as_json: bool
        Print the result as JSON.
    draws: int
        Draws over the stated ranges.
    seed: int
        Seed of the draws.
    """
    from gigawatt.campus.orbital import compare, text

    found = compare(draws, seed)
    print(json.dumps(found, indent=2) if as_json else text(found))
    return 0


def _checked_gap(gap: float) -> float:
    """The gap asked for; InputError when no method could reach it."""
    from gigawatt.errors import InputError

    if not 1e-12 <= gap < 1.0:
        raise InputError("gap", got=gap, expected="1e-12 to 1")
    return gap


def _progress() -> "Callable[[int, float], None] | None":
    """A line on stderr that follows the gap, only for people."""
    if not sys.stderr.isatty():
        return None

    def show(passes: int, gap: float) -> None:
        print(f"\r  pass {passes}: gap {gap:.1e}   ", end="", file=sys.stderr)

    return show


def _counted() -> "Callable[[int, int], None] | None":
    if not sys.stderr.isatty():
        return None

    def show(done: int, count: int) -> None:
        print(f"\r  {done} of {count} sites", end="\n" if done == count else "", file=sys.stderr)

    return show


def _problem(spec: Path, variant: str, catalogue: Path | None) -> "Problem":
    """The problem of a spec: a problem.json by its variant, else a campus TOML."""
    if spec.suffix == ".json":
        from gigawatt.campus.reference_file import read_reference

        return read_reference(spec, variant).problem
    return _built(spec, catalogue).problem


def _built(spec: Path, catalogue: Path | None) -> "Built":
    """The built spec of a TOML file."""
    from gigawatt.campus.build import build
    from gigawatt.campus.catalogue import load_supply
    from gigawatt.campus.spec import read_spec

    return build(read_spec(spec), load_supply(catalogue), spec.parent)
