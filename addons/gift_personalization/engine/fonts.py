"""Faces: HarfBuzz fonts with cached outlines, by the SHA-256 of their bytes."""

from .errors import EngineError
from .outline import GlyphPen

MAX_CACHED_GLYPHS = 4000


class Face:
    """One face: coverage, metrics and outlines, all in its own font units.

    :param bytes data: TrueType or OpenType file
    """

    def __init__(self, sha, data):
        import uharfbuzz as hb

        self.sha = sha
        try:
            self.face = hb.Face(data)
            self.font = hb.Font(self.face)
        except Exception as error:
            raise EngineError("bad_font", font=sha) from error
        self.upem = self.face.upem
        self.codepoints = frozenset(self.face.unicodes)
        if not self.codepoints or not self.face.glyph_count:
            raise EngineError("bad_font", font=sha)
        self.is_color = bool(self.face.has_color_paint or self.face.has_color_layers)
        # Asked for each glyph of each line: a dictionary answers faster than a method.
        self.glyphs = _Cache(self._draw)
        self.inks = _Cache(self._color_box if self.is_color else self._ink)
        self.pictures = _Cache(self._paint)
        # Scripts whose letters touch in this face, see ``joins``.
        self.joins = {}
        self._metrics(hb)

    def _metrics(self, hb):
        tag = hb.OTMetricsTag
        read = self.font.get_metric_position_with_fallback
        self.cap_height = read(tag.CAP_HEIGHT) or round(self.upem * 0.7)
        self.x_height = read(tag.X_HEIGHT) or round(self.upem * 0.5)

    def glyph(self, gid):
        """Return the :class:`outline.Glyph` of a glyph id."""
        return self.glyphs[gid]

    def ink(self, gid):
        """Return the ink box (x0, y0, x1, y1) of a glyph, None for a blank."""
        return self.inks[gid]

    def picture(self, gid):
        """Return the display items of a colour glyph, in font units with y up; () if plain."""
        return self.pictures[gid]

    def describe(self):
        """Return what a browser needs to know before it sets text in the face.

        ``coverage`` holds the covered code points as starts and lengths in turn, ``joins`` the
        scripts whose letters touch.
        """
        from .joins import SAMPLES, joins

        coverage, end = [], None
        for code in sorted(self.codepoints):
            if code == end:
                coverage[-1] += 1
            else:
                coverage += (code, 1)
            end = code + 1
        return {
            "upem": self.upem,
            "cap_height": self.cap_height,
            "color": self.is_color,
            "contextual": self._has_feature("calt"),
            "joins": [script for script in SAMPLES if joins(self, script)],
            "coverage": coverage,
        }

    def _has_feature(self, wanted):
        face, table = self.face, "GSUB"
        for script, _tag in enumerate(face.get_table_script_tags(table)):
            languages = face.get_script_language_tags(table, script)
            # The default language has an index of its own, beyond all others.
            for language in (*range(len(languages)), 0xFFFF):
                if wanted in face.get_language_feature_tags(table, script, language):
                    return True
        return False

    def _ink(self, gid):
        return self.glyphs[gid].box

    def _color_box(self, gid):
        extents = self.font.get_glyph_extents(gid)
        if not extents or not extents.width:
            return None
        x, y = extents.x_bearing, extents.y_bearing
        return x, y + extents.height, x + extents.width, y

    def _paint(self, gid):
        from .color_glyph import paint_glyph

        return paint_glyph(self, gid)

    def _draw(self, gid):
        pen = GlyphPen()
        self.font.draw_glyph_with_pen(gid, pen)
        return pen.glyph()


class _Cache(dict):
    """What ``make`` makes of each key; emptied when it is full."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, key):
        made = self.make(key)
        if len(self) >= MAX_CACHED_GLYPHS:
            self.clear()
        self[key] = made
        return made


class FontBook:
    """Loads faces on demand and keeps them.

    :param load: callable from a face's SHA-256 to its bytes; any exception or empty result
        becomes ``EngineError('font_missing', font=…)``
    """

    def __init__(self, load):
        self._load = load
        self._faces = {}

    def face(self, sha):
        """Return the :class:`Face` of a hash."""
        if sha not in self._faces:
            self._faces[sha] = Face(sha, self._bytes(sha))
        return self._faces[sha]

    def _bytes(self, sha):
        try:
            data = self._load(sha)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError("font_missing", font=sha) from error
        if not data:
            raise EngineError("font_missing", font=sha)
        return bytes(data)
