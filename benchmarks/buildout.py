"""Build-out: draws and kernel against budgets and SimPy, growth with draws, blocks and months, backtest.

CPU seconds are of the process (user + system) after a warm-up run, with the numbers of the issue: 30 programmes of 6
blocks, 120 months. A budget is a line of the plan, not a peer: `ratio` is measured / budget, below 1 is inside.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from gigawatt.buildout.chunks import Runner
from gigawatt.buildout.constants import CHUNK_DRAWS
from gigawatt.buildout.draws import Sampler
from gigawatt.buildout.durations import Durations
from gigawatt.buildout.groups import Groups
from gigawatt.buildout.pools import Pools
from gigawatt.buildout.simulate import simulate
from gigawatt.buildout.types import BlockPlan, Need, Options
from gigawatt.paths import SupplySeries, month_labels

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-04-03"
STAGES = ("land_clearing", "foundations", "shell", "roof", "equipment", "announced")
_MEMORY = """
import json, resource, sys
sys.path[:0] = {paths!r}
import benchmarks.buildout as b
print(json.dumps(b.measure({draws}, exact=False)))
"""


def case(programmes: int = 30, blocks: int = 6, months: int = 120) -> tuple[list[BlockPlan], list[SupplySeries]]:
    """Programmes of six blocks in five regions, each with grid and chips as shared supply."""
    plans = [
        BlockPlan(
            f"p{p}.b{b}", f"p{p}", (60 + 37 * ((7 * p + 3 * b) % 11)) * 1e6, stage=STAGES[b % 6],
            stage_on="2025-10-01", target=f"{2026 + b % 4}-{1 + (p + b) % 12:02d}", region=f"r{p % 5}",
            owner=f"o{p % 9}", programmes=((f"p{p}", 1.0),),
            needs=(Need(f"grid_w:r{p % 5}"), Need("chips_facility_w:x", 1.0, "chips")),
        )
        for p in range(programmes)
        for b in range(blocks)
    ]  # fmt: skip
    labels = month_labels(AS_OF[:7], months)
    total = sum(plan.facility_power_w for plan in plans)
    grid = [SupplySeries(f"grid_w:r{r}", "W", labels, np.full((1, months), total / 5 / 60)) for r in range(5)]
    chips = SupplySeries("chips_facility_w:x", "W", labels, np.full((1, months), total / 48))
    return plans, [*grid, chips]


def measure(draws: int, exact: bool | None = None, programmes: int = 30, months: int = 120) -> dict[str, float]:
    """CPU seconds and peak memory [GB] of a whole run with programme and fleet quantiles."""
    import resource

    blocks, supply = case(programmes, months=months)
    options = Options(AS_OF, months=months, draws=draws, keep_draws=0, exact=exact)
    simulate(blocks, supply, replace(options, draws=64))
    start = time.process_time()
    outcome = simulate(blocks, supply, options)
    for group in outcome.group_names():
        outcome.quantiles(group)
    seconds = time.process_time() - start
    return {"cpu_s": seconds, "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


def kernel_and_draws(draws: int, chunk: int = CHUNK_DRAWS) -> tuple[float, float]:
    """CPU seconds of the draws and of the kernel alone."""
    blocks, supply = case()
    options = Options(AS_OF, draws=draws, keep_draws=0)
    pools, groups = Pools(blocks, supply, options), Groups(blocks, options.groups, options.metrics)
    sampler = Sampler(blocks, Durations(), options)
    runner = Runner(blocks, pools, groups, options)
    ready, power = sampler.draw(64)
    runner.run(ready, power, pools.release(options.months, 0, 64))
    drawing = running = 0.0
    for start in range(0, draws, chunk):
        count = min(chunk, draws - start)
        mark = time.process_time()
        ready, power = sampler.draw(count, start)
        middle = time.process_time()
        runner.run(ready, power, pools.release(options.months, start, count))
        drawing += middle - mark
        running += time.process_time() - middle
    return drawing, running


def in_a_process(draws: int) -> dict[str, float]:
    """measure() in a process of its own, for its peak memory."""
    code = _MEMORY.format(paths=[str(ROOT), str(ROOT / "src")], draws=draws)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def against_simpy() -> Iterator[dict]:
    """The stored SimPy case, one draw at a time in SimPy against the kernel on many draws."""
    sys.path.insert(0, str(ROOT / "tests" / "reference" / "buildout"))
    try:
        import make_simpy
    except ImportError as error:
        yield {"figure": "kernel against SimPy", "skipped": f"{error.name} is not installed"}
        return
    shared = make_simpy.make_case()
    start = time.process_time()
    repeats = 40
    for draw in range(repeats):
        make_simpy.run(shared, "pro_rata", draw % make_simpy.DRAWS)
    per_draw_simpy = (time.process_time() - start) / repeats
    months = make_simpy.MONTHS
    labels = month_labels("2026-01", months)
    blocks = [
        BlockPlan(f"b{i}", "c", shared["power"][i][0], stage="roof",
                  needs=(Need(f"grid_w:{shared['grid'][i]}"), Need("chips:x", shared["chips_per_w"][i], "chips")))
        for i in range(make_simpy.BLOCKS)
    ]  # fmt: skip
    supply = [SupplySeries(f"grid_w:{i}", "W", labels, np.array([r])) for i, r in enumerate(shared["grid_release"])]
    supply.append(SupplySeries("chips:x", "count", labels, np.array([shared["chip_release"]])))
    options = Options("2026-01-01", months=months, draws=8192)
    groups, pools = Groups(blocks, ("fleet",), options.metrics), Pools(blocks, supply, options)
    ready = np.tile(np.array(shared["ready"]), (1, 1366))[:, :8192].copy()
    power = np.tile(np.array(shared["power"]), (1, 1366))[:, :8192].copy()
    runner, release = Runner(blocks, pools, groups, options), pools.release(months, 0, 8192)
    runner.run(ready, power, release)
    start = time.process_time()
    runner.run(ready, power, release)
    per_draw = (time.process_time() - start) / 8192
    yield {"figure": "kernel against SimPy, CPU per draw", "measured_s": per_draw, "peer": "SimPy, same draws and rule",
           "peer_s": per_draw_simpy, "ratio": round(per_draw_simpy / per_draw, 1)}  # fmt: skip


def run() -> Iterator[dict]:
    """The figures."""
    drawing, running = kernel_and_draws(100_000)
    yield {"figure": "draws and kernel, 180 blocks x 120 months x 100,000 draws",
           "draws_cpu_s": round(drawing, 2), "kernel_cpu_s": round(running, 2), "budget_cpu_s": 4,
           "ratio": round((drawing + running) / 4, 2)}  # fmt: skip
    whole = in_a_process(100_000)
    yield {"figure": "the same with programme and fleet quantiles", "cpu_s": round(whole["cpu_s"], 2),
           "budget_cpu_s": 12, "ratio": round(whole["cpu_s"] / 12, 2), "peak_gb": round(whole["peak_gb"], 2),
           "budget_gb": 3, "memory_ratio": round(whole["peak_gb"] / 3, 2)}  # fmt: skip
    if os.environ.get("GIGAWATT_BENCH_LONG", "1") == "1":
        million = in_a_process(1_000_000)
        yield {"figure": "1,000,000 draws, bounded memory", "cpu_s": round(million["cpu_s"], 1), "budget_cpu_s": 120,
               "ratio": round(million["cpu_s"] / 120, 2), "peak_gb": round(million["peak_gb"], 2),
               "memory_against_100000_draws": round(million["peak_gb"] / whole["peak_gb"], 2)}  # fmt: skip
    yield from against_simpy()
    base = measure(8192)["cpu_s"]
    yield {"figure": "4x the draws, CPU", "ratio": round(measure(32768)["cpu_s"] / base, 2), "linear": 4}
    wide = measure(8192, programmes=120)["cpu_s"]
    yield {"figure": "4x the blocks, CPU", "ratio": round(wide / base, 2), "linear": 4}
    yield {"figure": "2x the months, CPU", "ratio": round(measure(8192, months=240)["cpu_s"] / base, 2), "linear": 2}
    data = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data")) / "epoch"
    if data.is_dir():
        from gigawatt.buildout.backtest import run as backtest

        start = time.process_time()
        pooled = backtest(data).summary["pooled"]
        yield {"figure": "backtest of the given vintages, CRPS against the half-and-half blend",
               "ratio": round(pooled["crps"] / pooled["crps_blend"], 3), "coverage_80": round(pooled["coverage_80"], 3),
               "n": pooled["n"], "cpu_s": round(time.process_time() - start, 2)}  # fmt: skip
