"""Logarithm, exponential and normal quantile with the same bits on every machine.

``numpy.log``, ``numpy.exp`` and numpy's own normal and exponential variates end in the C library
or in whatever vector instructions the processor has, and differ in the last bit from one machine
to the next: enough to give the same seed another fingerprint. What follows uses addition,
multiplication, division and square root only, which IEEE 754 rounds in one way, and costs about
10 ns a number. Relative error below 1e-15.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LN2_HIGH = 6.93147180369123816490e-01  # ends in zeros: its product with an exponent is exact
LN2_LOW = 1.90821492927058770002e-10
ONE_OVER_LN2 = 1.44269504088896338700
MANTISSA_BITS = 52
SQRT_HALF_BITS = int(np.array(0.5**0.5).view(np.int64))
SMALLEST_TAIL = 2.0**-54

# Coefficients of FreeBSD's msun (e_log.c, e_exp.c; Sun Microsystems 1993, freely granted),
# highest power first.
LOG = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
EXP = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
# Wichura (1988), Algorithm AS 241, doi:10.2307/2347330: numerator and denominator for the
# centre, the shoulders and the far tails, highest power first.
CENTRE = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
SHOULDER = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)


def log(x: FloatArray) -> FloatArray:
    """Natural logarithm of positive, finite, not denormal numbers."""
    bits = np.ascontiguousarray(x, dtype=np.float64).view(np.int64)
    exponent = (bits - SQRT_HALF_BITS) >> MANTISSA_BITS
    f = (bits - (exponent << MANTISSA_BITS)).view(np.float64)  # within sqrt(1/2) and sqrt(2)
    f -= 1.0
    s = f / (f + 2.0)
    square = s * s
    half_square = f * f
    half_square *= 0.5
    rest = _polynomial(LOG, square)
    rest *= square
    rest += half_square
    rest *= s
    k = exponent.astype(np.float64)
    rest += k * LN2_LOW
    half_square -= rest
    half_square -= f
    k *= LN2_HIGH
    k -= half_square
    return k


def exp(x: FloatArray) -> FloatArray:
    """Exponential of numbers between -700 and 700; beyond, the value at that bound."""
    x = np.clip(x, -700.0, 700.0)
    k = np.rint(x * ONE_OVER_LN2)
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    square = r * r
    c = _polynomial(EXP, square)
    c *= square
    np.subtract(r, c, out=c)
    y: FloatArray = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    scaled: FloatArray = (y.view(np.int64) + (k.astype(np.int64) << MANTISSA_BITS)).view(np.float64)
    return scaled


def normal_quantile(p: FloatArray) -> FloatArray:
    """Where the standard normal distribution function is ``p``; at 0 and 1 about -8.3 and 8.3."""
    q = p - 0.5
    x = _ratio(CENTRE, 0.180625 - q * q)
    x *= q
    outer = np.flatnonzero(np.abs(q) > 0.425)
    if len(outer):
        beyond = np.minimum(p[outer], 1.0 - p[outer])
        x[outer] = np.copysign(_outer_quantile(beyond), q[outer])
    return x


def _outer_quantile(beyond: FloatArray) -> FloatArray:
    """Distance from the centre with probability ``beyond`` on its far side."""
    r = np.sqrt(0.0 - log(np.maximum(beyond, SMALLEST_TAIL)))
    x = _ratio(SHOULDER, r - 1.6)
    far = np.flatnonzero(r > 5.0)
    if len(far):
        x[far] = _ratio(TAIL, r[far] - 5.0)
    return x


def _ratio(coefficients: tuple[Sequence[float], Sequence[float]], x: FloatArray) -> FloatArray:
    numerator = _polynomial(coefficients[0], x)
    numerator /= _polynomial(coefficients[1], x)
    return numerator


def _polynomial(coefficients: Sequence[float], x: FloatArray) -> FloatArray:
    """Horner's rule, in place: one rounding per step, no temporaries."""
    y = x * coefficients[0]
    for coefficient in coefficients[1:-1]:
        y += coefficient
        y *= x
    y += coefficients[-1]
    return y
