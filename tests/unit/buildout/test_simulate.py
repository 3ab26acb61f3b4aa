"""The simulation engine: hand-checked small cases, independence of chunks and threads, refusal of bad input."""

from dataclasses import replace

import numpy as np
import pytest

from gigawatt.buildout.outcome import Outcome
from gigawatt.buildout.simulate import simulate
from gigawatt.buildout.supply import default_needs, default_supply
from gigawatt.buildout.types import BlockPlan, Need, Options, PromiseAsked
from gigawatt.errors import FaultList, InputError
from gigawatt.paths import SupplySeries, month_labels

AS_OF = "2026-04-03"
MW = 1e6


def block(name: str, power_mw: float = 100.0, **more: object) -> BlockPlan:
    return BlockPlan(name, "campus", power_mw * MW, programmes=(("p", 1.0),), **more)


def pool(key: str, per_month: list[float], months: int) -> SupplySeries:
    amount = np.zeros((1, months))
    amount[0, : len(per_month)] = per_month
    return SupplySeries(key, "W", month_labels("2026-04", months), amount)


def fixed(**more: object) -> Options:
    """Construction on the target day, power as planned, no cancellation: what is left is the supply."""
    sure = {f"cancel.{c}": 0.0 for c in ("announced", "early", "middle", "late")} | {"rerating.sigma": 0.0}
    weights = {f"slip.reference_weight.{c}": 0.0 for c in ("announced", "early", "middle", "late")}
    return Options(AS_OF, months=24, draws=8, relieve=("construction",), durations=sure | weights, **more)


def fleet_mw(outcome: Outcome) -> np.ndarray:
    return outcome.quantiles("fleet", [0.5])[0] / MW


def test_operational_blocks_are_on_from_the_first_month():
    outcome = simulate([block("a", stage="operational")], [], Options(AS_OF, months=12, draws=16))
    assert (outcome.draws_of("fleet") == 100 * MW).all()
    assert outcome.binding_shares() == {}
    assert outcome.block_dates("a") == ("2026-04",) * 3


def test_a_block_without_needs_comes_on_at_its_target():
    outcome = simulate([block("a", stage="roof", target="2026-09-15")], [], fixed())
    assert fleet_mw(outcome)[4:6].tolist() == [0.0, 100.0]
    assert outcome.block_dates("a", [0.5]) == ("2026-09",)


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [("pro_rata", (20, 40), (40, 80)), ("first_come", (50, 10), (60, 60)), ("prepaid_first", (0, 60), (0, 120)),
     ("weighted", (36, 24), (60, 60))],
)  # fmt: skip
def test_allocation_rules_share_a_pool_by_hand(rule, first, second):
    """60 MW a month for a (60 MW, earlier, weight 3, not prepaid) and b (120 MW, prepaid, weight 1)."""
    need = (Need("grid_w:r"),)
    blocks = [
        block("a", 60, stage="roof", target="2026-06-10", needs=need, weight=3.0),
        block("b", 120, stage="roof", target="2026-06-20", needs=need, prepaid=True),
    ]
    if rule == "first_come":
        blocks[0] = replace(blocks[0], facility_power_w=50 * MW)
    outcome = simulate(blocks, [pool("grid_w:r", [0, 0, 60 * MW, 60 * MW, 60 * MW], 24)], fixed(rule=rule))
    got = outcome.paths.metrics["facility_power_w"][0] / MW
    assert got[:, 2] == pytest.approx(first)
    expected = {"first_come": (50, 70)}.get(rule, second)
    assert got[:, 3] == pytest.approx(expected)


def test_supply_is_never_exceeded_and_all_of_it_is_used_while_blocks_wait():
    need = (Need("grid_w:r"),)
    blocks = [block(f"b{i}", 50 + i, stage="equipment", target="2026-05-20", needs=need) for i in range(20)]
    series = pool("grid_w:r", [10 * MW] * 24, 24)
    outcome = simulate(blocks, [series], Options(AS_OF, months=24, draws=64))
    used = outcome.draws_of("fleet")[:, -1]
    assert (used <= 240 * MW * (1 + 1e-6)).all()
    assert outcome.binding_shares()["power"] > 0.9


def test_chips_bind_after_power_and_are_counted_in_their_own_unit():
    blocks = [
        block("a", 100, stage="roof", target="2026-05-20", needs=(Need("grid_w:r"), Need("chips:x", 1e-3, "chips")))
    ]
    supply = [pool("grid_w:r", [0, 100 * MW], 24), pool("chips:x", [0, 0, 0, 0, 50_000, 50_000], 24)]
    outcome = simulate(blocks, supply, fixed())
    assert fleet_mw(outcome)[[3, 4, 5]].tolist() == [0.0, 50.0, 100.0]
    assert outcome.binding_shares()["chips"] == 1.0
    relieved = simulate(blocks, supply, replace(fixed(), relieve=("construction", "chips")))
    assert fleet_mw(relieved)[1] == 100.0


def many(count: int = 40) -> list[BlockPlan]:
    stages = ("announced", "land_clearing", "roof", "equipment", "operational")
    made = [
        block(f"b{i}", 40.0 + 7 * i, stage=stages[i % 5], stage_on="2025-10-01", region=f"r{i % 3}", owner=f"o{i % 4}",
              target=None if i % 5 in (0, 4) else f"202{6 + i % 3}-0{1 + i % 9}")
        for i in range(count)
    ]  # fmt: skip
    return [replace(b, needs=default_needs(b)) if b.stage != "operational" else b for b in made]


