"""Paths: what a simulation produced, as arrays (draw, item, month) with axes, units and the scenario's hash."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.errors import InputError

if TYPE_CHECKING:
    import numpy as np


def month_labels(first: str, count: int) -> tuple[str, ...]:
    """`count` month names from `first` (YYYY-MM) on."""
    year, month = int(first[:4]), int(first[5:7]) - 1
    return tuple(f"{year + (month + k) // 12:04d}-{(month + k) % 12 + 1:02d}" for k in range(count))


def month_index(first: str, day: str) -> int:
    """Months from `first` (YYYY-MM) to the month of `day` (YYYY-MM or YYYY-MM-DD); negative when earlier."""
    return (int(day[:4]) - int(first[:4])) * 12 + int(day[5:7]) - int(first[5:7])


@dataclass(frozen=True, slots=True)
class SupplySeries:
    """What may be drawn on: monthly amounts of one supply (chips, grid MW of a region, turbines, capital).

    amount: per month, shape (draw or 1, month), in `unit`; key such as `grid_w:us-tx`.
    """

    key: str
    unit: str
    months: tuple[str, ...]
    amount: "np.ndarray"
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paths:
    """Simulated values: per metric an array (draw, item, month), float32 or float64, in the unit of that metric."""

    items: tuple[str, ...]
    months: tuple[str, ...]
    metrics: dict[str, "np.ndarray"]
    units: dict[str, str]
    scenario_hash: str
    seed: int
    meta: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, array in self.metrics.items():
            if array.ndim != 3 or array.shape[1:] != (len(self.items), len(self.months)):
                raise ValueError(f"{name}: shape {array.shape} is not (draw, {len(self.items)}, {len(self.months)})")
            if name not in self.units:
                raise ValueError(f"{name} has no unit")

    def quantiles(self, metric: str, probabilities: Sequence[float] = (0.1, 0.5, 0.9)) -> "np.ndarray":
        """Quantiles over the draws, shape (probability, item, month)."""
        import numpy as np

        return np.quantile(self.metrics[metric], list(probabilities), axis=0)

    def total(self, metric: str) -> "np.ndarray":
        """Sum over the items, shape (draw, month)."""
        return self.metrics[metric].sum(axis=1)

    def write_parquet(self, path: Path, draws: int = 1000) -> None:
        """Write the first `draws` draws as rows (draw, item, month, metrics); the file appears whole or not."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.parquet as pq

        count = min(draws, next(iter(self.metrics.values())).shape[0])
        size = (count, len(self.items), len(self.months))

        def column(values: "np.ndarray", kind: pa.DataType) -> pa.Array:
            flat = np.ascontiguousarray(values).ravel()  # buffers, since pa.array() would import pandas
            return pa.Array.from_buffers(kind, flat.size, [None, pa.py_buffer(flat)])

        def words(labels: Sequence[str]) -> pa.Array:
            encoded = [label.encode() for label in labels]
            ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
            buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
            return pa.Array.from_buffers(pa.string(), len(encoded), buffers)

        def axis(place: int, length: int) -> "np.ndarray":
            shape = [1, 1, 1]
            shape[place] = length
            return np.broadcast_to(np.arange(length, dtype=np.int32).reshape(shape), size)

        columns = {"draw": column(axis(0, count), pa.int32())}
        for place, (name, labels) in enumerate((("item", self.items), ("month", self.months)), start=1):
            index = column(axis(place, len(labels)), pa.int32())
            columns[name] = pa.DictionaryArray.from_arrays(index, words(labels))
        for name, array in self.metrics.items():
            unit = self.units[name].lower().replace("/", "_per_")
            key = name if name.endswith(f"_{unit}") else f"{name}_{unit}"
            columns[key] = column(array[:count].astype(np.float32, copy=False), pa.float32())
        table = pa.Table.from_arrays(list(columns.values()), names=list(columns)).replace_schema_metadata(
            {"scenario_hash": self.scenario_hash, "seed": str(self.seed), "draws": str(count)}
        )
        partial = path.with_name(path.name + ".partial")
        try:
            pq.write_table(table, partial, compression="zstd")
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise InputError("cannot-write", where=str(path), got=error.strerror or str(error)) from None
