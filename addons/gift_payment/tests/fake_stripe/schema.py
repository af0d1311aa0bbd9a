"""Which parameters a request may carry, and what they must look like.

A schema is a dict of names to kinds: ``int``, ``str``, ``bool``, a list with one kind, another
dict, or ``ANY`` for what the fake does not look into.
"""

from .errors import invalid, missing

ANY = object()
META = object()
TEXT_LIMIT = 20_000
TIMES = {"gt": int, "gte": int, "lt": int, "lte": int}
PAGE = {"limit": int, "starting_after": str, "ending_before": str, "expand": [str]}
ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), str)


def clean(params, schema, required=()):
    """Return the parameters in their kinds, or refuse them as Stripe does."""
    cleaned = _clean_dict(params, {"expand": [str], **schema}, "")
    for name in required:
        if cleaned.get(name) in (None, [], {}):
            raise missing(name)
    return cleaned


def _clean_dict(values, schema, path):
    """Return the entries of a dict in their kinds."""
    cleaned = {}
    for name, value in values.items():
        param = f"{path}[{name}]" if path else name
        if name not in schema:
            raise invalid(
                f"Received unknown parameter: {param}", "parameter_unknown", param, early=True
            )
        cleaned[name] = _clean(value, schema[name], param)
    return cleaned


def _clean(value, kind, param):
    """Return one value in its kind."""
    if kind is ANY or value == "":
        return None if value == "" else value
    if isinstance(kind, dict):
        return _clean_dict(_as_dict(value, param), kind, param)
    if isinstance(kind, list):
        return [_clean(item, kind[0], f"{param}[]") for item in _as_list(value, param)]
    if kind is META:
        return _metadata(value, param)
    if isinstance(value, dict):
        raise invalid(f"Invalid string: {param}", "parameter_invalid_string", param, early=True)
    return SCALARS[kind](value, param)


def _as_dict(value, param):
    """Return a value that must be an object."""
    if not isinstance(value, dict):
        raise invalid("Invalid object", "parameter_invalid_object", param, early=True)
    return value


def _as_list(value, param):
    """Return a value that must be an array, in the order of its numbers."""
    if not isinstance(value, dict) or not all(key.isdecimal() for key in value):
        raise invalid("Invalid array", "parameter_invalid_array", param, early=True)
    return [value[key] for key in sorted(value, key=int)]


def _metadata(value, param):
    """Return own notes: up to 50 short texts."""
    notes = _as_dict(value, param)
    for name, text in notes.items():
        if isinstance(text, dict) or len(name) > 40 or len(text) > 500:
            raise invalid(f"Metadata values are too long: {name[:40]}", param=param, early=True)
    if len(notes) > 50:
        raise invalid("You can have up to 50 metadata keys.", param=param, early=True)
    return notes


def _integer(value, param):
    """Return a whole number."""
    try:
        return int(value, 10) if len(value) <= 20 else int("x")
    except ValueError as error:
        message = f"Invalid integer: {value[:60]}"
        raise invalid(message, "parameter_invalid_integer", param, early=True) from error


def _boolean(value, param):
    """Return a yes or no."""
    if value.lower() not in ("true", "false"):
        raise invalid(f"Invalid boolean: {value[:60]}", param=param, early=True)
    return value.lower() == "true"


def _text(value, param):
    """Return a text of bearable length."""
    if len(value) > TEXT_LIMIT:
        message = f"Invalid string: {value[:10]}…; must be at most {TEXT_LIMIT} characters"
        raise invalid(message, "parameter_invalid_string", param, early=True)
    return value


SCALARS = {int: _integer, bool: _boolean, str: _text}
