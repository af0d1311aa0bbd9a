"""Fills polygons, even-odd, to read outline files back: shares no code with their writers."""

SUB_ROWS = 8


def coverage(polygons, width, height):
    """Return how much of each pixel closed polygons cover, even-odd, as uint8 [height, width].

    Exact across a row, sampled 8 times down each pixel.

    :param polygons: lists of (x, y) in pixels, y down
    """
    import numpy as np

    rows, places = _crossings(polygons, height)
    total = np.zeros((height, width + 2), np.float32)
    if len(rows):
        order = np.lexsort((places, rows))
        rows, places = rows[order], np.clip(places[order], 0, width)
        # A closed polygon crosses a row an even number of times: every second crossing leaves it.
        signs = np.where(np.arange(len(rows)) % 2, -1.0, 1.0)
        column = places.astype(int)
        beyond = places - column
        np.add.at(total, (rows // SUB_ROWS, column), signs * (1 - beyond))
        np.add.at(total, (rows // SUB_ROWS, column + 1), signs * beyond)
    np.cumsum(total, axis=1, out=total)
    total *= 255 / SUB_ROWS
    return np.rint(np.clip(total[:, :width], 0, 255)).astype(np.uint8)


def _crossings(polygons, height):
    """Return (sub-row numbers, x) of every crossing of an edge with the middle of a sub-row."""
    import numpy as np

    ends = [np.asarray(polygon, float) for polygon in polygons]
    if not ends:
        return np.empty(0, int), np.empty(0)
    starts = np.concatenate(ends)
    ends = np.concatenate([np.roll(points, -1, axis=0) for points in ends])
    upward = (starts[:, 1] > ends[:, 1])[:, None]
    (left, top), (right, bottom) = (
        np.where(upward, ends, starts).T,
        np.where(upward, starts, ends).T,
    )
    first = np.clip(np.ceil(top * SUB_ROWS - 0.5), 0, height * SUB_ROWS).astype(int)
    last = np.clip(np.ceil(bottom * SUB_ROWS - 0.5), 0, height * SUB_ROWS).astype(int)
    counts = last - first
    edge = np.repeat(np.arange(len(first)), counts)
    rows = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = ((rows + 0.5) / SUB_ROWS - top[edge]) / (bottom[edge] - top[edge])
    return rows, left[edge] + (right[edge] - left[edge]) * share


def overlap(one, two):
    """Return the intersection over union of two coverages; 1 when both are empty."""
    import numpy as np

    union = np.maximum(one, two).sum(dtype=np.int64)
    return float(np.minimum(one, two).sum(dtype=np.int64) / union) if union else 1.0
