"""Draw, share, energise: many blocks month by month against shared supply.

simulate() takes blocks as planned, what may be drawn on, and options, and returns an Outcome. Draws are keyed by
(seed, block), scenarios are independent, so results are the same bits whatever the threads, chunks and machine order,
and the first n of N draws equal a run of n.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gigawatt.buildout.chunks import Chunk, Runner
from gigawatt.buildout.constants import CHUNK_DRAWS, HISTOGRAM_BINS, NEVER_MONTH
from gigawatt.buildout.draws import Clock, Sampler, target_ordinal
from gigawatt.buildout.durations import Durations
from gigawatt.buildout.groups import Groups
from gigawatt.buildout.outcome import Outcome
from gigawatt.buildout.pools import Pools
from gigawatt.buildout.supply import ChunkedSupply
from gigawatt.buildout.types import BINDINGS, LABEL_OF_RESOURCE, RESOURCES, BlockPlan, Options, scenario_hash
from gigawatt.errors import FaultList, InputError
from gigawatt.paths import Paths, SupplySeries, month_labels

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.buildout.checkpoint import Checkpoint

Progress = Callable[[str, int, int], None]
"""called with (what, done, total)"""
STATE_CHUNKS = 16
"""chunks between two saves of a bounded-memory run"""
EXACT_BYTES = 800_000_000
"""group paths up to this size keep all draws when `exact` is left open"""


def _check(blocks: Sequence[BlockPlan]) -> None:
    faults = []
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            faults.append(InputError("block-twice", where=block.id, expected="each block once"))
        seen.add(block.id)
        if not block.facility_power_w >= 0:
            faults.append(
                InputError("block-power", where=block.id, got=block.facility_power_w, expected="at least 0 W")
            )
        if any(not 0 <= share <= 1 for _, share in block.programmes):
            faults.append(InputError("programme-share", where=block.id, expected="shares in 0..1"))
    if not blocks:
        faults.append(InputError("no-blocks", expected="at least one block"))
    if faults:
        raise FaultList(faults)


def simulate(
    blocks: Sequence[BlockPlan],
    supply: "Sequence[SupplySeries] | ChunkedSupply",
    options: Options,
    durations: Durations | None = None,
    progress: Progress | None = None,
    checkpoint: "Checkpoint | None" = None,
    sampler: Sampler | None = None,
) -> Outcome:
    """Run all draws of the build-out; Outcome with paths, dates, binding constraints and promises.

    Each block's construction end and power are drawn (draws.py); finished blocks queue for grid or on-site power,
    capital and chips as their `needs` say (kernel.py). sampler: one made before for the same blocks and options but for
    what is relieved of supply. Raises FaultList for blocks or supply that cannot be used.
    """
    import numpy as np

    from gigawatt.buildout.histogram import add, tally

    _check(blocks)
    durations = durations or Durations(overrides=options.durations)
    chunked = supply if isinstance(supply, ChunkedSupply) else None
    series = () if isinstance(supply, ChunkedSupply) else supply
    pools = Pools(blocks, chunked.make(0, 1), replace(options, draws=1)) if chunked else Pools(blocks, series, options)
    groups = Groups(blocks, options.groups, options.metrics)
    unknown = [p for p in options.promises if p.group not in groups.names or p.metric not in groups.metrics]
    if unknown:
        raise FaultList(
            [InputError("promise-group", where=p.id, got=p.group, expected=", ".join(groups.names)) for p in unknown]
        )
    sampler = sampler or Sampler(blocks, durations, options)
    runner = Runner(blocks, pools, groups, options)
    months, draws = options.months, options.draws
    exact = options.exact
    if exact is None:
        exact = len(groups) * months * draws * 4 <= EXACT_BYTES
    keep = min(options.keep_draws, draws)
    step = options.chunk_draws or CHUNK_DRAWS
    shape = (len(groups), months)
    group_w = np.empty((*shape, draws), dtype=np.float32) if exact else None
    counts = None if exact else np.zeros((*shape, HISTOGRAM_BINS + 1), dtype=np.int32)
    bin_size = None if exact else _bin_sizes(blocks, groups)
    energised = np.empty((len(blocks), draws), dtype=np.int16) if exact else None
    binding = np.empty((len(blocks), draws), dtype=np.int8) if exact else None
    dates = np.zeros((len(blocks), months + 1), dtype=np.int64)
    bound = np.zeros((len(blocks), len(BINDINGS)), dtype=np.int64)
    kept = np.zeros((keep, len(blocks), months), dtype=np.float32)
    met = dict.fromkeys((promise.id for promise in options.promises), 0)
    if progress:
        progress(_compiling(), 0, draws)
    begin = 0
    state = checkpoint.load_state() if checkpoint and not exact else None
    if state is not None and int(state["step"]) == step:
        counts, dates, bound, kept = state["counts"], state["dates"], state["bound"], state["kept"]
        met, begin = dict(zip(met, state["met"].tolist(), strict=True)), int(state["next"])
    for start in range(begin, draws, step):
        count = min(step, draws - start)
        stored = checkpoint.load(start, count) if checkpoint and exact else None
        if stored is None or "tiles" not in stored:
            ready, power = sampler.draw(count, start)
            shown = min(max(keep - start, 0), count)
            if chunked:
                pools = Pools(blocks, chunked.make(start, count), replace(options, draws=count))
            part = runner.run(ready, power, runner.release(pools, 0 if chunked else start, count), shown)
            what = _bindings(blocks, options, ready, part)
            if checkpoint and exact:
                checkpoint.save(start, count, tiles=part.tiles, blocks=part.blocks, when=part.when, what=what)
        else:
            part = Chunk(stored["tiles"], stored["blocks"], stored["when"])
            what = stored["what"]
        stop = start + count
        kept[start : start + part.blocks.shape[2]] = np.moveaxis(part.blocks, 2, 0)
        if exact:
            part.copy_to(group_w[:, :, start:stop])
            energised[:, start:stop] = part.when
            binding[:, start:stop] = what
        else:
            add(counts, part.tiles, count, bin_size)
        tally(part.when, dates)
        tally(what, bound)
        _count_promises(met, options, groups, part)
        if checkpoint and not exact and (start // step) % STATE_CHUNKS == STATE_CHUNKS - 1:
            checkpoint.save_state(
                counts=counts, dates=dates, bound=bound, kept=kept, met=np.array(list(met.values()), dtype=np.int64),
                next=np.array(stop), step=np.array(step),
            )  # fmt: skip
        if progress:
            progress("draws", stop, draws)
    hashed = scenario_hash(blocks, chunked.keys if chunked else [one.key for one in series], options)
    if chunked:
        series = chunked.make(0, 1)
    labels = month_labels(options.as_of[:7], months)
    paths = Paths(
        items=tuple(block.id for block in blocks),
        months=labels,
        metrics={"facility_power_w": kept},
        units={"facility_power_w": "W"},
        scenario_hash=hashed,
        seed=options.seed,
        meta={"draws": str(draws), "rule": options.rule, "as_of": options.as_of},
    )
    return Outcome(
        blocks=tuple(blocks), options=options, months=labels, groups=groups, paths=paths, dates=dates, bound=bound,
        scenario_hash=hashed, inputs=tuple(dict.fromkeys(i for one in series for i in one.inputs)), group_w=group_w,
        counts=counts, bin_size=bin_size, energised_month=energised, binding=binding,
        met={name: hits / draws for name, hits in met.items()},
    )  # fmt: skip


def _compiling() -> str:
    """What the first call will do: compile, or start at once from the cache."""
    from pathlib import Path

    from gigawatt.buildout.kernel import run_draws

    cached = any(Path(run_draws.stats.cache_path or ".").glob("kernel.run_draws-*.nbi"))
    return "draws" if run_draws.signatures or cached else "compiling (once per machine)"


def _bindings(blocks: Sequence[BlockPlan], options: Options, ready: "np.ndarray", part: Chunk) -> "np.ndarray":
    """Position in BINDINGS of what cost each block most time in each draw, shape (block, draw).

    Construction costs the months beyond the target (without a target: from now on); each supply costs the mean months
    that the block's watts waited for it. Less than one month in all is on time. Never built is `cancelled`.
    """
    import numpy as np

    from gigawatt.buildout.binding import worst_cost

    clock = Clock(options.as_of)
    aim = np.full(len(blocks), clock.offset())
    for number, block in enumerate(blocks):
        if block.target is not None:
            aim[number] += max(clock.months_to(target_ordinal(block.target)), 0.0)
    label = np.array([BINDINGS.index(LABEL_OF_RESOURCE[RESOURCES[k]]) for k in part.kinds], dtype=np.int64)
    found = np.empty(ready.shape, dtype=np.int8)
    worst_cost(
        ready, aim, part.waited, label, NEVER_MONTH, BINDINGS.index("on_time"), BINDINGS.index("construction"),
        BINDINGS.index("cancelled"), found,
    )  # fmt: skip
    return found


def _bin_sizes(blocks: Sequence[BlockPlan], groups: Groups) -> "np.ndarray":
    """Value of one histogram bin per row: twice the row's planned total over the number of bins."""
    import numpy as np

    total = np.zeros(len(groups))
    for block, counted in zip(blocks, groups.members, strict=True):
        for row, share in counted:
            total[row] += share * max(block.facility_power_w, block.facility_power_high_w or 0.0)
    return 2.0 * total / HISTOGRAM_BINS


def _count_promises(met: dict[str, int], options: Options, groups: Groups, part: Chunk) -> None:
    from gigawatt.buildout.outcome import _float32_below
    from gigawatt.paths import month_index

    for promise in options.promises:
        if promise.month is None:
            continue
        month = max(month_index(options.as_of[:7], promise.month), 0)
        if month < options.months:
            row = groups.row_of(promise.group, promise.metric)
            met[promise.id] += int((part.row(row, month) >= _float32_below(promise.amount)).sum())
