"""JSON bodies that Python reads only with pain, and texts that no database can store."""

import json
import math
import re

MAX_DEPTH = 64  # of lists and objects; the web client's deepest requests have about a dozen
UNSTORABLE = re.compile('[\0\ud800-\udfff]')
# How JSON writes a zero and half of a pair; Python writes whole pairs so, too.
ESCAPED = re.compile(rb'\\u(?:0000|[dD][89a-fA-F])')
# Parameters that may be no object; the member of that name may also lie deeper.
ODD_PARAMS = re.compile(rb'"params"\s*:\s*[^{\s]')
# Numbers that JSON does not know, and such that no computer can count with.
ODD_NUMBERS = re.compile(rb'NaN|Infinity|[eE]\+?[0-9]{3}|[0-9]{309}')
REPLACEMENT = '\N{REPLACEMENT CHARACTER}'


def is_too_deep(data):
    """Return whether a JSON body is nested deeper than `MAX_DEPTH`.

    :param bytes data: a body; what is no JSON is left to its reader.
    """
    if data.count(b'[') + data.count(b'{') <= MAX_DEPTH:
        return False
    try:
        level = [json.loads(data)]
    except RecursionError:
        return True
    except ValueError:
        return False
    for _depth in range(MAX_DEPTH + 1):
        level = [member for item in level for member in _members(item)]
        if not level:
            return False
    return True


def _members(item):
    """Return the lists and objects in a list or an object."""
    values = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [value for value in values if isinstance(value, (dict, list))]


def has_odd_params(data):
    """Return whether the parameters of a JSON-RPC body (bytes) are there and are no object."""
    if not ODD_PARAMS.search(data):
        return False
    try:
        content = json.loads(data)
    except ValueError:
        return False
    return isinstance(content, dict) and not isinstance(content.get('params', {}), dict)


def has_odd_numbers(data):
    """Return whether a JSON body (bytes) holds a number that is none, or endless."""
    if not ODD_NUMBERS.search(data):
        return False
    try:
        json.loads(data, parse_constant=_count, parse_float=_count)
    except OverflowError:
        return True
    except (ValueError, RecursionError):
        return False
    return False


def _count(text):
    if not math.isfinite(number := float(text)):
        raise OverflowError(text)
    return number


def may_be_unstorable(data):
    """Return whether a JSON body (bytes) may hold texts that cannot be stored."""
    return bool(ESCAPED.search(data))


def storable(value):
    """Return a JSON value, or the parameters of a form, with texts that can be stored and sent.

    Zeros are removed. Lone surrogates, the halves of letters that a program cut between code
    units, are replaced.
    """
    if isinstance(value, str):
        return UNSTORABLE.sub(_replacement, value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value


def _replacement(match):
    return '' if match[0] == '\0' else REPLACEMENT
