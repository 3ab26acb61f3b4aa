"""What the atlas holds. Files of the catalogue are read into these types; model rooms read nothing else.

Money stands in four layers that are never mixed: announced (said), committed (firm public pledge), signed (contract
exists), drawn (spent). Power stands with its basis: it, facility, grid, generation or contracted.
"""

from typing import Literal

from pydantic import Field, model_validator

from gigawatt.schema import Strict, day_bounds, is_day

Layer = Literal["announced", "committed", "signed", "drawn"]
PowerBasis = Literal["it", "critical", "facility", "grid", "generation", "contracted", "unknown"]
Stage = Literal[
    "announced",  # said, no physical sign
    "permitted",  # land and main permits held, no work seen
    "land_clearing",
    "foundations",
    "shell",
    "roof",
    "equipment",  # cooling, generators, transformers going in
    "commissioning",
    "operational",
    "cancelled",
]
STAGES: tuple[Stage, ...] = (
    "announced", "permitted", "land_clearing", "foundations", "shell", "roof", "equipment", "commissioning",
    "operational",
)  # fmt: skip


class Sourced(Strict):
    """Base of every fact: where it is said, since when it was public, and who says it."""

    source: str
    """id in sources.toml, or `assumption`"""
    known_on: str | None = None
    """day (YYYY, YYYY-MM or YYYY-MM-DD) the fact was public; without it a backtest does not see it"""
    speaker: str | None = None
    doc_sha256: str | None = None
    """hash of the page the fact was read from, when it was one of the sample pages"""
    start: int | None = None
    end: int | None = None
    """code-point offsets of the quantity in that page"""
    note: str = ""

    @model_validator(mode="after")
    def _known_on_is_a_day(self) -> "Sourced":
        if self.known_on is not None and not is_day(self.known_on):
            raise ValueError("known_on must be YYYY, YYYY-MM or YYYY-MM-DD")
        return self


class Ranged(Sourced):
    """A fact with a value: low and high in `unit`, equal when single, absent on an open side."""

    low: float | None = None
    high: float | None = None
    unit: str
    approx: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> "Ranged":
        if self.low is None and self.high is None:
            raise ValueError("at least one of low and high must be given")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low <= high does not hold")
        return self


class Amount(Ranged):
    """Money: in one layer, between parties, over a period; `part_of` and `overlaps` keep sums honest."""

    id: str
    what: Literal[
        "capital_commitment", "capex", "equity_contribution", "debt", "financing_raised", "contract_value",
        "backlog_rpo", "cost",
    ]  # fmt: skip
    layer: Layer
    payer: str | None = None
    payee: str | None = None
    per: Literal["year", "quarter"] | None = None
    period: str | None = None
    includes: tuple[str, ...] = Field(default=(), strict=False)
    """what else the amount covers: `jobs`, `running_cost`, `chips`, `buildings`; the first two forbid derived MW"""
    part_of: str | None = None
    overlaps: tuple[str, ...] = Field(default=(), strict=False)


class Promise(Ranged):
    """Something promised by a day: power, chips, sites or money, with the state of the promise."""

    id: str
    metric: Literal["power_capacity", "chip_count", "site_count", "capital_commitment", "jobs", "floor_area"]
    power_basis: PowerBasis = "unknown"
    by: str | None = None
    """day by which it is promised; absent when no day was said"""
    status: str = "announced"


class Measure(Ranged):
    """A further figure: a price, share, count or rate that is neither money of a layer nor a promise."""

    metric: str
    subject: str = ""
    period: str | None = None
    status: str = "actual"


class ChipFit(Sourced):
    """Which accelerators a block holds or is to hold."""

    chip: str
    count: float | None = None


class BlockState(Sourced):
    """How a block stood in an earlier source: stage and days as they were told on `known_on`; MW are not re-told."""

    stage: Stage
    stage_on: str | None = None
    target: str | None = None
    operational_on: str | None = None


