from datetime import date

import pytest
from gift_engine.schedule import Request, plan

MON = date(2026, 11, 30).toordinal()
HOLIDAY = date(2026, 12, 8).toordinal()


def is_working(day):
    return date.fromordinal(day).weekday() < 5 and day != HOLIDAY


def day(number):
    return MON + number


def make(booked=None, limit=10, **facts):
    booked = booked or {}
    machines = facts.pop('machines', ('laser',))
    request = Request(start=MON, machines=machines, **facts)
    return plan(request, is_working, lambda _machine, when: limit - booked.get(when, 0))


def kinds(found):
    return [step.kind for step in found.steps]


def test_a_gift_without_a_proof_is_made_on_the_day_of_the_order():
    found = make(pieces=3, transit_days=(1, 2))

    assert found.slots == {'laser': {MON: 3}}
    assert found.ship_date == day(1)
    assert found.arrival == (day(2), day(3))
    assert kinds(found) == ['ordered', 'made', 'finished', 'arrival']


def test_a_proof_is_answered_on_its_last_day_and_the_gift_made_on_the_next():
    found = make(check_days=1, answer_days=3)

    assert [step.last for step in found.steps] == [
        MON,  # ordered
        day(1),  # checked
        day(4),  # answered on Friday
        day(7),  # made on Monday
        day(9),  # 8 December is a holiday
        day(9),
    ]


def test_the_day_that_was_set_for_the_answer_counts_until_it_has_passed():
    assert make(answer_days=3, answer_by=day(1)).slots == {'laser': {day(2): 1}}
    assert make(answer_days=3, answer_by=day(-3)).slots == {'laser': {day(1): 1}}


def test_the_blank_arrives_in_calendar_days_after_the_approval():
    found = make(answer_days=1, blank_days=3)

    assert found.slots == {'laser': {day(7): 1}}  # Wednesday + 3 days is a Saturday
    assert [step.last for step in found.steps if step.kind == 'blank'] == [day(7)]


def test_pieces_take_what_is_free_and_go_on_over_the_weekend():
    booked = {MON: 10, day(1): 4, day(2): 10, day(3): 12, day(4): 8}

    found = make(booked, pieces=15)

    assert found.slots == {'laser': {day(1): 6, day(4): 2, day(7): 7}}
    made = found.steps[1]
    assert (made.first, made.last, made.is_busy) == (day(1), day(7), True)


def test_many_pieces_on_free_days_are_no_sign_of_a_busy_shop():
    made = make(pieces=25).steps[1]

    assert (made.first, made.last, made.is_busy) == (MON, day(2), False)


def test_the_slowest_of_several_machines_counts():
    request = Request(start=MON, pieces=4, machines=('laser', 'press'))
    free = {'laser': 4, 'press': 1}

    found = plan(request, is_working, lambda machine, _day: free[machine])

    assert found.slots['laser'] == {MON: 4}
    assert sorted(found.slots['press']) == [MON, day(1), day(2), day(3)]
    assert found.ship_date == day(4)


def test_without_a_machine_there_is_no_limit():
    found = make(machines=(), pieces=100_000, production_days=0)

    assert (found.slots, found.ship_date, found.arrival) == ({}, MON, (MON, MON))


def test_a_machine_that_never_has_room_gives_no_date():
    assert make(limit=0) is None


@pytest.mark.parametrize('start', [5, 6, 8])
def test_an_order_that_counts_from_a_day_off_is_made_on_the_next_working_day(start):
    request = Request(start=day(start), machines=('laser',))

    found = plan(request, is_working, lambda _machine, _day: 1)

    assert found.slots == {'laser': {day(7 if start < 7 else 9): 1}}
