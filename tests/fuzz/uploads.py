"""Files that staff upload through the web client, and texts they write, made hostile."""

import base64
import random

from .drawings import hostile_drawings
from .faces import hostile_faces
from .pictures import GROUPS, hostile_pictures
from .templates import hostile_templates
from .texts import MARKUP, TEMPLATES, UNICODE

# What each kind of file is by right; the other kinds are sent there as well, a few of each.
LIKES = {"svg_file": "drawing", "image": "picture"}
MODELS = {"gift.template.import": "template", "gift.proof.artwork": "picture", "gift.font": "face"}
NOT_BASE64 = (
    "x",
    "====",
    "\ud800",
    "<svg/>",
    7,
    True,
    [],
    {},
    [1],
    "QUJD\n\nQUJD",
    "a" * 99_999,
    "é",
)


class Uploads:
    """Makes calls of the web client that carry files.

    :param dict found: what `introspect` returned: fields that a new addon brings are among them.
    :param bytes exported: a valid template file.
    """

    def __init__(self, found, seed, fonts, exported, groups=GROUPS[:-1]):
        self.found = found
        rng = random.Random(seed)
        made = hostile_pictures(seed, flips=5, cuts=5, groups=groups)
        pictures = [(name, data) for _group, name, data in made if len(data) < 9_000_000]
        self.files = {
            "drawing": list(hostile_drawings(seed)),
            "picture": pictures,
            "face": hostile_faces(seed, fonts),
            "template": list(hostile_templates(seed, exported)),
        }
        self.rng = rng

    def cases(self):
        """Yield (kind, name, role, model, values)."""
        for model, field in self.found["uploads"]:
            liked = LIKES.get(field) or MODELS.get(model)
            role = "staff" if model == "gift.proof.artwork" else "manager"
            for kind, name, content in self._contents(liked):
                values = {**self.found["required"][model], field: content}
                yield kind, f"{model}.{field} {name}", role, model, values

    def _contents(self, liked):
        for kind, files in self.files.items():
            most = len(files) if kind == liked else 14 if liked else 60
            if kind == liked == "picture":
                most = 70
            for name, data in self.rng.sample(files, min(len(files), most)):
                yield kind, name, base64.b64encode(data).decode()
        for number, raw in enumerate(NOT_BASE64):
            yield liked or "face", f"no base64 {number}", raw


def apply_call(found, model):
    """Return the name of the method that applies a wizard, or ``None`` for what is none."""
    if model in found["ids"]:
        return None
    names = [name for other, name in found["methods"] if other == model]
    return next((name for name in names if name.startswith("action_")), None)


def sender(found, model, values):
    """Return ``send(client)`` that creates a record and, for a wizard, applies it."""
    apply = apply_call(found, model)

    def send(client):
        answer = client.call(model, "create", [values])
        content = answer.json
        if not apply or not isinstance(content, dict) or "result" not in content:
            return answer
        return client.call(model, apply, [[content["result"]]])

    return send


def text_writes(found, seed):
    """Yield (name, model, ids, values): markup in every text of our records."""
    rng = random.Random(seed)
    hostile = (*MARKUP, *TEMPLATES[:6], *UNICODE[:9])
    for model, field in found["texts"]:
        ids = found["ids"].get(model)
        if ids:
            for text in (*rng.sample(hostile, 4), rng.choice(MARKUP)):
                yield f"{model}.{field} {text[:40]!r}", model, ids[:1], {field: text}


def method_calls(found, seed):
    """Yield (name, model, method, args): our public methods with arguments of the wrong kind."""
    rng = random.Random(seed)
    odd = (
        None,
        "",
        "x" * 5_000,
        -1,
        2**70,
        1.5,
        True,
        [],
        {},
        [[]],
        {"a": {}},
        "\0",
        MARKUP[0],
        [None],
        ["a"],
    )
    for model, method in found["methods"]:
        ids = found["ids"].get(model, [1])
        for number in range(5):
            chosen = [rng.choice(odd) for _n in range(number)]
            target = rng.choice((ids, ids, [0], [2**31 + 5], [-1], []))
            yield f"{model}.{method} {chosen!r}"[:90], model, method, [target, *chosen]
