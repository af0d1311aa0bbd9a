"""Colours as eyes see them: how light they are, and how well one stands out on another."""


def contrast(first, second):
    """Return the contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color):
    linear = []
    for at in (1, 3, 5):
        part = int(color[at : at + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_light_on(color, ground):
    """Say whether one ``#rrggbb`` is lighter than another."""
    return _luminance(color) > _luminance(ground)
