"""Who is an independent voice: items that copy each other (near-duplicate fingerprints) form one cluster.

Of a cluster the original is the item with the fewest marks of a copy (spam, hidden text, spun words), of these the
earliest, of these the first; the others are copies. A copy has no vote of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gigawatt.evidence.near_duplicates import SIMILARITY_MINIMUM, similarity

Key = tuple[str, int, int]
"""(document hash, start, end) of an item"""


@dataclass(frozen=True, slots=True)
class ItemFingerprint:
    """An item with its MinHash signature, the day it was public and how many marks of a copy it bears."""

    key: Key
    signature: tuple[int, ...]
    day: str = ""
    faults: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item lies in its document, and whom it copies."""

    start: int
    end: int
    cluster: str
    copy_of: Key | None
    """the original of its cluster; None for an original and for an item without a copy"""


Places = dict[str, list[Place]]
"""document hash -> its items"""


def group(items: Sequence[ItemFingerprint], threshold: float = SIMILARITY_MINIMUM) -> list[list[int]]:
    """Clusters as indices into the items, each in order: single linkage over pairs with similarity >= threshold.

    The threshold lies between retellings (0.33 and more) and unrelated items (under 0.1) as measured on real
    aggregator pages. Only items that share a place of the signature are compared.
    """
    parent = list(range(len(items)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    buckets: dict[tuple[int, int], list[int]] = {}
    for index, item in enumerate(items):
        candidates: set[int] = set()
        for place, value in enumerate(item.signature):
            bucket = buckets.setdefault((place, value), [])
            candidates.update(bucket[:1])
            bucket.append(index)
        for other in candidates:
            theirs = items[other].signature
            if len(theirs) == len(item.signature) and similarity(theirs, item.signature) >= threshold:
                low, high = sorted((root(other), root(index)))
                parent[high] = low
    members: dict[int, list[int]] = {}
    for index in range(len(items)):
        members.setdefault(root(index), []).append(index)
    return list(members.values())


def places(items: Sequence[ItemFingerprint]) -> Places:
    """The items by document, with cluster (named after its first member in the order given) and original."""
    found: Places = {}
    for members in group(items):
        first = items[members[0]].key
        original = min(members, key=lambda n: (items[n].faults, items[n].day or "9999", n))
        for number in members:
            sha256, start, end = items[number].key
            copied = None if number == original else items[original].key
            found.setdefault(sha256, []).append(Place(start, end, f"{first[0][:12]}:{first[1]}", copied))
    return found


def place_of(found: Places, sha256: str, at: int) -> Place | None:
    """The item of a document that holds a character, None when it has no fingerprint."""
    return next((place for place in found.get(sha256, ()) if place.start <= at < place.end), None)
