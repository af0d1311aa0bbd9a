"""The shop's fonts: fetched at pinned versions, changed deterministically, checked by hash.

The list is `addons/gift_personalization/data/fonts.json`. Server and browser use the files that
this module writes to the run folder's `fonts/`, so the bytes are the same everywhere.
"""

import hashlib
import json
import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from .base import ADDONS, RUN, Stop, digest, is_stamped, run, set_stamp

MANIFEST = ADDONS / "gift_personalization" / "data" / "fonts.json"
TARGET = Path(os.environ.get("GIFT_FONTS_DIR") or RUN / "fonts")
SOURCES = RUN / "fetch" / "fonts"


def load():
    """Return the faces of the manifest."""
    return json.loads(MANIFEST.read_text())


def font_file(face, folder=TARGET):
    """Return where the final file of a face is."""
    return folder / (face["key"] + Path(face["source"]["path"]).suffix)


def is_installed():
    """Tell whether the fonts in the folder are those of the manifest."""
    faces = load()
    return is_stamped("fonts", digest(MANIFEST)) and all(font_file(f).exists() for f in faces)


def fetch_sources():
    """Fetch the packages of the faces, unless all are installed."""
    if not is_installed():
        _fetch_packages()


def _fetch_packages():
    from .node import npm_command

    SOURCES.mkdir(parents=True, exist_ok=True)
    packages = {f"{f['source']['package']}@{f['source']['version']}" for f in load()}
    wanted = [p for p in sorted(packages) if not _archive(p).exists()]
    if wanted:
        command, env = npm_command()
        run(
            [*command, "pack", "--silent", "--pack-destination", SOURCES, *wanted],
            what="Fetching the fonts", log="fonts.log", env=env, cwd=SOURCES, fetches=True,
        )  # fmt: skip


def _archive(package):
    """Return the archive `npm pack` writes for `@scope/name@version`."""
    name, version = package.lstrip("@").rsplit("@", 1)
    return SOURCES / f"{name.replace('/', '-')}-{version}.tgz"


def install():
    """Write every face and its licence, checking the bytes."""
    if is_installed():
        return
    TARGET.mkdir(parents=True, exist_ok=True)
    from .python_env import PYTHON

    # fontTools lives in the environment, which may not be the Python that runs this.
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    run([PYTHON, "-m", "gift_dev.fonts", "install"], what="Installing the fonts",
        log="fonts.log", env=env)  # fmt: skip
    shutil.rmtree(SOURCES, ignore_errors=True)
    set_stamp("fonts", digest(MANIFEST))


def write_face(face, folder=TARGET):
    """Extract, transform and write one face; return the sha256 of the file."""
    source = face["source"]
    with tarfile.open(_archive(f"{source['package']}@{source['version']}")) as archive:
        content = archive.extractfile(f"package/{source['path']}").read()
        licence = archive.extractfile(f"package/{face['licence_file']}").read()
    target = font_file(face, folder)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(content)
    if face["transform"]:
        TRANSFORMS[face["transform"]](fresh)
    (folder / f"{face['key']}.LICENSE.txt").write_bytes(licence)
    fresh.rename(target)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def _open(path):
    from fontTools.ttLib import TTFont

    return TTFont(path, recalcTimestamp=False)


def _drop_svg(path):
    """Keep the vector colour layers (COLRv1) and drop the SVG copies: 25 MB become 5 MB."""
    font = _open(path)
    del font["SVG "]
    font.save(path)


def common_cjk():
    """Return the characters of the CJK subset.

    All of GB 2312 (6,763 Han characters, with its punctuation, kana, Greek and Cyrillic), the
    2,965 kanji of JIS X 0208 level 1, the 5,401 frequent characters of Big5, kana, ASCII, full-
    and half-width forms, and double happiness, which no standard has and every wedding needs.
    """
    characters = {chr(c) for c in (*range(0x20, 0x7F), 0xA0, 0x56CD, *range(0x3000, 0x3040))}
    characters.update(chr(c) for c in (*range(0x3040, 0x3100), *range(0xFF00, 0xFFF0)))
    standards = (
        ("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)),
        ("euc_jp", range(0xA1, 0xD0), range(0xA1, 0xFF)),
        ("big5", range(0xA1, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
    )
    for standard in standards:
        characters.update(_characters_of(*standard))
    return sorted(map(ord, characters))


def common_korean():
    """Return the characters of the Korean subset: KS X 1001 (2,350 syllables), Latin, jamo."""
    characters = {chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027))}
    characters.update(_characters_of("euc_kr", range(0xA1, 0xC9), range(0xA1, 0xFF)))
    return sorted(map(ord, characters))


def _characters_of(codec, rows, cells):
    """Return the characters of a standard with two bytes per character."""
    return "".join(
        bytes((row, cell)).decode(codec, errors="ignore") for row in rows for cell in cells
    )


def _subset(path, characters=common_cjk):
    """Keep the common characters: 10 MB of Chinese become 4 MB, 7 MB of Korean 1.4 MB."""
    from fontTools import subset

    options = subset.Options(
        layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False,
        recalc_timestamp=False, glyph_names=False, harfbuzz_repacker=False,
    )  # fmt: skip
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    subset.save_font(font, str(path), options)


TRANSFORMS = {
    "drop-svg": _drop_svg,
    "subset": _subset,
    "subset-korean": lambda path: _subset(path, common_korean),
}


def install_all():
    """Write all faces; stop at the first whose bytes are not the recorded ones."""
    for face in load():
        found = write_face(face)
        if found != face["sha256"]:
            raise Stop(
                f"The font {face['name']} is not the file that was recorded (sha256 {found} "
                f"instead of {face['sha256']}): nothing was installed from it."
            )


def record():
    """Write the hashes of the faces into the manifest, for whoever changes a version."""
    _fetch_packages()
    with tempfile.TemporaryDirectory() as folder:
        faces = [{**face, "sha256": write_face(face, Path(folder))} for face in load()]
    MANIFEST.write_text(json.dumps(faces, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    try:
        {"install": install_all, "record": record}[sys.argv[1]]()
    except Stop as reason:
        sys.exit(str(reason))
