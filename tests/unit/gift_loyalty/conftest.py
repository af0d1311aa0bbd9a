"""The arithmetic of points, without Odoo around it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "addons/gift_loyalty/engine"))
