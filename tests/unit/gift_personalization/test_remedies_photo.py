"""Remedies of engraved photos: too dark, too light or too flat ones are mended in one tap."""

from dataclasses import replace

import numpy as np
import pytest
from builders import encoded, photo_value
from engraved import METAL, WOOD, engraved
from gift_engine.preflight import check
from gift_engine.remedies import find_remedy
from gift_engine.tones import ToneBook
from PIL import Image

SIZE = (1500, 1125)
TONES = {"photo_too_dark", "photo_too_light", "photo_flat"}


def graded(low, high, size=SIZE):
    ramp = np.linspace(low, high, size[0]).astype(np.uint8)[None, :].repeat(size[1], axis=0)
    return encoded(Image.fromarray(ramp), "PNG")


def faulty(faces, low, high, material=WOOD, **photo):
    """Return (design, finding, book of tones) of a photo with shades from low to high."""
    data = graded(low, high)
    book = ToneBook(lambda _sha: data)
    design, layout, _display = engraved(faces, photo=photo_value(**photo), material=material)
    return design, check(design, layout, book)[0], book


def codes_after(faces, design, remedy, book, material=WOOD):
    value = replace(design.values["photo"], **remedy.change)
    values = replace(design, values={"photo": value}).to_dict()["values"]
    changed, layout, _display = engraved(faces, values=values, material=material)
    return {finding.code for finding in check(changed, layout, book)}


@pytest.mark.parametrize("material", [WOOD, METAL])
@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 60), (0, 30), (10, 45), (228, 255), (205, 250), (100, 150), (20, 60), (120, 140)],
)
def test_what_is_offered_makes_the_photo_one_that_is_recognised(faces, low, high, material):
    design, finding, book = faulty(faces, low, high, material)
    assert finding.code in TONES

    remedy = find_remedy(design, finding, faces.book, book)

    assert remedy.kind in {"brighten", "darken", "contrast"}
    assert set(remedy.change) <= {"brightness_permille", "contrast_permille"}
    assert not TONES & codes_after(faces, design, remedy, book, material)


def test_the_smallest_change_is_offered(faces):
    design, finding, book = faulty(faces, 0, 60)

    remedy = find_remedy(design, finding, faces.book, book)

    assert (finding.code, remedy.kind) == ("photo_too_dark", "brighten")
    assert remedy.change["brightness_permille"] < 2_000
    assert remedy.change.get("contrast_permille", 1_000) == 1_000


def test_on_coated_metal_a_light_photo_is_darkened(faces):
    design, finding, book = faulty(faces, 180, 255, METAL)

    remedy = find_remedy(design, finding, faces.book, book)

    assert (finding.code, remedy.kind) == ("photo_too_dark", "contrast")
    assert remedy.change["brightness_permille"] < 1_000


def test_a_photo_the_customer_darkened_is_brightened_from_there(faces):
    design, finding, book = faulty(faces, 0, 255, brightness_permille=300)

    remedy = find_remedy(design, finding, faces.book, book)

    assert (finding.code, remedy.kind) == ("photo_too_dark", "brighten")
    assert 300 < remedy.change["brightness_permille"] <= 1_000


@pytest.mark.parametrize(("low", "high"), [(0, 0), (128, 128), (255, 255), (3, 12)])
def test_a_photo_of_hardly_more_than_one_shade_has_no_remedy(faces, low, high):
    design, finding, book = faulty(faces, low, high)

    assert find_remedy(design, finding, faces.book, book) is None


def test_without_the_photo_nothing_is_offered(faces):
    design, finding, _book = faulty(faces, 0, 60)

    assert find_remedy(design, finding, faces.book) is None
