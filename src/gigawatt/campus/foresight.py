"""What a design is worth without foresight: the optimum, the same plant under rules, and the firm design, together."""

from dataclasses import dataclass, replace

from gigawatt.campus.commitment import UnitRun, has_units, run_units
from gigawatt.campus.constants import BREACH
from gigawatt.campus.oracle import Oracle
from gigawatt.campus.problem import Problem, firm_row
from gigawatt.campus.rules import RULES, run_rule
from gigawatt.campus.sizing import Sizing, size
from gigawatt.errors import Infeasible


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the comparison: a design and how it is run; per year."""

    design: str
    operation: str
    cost_usd_per_year: float
    over_optimum: float
    """cost over the cost of the least-cost design with foresight, less one"""
    shed_wh: float
    gas_share: float
    """gas-fired energy over load energy"""
    overdrawn: dict[str, float]
    """use over limit less one, for each budget that the operation breaks"""
    units: "Units | None" = None
    """what real units add; none when the operation takes capacity as divisible"""


@dataclass(frozen=True, slots=True)
class Units:
    """What real units add to an operation; per year."""

    starts_per_unit: dict[str, float]
    start_usd_per_year: float
    part_load_usd_per_year: float
    extra_fuel_share: float
    spilled_wh: float


@dataclass(frozen=True, slots=True)
class Honesty:
    """The comparison, and the firm design when one is possible."""

    operations: tuple[Operation, ...]
    firm: Sizing | None
    why_not_firm: str


def compare(sized: Sizing, gap: float = 1e-7) -> Honesty:
    """The design with foresight, under both rules, then the same for the design whose firm sources carry the peak."""
    problem = sized.problem
    base = sized.cost_usd_per_year
    lines = _operations("least cost", sized, base)
    firm, reason = None, ""
    if any(row.name == "firm capacity" for row in problem.rows):
        return Honesty(tuple(lines), sized, "the design is firm already")
    try:
        firm = size(replace(problem, rows=(*problem.rows, firm_row(problem))), gap)
        lines += _operations("firm", firm, base)
    except Infeasible as error:
        reason = error.message()
    return Honesty(tuple(lines), firm, reason)


def _operations(design: str, sized: Sizing, base: float) -> list[Operation]:
    problem = sized.problem
    lines = [
        Operation(
            design, "foresight", sized.cost_usd_per_year, sized.cost_usd_per_year / base - 1.0, sized.shed_wh,
            _gas_share(problem, {s.name: sized.energy_wh(s.name) for s in problem.sources}), {},
        )
    ]  # fmt: skip
    if len(problem.stores) > 1:
        return lines  # the rules know one store
    oracle = Oracle(problem)

    def with_units(name: str, run: UnitRun) -> Operation:
        return Operation(
            design, name, run.cost_usd_per_year, run.cost_usd_per_year / base - 1.0, run.shed_wh,
            _gas_share(problem, run.energy_wh), _overdrawn(sized, run.budget_use),
            Units(
                run.starts_per_unit, run.start_usd_per_year, run.part_load_usd_per_year, run.extra_fuel_share,
                run.spilled_wh,
            ),
        )  # fmt: skip

    real = has_units(problem, sized.capacities)
    if real:
        plan = sized.plan
        followed = run_units(problem, sized.capacities, oracle, plan.served_wh, plan.level_wh, "foresight")
        lines.append(with_units("foresight, units", followed))
    for rule in RULES:
        run = run_rule(problem, sized.capacities, rule, oracle)
        lines.append(
            Operation(
                design, rule, run.cost_usd_per_year, run.cost_usd_per_year / base - 1.0, run.shed_wh,
                _gas_share(problem, run.energy_wh), _overdrawn(sized, run.budget_use),
            )
        )  # fmt: skip
        if real and rule == "battery last":
            followed = run_units(problem, sized.capacities, oracle, run.served_wh, run.level_wh, "this hour only")
            lines.append(with_units("battery last, units", followed))
    return lines


def _overdrawn(sized: Sizing, use: dict[str, float]) -> dict[str, float]:
    """Use over limit less one of each budget that is broken."""
    over = {}
    for budget in sized.problem.budgets:
        limit = budget.limit + sum(w * sized.capacities[n] for n, w in budget.per_w.items())
        if use[budget.name] > limit * (1 + BREACH) and limit > 0:
            over[budget.name] = use[budget.name] / limit - 1.0
    return over


def _gas_share(problem: Problem, energy_wh: dict[str, float]) -> float:
    return sum(energy_wh[s.name] for s in problem.sources if s.burns_gas) / problem.load_wh_per_year