class Block(Sourced):
    """The smallest thing that is energised at once: counted exactly once, wherever it is shown."""

    id: str
    name: str = ""
    power_mw: float = Field(ge=0, strict=False)
    """planned or actual power of the block, MW"""
    power_low_mw: float | None = Field(default=None, ge=0, strict=False)
    power_high_mw: float | None = Field(default=None, ge=0, strict=False)
    power_basis: PowerBasis = "facility"
    derived: bool = False
    """true when the MW are not stated but derived (rule in `note`); never shown as promised"""
    stage: Stage = "announced"
    stage_on: str | None = None
    """day on which the stage was seen"""
    started_on: str | None = None
    """day of the first physical sign"""
    target: str | None = None
    """day announced or planned for switching on"""
    target_from: Literal["owner", "tracker"] = "owner"
    """who named the target: owner, developer or tenant, or a tracker that estimated it (then it is no promise)"""
    operational_on: str | None = None
    chips: tuple[ChipFit, ...] = Field(default=(), strict=False)
    power_sources: tuple[str, ...] = Field(default=(), strict=False)
    """kinds of supply: grid, gas_turbine, gas_engine, fuel_cell, solar, wind, battery, nuclear, hydro, unknown"""
    may_be_same_as: tuple[str, ...] = Field(default=(), strict=False)
    """ids of blocks that may be this same capacity under another name: the range of a fleet total rests on them"""
    earlier: tuple[BlockState, ...] = Field(default=(), strict=False)
    """how the block stood before the newest source, oldest first: what a look into the past sees"""

    def on_day(self, day: str) -> "Block":
        """The block as told on a day: with the latest earlier state known by then when its own was not yet known."""
        if self.known_on is None or day_bounds(self.known_on)[1] <= day:
            return self.model_copy(update={"earlier": ()}) if self.earlier else self
        told = [s for s in self.earlier if s.known_on is not None and day_bounds(s.known_on)[1] <= day]
        if not told:
            return self.model_copy(update={"earlier": ()}) if self.earlier else self
        state = max(told, key=lambda s: day_bounds(s.known_on or "")[1])
        return self.model_copy(
            update={
                "stage": state.stage,
                "stage_on": state.stage_on,
                "target": state.target,
                "operational_on": state.operational_on,
                "source": state.source,
                "known_on": state.known_on,
                "chips": tuple(fit.model_copy(update={"known_on": state.known_on}) for fit in self.chips),
                "note": state.note,
                "earlier": (),
            }
        )


class Campus(Sourced):
    """A place with blocks."""

    id: str
    name: str
    name_zh: str | None = None
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    owner: str | None = None
    developer: str | None = None
    tenants: tuple[str, ...] = Field(default=(), strict=False)
    place: str = ""
    country: str
    region: str
    """id of the grid region in catalogue/regions: the grid operator, with whose other sites it shares connections"""
    zone: str | None = None
    """id of the smaller region inside it that has its own price and waits: a state or a utility's area"""
    lat: float | None = None
    lon: float | None = None
    state: str = "announced"
    power: str = ""
    blocks: tuple[Block, ...] = Field(default=(), strict=False)
    amounts: tuple[Amount, ...] = Field(default=(), strict=False)
    promises: tuple[Promise, ...] = Field(default=(), strict=False)
    measures: tuple[Measure, ...] = Field(default=(), strict=False)


class Share(Sourced):
    """A programme's view on a campus or block: which part is counted for it, and in what sense."""

    campus: str
    block: str | None = None
    """absent: all blocks of the campus"""
    share: float = Field(default=1.0, ge=0, le=1, strict=False)
    role: Literal["venture", "brand", "campus", "tenant", "owner"] = "campus"


class Partner(Sourced):
    """A party of a programme or deal, with its stake when known."""

    entity: str
    role: str
    share_low: float | None = Field(default=None, ge=0, le=1, strict=False)
    share_high: float | None = Field(default=None, ge=0, le=1, strict=False)


