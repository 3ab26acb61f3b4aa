"""The kernel, which moves classes of blocks, against a plain loop that moves each block: watts, dates and waits."""

import numpy as np
import pytest

from gigawatt.buildout.chunks import Runner
from gigawatt.buildout.groups import Groups
from gigawatt.buildout.pools import Pools, make_cells, make_queues
from gigawatt.buildout.types import BlockPlan, Need, Options
from gigawatt.paths import SupplySeries, month_labels

MONTHS = 30
LABELS = month_labels("2026-01", MONTHS)
CHIPS_CARRY = 0.6


def make(count: int, draws: int, seed: int = 3):
    rng = np.random.default_rng(seed)
    blocks = []
    for i in range(count):
        needs = [Need(f"grid_w:{i % 2}", 1.0 + i % 3)] if i % 5 else []
        needs += [Need("chips:x", 0.5 + i % 2, "chips")] if i % 4 else []
        programmes = (("p", 0.5), ("q", 0.5)) if i % 3 else (("p", 1.0),)
        stage = "operational" if i == 7 else "roof"
        blocks.append(BlockPlan(f"b{i}", "c", 1.0, stage=stage, programmes=programmes, needs=tuple(needs)))
    supply = [
        SupplySeries(f"grid_w:{i}", "W", LABELS, rng.uniform(0, 60, (1 + (draws - 1) * i, MONTHS))) for i in range(2)
    ]
    supply.append(SupplySeries("chips:x", "count", LABELS, rng.uniform(0, 50, (1, MONTHS))))
    ready = rng.uniform(-2, 40, (count, draws))
    power = rng.uniform(1, 90, (count, draws))
    return blocks, supply, ready, power


def plainly(blocks, pools: Pools, ready, power, release, draw: int):
    """(Watts on per block and month, first month with all on, mean wait per kind) of one draw, block by block."""
    count, kinds = len(blocks), pools.pool.shape[1]
    queue, wait = np.zeros((kinds + 1, count)), np.zeros((kinds, count))
    on, when = np.zeros((count, MONTHS)), np.full(count, -1)
    stock = np.zeros(release.shape[0])
    for m in range(MONTHS):
        stock = stock * pools.carry + release[:, m, draw if release.shape[2] > 1 else 0]
        for b in range(count):
            if int(max(ready[b, draw], 0.0)) == m:
                queue[kinds if blocks[b].is_on else 0, b] += power[b, draw]
        for k in range(kinds):
            asked = [
                sum(queue[k, b] * pools.per_w[b, k] for b in range(count) if pools.pool[b, k] == p)
                for p in range(stock.size)
            ]
            for b in range(count):
                p = pools.pool[b, k]
                part = 1.0 if p < 0 or asked[p] <= stock[p] else stock[p] / asked[p]
                queue[k + 1, b] += queue[k, b] * part
                queue[k, b] *= 1.0 - part
                wait[k, b] += queue[k, b]
            stock = np.maximum(stock - asked, 0.0)
        on[:, m] = queue[kinds]
        when[(when < 0) & (on[:, m] >= power[:, draw] * (1 - 1e-9))] = m
    return on, when, wait / power[:, draw]


@pytest.mark.parametrize("draws", [1, 70])
def test_classes_fare_as_their_blocks_do(draws):
    blocks, supply, ready, power = make(23, draws)
    options = Options("2026-01-01", months=MONTHS, draws=draws, carry={"chips": CHIPS_CARRY})
    pools = Pools(blocks, supply, options)
    groups = Groups(blocks, ("fleet", "programme"), options.metrics)
    release = pools.release(MONTHS, 0, draws)
    done = Runner(blocks, pools, groups, options).run(ready, power, release, draws)
    rows = np.empty((len(groups), MONTHS, draws))
    done.copy_to(rows)
    for draw in range(draws):
        on, when, wait = plainly(blocks, pools, ready, power, release, draw)
        assert done.blocks[:, :, draw] == pytest.approx(on, rel=1e-6, abs=1e-5)
        assert done.when[:, draw].tolist() == when.tolist()
        assert done.waited[:, :, draw] == pytest.approx(wait[list(done.kinds)], rel=1e-5, abs=1e-6)
        assert (wait[[k for k in range(len(wait)) if k not in done.kinds]] == 0).all()
        for name in groups.names:
            shares = groups.block_shares(name)
            wanted = sum(share * on[b] for b, share in shares.items())
            assert rows[groups.row_of(name, "facility_power_w"), :, draw] == pytest.approx(wanted, rel=1e-6, abs=1e-4)


def test_a_pool_that_is_never_cleared_still_energises_a_block_when_next_to_nothing_is_left():
    """Each month 88 % of all claims are served and new ones come: 0.12^10 is the first power below 1e-9."""
    power = np.full((MONTHS, 1), 100.0)
    ready = np.arange(MONTHS, dtype=float)[:, None]
    left, release = 0.0, []
    for _ in range(MONTHS):
        release.append(0.88 * (left + 100.0))
        left = 0.12 * (left + 100.0)
    blocks = [BlockPlan(f"b{i}", "c", 100.0, stage="roof", needs=(Need("grid_w:r"),)) for i in range(MONTHS)]
    options = Options("2026-01-01", months=MONTHS, draws=1)
    pools = Pools(blocks, [SupplySeries("grid_w:r", "W", LABELS, np.array([release]))], options)
    runner = Runner(blocks, pools, Groups(blocks, ("fleet",), options.metrics), options)
    done = runner.run(ready, power, pools.release(MONTHS, 0, 1))
    assert done.when[:, 0].tolist() == [m + 9 if m + 9 < MONTHS else -1 for m in range(MONTHS)]
    assert done.waited[0, 0, 0] == pytest.approx(0.12 / 0.88, rel=1e-6)


def test_lines_and_cells_of_the_rules():
    blocks, supply, _, _ = make(23, 1)
    pools = Pools(blocks, supply, Options("2026-01-01", months=MONTHS, draws=1))
    lines = {rule: make_queues(blocks, pools, rule)[1] for rule in ("pro_rata", "prepaid_first", "first_come")}
    assert lines["pro_rata"].pool_of.tolist() == [0, 1, 2]
    assert lines["prepaid_first"].pool_of.size == 3  # nobody has prepaid
    asking = [b for b in blocks if b.needs and not b.is_on]
    assert lines["first_come"].pool_of.size == sum(len(b.needs) for b in asking)
    cells = make_cells(Groups(blocks, ("fleet", "programme"), ("facility_power_w",)), lines["pro_rata"].class_of)
    assert sorted(cells.block.tolist()) == sorted(cells.class_block.tolist()) == list(range(23))
    assert cells.opens.sum() == cells.closes.sum() == 3 and cells.empty.size == 0
    assert cells.slots <= 3
