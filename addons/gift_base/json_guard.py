"""JSON bodies that Python reads only with pain, or that nothing behind it can store."""

import json
import re

MAX_DEPTH = 64  # of lists and objects; the web client's deepest requests have about a dozen
SURROGATE = re.compile('[\ud800-\udfff]')
# JSON.stringify and Python write a lone half of a pair like this, and a whole pair only in Python.
ESCAPED_SURROGATE = re.compile(rb'\\u[dD][89a-fA-F]')
# Parameters that may be no object; the member of that name may also lie deeper.
ODD_PARAMS = re.compile(rb'"params"\s*:\s*[^{\s]')
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


def has_surrogates(data):
    """Return whether a JSON body (bytes) may hold surrogates."""
    return bool(ESCAPED_SURROGATE.search(data))


def without_surrogates(value):
    """Return a JSON value with each lone surrogate replaced: no text that is stored, drawn or sent
    can hold one."""
    if isinstance(value, str):
        return value if value.isascii() else SURROGATE.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    return value
