"""Unit tests of the pure Python parts: no Odoo, no database, no network."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "addons" / "gift_personalization" / "engine"


def _load_engine():
    """Load the engine as ``gift_engine``: its own package, without Odoo around it."""
    spec = importlib.util.spec_from_file_location(
        "gift_engine", ENGINE / "__init__.py", submodule_search_locations=[str(ENGINE)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["gift_engine"] = module
    spec.loader.exec_module(module)


if "gift_engine" not in sys.modules:
    _load_engine()
