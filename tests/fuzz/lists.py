"""Lists of names and shared links of a visitor, made for real and then attacked."""

import random
import re

from .sheets import hostile_lists
from .texts import MARKUP, RAW, UNICODE, json_object

LINK = re.compile(r"/gift/shared/([\w.-]+)")
COLUMNS = (
    "column_0", "column_1", "column_-1", "column_x", "column_999999999999999999999", "column_", "column_²",
)  # fmt: skip
TARGETS = (
    "zone:name", "quantity", "recipient", "x", "zone:", "zone:\0", "__class__", MARKUP[0], "",
)  # fmt: skip
CHANGES = ("rename", "again", "delete", "x", "..", "upload")


def start_list(client, found):
    """Return the key of a new list of names of this visitor."""
    product = next(p for p in found["products"] if any(kind == "text" for _k, kind in p["zones"]))
    params = {"product_id": product["product_id"], "values": {}}
    answer = client.rpc("/gift/names/start", params).json["result"]
    return answer["url"].rsplit("/", 1)[1] if "url" in answer else ""


def real_links(client, found):
    """Return {beginning of an address: {parameter: real values}} of this visitor's own things."""
    key = start_list(client, found)
    client.form(f"/gift/names/{key}/upload", {"pasted": "Anna\t2\nBen\t1"})
    product = found["products"][0]
    entry = {name: {"text": "Anna"} for name, kind in product["zones"] if kind == "text"}
    params = {"product_id": product["product_id"], "values": entry}
    kept = client.rpc("/gift/design/keep", params).json["result"]
    client.rpc("/gift/design/find", {"keys": [kept["key"]]})  # the session may open it then
    page = client.form(f"/my/designs/{kept['id']}/share", {"days": "30"}).body.decode()
    token = LINK.search(page)
    names = {"key": [key], "change": ["rename"], "name": ["template"], "pasted": ["Anna"]}
    return {
        "/gift/names/": names,
        "/gift/shared/": {"token": [token.group(1)] if token else ["x"]},
    }


def cases(found, seed):
    """Yield (name, send) of attacks on lists that are the visitor's own."""
    for name, file, data, encoding in hostile_lists(seed):
        yield name, _uploader(found, file, data, encoding)
    for text in (*MARKUP, *UNICODE, "Anna;" * 90_000, "\n" * 900_000, "Anna\n" * 300_000):
        yield f"pasted {text[:20]!r}", _poster(found, "upload", {"pasted": text})
        yield f"renamed {text[:20]!r}", _poster(found, "rename", {"name": text})
    for field in ("pasted", "encoding", "name", "has_headings", "column_0"):
        for action in ("upload", "columns", "rename", "again"):
            yield f"file_as {field} {action}", _filer(found, action, field)
    for column in COLUMNS:
        for target in TARGETS:
            yield f"column {column} {target[:9]!r}", _poster(found, "columns", {column: target})
    for change in CHANGES:
        yield f"change {change}", _poster(found, change, {"name": ["a", "b"]})
    yield from _rows(found, random.Random(seed))


def _rows(found, rng):
    """Rows of an own list, changed by JSON."""
    for member in ("texts", "quantity", "recipient", "variant", "product_id", "values", "x"):
        for raw in rng.sample(RAW, 9):
            yield f"row {member}={raw[:30]}", _changer(found, json_object({member: raw}))
    for raw in (
        *RAW[:20],
        *(json_object({"texts": json_object({"name": raw})}) for raw in RAW[:20]),
    ):
        yield f"changes {raw[:30]}", _changer(found, raw)


def _own_list(client, found):
    """Return the key of this client's list, started when there is none."""
    if not getattr(client, "list_key", ""):
        client.list_key = start_list(client, found)
    return client.list_key


def _uploader(found, file, data, encoding):
    def send(client):
        key = _own_list(client, found)
        files = {"file": (file, data, "text/csv")}
        return client.form(f"/gift/names/{key}/upload", {"encoding": encoding}, files)

    return send


def _poster(found, action, fields):
    def send(client):
        key = _own_list(client, found)
        if action == "delete":
            client.list_key = ""
        return client.form(f"/gift/names/{key}/{action}", fields)

    return send


def _filer(found, action, field):
    def send(client):
        key = _own_list(client, found)
        files = {field: ("a.txt", b"Anna\nBen", "text/plain")}
        return client.form(f"/gift/names/{key}/{action}", {"x": "1"}, files)

    return send


def _changer(found, raw):
    def send(client):
        key = _own_list(client, found)
        client.form(f"/gift/names/{key}/upload", {"pasted": "Anna\nBen"})
        body = json_object(
            {"key": f'"{key}"', "row_id": str(_first_row(client, key)), "changes": raw}
        )
        return client.post_json("/gift/names/row", json_object({"params": body}))

    return send


def _first_row(client, key):
    """Return the id of a row of a list, 0 when it shows none."""
    shown = client.rpc("/gift/names/rows", {"key": key, "tab": "all"}).json
    found = re.search(r'data-row="(\d+)', str(shown.get("result", "")))
    return int(found.group(1)) if found else 0
