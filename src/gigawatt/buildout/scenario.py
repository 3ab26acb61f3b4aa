"""A scenario file: which blocks, which supply, which overrides; everything needed to repeat a run.

TOML keys: name, as_of, months, draws, seed, rule, blocks (`catalogue`, or paths of site lists, or `vintages = DIR`),
relieve, groups, metrics; `[override]` duration and slip parameters by key; `[[pool]]` supply of the user (key, kind,
unit per year, growth, from, until) in place of the default of that key; `[[switch]]` dated factors on a pool such as
export controls; `[[need]]` what blocks of an owner or region must get; `[[promise]]` to be judged.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from gigawatt.buildout.types import GROUP_KINDS, METRICS, RULES, BlockPlan, Need, Options, PromiseAsked
from gigawatt.errors import FaultList, InputError
from gigawatt.paths import SupplySeries, month_index, month_labels
from gigawatt.schema import Strict, is_day, read_model
from gigawatt.units import to_base

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.buildout.supply import ChunkedSupply


class PoolTable(Strict):
    """A supply given by the user: amount per year in `unit`, growing by `growth` a year, between two days."""

    key: str
    unit: str
    per_year: float = Field(ge=0, strict=False)
    low_per_year: float | None = Field(default=None, ge=0, strict=False)
    high_per_year: float | None = Field(default=None, ge=0, strict=False)
    """10 and 90 % points; absent: no spread"""
    growth: float = Field(default=1.0, gt=0, strict=False)
    stock: float = Field(default=0.0, ge=0, strict=False)
    """amount that is there in the first month"""


class SwitchTable(Strict):
    """From a day on (until another) a pool's releases are multiplied: export control, ban, new plant."""

    pool: str
    factor: float = Field(ge=0, strict=False)
    since: str
    until: str | None = None


class NeedTable(Strict):
    """Blocks that match (empty matches all) need this much of a pool per facility watt."""

    pool: str
    kind: Literal["power", "turbines", "transformers", "switchgear", "labour", "capital", "memory", "chips"]
    per_w: float = Field(gt=0, strict=False)
    owner: str = ""
    region: str = ""
    supplier: str = ""
    campus: str = ""


class PromiseTable(Strict):
    """Facility MW that a group promises by a day."""

    id: str
    group: str
    facility_mw: float = Field(gt=0, strict=False)
    by: str


