"""What is left if every possible twin is one: the low end of a sum of things that may overlap.

A maximum-weight independent set of the graph of pairs that may be the same; exact for small clusters.
"""

from collections.abc import Callable, Iterable, Mapping

_EXACT_LIMIT = 18  # largest cluster of possible twins that is solved exactly; a larger one counts its heaviest member


def certainly_apart(weights: Mapping[str, float], links: Mapping[str, Iterable[str]]) -> set[str]:
    """The heaviest set of items of which no two may be the same: what is left if every possible twin is one.

    weights: item -> size; links: item -> items it may be the same as (either direction is enough, unknown names are
    ignored). Exact for clusters of up to 18 items (branching on the item with most links); of a larger cluster only
    the heaviest item is kept, which can only widen the range.
    """
    near: dict[str, set[str]] = {name: set() for name in weights}
    for name, others in links.items():
        for other in others:
            if name in near and other in near and other != name:
                near[name].add(other)
                near[other].add(name)
    kept: set[str] = set()
    left = set(weights)
    while left:
        cluster, front = set(), [next(iter(left))]
        while front:
            name = front.pop()
            if name not in cluster:
                cluster.add(name)
                front.extend(near[name])
        left -= cluster
        if len(cluster) > _EXACT_LIMIT:
            kept.add(max(sorted(cluster), key=lambda name: weights[name]))
        else:
            kept |= _heaviest(frozenset(cluster), near, weights)
    return kept


def _heaviest(names: frozenset[str], near: Mapping[str, set[str]], weights: Mapping[str, float]) -> set[str]:
    """Heaviest subset without two linked names."""
    if not names:
        return set()
    pivot = max(sorted(names), key=lambda name: len(near[name] & names))
    if not near[pivot] & names:
        return set(names)
    without = _heaviest(names - {pivot}, near, weights)
    with_it = {pivot} | _heaviest(names - {pivot} - near[pivot], near, weights)
    total: Callable[[set[str]], float] = lambda chosen: sum(weights[name] for name in sorted(chosen))  # noqa: E731
    return with_it if total(with_it) > total(without) else without
