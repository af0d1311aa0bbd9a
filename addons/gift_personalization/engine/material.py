"""Materials: what a print looks like in the product, on top of the drawing.

An effect changes colours inside the drawing and never its outline: alpha stays what it was, so
nothing moves and nothing grows. The browser draws the same steps as an SVG filter
(``designer_materials`` in the product page's views), with the same three numbers.
"""

# An engraving lies below the surface: light from the top left leaves the edges at the top left in
# shadow and catches those at the bottom right.
DEPTH_UM = 250
SHADE = 0.5
GLEAM = 0.3


def apply_material(rgba, material, px_per_um):
    """Return premultiplied RGBA as it looks in a material; alpha is untouched.

    :param rgba: uint8 array of shape (height, width, 4), premultiplied
    :param str material: of ``model.MATERIALS``
    :param float px_per_um: scale of the array
    """
    import numpy as np

    if material != "engraved":
        return rgba
    alpha = rgba[:, :, 3].astype(np.float32) / 255
    depth = DEPTH_UM * px_per_um
    shade = SHADE * alpha * (1 - _moved(alpha, depth))
    gleam = GLEAM * alpha * (1 - _moved(alpha, -depth))
    colour = rgba[:, :, :3].astype(np.float32) / 255
    colour *= (1 - shade)[:, :, None]
    colour = colour * (1 - gleam)[:, :, None] + (gleam * alpha)[:, :, None]
    result = rgba.copy()
    result[:, :, :3] = np.clip(np.rint(colour * 255), 0, 255).astype(np.uint8)
    return result


def _moved(alpha, distance):
    """Return an alpha channel moved to the right and down by a distance in pixels."""
    import cv2
    import numpy as np

    height, width = alpha.shape
    matrix = np.float32([[1, 0, distance], [0, 1, distance]])
    return cv2.warpAffine(alpha, matrix, (width, height), flags=cv2.INTER_LINEAR)