class Programme(Sourced):
    """A pledge or plan: a view on blocks with shares, its partners, promises and money."""

    id: str
    name: str
    name_zh: str | None = None
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    kind: tuple[Literal["venture", "brand", "campuses", "pledge", "fleet", "leasing", "contract", "concept"], ...] = (
        Field(default=(), strict=False)
    )
    worked_out: bool = False
    """true when partners, money, promises and shares are all filled in; false: present with what is known"""
    lead: str
    state: str
    announced_on: str | None = None
    summary: str = ""
    summary_zh: str = ""
    partners: tuple[Partner, ...] = Field(default=(), strict=False)
    promises: tuple[Promise, ...] = Field(default=(), strict=False)
    amounts: tuple[Amount, ...] = Field(default=(), strict=False)
    shares: tuple[Share, ...] = Field(default=(), strict=False)
    measures: tuple[Measure, ...] = Field(default=(), strict=False)


class Deal(Sourced):
    """A contract, loan, lease, purchase or memorandum between parties."""

    id: str
    name: str
    name_zh: str | None = None
    kind: Literal[
        "compute_contract", "chip_supply", "memory_supply", "lease", "equity", "loan", "acquisition", "power_supply",
        "joint_venture", "mou", "equipment_supply", "other",
    ]  # fmt: skip
    parties: tuple[str, ...] = Field(strict=False)
    state: str
    signed_on: str | None = None
    amounts: tuple[Amount, ...] = Field(default=(), strict=False)
    promises: tuple[Promise, ...] = Field(default=(), strict=False)
    measures: tuple[Measure, ...] = Field(default=(), strict=False)


class Policy(Sourced):
    """A rule, credit, ban, survey or forecast that moves the build-out."""

    id: str
    name: str
    name_zh: str | None = None
    kind: Literal["tax_credit", "export_control", "permitting", "support", "tariff", "forecast", "framework", "survey"]
    by: str
    region: str
    state: str
    effective_on: str | None = None
    values: tuple[Measure, ...] = Field(default=(), strict=False)


class Entity(Sourced):
    """A name in the gazetteer: canonical English name, other spellings in both scripts, kind, country, tickers."""

    id: str
    name: str
    kind: Literal["company", "person", "programme", "agency", "utility", "place", "fund", "product", "media", "market"]
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    zh: tuple[str, ...] = Field(default=(), strict=False)
    """Simplified Chinese names that are attested"""
    zh_hant: tuple[str, ...] = Field(default=(), strict=False)
    """Traditional names that are attested; further ones are derived by the character map and marked so"""
    tickers: tuple[str, ...] = Field(default=(), strict=False)
    country: str | None = None
    sector: str | None = None
    parent: str | None = None


class SourceNote(Strict):
    """Where facts come from: a page, table or filing."""

    id: str
    title: str
    publisher: str
    url: str = ""
    day: str | None = None
    licence: str = ""
    kind: Literal["page", "table", "filing", "paper", "statement", "transcript", "dataset"] = "page"
    note: str = ""


class Chip(Sourced):
    """An accelerator: power and dense throughput per chip, packaging, price range."""

    id: str
    name: str
    vendor: str
    tdp_w: float = Field(gt=0, strict=False)
    dense_bf16_flops: float | None = Field(default=None, strict=False)
    dense_fp8_ops: float | None = Field(default=None, strict=False)
    h100_equivalents: float | None = Field(default=None, strict=False)
    memory_gb: float | None = Field(default=None, strict=False)
    memory_kind: str | None = None
    chips_per_rack: float | None = Field(default=None, strict=False)
    rack_power_kw: float | None = Field(default=None, strict=False)
    chips_per_pod: float | None = Field(default=None, strict=False)
    price_parameter: str | None = None
    """key of the parameter with the price per chip, when one is known"""
    available_on: str | None = None


