"""The check of layers finds what it is for."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "check_layers.py"


@pytest.fixture
def layers(tmp_path, monkeypatch):
    """The check, looking at an empty folder of addons."""
    spec = importlib.util.spec_from_file_location("check_layers", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ADDONS", tmp_path / "addons")
    return module


def write(layers, path, text):
    """Write a file below the addons."""
    file = layers.ADDONS / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_a_clean_tree_has_nothing_to_complain_about(layers):
    write(layers, "gift_base/__manifest__.py", "{'depends': ['website_sale']}")
    write(layers, "gift_store/__manifest__.py", "{'depends': ['gift_base']}")
    write(layers, "gift_store/models/a.py", "from odoo.addons.gift_base.tools import x\n")
    write(layers, "gift_base/engine/text/a.py", "import json\nfrom ..errors import y\n")

    assert list(layers.check()) == []


@pytest.mark.parametrize(
    "line",
    ["import odoo", "from odoo import models", "import time", "import requests.sessions",
     "from ..models import design", "from odoo.addons.gift_base import x"],
)  # fmt: skip
@pytest.mark.parametrize("package", ["engine", "moderation"])
def test_the_engine_and_moderation_stay_pure(layers, package, line):
    write(layers, f"gift_personalization/{package}/a.py", line + "\n")

    (problem,) = layers.check()

    assert f"{package}/a.py:1: {package}/ must not import" in problem


def test_an_addon_must_not_import_the_one_above(layers):
    write(layers, "gift_base/models/a.py", "\nfrom odoo.addons.gift_store.models import x\n")

    (problem,) = layers.check()

    assert "a.py:2: gift_base must not import gift_store" in problem


def test_siblings_must_not_depend_on_each_other(layers):
    write(layers, "gift_loyalty/__manifest__.py", "{'depends': ['gift_payment']}")

    (problem,) = layers.check()

    assert "gift_loyalty must not depend on gift_payment" in problem


@pytest.mark.parametrize(("lines", "found"), [(500, 0), (501, 1)])
def test_a_long_file_is_named(layers, lines, found):
    write(layers, "gift_base/models/a.py", "x = 1\n" * lines)

    assert len(list(layers.check())) == found
