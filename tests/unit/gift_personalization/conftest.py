"""Fixtures of the engine's tests: real faces, photos made on the spot."""

import pytest
from builders import Faces, jpeg, picture
from hypothesis import HealthCheck, settings

settings.register_profile(
    "engine",
    deadline=None,
    max_examples=60,
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
