"""Elementary functions and random words that the compiler can turn into vector instructions, the same bits everywhere.

Branch-free, from additions, products, fused multiply-adds, quotients and square roots only, all of which IEEE 754
rounds in one way: results do not depend on the machine's mathematical library, on the place of an element in a
vector, on threads or on chunks. Errors are stated per function; tests hold them against SciPy.
"""

import math

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

_TINY = 2.0**-53
_ROUND = 1.5 * 2.0**52
"""added and taken off again, it rounds a float64 to an integer"""
_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_MANTISSA, _HALF_ROOT, _BIAS = 0x000FFFFFFFFFFFFF, 0x3FE6A09E667F3BCD, 1024 << 52
"""bits of the fraction of a float64; of sqrt 1/2; of an exponent that makes all sums positive"""
_PHILOX = (0xD2E7470EE14C6C93, 0xCA5A826395121157, 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)


@intrinsic
def _fma(typingctx, a, b, c):  # noqa: ANN001, ANN202
    """a b + c, rounded once."""
    sig = types.float64(types.float64, types.float64, types.float64)
    return sig, lambda context, builder, signature, args: builder.fma(*args)


@intrinsic
def _high(typingctx, a, b):  # noqa: ANN001, ANN202
    """Upper 64 bits of the product of two 64-bit words."""

    def make(context, builder, signature, args):  # noqa: ANN001, ANN202
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, wide(64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), make


@intrinsic
def _bits(typingctx, a):  # noqa: ANN001, ANN202
    """The bits of a float64."""
    return types.int64(types.float64), lambda context, builder, sig, args: builder.bitcast(args[0], ir.IntType(64))


