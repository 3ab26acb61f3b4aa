"""Near-duplicates: reprints, spun and spammed copies are one source, told by MinHash over character shingles.

Each item's visible text is folded (letters, digits and Han only, lower case), cut into shingles of four characters,
and hashed into 128 minima; the share of equal minima estimates the Jaccard similarity J of the shingle sets, with
standard error sqrt(J (1 - J) / 128), at most 0.044 (Broder 1997). Items with J of at least 0.2, or of which one is
contained in the other, are linked; a cluster is what is linked. Retellings of one story in the sample pages have
J = 0.52 and 0.33, all other pairs less than 0.1.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gigawatt.evidence.types import Reading
from gigawatt.evidence.views import visible_text

if TYPE_CHECKING:
    import numpy as np

SHINGLE_CHARACTERS = 4
PERMUTATIONS = 128
SIMILARITY_MINIMUM = 0.2
CONTAINMENT_MINIMUM = 0.6
SHINGLES_MINIMUM = 24
"""an item with fewer shingles says too little to be called a copy"""
_SHARED_MINIMA = 6
_BUCKET_MAXIMUM = 64
_FOLD = re.compile(r"[\W_]+")


def item_text(reading: Reading, item: int) -> str:
    """Visible text of one item, folded: what is compared."""
    shown = "".join(visible_text(reading, s)[0] for s in reading.segments if s.item == item)
    return _FOLD.sub("", shown).lower()


def shingles(folded: str) -> "np.ndarray":
    """Distinct 32-bit hashes of the four-character shingles of a folded text, ascending, shape (n,)."""
    import numpy as np

    n = len(folded) - SHINGLE_CHARACTERS + 1
    if n <= 0:
        return np.empty(0, dtype=np.uint64)
    found = {zlib.crc32(folded[i : i + SHINGLE_CHARACTERS].encode("utf-8", "replace")) for i in range(n)}
    return np.array(sorted(found), dtype=np.uint64)


def signature(hashes: "np.ndarray") -> "np.ndarray":
    """MinHash signature, shape (128,): the minimum of (a x + b) mod 2^32 with fixed odd a and b."""
    import numpy as np

    rng = np.random.Generator(np.random.Philox(key=20251122))
    a = rng.integers(1, 1 << 31, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    b = rng.integers(0, 1 << 32, PERMUTATIONS, dtype=np.uint64)
    lowest = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(hashes), 8192):
        part = hashes[start : start + 8192, None] * a[None, :] + b[None, :]
        part ^= part >> np.uint64(31)
        np.minimum(lowest, (part * np.uint64(0x9E3779B97F4A7C15)).min(axis=0), out=lowest)
    return lowest


def similarity(first: "np.ndarray", second: "np.ndarray") -> float:
    """Estimated Jaccard similarity of two signatures, 0..1."""
    return float((first == second).mean())


def clusters(readings: Sequence[Reading]) -> list[list[tuple[int, int]]]:
    """Clusters of (document index, item index), in text order; each item is in exactly one, alone when it has no copy.

    Documents with the same bytes are one cluster. Candidates come from equal minima, so the work grows with
    the number of items and of likely pairs, not with all pairs.
    """
    import numpy as np

    keys: list[tuple[int, int]] = []
    sets: list[np.ndarray] = []
    for d, reading in enumerate(readings):
        for i in range(len(reading.items)):
            keys.append((d, i))
            sets.append(shingles(item_text(reading, i)))
    signatures = [signature(s) if len(s) >= SHINGLES_MINIMUM else None for s in sets]
    parent = list(range(len(keys)))

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for x, y in sorted(_candidates(signatures)):
        if root(x) != root(y) and are_copies(sets[x], sets[y]):
            parent[max(root(x), root(y))] = min(root(x), root(y))
    same: dict[tuple[str, int], int] = {}
    for n, (d, i) in enumerate(keys):
        first = same.setdefault((readings[d].document.sha256, i), n)
        parent[root(n)] = root(first)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, key in enumerate(keys):
        found[root(n)].append(key)
    return [found[r] for r in sorted(found)]


def are_copies(first: "np.ndarray", second: "np.ndarray") -> bool:
    """Exact test on two sets of shingles: Jaccard similarity, or the smaller nearly contained in the larger."""
    import numpy as np

    common = len(np.intersect1d(first, second, assume_unique=True))
    union = len(first) + len(second) - common
    smaller = min(len(first), len(second))
    return bool(union) and (
        common / union >= SIMILARITY_MINIMUM
        or (smaller >= 4 * SHINGLES_MINIMUM and common / smaller >= CONTAINMENT_MINIMUM)
    )


def _candidates(signatures: "Sequence[np.ndarray | None]") -> set[tuple[int, int]]:
    """Pairs with at least six equal minima of 128: at J = 0.2 that is all but certain (25.6 expected, s.d. 4.5).

    Of a large bucket (a phrase that stands everywhere) only neighbours are paired, so the work stays linear.
    """
    pairs: dict[tuple[int, int], int] = defaultdict(int)
    for at in range(PERMUTATIONS):
        buckets: dict[int, list[int]] = defaultdict(list)
        for n, signature_n in enumerate(signatures):
            if signature_n is not None:
                buckets[int(signature_n[at])].append(n)
        for members in buckets.values():
            for x, y in zip(members, members[1:], strict=False):
                pairs[x, y] += 1
            if 2 < len(members) <= _BUCKET_MAXIMUM:
                for i, x in enumerate(members):
                    for y in members[i + 2 :]:
                        pairs[x, y] += 1
    return {pair for pair, count in pairs.items() if count >= _SHARED_MINIMA}


def original(readings: Sequence[Reading], cluster: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The member to count as the source: without spam, hidden or spun text, then the earliest day, then the first."""
    doubtful = {"spam", "hidden-text", "spun", "encoding-mixed"}

    def rank(key: tuple[int, int]) -> tuple[int, str, tuple[int, int]]:
        reading = readings[key[0]]
        faults = sum(f.code in doubtful for f in reading.findings)
        return faults, reading.items[key[1]].day or "9999", key

    return min(cluster, key=rank)
