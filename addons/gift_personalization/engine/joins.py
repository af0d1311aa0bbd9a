"""Lettering whose letters touch: does a face write a script in one stroke, as a hand does?

No table of a font says so. It is asked from the outlines: a sentence with every letter is shaped,
and where most neighbours overlap the face joins them. Faces that do stand far from those that do
not (nine of ten neighbours against one of twenty), so a sample is enough.
"""

from .characters import JOINED
from .itemise import itemise
from .shaping import shape_line

SAMPLES = {
    "Latn": "the quick brown fox jumps over a lazy dog",
    "Cyrl": "широкая электрификация южных губерний",
    "Grek": "ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "Hebr": "דג סקרן שט לו בים זך אך לפתע פגש חבורה נחמדה",
    "Armn": "բել դղյակի ձախ ժամն օֆ ազգությանը ցպահանջ չճշտած վնաս",
    "Geor": "საწყალი ლამაზი ვაჟი ღარიბ ხელოსანს ჰყავდა",
}
LEAST_PAIRS = 8
LEAST_SHARE = 0.5


def is_joined(run):
    """Say whether the letters of a shaped run touch, so that turning them would break joins."""
    if run.item.emoji:
        return False
    if run.item.script in JOINED:
        return True
    # Spaced letters stand apart, whatever the face does.
    return run.spacing <= 0 and joins(run.item.face, run.item.script)


def has_joins(text, face):
    """Say whether letters of a text touch in a face."""
    return any(joins(face, item.script) for item in itemise(text, [face]).items)


def joins(face, script):
    """Say whether a face joins the small letters of a script; worked out once per face."""
    if script not in face.joins:
        face.joins[script] = script in SAMPLES and _touches(face, SAMPLES[script])
    return face.joins[script]


def _touches(face, sample):
    if face.is_color:
        return False
    words = [word for word in sample.split() if face.codepoints.issuperset(map(ord, word))]
    found = [pair for word in words for pair in _pairs(face, word)]
    return len(found) >= LEAST_PAIRS and sum(found) / len(found) > LEAST_SHARE


def _pairs(face, word):
    """Yield for each two neighbours of a word whether their outlines overlap."""
    import skia

    from .outputs.paths import skia_path

    line = shape_line(itemise(word, [face]), 0, len(word), 0)
    for _x, run in line.runs:
        shapes = [face.glyph(gid).at(round(x), y) for gid, x, y, _cluster in run.glyphs]
        for one, other in zip(shapes, shapes[1:], strict=False):
            common = skia.Op(skia_path(one), skia_path(other), skia.kIntersect_PathOp)
            yield bool(common) and not common.isEmpty()
