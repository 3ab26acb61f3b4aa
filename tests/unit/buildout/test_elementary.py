"""Elementary functions against SciPy and the Philox words against numpy, and the same bits in any place of an array."""

import numpy as np
import pytest
from numba import njit
from scipy import special

from gigawatt.buildout import elementary


def over(function):
    @njit(error_model="numpy")
    def loop(x, out):
        for i in range(x.size):
            out[i] = function(x[i])

    def apply(x):
        out = np.empty_like(x)
        loop(x, out)
        return out

    return apply


rng = np.random.default_rng(7)
NEAR = np.exp(-np.linspace(0.7, 25.0, 5001))


@pytest.mark.parametrize(
    ("function", "exact", "x", "relative", "absolute"),
    [
        (elementary.exponential, np.exp, np.linspace(-690, 690, 10_001), 5e-16, 0.0),
        (elementary.logarithm, np.log, np.exp(np.linspace(-700, 700, 10_001)), 5e-16, 0.0),
        (elementary.logarithm, np.log, 1.0 + np.linspace(-1e-3, 1e-3, 2_000), 5e-16, 0.0),
        (elementary.normal_below, special.ndtr, np.linspace(-7.05, 7.05, 10_001), 0.0, 1e-15),
        (elementary.inverse_normal, special.ndtri, np.linspace(1e-4, 1 - 1e-4, 10_000), 2e-15, 1e-16),
        (elementary.inverse_normal, special.ndtri, NEAR, 2e-15, 0.0),
        (elementary.inverse_normal, special.ndtri, 1.0 - NEAR[NEAR > 1e-6], 2e-15, 0.0),
        (elementary.inverse_normal, special.ndtri, np.exp(-np.linspace(25, 37.4, 500)), 1e-11, 0.0),
    ],
)
def test_close_to_scipy(function, exact, x, relative, absolute):
    got, wanted = over(function)(x), exact(x)
    assert (np.abs(got - wanted) <= absolute + relative * np.abs(wanted)).all()


@pytest.mark.parametrize(
    "function",
    [elementary.exponential, elementary.logarithm, elementary.normal_below, elementary.inverse_normal],
)
def test_same_bits_wherever_an_element_stands(function):
    """A loop's tail is not a vector instruction; it must round as the vectors do."""
    x = rng.uniform(1e-3, 1 - 1e-3, 64)
    apply = over(function)
    whole = apply(x)
    assert all(np.array_equal(apply(x[k : k + n].copy()), whole[k : k + n]) for k in range(9) for n in (1, 2, 3, 5, 17))


@pytest.mark.parametrize("start", [0, 1, 1023, 2**33])
def test_words_are_those_of_numpy(start):
    key = rng.integers(0, 2**64, 2, dtype=np.uint64)
    bits = np.random.Philox(key=key)
    bits.advance(start)
    words = bits.random_raw(4 * 50).reshape(50, 4)
    out = np.empty((4, 50))
    elementary.uniforms(key, start, out)
    assert np.array_equal(out.T, ((words >> np.uint64(11)).astype(float) + 0.5) * 2.0**-53)


def test_philox_known_answer():
    """Counter and key zero: the vector published with Random123 (Salmon et al. 2011), by its first step."""
    out = np.empty((4, 1))
    elementary.uniforms(np.zeros(2, dtype=np.uint64), -1, out)  # the counter stands at start + 1
    published = (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B)
    assert out[:, 0].tolist() == [((word >> 11) + 0.5) * 2.0**-53 for word in published]
