"""Shared supply by month, as the facility power that it serves: chips, memory, grid, turbines, gear, skilled labour.

chips_w(vendor, month) = TDP per quarter / 3 x facility per TDP x tracked share x growth, where the growth of year y is
1 + (g - 1) fade^y; memory_w = the chip power of all vendors in the base quarter, by its own growth; grid_w(region) and
labour_w(region) = addition per year / 12, the grid with the connections already under way in month 0; turbines,
transformers, switchgear = addition per year / 12 for the world, the gear growing by a factor per year. All parameters
are drawn once per draw from their own streams.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gigawatt.buildout.durations import catalogue_folder
from gigawatt.buildout.types import BlockPlan, Need
from gigawatt.errors import InputError
from gigawatt.params import ParameterBook, read_parameters
from gigawatt.paths import SupplySeries, month_index, month_labels

if TYPE_CHECKING:
    import numpy as np

VENDOR_PREFIX = "chips.tdp_per_quarter."
CHIPS_YEAR_START = "2025-11"
"""middle month of the quarter that the chip rates stand for"""


@lru_cache(maxsize=1)
def supply_book() -> ParameterBook:
    """The bundled parameters of `catalogue/supply`."""
    paths = sorted(p for p in catalogue_folder("supply").glob("*.toml") if p.name != "sources.toml")
    return ParameterBook(read_parameters(paths))


def vendors(book: ParameterBook | None = None) -> tuple[str, ...]:
    """Chip vendors for which a rate is known."""
    return tuple(p.key.removeprefix(VENDOR_PREFIX) for p in (book or supply_book()) if p.key.startswith(VENDOR_PREFIX))


def chip_pool(vendor: str) -> str:
    """Key of a vendor's pool."""
    return f"chips_facility_w:{vendor}"


def grid_pool(region: str) -> str:
    """Key of a region's grid pool."""
    return f"grid_w:{region}"


def labour_pool(region: str) -> str:
    """Key of a region's pool of skilled labour."""
    return f"labour_w:{region}"


TURBINES = "turbines_w:world"
"""pool of gas turbines for sites that make their own power"""
TRANSFORMERS = "transformers_w:world"
SWITCHGEAR = "switchgear_w:world"
MEMORY = "memory_facility_w:world"
"""pool of high-bandwidth memory, shared by all chip vendors with a known rate"""
GROWING = ("transformers", "switchgear")


def default_needs(block: BlockPlan, book: ParameterBook | None = None) -> tuple[Need, ...]:
    """What a planned block must get: power, gear, hands, chips.

    A grid connection or, with on-site power only, gas turbines; transformers, switchgear, the region's skilled labour;
    memory and chips of its vendor. Vendor: the block's supplier when a rate is known for it, `nvidia` (the merchant
    supplier) when none is named, no limit on chips and memory for a supplier without a known rate (unknown stays
    unknown).
    """
    needs: list[Need] = []
    onsite_only = bool(block.power_sources) and not {"grid", "unknown"} & set(block.power_sources)
    if not onsite_only and block.region:
        needs.append(Need(grid_pool(block.region), 1.0, "power"))
    if onsite_only and "gas_turbine" in block.power_sources:
        needs.append(Need(TURBINES, 1.0, "turbines"))
    needs += [Need(TRANSFORMERS, 1.0, "transformers"), Need(SWITCHGEAR, 1.0, "switchgear")]
    if block.region:
        needs.append(Need(labour_pool(block.region), 1.0, "labour"))
    vendor = block.supplier.lower() or "nvidia"
    if vendor in vendors(book):
        needs += [Need(MEMORY, 1.0, "memory"), Need(chip_pool(vendor), 1.0, "chips")]
    return tuple(needs)


@dataclass(frozen=True, slots=True)
class ChunkedSupply:
    """Supply that is drawn chunk by chunk: what `simulate` takes when all draws at once would not fit.

    keys: of the pools; make(start, count): the series of draws start..start+count-1.
    """

    keys: tuple[str, ...]
    make: Callable[[int, int], list[SupplySeries]]


