"""Calls of models as the web client makes them: private methods, numbers, searches, commands."""

import json
import random

from .texts import MARKUP, SQL, json_object

NUMBERS = (
    "NaN", "Infinity", "-Infinity", "1e400", "1e308", "-1e308", "1e-320", "-0.0", "2147483648", "-2147483649", "9223372036854775808",
    "9" * 60, "-1", "0", "0.1", '"NaN"', '"inf"', '"1"', '"x"', "true", "null", "[]", "{}", '"\\u0661"', "999999999",
)  # fmt: skip
LINKS = (
    "0", "-1", "2147483648", "9223372036854775807", '"x"', "1.5", "true", "[[6,0,[2147483648]]]", "[[0,0,{}]]", "[[99,1,1]]",
    '[[4,"x"]]', "[[1,999999,{}]]", '[[0,0,{"id":1,"create_uid":2,"x":NaN}]]', "[[5]]", "[[]]", "[null]", '[[6,0,"x"]]', "{}",
)  # fmt: skip
DATES = (
    '"0001-01-01"', '"9999-12-31"', '"2026-02-30"', '"x"', "1", '"2026-01-01 99:99:99"', "[]", '"-1-1-1"', "true",
)  # fmt: skip
CHOICES = ('"x"', "1", "[]", '""', '"__class__"', "true", "{}")
BY_TYPE = {
    "integer": NUMBERS, "float": NUMBERS, "monetary": NUMBERS, "many2one": LINKS, "one2many": LINKS, "many2many": LINKS,
    "date": DATES, "datetime": DATES, "selection": CHOICES, "json": (*NUMBERS, *LINKS), "boolean": ('"x"', "2", "[]", "{}"),
}  # fmt: skip
ROLES = ("visitor", "customer", "staff", "production", "manager")
DOMAINS = (
    "NaN", '"x"', "[[]]", '[["id","=",NaN]]', '[["id","in",[2147483648]]]', '[["id","=","x"]]', '[["x","=",1]]', '[["id","x",1]]',
    '["&"]', '["!"]', "[" * 300 + "]" * 300, '[["create_uid.password","=","x"]]', '[["id","child_of","x"]]', "[1,2,3]",
    '[["name","ilike","' + "%" * 9_000 + '"]]', '[["name","=","a\\u0000b"]]', '[["name","=","\\ud800"]]', '[["id","any",[["x","=",1]]]]',
    *(json.dumps([["display_name", "ilike", text]]) for text in (*SQL, *MARKUP[:3])),
)  # fmt: skip
SEARCHES = (
    ("search_read", {"domain": "[]", "order": json.dumps("id; drop table x")}),
    ("search_read", {"domain": "[]", "limit": "-1"}),
    ("search_read", {"domain": "[]", "limit": "9223372036854775808"}),
    ("search_read", {"domain": "[]", "offset": "NaN"}),
    ("search_read", {"domain": "[]", "fields": '["key_hash","create_uid.password"]'}),
    ("web_search_read", {"domain": "[]", "specification": '{"id":[],"x":{"fields":7}}'}),
    ("name_search", {"name": '"a\\u0000"', "operator": '"; drop"'}),
    ("formatted_read_group", {"domain": "[]", "groupby": '["id:x"]', "aggregates": '["x:y"]'}),
    ("export_data", {"fields_to_export": '["id/.id/x","../x"]'}),
    ("web_read", {"specification": "[]"}),
    ("load", {"fields": '["id",".id","name/x"]', "data": '[["=1+1","NaN"]]'}),
    ("onchange", {"values": "{}", "field_names": '["x"]', "fields_spec": "{}"}),
)


def body(model, method, arguments, named=None):
    """Return the source text of a call; arguments are source text, too."""
    params = {"model": json.dumps(model), "method": json.dumps(method)}
    params["args"] = "[" + ",".join(arguments) + "]"
    params["kwargs"] = json_object(named or {})
    return json_object({"jsonrpc": '"2.0"', "params": json_object(params)})


