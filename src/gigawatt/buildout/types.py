"""What the simulation is given: blocks as planned, what each must draw on, and the options of a run."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from gigawatt.errors import InputError

Rule = Literal["pro_rata", "first_come", "prepaid_first", "weighted"]
RULES: tuple[Rule, ...] = ("pro_rata", "first_come", "prepaid_first", "weighted")
Binding = Literal["on_time", "construction", "power", "chips", "capital", "cancelled"]
BINDINGS: tuple[Binding, ...] = ("on_time", "construction", "power", "chips", "capital", "cancelled")
LABEL_OF_RESOURCE: dict[str, Binding] = {
    "power": "power",
    "turbines": "power",
    "transformers": "power",
    "switchgear": "power",
    "labour": "construction",
    "capital": "capital",
    "memory": "chips",
    "chips": "chips",
}
"""kind of supply -> what is said to bind when a block waits for it"""
RESOURCES: tuple[str, ...] = tuple(LABEL_OF_RESOURCE)
"""kinds of supply in the order in which a finished block must get them; a block names at most one pool per kind"""
GROUP_KINDS = ("fleet", "programme", "campus", "owner", "region")
METRICS = {"facility_power_w": "W", "chips_count": "count", "h100e_count": "count", "performance_flops": "FLOP/s"}
"""what a path can hold, and its unit"""


@dataclass(frozen=True, slots=True)
class Need:
    """A claim on a shared supply: the pool's key and how much of the pool's unit each facility watt takes."""

    pool: str
    per_w: float = 1.0
    kind: str = "power"


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """The smallest thing that is energised at once, as the simulation sees it. Power is facility power.

    programmes: (programme id, share counted for it). stage: one of atlas.types.STAGES or `cancelled`. Days are ISO
    (YYYY, YYYY-MM or YYYY-MM-DD). weight: for the rule `weighted`; prepaid: for `prepaid_first`.
    chips_per_w, h100e_per_w, flops_per_w: what a facility watt carries, None when unknown.
    """

    id: str
    campus: str
    facility_power_w: float
    facility_power_low_w: float | None = None
    facility_power_high_w: float | None = None
    stage: str = "announced"
    stage_on: str | None = None
    started_on: str | None = None
    target: str | None = None
    operational_on: str | None = None
    region: str = ""
    owner: str = ""
    supplier: str = ""
    chip: str = ""
    power_sources: tuple[str, ...] = ()
    programmes: tuple[tuple[str, float], ...] = ()
    needs: tuple[Need, ...] = ()
    chips_per_w: float | None = None
    h100e_per_w: float | None = None
    flops_per_w: float | None = None
    weight: float = 1.0
    prepaid: bool = False
    inputs: tuple[str, ...] = ()
    """ids of the facts under the plan, for the trace"""

    @property
    def is_on(self) -> bool:
        """Whether the block is energised already, so that it asks for nothing."""
        return self.stage == "operational" or bool(self.operational_on)


@dataclass(frozen=True, slots=True)
class PromiseAsked:
    """A promise to be judged: is the group's `facility_power_w` (or other metric) at least `amount` in `month`?"""

    id: str
    group: str
    amount: float
    month: str | None = None
    metric: str = "facility_power_w"


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: as-of day (months are counted from its month), horizon, draws, seed, rule, what to keep.

    keep_draws: block paths are kept for that many first draws only. exact: keep all draws of the group paths (and
    take quantiles from them); False takes quantiles from counts in bounded memory. None: by size.
    """

    as_of: str
    months: int = 120
    draws: int = 10_000
    seed: int = 1
    rule: Rule = "pro_rata"
    threads: int = 1
    keep_draws: int = 200
    exact: bool | None = None
    metrics: tuple[str, ...] = ("facility_power_w",)
    promises: tuple[PromiseAsked, ...] = ()
    chunk_draws: int | None = None
    relieve: tuple[str, ...] = ()
    """kinds of supply or whole labels (`power` lifts turbines, transformers and switchgear too) taken as unlimited;
    `construction` also means: built by the target day"""
    groups: tuple[str, ...] = ("fleet", "programme")
    """kinds of groups whose paths are kept: fleet, programme, campus, owner, region"""
    carry: Mapping[str, float] = field(default_factory=dict)
    """share of a month's unused supply that is still there next month, by kind; 1 when not named"""
    durations: Mapping[str, float] = field(default_factory=dict)
    """overrides of duration parameters by key, in their base unit (see durations.py)"""

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise InputError("allocation-rule", got=self.rule, expected=", ".join(RULES))
        if self.draws < 1 or self.months < 1:
            raise InputError("options", got=f"draws {self.draws}, months {self.months}", expected="at least 1 of each")
        for kind in self.groups:
            if kind not in GROUP_KINDS:
                raise InputError("group-kind", got=kind, expected=", ".join(GROUP_KINDS))
        for metric in self.metrics:
            if metric not in METRICS:
                raise InputError("metric", got=metric, expected=", ".join(METRICS))
        known = {*RESOURCES, "construction"}
        for kind in self.relieve:
            if kind not in known:
                raise InputError("relieve", got=kind, expected=", ".join(sorted(known)))


def scenario_hash(blocks: Sequence[BlockPlan], supply_keys: Sequence[str], options: Options) -> str:
    """Hash of everything that the result depends on except machine settings (threads, chunks)."""
    plain = asdict(options)
    for name in ("threads", "chunk_draws", "exact", "keep_draws"):
        plain.pop(name)
    text = json.dumps([[repr(b) for b in blocks], list(supply_keys), plain], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
