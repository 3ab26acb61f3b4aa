"""One run: catalogue and documents in, atlas, simulation, money, figures, view out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.assess.citations import Citations
from gigawatt.assess.money import Money
from gigawatt.assess.plans import Plans, block_plans
from gigawatt.assess.results import SIMULATION, Results
from gigawatt.assess.scenario import Scenario
from gigawatt.assess.tracing import TraceBook
from gigawatt.assess.view import Parts, ViewBuilder
from gigawatt.atlas.build import Atlas
from gigawatt.report.view import Curve

if TYPE_CHECKING:
    from gigawatt.buildout.outcome import Outcome
    from gigawatt.evidence.types import Document
    from gigawatt.paths import SupplySeries

KEPT_DRAWS = 100
"""draws whose block paths are written to paths.parquet"""
CHUNK_DRAWS = 1024
"""draws held at once: keeps the main job under its memory budget; results do not depend on it"""
Progress = Callable[[str, int, int], None]
"""called with (what, done, total)"""


@dataclass(slots=True)
class Run:
    """What one simulation of one atlas gave: figures, parts of the view, curves."""

    atlas: Atlas
    plans: Plans
    outcome: "Outcome"
    trace: TraceBook
    citations: Citations
    parts: Parts
    fleet: Curve


def simulate_atlas(
    atlas: Atlas, scenario: Scenario, documents: "dict[str, Document]", progress: Progress | None = None
) -> Run:
    """Simulate an atlas and build the parts of its view. Draws are keyed by name, so runs share random numbers."""
    from gigawatt.buildout.simulate import simulate
    from gigawatt.buildout.supply import ChunkedSupply, default_supply
    from gigawatt.buildout.types import Options
    from gigawatt.finance.funding import unit_costs

    plans = block_plans(atlas)
    keys = tuple(sorted({need.pool for block in plans.blocks for need in block.needs}))

    def supply_of(start: int, count: int) -> "list[SupplySeries]":
        span = (scenario.as_of, scenario.horizon_months, count, scenario.seed)
        return default_supply(plans.blocks, *span, atlas.parameters, start)

    options = Options(
        as_of=scenario.as_of, months=scenario.horizon_months, draws=scenario.draws, seed=scenario.seed,
        groups=("programme",), keep_draws=KEPT_DRAWS, chunk_draws=CHUNK_DRAWS,
        carry=dict.fromkeys(("memory", "chips"), atlas.parameters["chips.carry"].p50),
    )  # fmt: skip
    outcome = simulate(plans.blocks, ChunkedSupply(keys, supply_of), options, progress=progress)
    trace = TraceBook(atlas.parameters)
    citations = Citations(atlas, trace, documents)
    _register_rules(trace, outcome, atlas)
    results = Results(atlas, plans, outcome, trace)
    costs = unit_costs(atlas.parameters, scenario.seed, scenario.draws)
    parts = ViewBuilder(atlas, plans, results, Money(results, costs, citations), citations).parts()
    fleet = results.curve(None)
    if fleet is None:
        raise ValueError("an atlas without a single block cannot be assessed")
    _register_plan_facts(plans, citations)
    outcome.group_w = None  # every figure has been read off; the draws are the largest thing in memory
    return Run(atlas, plans, outcome, trace, citations, parts, fleet)


def _register_rules(trace: TraceBook, outcome: "Outcome", atlas: Atlas) -> None:
    supply = [*(i for i in outcome.inputs if i.startswith("parameter:")), "parameter:chips.carry"]
    used = [i for i in supply if i.removeprefix("parameter:") in atlas.parameters]
    for identifier in used:
        trace.parameter(identifier.removeprefix("parameter:"))
        trace.leaned_on[identifier] = trace.leaned_on.get(identifier, 0) + 1
    trace.node(
        SIMULATION,
        "monthly stages with lognormal durations by reference class; grid, gear, labour, memory and chips as shared "
        "supply; see docs/method/buildout-simulation.md",
        used,
    )
    trace.rule(
        "unsited",
        "MW promised beyond the known blocks are simulated as one plain announcement; of programmes that share blocks "
        "only the largest such rest counts in the fleet",
    )
    trace.rule("twins", "blocks that sources name differently and that may be one: see may_be_same_as in the catalogue")


def _register_plan_facts(plans: Plans, citations: Citations) -> None:
    for plan in plans.blocks:
        for identifier in plan.inputs:
            if identifier.startswith("fact:"):
                citations.fact(identifier)
