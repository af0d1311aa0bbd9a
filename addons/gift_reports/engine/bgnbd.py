"""BG/NBD: how often customers buy again, and when they silently stop.

While alive, a customer buys at a rate that differs between customers as Gamma(r, alpha); after each
purchase the customer drops out with a chance that differs as Beta(a, b). Source: Fader, Hardie and
Lee (2005), "Counting your customers" the easy way, *Marketing Science* 24(2).

A customer is known by three numbers: *repeats* x (days with a purchase after the first one),
*recency* t_x (age at the last purchase, 0 when x is 0) and *age* T (since the first purchase), all
times in weeks. By this model a customer who bought once is alive for certain.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .errors import EngineError
from .optimise import maximise
from .special import beta_nodes, digamma, distinct_rows, lgamma

START = (0.5, 1.0, 1.0, 2.0)  # alpha in mean ages


@dataclass(frozen=True)
class BgNbd:
    """A fitted model; ``alpha`` in weeks.

    :param float log_likelihood: of the customers it was fitted to
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = math.nan

    def alive(self, repeats, recency, age):
        """Return the chance that customers still buy, 0 to 1 (equation 8 of the note on P(alive),
        Fader, Hardie and Lee 2008).

        :param repeats, recency, age: numbers or arrays, weeks
        """
        x, t_x, age = np.broadcast_arrays(*map(_floats, (repeats, recency, age)))
        b_x = np.where(x > 0, self.b + x - 1, 1)
        odds = math.log(self.a) - np.log(b_x)
        odds = odds + (self.r + x) * (np.log(self.alpha + age) - np.log(self.alpha + t_x))
        return np.where(x > 0, np.exp(-np.logaddexp(0, odds)), 1.0)

    def expected_new(self, weeks):
        """Return the expected repeat purchases of a customer in the weeks after the first purchase.

        :param weeks: number or array
        """
        weeks = _floats(weeks)
        return self._while_alive(np.zeros_like(weeks), np.zeros_like(weeks), weeks)

    def expected(self, repeats, recency, age, weeks):
        """Return the expected purchases in the coming weeks (equation 10 of the paper).

        Worked out as a mean over the chance to drop out instead of by the hypergeometric function
        of the paper: all terms are positive, so nothing overflows or cancels.
        """
        x, t_x, age, weeks = np.broadcast_arrays(*map(_floats, (repeats, recency, age, weeks)))
        return self.alive(x, t_x, age) * self._while_alive(x, age, weeks)

    def expected_until(self, repeats, recency, age, horizons):
        """Yield what :meth:`expected` returns for each of several numbers of weeks.

        :param repeats, recency, age: arrays of the same length
        """
        x, t_x, age = map(_floats, (repeats, recency, age))
        alive = self.alive(x, t_x, age)
        (kinds, ages), back, _count = distinct_rows(x, age)
        for weeks in horizons:
            yield alive * self._while_alive(kinds, ages, np.full_like(ages, weeks))[back]

    def _while_alive(self, repeats, age, weeks):
        """Return expected purchases of customers who are alive, equal ones worked out once."""
        flat = (repeats.ravel(), age.ravel(), weeks.ravel())
        (x, age, weeks), back, _count = distinct_rows(*flat)
        result = np.empty_like(x)
        kinds, starts = np.unique(x, return_index=True)  # rows are sorted by repeats
        for kind, start, end in zip(kinds, starts, [*starts[1:], len(x)], strict=True):
            span = weeks[start:end] / (self.alpha + age[start:end])
            result[start:end] = self._of_repeats(float(kind), span)
        return result[back].reshape(repeats.shape)

    def _of_repeats(self, x, span):
        """Return the mean of ``(1 - (1 + p span)^-(r+x)) / p`` over p ~ Beta(a, b+x)."""
        rate = self.r + x
        steepest = max(1.0, float(span.max(initial=0.0)) * (rate + 1))
        p, weight = beta_nodes(self.a, self.b + x, steepest)
        result = np.empty_like(span)
        for start in range(0, len(span), CHUNK):
            part = span[start : start + CHUNK, None]
            result[start : start + CHUNK] = (-np.expm1(-rate * np.log1p(part * p)) / p) @ weight
        return result


CHUNK = 4096  # rows worked out at once: 10 MB


def fit(repeats, recency, age):
    """Return the :class:`BgNbd` of most likelihood.

    :param repeats, recency, age: arrays of the same length, one entry per customer, weeks
    :raises EngineError: ``clv_no_convergence`` (model, problem) instead of numbers that mean
        nothing; problem is one of :class:`optimise.Optimum` or ``no_repeats``
    """
    if not np.any(_floats(repeats) > 0):
        raise _failed("no_repeats")
    likelihood = Likelihood(repeats, recency, age)
    mean_age = max(float(np.average(likelihood.age, weights=likelihood.count)), 1e-3)
    start = (START[0], START[1] * mean_age, *START[2:])
    found = maximise(likelihood.with_gradient, start, weight=likelihood.customers)
    if found.problem:
        raise _failed(found.problem)
    return BgNbd(*found.point, found.value)


def _failed(problem):
    return EngineError("clv_no_convergence", model="bg_nbd", problem=problem)


class Likelihood:
    """Log-likelihood of parameters for customers; equal customers are worked out once."""

    def __init__(self, repeats, recency, age):
        rows, back, self.count = distinct_rows(*map(_floats, (repeats, recency, age)))
        self.repeats, self.recency, self.age = rows
        self.customers = len(back)
        self.kinds, self.kind = np.unique(self.repeats, return_inverse=True)

    @cached_property
    def _kind_count(self):
        return np.bincount(self.kind, weights=self.count)

    def with_gradient(self, r, alpha, a, b):
        """Return ``(log-likelihood, gradient by r, alpha, a and b)`` (equation 6 of the paper)."""
        x, again = self.repeats, self.repeats > 0
        log_age, log_recency = np.log(alpha + self.age), np.log(alpha + self.recency)
        b_x = np.where(again, b + x - 1, 1.0)
        stayed = -(r + x) * log_age
        left = np.where(again, math.log(a) - np.log(b_x) - (r + x) * log_recency, -np.inf)
        either = np.logaddexp(stayed, left)
        value = self._kind_value(r, alpha, a, b) + float(self.count @ either)
        share = np.exp(left - either)  # of having left after the last purchase
        rest = (1 - share) / (alpha + self.age) + share / (alpha + self.recency)
        mean_log = (1 - share) * log_age + share * log_recency
        slope = self._kind_slope(r, alpha, a, b) + np.array(
            [
                -float(self.count @ mean_log),
                -float(self.count @ ((r + x) * rest)),
                float(self.count @ share) / a,
                -float(self.count @ (share / b_x)),
            ]
        )
        return value, slope

    def _kind_value(self, r, alpha, a, b):
        """Return what depends on the number of repeats alone."""
        x = self.kinds
        each = lgamma(r + x) - math.lgamma(r) + r * math.log(alpha)
        each = each + math.lgamma(a + b) + lgamma(b + x) - math.lgamma(b) - lgamma(a + b + x)
        return float(self._kind_count @ each)

    def _kind_slope(self, r, alpha, a, b):
        x, count = self.kinds, self._kind_count
        both = digamma(a + b) - digamma(a + b + x)
        return np.array(
            [
                float(count @ (digamma(r + x) - digamma(r) + math.log(alpha))),
                float(count.sum()) * r / alpha,
                float(count @ both),
                float(count @ (both + digamma(b + x) - digamma(b))),
            ]
        )


def _floats(values):
    return np.asarray(values, dtype=float)
