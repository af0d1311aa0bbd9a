"""Canonical JSON: one document, one string of bytes, one hash."""

import hashlib
import json

from .errors import EngineError

MAX_DEPTH = 32


def canonical_json(obj):
    """Serialise ``obj`` with sorted keys, no blanks and plain UTF-8 characters.

    Floats are refused: their text differs between writers, so a hash over them would too.

    :raises EngineError: ``bad_schema`` with the path of a float, a non-string key, a lone
        surrogate, an unknown type or a nesting deeper than ``MAX_DEPTH``
    """
    _check(obj, "$", 0)
    return json.dumps(
        obj, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def sha256_hex(data):
    """Return the SHA-256 of bytes or of a string's UTF-8 form, as 64 hex digits."""
    if isinstance(data, str):
        data = data.encode()
    return hashlib.sha256(data).hexdigest()


def _check(value, path, depth):
    if depth > MAX_DEPTH:
        raise EngineError("bad_schema", path=path[:200], reason="too deep")
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise EngineError("bad_schema", path=path, reason="key is not text")
            _check_text(key, path)
            _check(item, f"{path}.{key}", depth + 1)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _check(item, f"{path}[{index}]", depth + 1)
    elif isinstance(value, float):
        raise EngineError("bad_schema", path=path, reason="float")
    elif value is not None and not isinstance(value, int):
        raise EngineError("bad_schema", path=path, reason=type(value).__name__)


def _check_text(value, path):
    try:
        value.encode()
    except UnicodeEncodeError:
        raise EngineError("bad_schema", path=path[:200], reason="surrogate") from None
