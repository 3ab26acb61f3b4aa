"""The report's view of one run: programmes, sites, headline, assumptions; every number with its figure."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gigawatt.assess.money import Money
from gigawatt.assess.plans import Plans
from gigawatt.assess.results import Results
from gigawatt.assess.tracing import TraceBook
from gigawatt.atlas.asof import newest_day
from gigawatt.atlas.build import Atlas
from gigawatt.atlas.counting import fleet
from gigawatt.atlas.derive import derived_power
from gigawatt.atlas.types import Programme
from gigawatt.report.view import (
    Assumption,
    Band,
    Headline,
    MoneyFlow,
    Number,
    ProgrammeRow,
    Site,
    Text,
)

if TYPE_CHECKING:
    from gigawatt.assess.citations import Citations


@dataclass(slots=True)
class Parts:
    """The parts of a view that one simulation decides."""

    headline: Headline
    programmes: tuple[ProgrammeRow, ...]
    sites: tuple[Site, ...]
    flows: tuple[MoneyFlow, ...]
    notes: list[Text] = field(default_factory=list)


class ViewBuilder:
    """Builds the parts of a report from one atlas and one outcome."""

    def __init__(self, atlas: Atlas, plans: Plans, results: Results, money: Money, citations: "Citations") -> None:
        self._atlas, self._plans, self._results = atlas, plans, results
        self._money, self._citations = money, citations

    def parts(self) -> Parts:
        """Headline, programme rows (largest promised first), sites, money flows of the worked-out programmes."""
        rows: list[ProgrammeRow] = []
        flows: dict[str, tuple[MoneyFlow, ...]] = {}
        for programme in self._atlas.programmes.values():
            row, own = self._programme(programme)
            rows.append(row)
            flows[programme.id] = own
        rows.sort(key=_weight, reverse=True)
        shown = tuple(flow for row in rows if row.worked_out and row.money_needed_usd for flow in flows[row.id])
        tracker = self._results.tracker_dated_w() / 1e9
        note = Text(
            f"{tracker:.3g} GW of the promised power is dated by a tracker's estimate, not by its owner's word",
            f"承诺功率中有 {tracker:.3g} GW 的日期是跟踪机构的估计,并非业主所言",
        )
        return Parts(self._headline(), tuple(rows), self._sites(), shown, [note] if tracker else [])

    def _programme(self, programme: Programme) -> tuple[ProgrammeRow, tuple[MoneyFlow, ...]]:
        results, citations = self._results, self._citations
        money = self._money.programme(programme)
        total = results.promised_total(programme)
        newest = newest_day([programme, *self._campuses(programme)])
        age = None
        if newest:
            age = max((dt.date.fromisoformat(self._atlas.day) - dt.date.fromisoformat(newest)).days, 0)
        stale_after = self._atlas.parameters["assess.stale_after"].p50
        now = results.now_w(programme.id)
        members = results.members(programme.id)
        now_number = None
        if members:
            figure = results.trace.figure(
                f"{programme.id}.now_w", now, "W", results.inputs(programme.id)[1:],
                formula="sum of the plans that are operational", label=f"{programme.name}: switched on now",
            )  # fmt: skip
            now_number = Number(figure, now)
        row = ProgrammeRow(
            id=programme.id,
            name=Text(programme.name, programme.name_zh),
            lead=self._atlas.name(programme.lead),
            state=programme.state,
            summary=Text(programme.summary, programme.summary_zh or None) if programme.summary else None,
            worked_out=programme.worked_out,
            partners=tuple(dict.fromkeys(self._atlas.name(partner.entity) for partner in programme.partners)),
            promised_w=total[0] if total else None,
            promised_basis=total[1].power_basis if total else "unknown",
            promised_by=total[1].by if total else None,
            derived_w=self._derived(programme) if total is None and not members else None,
            now_w=now_number,
            years=results.years(programme.id),
            promises=tuple(results.promise(programme, promise, citations) for promise in programme.promises),
            binding=results.binding(programme.id),
            money_needed_usd=money.needed,
            money=money.layers,
            double_count=self._double_count(programme),
            citations=citations.facts([f"fact:programme:{programme.id}"]),
            newest_fact_on=newest or None,
            age_days=age,
            stale=age is not None and age > stale_after,
            curve=results.curve(programme.id),
        )
        return row, money.flows

    def _campuses(self, programme: Programme) -> list:
        return [self._atlas.campuses[s.campus] for s in programme.shares if s.campus in self._atlas.campuses]

    def _derived(self, programme: Programme) -> Band | None:
        """Power that a pledge of money without MW would pay for; None when nothing can be derived from it."""
        found = derived_power(programme, self._atlas.parameters)
        if found is None:
            return None
        self._citations.fact(f"fact:{found.amount_id}")
        figure = self._results.trace.figure(
            f"{programme.id}.derived_w", None, "W", found.inputs, formula=f"{found.rule}: derived, never promised",
            label=f"{programme.name}: power that the pledge would pay for", band=found.facility_power_w,
        )  # fmt: skip
        return Band(figure, *found.facility_power_w)

    def _double_count(self, programme: Programme) -> Text | None:
        rest = next((r for r in self._plans.unsited if r.programme == programme.id), None)
        if rest is None:
            return None
        gigawatts = rest.facility_power_w / 1e9
        if rest.counted:
            return Text(
                f"{gigawatts:.2g} GW of the promise has no known site; it is simulated as a plain announcement",
                f"承诺中有 {gigawatts:.2g} GW 尚无已知站点,按纯公告模拟",
            )
        return Text(
            f"{gigawatts:.2g} GW without a site may be the same as in a related programme: not in the fleet total",
            f"{gigawatts:.2g} GW 无站点功率可能与相关项目重复,未计入总量",
        )

    def _headline(self) -> Headline:
        results = self._results
        share = self._atlas.parameters["assess.promised_share"].p50
        by = results.year_of_share(share)
        month = results.months.index(by)
        low, high = self._plans.possible_double_count_w()
        twins = fleet(self._atlas.catalogue, with_derived=True)
        high += sum(line.twice_w for line in twins.lines)
        inputs = results.inputs(None)[1:]
        now = results.now_w(None)
        now_figure = results.trace.figure(
            "fleet.now_w", now, "W", inputs, formula="sum of the plans that are operational", label="switched on now"
        )
        double = []
        for name, value in (("low", low), ("high", high)):
            figure = results.trace.figure(
                f"fleet.double_count_w.{name}", value, "W", ["rule:unsited", "rule:twins"],
                formula="blocks that may be the same under two names, and unsited rests that related programmes share",
                label="possible double count",
            )  # fmt: skip
            double.append(Number(figure, value))
        return Headline(
            promised_w=results.promised(None, month, by[:4]),
            promised_by=by,
            probable_w=results.band(None, month, by[:4]),
            now_w=Number(now_figure, now),
            years=results.years(None),
            double_count_w=(double[0], double[1]),
            binding=results.binding(None),
            money_needed_usd=self._money.needed(None),
            money=self._money.fleet_layers(list(self._atlas.programmes.values())),
        )

    def _sites(self) -> tuple[Site, ...]:
        views: dict[str, list[str]] = {}
        for programme in self._atlas.programmes.values():
            for campus in {share.campus for share in programme.shares}:
                views.setdefault(campus, []).append(programme.id)
        by_campus: dict[str, list] = {}
        for plan in self._plans.blocks:
            by_campus.setdefault(plan.campus, []).append(plan)
        sites = []
        for campus in self._atlas.campuses.values():
            plans = by_campus.get(campus.id, [])
            if campus.lat is None or campus.lon is None:
                continue
            now = sum(p.facility_power_w for p in plans if p.stage == "operational")
            planned = sum(p.facility_power_w for p in plans)
            below = [i for p in plans for i in p.inputs] or [f"fact:campus:{campus.id}"]
            for identifier in below:
                if identifier.startswith("fact:"):
                    self._citations.fact(identifier)
            numbers = []
            for name, value in (("now_w", now), ("planned_w", planned)):
                figure = self._results.trace.figure(
                    f"site.{campus.id}.{name}", value, "W", below, formula="sum over the blocks of the campus",
                    label=f"{campus.name}: {name}",
                )  # fmt: skip
                numbers.append(Number(figure, value) if plans else None)
            sites.append(
                Site(
                    campus.id,
                    Text(campus.name, campus.name_zh),
                    campus.lat,
                    campus.lon,
                    campus.country,
                    campus.region,
                    _stage(plans) or campus.state,
                    numbers[0],
                    numbers[1],
                    programmes=tuple(views.get(campus.id, ())),
                    citations=self._citations.facts([f"fact:campus:{campus.id}"]),
                )  # fmt: skip
            )
        return tuple(sites)


def _stage(plans: list) -> str:
    """The furthest stage on a campus."""
    from gigawatt.atlas.types import STAGES

    reached = [STAGES.index(p.stage) for p in plans if p.stage in STAGES]
    return STAGES[max(reached)] if reached else ""


def _weight(row: ProgrammeRow) -> tuple[bool, float]:
    promised = row.promised_w.value if row.promised_w else None
    planned = row.curve.p90_w[-1] if row.curve else 0.0
    return row.worked_out, max(promised or 0.0, planned)


def assumptions(trace: TraceBook, atlas: Atlas, citations: "Citations") -> tuple[Assumption, ...]:
    """The parameters that figures lean on, most leaned on first; those without a source are marked."""
    rows = []
    for identifier, count in sorted(trace.leaned_on.items(), key=lambda pair: (-pair[1], pair[0])):
        parameter = atlas.parameters[identifier.removeprefix("parameter:")]
        citations.register_source(parameter.source)
        rows.append(
            Assumption(
                parameter.key,
                Text(parameter.name),
                parameter.unit,
                parameter.p10,
                parameter.p50,
                parameter.p90,
                parameter.source,
                parameter.reason,
                parameter.spread,
                parameter.source == "assumption",
                count,
                citations.source(parameter.source),
            )  # fmt: skip
        )
    return tuple(rows)
