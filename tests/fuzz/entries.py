"""Hostile entries into the zones of a design, as the product page would send them."""

import json
import random

from . import texts
from .texts import json_object

ROUTES = (
    "/gift/preview",
    "/gift/preview",
    "/gift/preview",
    "/gift/design/keep",
    "/gift/design/save",
)
MEMBERS = (
    "text", "font", "color", "lang", "format", "date", "number", "choice", "asset", "clipart", "width_px",
    "height_px", "zoom_permille", "offset_x_permille", "offset_y_permille", "rotation_mdeg", "mono",
    "brightness_permille", "contrast_permille", "detail_permille", "evil",
)  # fmt: skip
TYPED = {
    "photo": '"asset":"%s"', "clipart": '"clipart":"%s"', "date": '"date":"2026-02-14"',
    "number": '"number":"7"', "choice": '"choice":"gold"',
}  # fmt: skip
ARGUMENTS = ("product_id", "values", "key", "quantity", "combination", "known_extra")
SHAS = ("0" * 64, "f" * 64, "F" * 64, "x" * 64, "../" * 20, "a" * 63, "'--")
RANGES = (
    "-1",
    "0",
    "-99999999999",
    "99999999999",
    "1e9",
    "1.5",
    "true",
    "null",
    '"1000"',
    "9" * 30,
    "[]",
)


def call(params):
    """Return the body of a JSON-RPC call; ``params`` maps names to source text."""
    return json_object({"jsonrpc": '"2.0"', "params": json_object(params)})


class Entries:
    """Makes calls that carry hostile entries."""

    def __init__(self, found, design, seed):
        self.products, self.design = found["products"], design
        self.sha256 = found["known"]["sha256"]
        self.rng = random.Random(seed)
        self.number = 0

    def cases(self):
        """Yield (name, path, body)."""
        yield from self._texts()
        yield from self._members()
        yield from self._arguments()
        yield from self._references()
        yield from self._shapes()

    def _send(self, name, values, **others):
        self.number += 1
        product = others.pop("product", self.products[self.number % len(self.products)])
        params = {"product_id": str(product["product_id"]), "values": values}
        path = ROUTES[self.number % len(ROUTES)]
        if path != "/gift/preview":
            others = {key: value for key, value in others.items() if key in ("key", *params)}
        return name, path, call({**params, **others})

    def _texts(self):
        """Every hostile text in every text zone of some product, and random ones."""
        for number, text in enumerate(
            (*texts.hostile_texts(), *texts.random_texts(self.number, 90))
        ):
            product = self.products[number % len(self.products)]
            entry = json_object({"text": json.dumps(text)})
            values = json_object(dict.fromkeys((key for key, _type in product["zones"]), entry))
            yield self._send(f"text {text[:40]!r}", values, product=product)

    def _members(self):
        """Every member of an entry with values of every wrong kind."""
        for member in MEMBERS:
            for raw in self.rng.sample(texts.RAW, 11):
                product = self.rng.choice(self.products)
                key, kind = self.rng.choice(product["zones"])
                entry = {"text": '"Anna"', member: raw}
                if kind == "clipart":
                    entry.setdefault("clipart", json.dumps(self.sha256[-1]))
                values = json_object({key: json_object(entry)})
                yield self._send(f"{member}={raw[:50]}", values, product=product)

    def _arguments(self):
        for name in ARGUMENTS:
            for raw in texts.RAW:
                body = {
                    "product_id": str(self.products[0]["product_id"]),
                    "values": "{}",
                    name: raw,
                }
                yield f"{name}={raw[:50]}", "/gift/preview", call(body)

    def _references(self):
        """Photos, motifs and faces of nobody or of somebody else, and crops out of range."""
        for sha256 in (*SHAS, *self.sha256):
            for member in ("asset", "clipart", "font"):
                entry = json_object({"text": '"A"', member: json.dumps(sha256)})
                product = self.rng.choice(self.products)
                zones = [key for key, _type in product["zones"]]
                yield self._send(f"{member} {sha256[:9]}", json_object(dict.fromkeys(zones, entry)))
        for product in (item for item in self.products if "photo" in dict(item["zones"])):
            for member in MEMBERS[10:18]:
                for raw in self.rng.sample(RANGES, 4):
                    entry = {"asset": json.dumps(self.design["asset"]), member: raw}
                    values, key = (
                        json_object({"photo": json_object(entry)}),
                        json.dumps(self.design["key"]),
                    )
                    yield self._send(f"{member}={raw}", values, product=product, key=key)

    def _shapes(self):
        """Values that are no entries at all, or far too many."""
        many = json_object({f"zone{n}": '{"text":"x"}' for n in range(8_000)})
        for values in (*texts.RAW, many, many * 2, '{"name":' * 5_000, json_object({"": "{}"})):
            yield self._send(f"values {values[:40]}", values)
        for key in (*texts.MARKUP[:5], "__proto__", "constructor", "\0", "\ud800", "x" * 5_000):
            yield self._send(f"zone {key[:40]!r}", json_object({key: '{"text":"x"}'}))


def cart_calls(found, key, seed):
    """Yield (name, path, body) of adding to the cart with hostile keys and designs."""
    rng = random.Random(seed)
    for raw in (*texts.RAW, json.dumps(key), *map(json.dumps, texts.MARKUP[:6])):
        product = rng.choice(found["products"])
        yield f"key {raw[:50]}", "/shop/cart/add", call({
            "product_template_id": str(product["template_id"]),
            "product_id": str(product["product_id"]), "quantity": "1", "gift_design_key": raw,
        })  # fmt: skip
