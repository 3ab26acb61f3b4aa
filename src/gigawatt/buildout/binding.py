"""What bound each block in each draw: the largest of the months lost to construction and to each kind of supply."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def worst_cost(
    ready: np.ndarray,
    aim: np.ndarray,
    waited: np.ndarray,
    label: np.ndarray,
    never: float,
    on_time: int,
    construction: int,
    cancelled: int,
    found: np.ndarray,
) -> None:
    """Fill found (block, draw) with the number of the label that cost most months.

    ready [month] (block, draw); aim [month] (block,): when construction should end; waited (kind, block, draw)
    [months], label (kind,): what a wait for that kind is called. Costs of one label are added; less than one month is
    on time; ready of at least `never` is cancelled. On a tie construction goes first, then the order of the labels.
    """
    blocks, draws = ready.shape
    kinds = waited.shape[0]
    names = 0
    for k in range(kinds):
        names = max(names, label[k] + 1)
    cost = np.zeros(max(names, max(on_time, max(construction, cancelled)) + 1))
    for b in range(blocks):
        for d in range(draws):
            if ready[b, d] >= never:
                found[b, d] = cancelled
                continue
            cost[:] = 0.0
            cost[construction] = max(ready[b, d] - aim[b], 0.0)
            for k in range(kinds):
                cost[label[k]] += waited[k, b, d]
            best = construction
            for n in range(cost.shape[0]):
                if cost[n] > cost[best]:
                    best = n
            found[b, d] = best if cost[best] >= 1.0 else on_time