def sender(model, method, arguments, named=None):
    """Return ``send(client)`` of a call by the web client's route."""
    sent = body(model, method, arguments, named).encode("utf-8", "surrogatepass")
    return lambda client: client.post_json(f"/web/dataset/call_kw/{model}/{method}", sent)


# === PRIVATE METHODS === #


def private_calls(found, seed):
    """Yield (name, role, send, is_closed) of methods nobody may call from outside.

    Every private one of ours with a real record, by each way Odoo has to call a method; public
    ones as a customer, who may call none of them. `Attack` takes an accepted one for broken.
    """
    rng = random.Random(seed)
    for model, method in found["private"]:
        role = rng.choice(ROLES[1:])
        ids = json.dumps(found["ids"].get(model, [1])[:1])
        yield f"{model}.{method}", role, sender(model, method, [ids])
    for model, method in rng.sample(found["private"], 60):
        ids = json.dumps(found["ids"].get(model, [1])[:1])
        yield f"json-2 {model}.{method}", "manager", _second_sender(model, method, ids)
        yield f"external {model}.{method}", "visitor", _external_sender(model, method, ids)
    for model in found["ids"]:
        for method in (
            "_write",
            "_create",
            "sudo",
            "with_user",
            "browse",
            "__class__",
            "env",
            "_sql_constraints",
            "pool",
        ):
            if rng.random() < 0.3:
                yield f"{model}.{method}", "customer", sender(model, method, ["[1]"])


def public_calls(found, seed):
    """Yield (name, role, send) of our public methods and records, for who may touch none."""
    for model, method in found["methods"]:
        if model in found["ids"]:
            ids = json.dumps(found["ids"][model][:1] or [1])
            yield f"{model}.{method}", "customer", sender(model, method, [ids])
            yield f"{model}.{method}", "visitor", sender(model, method, [ids])
    for model, ids in found["ids"].items():
        for method, more in (("write", ["{}"]), ("unlink", []), ("create", []), ("copy", [])):
            first = "{}" if method == "create" else json.dumps(ids[:1] or [1])
            yield f"{model}.{method}", "visitor", sender(model, method, [first, *more])


def _second_sender(model, method, ids):
    head = {"Authorization": "bearer x", "Content-Type": "application/json"}
    data = f'{{"ids":{ids}}}'
    return lambda client: client.send("POST", f"/json/2/{model}/{method}", data=data, headers=head)


def _external_sender(model, method, ids):
    def send(client):
        arguments = [client.database, 2, "x", model, method, [json.loads(ids)]]
        params = {"service": "object", "method": "execute_kw", "args": arguments}
        return client.rpc("/jsonrpc", params)

    return send


# === VALUES AND SEARCHES === #


def value_writes(found, seed, per_field=5):
    """Yield (name, role, send): values of every wrong kind into every field that can be written."""
    rng = random.Random(seed)
    for model, field, kind in found["fields"]:
        offered = BY_TYPE.get(kind, ())
        ids = found["ids"].get(model)
        for raw in rng.sample(offered, min(per_field, len(offered))):
            name = f"{model}.{field} {raw[:40]}"
            if ids:
                yield name, "manager", sender(model, "write", [json.dumps(ids[:1]), json_object({field: raw})])  # fmt: skip
            else:
                yield name, "manager", sender(model, "create", [json_object({field: raw})])


def searches(found, seed, per_model=7):
    """Yield (name, role, send): domains, orders and fields that make no sense."""
    rng = random.Random(seed)
    for model in found["ids"]:
        for domain in rng.sample(DOMAINS, per_model):
            role = rng.choice(ROLES[1:])
            yield f"{model} {domain[:50]}", role, sender(model, "search_read", [domain, '["id"]'])
        for method, named in rng.sample(SEARCHES, 4):
            first = ["[[1]]"] if method in ("export_data", "web_read", "onchange") else []
            yield f"{model}.{method}", rng.choice(ROLES[1:]), sender(model, method, first, named)
