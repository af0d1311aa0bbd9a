"""Who makes the lines of an order, and when.

For each line, by the promised day: who can make it, of those who keeps the promise, of those who
costs least, then who has the better score. A line is split when no single maker keeps the promise
and several together do, or when nobody can take all of it; in whole pieces, by the fewest makers.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

from .makers import HORIZON_DAYS, get_refusal

SEARCHED_GROUPS = 5
SPLIT_GROUPS = 8
NEUTRAL_SCORE = 0.5


@dataclass(frozen=True)
class Share:
    """Pieces of a line that one maker makes."""

    line: int
    maker: str
    pieces: int
    slots: tuple  # ((day, pieces), …)
    finished: int
    arrival: int
    cost: float


@dataclass(frozen=True)
class Reason:
    """What became of a maker for a line.

    ``code`` is chosen, dearer, score, later, late, full, or why it cannot (see `get_refusal`).
    ``day`` is the arrival, of full makers the first free day or ``None``; ``amount`` what it costs
    more than the chosen one.
    """

    maker: str
    code: str
    pieces: int = 0
    day: int | None = None
    amount: float = 0.0


@dataclass(frozen=True)
class Plan:
    shares: tuple
    unassigned: dict  # {line: pieces}
    reasons: dict  # {line: (Reason, …)}, in the order of the makers
    lateness: int = 0  # days late, times pieces

    @property
    def measure(self):
        """Return what makes one plan better than another: promises first, then money."""
        cost = round(sum(share.cost for share in self.shares), 6)
        return (sum(self.unassigned.values()), self.lateness, cost)


def route(lines, makers, today):
    """Return the plan of an order's lines.

    Deterministic: the same lines and makers in any order give the same plan. What one line takes
    may be what another one needs, so when something is late, plans are looked at that begin with
    the lines that have the fewest makers, and plans without some of the makers; the best one
    counts. So another maker never makes the promise worse.

    :param lines: of `makers.Line`, with keys of their own.
    :param makers: of `makers.Maker`, with keys of their own.
    :param int today: the day it is.
    """
    makers = sorted(makers, key=lambda maker: maker.key)
    groups = sorted({maker.group for maker in makers})
    best = None
    for left_out in _get_left_out(groups):
        for is_choosy_first in (False, True):
            found = _Router(makers, today, left_out).plan(lines, is_choosy_first=is_choosy_first)
            if not best or found.measure < best.measure:
                best = found
            if best.measure[:2] == (0, 0):
                return best
    return best


def explain(line, makers, today):
    """Return ``[(Reason, Share or None), …]``: what each maker alone would do with the line."""
    makers = sorted(makers, key=lambda maker: maker.key)
    router = _Router(makers, today)
    options = {maker.key: router.try_all(line, maker) for maker in makers}
    chosen = router.choose(line, options)
    reasons = router.give_reasons(line, options, chosen)
    return [(reason, options[reason.maker]) for reason in reasons]


def _get_left_out(groups):
    """Yield sets of makers to plan without: none, then all sets of a few, single ones of many."""
    most = len(groups) if len(groups) <= SEARCHED_GROUPS else 1
    for count in range(most + 1):
        yield from (frozenset(found) for found in combinations(groups, count))


class _Router:
    """Plans lines one after the other; each takes its pieces from what the next one finds."""

    def __init__(self, makers, today, left_out=frozenset()):
        self.makers = makers
        self.today = today
        self.left_out = left_out
        self.used = Counter()
        self.set_up, self.shipped = set(), set()

    def plan(self, lines, *, is_choosy_first=False):
        shares, unassigned, reasons, lateness = [], {}, {}, 0
        for line in sorted(lines, key=self._get_choice if is_choosy_first else self._get_urgency):
            options = {maker.key: self.try_all(line, maker) for maker in self.makers}
            chosen = self.choose(line, options)
            reasons[line.key] = self.give_reasons(line, options, chosen)
            for share in chosen:
                self._take(line, share)
                lateness += self._get_late(line, share) * share.pieces
            shares += chosen
            left = line.pieces - sum(share.pieces for share in chosen)
            if left:
                unassigned[line.key] = left
        return Plan(tuple(shares), unassigned, reasons, lateness)

    @staticmethod
    def _get_urgency(line):
        return (line.due is None, line.due or 0, line.key)

    def _get_choice(self, line):
        able = {maker.group for maker in self.makers if self._is_able(line, maker)}
        return (len(able), *self._get_urgency(line))

    def _get_late(self, line, share):
        """Return the days after the promised day; without one, the days from today on count."""
        due = self.today if line.due is None else line.due
        return max(0, share.arrival - due)

    # === ONE MAKER === #

    def _is_able(self, line, maker):
        return maker.group not in self.left_out and not get_refusal(line, maker, self.today)

    def try_all(self, line, maker):
        """Return the share of a maker that makes the whole line, or ``None``."""
        if not self._is_able(line, maker):
            return None
        slots = self._fill(line, maker, line.pieces)
        return self._make(line, maker, slots) if slots and slots[0] else None

    def _fill(self, line, maker, pieces, arrive_by=None):
        """Return ``(slots, pieces)``: the first free days for so many pieces.

        Without ``arrive_by`` all pieces or nothing; with it as many as arrive by that day.
        """
        passes = maker.get_passes(line)
        slots, left = [], pieces
        start = self._get_start(line, maker)
        for day in range(start, start + HORIZON_DAYS):
            if not maker.is_open(day):
                continue
            if arrive_by is not None and maker.arrive(line, maker.finish(day)) > arrive_by:
                break
            free = self._get_free(maker, passes, day, left)
            if free > 0:
                slots.append((day, free))
                left -= free
            if not left:
                break
        if left and arrive_by is None:
            return (), 0
        return tuple(slots), pieces - left

    def _get_start(self, line, maker):
        return max(line.ready, self.today, maker.get_start(line))

    def _get_free(self, maker, passes, day, wanted):
        rooms = (
            (maker.get_free(resource, day) - self.used[resource, day]) // times
            for resource, times in passes.items()
        )
        return max(0, min([wanted, *rooms]))

    def _make(self, line, maker, filled):
        slots, pieces = filled
        finished = maker.finish(slots[-1][0])
        return Share(
            line=line.key,
            maker=maker.key,
            pieces=pieces,
            slots=slots,
            finished=finished,
            arrival=maker.arrive(line, finished),
            cost=round(self._get_cost(line, maker, pieces), 6),
        )

    def _get_cost(self, line, maker, pieces):
        """Return what the pieces cost; what another line has set up or ships already is free."""
        cost = pieces * maker.get_piece_cost(line)
        if (maker.group, line.design) not in self.set_up:
            cost += maker.get_setup_cost(line)
        if maker.key not in self.shipped:
            cost += maker.shipping_cost
        return cost

    def _take(self, line, share):
        maker = self._find(share.maker)
        for resource, times in maker.get_passes(line).items():
            for day, pieces in share.slots:
                self.used[resource, day] += pieces * times
        self.set_up.add((maker.group, line.design))
        self.shipped.add(maker.key)

    def _find(self, key):
        return next(maker for maker in self.makers if maker.key == key)

    # === CHOICE === #

    def choose(self, line, options):
        """Return the shares of the line: one, several that keep the promise, or none."""
        able = [share for share in options.values() if share]
        best = min(able, key=lambda share: self._get_rank(line, share), default=None)
        if best and not self._get_late(line, best):
            return [best]
        if line.due is not None:
            split = self._split(line, line.due)
            if split:
                return split
        return [best] if best else self._split_as_soon_as_possible(line)

    def _get_rank(self, line, share):
        score = self._find(share.maker).score
        score = NEUTRAL_SCORE if score is None else score
        return (self._get_late(line, share), share.cost, -score, share.arrival, share.maker)

    # === SPLIT === #

    def _split(self, line, arrive_by):
        """Return shares of the fewest makers that together keep the day, the cheapest of them."""
        parts = self._get_parts(line, arrive_by)
        if sum(share.pieces for share, _cost in parts.values()) < line.pieces:
            return []
        most = sorted((share.pieces for share, _cost in parts.values()), reverse=True)
        count = next(n for n in range(1, len(most) + 1) if sum(most[:n]) >= line.pieces)
        found = (
            self._divide(line, chosen, arrive_by)
            for chosen in combinations(sorted(parts.values(), key=lambda part: part[1]), count)
            if sum(share.pieces for share, _cost in chosen) >= line.pieces
        )
        return min(found, key=lambda shares: (self._sum_cost(shares), [s.maker for s in shares]))

    def _get_parts(self, line, arrive_by):
        """Return ``{group: (share, (cost of a piece, maker))}`` of what each machine can do."""
        parts = {}
        for maker in self.makers:
            filled = self._is_able(line, maker) and self._fill(line, maker, line.pieces, arrive_by)
            if not filled or not filled[0]:
                continue
            part = (self._make(line, maker, filled), (maker.get_piece_cost(line), maker.key))
            known = parts.get(maker.group)
            if not known or (-part[0].pieces, part[1]) < (-known[0].pieces, known[1]):
                parts[maker.group] = part
        most = sorted(parts.items(), key=lambda item: (-item[1][0].pieces, item[1][1]))
        return dict(most[:SPLIT_GROUPS])

    def _divide(self, line, chosen, arrive_by):
        """Give the cheapest makers as much as they can; each of them is needed."""
        shares, left = [], line.pieces
        for share, _cost in chosen:
            maker = self._find(share.maker)
            filled = self._fill(line, maker, min(left, share.pieces), arrive_by)
            shares.append(self._make(line, maker, filled))
            left -= shares[-1].pieces
        return shares

    @staticmethod
    def _sum_cost(shares):
        return round(sum(share.cost for share in shares), 6)

    def _split_as_soon_as_possible(self, line):
        """Return shares for the earliest day by which all pieces, or most of them, arrive."""
        if line.ready is None:
            return []
        first = max(line.ready, self.today)
        last = first + 3 * HORIZON_DAYS
        most = sum(share.pieces for share, _cost in self._get_parts(line, last).values())
        line = replace(line, pieces=min(line.pieces, most))
        if not line.pieces:
            return []
        while first < last:
            middle = (first + last) // 2
            parts = self._get_parts(line, middle).values()
            if sum(share.pieces for share, _cost in parts) >= line.pieces:
                last = middle
            else:
                first = middle + 1
        return self._split(line, last)

    # === REASONS === #

    def give_reasons(self, line, options, chosen):
        """Return why each maker makes the line or does not."""
        taken = {share.maker: share for share in chosen}
        return tuple(
            self._give_reason(line, maker, options[maker.key], taken) for maker in self.makers
        )

    def _give_reason(self, line, maker, option, taken):
        if maker.key in taken:
            share = taken[maker.key]
            return Reason(maker.key, 'chosen', pieces=share.pieces, day=share.arrival)
        code = get_refusal(line, maker, self.today)
        if code:
            return Reason(maker.key, code, day=maker.down[1] if code == 'down' else None)
        if maker.group in self.left_out:
            return Reason(maker.key, 'later')
        if not option:
            return Reason(maker.key, 'full')
        return self._compare(line, maker, option, list(taken.values()))

    def _compare(self, line, maker, option, chosen):
        """Return why an able maker was not taken."""
        first = option.slots[0][0]
        if self._get_late(line, option):
            days = range(self._get_start(line, maker), first)
            is_full = any(maker.is_open(day) for day in days)
            if is_full:
                return Reason(maker.key, 'full', day=first)
            return Reason(maker.key, 'late', day=option.arrival)
        more = round(option.cost - self._sum_cost(chosen), 6)
        if more > 0:
            return Reason(maker.key, 'dearer', day=option.arrival, amount=more)
        return Reason(maker.key, 'score', day=option.arrival)
