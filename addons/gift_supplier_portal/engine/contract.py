"""Checks JSON against the schemas of our OpenAPI document: what comes in, in tests what goes out.

It knows the part of JSON Schema 2020-12 that the document uses, and refuses schemas with anything
else, so that no rule of the document is passed over in silence.
"""

import re

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
NOTES = {"description", "examples", "title"}
KEYWORDS = NOTES | {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems",
    "maxItems", "enum", "const", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "pattern", "format",
}  # fmt: skip
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
TIME = re.compile(r"([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _is_date(text):
    found = DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] + (month == 2 and is_leap)


def _is_moment(text):
    date, _t, time = text.partition("T")
    return _is_date(date) and bool(TIME.fullmatch(time))


FORMATS = {
    "date": _is_date,
    "date-time": _is_moment,
    "uuid": UUID.fullmatch,
    "uri-reference": str.isprintable,
}


class Mismatch(ValueError):
    """A value is not what its schema says.

    :param str path: JSON pointer of the value, such as ``/lines/0/kind``
    :param str code: the keyword that does not hold, or ``unknown`` for a field that is none
    :param wanted: what the keyword says
    """

    def __init__(self, path, code, wanted):
        super().__init__(f"{path}: {code} {wanted}")
        self.path, self.code, self.wanted = path, code, wanted


def check(value, schema, document, path=""):
    """Raise :class:`Mismatch` unless ``value`` is what ``schema`` says.

    :param dict document: the OpenAPI document, for ``$ref`` into its components
    :raise LookupError: for a schema that is not understood
    """
    unknown = set(schema) - KEYWORDS
    if unknown:
        raise LookupError(f"unknown keywords: {', '.join(sorted(unknown))}")
    if "$ref" in schema:
        check(value, find(document, schema["$ref"]), document, path)
        return
    kinds = schema.get("type", list(TYPES))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(_is_type(value, kind) for kind in kinds):
        raise Mismatch(path, "type", " or ".join(kinds))
    if "const" in schema and value != schema["const"]:
        raise Mismatch(path, "const", schema["const"])
    if value not in schema.get("enum", [value]):
        raise Mismatch(path, "enum", ", ".join(map(str, schema["enum"])))
    if isinstance(value, dict):
        _check_object(value, schema, document, path)
    elif isinstance(value, list):
        _check_array(value, schema, document, path)
    elif isinstance(value, str):
        _check_string(value, schema, path)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        _check_number(value, schema, path)


def find(document, reference):
    """Return the part of the document that a local reference names.

    :raise LookupError: when there is none
    """
    part = document
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part


def _is_type(value, kind):
    if isinstance(value, bool) and kind != "boolean":
        return False  # Python counts with them
    return isinstance(value, TYPES[kind])


def _check_object(value, schema, document, path):
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            raise Mismatch(f"{path}/{name}", "required", name)
    for name, member in value.items():
        if name in properties:
            check(member, properties[name], document, f"{path}/{name}")
        elif schema.get("additionalProperties") is False:
            raise Mismatch(f"{path}/{name[:60]}", "unknown", ", ".join(properties))


def _check_array(value, schema, document, path):
    if len(value) < schema.get("minItems", 0):
        raise Mismatch(path, "minItems", schema["minItems"])
    if len(value) > schema.get("maxItems", len(value)):
        raise Mismatch(path, "maxItems", schema["maxItems"])
    for number, member in enumerate(value):
        check(member, schema.get("items", {}), document, f"{path}/{number}")


def _check_string(value, schema, path):
    if len(value) < schema.get("minLength", 0):
        raise Mismatch(path, "minLength", schema["minLength"])
    if len(value) > schema.get("maxLength", len(value)):
        raise Mismatch(path, "maxLength", schema["maxLength"])
    if "pattern" in schema and not re.search(schema["pattern"], value):
        raise Mismatch(path, "pattern", schema["pattern"])
    if "format" in schema and not FORMATS[schema["format"]](value):
        raise Mismatch(path, "format", schema["format"])


def _check_number(value, schema, path):
    if value < schema.get("minimum", value):
        raise Mismatch(path, "minimum", schema["minimum"])
    if value > schema.get("maximum", value):
        raise Mismatch(path, "maximum", schema["maximum"])
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        raise Mismatch(path, "exclusiveMinimum", schema["exclusiveMinimum"])
