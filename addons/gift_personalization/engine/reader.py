"""Typed access to untrusted JSON: every wrong value names its path."""

import re

from .errors import EngineError

SHA256 = re.compile(r"[0-9a-f]{64}\Z")
COLOR = re.compile(r"#[0-9a-f]{6}\Z")
KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\Z")
MISSING = object()


class Reader:
    """Reads one JSON object.

    :param value: the untrusted value, refused unless it is an object
    :param str path: where it stands in the document, for error messages
    """

    def __init__(self, value, path):
        self.path = path
        if not isinstance(value, dict):
            raise self.error("")
        self.value = value

    def error(self, key, reason="wrong value"):
        """Return (not raise) the error for ``key``."""
        path = ".".join(part for part in (self.path, str(key)) if part)
        return EngineError("bad_schema", path=path[:200], reason=reason)

    def refuse_unknown(self, known):
        """Raise for a key that the schema does not know: a misspelt option must not pass."""
        for key in self.value:
            if key not in known:
                raise self.error(key, "unknown key")

    def get(self, key, default=MISSING):
        """Return the raw value; a missing one without default is an error."""
        value = self.value.get(key, default)
        if value is MISSING:
            raise self.error(key, "missing")
        return value

    def integer(self, key, low, high, default=MISSING):
        """Return an integer within [low, high]; booleans and floats are refused."""
        value = self.get(key, default)
        if type(value) is not int or not low <= value <= high:
            raise self.error(key)
        return value

    def integers(self, key, count, low, high):
        """Return a tuple of ``count`` integers within [low, high]."""
        value = self.get(key)
        if not isinstance(value, (list, tuple)) or len(value) != count:
            raise self.error(key)
        if not all(type(item) is int and low <= item <= high for item in value):
            raise self.error(key)
        return tuple(value)

    def clamped(self, key, low, high, default):
        """Return an integer moved into [low, high]; only the type can be wrong."""
        value = self.get(key, default)
        if type(value) is not int:
            raise self.error(key)
        return max(low, min(high, value))

    def boolean(self, key, default):
        """Return a boolean."""
        value = self.get(key, default)
        if type(value) is not bool:
            raise self.error(key)
        return value

    def choice(self, key, choices, default=MISSING):
        """Return one of ``choices``."""
        value = self.get(key, default)
        if not isinstance(value, str) or value not in choices:
            raise self.error(key)
        return value

    def text(self, key, limit, default=MISSING):
        """Return a string of at most ``limit`` code points."""
        value = self.get(key, default)
        if not isinstance(value, str) or len(value) > limit:
            raise self.error(key)
        return value

    def matching(self, key, pattern, default=MISSING):
        """Return a string that matches ``pattern``; an equal ``default`` is always fine."""
        value = self.get(key, default)
        if not isinstance(value, str) or (value != default and not pattern.match(value)):
            raise self.error(key)
        return value

    def color(self, key, default=MISSING):
        """Return a colour as lower-case ``#rrggbb``."""
        value = self.get(key, default)
        if isinstance(value, str) and (value == default or COLOR.match(value.lower())):
            return value.lower()
        raise self.error(key)

    def strings(self, key, pattern, low, high, default=MISSING):
        """Return a tuple of ``low`` to ``high`` matching strings, lower case, each once."""
        value = self.get(key, default)
        if not isinstance(value, (list, tuple)) or not low <= len(value) <= high:
            raise self.error(key)
        items = [item.lower() if isinstance(item, str) else item for item in value]
        if not all(isinstance(item, str) and pattern.match(item) for item in items):
            raise self.error(key)
        return tuple(dict.fromkeys(items))

    def reader(self, key):
        """Return a reader of the object under ``key``."""
        return Reader(self.get(key), f"{self.path}.{key}" if self.path else key)

    def readers(self, key, low, high):
        """Return readers of the objects in the list under ``key``."""
        value = self.get(key)
        if not isinstance(value, (list, tuple)) or not low <= len(value) <= high:
            raise self.error(key)
        base = f"{self.path}.{key}" if self.path else key
        return [Reader(item, f"{base}[{index}]") for index, item in enumerate(value)]
