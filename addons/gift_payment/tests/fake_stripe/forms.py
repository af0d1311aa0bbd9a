"""Bodies of requests: form fields with nested keys, and uploads of files."""

import re
from email.message import Message
from email.parser import HeaderParser
from urllib.parse import parse_qsl, urlsplit

from .errors import ApiError, invalid

MAX_FIELDS = 1_000
MAX_DEPTH = 8
KEY = re.compile(r"\A([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")


def parse(text):
    """Return the nested parameters of a query string or form body."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except (ValueError, UnicodeError) as error:
        raise unreadable() from error
    return nest(pairs)


def nest(pairs):
    """Turn ``a[b][]`` keys into nested dicts; lists stay dicts of numbers until cleaned."""
    tree = {}
    for key, value in pairs:
        _put(tree, _path(key), value, key)
    return tree


def _path(key):
    """Return the parts of a key."""
    match = KEY.match(key)
    if not match:
        raise invalid(f"Invalid parameter name: {key[:100]}", param=key[:100], early=True)
    parts = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if len(parts) > MAX_DEPTH:
        raise invalid(f"Parameter is nested too deeply: {key[:100]}", early=True)
    return parts


def _put(tree, parts, value, key):
    """Put one value at its place."""
    for part, following in zip(parts, parts[1:], strict=False):
        tree = tree.setdefault(_index(tree, part, following), {})
        if not isinstance(tree, dict):
            raise invalid(f"Parameter is given twice: {key[:100]}", param=parts[0], early=True)
    last = parts[-1] if parts[-1] or len(parts) == 1 else str(len(tree))
    if isinstance(tree.get(last), dict):
        raise invalid(f"Parameter is given twice: {key[:100]}", param=parts[0], early=True)
    tree[last] = value


def _index(tree, part, following):
    """Return the key of a step; ``[][x]`` continues the last entry until ``x`` comes again."""
    if part:
        return part
    last = str(len(tree) - 1)
    return last if last in tree and following not in tree[last] else str(len(tree))


def parse_multipart(body, content_type):
    """Return the nested parameters of an upload; a file is a dict of name and bytes."""
    boundary = _header("Content-Type", content_type).get_param("boundary")
    if not boundary:
        raise invalid("Invalid upload: the body has no boundary.", early=True)
    pairs, files = [], {}
    for part in body.split(b"--" + str(boundary).encode())[1:-1][:MAX_FIELDS]:
        name, filename, content = _part(part)
        if filename is None:
            pairs.append((name, content.decode("utf-8", "replace")))
        else:
            files[name] = {"filename": filename, "content": content}
    return nest(pairs) | files


def _part(part):
    """Return field name, file name and content of one part of an upload."""
    head, gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    text = head.decode("utf-8", "replace")
    disposition = _header(
        "Content-Disposition", HeaderParser().parsestr(text)["content-disposition"] or ""
    )
    name = disposition.get_param("name", header="content-disposition")
    if not gap or not name:
        raise invalid("Invalid upload: a part has no name.", early=True)
    filename = disposition.get_param("filename", header="content-disposition")
    return str(name), filename, content.removesuffix(b"\r\n")


def _header(name, value):
    """Return a message with one header, for its parameters."""
    message = Message()
    message[name] = " ".join(value.splitlines())
    return message


def too_large(limit):
    """Return the refusal of a body that is larger than this server reads."""
    return ApiError(413, f"The request is larger than {limit} bytes.", early=True)


def unreadable():
    """Return the refusal of a body that is no form."""
    return invalid("Invalid request: the form could not be read.", early=True)


def split_url(url):
    """Return the parts of a URL that a browser could open, or None."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port or an address that is none
        return None
    return parts if known else None
