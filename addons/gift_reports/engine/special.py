"""Functions of mathematics that Python and numpy do not have, on arrays of numbers above 0."""

import math

import numpy as np

SHIFT = 10  # from here on the asymptotic series has all digits
_lgamma = np.frompyfunc(math.lgamma, 1, 1)


def lgamma(x):
    """Return the logarithm of the gamma function."""
    return _lgamma(np.asarray(x, dtype=float)).astype(float)


def digamma(x):
    """Return the derivative of :func:`lgamma`.

    Recurrence up to 10, then the asymptotic series; source: Abramowitz and Stegun 6.3.5, 6.3.18.
    """
    x = np.array(x, dtype=float)
    below = np.zeros_like(x)
    for _step in range(SHIFT):
        small = x < SHIFT
        below -= np.where(small, 1 / x, 0)
        x = np.where(small, x + 1, x)
    square = 1 / (x * x)
    series = square * (
        1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132)))
    )
    return below + np.log(x) - 0.5 / x - series


def distinct_rows(*columns):
    """Return ``(rows, back, count)``: rows that differ, sorted, the place of each given row among
    them, and how often each is there.

    :param columns: arrays of the same length
    """
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, place = np.unique(column, return_inverse=True)
        key = np.unique(key * len(values) + place, return_inverse=True)[1]
    _keys, first, count = np.unique(key, return_index=True, return_counts=True)
    return tuple(column[first] for column in columns), key, count


PANELS = 24
GAUSS_X, GAUSS_W = np.polynomial.legendre.leggauss(12)
FLAT = math.log(1e8)


def beta_nodes(a, b, steepest):
    """Return ``(p, weight)``: a rule for means over the Beta(a, b) distribution, weights sum to 1.

    Means of smooth functions that are flat where p is far below ``1 / steepest`` are right to
    about 1e-7, for any a and b from 1e-5 on: panels of Gauss points in logit(p), in which both
    tails are exponential, and one point for what lies beyond each end.

    :param float steepest: 1 or more
    """
    low, high = _logit_range(a, b, steepest)
    edges = np.linspace(low, high, PANELS + 1)
    half = (edges[1] - edges[0]) / 2
    y = ((edges[:-1] + half)[:, None] + half * GAUSS_X[None, :]).ravel()
    log_size = np.log(half * np.tile(GAUSS_W, PANELS))
    # The integral of p^(a-1) from 0 to an end is p^a / a, and alike for 1 - p.
    y = np.concatenate(([low], y, [high]))
    log_size = np.concatenate(([-math.log(a)], log_size, [-math.log(b)]))
    log_p, log_q = -np.logaddexp(0, -y), -np.logaddexp(0, y)
    log_weight = a * log_p + b * log_q + log_size
    weight = np.exp(log_weight - np.max(log_weight))
    return np.exp(log_p), weight / weight.sum()


def _logit_range(a, b, steepest):
    middle, spread = math.log(a) - math.log(b), math.sqrt(1 / a + 1 / b)
    low = max(middle - max(12 * spread, 40 / a), -FLAT - math.log(max(steepest, b)))
    high = min(middle + max(12 * spread, 40 / b), FLAT + math.log(max(a, 1)))
    return low, high
