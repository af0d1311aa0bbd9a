"""Fixtures that every kind of test may use."""

import os
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[1]
RUN = Path(os.environ.get("GIFT_RUN_DIR") or REPO / ".run")


@pytest.fixture(scope="session")
def repo():
    """Return the root of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def run_dir():
    """Return the folder in which the set-up put everything."""
    return RUN


@pytest.fixture(scope="session")
def fonts_dir():
    """Return the folder of the shop's fonts, `<key>.ttf` each."""
    folder = Path(os.environ.get("GIFT_FONTS_DIR") or RUN / "fonts")
    assert folder.is_dir(), "The fonts are not installed: run scripts/setup."
    return folder
