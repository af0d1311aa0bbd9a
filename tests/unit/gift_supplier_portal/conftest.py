"""Price lists, without Odoo around them: the engine is loaded as the package gift_feed."""

import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "addons/gift_supplier_portal/engine"

if "gift_feed" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "gift_feed", FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    sys.modules["gift_feed"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
