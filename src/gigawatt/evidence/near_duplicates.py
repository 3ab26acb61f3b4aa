"""Near-duplicates: reprints, spun and spammed copies are one source, told by MinHash over character shingles.

Each item's visible text is folded (letters, digits and Han only, lower case) and cut into shingles of four characters.
Its signature has 128 places: the hashes are dealt into 128 bins and the least of each bin is kept; an empty bin borrows
from the next full one (one-permutation MinHash with rotation: Li, Owen, Zhang 2012; Shrivastava, Li 2014). The share of
equal places estimates the Jaccard similarity J. Items with at least six equal places are compared exactly: J of at
least 0.2, or one item contained in the other, links them; a cluster is what is linked. Retellings of one story in the
sample pages have J = 0.52 and 0.33, all other pairs less than 0.1.
"""

import re
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from gigawatt.evidence.types import Reading
from gigawatt.evidence.views import visible_text

SHINGLE_CHARACTERS = 4
SIGNATURE_PLACES = 128
SIMILARITY_MINIMUM = 0.2
CONTAINMENT_MINIMUM = 0.6
SHINGLES_MINIMUM = 24
"""an item with fewer shingles says too little to be called a copy"""
_EQUAL_PLACES = 6  # at J = 0.2 26 of 128 are expected to be equal, with a standard deviation of 4.5
_BIN_SHIFT = 25  # the upper 7 of 32 bits are the bin
_MIX = 0x9E3779B1
_MASK = 0xFFFFFFFF
_ALL = 1 << 32  # limit above every hash
_SAMPLE_MAXIMUM = 1 << 18  # shingles of one item that are kept, nearly
_BLOCK = 1 << 16  # characters that are cut into shingles at a time
_BORROWED = 1 << 25
_BUCKET_MAXIMUM = 64
_item_of = attrgetter("item")
_FOLD = re.compile(r"[\W_]+")


def item_text(reading: Reading, item: int) -> str:
    """Visible text of one item, folded: what is compared."""
    first = bisect_left(reading.segments, item, key=_item_of)
    last = bisect_left(reading.segments, item + 1, lo=first, key=_item_of)
    shown = "".join(visible_text(reading, s)[0] for s in reading.segments[first:last])
    return _FOLD.sub("", shown).lower()


def shingles(folded: str) -> frozenset[int]:
    """Distinct 32-bit hashes of the four-character shingles of a folded text."""
    data = folded.encode("utf-8", "surrogatepass")
    if len(data) == len(folded):
        edges: Sequence[int] = range(len(data) + 1)
    else:
        edges = [i for i, byte in enumerate(data) if byte & 0xC0 != 0x80]  # where a character begins
        edges.append(len(data))
    return frozenset(map(zlib.crc32, map(data.__getitem__, map(slice, edges, edges[SHINGLE_CHARACTERS:]))))


@dataclass(frozen=True, slots=True)
class Sample:
    """Distinct shingle hashes of one item: all of them, or of a very long item those whose mixed hash is under a limit.

    The same limit picks the same shingles of every text, so similarity and containment are estimated without bias
    under the smaller of two limits (FracMinHash: Irber and others 2022).
    """

    hashes: "array[int]"
    limit: int


def sample(folded: str) -> Sample:
    """The sample of a folded text; memory is bounded however long the text is."""
    limit = _ALL
    while len(folded) * limit > _SAMPLE_MAXIMUM * _ALL:
        limit //= 2
    found: set[int] = set()
    for at in range(0, len(folded), _BLOCK):
        block = shingles(folded[at : at + _BLOCK + SHINGLE_CHARACTERS - 1])
        found |= block if limit == _ALL else _under(limit, block)
    return Sample(array("I", found), limit)


def _under(limit: int, hashes: Iterable[int]) -> frozenset[int]:
    return frozenset(h for h in hashes if h * _MIX & _MASK < limit)


def signature(hashes: Iterable[int]) -> tuple[int, ...]:
    """MinHash signature: 128 numbers, the least hash of each bin; all zero when there are no hashes."""
    least: list[int | None] = [None] * SIGNATURE_PLACES
    for h in hashes:
        mixed = h * _MIX & _MASK
        place = mixed >> _BIN_SHIFT
        held = least[place]
        if held is None or mixed < held:
            least[place] = mixed
    if all(v is None for v in least):
        return (0,) * SIGNATURE_PLACES
    filled: list[int] = []
    for place in range(SIGNATURE_PLACES):
        steps = next(k for k in range(SIGNATURE_PLACES) if least[(place + k) % SIGNATURE_PLACES] is not None)
        found = least[(place + steps) % SIGNATURE_PLACES]
        filled.append((found or 0) + steps * _BORROWED * SIGNATURE_PLACES)
    return tuple(filled)


