"""Remedies: for a finding, the smallest change of the values that removes it.

Nothing is guessed: a change is offered only after the zone was laid out and checked with it, the
finding is gone, and no error came in its place.
"""

import re
from dataclasses import dataclass, replace
from itertools import islice

from . import preflight, tone_looks
from .characters import clusters, is_emoji
from .cleaning import clean_text, upper_case
from .layout import layout_design
from .model import ClipartValue, TextValue, TextZone

MAX_TRIES = 18
TYPED = ("text", "multiline")
FACE_CODES = {
    "missing_glyph",
    "font_fallback",
    "overflow",
    "letter_too_small",
    "stroke_too_thin",
    "gap_too_small",
    "outside_safe_area",
}
COVERAGE_CODES = {"missing_glyph", "font_fallback"}
ROOM_CODES = {"overflow", "too_long", "too_many_lines"}
# Letters of a shorter text are larger. At least this share of a text is kept for them.
SIZE_CODES = {"letter_too_small", "stroke_too_thin", "gap_too_small", "outside_safe_area"}
LEAST_KEPT = 0.5
# Where a word may go on in the next line, and what no shortened text ends with.
JOINT = re.compile(r"(?<=[-/&+,;:.|·])(?=\w)")
WORDS = re.compile(r"^.*\s(?=\S*$)", re.DOTALL)
LOOSE = " \n-/&+,;:|·"


@dataclass(frozen=True)
class Remedy:
    """A change that removes a finding.

    :param str kind: ``font``, ``color``, ``zoom``, ``text`` (characters removed), ``lines``
        (the same words on other lines), ``shorten``, ``brighten``, ``darken`` or ``contrast``
    :param str zone: key of the zone
    :param dict change: keys of the zone's value that change
    :param str chars: what is removed, for ``text``
    """

    kind: str
    zone: str
    change: dict
    chars: str = ""


def find_remedy(design, finding, fonts, tones=None, drawings=None):
    """Return the :class:`Remedy` of a finding, None when there is none.

    :param design: :class:`schema.Design` in which the finding was made
    :param fonts: :class:`text.FontBook`
    :param tones: :class:`tones.ToneBook`; without it, tones of photos have no remedy
    :param drawings: :class:`clipart.DrawingBook`; without it, motifs have none
    """
    surface, zone = _place(design, finding.zone)
    value = design.values.get(finding.zone)
    if value is None or not zone.editable:
        return None
    if isinstance(value, ClipartValue) and not drawings:
        return None
    trial = _Trial(design, surface, zone, fonts, tones, drawings)
    before = trial.findings(value)
    candidates = _candidates(surface, zone, value, finding, trial)
    for remedy in islice(candidates, MAX_TRIES):
        if _is_solved(finding, before, trial.findings(replace(value, **remedy.change))):
            return remedy
    return None


def fitting_length(design, key, fonts):
    """Return how many characters of a text that overflows would fit, 0 when not even one."""
    surface, zone = _place(design, key)
    return _fitting(zone, design.values[key], _Trial(design, surface, zone, fonts), ROOM_CODES)


def _fitting(zone, value, trial, refused):
    spans = clusters(value.text)
    low, high = 0, len(spans)
    while high - low > 1:
        middle = (low + high) // 2
        text = clean_text(value.text[: spans[middle - 1][1]], multiline=zone.is_multiline)
        codes = {found.code for found in trial.findings(replace(value, text=text))}
        low, high = (low, middle) if refused & codes else (middle, high)
    return low


class _Trial:
    """One zone alone on its surface, laid out and checked with other values."""

    def __init__(self, design, surface, zone, fonts, tones=None, drawings=None):
        self.zone = replace(zone, visible_zone="", visible_values=())
        alone = replace(surface, zones=(self.zone,))
        self.design = replace(design, template=replace(design.template, surfaces=(alone,)))
        self.fonts = fonts
        self.tones = tones
        self.drawings = drawings

    def laid_out(self, value):
        design = replace(self.design, values={self.zone.key: value})
        return design, layout_design(design, self.fonts, self.drawings)

    def findings(self, value):
        design, layout = self.laid_out(value)
        return (*layout.findings, *preflight.check(design, layout, self.tones))

    def photo_item(self, value):
        """Return the display item of the zone's photo."""
        layout = self.laid_out(value)[1]
        return next(item for display in layout.surfaces.values() for item in display.walk())


def _place(design, key):
    return next(pair for pair in design.zones() if pair[1].key == key)


def _is_solved(finding, before, after):
    if any((found.code, found.severity) == (finding.code, finding.severity) for found in after):
        return False
    if finding.code in tone_looks.CODES and any(found.code in tone_looks.CODES for found in after):
        return False  # dark instead of flat helps nobody
    errors = {found.code for found in before if found.is_error}
    return all(found.code in errors for found in after if found.is_error)


# === CANDIDATES === #


