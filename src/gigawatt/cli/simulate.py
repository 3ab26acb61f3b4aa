"""`gigawatt simulate SCENARIO`: run a scenario file; paths, summary and plots into a folder."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

COMPARED_DRAWS = 20_000
"""rules, relief, tornado and searches use at most so many of the draws: the first ones"""

if TYPE_CHECKING:
    from gigawatt.buildout.outcome import Outcome
    from gigawatt.buildout.types import BlockPlan


def simulate(
    scenario: Path,
    /,
    *,
    out: Path = Path("simulation"),
    against: Path | None = None,
    draws: int | None = None,
    seed: int | None = None,
    threads: int = 1,
    rules: bool = False,
    gap: bool = False,
    relief: bool = False,
    tornado: Annotated[str | None, Parameter(name="--tornado")] = None,
    need: Annotated[str | None, Parameter(name="--must-be-true")] = None,
    probability: float = 0.5,
    json: bool = False,
) -> int:
    """Simulate a scenario month by month; a killed run goes on where it stopped.

    Parameters
    ----------
    scenario
        TOML file, see docs/howto/add-a-site-list.md.
    out
        Folder for paths.parquet, summary.json and the plots.
    against
        A second scenario with common random numbers; the difference is shown.
    draws
        Draws, in place of the scenario's.
    seed
        Seed, in place of the scenario's.
    threads
        Threads; the result is the same for any number.
    rules
        Also run the other three allocation rules and show their spread (model risk).
    gap
        Also show the power gap by region, and the published US gap of 2028 recomputed from its parts.
    relief
        Also run with each constraint lifted and show what that is worth.
    tornado
        Id of a promise: which inputs move its probability most.
    need
        Id of a promise: the smallest change of one input with which it is met with --probability.
    probability
        Probability asked of the promise.
    json
        Print the summary as JSON.
    """
    from gigawatt.buildout.answers import gaps, summarise
    from gigawatt.buildout.checkpoint import Checkpoint
    from gigawatt.buildout.scenario import read_scenario, scenario_blocks, scenario_supply, supply_for
    from gigawatt.buildout.sensitivity import Case, compare_rules, relief_values
    from gigawatt.buildout.sensitivity import must_be_true as solve
    from gigawatt.buildout.sensitivity import tornado as bars
    from gigawatt.buildout.simulate import simulate as run
    from gigawatt.buildout.supply import ChunkedSupply
    from gigawatt.buildout.types import scenario_hash
    from gigawatt.errors import InputError

    if not 0 < probability < 1:
        raise InputError("probability", where="--probability", got=probability, expected="between 0 and 1")
    if not 1 <= threads <= 64:
        raise InputError("threads-range", where="--threads", got=threads, expected="1 to 64")
    file = read_scenario(scenario)
    options = file.options(threads, draws, seed)
    blocks = scenario_blocks(file, scenario.parent, _catalogue_blocks(file.as_of) if file.catalogue else None)
    supply = supply_for(file, blocks, options)
    keys = supply.keys if isinstance(supply, ChunkedSupply) else [s.key for s in supply]
    store = Checkpoint(out / ".chunks", scenario_hash(blocks, keys, options))
    outcome = run(blocks, supply, options, progress=_progress, checkpoint=store)
    summary = summarise(file.name, outcome)
    small = replace(options, draws=min(options.draws, COMPARED_DRAWS))
    case = Case(blocks, scenario_supply(file, blocks, small), small)
    if rules:
        summary["rules"] = compare_rules(case)
    if relief:
        summary["relief"] = relief_values(case)
    if gap:
        summary["power_gap_w"] = gaps(case)
    if tornado is not None:
        summary["tornado"] = [bar.as_dict() for bar in bars(case, _promise(options, tornado))]
    if need is not None:
        summary["must_be_true"] = [c.as_dict() for c in solve(case, _promise(options, need), probability)]
    if against is not None:
        summary["against"] = _difference(outcome, against, threads, draws, seed)
    _write(out, outcome, summary)
    store.clear()
    if json:
        import json as writer

        print(writer.dumps(summary, ensure_ascii=False))
    else:
        from gigawatt.cli.simulate_text import show

        show(summary, out)
    return 0


def _catalogue_blocks(as_of: str) -> "list[BlockPlan]":
    """Plans of the bundled catalogue that count in the fleet; each block once."""
    from gigawatt.assess.plans import FLEET, block_plans
    from gigawatt.atlas.build import build_atlas
    from gigawatt.atlas.catalogue import load_catalogue

    plans = block_plans(build_atlas(load_catalogue(), as_of)).blocks
    return [
        replace(plan, programmes=tuple((name, share) for name, share in plan.programmes if name != FLEET))
        for plan in plans
        if any(name == FLEET for name, _ in plan.programmes)
    ]


def _promise(options: Any, name: str) -> Any:
    from gigawatt.errors import InputError

    for promise in options.promises:
        if promise.id == name:
            return promise
    known = ", ".join(p.id for p in options.promises) or "none: add [[promise]] to the scenario"
    raise InputError("promise-unknown", got=name, expected=known)


def _progress(what: str, done: int, total: int) -> None:
    import sys

    if sys.stderr.isatty() or what.startswith("compiling"):
        print(f"{what}: {done:,} of {total:,} draws", file=sys.stderr, end="\r" if sys.stderr.isatty() else "\n")


def _difference(outcome: "Outcome", path: Path, threads: int, draws: int | None, seed: int | None) -> dict[str, Any]:
    """P10/P50/P90 of the difference of the fleet, draw by draw (common random numbers), second minus first."""
    import numpy as np

    from gigawatt.buildout.answers import named
    from gigawatt.buildout.scenario import read_scenario, scenario_blocks, scenario_supply
    from gigawatt.buildout.simulate import simulate as run
    from gigawatt.errors import InputError

    file = read_scenario(path)
    options = file.options(threads, draws or outcome.options.draws, outcome.options.seed if seed is None else seed)
    if options.as_of != outcome.options.as_of or options.months != outcome.options.months:
        raise InputError("scenarios-differ", where=str(path), expected="the same as_of and months in both scenarios")
    blocks = scenario_blocks(file, path.parent, _catalogue_blocks(file.as_of) if file.catalogue else None)
    other = run(blocks, scenario_supply(file, blocks, options), options, progress=_progress)
    change = other.draws_of("fleet") - outcome.draws_of("fleet")
    ends = [(m, i) for i, m in enumerate(outcome.months) if m.endswith("-12")]
    found = {m: named(np.quantile(change[:, i], (0.1, 0.5, 0.9)).tolist()) for m, i in ends}
    return {"name": file.name, "fleet_facility_power_w": found}


def _write(out: Path, outcome: "Outcome", summary: dict[str, Any]) -> None:
    import json

    from gigawatt.buildout.plots import specs
    from gigawatt.errors import InputError

    try:
        out.mkdir(parents=True, exist_ok=True)
        outcome.paths.write_parquet(out / "paths.parquet", draws=outcome.options.keep_draws)
        _whole(out / "summary.json", json.dumps(summary, ensure_ascii=False, indent=1))
        for name, spec in specs(outcome).items():
            _whole(out / f"{name}.vl.json", json.dumps(spec, ensure_ascii=False))
    except OSError as error:
        raise InputError("cannot-write", where=str(out), got=error.strerror or str(error)) from None


def _whole(path: Path, text: str) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
