"""Photos sent by a form: hostile pictures, and forms that are hostile themselves."""

from .pictures import bases, hostile_pictures

NAMES = (
    "a" * 60_000 + ".jpg", "../../../../etc/passwd", "a\0.jpg", "\u202egpj.exe", "a\r\nX-Evil: 1.jpg", "", ".", "con",
    "<script>window.giftPwned=1</script>.jpg", "'; DROP TABLE x; --.jpg", "%00%0d%0a.jpg", "\U0001f600.jpg", "C:\\x.jpg",
)  # fmt: skip
TYPES = (
    "text/html",
    "image/svg+xml",
    "",
    "image/jpeg\0",
    "x" * 9_000,
    "multipart/form-data; boundary=x",
)
EDGE = b"--edge"


def part(name, data, filename=None, kind=b"image/jpeg"):
    """Return one part of a form as bytes."""
    head = b'Content-Disposition: form-data; name="' + name + b'"'
    if filename is not None:
        head += b'; filename="' + filename + b'"\r\nContent-Type: ' + kind
    return EDGE + b"\r\n" + head + b"\r\n\r\n" + data + b"\r\n"


def bodies(token, product):
    """Yield (name, content type, body) of forms that are not as a browser writes them."""
    jpeg = bases()["photo.jpg"]
    kind = "multipart/form-data; boundary=edge"
    start = part(b"csrf_token", token.encode()) + part(b"product_id", str(product).encode())
    file, end = part(b"file", jpeg, b"a.jpg"), EDGE + b"--\r\n"
    yield "no boundary", "multipart/form-data", start + file + end
    yield "another boundary", "multipart/form-data; boundary=x", start + file + end
    yield "no end", kind, start + file
    yield "cut in the file", kind, (start + file)[:-2_000]
    yield "no file", kind, start + end
    yield "file as text", kind, start + part(b"file", b"text") + end
    yield "two files", kind, start + file + part(b"file", b"GIF89a", b"b.gif") + end
    yield "two products", kind, start + part(b"product_id", b"[]") + file + end
    yield "product as a file", kind, start + part(b"product_id", b"1", b"p") + file + end
    yield "key as a file", kind, start + part(b"key", b"1", b"p") + file + end
    yield "no names", kind, start + part(b"", jpeg, b"a.jpg") + end
    yield "latin name", kind, start + part(b"file", jpeg, b"\xff\xfe\xe9.jpg") + end
    yield "many parts", kind, start + part(b"x", b"y") * 3_000 + file + end
    yield "huge field", kind, start + part(b"key", b"k" * 900_000) + file + end
    yield "only an edge", kind, EDGE + b"--"
    yield "nothing", kind, b""
    yield "long boundary", "multipart/form-data; boundary=" + "b" * 9_000, b"--" + b"b" * 9_000
    yield "urlencoded", "application/x-www-form-urlencoded", b"product_id=1&file=x&csrf_token=y"
    yield "json", "application/json", b'{"params": {"file": "x"}}'
    yield "text", "text/plain", jpeg


def hostile_uploads(products, seed, **options):
    """Yield (name, send): ``send(client)`` posts to the route and returns the `Answer`."""
    product = next(item for item in products if "photo" in dict(item["zones"]))["product_id"]
    for group, name, data in hostile_pictures(seed, **options):
        yield f"{group} {name}", _poster(product, name, data, "image/jpeg")
    jpeg = bases()["photo.jpg"]
    for name in NAMES:
        yield f"named {name[:30]!r}", _poster(product, name, jpeg, "image/jpeg")
    for kind in TYPES:
        yield f"typed {kind[:30]!r}", _poster(product, "a.jpg", jpeg, kind)
    for name, kind, body in bodies("", product):
        yield f"form {name}", _raw_poster(name, kind, product)
        yield f"form without a token {name}", _bare_poster(kind, body)


def _poster(product, name, data, kind):
    def send(client):
        return client.form("/gift/upload", {"product_id": product}, {"file": (name, data, kind)})

    return send


def _raw_poster(wanted, kind, product):
    """Post the form of that name with the session's own token in it."""

    def send(client):
        made = {name: body for name, _kind, body in bodies(client.token, product)}
        headers = {"Content-Type": kind}
        return client.send("POST", "/gift/upload", data=made[wanted], headers=headers)

    return send


def _bare_poster(kind, body):
    def send(client):
        headers = {"Content-Type": kind}
        return client.send("POST", "/gift/upload", data=body, headers=headers)

    return send
