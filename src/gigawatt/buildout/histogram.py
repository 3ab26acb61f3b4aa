"""Counts of values in equal bins: quantiles of any number of draws in bounded memory, the same in any order."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def add(counts: np.ndarray, tiles: np.ndarray, draws: int, bin_size: np.ndarray) -> None:
    """Add tiles (tile, row, month, lane) of `draws` draws to counts (row, month, bin).

    A value v goes to the bin nearest to v / bin_size; the last bin takes all that lies above.
    """
    number, rows, months, lanes = tiles.shape
    last = counts.shape[2] - 1
    for r in range(rows):
        size = bin_size[r]
        scale = 1.0 / size if size > 0.0 else 0.0
        for m in range(months):
            for t in range(number):
                for x in range(min(lanes, draws - t * lanes)):
                    place = np.int64(tiles[t, r, m, x] * scale + 0.5)
                    counts[r, m, min(place, last)] += 1


@njit(cache=True, nogil=True)
def tally(values: np.ndarray, counts: np.ndarray) -> None:
    """Count values (block, draw) into counts (block, value); a negative value goes to the last column."""
    last = counts.shape[1] - 1
    for b in range(values.shape[0]):
        for d in range(values.shape[1]):
            value = np.int64(values[b, d])
            counts[b, value if value >= 0 else last] += 1
