"""Looks of a photo that may make it one that is recognised when it is engraved.

Only a list of what to try, the gentlest first; whoever offers one has measured it before.
"""

CODES = {"photo_too_dark", "photo_too_light", "photo_flat"}
STEP = 50
BRIGHTER = (1.12, 1.25, 1.4, 1.6, 1.85, 2.1, 2.5, 3.0, 4.0, 5.0)
DARKER = tuple(1 / factor for factor in BRIGHTER)
STRONGER = (1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0)
BRIGHTNESS = (300, 5000)
CONTRAST = (500, 8000)


def looks(code, value, inverted, light):
    """Yield changes (a dict of keys of the photo's value) for a finding about its tones.

    :param value: :class:`model.PhotoValue`
    :param bool inverted: whether the light parts are marked
    :param float light: how light the untouched photo is where it is seen, 0 to 1
    """
    if code != "photo_flat":
        is_darker_wanted = (code == "photo_too_dark") == inverted
        yield from _brighter(value, DARKER if is_darker_wanted else BRIGHTER)
    yield from _stronger(value, light)


def _brighter(value, factors):
    for factor in factors:
        brightness = _step(value.brightness_permille * factor, BRIGHTNESS)
        if brightness != value.brightness_permille:
            yield {"brightness_permille": brightness}


def _stronger(value, light):
    """Yield more contrast, with the photo's own middle moved to the middle grey."""
    centred = _step(500 / max(light, 0.01), BRIGHTNESS)
    for factor in STRONGER:
        contrast = _step(value.contrast_permille * factor, CONTRAST)
        yield {"brightness_permille": centred, "contrast_permille": contrast}


def kind_of(change, value):
    """Return what a change is called: ``contrast``, ``brighten`` or ``darken``."""
    if "contrast_permille" in change:
        return "contrast"
    return "brighten" if change["brightness_permille"] > value.brightness_permille else "darken"


def _step(permille, limits):
    stepped = round(permille / STEP) * STEP
    return max(limits[0], min(limits[1], stepped))
