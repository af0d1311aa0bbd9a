"""All kinds of hostile inputs, and how many of each a run sends."""

import random
import time

from gift_dev.base import RUN

from . import entries, forms, lists, protocol, remote, routes, uploads
from .client import Client
from .pictures import bases
from .runner import Runner
from .safety import drawing_problems

# How many of each kind a run sends; every group of a kind gets its share.
QUOTAS = {
    "photos": 160, "entries": 330, "cart": 40, "names": 170, "requests": 640, "protocol": 330, "files": 330,
    "private": 230, "texts": 150, "methods": 150, "values": 260, "searches": 120, "jobs": 20,
}  # fmt: skip


def sampled(cases, count, seed):
    """Return up to ``count`` cases in their order; groups, the first word of a name, take turns."""
    numbered = list(enumerate(cases))
    groups = {}
    for entry in numbered:
        groups.setdefault(entry[1][0].split(" ")[0], []).append(entry)
    rng = random.Random(seed)
    for group in groups.values():
        rng.shuffle(group)
    chosen = []
    while len(chosen) < min(count, len(numbered)):
        for group in groups.values():
            if group:
                chosen.append(group.pop())
    return [case for _number, case in sorted(chosen, key=lambda entry: entry[0])[:count]]


class Attack:
    """The kinds of inputs, in the order in which they are sent."""

    def __init__(self, watch, database, found, seed, say):
        self.watch, self.database, self.found, self.seed = watch, database, found, seed
        self.say = say
        self.runner = Runner(watch, database)
        self.urls = []

    def run(self, kinds, *, everything=False):
        """Send what is asked for; returns the rows of the table."""
        self.design = self._make_design()
        keys = {"keys": [self.design["key"]]}
        self.runner.welcome = lambda client: client.rpc("/gift/design/find", keys)
        for kind, quota in QUOTAS.items():
            if kinds and kind not in kinds:
                continue
            began = time.monotonic()
            cases = getattr(self, f"_{kind}")()
            row = self.runner.play(
                kind, cases if everything else sampled(cases, quota, f"{self.seed} {kind}")
            )
            self.say(f"  {kind}: {row.counts['sent']} in {time.monotonic() - began:.0f} s")
        return self.runner.rows

    def _make_design(self):
        """Return key, id and photo of a visitor's own design, its link and a list of names."""
        client = self.runner.client("visitor")
        product = next(p for p in self.found["products"] if "photo" in dict(p["zones"]))
        file = {"file": ("a.jpg", bases()["photo.jpg"], "image/jpeg")}
        sent = client.form("/gift/upload", {"product_id": product["product_id"]}, file).json
        params = {"product_id": product["product_id"], "key": sent["key"], "values": {}}
        kept = client.rpc("/gift/design/keep", params).json["result"]
        design = {"key": sent["key"], "id": kept["id"], "asset": sent["asset"]}
        return {**design, "links": lists.real_links(client, self.found)}

    # === VISITORS === #

    def _photos(self):
        for name, send in forms.hostile_uploads(self.found["products"], self.seed):
            yield name, "visitor", send, {"check": self._note_photo}
        packed = forms.hostile_uploads(self.found["products"], self.seed, flips=2, cuts=3)
        job = self.found["known"]["job_id"][0]
        for name, send in packed:
            yield f"packing {name}", "production", at_packing(send, job), {}

    def _note_photo(self, answer):
        content = answer.json
        if answer.status == 200 and isinstance(content, dict) and "url" in content:
            self.urls.append(content["url"])
        return []

    def _entries(self):
        for name, path, body in entries.Entries(self.found, self.design, self.seed).cases():
            yield name, "visitor", poster(path, body), {"check": check_preview}

    def _cart(self):
        for name, path, body in entries.cart_calls(self.found, self.design["key"], self.seed):
            yield name, "visitor", poster(path, body), {}
        for path in ("/shop/cart", "/my/designs"):
            yield path, "visitor", lambda client, path=path: client.send("GET", path), {}

    def _names(self):
        for name, send in lists.cases(self.found, self.seed):
            yield name, "visitor", send, {}

    def _requests(self):
        for case in routes.hostile_requests(self.found, self.design, self.seed):
            yield case.name, case.role, case.send, {}

    def _protocol(self):
        for name, role, send in protocol.cases(self.found):
            yield name, role, send, {"is_odd_http": True}

    # === USERS === #

    def _files(self):
        manager = Client(self.watch.url, self.database, "manager", 61_000)
        template = self.found["known"]["template_id"][0]
        exported = manager.send("GET", f"/gift/template/{template}/export.json").body
        made = uploads.Uploads(self.found, self.seed, RUN / "fonts", exported)
        for kind, name, role, model, values in made.cases():
            send = uploads.sender(self.found, model, values)
            yield f"{kind}:{name}", role, send, {"own_only": True}

    def _private(self):
        for name, role, send in remote.private_calls(self.found, self.seed):
            yield f"private {name}", role, send, {"own_only": True, "is_closed": True}
        for name, role, send in remote.public_calls(self.found, self.seed):
            closed = role == "visitor"
            yield f"public {name}", role, send, {"own_only": True, "is_closed": closed}

    def _texts(self):
        for name, model, ids, values in uploads.text_writes(self.found, self.seed):
            yield name, "manager", caller(model, "write", [ids, values]), {"own_only": True}

    def _methods(self):
        for number, call in enumerate(uploads.method_calls(self.found, self.seed)):
            name, model, method, arguments = call
            role = ("staff", "production", "manager", "customer")[number % 4]
            yield name, role, caller(model, method, arguments), {"own_only": True}

    def _values(self):
        for name, role, send in remote.value_writes(self.found, self.seed):
            yield name, role, send, {"own_only": True}

    def _searches(self):
        for name, role, send in remote.searches(self.found, self.seed):
            yield name, role, send, {"own_only": True}

    def _jobs(self):
        """Our scheduled actions work on what the attack left behind."""
        for cron in self.found["crons"]:
            send = caller("ir.cron", "method_direct_trigger", [[cron]])
            yield f"scheduled {cron}", "admin", send, {}


def poster(path, body):
    """Return ``send(client)`` for a JSON body."""
    return lambda client: client.post_json(path, body)


def caller(model, method, arguments):
    """Return ``send(client)`` for a call of the web client."""
    return lambda client: client.call(model, method, arguments)


def at_packing(send, job):
    """Return ``send(client)`` that posts the same form as the photo of a packed piece."""
    return lambda client: send(Detour(client, "/gift/packing/photo", {"job_id": job}))


class Detour:
    """A client whose forms go to another address, with fields of their own."""

    def __init__(self, client, path, fields):
        self.client, self.path, self.fields = client, path, fields
        self.token = client.token

    def form(self, _path, fields, files=None):
        """Send the form there."""
        return self.client.form(self.path, {**fields, **self.fields}, files)

    def send(self, method, _path, **options):
        """Send the request there."""
        return self.client.send(method, self.path, **options)


def check_preview(answer):
    """Return what is unsafe about the drawings in an answer of the live preview."""
    content = answer.json
    result = content.get("result") if isinstance(content, dict) else None
    surfaces = result.get("surfaces", []) if isinstance(result, dict) else []
    return [problem for surface in surfaces for problem in drawing_problems(surface["svg"])]
