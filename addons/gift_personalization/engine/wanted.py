"""When a gift is made that has to arrive by a day that was wished for, in whole days.

It is made as late as it may be: the days before stay free for those who are in a hurry.
"""

from dataclasses import replace

from .schedule import Adder, Plan, Step, get_waits


def leave_by(arrive_by, transit_days, is_working, is_delivery):
    """Return the last working day on which a parcel leaves that arrives by ``arrive_by``."""
    return Adder(is_working).last(Adder(is_delivery).back(arrive_by, transit_days[1]))


def plan_for(request, arrive_by, is_working, get_free, is_delivery=None):
    """Return the plan of a gift that arrives by ``arrive_by``, or ``None`` when it cannot.

    Arguments are those of :func:`schedule.plan`, which finds a plan exactly where this one does.
    """
    is_delivery = is_delivery or is_working
    add, carry = Adder(is_working), Adder(is_delivery)
    steps, ready = get_waits(request, add)
    leaves = leave_by(arrive_by, request.transit_days, is_working, is_delivery)
    last = add.last(add.back(leaves, request.production_days))
    slots = _fill_all(request, ready, last, is_working, get_free)
    if slots is None:
        return None
    days = [day for taken in slots.values() for day in taken] or [last]
    shortest, longest = request.transit_days
    plan = Plan(
        (
            *steps,
            Step('made', min(days), max(days)),
            Step('finished', leaves, leaves, request.production_days),
            Step('arrival', min(carry(leaves, shortest), arrive_by), arrive_by, longest),
        ),
        slots,
    )
    plan = _with_answer(request, plan, is_working)
    return replace(plan, order_by=latest_order(request, plan, is_working))


def _fill_all(request, ready, last, is_working, get_free):
    """Return the days of each machine, the latest first, or ``None`` where there is no room."""
    if last < ready:
        return None
    slots = {}
    for machine in request.machines:
        taken, pieces = {}, request.pieces
        for day in range(last, ready - 1, -1):
            free = min(pieces, max(0, get_free(machine, day))) if is_working(day) else 0
            if free:
                taken[day] = free
                pieces -= free
        if pieces:
            return None
        slots[machine] = taken
    return slots


def _get_made(plan):
    return next(step.first for step in plan.steps if step.kind == 'made')


def _with_answer(request, plan, is_working):
    """Return the plan with the last day for the answer that still keeps it."""
    until = latest_answer(request, plan, is_working)
    steps = (
        replace(step, last=max(step.last, until)) if step.kind == 'answer' else step
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


def latest_order(request, plan, is_working):
    """Return the last working day from which on an order may count, so that the plan is kept."""
    add, made = Adder(is_working), _get_made(plan)
    free = replace(request, answer_by=None)
    day = add.last(max(made, request.start))
    while day > request.start and get_waits(replace(free, start=day), add)[1] > made:
        day = add.last(day - 1)
    return day


def latest_answer(request, plan, is_working):
    """Return the last day on which the proof may be answered, so that the plan is kept."""
    add, made = Adder(is_working), _get_made(plan)
    free = replace(request, check_days=0, answer_days=0)
    day = made
    while day > request.start and get_waits(replace(free, answer_by=day), add)[1] > made:
        day = add.last(day - 1)
    return day
