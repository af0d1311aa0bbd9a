"""The gate of the API for suppliers' machines: who calls, what is sent, how errors are told."""

import hashlib
import json
import logging
import re
from pathlib import Path

from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.gift_base.json_guard import has_odd_numbers, is_too_deep, storable

from ..engine import contract

_logger = logging.getLogger(__name__)

ROOT = '/supplier/api/v1'
FILE = Path(__file__).parents[1] / 'static' / 'api' / 'openapi-1.json'
DOCUMENT = json.loads(FILE.read_text(encoding='utf-8'))
MAX_BODY = 1_000_000  # bytes
CALLS, CALLS_WINDOW_S = 300, 300
KEY = re.compile('[!-~]{8,255}')
TITLES = {
    400: "Bad request",
    401: "Not authorised",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Not JSON",
    422: "Not possible",
    429: "Too many requests",
    500: "Our mistake",
}
ROUTE = {
    'type': 'http',
    'auth': 'public',
    'csrf': False,  # a token in a header, which no browser adds by itself
    'save_session': False,
    'sitemap': False,
}


class Problem(Exception):
    """What is wrong with a request, in words for programmers."""

    def __init__(self, status, detail, **extra):
        super().__init__(detail)
        self.status, self.detail, self.extra = status, detail, extra

    def prepare(self):
        """Return the body by RFC 9457."""
        return {
            'type': 'about:blank',
            'title': TITLES[self.status],
            'status': self.status,
            'detail': self.detail,
            **self.extra,
        }


def answer_get(role, act):
    """Answer a request that changes nothing; calls are counted, see ``_count``.

    :param str role: what the connector's contact must be allowed to do.
    :param act: called with the connector (sudo); returns a dict, or a finished response.
    """
    return _guard(lambda: act(_authenticate(role)))


def answer_download(role, act):
    """Answer a POST that hands a file out and notes who has got it: each of them, also the same.

    :param act: as of :func:`answer_get`.
    """
    return _guard(lambda: act(_authenticate(role)))


def answer_post(role, schema, act):
    """Answer a request that changes something, once for each key.

    :param str schema: name of the body's schema in the document.
    :param act: called with the connector (sudo), the checked body and a reference for the models;
        returns a dict. What it refuses by a UserError is kept and told again as well.
    """
    return _guard(lambda: _post(_authenticate(role), schema, act))


def _post(connector, schema, act):
    data = _read_body()
    body = _check_body(data, schema)
    key = request.httprequest.headers.get('Idempotency-Key', '')
    if not KEY.fullmatch(key):
        detail = "Send the header Idempotency-Key with 8 to 255 characters, new for each request."
        raise Problem(400, detail)
    path = request.httprequest.path.encode()
    body_hash = hashlib.sha256(path + b'\n' + data).hexdigest()
    asked, is_new = request.env['gift.supplier.request']._begin(connector, key, body_hash)
    if asked.body_hash != body_hash:
        raise Problem(409, "This Idempotency-Key was used for another request. Take a new one.")
    if is_new:
        reference = hashlib.sha256(f'{connector.id} {key}'.encode()).hexdigest()[:40]
        status, answer = _act(lambda: act(connector, body, f'api{reference}'))
        asked.write({'status': status, 'answer': json.dumps(answer)})
    return respond(json.loads(asked.answer), asked.status)


def _act(act):
    try:
        with request.env.cr.savepoint():
            return 200, act()
    except UserError as error:
        return 422, Problem(422, str(error)).prepare()


def _guard(run):
    """Return the answer; whatever goes wrong is told as a problem and leaves nothing behind."""
    request.update_context(lang='en_US')  # programs read the sentences
    try:
        try:
            _count()
            with request.env.cr.savepoint():
                answer = run()
        except UserError as error:
            raise Problem(422, str(error)) from error
    except Problem as problem:
        return respond(problem.prepare(), problem.status)
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        raise
    except Exception:
        _logger.exception("%s", request.httprequest.path)
        detail = "Something went wrong on our side. Try again later, with the same key."
        return respond(Problem(500, detail).prepare(), 500)
    return respond(answer) if isinstance(answer, dict) else answer


def respond(answer, status=200):
    """Return a JSON response that nobody keeps."""
    kind = 'json' if status == 200 else 'problem+json'
    headers = [
        ('Content-Type', f'application/{kind}; charset=utf-8'),
        ('Cache-Control', 'private, no-store'),
        ('X-Content-Type-Options', 'nosniff'),
    ]
    if status == 401:
        headers.append(('WWW-Authenticate', 'Bearer'))
    if status == 429:
        headers.append(('Retry-After', str(CALLS_WINDOW_S)))
    text = json.dumps(answer, ensure_ascii=False)
    return request.make_response(text, headers, status=status)


# === WHO === #


def _find_connector():
    scheme, _blank, token = request.httprequest.headers.get('Authorization', '').partition(' ')
    if scheme.lower() != 'bearer':
        return request.env['gift.supplier.connector'].sudo()
    return request.env['gift.supplier.connector']._find_by_token(token.strip())


def _count():
    """Count the call of a known connector; a wrong token cannot be found by trying."""
    connector = _find_connector()
    if not connector:
        raise Problem(401, "Send your token in the header Authorization: Bearer gst_…")
    try:
        request.env['gift.rate.limit']._gift_count(
            'supplier-api', str(connector.id), limit=CALLS, seconds=CALLS_WINDOW_S
        )
    except UserError as error:
        raise Problem(429, str(error)) from error


def _authenticate(role):
    connector = _find_connector()
    if not connector.contact_id._may(role):
        raise Problem(403, "The contact as which this token acts may not do that. Ask our buyer.")
    return connector


# === WHAT IS SENT === #


def _read_body():
    if request.httprequest.mimetype != 'application/json':
        raise Problem(415, "Send JSON, with the header Content-Type: application/json.")
    too_large = Problem(413, f"A body may have {MAX_BODY} bytes at most.")
    if (request.httprequest.content_length or 0) > MAX_BODY:
        raise too_large
    data = request.httprequest.get_data()
    if len(data) > MAX_BODY:  # of unknown length before
        raise too_large
    return data


def _check_body(data, schema):
    """Return the body, exactly as the document says, or tell where it differs."""
    try:
        if is_too_deep(data) or has_odd_numbers(data):
            raise ValueError
        body = json.loads(data, object_pairs_hook=_read_object, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem(
            400, "The body is no JSON that can be read, or names a field twice."
        ) from error
    try:
        contract.check(body, DOCUMENT['components']['schemas'][schema], DOCUMENT)
    except contract.Mismatch as error:
        raise Problem(400, _tell(error), pointer=error.path) from error
    return storable(body)


def _read_object(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def _refuse(name):
    raise ValueError(name)


def _tell(error):
    place = error.path or 'The body'
    if error.code == 'required':
        return f"{place} is missing."
    if error.code == 'unknown':
        return f"{place} is not known here. There is: {error.wanted}."
    return f"{place} does not fit: {error.code} {error.wanted}."
