"""The installed fonts are those of the manifest, free, licensed and able to write their scripts."""

import hashlib
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont
from gift_dev import fonts

FACES = fonts.load()
SAMPLES = {
    "Latn": "Grüße, Łódź",
    "Cyrl": "Привет",
    "Grek": "Καλημέρα",
    "Arab": "مرحبا ١٢٣",
    "Hebr": "שלום",
    "Deva": "नमस्ते",
    "Thai": "สุขสันต์วันเกิด",
    "Hang": "생일 축하해요",
    "Hani": "生日快乐祝福囍",
    "Hira": "おめでとう",
    "Kana": "ギフト",
    "Bopo": "ㄅㄆㄇ",
    "Zsye": "🎁🎂❤",
}


def coverage(key):
    face = next(face for face in FACES if face["key"] == key)
    return set(TTFont(fonts.font_file(face), lazy=True).getBestCmap())


def test_there_are_faces_for_every_taste_and_script():
    categories = {face["category"] for face in FACES}
    scripts = {script for face in FACES for script in face["scripts"]}

    assert len(FACES) >= 18
    assert categories == {
        "serif", "sans", "script", "handwriting", "monogram", "arabic", "hebrew", "devanagari",
        "thai", "cjk", "korean", "emoji",
    }  # fmt: skip
    assert scripts == set(SAMPLES)


def test_keys_and_sequences_are_unique():
    assert len({face["key"] for face in FACES}) == len(FACES)
    assert len({face["sequence"] for face in FACES}) == len(FACES)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face["key"])
def test_the_bytes_are_the_recorded_ones(face):
    content = fonts.font_file(face).read_bytes()

    assert hashlib.sha256(content).hexdigest() == face["sha256"]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face["key"])
def test_the_licence_is_free_and_stands_beside_the_font(face):
    text = (fonts.TARGET / f"{face['key']}.LICENSE.txt").read_text(encoding="utf-8")

    assert face["licence"] == "OFL-1.1"
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


@pytest.mark.parametrize("face", FACES, ids=lambda face: face["key"])
def test_a_face_writes_the_scripts_it_claims(face):
    covered = coverage(face["key"])

    for script in face["scripts"]:
        missing = {char for char in SAMPLES[script] if ord(char) not in covered and char != " "}
        assert not missing, f"{script}: {missing}"


def test_the_fallbacks_together_write_every_script():
    covered = set().union(*(coverage(face["key"]) for face in FACES if face["fallback"]))

    for script, sample in SAMPLES.items():
        assert {ord(char) for char in sample} <= covered, script


def test_the_chinese_subset_holds_both_national_standards():
    characters = fonts.common_cjk()
    covered = coverage("noto-sans-sc")

    missing = [chr(char) for char in characters if char not in covered]
    han = [char for char in characters if 0x4E00 <= char <= 0x9FFF]
    assert len(han) >= 6763
    assert not [char for char in missing if 0x4E00 <= ord(char) <= 0x9FFF]


def test_emoji_are_vector_colours_without_the_bulky_copies():
    face = next(face for face in FACES if face["category"] == "emoji")
    font = TTFont(fonts.font_file(face), lazy=True)

    assert font["COLR"].version == 1
    assert "SVG " not in font
    assert "CBDT" not in font


def test_a_changed_font_is_refused_with_one_sentence(tmp_path, monkeypatch):
    faces = [{**FACES[0], "sha256": "0" * 64}]
    monkeypatch.setattr(fonts, "load", lambda: faces)
    monkeypatch.setattr(fonts, "write_face", lambda face: FACES[0]["sha256"])

    with pytest.raises(fonts.Stop, match="is not the file that was recorded"):
        fonts.install_all()


def test_the_set_up_needs_nothing_but_the_standard_library():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import gift_dev.cli, gift_dev.shop"
    command = [sys.executable, "-I", "-S", "-c", code, str(fonts.ADDONS.parent / "scripts")]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
