"""Sharpness: how much of a photo's resolution it really uses.

An edge that was blurred with a standard deviation of s pixels has a slope and a curvature whose
energies stand in the ratio 2 s². Measured in windows all over the photo after a light smoothing
(noise and JPEG blocks are no detail), where the slope is strong; the sharpest windows speak for the
photo, because backgrounds may be out of focus on purpose. An enlarged photo is a blurred one.
"""

import cv2
import numpy as np

FULL = 1000
# Measured on photos and drawings: sharp ones stay below 1.1, also with noise and strong JPEG
# compression; a blur of 2 px gives 1.5 to 2.3, enlarging fourfold 1.3 to 1.8, eightfold 2.2 to 3.4.
SHARP_PX = 0.5
FLOOR_PX = 1.25
SMOOTHING_PX = 1.5
WINDOW = 48
SLOPE = 3.0
MIN_WINDOWS = 4
QUANTILE = 0.1
# Large photos are looked at in a grid of tiles.
TILES = 5
TILE_PX = 480


def detail_permille(pixels):
    """Return the share of the resolution that carries detail, 1000 for a sharp photo.

    Photos without a clear edge (a plain sky) have nothing that could be blurred: 1000.

    :param pixels: (h, w) or (h, w, 3 or 4) uint8
    """
    deviation = edge_deviation(pixels)
    if deviation is None or deviation <= FLOOR_PX:
        return FULL
    return max(1, round(FULL * SHARP_PX / deviation))


def edge_deviation(pixels):
    """Return the standard deviation of the sharpest edges' blur in pixels, None without edges."""
    measured = [_energies(tile) for tile in _tiles(pixels)]
    slope = np.concatenate([pair[0] for pair in measured])
    curvature = np.concatenate([pair[1] for pair in measured])
    strong = slope > SLOPE
    if strong.sum() < MIN_WINDOWS:
        return None
    found = slope[strong] / (2 * np.maximum(curvature[strong], 1e-9))
    sharpest = float(np.quantile(found, QUANTILE))
    return max(0.0, sharpest - SMOOTHING_PX**2) ** 0.5


def _tiles(pixels):
    """Return the whole picture, or tiles spread over a large one."""
    height, width = pixels.shape[:2]
    if max(height, width) <= TILES * TILE_PX:
        return [pixels]
    return [
        pixels[top : top + TILE_PX, left : left + TILE_PX]
        for top in _starts(height)
        for left in _starts(width)
    ]


def _starts(length):
    return np.linspace(0, max(0, length - TILE_PX), TILES).astype(int)


def _energies(pixels):
    """Return slope and curvature of every window of a tile: mean squares of derivatives."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels[:, :, :3], cv2.COLOR_RGB2GRAY)
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), SMOOTHING_PX)
    dx, dy = _slopes(smooth)
    slope = dx * dx + dy * dy
    curvature = sum(part * part for pair in map(_slopes, (dx, dy)) for part in pair)
    return _windows(slope), _windows(curvature)


def _slopes(plane):
    across, down = np.float32([[-0.5, 0, 0.5]]), np.float32([[-0.5], [0], [0.5]])
    return cv2.filter2D(plane, -1, across), cv2.filter2D(plane, -1, down)


def _windows(plane):
    """Return the mean of every window, without the border that filters make up."""
    inner = plane[4:-4, 4:-4]
    rows, columns = inner.shape[0] // WINDOW, inner.shape[1] // WINDOW
    cut = inner[: rows * WINDOW, : columns * WINDOW]
    return cut.reshape(rows, WINDOW, columns, WINDOW).mean(axis=(1, 3)).ravel()
