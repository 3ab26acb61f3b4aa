"""Random numbers keyed by name: adding a block or parameter leaves the draws of all others as they were.

Each (seed, key) owns a Philox counter stream, so draws do not depend on the order of calls, on threads or on chunks,
and the first n of N draws equal a run of n.
"""

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def uniforms(seed: int, key: str, count: int, start: int = 0) -> "np.ndarray":
    """Uniform draws in (0, 1), shape (count,), numbers start..start+count-1 of the stream (seed, key)."""
    import numpy as np

    digest = hashlib.blake2b(f"{seed}\x00{key}".encode(), digest_size=16).digest()
    bits = np.random.Philox(key=np.frombuffer(digest, dtype=np.uint64))
    skip = start % 4
    bits.advance(start // 4)  # one Philox step yields four 64-bit words
    words = bits.random_raw(count + skip)[skip:]
    return ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def normals(seed: int, key: str, count: int, start: int = 0) -> "np.ndarray":
    """Standard normal draws, shape (count,), by the inverse of the normal distribution function."""
    from scipy.special import ndtri

    return ndtri(uniforms(seed, key, count, start))
