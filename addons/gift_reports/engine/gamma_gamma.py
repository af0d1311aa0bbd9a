"""Gamma-Gamma: what customers spend on a purchase day, from what each has spent so far.

The money of a purchase differs as Gamma(p, nu) around the customer's own mean, and nu differs
between customers as Gamma(q, gamma), whatever they buy how often. Source: Fader and Hardie (2013),
*The Gamma-Gamma Model of Monetary Value*.
"""

import math
from dataclasses import dataclass

import numpy as np

from .errors import EngineError
from .optimise import maximise
from .special import digamma, lgamma

START = (2.0, 3.0, 1.5)  # gamma in mean purchases


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model; ``gamma`` in the money of the data.

    :param float log_likelihood: of the customers it was fitted to
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float = math.nan

    def expected_spend(self, repeats, mean):
        """Return the expected money of a coming purchase day (equation 5 of the note).

        :param repeats: repeat purchases whose money is known, 0 for none; number or array
        :param mean: their mean; below 0 counts as 0
        """
        x, mean = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (repeats, mean)))
        spent = np.where(x > 0, np.maximum(mean, 0) * x, 0)
        return self.p * (self.gamma + spent) / (self.p * x + self.q - 1)


def fit(repeats, mean):
    """Return the :class:`GammaGamma` of most likelihood.

    Customers without a repeat purchase, or with a mean of 0 or less, tell nothing and are passed
    over.

    :param repeats: repeat purchases by customer; ``mean``: their mean money
    :raises EngineError: ``clv_no_convergence`` (model, problem); problem ``no_mean`` when the
        spending differs so much that a mean does not exist (q of 1 or less), ``no_repeats`` when
        nobody bought again
    """
    x, mean = (np.asarray(values, dtype=float) for values in (repeats, mean))
    told = (x > 0) & (mean > 0)
    if not told.any():
        raise _failed("no_repeats")
    x, mean = x[told], mean[told]
    unit = float(mean.mean())  # worked out in mean purchases: the same in yen and in pounds
    likelihood = Likelihood(x, mean / unit)
    found = maximise(likelihood.with_gradient, START, weight=len(x))
    if found.problem:
        raise _failed(found.problem)
    p, q, gamma = found.point
    if q <= 1.0001:
        raise _failed("no_mean")
    return GammaGamma(p, q, gamma * unit, found.value - len(x) * math.log(unit))


def _failed(problem):
    return EngineError("clv_no_convergence", model="gamma_gamma", problem=problem)


class Likelihood:
    """Log-likelihood of parameters for customers with repeat purchases of some money."""

    def __init__(self, repeats, mean):
        self.repeats, self.mean = repeats, mean
        self.log_money = np.log(repeats * mean)
        self.kinds, self.kind, self.count = np.unique(
            repeats, return_inverse=True, return_counts=True
        )
        self.constant = -float(np.log(mean).sum())

    def with_gradient(self, p, q, gamma):
        """Return ``(log-likelihood, gradient by p, q and gamma)`` (equation 1a of the note)."""
        x, kinds, count, size = self.repeats, self.kinds, self.count, len(self.repeats)
        total = gamma + x * self.mean
        log_total = np.log(total)
        each = lgamma(p * kinds + q) - lgamma(p * kinds)
        value = float(count @ each) - size * (math.lgamma(q) - q * math.log(gamma))
        value += float((p * x) @ self.log_money) - float((p * x + q) @ log_total) + self.constant
        of_all, of_money = digamma(p * kinds + q), digamma(p * kinds)
        by_p = float(count @ (kinds * (of_all - of_money))) + float(
            x @ (self.log_money - log_total)
        )
        by_q = float(count @ of_all) - size * float(digamma(q))
        by_q += size * math.log(gamma) - float(log_total.sum())
        by_gamma = size * q / gamma - float(((p * x + q) / total).sum())
        return value, (by_p, by_q, by_gamma)
