"""Draw the shop's logo: a charm with a K, and the name in the heading font, all as outlines.

python logo.py FOLDER_OF_THE_SET_UP'S_FONTS
"""

import sys
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / 'static' / 'src' / 'img'
NAME, INK, GREEN, CLAY, PAPER = 'Keepsmith', '#2b2724', '#2f5d48', '#b4513c', '#fdfaf5'


def outline(font, text, size, x, baseline):
    """Return the SVG path data of a line of text and its width."""
    glyphs, cmap, scale = font.getGlyphSet(), font.getBestCmap(), size / font['head'].unitsPerEm
    parts, start = [], x
    for letter in text:
        glyph = glyphs[cmap[ord(letter)]]
        pen = SVGPathPen(glyphs, ntos=lambda value: f'{value:.1f}'.rstrip('0').rstrip('.'))
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, baseline)))
        parts.append(pen.getCommands())
        x += glyph.width * scale
    return ''.join(parts), x - start


def mark(font, x=0):
    """Return the charm: a disc that hangs on a ring, 56 wide and 64 high."""
    letter, width = outline(font, 'K', 38, 0, 0)
    return (
        f'<g transform="translate({x} 0)"><circle cx="28" cy="7" r="5" fill="none" stroke="{CLAY}" stroke-width="2.6"/>'
        f'<circle cx="28" cy="37" r="26" fill="{GREEN}"/>'
        f'<circle cx="28" cy="37" r="22.4" fill="none" stroke="{PAPER}" stroke-width="1" stroke-opacity=".55"/>'
        f'<path transform="translate({28 - width / 2:.1f} 50.6)" fill="{PAPER}" d="{letter}"/></g>'
    )


def main():
    font = TTFont(Path(sys.argv[1]) / 'playfair-display.ttf')
    word, width = outline(font, NAME, 44, 70, 51)
    total = round(70 + width + 2)
    head = '<svg xmlns="http://www.w3.org/2000/svg" '
    (TARGET / 'logo.svg').write_text(
        f'{head}viewBox="0 0 {total} 66" width="{total}" height="66" role="img" aria-label="{NAME}">'
        f'{mark(font)}<path fill="{INK}" d="{word}"/></svg>\n',
        'utf-8',
    )
    (TARGET / 'mark.svg').write_text(
        f'{head}viewBox="-6 -1 68 68" width="68" height="68">{mark(font)}</svg>\n', 'utf-8'
    )


if __name__ == '__main__':
    main()
