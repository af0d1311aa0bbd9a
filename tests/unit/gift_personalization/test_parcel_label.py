"""Labels of a supplier's parcels."""

import io

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
from gift_engine import parcel_label
from gift_engine.errors import EngineError


def build(faces, code="SN00042-01", **values):
    fonts = tuple(faces.sha(name) for name in ("lato", "amiri", "noto-color-emoji"))
    return parcel_label.LabelData(
        code=code, order="P00007", parcel="1 / 2", sender="Mugs Ltd", book=faces.book, fonts=fonts,
        address=("Keepsmith", "ليلى حداد", "10119 Berlin"), rows=(("6 ×", "Blank mug"),) * 9,
        **values,
    )  # fmt: skip


def picture_of(data, page=0):
    return np.asarray(pypdfium2.PdfDocument(data)[page].render(scale=4).to_pil().convert("L"))


def test_each_parcel_has_a_page_whose_code_a_camera_reads(faces):
    data = parcel_label.labels_pdf([build(faces), build(faces, "SN00042-02", is_rtl=True)])

    pages = pikepdf.open(io.BytesIO(data)).pages
    assert [float(side) for side in pages[0].mediabox] == pytest.approx(
        [0, 0, 283.46, 425.2], abs=0.1
    )
    found = [cv2.QRCodeDetector().detectAndDecode(picture_of(data, page))[0] for page in (0, 1)]
    assert found == ["SN00042-01", "SN00042-02"]


def test_a_code_that_bars_cannot_hold_is_refused(faces):
    with pytest.raises(EngineError):
        parcel_label.labels_pdf([build(faces, "Ünmöglich")])
