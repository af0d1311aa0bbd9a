"""Who makes the lines of an order: examples, and what holds for every order."""

from collections import Counter
from dataclasses import replace

from gift_supplier_engine.makers import Line, Maker
from gift_supplier_engine.routing import explain, route
from hypothesis import given, settings
from hypothesis import strategies as st

TODAY = 0


def make(key="own", *, free=10, way=1, cost=1.0, group=None, closed=(), setup_cost=0.0, **values):
    """Return a maker that works every day but ``closed`` and makes ``free`` pieces a day."""
    group = group or key
    values.setdefault("resources", ((None, group),) if free is not None else ())
    return Maker(
        key=key,
        group=group,
        is_working=lambda day: day % 7 not in closed,
        arrive=lambda line, day: day + way,
        get_free=lambda resource, day: free,
        get_piece_cost=lambda line: cost,
        get_setup_cost=lambda line: setup_cost,
        **values,
    )


def line(key=1, pieces=1, due=10, **values):
    return Line(key=key, pieces=pieces, due=due, **values)


def who(plan):
    return [(share.line, share.maker, share.pieces) for share in plan.shares]


def why(plan, key=1):
    return {reason.maker: (reason.code, reason.day) for reason in plan.reasons[key]}


def test_the_promise_comes_before_the_cost_and_the_cost_before_the_score():
    slow = make("slow", way=20, cost=0.5)
    dear = make("dear", cost=3.0, score=1.0)
    good, bad = make("good", cost=2.0, score=0.9), make("bad", cost=2.0, score=0.1)

    plan = route([line()], [slow, dear, bad, good], TODAY)

    assert who(plan) == [(1, "good", 1)]
    assert why(plan) == {
        "bad": ("score", 1),
        "dear": ("dearer", 1),
        "good": ("chosen", 1),
        "slow": ("late", 20),
    }
    assert next(r.amount for r in plan.reasons[1] if r.maker == "dear") == 1.0


def test_a_score_that_is_not_known_is_neutral():
    makers = [make("a_new"), make("b_good", score=0.6)]
    assert who(route([line()], makers, TODAY)) == [(1, "b_good", 1)]
    makers = [make("a_bad", score=0.4), make("b_new")]
    assert who(route([line()], makers, TODAY)) == [(1, "b_new", 1)]


def test_who_cannot_make_it_is_named_with_the_reason():
    able = {
        "methods": frozenset({1, 2}),
        "products": frozenset({7}),
        "max_size_mm": (100, 50),
        "countries": frozenset({"DE"}),
    }
    wanted = line(
        product=7, methods=frozenset({1}), size_mm=(40, 90), country="DE", only=frozenset({"a"})
    )
    cases = {
        "method": (able, replace(wanted, methods=frozenset({1, 3}))),
        "product": (able, replace(wanted, product=8)),
        "size": (able, replace(wanted, size_mm=(60, 60))),
        "country": (able, replace(wanted, country="CH")),
        "fixed": (able, replace(wanted, only=frozenset({"b"}))),
        "approval": (able, replace(wanted, ready=None)),
        "down": ({**able, "down": (-3, 4)}, wanted),
    }
    assert who(route([wanted], [make("a", **able)], TODAY)) == [(1, "a", 1)]
    for code, (values, asked) in cases.items():
        plan = route([asked], [make("a", **values)], TODAY)
        assert plan.unassigned == {1: 1}, code
        assert [reason.code for reason in plan.reasons[1]] == [code]
    assert why(route([wanted], [make("a", **cases["down"][0])], TODAY)) == {"a": ("down", 4)}


def test_a_category_is_enough():
    maker = make(categories=frozenset({3}))
    assert who(route([line(categories=frozenset({1, 3}))], [maker], TODAY)) == [(1, "own", 1)]
    assert route([line(categories=frozenset({1}))], [maker], TODAY).unassigned == {1: 1}


def test_days_that_are_full_or_closed_are_left_out():
    maker = make(free=4, closed=(1, 2), lead_days=1)

    plan = route([line(pieces=10)], [maker], TODAY)

    assert plan.shares[0].slots == ((0, 4), (3, 4), (4, 2))
    assert (plan.shares[0].finished, plan.shares[0].arrival) == (5, 6)


def test_lines_share_what_a_maker_can_do_and_who_is_too_full_says_until_when():
    first, second = line(1, pieces=10, due=1), line(2, pieces=10, due=1)
    cheap, dear = make("cheap", cost=1.0), make("dear", cost=2.0)

    plan = route([second, first], [cheap, dear], TODAY)

    assert who(plan) == [(1, "cheap", 10), (2, "dear", 10)]
    assert why(plan, 2) == {"cheap": ("full", 1), "dear": ("chosen", 1)}


def test_two_ways_of_one_machine_share_its_pieces():
    ways = [make(f"press:{way}", group="press", free=5, cost=cost) for way, cost in ("a1", "b2")
            for cost in [float(cost)]]  # fmt: skip
    plan = route([line(pieces=10, due=1)], ways, TODAY)
    assert who(plan) == [(1, "press:a", 10)]
    assert plan.lateness == 10


def test_methods_of_one_machine_take_its_pieces_twice():
    maker = make(free=10, resources=((1, "laser"), (2, "laser")))
    plan = route([line(pieces=10, methods=frozenset({1, 2}))], [maker], TODAY)
    assert plan.shares[0].slots == ((0, 5), (1, 5))


