"""What holds the build-out back: one constraint lifted at a time, power gaps, compute, days of the blocks to come.

The runs are the first DRAWS futures of the assessment over the first years, once as they are and once per constraint
with it lifted; streams are keyed by name, so differences are those of the constraint alone.
"""

from typing import TYPE_CHECKING

from gigawatt.assess.plans import FLEET
from gigawatt.assess.results import SIMULATION, Results
from gigawatt.assess.run import Run
from gigawatt.assess.scenario import Scenario
from gigawatt.paths import month_index
from gigawatt.report.limits import BlockRow, ComputeRow, GapRow, Limits, PublishedGap, ReliefRow
from gigawatt.report.shown import Band, DateBand, Number, Text
from gigawatt.schema import day_bounds

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.buildout.draws import KeptDraws
    from gigawatt.buildout.outcome import Outcome
    from gigawatt.paths import SupplySeries

DRAWS = 1000
YEARS = 3
MOST_BLOCKS = 40
MOST_PROGRAMMES = 12
SEEN_W = 1e6
"""a region whose gap, or a constraint whose relief, stays below this is not listed; less is shown as nil"""


class _Sections:
    """Builds the rows from one base run and one run per constraint."""

    def __init__(self, run: Run, scenario: Scenario) -> None:
        self._run, self._scenario = run, scenario
        self._results = Results(run.atlas, run.plans, run.outcome, run.trace)
        first = month_index(run.outcome.months[0], f"{run.outcome.months[0][:4]}-12")
        self._ends = [first + 12 * k for k in range(YEARS) if first + 12 * k < scenario.horizon_months]
        self._pools: list[SupplySeries] | None = None
        self._samplers: dict[bool, KeptDraws] = {}
        self.years = tuple(int(run.outcome.months[i][:4]) for i in self._ends)

    def simulate(self, lifted: tuple[str, ...] = ()) -> "Outcome":
        """The first futures over the years shown, with constraints lifted."""
        from dataclasses import replace

        from gigawatt.buildout.draws import KeptDraws
        from gigawatt.buildout.durations import Durations
        from gigawatt.buildout.simulate import simulate

        options = replace(
            self._run.outcome.options, months=self._ends[-1] + 1, draws=min(DRAWS, self._scenario.draws),
            keep_draws=0, exact=True, relieve=lifted, groups=("programme", "region"),
        )  # fmt: skip
        blocks, building = self._run.plans.blocks, "construction" in lifted
        if building not in self._samplers:
            self._samplers[building] = KeptDraws(blocks, Durations(overrides=options.durations), options)
        return simulate(blocks, self._supply(), options, sampler=self._samplers[building])

    def _supply(self) -> "list[SupplySeries]":
        """The pools of those futures, drawn once."""
        from gigawatt.buildout.supply import default_supply

        if self._pools is None:
            self._pools = default_supply(
                self._run.plans.blocks, self._scenario.as_of, self._ends[-1] + 1, min(DRAWS, self._scenario.draws),
                self._scenario.seed, self._run.atlas.parameters,
            )  # fmt: skip
        return self._pools

    def relief(self, base: "Outcome", lifted: "dict[str, Outcome]") -> tuple[ReliefRow, ...]:
        """Largest gain at the last year first."""
        group = f"programme:{FLEET}"
        rows = []
        how = "mean over draws of the run with it lifted less the run as it is"
        for kind, outcome in lifted.items():
            gain = outcome.mean(group) - base.mean(group)
            numbers = []
            for year, i in zip(self.years, self._ends, strict=True):
                name, says = f"fleet.relief_w.{kind}.{year}", f"fleet: gain with {kind} lifted, end of {year}"
                numbers.append(Number(self._figure(name, says, how, value=float(gain[i])), float(gain[i])))
            rows.append(ReliefRow(kind, tuple(numbers)))
        seen = [row for row in rows if max(gain.value or 0.0 for gain in row.gains_w) >= SEEN_W]
        return tuple(sorted(seen, key=lambda row: -(row.gains_w[-1].value or 0.0)))

    def gaps(self, base: "Outcome", free: "Outcome") -> tuple[GapRow, ...]:
        """All regions together first, then the largest."""
        import numpy as np

        from gigawatt.buildout.gap import ALL, gap_between

        found = {name: np.where(gap < SEEN_W, 0.0, gap) for name, gap in gap_between(base, free).items()}
        last = self._ends[-1]
        order = sorted((r for r in found if r not in (ALL, "")), key=lambda r: -float(found[r][:, last].sum()))
        shown = [ALL, *(r for r in order if found[r][2, last] >= SEEN_W)]
        return tuple(
            GapRow(region, self._region(region), tuple(
                self._band(f"region.{region}.gap_w.{year}", found[region][:, i],
                           f"{region}: built and waiting for power, end of {year}",
                           "run with power lifted less the run as it is, draw by draw, at least 0")
                for year, i in zip(self.years, self._ends, strict=True)))
            for region in shown if region in found
        )  # fmt: skip

    def _region(self, region: str) -> Text:
        known = self._run.atlas.catalogue.regions.get(region)
        return Text("All regions", "全部区域") if known is None else Text(known.name, known.name_zh)

    def published(self) -> tuple[PublishedGap, ...]:
        """Published gaps recomputed, with the parameters under them."""
        from gigawatt.buildout.gap import GAP_PREFIX, published_gaps

        book = self._run.atlas.parameters
        rows = []
        for case, parts in published_gaps(self._scenario.seed, book).items():
            below = [f"parameter:{p.key}" for p in book if p.key.startswith(f"{GAP_PREFIX}{case}.")]
            bands = {
                name: self._band(f"gap.{case}.{name}_w", values, f"{case}: gap {name} quick supply",
                                 "demand less supplies, never below 0", inputs=below)
                for name, values in parts.items()
            }  # fmt: skip
            rows.append(PublishedGap(case, bands["before"], bands.get("after")))
        return tuple(rows)

    def compute(self, base: "Outcome") -> tuple[ComputeRow, ...]:
        """The fleet, then the programmes with most compute at the last year."""
        from gigawatt.buildout.compute import carried, keys

        book = self._run.atlas.parameters
        below = [f"parameter:{key}" for key in keys(book)]
        rows = []
        for programme in (None, *self._run.atlas.programmes):
            if not self._results.members(programme):
                continue
            name = programme or "fleet"
            bands = {
                metric: tuple(
                    self._band(f"{name}.{metric}.{year}", _quantiles(drawn[:, k]), f"{name}: {metric}, end of {year}",
                               "power added per year over watts per unit of that year", unit=_UNITS[metric],
                               inputs=[*self._results.inputs(programme), *below])
                    for k, year in enumerate(self.years))
                for metric, drawn in carried(base, f"programme:{programme or FLEET}", book).items()
            }  # fmt: skip
            known = self._run.atlas.programmes[programme] if programme else None
            shown = Text(known.name, known.name_zh) if known else Text("All programmes", "全部计划")
            rows.append(ComputeRow(name, shown, **bands))
        fleet, rest = rows[:1], sorted(rows[1:], key=lambda row: -(row.h100e_count[-1].p50 or 0.0))
        return (*fleet, *(row for row in rest[:MOST_PROGRAMMES] if row.h100e_count[-1].p90))

    def blocks(self) -> tuple[BlockRow, ...]:
        """Blocks with a site that are still to come, largest first."""
        outcome = self._run.outcome
        campuses = self._run.atlas.campuses
        waiting = [
            p for p in self._run.plans.blocks
            if p.stage not in ("operational", "cancelled") and not p.operational_on and p.campus in campuses
        ]  # fmt: skip
        rows = []
        for plan in sorted(waiting, key=lambda p: -p.facility_power_w)[:MOST_BLOCKS]:
            campus = campuses[plan.campus]
            node = self._results.block_node(plan)
            dates = outcome.block_dates(plan.id)
            date = self._figure(f"block.{plan.id}.date", f"{plan.id}: all of its power on", "P10, P50, P90 over draws",
                                unit="month", band=dates, inputs=[SIMULATION, node])  # fmt: skip
            power = self._figure(f"block.{plan.id}.planned_w", f"{plan.id}: planned", "as planned",
                                 value=plan.facility_power_w, inputs=[node])  # fmt: skip
            rows.append(
                BlockRow(plan.id, Text(campus.name, campus.name_zh), Number(power, plan.facility_power_w), plan.target,
                         DateBand(date, *dates), self._on_time(plan.id, plan.target, node))
            )  # fmt: skip
        return tuple(rows)

    def _on_time(self, block: str, target: str | None, node: str) -> Number | None:
        if target is None or day_bounds(target)[1] <= self._scenario.as_of:
            return None
        chance = self._run.outcome.block_probability(block, day_bounds(target)[1])
        if chance is None:
            return None
        figure = self._figure(f"block.{block}.on_time", f"{block}: on by its announced month", "share of draws",
                              unit="fraction", value=chance, inputs=[SIMULATION, node])  # fmt: skip
        return Number(figure, chance)

    def _figure(
        self, name: str, label: str, formula: str, *, unit: str = "W", value: float | None = None,
        band: tuple[str | None, ...] | tuple[float, ...] | None = None, inputs: list[str] | None = None,
    ) -> str:  # fmt: skip
        below = self._results.inputs(None) if inputs is None else inputs
        return self._run.trace.figure(name, value, unit, below, formula=formula, label=label, band=band)

    def _band(
        self, name: str, values: "np.ndarray | list[float]", label: str, formula: str, unit: str = "W",
        inputs: list[str] | None = None,
    ) -> Band:  # fmt: skip
        low, mid, high = (float(v) for v in values)
        figure = self._figure(name, label, formula, unit=unit, band=(low, mid, high), inputs=inputs)
        return Band(figure, low, mid, high)


_UNITS = {"h100e_count": "count", "chips_count": "count", "performance_flops": "FLOP/s"}


def _quantiles(values: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.quantile(values, (0.1, 0.5, 0.9))


def limits_of(run: Run, scenario: Scenario) -> Limits | None:
    """The section of a run; None when the horizon ends before the first December."""
    from gigawatt.buildout.sensitivity import constraints

    sections = _Sections(run, scenario)
    if not sections.years:
        return None
    base = sections.simulate()
    lifted = {kind: sections.simulate((kind,)) for kind in constraints(run.plans.blocks)}
    return Limits(
        years=sections.years,
        draws=base.options.draws,
        relief=sections.relief(base, lifted),
        gaps=sections.gaps(base, lifted["power"]) if "power" in lifted else (),
        published=sections.published(),
        compute=sections.compute(base),
        blocks=sections.blocks(),
    )
