"""A small part of `make bench-hostile`: every route of our addons, some files, some entries.

Routes and uploads are asked of the running code, so a new one is part of this at once.
"""

import os
import random
import sys
from pathlib import Path

import pytest
from gift_dev.postgres import Server

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from fuzz import entries, forms, routes, uploads  # noqa: E402
from fuzz.client import Client, judge  # noqa: E402
from fuzz.pictures import QUICK  # noqa: E402
from fuzz.safety import drawing_problems, served_problems  # noqa: E402

SEED = 7


@pytest.fixture(scope="module")
def found():
    """What our addons have: routes, uploads, real values."""
    return routes.introspect(Server(), os.environ["GIFT_E2E_DATABASE"])


@pytest.fixture(scope="module")
def clients(shop_url):
    """A session of each role, made when it is asked for."""
    made = {}

    def client(role):
        if role not in made:
            url = shop_url.replace("localhost", "127.0.0.1")
            made[role] = Client(url, os.environ["GIFT_E2E_DATABASE"], role, 50_000 + len(made))
        return made[role]

    return client


@pytest.fixture(scope="module")
def design(found, clients):
    """Key and id of a visitor's own design."""
    product = found["products"][0]
    params = {"product_id": product["product_id"], "values": {}}
    kept = clients("visitor").rpc("/gift/design/keep", params).json["result"]
    return {"key": kept["key"], "id": kept["id"], "asset": "0" * 64}


def broken(cases):
    """Send (name, client, send, options); return what came back that should not have."""
    found = []
    for name, client, send, options in cases:
        verdict = judge(send(client), **options)
        if verdict.outcome == "broken":
            found.append(f"{name} ({client.role}): {verdict.words}")
    return found


def sample(cases, count):
    """Return some of the cases, the same each time."""
    cases = list(cases)
    return random.Random(SEED).sample(cases, min(count, len(cases)))


def test_every_route_answers_hostile_parameters_without_an_error(found, clients, design):
    made = routes.hostile_requests(found, design, SEED, per_parameter=3)
    by_route = {}
    for case in made:
        by_route.setdefault(case.name.split(" ")[0], []).append(case)

    chosen = [case for group in by_route.values() for case in sample(group, 4)]

    assert set(by_route) == {route["url"] for route in found["routes"]}
    assert not broken((case.name, clients(case.role), case.send, {}) for case in chosen)


def test_routes_are_found_in_the_running_code(found):
    urls = {route["url"]: route for route in found["routes"]}

    assert urls["/gift/preview"]["params"][:2] == ["product_id", "values"]
    assert "/my/gifts/proof/<int:proof_id>/approve" in urls
    assert ["gift.clipart", "svg_file"] in found["uploads"]


def test_hostile_entries_get_an_answer_and_drawings_hold_shapes_only(found, clients, design):
    cases = sample(entries.Entries(found, design, SEED).cases(), 40)
    client = clients("visitor")

    answers = [(name, client.post_json(path, body)) for name, path, body in cases]

    assert not [(name, judge(a).words) for name, a in answers if judge(a).outcome == "broken"]
    results = [(answer.json or {}).get("result") for _name, answer in answers]
    surfaces = [s for r in results if isinstance(r, dict) for s in r.get("surfaces", ())]
    assert surfaces
    assert not [problem for s in surfaces for problem in drawing_problems(s["svg"])]


def test_hostile_photos_are_refused_or_made_harmless(found, clients):
    made = forms.hostile_uploads(found["products"], SEED, flips=1, cuts=2, groups=QUICK)
    client = clients("visitor")

    answers = [(name, send(client)) for name, send in sample(made, 14)]

    assert not [(name, judge(a).words) for name, a in answers if judge(a).outcome == "broken"]
    urls = [a.json["url"] for _name, a in answers if a.status == 200 and a.json]
    assert urls
    assert not [p for url in urls for p in served_problems(url, client.send("GET", url))]


def test_hostile_files_of_staff_are_refused_or_made_harmless(found, clients, fonts_dir):
    template = found["known"]["template_id"][0]
    exported = clients("manager").send("GET", f"/gift/template/{template}/export.json").body
    made = uploads.Uploads(found, SEED, fonts_dir, exported, groups=QUICK).cases()

    chosen = sample(made, 14)

    assert not broken(
        (f"{kind} {name}", clients(role), uploads.sender(found, model, values), {"own_only": True})
        for kind, name, role, model, values in chosen
    )