def default_supply(
    blocks: Iterable[BlockPlan],
    as_of: str,
    months: int,
    draws: int,
    seed: int,
    book: ParameterBook | None = None,
    start: int = 0,
) -> list[SupplySeries]:
    """The pools that the blocks' needs name, as series of shape (draw, month), facility watts per month.

    Draws start..start+draws-1 of each parameter's stream; the same whatever the chunks.
    """
    import numpy as np

    book = book or supply_book()
    pools = sorted({need.pool for block in blocks for need in block.needs})
    labels = month_labels(as_of[:7], months)
    found: list[SupplySeries] = []
    span = (as_of, months, draws, seed, start)
    grown = _growth(book, "chips", *span) if any(p.startswith("chips_") for p in pools) else None
    for pool in pools:
        kind, _, name = pool.partition(":")
        if kind == "chips_facility_w":
            rate_w, keys = _chips(book, name, draws, seed, start)
            amount = rate_w[:, None] * grown
        elif kind == "grid_w":
            amount, keys = _grid(book, name, months, draws, seed, start)
        elif kind == "labour_w":
            own = f"labour.addition.{name}"
            key = own if own in book else "labour.addition.default"
            amount, keys = _level(_per_region(book, key, name, seed, draws, start), months), (key,)
        elif kind == "memory_facility_w":
            amount, keys = _memory(book, *span)
        elif kind.removesuffix("_w") in (*GROWING, "turbines"):
            amount, keys = _gear(book, kind.removesuffix("_w"), months, draws, seed, start)
        else:
            raise InputError(
                "supply-unknown", got=pool,
                expected="chips_facility_w:VENDOR, memory_facility_w:world, grid_w:REGION, labour_w:REGION, "
                "turbines_w:world, transformers_w:world or switchgear_w:world",
            )  # fmt: skip
        inputs = tuple(f"parameter:{key}" for key in keys)
        found.append(SupplySeries(pool, "W", labels, np.asarray(amount, dtype=np.float32), inputs))
    return found


def _growth(book: ParameterBook, what: str, as_of: str, months: int, draws: int, seed: int, start: int) -> "np.ndarray":
    """Factor on the rates of chips or memory by month, shape (draw, month): a growth rate that fades."""
    import numpy as np

    growth, fade = (book.draw(key, seed, draws, start) for key in (f"{what}.growth_per_year", "chips.growth_fade"))
    years = (np.arange(months) + month_index(CHIPS_YEAR_START, as_of)) / 12.0
    decay = np.log(np.clip(fade, 0.01, 0.99))[:, None]
    # log of the growth factor after t years: integral of (g - 1) fade^t
    return np.exp((growth - 1.0)[:, None] * np.expm1(decay * years) / decay)


def _chips(book: ParameterBook, vendor: str, draws: int, seed: int, start: int) -> tuple["np.ndarray", Sequence[str]]:
    """Facility watts per month that a vendor's chips of the base quarter fill, shape (draw,)."""
    import numpy as np

    keys = (VENDOR_PREFIX + vendor, "chips.facility_per_tdp", "chips.tracked_share")
    rate, per_tdp, share = (book.draw(key, seed, draws, start) for key in keys)
    return rate / 3.0 * per_tdp * np.clip(share, 0.01, 1.0), (*keys, "chips.growth_per_year", "chips.growth_fade")


def _memory(
    book: ParameterBook, as_of: str, months: int, draws: int, seed: int, start: int
) -> tuple["np.ndarray", Sequence[str]]:
    """Memory in the base quarter is that of the chips shipped in it; from then on it grows at its own rate."""
    grown = _growth(book, "memory", as_of, months, draws, seed, start)
    parts = [_chips(book, vendor, draws, seed, start) for vendor in vendors(book)]
    keys = dict.fromkeys(key for _, some in parts for key in some if key != "chips.growth_per_year")
    return sum(rate_w for rate_w, _ in parts)[:, None] * grown, (*keys, "memory.growth_per_year")


def _gear(
    book: ParameterBook, what: str, months: int, draws: int, seed: int, start: int
) -> tuple["np.ndarray", Sequence[str]]:
    """Equipment of one kind for the world, shape (draw, month); growing by a factor per year when one is given."""
    import numpy as np

    rate_w = book.draw(f"{what}.addition", seed, draws, start)
    if what not in GROWING:
        return _level(rate_w, months), (f"{what}.addition",)
    log_growth = np.log(book.draw("gear.growth_per_year", seed, draws, start))[:, None]
    grown = rate_w[:, None] * np.exp(log_growth * (np.arange(months) / 12.0))
    return grown, (f"{what}.addition", "gear.growth_per_year")


def _level(rate_w: "np.ndarray", months: int) -> "np.ndarray":
    """The same in every month, shape (draw, month), without a copy for each."""
    import numpy as np

    return np.broadcast_to(rate_w.astype(np.float32)[:, None], (len(rate_w), months))


def _grid(
    book: ParameterBook, region: str, months: int, draws: int, seed: int, start: int
) -> tuple["np.ndarray", Sequence[str]]:
    import numpy as np

    own = f"grid.addition.{region}"
    key = own if own in book else "grid.addition.default"
    rate_w = _per_region(book, key, region, seed, draws, start)
    amount = np.repeat(rate_w[:, None].astype(np.float32), months, axis=1)
    amount[:, 0] += rate_w * book.draw("grid.started", seed, draws, start)
    return amount, (key, "grid.started")


def _per_region(book: ParameterBook, key: str, region: str, seed: int, draws: int, start: int) -> "np.ndarray":
    """Watts per month, drawn for the region by its own stream (regions that share a parameter are independent)."""
    from gigawatt.streams import uniforms

    return book[key].quantile(uniforms(seed, f"parameter:{key}:{region}", draws, start), book.spreads)
