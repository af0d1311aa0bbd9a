"""Hostile texts and JSON values, as source text of JSON where Python's own writer would refuse."""

import json
import random

EVIL = "//evil.invalid"
# Each would set a mark, open a dialog or ask another host if a page took it for more than text.
MARKUP = (
    "<script>window.giftPwned=1;alert(1)</script>",
    "\"><img src=x onerror=window.giftPwned=1>",
    "'><svg onload=window.giftPwned=1>",
    "</title><script>window.giftPwned=1</script>",
    "</textarea><script>window.giftPwned=1</script>",
    "</script><script>window.giftPwned=1</script>",
    f"<img src={EVIL}/a.png>",
    f"<link rel=stylesheet href={EVIL}/a.css>",
    f"<iframe srcdoc='<script>parent.giftPwned=1</script>' src={EVIL}/></iframe>",
    "<a href='javascript:window.giftPwned=1'>x</a>",
    "javascript:window.giftPwned=1//",
    "\" autofocus onfocus=window.giftPwned=1 x=\"",
    "' style='background:url(//evil.invalid/b)' '",
    "<style>*{background:url(//evil.invalid/c)}</style>",
    "<math><mtext><style><img src=x onerror=window.giftPwned=1></style>",
    "<t t-out=\"request.env.cr\"/>",
    "&lt;script&gt;window.giftPwned=1&lt;/script&gt;",
    "<!--><script>window.giftPwned=1</script>-->",
    "]]><script>window.giftPwned=1</script><![CDATA[",
)
TEMPLATES = (
    "{{7*7}}", "${7*7}", "#{7*7}", "{{constructor.constructor('window.giftPwned=1')()}}",
    "%(name)s%(zone)s%s%n%x", "{0}{name}{self.__class__}", "%d%d%d", "%", "{", "}", "${jndi:ldap://x}",
    "__import__('os').system('id')", "`id`", "$(id)", "; cat /etc/passwd", "| id", "../../../../etc/passwd",
)  # fmt: skip
SQL = (
    "'; DROP TABLE gift_design; --", "' OR '1'='1", "1) UNION SELECT NULL--", "\\'; --", "%' AND 1=1--",
    "1; SELECT pg_sleep(20)", "'||pg_sleep(20)||'", "$$", "E'\\x00'", "\\",
)  # fmt: skip
XML = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "<![CDATA[x]]>", "&nbsp;&#0;&#x1F600;&b;", "<path d='M0 0'/>", "<use href='#a'/>",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1e400", "-0", "NaN", "Infinity", "0x1F", "١٢٣", "1_000", "9" * 400, "1." + "0" * 400,
    "2026-02-30", "0000-00-00", "9999-12-31", "-2026-01-01", "2026-01-01T00:00:00+99:99", "10000-01-01",
    "½", "²", "Ⅷ", "1,2,3.4.5", "+1", " 1 ", "--1",
)  # fmt: skip
UNICODE = (
    "Z" + "\u0301\u0327\u0489" * 60, "e" + "\u0301" * 2_000, "\u202eevil\u202c", "\u2066\u2067\u2069" * 30,
    "\u200b\u200c\u200d\ufeff\u2060", "\u0000", "a\u0000b", "\x07\x1b[31m\x7f", "\ufffe\uffff", "\U0010ffff",
    "\ue000\uf8ff", "\u0378\u0379", "\u061c\u200e\u200f", "👨‍👩‍👧‍👦" * 40, "🏴" + "\U000e0067" * 200,
    "🇩" * 99, "👍🏽" * 80, "\U0001f468" + "\u200d\U0001f468" * 500, "\ufdfd" * 20, "ﷺ", "က္က" * 60, "ක්‍ෂ" * 60,
    "क्ष्म्य" * 60, "العربية" * 40, "שלום" * 50, "ไทยไทย" * 40, "한글" * 99, "漢字" * 99, "\u1100\u1161" * 90,
    "\u0e33" * 80, "a\u0338" * 99, "\u2028\u2029", "\r\n\r\n\r\n" * 200, "\t" * 300, " " * 3_000, "İıſßŉǰ",
    "\u3000\u00a0\u1680", "𝕳𝖊𝖑𝖑𝖔", "\ud7a3\u11a7", "\u0f73\u0f75\u0f81" * 50, "\u180e\u034f" * 90, "\U0001f1e6",
)  # fmt: skip
LONG = (
    "A" * 500, "A" * 501, "A" * 100_000, "W " * 20_000, "\n".join("x" * 400), "😀" * 30_000, "ﷺ" * 5_000,
    "क" * 30_000, "\u0301" * 50_000, "a\u200d" * 40_000,
)  # fmt: skip