class ScenarioFile(Strict):
    """The scenario as read."""

    name: str = "scenario"
    as_of: str
    months: int = Field(default=120, ge=1, le=360)
    draws: int = Field(default=10_000, ge=10, le=2_000_000)
    seed: int = 1
    rule: Literal["pro_rata", "first_come", "prepaid_first", "weighted"] = "pro_rata"
    sites: tuple[str, ...] = Field(default=(), strict=False)
    """site lists, paths relative to the scenario"""
    vintages: str | None = None
    """folder of dated tracker tables: the newest on or before `as_of` is used"""
    catalogue: bool = False
    """take the blocks of the bundled catalogue"""
    default_supply: bool = True
    relieve: tuple[str, ...] = Field(default=(), strict=False)
    groups: tuple[str, ...] = Field(default=("fleet", "programme", "campus"), strict=False)
    metrics: tuple[str, ...] = Field(default=("facility_power_w",), strict=False)
    override: dict[str, float] = {}
    pool: tuple[PoolTable, ...] = Field(default=(), strict=False)
    switch: tuple[SwitchTable, ...] = Field(default=(), strict=False)
    need: tuple[NeedTable, ...] = Field(default=(), strict=False)
    promise: tuple[PromiseTable, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _coherent(self) -> "ScenarioFile":
        if not is_day(self.as_of) or len(self.as_of) != 10:
            raise ValueError("as_of must be YYYY-MM-DD")
        if not (self.sites or self.vintages or self.catalogue):
            raise ValueError("one of sites, vintages, catalogue = true must say which blocks are simulated")
        if self.catalogue and self.vintages:
            raise ValueError("catalogue and vintages hold the same sites: take one, or they are counted twice")
        if set(self.groups) - set(GROUP_KINDS) or set(self.metrics) - set(METRICS) or self.rule not in RULES:
            raise ValueError(f"groups of {GROUP_KINDS}, metrics of {tuple(METRICS)}")
        for switch in self.switch:
            if not is_day(switch.since) or (switch.until and not is_day(switch.until)):
                raise ValueError("since and until must be days")
        return self

    def options(self, threads: int = 1, draws: int | None = None, seed: int | None = None) -> Options:
        """Options of the run."""
        from gigawatt.buildout.supply import supply_book

        carry = supply_book()["chips.carry"].p50 if self.default_supply else 1.0
        return Options(
            as_of=self.as_of, months=self.months, draws=draws or self.draws, seed=self.seed if seed is None else seed,
            rule=self.rule, threads=threads, groups=tuple(self.groups), metrics=tuple(self.metrics),
            relieve=tuple(self.relieve), durations=dict(self.override),
            carry=dict.fromkeys(("memory", "chips"), carry),
            promises=tuple(PromiseAsked(p.id, p.group, p.facility_mw * 1e6, p.by) for p in self.promise),
        )  # fmt: skip


def read_scenario(path: Path) -> ScenarioFile:
    """The scenario of a TOML file; a FaultList with every fault."""
    return read_model(ScenarioFile, path)


def scenario_blocks(scenario: ScenarioFile, folder: Path, catalogue: list[BlockPlan] | None = None) -> list[BlockPlan]:
    """All blocks of a scenario, with the needs that it adds; `catalogue`: plans of the bundled catalogue, if asked."""
    from dataclasses import replace

    from gigawatt.buildout.sitelist import plans_from_vintage, read_sites

    blocks = list(catalogue or []) if scenario.catalogue else []
    faults: list[InputError] = []
    for name in scenario.sites:
        try:
            blocks += read_sites(folder / name)
        except FaultList as error:
            faults += error.faults
        except InputError as error:
            faults.append(error)
    if scenario.vintages:
        from gigawatt.buildout.epoch import read_vintages
        from gigawatt.buildout.join import join_vintages

        vintages = [v for v in read_vintages(folder / scenario.vintages) if v.day.isoformat() <= scenario.as_of]
        if not vintages:
            faults.append(InputError("no-vintages", where=scenario.vintages, expected=f"one up to {scenario.as_of}"))
        else:
            blocks += plans_from_vintage(vintages[-1], join_vintages(vintages))
    if faults:
        raise FaultList(faults)
    found = []
    for block in blocks:
        needs = {need.kind: need for need in block.needs} if scenario.default_supply else {}
        if block.stage not in ("operational", "cancelled") and not block.operational_on:
            for table in scenario.need:
                if all(getattr(table, k) in ("", getattr(block, k)) for k in ("owner", "region", "supplier", "campus")):
                    needs[table.kind] = Need(table.pool, table.per_w, table.kind)
        found.append(replace(block, needs=tuple(needs.values())))
    return found


def scenario_supply(
    scenario: ScenarioFile, blocks: list[BlockPlan], options: Options, start: int = 0
) -> list[SupplySeries]:
    """The pools that the blocks name: the user's, else the default ones, with the dated switches.

    Draws start..start+options.draws-1 of each stream.
    """
    from gigawatt.buildout.supply import default_supply

    own = {table.key: table for table in scenario.pool}
    named = {need.pool for block in blocks for need in block.needs}
    faults = [
        InputError(
            "pool-unused", where=f"[[pool]] {key}", expected=f"a pool that a block needs: {', '.join(sorted(named))}"
        )
        for key in own
        if key not in named
    ]
    faults += [
        InputError("switch-pool", where=f"[[switch]] {s.pool}", expected=f"one of {', '.join(sorted(named))}")
        for s in scenario.switch
        if s.pool not in named
    ]
    if faults:
        raise FaultList(faults)
    from dataclasses import replace

    rest = [replace(b, needs=tuple(n for n in b.needs if n.pool not in own)) for b in blocks]
    series = default_supply(rest, options.as_of, options.months, options.draws, options.seed, start=start)
    series += [_own_series(table, options, start) for table in own.values()]
    return [_switched(one, scenario, options) for one in series]


def _own_series(table: PoolTable, options: Options, start: int) -> SupplySeries:
    import numpy as np

    from gigawatt.params import Parameter

    factor, base = to_base(table.unit)
    months = np.arange(options.months)
    shape = table.growth ** (months / 12.0) / 12.0
    if table.low_per_year is None and table.high_per_year is None:
        yearly = np.array([table.per_year])
    else:
        low, high = table.low_per_year or table.per_year, table.high_per_year or table.per_year
        if not 0 < low <= table.per_year <= high:
            raise InputError("pool-spread", where=table.key, expected="0 < low_per_year <= per_year <= high_per_year")
        spread = Parameter(
            key=f"pool:{table.key}", name=table.key, unit="count", p10=low, p50=table.per_year, p90=high,
            source="assumption", reason="scenario",
        )  # fmt: skip
        yearly = spread.draw(options.seed, options.draws, start)
    amount = yearly[:, None] * shape * factor
    amount[:, 0] += table.stock * factor
    labels = month_labels(options.as_of[:7], options.months)
    return SupplySeries(table.key, base, labels, amount, (f"fact:scenario:{table.key}",))


def _switched(series: SupplySeries, scenario: ScenarioFile, options: Options) -> SupplySeries:
    from dataclasses import replace

    amount: np.ndarray = series.amount
    inputs = series.inputs
    for switch in scenario.switch:
        if switch.pool == series.key:
            amount = amount.copy()
            start = max(month_index(options.as_of[:7], switch.since), 0)
            stop = options.months if switch.until is None else max(month_index(options.as_of[:7], switch.until), 0)
            amount[:, start:stop] *= switch.factor
            inputs = (*inputs, f"fact:switch:{switch.pool}:{switch.since}")
    return replace(series, amount=amount, inputs=inputs)


CHUNKED_DRAWS = 50_000
"""from so many draws on the supply is drawn chunk by chunk"""


def supply_for(
    scenario: ScenarioFile, blocks: list[BlockPlan], options: Options
) -> "list[SupplySeries] | ChunkedSupply":
    """All series at once, or drawn chunk by chunk when there are many draws; the numbers are the same."""
    from dataclasses import replace

    from gigawatt.buildout.supply import ChunkedSupply

    if options.draws < CHUNKED_DRAWS:
        return scenario_supply(scenario, blocks, options)
    keys = tuple(s.key for s in scenario_supply(scenario, blocks, replace(options, draws=1)))
    return ChunkedSupply(
        keys, lambda start, count: scenario_supply(scenario, blocks, replace(options, draws=count), start)
    )
