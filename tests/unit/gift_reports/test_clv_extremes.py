"""The models' functions far away from any real shop, against formulas of another kind."""

import math

import numpy as np
import pytest
from gift_reports_engine.bgnbd import BgNbd, Likelihood
from gift_reports_engine.gamma_gamma import GammaGamma
from gift_reports_engine.gamma_gamma import Likelihood as SpendLikelihood
from gift_reports_engine.optimise import maximise
from gift_reports_engine.special import beta_nodes, digamma, lgamma
from hypothesis import given
from hypothesis import strategies as st

POSITIVE = st.floats(1e-4, 1e5)
MODELS = st.builds(BgNbd, r=POSITIVE, alpha=POSITIVE, a=POSITIVE, b=POSITIVE)
AGES = st.floats(0, 5000)
SHARES = st.floats(0, 1)


def hypergeometric(a, b, c, z):
    """Gauss's series, as in equation 10 of the paper."""
    total = term = 1.0
    for n in range(100_000):
        term *= (a + n) * (b + n) / (c + n) / (n + 1) * z
        total += term
        if abs(term) < 1e-17 * abs(total):
            return total
    raise AssertionError("the series does not end")


def expected_by_paper(model, x, t_x, age, t):
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    series = hypergeometric(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
    top = 1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * series
    odds = a / (b + x - 1) * ((alpha + age) / (alpha + t_x)) ** (r + x) if x else 0
    return (a + b + x - 1) / (a - 1) * top / (1 + odds)


@pytest.mark.parametrize("x", [0, 1, 2, 5, 20])
@pytest.mark.parametrize("a", [0.05, 0.793, 1.2, 3.5])
@pytest.mark.parametrize("weeks", [0.5, 39, 300])
def test_expected_purchases_are_those_of_the_paper(x, a, weeks):
    model = BgNbd(0.6, 4.4, a, 2.4)
    t_x = 30.43 if x else 0

    found = float(model.expected(x, t_x, 38.86, weeks))

    assert found == pytest.approx(expected_by_paper(model, x, t_x, 38.86, weeks), rel=1e-7)


def test_where_the_papers_formula_divides_by_zero_ours_is_smooth():
    around = [float(BgNbd(0.243, 4.4, a, 2.4).expected(2, 9, 20, 52)) for a in (0.999, 1, 1.001)]

    assert around[0] > around[1] > around[2]
    assert around[1] == pytest.approx((around[0] + around[2]) / 2, rel=1e-5)


@given(MODELS, st.integers(0, 50_000), AGES, SHARES, st.floats(0, 5000))
def test_no_input_overflows(model, x, age, share, weeks):
    t_x = age * share if x else 0.0
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        alive = float(model.alive(x, t_x, age))
        found = float(model.expected(x, t_x, age, weeks))

    # Nobody buys more than who never drops out.
    at_most = (model.r + x) / (model.alpha + age) * weeks * alive
    assert 0 <= alive <= 1
    assert 0 <= found <= at_most * (1 + 1e-6) + 1e-300


@given(MODELS, st.integers(0, 300), AGES, SHARES)
def test_a_longer_horizon_never_brings_less(model, x, age, share):
    t_x = age * share if x else 0.0

    found = model.expected(x, t_x, age, np.array([0.0, 0.1, 1, 10, 100, 1000]))

    assert found[0] == 0
    assert (np.diff(found) >= -1e-9 * found[1:]).all()


@given(st.floats(1e-3, 1e5), st.floats(1e-3, 1e5))
def test_means_over_beta(a, b):
    p, weight = beta_nodes(a, b, 1.0)

    mean = a / (a + b)
    assert weight.sum() == pytest.approx(1)
    assert p @ weight == pytest.approx(mean, rel=1e-4)
    assert (p * p) @ weight == pytest.approx(mean * (a + 1) / (a + b + 1), rel=1e-6)


def test_gradients_are_those_of_the_values():
    x = np.array([0, 0, 1, 3, 3, 9.0])
    t_x = np.array([0, 0, 2, 8, 9, 30.0])
    age = np.array([3, 20, 8, 9, 40, 31.0])
    mean = np.array([20, 11, 44.5, 8, 31, 9.0])
    purchases = Likelihood(x, t_x, age).with_gradient
    spending = SpendLikelihood(x[2:], mean[2:]).with_gradient

    for function, point in ((purchases, (0.7, 5.1, 0.8, 2.2)), (spending, (4.0, 2.5, 12.0))):
        for place, value in enumerate(point):
            step = np.eye(len(point))[place] * value * 1e-6
            up, down = function(*(point + step))[0], function(*(point - step))[0]
            assert function(*point)[1][place] == pytest.approx((up - down) / 2e-6 / value, rel=1e-5)


def test_digamma_and_lgamma():
    euler = 0.57721566490153286

    assert digamma([1, 0.5, 100]) == pytest.approx(
        [-euler, -euler - 2 * math.log(2), 4.600161852738087], rel=1e-14
    )
    assert lgamma([5, 0.5]) == pytest.approx([math.log(24), math.log(math.pi) / 2])


@given(
    st.builds(GammaGamma, p=POSITIVE, q=st.floats(1.01, 1e5), gamma=st.floats(1e-3, 1e9)),
    st.integers(0, 10**6),
    st.floats(-1e9, 1e9),
)
def test_expected_spend_is_always_money(model, x, mean):
    found = float(model.expected_spend(x, mean))

    assert math.isfinite(found)
    assert found >= 0


def hill(x, y):
    return -(math.log(x) ** 2) - (y - 3) ** 2, (-2 * math.log(x) / x, 6 - 2 * y)


def test_a_search_says_when_it_runs_away_or_does_not_rest():
    away = maximise(lambda x: (math.log(x), (1 / x,)), (1.0,))
    never = maximise(lambda x: (-x, (1.0,)), (1.0,))  # up is not where the slope says
    found = maximise(hill, (9.0, 9.0))

    assert away.problem == "runaway"
    assert never.problem == "steps"
    assert found.problem == ""
    assert found.point == pytest.approx((1, 3), rel=1e-6)
