"""Rules of customer tiers: who has reached which, and when one is lost.

A *rung* is what the engine knows of a tier. Nobody falls on the day on which the sum falls short:
a day is set first, a grace period ahead, and whoever has spent enough by then stays.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rung:
    """A tier: ``id`` and the least that was to be spent within the window."""

    id: int
    least: float


@dataclass(frozen=True)
class Standing:
    """Where a customer stands: the tier's id or 0, and the day on which it is lost, or None."""

    tier: int = 0
    drop_on: object = None


def reached(rungs, spent):
    """Return the id of the highest rung that a sum reaches, 0 for none."""
    fitting = [rung for rung in rungs if spent + 1e-6 >= rung.least]
    return max(fitting, key=lambda rung: (rung.least, rung.id)).id if fitting else 0


def rank(rungs, tier):
    """Return the place of a tier, 1 for the lowest; 0 for none or one that is gone."""
    order = sorted(rungs, key=lambda rung: (rung.least, rung.id))
    return next((place for place, rung in enumerate(order, 1) if rung.id == tier), 0)


def step(standing, rungs, spent, today, grace_end):
    """Return the standing after today's look; looking twice on one day changes nothing more.

    :param grace_end: the day on which a tier is lost whose sum falls short from today on.
    """
    earned = reached(rungs, spent)
    if rank(rungs, earned) >= rank(rungs, standing.tier):
        return Standing(earned)
    if standing.drop_on is None:
        return replace(standing, drop_on=grace_end)
    return Standing(earned) if today >= standing.drop_on else standing


def progress(rungs, tier, spent):
    """Return ``(next rung or None, still to spend, percent of the way from 0 to it)``."""
    order = sorted(rungs, key=lambda rung: (rung.least, rung.id))
    following = order[rank(rungs, tier) :]
    if not following:
        return None, 0.0, 100
    target = following[0]
    missing = max(0.0, round(target.least - spent, 2))
    percent = 100 if target.least <= 0 else int(max(0.0, min(1.0, spent / target.least)) * 100)
    return target, missing, min(percent, 99) if missing else 100