@pytest.mark.parametrize("rule", ["pro_rata", "first_come", "prepaid_first", "weighted"])
def test_same_bits_whatever_chunks_threads_and_number_of_draws(rule):
    blocks = many()
    options = Options(AS_OF, months=36, draws=700, rule=rule)
    whole = simulate(blocks, default_supply(blocks, AS_OF, 36, 700, 1), options)
    parts = simulate(
        blocks, default_supply(blocks, AS_OF, 36, 300, 1), replace(options, draws=300, chunk_draws=70, threads=3)
    )
    assert np.array_equal(whole.group_w[:, :, :300], parts.group_w)
    assert np.array_equal(whole.energised_month[:, :300], parts.energised_month)
    assert np.array_equal(whole.binding[:, :300], parts.binding)


def test_adding_a_block_leaves_the_construction_of_the_others_as_it_was():
    free = [replace(b, needs=()) for b in many(10)]
    options = Options(AS_OF, months=36, draws=200)
    few, more = simulate(free[:9], [], options), simulate(free, [], options)
    assert np.array_equal(few.energised_month, more.energised_month[:9])


def test_bounded_memory_quantiles_agree_with_exact_ones():
    blocks = many()
    supply = default_supply(blocks, AS_OF, 36, 1000, 1)
    promise = PromiseAsked("x", "fleet", 3e9, "2028-03")
    options = Options(AS_OF, months=36, draws=1000, promises=(promise,))
    exact = simulate(blocks, supply, replace(options, exact=True))
    binned = simulate(blocks, supply, replace(options, exact=False))
    bins = binned.bin_size[binned.groups.row_of("fleet", "facility_power_w")]
    assert np.abs(exact.quantiles("fleet") - binned.quantiles("fleet")).max() <= bins
    assert exact.met == binned.met
    assert exact.met["x"] == exact.promise_probability("fleet", 3e9, "2028-03")


def test_promise_probability_and_dates_hang_together():
    outcome = simulate([replace(b, needs=()) for b in many()], [], Options(AS_OF, months=60, draws=500))
    amount = 3.5e9
    dates = outcome.promise_dates("fleet", amount, [0.1, 0.5])
    assert dates[0] <= dates[1]
    assert outcome.promise_probability("fleet", amount, dates[1]) >= 0.5
    assert outcome.promise_probability("fleet", amount, "2045-01") is None


def test_left_truncation_time_already_spent_makes_the_rest_longer_than_the_naive_rest():
    from gigawatt.buildout.durations import Spread

    spread = Spread(12.0, 0.4, 0.4)
    u = np.array([0.1, 0.5, 0.9])
    assert (spread.beyond(12.0, u) > 0).all()
    assert spread.beyond(12.0, u)[1] > 1.0  # a median wait has passed, the rest is not nil
    assert spread.beyond(0.0, u) == pytest.approx(spread.quantile(u))


def test_every_fault_of_blocks_and_supply_is_told():
    with pytest.raises(FaultList) as caught:
        simulate([block("a"), block("a"), block("c", -1.0)], [], Options(AS_OF, draws=2))
    assert {f.code for f in caught.value.faults} == {"block-twice", "block-power"}
    wanting = block("a", needs=(Need("grid_w:r"), Need("chips:x", 1.0, "chips")))
    with pytest.raises(FaultList, match="supply-unknown") as caught:
        simulate([wanting], [pool("grid_w:q", [1.0], 24)], Options(AS_OF, months=24, draws=2))
    assert len(caught.value.faults) == 2
    with pytest.raises(FaultList, match="supply-months"):
        simulate([wanting], [pool("grid_w:r", [1.0], 12)], Options(AS_OF, months=24, draws=2))
    with pytest.raises(InputError, match="allocation-rule"):
        Options(AS_OF, rule="auction")


def test_a_planned_block_waits_for_gear_hands_memory_and_chips_of_its_region_and_vendor():
    block = BlockPlan("b", "c", 1e8, stage="roof", region="ercot", power_sources=("grid",))
    kinds = {need.kind: need.pool for need in default_needs(block)}
    assert kinds == {
        "power": "grid_w:ercot", "transformers": "transformers_w:world", "switchgear": "switchgear_w:world",
        "labour": "labour_w:ercot", "memory": "memory_facility_w:world", "chips": "chips_facility_w:nvidia",
    }  # fmt: skip
    unknown = replace(block, region="", supplier="huawei")
    assert {need.kind for need in default_needs(unknown)} == {"transformers", "switchgear"}


def test_memory_of_the_base_quarter_is_that_of_all_chips_shipped_in_it():
    vendors = ("nvidia", "google", "amazon", "amd")
    blocks = [
        replace(b, needs=default_needs(b))
        for b in (BlockPlan(v, v, 1e8, stage="roof", region="ercot", supplier=v) for v in vendors)
    ]
    supply = {s.key: s for s in default_supply(blocks, "2025-11-01", 36, 200, 1)}
    chips = sum(supply[f"chips_facility_w:{v}"].amount for v in vendors)
    memory = supply["memory_facility_w:world"]
    assert memory.amount[:, 0] == pytest.approx(chips[:, 0], rel=1e-5)
    assert memory.amount[:, 35].mean() != pytest.approx(chips[:, 35].mean(), rel=0.01)  # each grows by itself
    assert "parameter:memory.growth_per_year" in memory.inputs
    gear = supply["transformers_w:world"].amount
    assert (gear[:, 12] / gear[:, 0] > 1.0).mean() > 0.9 and (gear > 0).all()
