"""Builders of surfaces with engraved photos."""

from builders import lay_out, photo_value, photo_zone

LASER = {
    "key": "laser",
    "colors": "single",
    "mirror": False,
    "min_dpi": 100,
    "warn_dpi": 180,
    "min_letter_um": 1_200,
    "format": "pdf",
    "photo_dpi": 254,
    "photo_dot_um": 100,
}
WOOD = ("#4a2a10", "#c9985c")
METAL = ("#d9d9d7", "#232427")  # the ink is lighter than the product


def mockup(ink, background):
    return {
        "asset": "e" * 64,
        "width_px": 1000,
        "height_px": 500,
        "area": {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000},
        "blend": "normal",
        "ink": ink,
        "background": background,
    }


def engraved(faces, zones=None, values=None, *, material=WOOD, photo=None, **method):
    """Return (design, layout, display list) of a laser's surface with a photo.

    :param photo: entries of the photo's value
    :param method: other entries of the print method
    """
    zones = [photo_zone()] if zones is None else zones
    values = {"photo": photo_value(**(photo or {})), **(values or {})}
    surface = {"method": {**LASER, **method}, "mockup": mockup(*material), "bleed_um": 0}
    return lay_out(faces, zones, values, **surface)
