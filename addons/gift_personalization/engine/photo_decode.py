"""Decoding and re-encoding of photos with Pillow. Called by ``photo.ingest`` only."""

import io
import threading

import numpy as np
from PIL import Image, ImageCms, ImageFile

from .errors import EngineError
from .photo import WORKING_SIDE, Ingested
from .photo_header import JPEG, PNG, WEBP
from .sharpness import detail_permille

FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
ORIENTATION = 0x0112
TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
MASTER_QUALITY = 95
WORKING_QUALITY = 90

# Odoo's report module lets the whole process accept half a JPEG; half a photo is no print.
_strict = threading.Lock()


def decode(data, info):
    """Return the photo upright in sRGB, as RGB or RGBA without metadata."""
    image = Image.open(io.BytesIO(data), formats=[FORMATS[info.mimetype]])
    if image.size != (info.width_px, info.height_px):
        raise EngineError("broken")
    _load_whole(image)
    turns = TURNS.get(_orientation(image), ())
    image = _to_srgb(image, image.info.get("icc_profile"))
    for turn in turns:
        image = image.transpose(turn)
    return image


def encode(image):
    """Return the :class:`photo.Ingested` form of a decoded photo."""
    image.info.clear()
    opaque = image.mode == "RGB"
    master_format = {"format": "JPEG", "quality": MASTER_QUALITY, "subsampling": 0}
    working_format = {"format": "JPEG", "quality": WORKING_QUALITY, "subsampling": 0}
    if not opaque:
        master_format = {"format": "PNG", "compress_level": 1}
        working_format = {"format": "WEBP", "quality": WORKING_QUALITY, "method": 2}
    return Ingested(
        master=_written(image, master_format),
        master_mimetype=JPEG if opaque else PNG,
        working=_written(_screen_copy(image), working_format),
        working_mimetype=JPEG if opaque else WEBP,
        width_px=image.width,
        height_px=image.height,
        detail_permille=detail_permille(np.asarray(image)),
    )


def _load_whole(image):
    """Decode to the last row, whatever the host process allows."""
    with _strict:
        allowed = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = allowed


def _orientation(image):
    """Return the EXIF orientation; a damaged EXIF block is no reason to refuse a photo."""
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1


def _to_srgb(image, profile):
    alpha = None
    image = _eight_bit(image)
    keyed = image.mode in ("1", "L", "RGB") and "transparency" in image.info
    if keyed or image.mode in ("P", "PA", "LA"):
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    image = _converted(image, profile) if profile else image
    image = image if image.mode == "RGB" else image.convert("RGB")
    if alpha is not None and alpha.getextrema()[0] < 255:
        image.putalpha(alpha)
    return image


def _eight_bit(image):
    """Scale 16-bit greys down; Pillow's own conversion would clip them to white."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "I":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image


def _converted(image, profile):
    """Convert through the embedded ICC profile; one that does not fit the pixels is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in (ImageCms.getProfileDescription(source) or "").lower():
            return image
        return ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _screen_copy(image):
    longest = max(image.size)
    if longest <= WORKING_SIDE:
        return image
    share = WORKING_SIDE / longest
    size = tuple(max(1, round(side * share)) for side in image.size)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _written(image, options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()
