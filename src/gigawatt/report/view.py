"""What a report shows, as plain frozen data: filled by `assess`, drawn by this room, stored as JSON.

Nothing here knows a model. Every shown number carries the id of its figure (`figure:...`), so that
`gigawatt why ID` walks it back. Units: [W], [USD] (nominal), fractions 0..1, ISO days (`YYYY-MM-DD`), months
(`YYYY-MM`). None means unknown; a date quantile of None means "not within the horizon". IT, facility and grid power
are never mixed: each promise, curve and site says its `basis`. Money layers (announced, committed, signed, drawn)
are never added to each other.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from gigawatt.report.limits import Limits
from gigawatt.report.shown import Band, DateBand, Number, Text
from gigawatt.trace import plain

MoneySide = Literal["spend", "raised", "contract"]
Layer = Literal["announced", "committed", "signed", "drawn", "needed"]
"""`needed` is modelled (what the promise costs), the other four are what parties have said or done"""
Constraint = Literal["power", "chips", "construction", "capital"]
Basis = Literal["it", "critical", "facility", "grid", "generation", "contracted", "unknown"]


@dataclass(frozen=True, slots=True)
class YearRow:
    """Switched on at the end of a year [W]: what was promised by then, what is probable."""

    year: int
    promised_w: Number | None
    probable_w: Band


@dataclass(frozen=True, slots=True)
class Curve:
    """Month by month [W]: probable P10/P50/P90 and the promised step curve (what has fallen due by each month)."""

    figure: str
    months: tuple[str, ...]
    p10_w: tuple[float, ...]
    p50_w: tuple[float, ...]
    p90_w: tuple[float, ...]
    promised_w: tuple[float, ...] = ()
    """empty when nothing with MW and a date was promised"""
    promised_figure: str | None = None
    basis: Basis = "facility"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact stands: number shown in the text, page, and the sentence only when the page itself was given."""

    n: int
    publisher: str
    title: str
    day: str | None = None
    url: str = ""
    doc: str | None = None
    """path or sha256 of the document, when one was read"""
    start: int | None = None
    end: int | None = None
    sentence: str | None = None
    speaker: str | None = None
    licence: str = ""
    claim: str | None = None
    """`claim:` or `fact:` id for `gigawatt why`"""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise: what, by when, and what the simulation makes of it."""

    figure: str
    what: Text
    status: str
    promised_w: Number | None = None
    basis: Basis = "unknown"
    by: str | None = None
    """day promised; None: no day was said"""
    probability: Number | None = None
    """chance of being kept by that day; None: cannot be simulated (no MW or no day)"""
    date: DateBand | None = None
    """when the promised MW are really reached"""
    why_not: Text | None = None
    """why there is no probability or date"""
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """Share of draws in which this constraint is what holds the programme back (shares need not sum to one)."""

    figure: str
    constraint: Constraint
    share_fraction: float | None


@dataclass(frozen=True, slots=True)
class LayerAmount:
    """Money of one layer [USD, nominal]: low and high of what was said; None on an open side."""

    figure: str
    layer: Layer
    low_usd: float | None
    high_usd: float | None
    citations: tuple[int, ...] = ()
    note: Text | None = None
    side: MoneySide = "spend"
    """what will be spent, what is raised, what customers will pay: views of one building, never added"""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme in the table, with its curve and everything that opens under it."""

    id: str
    name: Text
    lead: str
    state: str
    summary: Text | None = None
    worked_out: bool = True
    partners: tuple[str, ...] = ()
    promised_w: Number | None = None
    """sum of stated MW promises on one basis; never derived"""
    promised_basis: Basis = "unknown"
    promised_by: str | None = None
    derived_w: Band | None = None
    """MW derived from money by a $/MW distribution; marked derived, never shown as promised"""
    now_w: Number | None = None
    years: tuple[YearRow, ...] = ()
    promises: tuple[PromiseRow, ...] = ()
    binding: tuple[Binding, ...] = ()
    money_needed_usd: Band | None = None
    money: tuple[LayerAmount, ...] = ()
    double_count: Text | None = None
    citations: tuple[int, ...] = ()
    newest_fact_on: str | None = None
    age_days: int | None = None
    stale: bool = False
    curve: Curve | None = None
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A dot on the map: what runs now and what is planned [W], on one basis."""

    id: str
    name: Text
    lat: float
    lon: float
    country: str
    region: str
    stage: str
    now_w: Number | None = None
    planned_w: Number | None = None
    basis: Basis = "facility"
    programmes: tuple[str, ...] = ()
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    """Money from a source to a sink in one layer [USD]; `needed` flows lead from a programme to a use."""

    figure: str
    source: Text
    sink: Text
    layer: Layer
    low_usd: float | None
    high_usd: float | None
    kind: str = ""
    """equity, debt, customer, tax_credit, unfunded; or chips, buildings, power, land, interest, cooling, network"""
    source_column: int = 0
    """0 where the money comes from, 1 programme, 2 use"""
    sink_column: int = 1
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction, as claimed."""

    claim: str
    speaker: str | None
    low: float | str | None
    high: float | str | None
    unit: str
    approx: bool = False
    day: str | None = None
    quote: str | None = None
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that cannot both hold, or that look so: kind, both sides, the computed reason, what would settle it."""

    id: str
    kind: str
    severity: str
    subject: str
    metric: str
    sides: tuple[Side, ...]
    reason: Text
    settles: Text | None = None
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that moved since a day, and the claims that moved it (`--since`)."""

    figure: str
    label: Text
    unit: str
    before: float | str | None
    after: float | str | None
    claims: tuple[str, ...] = ()
    citations: tuple[int, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """The user's own number beside ours, and what it moves."""

    key: str
    label: Text
    unit: str
    ours: float | str | None
    theirs: float | str | None
    note: str = ""
    effects: tuple[Change, ...] = ()
    """before: with our number; after: with theirs"""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A parameter leaned on: value with interval in `unit`, where it is from, how many figures lean on it."""

    key: str
    name: Text
    unit: str
    p10: float | None
    p50: float | None
    p90: float | None
    source: str
    reason: str = ""
    spread: str = ""
    """stated, seen range, none given, assumption"""
    assumed: bool = False
    """true when no source stands behind it, only our stated reason"""
    figures: int = 0
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that was read for this report."""

    path: str
    publisher: str | None
    day: str | None
    language: str
    claims: int
    items: int = 1
    dropped: int = 0
    """stretches left out as spam, chrome or hidden text"""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """What is embedded or carried, from whom, under which licence, with its text when the licence asks for it."""

    what: str
    holder: str
    licence: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A past forecast that came out wrong, kept in sight."""

    what: Text
    forecast: str
    actual: str
    day: str


@dataclass(frozen=True, slots=True)
class Record:
    """How past forecasts did. n = 0: none has fallen due yet, and the report says so."""

    n: int = 0
    skill_against: Text | None = None
    """the baseline of `skill_fraction`"""
    skill_fraction: Number | None = None
    """1 - CRPS / CRPS of the baseline"""
    coverage_fraction: Number | None = None
    """share of outcomes inside the P10-P90 interval; 0.8 is right"""
    kind: Literal["live", "backtest"] = "live"
    from_day: str | None = None
    to_day: str | None = None
    first_due: str | None = None
    """when the first live forecast can be judged"""
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer: fleet MW promised against probable, and what holds it back."""

    promised_w: Number
    """all stated promises that fall due within the horizon, each block counted once"""
    promised_by: str
    """the day by which, ISO day, month or year"""
    probable_w: Band
    """switched on by that same day"""
    now_w: Number
    years: tuple[YearRow, ...]
    basis: Basis = "facility"
    definition: Text = field(
        default_factory=lambda: Text(
            "Switched on: facility MW energised with the IT equipment installed and running. Public evidence is mostly "
            "imagery and statements, so even “actual” carries an error.",
            "“已投运”指设施功率已通电，且 IT 设备已安装并运行。公开证据多为影像和声明，因此连“实际值”也带有误差。",
        )
    )
    double_count_w: tuple[Number, Number] | None = None
    """possible double count in the fleet total: low, high"""
    binding: tuple[Binding, ...] = ()
    money_needed_usd: Band | None = None
    money: tuple[LayerAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class RunNote:
    """What is needed to repeat the run."""

    as_of: str
    seed: int
    draws: int
    horizon_months: int
    scenario_hash: str
    version: str
    since: str | None = None
    command: str = ""
    newest_fact_on: str | None = None
    stale_after_days: int | None = None
    sample: bool = False
    """true: made-up numbers, and the report says so on every page"""


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything one report shows."""

    run: RunNote
    headline: Headline
    fleet: Curve
    programmes: tuple[ProgrammeRow, ...]
    record: Record = field(default_factory=Record)
    sites: tuple[Site, ...] = ()
    flows: tuple[MoneyFlow, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    changes: tuple[Change, ...] = ()
    overrides: tuple[Override, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    citations: tuple[Citation, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    licences: tuple[Licence, ...] = ()
    notes: tuple[Text, ...] = ()
    """what the reader should know about this run: fallbacks, missing parts, warnings"""
    limits: Limits | None = None
    """what holds the build-out back; None when nothing could be lifted"""

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries, lists and scalars, ready for `json.dumps(..., allow_nan=False)`."""
        return plain(self)


def view_from_dict(data: dict[str, Any]) -> ReportView:
    """The view stored by `as_dict` (after JSON, too); pydantic.ValidationError when it is not one."""
    from pydantic import TypeAdapter

    return TypeAdapter(ReportView).validate_python(data)