# Written as they stand in JSON.
RAW = (
    '"\\ud800"', '"' + "\\ud800" * 32 + '"', '"' + "\\u0000" * 32 + '"', '"\\udfff\\ud800"', '"a\\ud83d"', '"\\u0000"', '"\\uffff"', "NaN", "Infinity", "-Infinity",
    "1e400", "-1e400", "1e-400", "9" * 400, "-" + "9" * 30, "2147483648", "-2147483649", "9223372036854775808",
    "-1", "0", "1.5", "true", "false", "null", "[]", "{}", '""', "[[]]", "[null]", '[1,"a",{}]', '{"a":{"b":[]}}',
    '{"__proto__":{"x":1}}', '{"":""}', "[" * 500 + "]" * 500, "[" + "0," * 20_000 + "0]",
    '{"a":' * 300 + "1" + "}" * 300, '["' + "x" * 50_000 + '"]', '"0"', '"1"', '"True"', '"null"',
)  # fmt: skip
# Bodies that no JSON reader should take, or that it takes only with great pain.
BODIES = (
    b"", b"{", b"null", b"[]", b"1", b'"x"', b"\xff\xfe{\x00}\x00", b"\x00", b"{}" * 9, b"\xef\xbb\xbf{}",
    b"[" * 10_000, b"[" * 10_000 + b"]" * 10_000, b'{"params":' * 10_000 + b"1" + b"}" * 10_000,
    b'{"params": NaN}', b'{"params": []}', b'{"params": "x"}', b'{"params": 1}', b'{"params": null}',
    b'{"params": {"a": 1}, "params": {}}', b'{"jsonrpc": [], "method": {}, "id": {}, "params": {}}',
    b'{"params": {"\\ud800": 1}}', b'{"params": {"self": 1, "__class__": 2}}', b'{"params": {"kwargs": {}}}',
    b'{"params": {"context": {"lang": "xx"}}}', b'{"params": {"x": ' + b"9" * 5_000 + b"}}",
    b"{\"params\": {'a': 1}}", b"<xml/>", b"a=1&b=2", b"\x1f\x8b\x08\x00", b'{"params": {"a": "\x80\xff"}}',
)  # fmt: skip


def hostile_texts():
    """Return every hostile text."""
    return (*MARKUP, *TEMPLATES, *SQL, *XML, *NUMBERS, *UNICODE, *LONG)


def short_texts(longest=3_000):
    """Return the hostile texts that fit in an address or a form."""
    return tuple(text for text in hostile_texts() if len(text) <= longest)


def random_texts(seed, count):
    """Return texts of random code points, from every plane and of every length."""
    rng = random.Random(seed)
    planes = ((0x20, 0x7E), (0, 0x2FF), (0x300, 0x36F), (0x590, 0x1FFF), (0x2000, 0x2FFF))
    planes += ((0x3000, 0xD7FF), (0xE000, 0xFFFF), (0x1F000, 0x1FAFF), (0x10000, 0x10FFFF))
    return tuple(
        "".join(chr(rng.randint(*rng.choice(planes))) for _n in range(rng.choice((1, 4, 20, 90))))
        for _text in range(count)
    )


def json_values():
    """Return the source text of every hostile JSON value, texts among them."""
    return (*RAW, *(json.dumps(text) for text in short_texts(300)))


def json_object(members):
    """Return the source text of an object; ``members`` maps names to source text."""
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in members.items()) + "}"
