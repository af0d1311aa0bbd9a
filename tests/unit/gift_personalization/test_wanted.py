import random
from datetime import date

import pytest
from gift_engine.schedule import Request, plan
from gift_engine.wanted import latest_answer, latest_order, leave_by, plan_for

MON = date(2026, 11, 30).toordinal()
HOLIDAY = date(2026, 12, 8).toordinal()
EVERY_DAY = range(MON, MON + 40)


def is_working(day):
    return date.fromordinal(day).weekday() < 5 and day != HOLIDAY


def is_delivery(day):
    return date.fromordinal(day).weekday() < 6 and day != HOLIDAY


def day(number):
    return MON + number


def make(arrive_by, booked=None, limit=10, carrier=None, **facts):
    booked = booked or {}
    request = Request(start=MON, **{'machines': ('laser',), **facts})
    found = plan_for(
        request,
        arrive_by,
        is_working,
        lambda _machine, when: limit - booked.get(when, 0),
        carrier,
    )
    return request, found


def test_a_gift_is_made_as_late_as_it_may_be():
    _request, found = make(day(11), pieces=3, transit_days=(1, 2))

    assert found.arrival == (day(10), day(11))  # Friday, 11 December
    assert found.ship_date == day(9)
    assert found.slots == {'laser': {day(7): 3}}  # 8 December is a holiday


def test_what_does_not_fit_on_the_last_day_is_made_before_it():
    _request, found = make(day(4), booked={day(3): 8}, pieces=15)

    assert found.slots == {'laser': {day(3): 2, day(2): 10, day(1): 3}}


def test_a_day_without_enough_room_before_it_is_refused():
    assert make(day(2), pieces=21)[1] is None
    assert make(day(2), pieces=20)[1].slots == {'laser': {day(1): 10, day(0): 10}}
    assert make(day(1), transit_days=(1, 1))[1] is None


def test_parcels_leave_on_the_shops_days_and_travel_on_the_carriers():
    saturday = day(5)

    assert leave_by(saturday, (1, 1), is_working, is_delivery) == day(4)
    assert leave_by(day(7), (1, 1), is_working, is_delivery) == day(4)  # not on Saturday
    assert leave_by(day(7), (2, 2), is_working, is_delivery) == day(4)  # Saturday and Monday
    assert leave_by(day(9), (1, 2), is_working, is_delivery) == day(4)
    assert leave_by(day(6), (0, 0), is_working, is_delivery) == day(4)
    found = plan(Request(start=day(3), transit_days=(1, 1)), is_working, None, is_delivery)
    assert found.arrival == (saturday, saturday)


def test_the_last_moments_for_order_and_answer_keep_the_day():
    request, found = make(day(18), check_days=1, answer_days=3, blank_days=2)

    # made on Thursday 17, blank ordered on Tuesday 15 after the answer of Monday 14
    assert found.slots == {'laser': {day(17): 1}}
    assert latest_answer(request, found, is_working) == day(14)
    assert [step.last for step in found.steps if step.kind == 'answer'] == [day(14)]
    # checked on 9, answered on 10, 11 and 14; 8 December is a holiday
    assert latest_order(request, found, is_working) == day(7)


def test_without_a_proof_the_order_may_come_on_the_day_it_is_made():
    request, found = make(day(18))

    assert latest_order(request, found, is_working) == day(17)


@pytest.mark.parametrize('seed', range(60))
def test_both_plans_agree_on_what_is_possible(seed):
    rng = random.Random(seed)
    booked = {when: rng.randint(0, 6) for when in EVERY_DAY}
    shortest = rng.randint(0, 2)
    facts = {
        'pieces': rng.randint(1, 20),
        'check_days': rng.randint(0, 2),
        'answer_days': rng.randint(0, 3),
        'blank_days': rng.randint(0, 4),
        'production_days': rng.randint(0, 3),
        'transit_days': (shortest, shortest + rng.randint(0, 2)),
        'machines': ('laser', 'press')[: rng.randint(0, 2)],
    }

    def get_free(_machine, when):
        return 6 - booked.get(when, 0)

    request = Request(start=MON, **facts)
    first = plan(request, is_working, get_free, is_delivery).arrival[1]
    for wanted in range(first - 6, first + 12):
        found = plan_for(request, wanted, is_working, get_free, is_delivery)
        assert bool(found) == (wanted >= first)
        if not found:
            continue
        for taken in found.slots.values():
            assert sum(taken.values()) == request.pieces
            assert all(is_working(when) and n <= get_free('', when) for when, n in taken.items())
        late = Request(start=latest_order(request, found, is_working), **facts)
        made = min((when for taken in found.slots.values() for when in taken), default=None)
        again = plan_for(late, wanted, is_working, get_free, is_delivery)
        assert again and again.slots == found.slots
        assert made is None or late.start <= made
