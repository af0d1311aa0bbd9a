"""Fixtures of the engine's tests: real faces, photos made on the spot."""

import os
from pathlib import Path

import pytest
from builders import Faces, jpeg, lay_out, photo_value, photo_zone, picture, text_zone
from gift_engine.photo import ingest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "engine",
    deadline=None,
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("engine")


@pytest.fixture(scope="session")
def faces(fonts_dir):
    """The pinned faces by name, and a book that loads them by hash."""
    return Faces(fonts_dir)


@pytest.fixture(scope="session")
def photo_bytes():
    """A detailed photo of 1500 × 1125 pixels as JPEG."""
    return jpeg(picture(1500, 1125))


@pytest.fixture(scope="session")
def images(photo_bytes):
    """Print master and screen copy of the photo, as the shop keeps them."""
    made = ingest(photo_bytes)
    return {"master": made.master, "working": made.working}


@pytest.fixture(scope="session")
def gift(faces):
    """A surface with Latin, Arabic, emoji and a turned photo."""
    zones = [
        photo_zone(
            shape="ellipse", x_um=55_000, y_um=4_000, width_um=42_000, height_um=42_000,
        ),
        text_zone(faces, font="great-vibes", x_um=3_000, y_um=2_000, width_um=50_000),
        text_zone(faces, "arabic", font="amiri", x_um=3_000, y_um=18_000, width_um=50_000,
                  height_um=12_000),
        text_zone(faces, "fun", x_um=3_000, y_um=32_000, width_um=50_000, height_um=14_000,
                  rotation_mdeg=-6_000),
    ]  # fmt: skip
    values = {
        "photo": photo_value(rotation_mdeg=20_000),
        "name": {"text": "Philippa", "color": "#aa0000"},
        "arabic": {"text": "أهلا وسهلا"},
        "fun": {"text": "Hi 🐝 Tom"},
    }
    return lay_out(faces, zones, values)[2]


@pytest.fixture(scope="session")
def viewers():
    """The folder with ``gs`` and ``pdftoppm``, which the set-up of the tests installs."""
    folder = Path(os.environ["PATH"].split(os.pathsep)[0])
    assert (folder / "gs").exists(), f"{folder} has no viewers: run scripts/setup"
    return folder
