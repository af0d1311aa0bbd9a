"""Which column of a list fills what: headings against the names of zones and attributes."""

import unicodedata


def fold(text):
    """Return a heading as it is compared: without accents, case, blanks and marks."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in spread if char.isalnum())


def match(headings, targets):
    """Return ``{column: target}``; every target is used once.

    :param headings: cells of the first row
    :param dict targets: target to the names it goes by, most wanted first
    """
    names = {
        target: [fold(name) for name in known if fold(name)] for target, known in targets.items()
    }
    found = {}
    for test in (_is_equal, _is_part):
        for column, heading in enumerate(map(fold, headings)):
            if not heading or column in found:
                continue
            free = (target for target in names if target not in found.values())
            target = next((t for t in free if test(heading, names[t])), None)
            if target is not None:
                found[column] = target
    return found


def _is_equal(heading, names):
    return heading in names


def _is_part(heading, names):
    return any(len(name) > 3 and (name in heading) for name in names)


def is_heading(cells, targets):
    """Return whether a first row names columns instead of filling them."""
    names = {fold(name) for known in targets.values() for name in known}
    return any(fold(cell) in names for cell in cells if fold(cell))


def guess(width, text_targets):
    """Return ``{column: target}`` for a list without headings: the text zones in their order."""
    return dict(enumerate(text_targets[:width]))
