"""Choices that fall the same way for the same person, without keeping them."""

import hashlib

WHOLE = 10_000


def share(*words):
    """Return a number from 0 to 9,999 that stands for these words, evenly spread."""
    text = '\x00'.join(map(str, words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], 'big') % WHOLE


def pick(weights, *words):
    """Return the index of one of the weights, each as often as it weighs; ``None`` without any."""
    total = sum(weights)
    if total <= 0:
        return None
    point = share(*words) * total / WHOLE
    for index, weight in enumerate(weights):
        point -= weight
        if point < 0:
            return index
    return len(weights) - 1


def is_held_out(percent, *words):
    """Return whether a person belongs to the share that gets nothing, to compare with."""
    return share('held out', *words) < percent * WHOLE // 100