@intrinsic
def _value(typingctx, a):  # noqa: ANN001, ANN202
    """The float64 of these bits."""
    return types.float64(types.int64), lambda context, builder, sig, args: builder.bitcast(args[0], ir.DoubleType())


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def exponential(x: float) -> float:
    """e^x for |x| < 700, relative error below 3e-16: 2^k times the Taylor series of degree 13 within half an octave."""
    shifted = _fma(x, _LOG2_E, _ROUND)
    k = shifted - _ROUND
    r = _fma(k, -_LN2_LOW, _fma(k, -_LN2_HIGH, x))
    p = 1.0 / 6227020800.0
    p = _fma(p, r, 1.0 / 479001600.0)
    p = _fma(p, r, 1.0 / 39916800.0)
    p = _fma(p, r, 1.0 / 3628800.0)
    p = _fma(p, r, 1.0 / 362880.0)
    p = _fma(p, r, 1.0 / 40320.0)
    p = _fma(p, r, 1.0 / 5040.0)
    p = _fma(p, r, 1.0 / 720.0)
    p = _fma(p, r, 1.0 / 120.0)
    p = _fma(p, r, 1.0 / 24.0)
    p = _fma(p, r, 1.0 / 6.0)
    p = _fma(p, r, 0.5)
    p = _fma(p, r, 1.0)
    p = _fma(p, r, 1.0)
    # the low bits of `shifted` are k; moved to the exponent they multiply by 2^k
    return _value(_bits(p) + (_bits(shifted) << 52))


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def logarithm(x: float) -> float:
    """Natural logarithm of a normal x > 0, relative error below 3e-16 (the series of Sun's fdlibm, e_log.c)."""
    bits = _bits(x) - _HALF_ROOT
    m = _value((bits & _MANTISSA) + _HALF_ROOT)  # in [sqrt 1/2, sqrt 2)
    e = _value(((bits + _BIAS) >> 52) + _bits(_ROUND)) - (_ROUND + 1024.0)
    f = m - 1.0
    s = f / (m + 1.0)
    z = s * s
    p = 1.479819860511658591e-01
    p = _fma(p, z, 1.531383769920937332e-01)
    p = _fma(p, z, 1.818357216161805012e-01)
    p = _fma(p, z, 2.222219843214978396e-01)
    p = _fma(p, z, 2.857142874366239149e-01)
    p = _fma(p, z, 3.999999999940941908e-01)
    p = _fma(p, z, 6.666666666666735130e-01)
    half = 0.5 * f * f
    return _fma(e, _LN2_HIGH, f - (half - _fma(s, _fma(p, z, half), e * _LN2_LOW)))


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def normal_below(x: float) -> float:
    """Probability that a standard normal lies below x, |x| < 7.07, absolute error below 1e-15 (Hart 1968, no. 5666)."""
    a = abs(x)
    top = _fma(3.52624965998911e-02, a, 0.700383064443688)
    top = _fma(top, a, 6.37396220353165)
    top = _fma(top, a, 33.912866078383)
    top = _fma(top, a, 112.079291497871)
    top = _fma(top, a, 221.213596169931)
    top = _fma(top, a, 220.206867912376)
    low = _fma(8.83883476483184e-02, a, 1.75566716318264)
    low = _fma(low, a, 16.064177579207)
    low = _fma(low, a, 86.7807322029461)
    low = _fma(low, a, 296.564248779674)
    low = _fma(low, a, 637.333633378831)
    low = _fma(low, a, 793.826512519948)
    low = _fma(low, a, 440.413735824752)
    tail = exponential(-0.5 * a * a) * top / low
    return 1.0 - tail if x > 0.0 else tail


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def inverse_normal(p: float) -> float:
    """Standard normal quantile at p in [1e-11, 1 - 1e-11], relative error below 1e-15; nearer to 0 or 1 below 1e-9.

    Wichura (1988), algorithm AS 241, PPND16, its middle and its first tail, both computed and one taken.
    """
    q = p - 0.5
    c = _fma(-q, q, 0.180625)
    middle_top = _fma(2509.0809287301226727, c, 33430.575583588128105)
    middle_top = _fma(middle_top, c, 67265.770927008700853)
    middle_top = _fma(middle_top, c, 45921.953931549871457)
    middle_top = _fma(middle_top, c, 13731.693765509461125)
    middle_top = _fma(middle_top, c, 1971.5909503065514427)
    middle_top = _fma(middle_top, c, 133.14166789178437745)
    middle_top = _fma(middle_top, c, 3.387132872796366608)
    middle_low = _fma(5226.495278852545925, c, 28729.085735721942674)
    middle_low = _fma(middle_low, c, 39307.89580009271061)
    middle_low = _fma(middle_low, c, 21213.794301586595867)
    middle_low = _fma(middle_low, c, 5394.1960214247511077)
    middle_low = _fma(middle_low, c, 687.1870074920579083)
    middle_low = _fma(middle_low, c, 42.313330701600911252)
    middle_low = _fma(middle_low, c, 1.0)
    r = math.sqrt(-logarithm(min(p, 1.0 - p))) - 1.6
    tail_top = _fma(7.7454501427834140764e-4, r, 0.0227238449892691845833)
    tail_top = _fma(tail_top, r, 0.24178072517745061177)
    tail_top = _fma(tail_top, r, 1.27045825245236838258)
    tail_top = _fma(tail_top, r, 3.64784832476320460504)
    tail_top = _fma(tail_top, r, 5.7694972214606914055)
    tail_top = _fma(tail_top, r, 4.6303378461565452959)
    tail_top = _fma(tail_top, r, 1.42343711074968357734)
    tail_low = _fma(1.05075007164441684324e-9, r, 5.475938084995344946e-4)
    tail_low = _fma(tail_low, r, 0.0151986665636164571966)
    tail_low = _fma(tail_low, r, 0.14810397642748007459)
    tail_low = _fma(tail_low, r, 0.68976733498510000455)
    tail_low = _fma(tail_low, r, 1.6763848301838038494)
    tail_low = _fma(tail_low, r, 2.05319162663775882187)
    tail_low = _fma(tail_low, r, 1.0)
    central = abs(q) <= 0.425
    top = q * middle_top if central else (tail_top if q > 0.0 else -tail_top)
    return top / (middle_low if central else tail_low)


@njit(cache=True, nogil=True)
def uniforms(key: np.ndarray, start: int, out: np.ndarray) -> None:
    """Fill out (4, draw) with the uniforms in (0, 1) of steps start.. of the Philox 4x64-10 stream of `key` (2 words).

    The words are those of numpy.random.Philox(key=key).advance(start).random_raw() in fours (Salmon et al. 2011).
    """
    m0, m1 = np.uint64(_PHILOX[0]), np.uint64(_PHILOX[1])
    step0, step1 = np.uint64(_PHILOX[2]), np.uint64(_PHILOX[3])
    eleven = np.uint64(11)
    for i in range(out.shape[1]):
        k0, k1 = key[0], key[1]
        a, b, c, d = np.uint64(start + i + 1), np.uint64(0), np.uint64(0), np.uint64(0)
        for _ in range(10):
            high0, low0 = _high(m0, a), m0 * a
            high1, low1 = _high(m1, c), m1 * c
            a, b, c, d = high1 ^ b ^ k0, low1, high0 ^ d ^ k1, low0
            k0 += step0
            k1 += step1
        out[0, i] = (np.float64(np.int64(a >> eleven)) + 0.5) * _TINY
        out[1, i] = (np.float64(np.int64(b >> eleven)) + 0.5) * _TINY
        out[2, i] = (np.float64(np.int64(c >> eleven)) + 0.5) * _TINY
        out[3, i] = (np.float64(np.int64(d >> eleven)) + 0.5) * _TINY
