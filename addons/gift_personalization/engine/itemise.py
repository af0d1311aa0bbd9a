"""Itemisation: cut a paragraph into runs of one direction, one script and one face.

The rule, stated once because two engines that differ here differ everywhere:

1. Direction: bidi levels of the paragraph (UAX 9); its base direction is that of its first
   strong character, left to right without one.
2. A cluster (see ``characters.clusters``) is never cut; its first character decides.
3. Script: a cluster without a script of its own (blank, digit, punctuation) joins the cluster
   before it on the same level; without one, the next that has a script, or else the last.
4. Face: an emoji takes the first colour face that has it. Any other cluster with a script takes
   the first plain face of the chain that covers the whole cluster, then a colour face. A cluster
   without a script stays in the face of the scripted cluster it joined if that covers it, else
   it takes the first of the chain that does. What nobody covers stays in the first face and is
   reported as missing.
5. A run is the longest stretch of equal level, script and face.
"""

import unicodedata
from dataclasses import dataclass

from .bidi import paragraph_levels
from .characters import clusters, is_emoji, is_ignorable, is_simple, script_of


@dataclass(frozen=True)
class Item:
    """Characters ``start`` to ``end`` of a paragraph, shaped in one call."""

    start: int
    end: int
    level: int
    script: str
    face: object
    emoji: bool = False


@dataclass(frozen=True)
class Itemised:
    """A paragraph: its text, base level, level per character, items and missing clusters."""

    text: str
    base: int
    levels: tuple
    items: tuple
    missing: tuple
    spans: tuple


def itemise(text, chain):
    """Return the :class:`Itemised` form of one paragraph.

    :param str text: cleaned text without line ends
    :param chain: faces in order of preference, the chosen one first
    """
    base, levels = paragraph_levels(text)
    spans = clusters(text)
    if is_simple(text) and chain[0].codepoints.issuperset(map(ord, text)):
        items = (Item(0, len(text), 0, "Latn", chain[0]),) if text else ()
        return Itemised(text, base, tuple(levels), items, (), tuple(spans))
    scripts = _scripts(text, spans, levels)
    faces, missing = _faces(text, spans, scripts, levels, chain)
    items = _merge(text, spans, levels, scripts, faces)
    return Itemised(text, base, tuple(levels), items, missing, tuple(spans))


def _own_script(text, start, end):
    for char in text[start:end]:
        script = script_of(char)
        if script:
            return script
    return ""


def _scripts(text, spans, levels):
    own = [_own_script(text, start, end) for start, end in spans]
    found = list(own)
    for index, (start, _end) in enumerate(spans):
        before = index and levels[spans[index - 1][0]] == levels[start]
        if not found[index] and before:
            found[index] = found[index - 1]
    following = next((script for script in reversed(own) if script), "Latn")
    for index in range(len(spans) - 1, -1, -1):
        following = found[index] = found[index] or following
    return list(zip(found, own, strict=True))


def _faces(text, spans, scripts, levels, chain):
    plain = [face for face in chain if not face.is_color]
    colour = [face for face in chain if face.is_color]
    faces, missing = [], []
    current = None
    upcoming = _next_faces(text, spans, scripts, plain + colour)
    for index, (start, end) in enumerate(spans):
        cluster = text[start:end]
        if is_emoji(cluster):
            order = colour + plain
        elif scripts[index][1]:
            order = plain + colour
        else:
            joined = current or upcoming[index]
            order = ([joined] if joined else []) + plain + colour
        face = next((face for face in order if covers(face, cluster)), None)
        if face is None:
            missing.append(cluster)
            face = chain[0]
        elif scripts[index][1] and not face.is_color:
            current = face
        faces.append(face)
    return faces, tuple(dict.fromkeys(missing))


def _next_faces(text, spans, scripts, order):
    """Return per cluster the face of the first scripted cluster at or after it."""
    found = [None] * len(spans)
    following = None
    for index in range(len(spans) - 1, -1, -1):
        if scripts[index][1]:
            cluster = text[slice(*spans[index])]
            following = next((face for face in order if covers(face, cluster)), following)
        found[index] = following
    return found


def covers(face, cluster):
    """Say whether ``face`` can draw ``cluster``, composed or decomposed."""
    known = face.codepoints
    for char in cluster:
        if ord(char) in known or is_ignorable(char):
            continue
        parts = unicodedata.normalize("NFD", char)
        if len(parts) < 2 or not all(ord(part) in known for part in parts):
            return False
    return True


def _merge(text, spans, levels, scripts, faces):
    items = []
    for (start, end), (script, _own), face in zip(spans, scripts, faces, strict=True):
        emoji = is_emoji(text[start:end])
        key = (levels[start], script, face, emoji)
        if items and items[-1][1] == key:
            items[-1][0][1] = end
        else:
            items.append(([start, end], key))
    return tuple(Item(start, end, *key) for (start, end), key in items)
