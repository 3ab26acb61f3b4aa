"""Money of programmes as shown: needed by use against stated by layer, and the flows between them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.assess.results import Results
from gigawatt.atlas.types import Amount, Programme
from gigawatt.finance.funding import PARAMETERS, USES, Funded, UnitCosts, stack, top_level, usd_interval, uses
from gigawatt.report.view import Band, LayerAmount, MoneyFlow, Text
from gigawatt.units import to_base

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.assess.citations import Citations
    from gigawatt.buildout.types import BlockPlan

ONSITE = {"gas_turbine", "gas_engine", "fuel_cell", "nuclear", "solar", "wind", "battery", "diesel"}
_USE_WORDS = {
    "chips": Text("chips and servers", "芯片与服务器"),
    "shell": Text("buildings and plant", "建筑与机电"),
    "power": Text("power supply", "供电"),
    "land": Text("land", "土地"),
    "interest": Text("interest during building", "建设期利息"),
}
_KIND_WORDS = {
    "equity_contribution": ("equity", Text("equity", "股权")),
    "debt": ("debt", Text("debt", "债务")),
    "financing_raised": ("debt", Text("raised funding", "融资")),
    "contract_value": ("customer", Text("customer contracts", "客户合同")),
    "backlog_rpo": ("customer", Text("customer contracts", "客户合同")),
    "capital_commitment": ("own_cash", Text("pledged by the sponsor", "发起方承诺")),
    "capex": ("own_cash", Text("capital expenditure", "资本开支")),
    "cost": ("own_cash", Text("stated cost", "公布造价")),
}
_EXCHANGE = "checks.exchange."


@dataclass(frozen=True, slots=True)
class ProgrammeMoney:
    """What is shown of a programme's money."""

    needed: Band | None
    layers: tuple[LayerAmount, ...]
    flows: tuple[MoneyFlow, ...]