def test_a_line_is_split_only_when_nobody_keeps_the_promise_alone():
    makers = [make("a", free=6, cost=1.0), make("b", free=6, cost=2.0), make("c", free=3)]

    alone = route([line(pieces=10, due=2)], makers, TODAY)
    split = route([line(pieces=10, due=1)], makers, TODAY)
    late = route([line(pieces=20, due=1)], makers, TODAY)

    assert who(alone) == [(1, "a", 10)]
    assert who(split) == [(1, "a", 6), (1, "b", 4)]
    assert split.lateness == 0
    assert who(late) == [(1, "a", 20)]


def test_more_than_anybody_can_take_is_split_and_the_rest_is_reported():
    makers = [make("a", closed=range(1, 7), free=1), make("b", closed=range(1, 7), free=2)]
    plan = route([line(pieces=500)], makers, TODAY)
    taken = sum(share.pieces for share in plan.shares)
    assert plan.unassigned == {1: 500 - taken}
    assert taken == 159  # 53 weeks, three pieces each
    assert len(plan.shares) == 2


def test_set_up_and_shipping_are_paid_once():
    near = make("near", cost=1.0, setup_cost=5.0, shipping_cost=4.0)
    far = make("far", cost=3.0)
    one = route([line(1, design="x")], [near, far], TODAY)
    assert who(one) == [(1, "far", 1)]

    lines = [line(1, pieces=10, design="x"), line(2, design="x"), line(3, design="y")]
    many = route(lines, [near, far], TODAY)

    assert [(share.maker, share.cost) for share in many.shares] == [
        ("near", 19.0),
        ("near", 1.0),
        ("far", 3.0),
    ]


def test_who_needs_a_maker_most_gets_it_where_something_would_be_late():
    x = make("x", cost=1.0, methods=frozenset({1, 2}))
    y = make("y", cost=9.0, methods=frozenset({1}))
    lines = [
        line(1, pieces=10, due=1, methods=frozenset({1})),
        line(2, pieces=10, due=1, methods=frozenset({2})),
    ]
    plan = route(lines, [x, y], TODAY)
    assert sorted(who(plan)) == [(1, "y", 10), (2, "x", 10)]
    assert plan.lateness == 0


def test_alternatives_tell_what_each_maker_alone_would_do():
    found = explain(
        line(pieces=2), [make("a"), make("b", cost=2.0), make("c", down=(0, None))], TODAY
    )
    assert [(reason.code, share and share.cost) for reason, share in found] == [
        ("chosen", 2.0),
        ("dearer", 4.0),
        ("down", None),
    ]


METHODS = st.frozensets(st.integers(1, 2), min_size=1)


@st.composite
def some_makers(draw, most=4):
    return [
        make(
            f"m{number}",
            free=draw(st.integers(0, 6)),
            way=draw(st.integers(0, 4)),
            cost=float(draw(st.integers(0, 5))),
            closed=draw(st.frozensets(st.integers(0, 6), max_size=3)),
            methods=draw(METHODS),
            lead_days=draw(st.integers(0, 3)),
            setup_cost=float(draw(st.integers(0, 5))),
            shipping_cost=float(draw(st.integers(0, 5))),
            score=draw(st.sampled_from([None, 0.1, 0.9])),
            down=draw(st.sampled_from([None, (0, 2), (2, None), (3, 5)])),
        )
        for number in range(draw(st.integers(1, most)))
    ]


@st.composite
def some_lines(draw, most=4):
    return [
        line(
            number,
            pieces=draw(st.integers(1, 20)),
            due=draw(st.one_of(st.none(), st.integers(0, 12))),
            methods=draw(METHODS),
            ready=draw(st.integers(0, 3)),
            design=draw(st.sampled_from("xy")),
        )
        for number in range(draw(st.integers(1, most)))
    ]


@settings(max_examples=50, deadline=None)
@given(some_lines(), some_makers())
def test_every_piece_is_assigned_once_or_reported(lines, makers):
    plan = route(lines, makers, TODAY)
    given_out = Counter(plan.unassigned)
    for share in plan.shares:
        given_out[share.line] += share.pieces
        assert share.pieces == sum(pieces for _day, pieces in share.slots) > 0
    assert given_out == {asked.key: asked.pieces for asked in lines}
    for asked in lines:
        shares = [share for share in plan.shares if share.line == asked.key]
        assert len({share.maker for share in shares}) == len(shares)
        assert {r.maker for r in plan.reasons[asked.key]} == {maker.key for maker in makers}


@settings(max_examples=50, deadline=None)
@given(some_lines(), some_makers())
def test_nobody_makes_more_than_fits_into_a_day_or_works_when_closed(lines, makers):
    known = {maker.key: maker for maker in makers}
    used = Counter()
    for share in route(lines, makers, TODAY).shares:
        ready = next(asked.ready for asked in lines if asked.key == share.line)
        for day, pieces in share.slots:
            used[share.maker, day] += pieces
            assert day >= ready and known[share.maker].is_open(day)
    for (key, day), pieces in used.items():
        assert pieces <= known[key].get_free(None, day)


@settings(max_examples=50, deadline=None)
@given(some_lines(), some_makers())
def test_the_order_of_lines_and_makers_does_not_matter(lines, makers):
    assert route(lines, makers, TODAY) == route(lines[::-1], makers[::-1], TODAY)


@settings(max_examples=80, deadline=None)
@given(some_lines(3), some_makers(4), some_makers(1))
def test_another_maker_never_makes_the_promise_worse(lines, makers, more):
    another = replace(more[0], key="z", group="z", resources=((None, "z"),))
    before = route(lines, makers, TODAY)
    after = route(lines, [*makers, another], TODAY)
    assert after.measure[:2] <= before.measure[:2]