def similarity(first: Sequence[int], second: Sequence[int]) -> float:
    """Estimated Jaccard similarity of two items: the share of equal places of their signatures, 0..1."""
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a document is kept to know its copies: the hash of its bytes and the shingles of each item."""

    sha256: str
    items: tuple[Sample, ...]


def fingerprint(reading: Reading) -> Fingerprint:
    """The fingerprint of a document; it holds no text."""
    return Fingerprint(reading.document.sha256, tuple(sample(item_text(reading, n)) for n in range(len(reading.items))))


def clusters(readings: Iterable[Reading | Fingerprint]) -> list[list[tuple[int, int]]]:
    """Clusters of (document index, item index), in text order; each item is in exactly one, alone when it has no copy.

    Documents with the same bytes are one cluster. Candidates come from equal places, so the work grows with the
    number of items and of likely pairs, not with all pairs.
    """
    prints = [one if isinstance(one, Fingerprint) else fingerprint(one) for one in readings]
    keys = [(d, i) for d, one in enumerate(prints) for i in range(len(one.items))]
    samples = [prints[d].items[i] for d, i in keys]
    parent = list(range(len(keys)))

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    signatures = [signature(s.hashes) if len(s.hashes) >= SHINGLES_MINIMUM else () for s in samples]
    for x, y in sorted(_candidates(signatures)):
        if root(x) != root(y) and are_copies(*_comparable(samples[x], samples[y])):
            parent[max(root(x), root(y))] = min(root(x), root(y))
    same: dict[tuple[str, int], int] = {}
    for n, (d, i) in enumerate(keys):
        first = same.setdefault((prints[d].sha256, i), n)
        parent[max(root(n), root(first))] = min(root(n), root(first))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, key in enumerate(keys):
        found[root(n)].append(key)
    return [found[r] for r in sorted(found)]


def _comparable(first: Sample, second: Sample) -> tuple[frozenset[int], frozenset[int]]:
    """The hashes of two items under the smaller of their limits."""
    limit = min(first.limit, second.limit)
    a, b = (frozenset(s.hashes) if s.limit == limit else _under(limit, s.hashes) for s in (first, second))
    return a, b


def are_copies(first: frozenset[int], second: frozenset[int]) -> bool:
    """Exact test on two sets of shingles: Jaccard similarity, or the smaller nearly contained in the larger."""
    common = len(first & second)
    union = len(first) + len(second) - common
    smaller = min(len(first), len(second))
    contained = smaller >= 4 * SHINGLES_MINIMUM and common / smaller >= CONTAINMENT_MINIMUM
    return bool(union) and (common / union >= SIMILARITY_MINIMUM or contained)


def _candidates(signatures: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """Pairs whose signatures have at least six equal places.

    Of a large bucket (a phrase that stands everywhere) only neighbours are paired, so the work stays linear.
    """
    buckets: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, signature_n in enumerate(signatures):
        for place in enumerate(signature_n):
            buckets[place].append(n)
    pairs: dict[tuple[int, int], int] = defaultdict(int)
    for members in buckets.values():
        reach = len(members) if len(members) <= _BUCKET_MAXIMUM else 2
        for i, x in enumerate(members):
            for y in members[i + 1 : i + reach]:
                pairs[x, y] += 1
    return {pair for pair, count in pairs.items() if count >= _EQUAL_PLACES}


_MARKS = frozenset({"spam", "hidden-text", "spun", "encoding-mixed"})
"""findings that mark a copy rather than an original"""


def faults_of(reading: Reading, item: int) -> int:
    """How many findings mark an item as a copy: spam around it, hidden text, spun words, mixed encodings."""
    place = reading.items[item]
    alone = len(reading.items) == 1  # what stands around the only item belongs to it
    return sum(f.code in _MARKS and (alone or (f.start < place.end and place.start < f.end)) for f in reading.findings)


def original(readings: Sequence[Reading], cluster: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The member to count as the source: the fewest marks of a copy, then the earliest day, then the first."""

    def rank(key: tuple[int, int]) -> tuple[int, str, tuple[int, int]]:
        reading = readings[key[0]]
        return faults_of(reading, key[1]), reading.items[key[1]].day or "9999", key

    return min(cluster, key=rank)
