"""`gigawatt campus`: size a campus's power supply with a proven optimum, run it, rank sites."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

if TYPE_CHECKING:
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
    """
    from gigawatt.campus.answer import as_dict
    from gigawatt.campus.sizing import size as size_problem
    from gigawatt.campus.warmup import warm_kernels

    problem = _problem(spec, variant)
    warm_kernels(_say)
    sized = size_problem(problem, gap)
    if as_json:
        print(json.dumps(as_dict(sized), indent=2))
    else:
        print(_table(sized))
    return 0


def _problem(spec: Path, variant: str) -> "Problem":
    """The problem of a spec: a problem.json by its variant, else a campus TOML."""
    if spec.suffix == ".json":
        from gigawatt.campus.reference_file import read_reference

        return read_reference(spec, variant).problem
    return _built(spec).problem


def _built(spec: Path) -> "Built":
    """The built spec of a TOML file."""
    from gigawatt.campus.build import build
    from gigawatt.campus.catalogue import load_supply
    from gigawatt.campus.spec import read_spec

    return build(read_spec(spec), load_supply(), spec.parent)
