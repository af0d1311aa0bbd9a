"""Tones: whether a photo that becomes dots would be recognised, measured where it is seen.

The engine needs no photo to lay out a design; whoever wants this answer gives a book of tones.
"""

from dataclasses import replace

from .errors import EngineError

# A photo is measured on so many cells: enough for its tones, and quick.
SIDE = 96
KEPT = 512
DARKEST, LIGHTEST = 0.82, 0.06
LEAST_SPREAD, NO_SPREAD = 0.3, 0.08


class ToneBook:
    """Measures photos by their display items, and remembers what it measured.

    :param load: callable from an asset's hash to its bytes; the screen copy is enough
    :param dict known: what was measured before; shared by the books of a process
    """

    def __init__(self, load, known=None):
        self.load = load
        self.known = {} if known is None else known

    def find_fault(self, item):
        """Return (code, severity) of what is wrong with a photo's tones, or None."""
        if item in self.known:
            return self.known[item]
        try:
            fault = fault_of(_marked_shares(item, self.load))
        except EngineError:
            return None  # a broken photo is told where it is drawn
        if len(self.known) >= KEPT:
            self.known.clear()
        self.known[item] = fault
        return fault

    def find_light(self, item):
        """Return how light a photo is as it was taken, 0 to 1, where it is seen; None if broken."""
        plain = replace(
            item,
            brightness_permille=1000,
            contrast_permille=1000,
            halftone=replace(item.halftone, gamma_permille=1000),
        )
        try:
            marked = _marked_shares(plain, self.load)
        except EngineError:
            return None
        if not len(marked):
            return None
        share = float(marked.mean())
        return share if item.halftone.inverted else 1 - share


def fault_of(marked):
    """Return (code, severity) for the shares 0 to 1 of what is marked of each part, or None."""
    import numpy as np

    if not len(marked):
        return None
    low, high = np.percentile(marked, (5, 95))
    mean = float(marked.mean())
    if high - low < NO_SPREAD:
        return "photo_flat", "error"
    if mean > DARKEST:
        return "photo_too_dark", "warning"
    if mean < LIGHTEST:
        return "photo_too_light", "warning"
    return ("photo_flat", "warning") if high - low < LEAST_SPREAD else None


def _marked_shares(item, load):
    """Return the share that is marked of every cell of the zone's shape, as a flat array."""
    from .outputs.halftone import dot_box, tones

    fine = dot_box(item)
    cell = max(fine.columns, fine.rows) * fine.cell_um / SIDE
    marked, inside = tones(item, load, dot_box(item, max(cell, fine.cell_um)))
    return marked[inside] / 255
