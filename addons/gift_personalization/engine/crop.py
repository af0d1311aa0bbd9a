"""Crop of a photo that moves to a zone of another shape: what was seen stays in view."""

from dataclasses import replace
from types import SimpleNamespace

from .geometry import IDENTITY, apply
from .model import PhotoValue
from .placement import place_photo

MAX_ZOOM = 10_000
MAX_OFFSET = 10_000


def recrop(value, old, new):
    """Return the raw value of a photo for another zone.

    The point in the middle of the old zone comes to the middle of the new one, and the zoom is the
    largest at which everything that was seen is seen again; the edges of the photo set limits.

    :param dict value: photo value of a content document
    :param dict old: the photo zone it stands in
    :param dict new: the photo zone it goes to
    """
    if _is_similar(old, new):
        return dict(value)
    photo = PhotoValue(**value)
    placed = place_photo(SimpleNamespace(**old), photo, IDENTITY)
    plain = replace(photo, zoom_permille=1000, offset_x_permille=0, offset_y_permille=0)
    base = place_photo(SimpleNamespace(**new), plain, IDENTITY).um_per_px
    grown = min(new["width_um"] / old["width_um"], new["height_um"] / old["height_um"])
    zoom = int(1000 * placed.um_per_px * grown / base + 1e-6)
    zoom = max(1000, min(MAX_ZOOM, zoom))
    scale = base * zoom / 1000 / placed.um_per_px
    centre = apply(placed.matrix, photo.width_px / 2, photo.height_px / 2)
    return {
        **value,
        "zoom_permille": zoom,
        "offset_x_permille": _offset(centre[0], old["width_um"], new["width_um"], scale),
        "offset_y_permille": _offset(centre[1], old["height_um"], new["height_um"], scale),
    }


def _is_similar(old, new):
    return (
        old["width_um"] * new["height_um"] == new["width_um"] * old["height_um"]
        and old["photo_fit"] == new["photo_fit"]
    )


def _offset(centre, side, side_now, scale):
    """Return the share of the new side by which the photo's centre lies beside the zone's."""
    share = round(1000 * (centre - side / 2) * scale / side_now)
    return max(-MAX_OFFSET, min(MAX_OFFSET, share))
