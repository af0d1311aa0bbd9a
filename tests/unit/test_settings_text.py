"""Odoo shows no text that stands directly in a setting: a unit must be inside of an element."""

from pathlib import Path

from lxml import etree

ADDONS = Path(__file__).parents[2] / "addons"


def find_lost_text(tree):
    """Return the texts of a tree that Odoo does not show, as (setting, text)."""
    return [
        (setting.get("id"), text.strip())
        for setting in tree.iter("setting")
        for text in (setting.text or "", *(child.tail or "" for child in setting))
        if text.strip()
    ]


def test_units_of_settings_are_shown():
    files = sorted(ADDONS.glob("*/views/*.xml"))

    assert files
    assert {file.name: lost for file in files if (lost := find_lost_text(etree.parse(file)))} == {}


def test_lost_text_is_found():
    tree = etree.fromstring(
        "<form><setting id='a'>from <field/> hours<div>x</div></setting></form>"
    )

    assert find_lost_text(tree) == [("a", "from"), ("a", "hours")]
