"""Bands of black and white across a surface, by the gradients that browsers draw with as well."""

from math import cos, radians, sin

from ..material import split_tones
from .paths import skia_matrix


def band_ends(bands):
    """Return the two points (µm) between which a band runs through its period."""
    angle = radians(bands.angle)
    return (0, 0), (bands.period * cos(angle), bands.period * sin(angle))


def draw_bands(bands, matrix, shape):
    """Return bands as a premultiplied uint8 RGBA array of ``shape`` (height, width)."""
    import numpy as np
    import skia

    pixels = np.empty((*shape, 4), np.uint8)
    premul = skia.kPremul_AlphaType
    surface = skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=premul)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.concat(skia_matrix(matrix))
    stops = split_tones(bands.stops)
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(*point) for point in band_ends(bands)],
        [skia.Color4f(tone, tone, tone, opacity).toColor() for _place, tone, opacity in stops],
        [place for place, _tone, _opacity in stops],
        skia.TileMode.kRepeat,
    )
    canvas.drawPaint(skia.Paint(Shader=shader))
    return pixels
