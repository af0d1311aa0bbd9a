"""Maximum of a smooth function of a few positive parameters."""

import math
from dataclasses import dataclass

import numpy as np

MAX_STEPS = 500
LOWEST, HIGHEST = 1e-5, 1e6  # a parameter beyond has run away: the data do not fix it
LONGEST_STEP = 1.0  # in logarithms
HALVINGS = 40


@dataclass(frozen=True)
class Optimum:
    """Where a search ended.

    :param tuple point: the parameters
    :param float value: of the function
    :param str problem: '' for a maximum; ``runaway`` when a parameter left its limits, ``steps``
        when the search did not come to rest
    """

    point: tuple
    value: float
    problem: str = ""


def maximise(function, start, *, weight=1.0, tolerance=1e-7):
    """Return the :class:`Optimum` near ``start``, always the same for the same input.

    Quasi-Newton search (BFGS) in the logarithms of the parameters, steps halved until they climb
    (Armijo); source: Nocedal and Wright, *Numerical Optimization*, chapters 3 and 6.

    :param function: parameters to ``(value, gradient)``
    :param start: parameters, all above 0
    :param weight: what the value grows with (number of customers): gradients are measured by it
    :param tolerance: of the gradient of value / weight by the logarithms
    """
    search = _Search(function, weight)
    at = np.log(np.asarray(start, dtype=float))
    value, slope = search.look(at)
    inverse = np.eye(len(at))
    for _step in range(MAX_STEPS):
        if np.max(np.abs(slope)) <= tolerance:
            return search.optimum(at, value)
        if not _is_within(at):
            return search.optimum(at, value, "runaway")
        found = search.climb(at, value, slope, inverse @ slope)
        if found is None:  # no way up in this direction: begin again with the steepest one
            found = search.climb(at, value, slope, slope)
            inverse = np.eye(len(at))
        if found is None:
            flat = np.max(np.abs(slope)) <= 100 * tolerance
            return search.optimum(at, value, "" if flat else "steps")
        new_at, value, new_slope = found
        inverse = _updated(inverse, new_at - at, slope - new_slope)
        at, slope = new_at, new_slope
    return search.optimum(at, value, "steps")


class _Search:
    def __init__(self, function, weight):
        self.function = function
        self.weight = weight

    def look(self, at):
        """Return value and slope by the logarithms, both per unit of weight."""
        point = np.exp(at)
        value, gradient = self.function(*point)
        return value / self.weight, np.asarray(gradient) * point / self.weight

    def climb(self, at, value, slope, direction):
        """Return ``(place, value, slope)`` of a step that climbs, or None."""
        rise = float(slope @ direction)
        if not rise > 0:
            return None
        step = min(1.0, LONGEST_STEP / float(np.max(np.abs(direction))))
        for _halving in range(HALVINGS):
            target = at + step * direction
            new_value, new_slope = self.look(target)
            if math.isfinite(new_value) and new_value >= value + 1e-4 * step * rise:
                return target, new_value, new_slope
            step /= 2
        return None

    def optimum(self, at, value, problem=""):
        return Optimum(tuple(map(float, np.exp(at))), float(value * self.weight), problem)


def _is_within(at):
    return bool(np.all(at > math.log(LOWEST)) and np.all(at < math.log(HIGHEST)))


def _updated(inverse, step, change):
    """Return the BFGS update of the inverse curvature; unchanged where it would not stay one."""
    bend = float(step @ change)
    if bend <= 1e-14:
        return inverse
    identity = np.eye(len(step))
    left = identity - np.outer(step, change) / bend
    return left @ inverse @ left.T + np.outer(step, step) / bend
