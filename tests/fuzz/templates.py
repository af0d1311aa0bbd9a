"""Hostile template files: a valid export with parts of it changed, and files that are none."""

import copy
import json
import random

from .texts import BODIES, MARKUP, RAW, json_object

HUGE = 10**400


def places(value, path=()):
    """Yield the path of every member of a document."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        yield (*path, key)
        if isinstance(member, (dict, list)):
            yield from places(member, (*path, key))


def parent_of(document, path):
    """Return the dict or list in which the last step of a path is taken."""
    for step in path[:-1]:
        document = document[step]
    return document


VALUES = (
    None, True, -1, 0, 1.5, 1e308, HUGE, -(2**63), "", "x" * 5_000, "a\0b", "\ud800", [], {}, [[]], [None],
    [{}], {"key": 1}, "0", "2026-99-99", "#12345g", "../x", *MARKUP[:4],
)  # fmt: skip


def change(document, rng):
    """Change one to three places of a document."""
    for _n in range(rng.choice((1, 1, 2, 3))):
        path = rng.choice(list(places(document)))
        holder, step = parent_of(document, path), path[-1]
        how = rng.randrange(5)
        if how == 0:
            del holder[step]
        elif how == 1 and isinstance(holder, dict):
            holder[rng.choice(("id", "create_uid", "x", "active", step + "_"))] = holder[step]
        elif how == 2 and isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[step]) for _m in range(40))
        else:
            holder[step] = rng.choice(VALUES)
    return document


def hostile_templates(seed, exported, count=130):
    """Yield (name, bytes) of template files.

    :param bytes exported: a valid one.
    """
    rng = random.Random(seed)
    valid = json.loads(exported)
    for number in range(count):
        changed = change(copy.deepcopy(valid), rng)
        yield f"changed_{number}.json", json.dumps(changed).encode()
    for number in range(20):
        yield f"cut_{number}.json", exported[: rng.randrange(len(exported))]
    for number, body in enumerate((*BODIES, b"[" * 100_000, exported * 2, b" " * 1_000_000)):
        yield f"body_{number}.json", body
    for number, raw in enumerate(RAW):
        whole = {"format": '"gift-template"', "version": "1", "template": raw}
        yield f"raw_{number}.json", json_object(whole).encode()
