"""Who is an independent voice: items that copy each other (near-duplicate fingerprints) form one cluster."""

from collections.abc import Sequence

Key = tuple[str, int, int]


def similarity(one: Sequence[int], two: Sequence[int]) -> float:
    """Estimated Jaccard similarity of two MinHash signatures of equal length: the share of equal places."""
    return sum(a == b for a, b in zip(one, two, strict=True)) / len(one)


def group(fingerprints: Sequence[tuple[Key, Sequence[int]]], threshold: float = 0.2) -> dict[Key, str]:
    """Cluster name of each item: single linkage over pairs with similarity >= threshold.

    The threshold lies between retellings (0.33 and more) and unrelated items (under 0.1) as measured on real
    aggregator pages. Only items that share a place of the signature are compared. A cluster is named after its
    first member, in the order given.
    """
    parent = list(range(len(fingerprints)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    buckets: dict[tuple[int, int], list[int]] = {}
    for index, (_, signature) in enumerate(fingerprints):
        candidates: set[int] = set()
        for place, value in enumerate(signature):
            bucket = buckets.setdefault((place, value), [])
            candidates.update(bucket[:1])
            bucket.append(index)
        for other in candidates:
            same_length = len(fingerprints[other][1]) == len(signature)
            if same_length and signature and similarity(fingerprints[other][1], signature) >= threshold:
                low, high = sorted((root(other), root(index)))
                parent[high] = low
    names = {}
    for index, (key, _) in enumerate(fingerprints):
        first = fingerprints[root(index)][0]
        names[key] = f"{first[0][:12]}:{first[1]}"
    return names
