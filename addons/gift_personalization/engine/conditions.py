"""Conditions: which zones are there, given what was entered in others.

A rule names one other zone, so a chain of rules ends at a zone without one or runs in a circle.
"""


def find_circle(rules):
    """Return the keys of a circle of rules, in order; () when every chain ends.

    :param dict rules: key of a zone to the key of the zone it depends on, '' for none
    """
    for key in rules:
        chain = [key]
        while rules.get(chain[-1]):
            following = rules[chain[-1]]
            if following in chain:
                return tuple(chain[chain.index(following) :])
            chain.append(following)
    return ()


def hidden_zones(zones, values):
    """Return the set of keys of the zones that are not there.

    :param zones: zones of a design whose rules have no circle
    :param dict values: zone key to value, those of hidden zones included or not
    """
    by_key = {zone.key: zone for zone in zones}
    hidden = {}

    def is_hidden(zone):
        if zone.key not in hidden:
            parent = by_key.get(zone.visible_zone)
            hidden[zone.key] = bool(parent) and (is_hidden(parent) or not _is_met(zone, values))
        return hidden[zone.key]

    return {zone.key for zone in zones if is_hidden(zone)}


def _is_met(zone, values):
    value = values.get(zone.visible_zone)
    if value is None or not zone.visible_values:
        return value is not None
    entered = {_fold(entry) for entry in entries(value)}
    return any(_fold(wanted) in entered for wanted in zone.visible_values)


def entries(value):
    """Return what a rule may compare: the text, and what it was made of."""
    names = ("text", "date", "number", "choice")
    return [entry for name in names if (entry := getattr(value, name, ""))]


def _fold(text):
    return " ".join(text.casefold().split())
