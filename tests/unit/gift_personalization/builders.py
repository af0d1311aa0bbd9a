"""Builders of content documents, faces and pictures for the engine's tests."""

import hashlib
import io

import numpy as np
from gift_engine.display import DisplayList, PathItem
from gift_engine.layout import layout_design
from gift_engine.schema import LAYOUT_VERSION, parse_design
from gift_engine.text import FontBook, TextStyle, set_text
from PIL import Image

FALLBACKS = (
    "noto-sans",
    "amiri",
    "heebo",
    "noto-sans-devanagari",
    "noto-sans-sc",
    "noto-color-emoji",
)
PHOTO = "a" * 64
SQUARE = PathItem("M20000 10000L80000 10000L80000 40000L20000 40000z", fill="#336699")
DISPLAY = DisplayList("s", 100_000, 50_000, 2_000, (SQUARE,))


class Faces:
    """Faces of the run folder; only those that a test names are read."""

    def __init__(self, folder):
        self.folder = folder
        self.hashes = {}
        self.data = {}
        self.book = FontBook(self.data.__getitem__)

    def sha(self, name):
        if name not in self.hashes:
            data = (self.folder / f"{name}.ttf").read_bytes()
            self.hashes[name] = hashlib.sha256(data).hexdigest()
            self.data[self.hashes[name]] = data
        return self.hashes[name]

    def chain(self, *names):
        return [self.book.face(self.sha(name)) for name in names or ("montserrat", *FALLBACKS)]

    def set(self, text, *names, **style):
        """Set a text with the named faces and return its block."""
        options = {
            "width_um": 80_000,
            "height_um": 20_000,
            "max_size_um": 12_000,
            "min_size_um": 2_000,
            **style,
        }
        return set_text(text, self.chain(*names), TextStyle(**options))


def text_zone(faces, key="name", font="montserrat", fallbacks=FALLBACKS, **values):
    return {
        "key": key,
        "type": "text",
        "label": key.title(),
        "x_um": 10_000,
        "y_um": 10_000,
        "width_um": 80_000,
        "height_um": 20_000,
        "fonts": [faces.sha(font)],
        "fallbacks": [faces.sha(name) for name in fallbacks],
        "colors": ["#1b1b1b", "#aa0000"],
        "max_size_um": 12_000,
        "min_size_um": 2_000,
        **values,
    }


def photo_zone(key="photo", **values):
    return {
        "key": key,
        "type": "photo",
        "label": "Photo",
        "x_um": 20_000,
        "y_um": 5_000,
        "width_um": 60_000,
        "height_um": 40_000,
        **values,
    }


def photo_value(width_px=1500, height_px=1125, **values):
    return {"asset": PHOTO, "width_px": width_px, "height_px": height_px, **values}


def document(zones, values=None, layout=LAYOUT_VERSION, **surface):
    return {
        "schema": 1,
        "layout": layout,
        "product": {"id": 42},
        "template": {
            "key": "mug-11oz",
            "surfaces": [
                {
                    "key": "wrap",
                    "label": "Wrap",
                    "width_um": 100_000,
                    "height_um": 50_000,
                    "bleed_um": 2_000,
                    "method": {
                        "key": "sublimation",
                        "colors": "full",
                        "mirror": False,
                        "min_dpi": 120,
                        "warn_dpi": 200,
                        "min_letter_um": 1_500,
                        "format": "pdf",
                    },
                    "mockup": None,
                    "zones": zones,
                    **surface,
                }
            ],
        },
        "values": values or {},
    }


def lay_out(faces, zones, values, **surface):
    """Return (design, layout, display list of the only surface); ``layout`` is its version."""
    design = parse_design(document(zones, values, **surface))
    layout = layout_design(design, faces.book)
    return design, layout, layout.surfaces["wrap"]


def picture(width, height, seed=7):
    """Return RGB pixels with large shapes and fine detail."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    base = np.stack(
        [
            127 + 100 * np.sin(x / width * 9 + y / height * 3),
            127 + 100 * np.sin(y / height * 7),
            127 + 80 * np.cos((x + y) / width * 11),
        ],
        axis=-1,
    )
    detail = rng.normal(0, 12, (height // 8 + 1, width // 8 + 1, 3)).astype(np.float32)
    detail = np.kron(detail, np.ones((8, 8, 1), np.float32))[:height, :width]
    return np.clip(base + detail, 0, 255).astype(np.uint8)


def jpeg(pixels, **options):
    return encoded(Image.fromarray(pixels), "JPEG", quality=90, **options)


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def on_white(rgba):
    share = rgba[:, :, 3:].astype(np.float32) / 255
    return rgba[:, :, :3] * share + 255 * (1 - share)


def no_images(sha):
    raise AssertionError(f"nobody asked for {sha}")