class Money:
    """Computes money rows and flows for programmes, with one draw of unit costs shared by all."""

    def __init__(self, results: Results, costs: UnitCosts, citations: "Citations") -> None:
        self._results, self._costs, self._citations = results, costs, citations
        rates = [p for p in results.atlas.parameters if p.key.startswith(_EXCHANGE)]
        self._usd_per = {p.key.removeprefix(_EXCHANGE).upper(): p.p50 for p in rates}

    def programme(self, programme: Programme) -> ProgrammeMoney:
        """Needed, stated by layer, and flows of one programme."""
        layers = self._layers(programme.id, programme.amounts)
        needed = self.needed(programme.id)
        flows = [*self._sources(programme), *(self._uses(programme) if needed else ())]
        return ProgrammeMoney(needed, layers, tuple(flows))

    def _need_draws(self, members: "list[tuple[BlockPlan, float]]") -> "dict[str, np.ndarray] | None":
        total = sum(share * plan.facility_power_w for plan, share in members)
        if total <= 0:
            return None
        own = sum(share * plan.facility_power_w for plan, share in members if ONSITE & set(plan.power_sources))
        return uses(total, own / total, self._costs)

    def needed(self, programme: str | None) -> Band | None:
        """Money to build all planned power of a programme, or of the fleet [USD]."""
        import numpy as np

        draws = self._need_draws(self._results.members(programme))
        if draws is None:
            return None
        name = programme or "fleet"
        low, mid, high = (float(q) for q in np.quantile(sum(draws.values()), [0.1, 0.5, 0.9]))
        figure = self._results.trace.figure(
            f"{name}.money_needed_usd", None, "USD",
            [*self._results.inputs(programme)[1:], *(f"parameter:{key}" for key in PARAMETERS)],
            formula="planned facility power x unit costs of chips, buildings, power, land + interest while building",
            label=f"{name}: money needed for all planned power", band=(low, mid, high),
        )  # fmt: skip
        return Band(figure, low, mid, high)

    def _own_members(self, programme: Programme) -> "list[tuple[BlockPlan, float]]":
        """Plans that this programme counts and no other: campus shares, and an unsited rest that the fleet counts.

        A brand, tenant or owner is a view on blocks that another programme counts; drawing its need as well would
        show the same halls twice.
        """
        own = {b.id for _, b, _, role in self._results.atlas.blocks_of(programme) if role == "campus"}
        own |= {r.block for r in self._results.plans.unsited if r.programme == programme.id and r.counted}
        return [(plan, share) for plan, share in self._results.members(programme.id) if plan.id in own]

    def _uses(self, programme: Programme) -> list[MoneyFlow]:
        """What the programme's own blocks need by use; nothing for a mere view on blocks of others."""
        import numpy as np

        draws = self._need_draws(self._own_members(programme))
        if draws is None:
            return []
        flows = []
        for use in USES:
            low, mid, high = (float(q) for q in np.quantile(draws[use], [0.1, 0.5, 0.9]))
            figure = self._results.trace.figure(
                f"{programme.id}.needed_usd.{use}", None, "USD",
                [*self._results.inputs(programme.id)[1:], *(f"parameter:{key}" for key in PARAMETERS)],
                formula=f"planned facility power that no other programme counts x unit cost of {use}",
                label=f"{programme.name}: needed for {use}",
                band=(low, mid, high),
            )  # fmt: skip
            flows.append(
                MoneyFlow(
                    figure,
                    Text(programme.name, programme.name_zh),
                    _USE_WORDS[use],
                    "needed",
                    low,
                    high,
                    use,
                    source_column=1,
                    sink_column=2,
                )  # fmt: skip
            )
        return flows

    def _sources(self, programme: Programme) -> list[MoneyFlow]:
        flows = []
        for amount in top_level(programme.amounts):
            interval = usd_interval(amount, self._usd_per)
            if interval is None or amount.per is not None:
                continue
            kind, words = _KIND_WORDS[amount.what]
            source = words
            if amount.payer:
                name = self._results.atlas.name(amount.payer)
                source = Text(f"{name}: {words.en}", f"{name}:{words.zh}")
            figure = self._amount_figure(programme.id, amount, interval)
            flows.append(
                MoneyFlow(
                    figure,
                    source,
                    Text(programme.name, programme.name_zh),
                    amount.layer,
                    interval[0],
                    interval[1],
                    kind,
                    citations=self._citations.facts([f"fact:{amount.id}"]),
                )  # fmt: skip
            )
        return flows

    def _amount_figure(self, owner: str, amount: Amount, interval: tuple[float, float]) -> str:
        self._citations.fact(f"fact:{amount.id}")
        currency = to_base(amount.unit)[1]
        below = [f"fact:{amount.id}"]
        if currency in self._usd_per:
            below.append(f"parameter:{_EXCHANGE}{currency.lower()}")
        return self._results.trace.figure(
            f"{owner}.amount_usd.{amount.id}", interval[1], "USD", below, formula="as stated, in USD",
            label=f"{amount.what}, {amount.layer}",
        )  # fmt: skip

    def _layers(self, owner: str, amounts: tuple[Amount, ...]) -> tuple[LayerAmount, ...]:
        return tuple(self._layer(owner, row) for row in stack(amounts, self._usd_per))

    def _layer(self, owner: str, row: Funded) -> LayerAmount:
        ids = [f"fact:{identifier}" for identifier in row.ids]
        figure = self._results.trace.figure(
            f"{owner}.money_usd.{row.side}.{row.layer}", row.high_usd, "USD", ids,
            formula="sum of the amounts of this side and layer; parts once, possible overlaps only in the high end",
            label=f"{owner}: money, {row.side}, {row.layer}",
        )  # fmt: skip
        note = None
        if row.low_usd != row.high_usd:
            note = Text("low end leaves out amounts that may be the same money", "低值不含可能重复的金额")
        cited = self._citations.facts(ids)
        return LayerAmount(figure, row.layer, row.low_usd, row.high_usd, cited, note, row.side)

    def fleet_layers(self, programmes: "list[Programme]") -> tuple[LayerAmount, ...]:
        """Stated money of all programmes by layer; an amount that several views carry counts once."""
        seen: dict[str, Amount] = {}
        for programme in programmes:
            for amount in programme.amounts:
                seen.setdefault(amount.id, amount)
        return self._layers("fleet", tuple(seen.values()))