class ClimateRange(Sourced):
    """A cooling figure seen in one kind of climate: low and high of what was seen, mid when one is given."""

    climate: Literal["any", "cold", "temperate", "hot_dry", "hot_humid"]
    low: float = Field(ge=0, strict=False)
    mid: float | None = Field(default=None, ge=0, strict=False)
    high: float = Field(ge=0, strict=False)
    basis: Literal["annual", "peak", "design"] = "annual"
    """annual mean, peak (design-day ratio of facility to IT power) or design value"""

    @model_validator(mode="after")
    def _ordered(self) -> "ClimateRange":
        if not self.low <= (self.low if self.mid is None else self.mid) <= self.high:
            raise ValueError("low <= mid <= high does not hold")
        return self


class CoolingPlant(Sourced):
    """A way of cooling: PUE and water use by climate, approach temperature, share of heat that liquid takes."""

    id: str
    name: str
    name_zh: str | None = None
    chip_side: Literal["air", "direct_to_chip", "immersion", "mixed"]
    rejection: Literal[
        "outside_air", "dry_cooler", "cooling_tower", "air_cooled_chiller", "water_cooled_chiller", "sea_water", "mixed"
    ]
    pue: tuple[ClimateRange, ...] = Field(strict=False)
    wue_l_per_kwh: tuple[ClimateRange, ...] = Field(default=(), strict=False)
    """litres of water on site per kWh of IT energy"""
    approach_low_k: float | None = Field(default=None, ge=0, strict=False)
    approach_high_k: float | None = Field(default=None, ge=0, strict=False)
    """approach of the heat rejection to the outdoor wet bulb (towers) or dry bulb (dry coolers), kelvin"""
    liquid_share_low: float | None = Field(default=None, ge=0, le=1, strict=False)
    liquid_share_high: float | None = Field(default=None, ge=0, le=1, strict=False)


class LoadFact(Sourced):
    """A forecast, queue length or waiting time of a region's grid, as its source gives it."""

    item: str
    topic: Literal[
        "use", "forecast", "gap", "supply", "peak", "large_load_queue", "contracted", "realisation", "waiting_time",
        "flexible_load", "market",
    ]  # fmt: skip
    year: str
    """year or period that the figure is for, as the source writes it"""
    low: float | None = Field(default=None, strict=False)
    mid: float | None = Field(default=None, strict=False)
    high: float | None = Field(default=None, strict=False)
    unit: str

    @model_validator(mode="after")
    def _some_value(self) -> "LoadFact":
        given = [value for value in (self.low, self.mid, self.high) if value is not None]
        if not given:
            raise ValueError("at least one of low, mid and high must be given")
        if given != sorted(given):
            raise ValueError("low <= mid <= high does not hold")
        return self


class FirmFact(Sourced):
    """A figure of a firm: revenue, cash flow, capital expenditure, debt, leases, backlog, valuation."""

    entity: str
    metric: str
    value: float = Field(strict=False)
    unit: str
    period_end: str | None = None
    """last day (or month, or year) of the period; the day itself for a balance"""
    per: Literal["quarter", "half_year", "six_months", "fiscal_year", "ttm", "year"] | None = None
    derived: bool = False
    """true when the figure is computed from others of the same source (rule in `note`)"""


class Region(Sourced):
    """A grid region: operator, place on the map, industrial price, yearly large-load additions if known."""

    id: str
    name: str
    name_zh: str | None = None
    country: str
    operator: str = ""
    lat: float = Field(strict=False)
    lon: float = Field(strict=False)
    carbon_parameter: str | None = None
    price_parameter: str | None = None
    wet_bulb_summer_c: float | None = Field(default=None, strict=False)
    part_of: str | None = None
    """id of the region that contains this one: a state lies in the grid region of its main operator"""
    load_facts: tuple[LoadFact, ...] = Field(default=(), strict=False)
