"""Designs frozen by earlier versions: their content, and so their hash, stays as it is."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from gift_engine.canonical import canonical_json, sha256_hex
from gift_engine.model import _plain, added
from gift_engine.schema import content_hash, parse_design

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem[:8])
def test_a_stored_design_keeps_its_content_and_its_hash(path):
    text = path.read_text("utf-8")
    design = parse_design(json.loads(text))

    assert canonical_json(design.to_dict()) == text
    assert content_hash(design) == sha256_hex(text) == path.stem


@dataclass(frozen=True)
class Extended:
    name: str
    arc_um: int = added(0)


@pytest.mark.parametrize(
    ("arc_um", "document"), [(0, {"name": "a"}), (5, {"name": "a", "arc_um": 5})]
)
def test_what_was_added_later_is_written_only_when_it_is_used(arc_um, document):
    assert _plain(Extended("a", arc_um=arc_um)) == document


def test_there_are_stored_designs():
    assert len(STORED) >= 3
