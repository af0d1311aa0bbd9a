"""What kind of file was sent, and what a PDF holds, looked at in a process of its own."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

from .errors import InvoiceError

MAX_BYTES = 10 * 1024 * 1024
MEMORY_MB = 1024
SECONDS = 10
WORKER = Path(__file__).with_name('pdf_worker.py')
CODES = {'pdf_locked', 'pdf_pages', 'pdf_bomb', 'pdf_broken'}
# The child gets what it needs to find its libraries and none of the host's secrets.
PASSED_ON = ('PATH', 'PYTHONPATH', 'LD_LIBRARY_PATH', 'SYSTEMROOT')


def get_kind(data):
    """Return ``pdf`` or ``xml`` by what a file begins with, whatever its name is.

    :raise InvoiceError: ``empty``, ``size``, ``kind``
    """
    if not data:
        raise InvoiceError('empty')
    if len(data) > MAX_BYTES:
        raise InvoiceError('size', megabytes=str(MAX_BYTES // 1024 // 1024))
    if data.startswith(b'%PDF-'):
        return 'pdf'
    if data.removeprefix(b'\xef\xbb\xbf').lstrip().startswith(b'<'):
        return 'xml'
    raise InvoiceError('kind')


def read_pdf(data):
    """Return the XML invoice inside a PDF (Factur-X, ZUGFeRD), ``b''`` for a plain PDF.

    A process with limits of its own opens the file: what eats memory or never ends dies there.

    :param bytes data: untrusted
    :raise InvoiceError: ``pdf_locked``, ``pdf_pages``, ``pdf_bomb``, ``pdf_broken``
    """
    command = [sys.executable, '-B', str(WORKER), str(MEMORY_MB), str(SECONDS)]
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    try:
        done = subprocess.run(
            command, input=bytes(data), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=SECONDS, env=environment, check=False,
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise InvoiceError('pdf_bomb') from None
    except ValueError:  # the process died
        raise InvoiceError('pdf_broken') from None
    if answer.get('code') in CODES:
        raise InvoiceError(answer['code'])
    return base64.b64decode(answer['xml'])
