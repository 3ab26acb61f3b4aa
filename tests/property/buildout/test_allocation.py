"""Properties of the kernel on any blocks and supplies: nothing from nothing, nothing lost, order does not matter."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gigawatt.buildout.chunks import Runner
from gigawatt.buildout.groups import Groups
from gigawatt.buildout.pools import Pools
from gigawatt.buildout.types import RULES, BlockPlan, Need, Options
from gigawatt.paths import SupplySeries, month_labels

MONTHS, DRAWS = 18, 3
LABELS = month_labels("2026-01", MONTHS)
amounts = st.floats(0, 200, allow_nan=False)
quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def cases(draw):
    count = draw(st.integers(1, 7))
    numbers = st.lists(st.floats(0, 22, allow_nan=False), min_size=count * DRAWS, max_size=count * DRAWS)
    powers = st.lists(st.floats(1, 300, allow_nan=False), min_size=count * DRAWS, max_size=count * DRAWS)
    ready = np.array(draw(numbers)).reshape(count, DRAWS)
    power = np.array(draw(powers)).reshape(count, DRAWS)
    blocks = [
        BlockPlan(
            f"b{i}", "c", 1.0, stage="roof", weight=draw(st.floats(0.1, 5)), prepaid=draw(st.booleans()),
            needs=(Need(f"grid_w:{draw(st.integers(0, 1))}"), Need("chips:x", draw(st.floats(0.1, 2)), "chips")),
        )
        for i in range(count)
    ]  # fmt: skip
    releases = st.lists(amounts, min_size=MONTHS, max_size=MONTHS)
    supply = [SupplySeries(k, "W", LABELS, np.array([draw(releases)])) for k in ("grid_w:0", "grid_w:1", "chips:x")]
    return blocks, supply, ready, power, draw(st.sampled_from(RULES))


def energised(blocks, supply, ready, power, rule):
    used = {n.pool for b in blocks for n in b.needs}
    options = Options("2026-01-01", months=MONTHS, draws=DRAWS, rule=rule)
    pools = Pools(blocks, [s for s in supply if s.key in used], options)
    groups = Groups(blocks, ("fleet",), ("facility_power_w",))
    done = Runner(blocks, pools, groups, options).run(ready, power, pools.release(MONTHS, 0, DRAWS), DRAWS)
    return np.moveaxis(done.blocks, 2, 0).astype(float)


@quick
@given(cases())
def test_supply_is_never_exceeded_and_power_never_falls(case):
    blocks, supply, ready, power, rule = case
    on = energised(*case)
    assert (np.diff(on, axis=2) >= -1e-4).all()
    assert (on[:, :, -1] <= power.T * (1 + 1e-6) + 1e-6).all()
    for series in supply:
        released = np.cumsum(series.amount[0])
        need = [next((n.per_w for n in b.needs if n.pool == series.key), 0.0) for b in blocks]
        taken = np.einsum("dbm,b->dm", on, np.array(need))
        assert (taken <= released * (1 + 1e-5) + 1e-3).all()


@quick
@given(cases())
def test_the_order_of_the_blocks_does_not_matter(case):
    blocks, supply, ready, power, rule = case
    ready = ready + 1e-3 * np.arange(ready.size).reshape(ready.shape)  # no ties: first come knows who was first
    on = energised(blocks, supply, ready, power, rule)
    back = energised(blocks[::-1], supply, ready[::-1], power[::-1], rule)[:, ::-1]
    assert on == pytest.approx(back, rel=1e-4, abs=1e-2)


@quick
@given(cases())
def test_without_limits_all_that_is_built_is_on_in_its_month(case):
    blocks, _, ready, power, rule = case
    free = [replace(b, needs=()) for b in blocks]
    on = energised(free, [], ready, power, rule)
    expected = np.where(np.arange(MONTHS)[None, :] >= np.floor(ready)[:, :, None], power[:, :, None], 0.0)
    assert on == pytest.approx(np.moveaxis(expected, 1, 0), rel=1e-6)
