"""Measures of set text that print methods have limits for."""

import unicodedata

from .characters import BICAMERAL, IDEOGRAPHIC
from .shaping import run_box

IDEOGRAPH_HEIGHT = 0.88
LETTERS = {"Lu", "Ll", "Lt", "Nd"}


def letter_height(paragraphs, size):
    """Return the height of the smallest letter in µm at an em of ``size``, None without letters."""
    heights = [
        height
        for paragraph in paragraphs
        for _x, run in paragraph.line.runs
        for height in _run_heights(paragraph.itemised.text, run)
    ]
    return round(min(heights) * size) if heights else None


def _run_heights(text, run):
    """Return letter heights in em: per letter where scripts have cases, else of the whole run.

    Joined and unicameral letters have no common height; the run's ink stands for them, and an
    ideograph fills its em box whatever its strokes.
    """
    if run.item.emoji or not any(unicodedata.category(text[c])[0] in "LN" for c in run.advances):
        return []
    if run.item.script in IDEOGRAPHIC:
        return [IDEOGRAPH_HEIGHT]
    if run.item.script not in BICAMERAL:
        box = run_box(run)
        return [box[3] - box[1]] if box else []
    inks = run.item.face.inks
    letters = {char for char in set(text) if unicodedata.category(char) in LETTERS}
    tallest = {}
    for gid, _x, _y, cluster in run.glyphs:
        box = inks[gid]
        if box and text[cluster] in letters:
            height = box[3] - box[1]
            if height > tallest.get(cluster, 0):
                tallest[cluster] = height
    return [height / run.item.face.upem for height in tallest.values()]
