"""Write the heading font as WOFF2 for the browser, from the font file of the set-up.

    python webfonts.py FOLDER_OF_THE_SET_UP'S_FONTS

Needs fontTools with brotli (see README.md).
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).resolve().parent.parent / 'static' / 'fonts'
KEY = 'playfair-display'
RANGES = [
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x400, 0x45F),
    (0x2010, 0x2027),
    (0x20AC, 0x20AC),
    (0x2212, 0x2212),
]


def main():
    source = Path(sys.argv[1])
    options = subset.Options()
    options.flavor = 'woff2'
    options.layout_features = ['kern', 'liga', 'mark', 'mkmk', 'locl', 'ccmp', 'lnum']
    font = subset.load_font(str(source / f'{KEY}.ttf'), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    TARGET.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(TARGET / f'{KEY}.woff2'), options)
    shutil.copy(source / f'{KEY}.LICENSE.txt', TARGET / f'{KEY}.LICENSE.txt')


if __name__ == '__main__':
    main()
