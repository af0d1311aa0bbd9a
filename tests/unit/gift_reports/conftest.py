"""The engine of the reports, loaded as a package without Odoo around it."""

import csv
import gzip
import importlib.util
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[3] / "addons/gift_reports/engine"
CDNOW = Path(__file__).parent / "data/cdnow_sample.csv.gz"

if "gift_reports_engine" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "gift_reports_engine", ENGINE / "__init__.py", submodule_search_locations=[str(ENGINE)]
    )
    sys.modules["gift_reports_engine"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["gift_reports_engine"])

if "gift_reports_periods" not in sys.modules:  # the calendar's arithmetic, beside the engine
    spec = importlib.util.spec_from_file_location(
        "gift_reports_periods", ENGINE.parent / "periods.py"
    )
    sys.modules["gift_reports_periods"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["gift_reports_periods"])


@pytest.fixture(scope="session")
def cdnow_file():
    """Return the path of CDNOW's lines, packed CSV."""
    return CDNOW


@pytest.fixture(scope="session")
def cdnow():
    """Return CDNOW's lines: (customer, date, money)."""
    with gzip.open(CDNOW, "rt", encoding="ascii", newline="") as lines:
        return [
            (row["customer"], _day(row["date"]), Decimal(row["value"]))
            for row in csv.DictReader(lines)
        ]


def _day(text):
    return datetime.strptime(text, "%Y%m%d").date()
