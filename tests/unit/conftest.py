"""Unit tests of the pure Python parts: no Odoo, no database, no network."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDON = ROOT / "addons" / "gift_personalization"
SUPPLIERS = ROOT / "addons" / "gift_supplier_portal"


def _load(name, folder):
    """Load a folder of the addon as a package of its own, without Odoo around it."""
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for _name in ("engine", "moderation"):
    if f"gift_{_name}" not in sys.modules:
        _load(f"gift_{_name}", ADDON / _name)

if "gift_supplier_engine" not in sys.modules:
    _load("gift_supplier_engine", SUPPLIERS / "engine")