def _candidates(surface, zone, value, finding, trial):
    if isinstance(zone, TextZone) and isinstance(value, TextValue):
        if finding.code in FACE_CODES:
            yield from _other_faces(zone, value, trial.fonts, finding.code in COVERAGE_CODES)
        if finding.code == "low_contrast":
            yield from _other_colors(surface, zone)
        if zone.type in TYPED:
            yield from _other_texts(zone, value, finding, trial)
    elif finding.code == "low_contrast" and isinstance(value, ClipartValue):
        yield from _other_colors(surface, zone)
    elif finding.code in ("photo_low_dpi", "photo_blurred"):
        yield from _smaller_photos(surface, value, finding)
    elif finding.code in tone_looks.CODES and trial.tones:
        yield from _other_looks(value, finding, trial)


def _other_faces(zone, value, fonts, only_complete):
    """Yield the other faces of the zone, those that have all characters first or alone.

    Emoji need not be in a face: pictures of them are.
    """
    text = upper_case(value.text) if zone.case == "upper" else value.text
    drawn = (text[start:end] for start, end in clusters(text))
    wanted = set(map(ord, "".join(c for c in drawn if not is_emoji(c)))) - {0x0A, 0x20}
    complete, partial = [], []
    for sha in zone.fonts:
        if sha != value.font:
            (complete if wanted <= fonts.face(sha).codepoints else partial).append(sha)
    for sha in complete if only_complete else complete + partial:
        yield Remedy("font", zone.key, {"font": sha})


def _other_colors(surface, zone):
    """Yield the colour that is seen best."""
    if surface.mockup and zone.colors:
        background = surface.mockup.background
        best = max(zone.colors, key=lambda color: preflight.contrast(color, background))
        yield Remedy("color", zone.key, {"color": best})


def _other_texts(zone, value, finding, trial):
    yield from _texts_without(zone, value, finding)
    if finding.code in ROOM_CODES:
        yield from _texts_that_fit(zone, value, trial, ROOM_CODES)
    elif finding.code in SIZE_CODES:
        least = LEAST_KEPT * len(value.text)
        for remedy in _texts_that_fit(zone, value, trial, ROOM_CODES | {finding.code}):
            if len(remedy.change["text"]) >= least:
                yield remedy


def _texts_without(zone, value, finding):
    cut = [value.text[start:end] for start, end in clusters(value.text)]
    refused = _refused(zone, cut, finding)
    if not refused:
        return
    kept = "".join(cluster for cluster in cut if cluster not in refused)
    text = clean_text(" ".join(kept.split(" ")), multiline=zone.is_multiline)
    if text:
        yield Remedy("text", zone.key, {"text": text}, " ".join(refused))


def _texts_that_fit(zone, value, trial, refused):
    """Yield the same words on other lines, then the most of them that fits.

    Whole words if a word is left, letters of the first one otherwise.
    """
    if zone.is_multiline:
        for text in (" ".join(value.text.split()), JOINT.sub("\n", value.text)):
            if text != value.text:
                yield Remedy("lines", zone.key, {"text": text, "breaks": ()})
    spans = clusters(value.text)
    count = _fitting(zone, value, trial, refused)
    if not 0 < count < len(spans):
        return
    letters = value.text[: spans[count - 1][1]]
    words = letters if value.text[len(letters)].isspace() else "".join(WORDS.findall(letters))
    for kept in dict.fromkeys(part.rstrip(LOOSE) for part in (words, letters)):
        text = clean_text(kept, multiline=zone.is_multiline)
        if text:
            yield Remedy("shorten", zone.key, {"text": text, "breaks": ()}, text)


def _refused(zone, cut, finding):
    """Return the clusters that a finding is about, each once."""
    if finding.code in ("emoji_single_colour", "emoji_not_made"):
        found = filter(is_emoji, cut)
    elif finding.code == "not_allowed":
        found = preflight.refused_clusters(zone, cut)
    elif finding.code == "missing_glyph":
        named = set(finding.params["chars"].split(" "))
        found = (c for c in cut if c in named or (zone.case == "upper" and upper_case(c) in named))
    else:
        found = ()
    return list(dict.fromkeys(found))


def _smaller_photos(surface, value, finding):
    """Yield the largest zoom with a good resolution, then the one with a sufficient one."""
    for limit in (surface.method.warn_dpi, surface.method.min_dpi):
        zoom = finding.params["dpi"] * value.zoom_permille // max(limit, 1)
        zoom = zoom // 10 * 10
        if 1000 <= zoom < value.zoom_permille:
            yield Remedy("zoom", finding.zone, {"zoom_permille": zoom})


def _other_looks(value, finding, trial):
    """Yield a photo with other tones, the gentlest change first."""
    item = trial.photo_item(value)
    light = trial.tones.find_light(item)
    if light is None:
        return
    for change in tone_looks.looks(finding.code, value, item.halftone.inverted, light):
        yield Remedy(tone_looks.kind_of(change, value), finding.zone, change)
