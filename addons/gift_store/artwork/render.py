"""Photograph the blank products: JPEG pictures and the place of the printable area on each.

    python render.py [--only mug,tote] [--size 1200] [--samples 24] [--first] [--missing]
                     [--draft FOLDER]

Needs Blender as a Python module (see README.md). Each picture is written to ``demo/mockups/<product>-<surface>-<variant>.jpg``
and its area to ``demo/mockups.json``; entries of products that are not rendered stay as they are.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import flatware
import jewellery
import paper
import studio
import tableware
import textile

PRODUCTS = {
    'mug-front': lambda: tableware.mug('front'),
    'bottle-front': tableware.bottle,
    'candle-label': tableware.candle,
    'board-front': flatware.board,
    'notebook-cover': flatware.notebook,
    'frame-picture': flatware.frame,
    'keyring-front': flatware.keyring,
    'pendant-front': jewellery.pendant,
    'ornament-front': jewellery.ornament,
    'tote-front': textile.tote,
    'cushion-front': textile.cushion,
    'tshirt-front': lambda: textile.tshirt('front'),
    'blanket-front': textile.blanket,
    'tshirt-back': lambda: textile.tshirt('back'),
    'card-front': paper.card,
    'wrap': paper.wrap,
}
MIRRORED = {
    'mug-front': 'mug-back'
}  # the other side of the mug is the same picture, seen from behind
MAX_BYTES = 245_000


def save_jpeg(image, path):
    """Write the picture at the best quality that keeps it below ``MAX_BYTES``."""
    for quality in (90, 87, 84, 80, 75, 70):
        image.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size <= MAX_BYTES:
            return


def mirrored(area):
    turned = {**area, 'x': round(1 - area['x'] - area['width'], 5)}
    if 'cylinder' in area:
        x0, y0, x1, y1, x2, y2, x3, y3 = area['cylinder']['corners']
        corners = [1 - x1, y1, 1 - x0, y0, 1 - x3, y3, 1 - x2, y2]
        turned['cylinder'] = {**area['cylinder'], 'corners': [round(c, 5) for c in corners]}
    return turned


def show_case(folder, key, variant):
    """Return the path of a picture that is no mock-up: ``demo/<key>s/<variant>.jpg``."""
    place = folder.parent / f'{key}s'
    place.mkdir(exist_ok=True)
    return place / f'{variant}.jpg'


def photograph(key, folder, areas, args):
    """Render every variant of one product."""
    studio.reset()
    for index, (variant, area) in enumerate(PRODUCTS[key]()):
        # A thing without a printable area is no mock-up: it is only shown.
        target = folder / f'{key}-{variant}.jpg' if area else show_case(folder, key, variant)
        if (args.missing and target.exists()) or (args.first and index):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            raw = Path(scratch) / 'raw.png'
            studio.render(raw, args.size, args.samples)
            image = Image.open(raw).convert('RGB')
        save_jpeg(image, target)
        if area:
            areas[f'{key}-{variant}'] = area
        if key in MIRRORED:
            other = f'{MIRRORED[key]}-{variant}'
            save_jpeg(ImageOps.mirror(image), folder / f'{other}.jpg')
            areas[other] = mirrored(area)
        print(f'{key}-{variant}', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--only', default='', help="names of products, separated by commas")
    parser.add_argument('--size', type=int, default=1200)
    parser.add_argument('--samples', type=int, default=24)
    parser.add_argument('--first', action='store_true', help="one variant of each product")
    parser.add_argument('--missing', action='store_true', help="only pictures that do not exist")
    parser.add_argument('--draft', type=Path, help="write there instead of into the addon")
    args = parser.parse_args()
    demo = args.draft or HERE.parent / 'demo'
    folder = demo / 'mockups'
    folder.mkdir(parents=True, exist_ok=True)
    index = demo / 'mockups.json'
    wanted = set(filter(None, args.only.split(',')))
    for key in PRODUCTS:
        if not wanted or wanted & {key, key.split('-')[0]}:
            areas = json.loads(index.read_text('utf-8')) if index.exists() else {}
            photograph(key, folder, areas, args)
            index.write_text(json.dumps(areas, indent=1, sort_keys=True) + '\n', 'utf-8')


if __name__ == '__main__':
    main()
