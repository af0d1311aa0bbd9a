"""Worker of ``pdf_file.read_pdf``: reads a PDF on stdin, answers on stdout, dies.

Run as a script, ``pdf_worker.py MEMORY_MB CPU_SECONDS``. It limits itself before it imports
anything that can decode, and must not write a single file.
"""

import base64
import io
import json
import resource
import sys
import zlib

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 200
MAX_XML = 6_000_000
MAX_FILES = 20
NAMES = ('factur-x.xml', 'zugferd-invoice.xml', 'zugferd_invoice.xml', 'xrechnung.xml')


def limit(memory_mb, cpu_s):
    """Apply the limits to this process; stricter ones of the host stay as they are."""
    for kind, wanted in (
        (resource.RLIMIT_AS, memory_mb * 1024 * 1024),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (value, value))


def inspect(data):
    """Return the answer about a PDF: ``{'code': …}`` or ``{'xml': base 64}``."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                return {'code': 'pdf_locked'}
            if not 1 <= len(document.pages) <= MAX_PAGES:
                return {'code': 'pdf_pages'}
            return find_xml(document)
    except pikepdf.PasswordError:
        return {'code': 'pdf_locked'}
    except (MemoryError, RecursionError):
        return {'code': 'pdf_bomb'}
    except (pikepdf.PdfError, zlib.error, ValueError, KeyError, TypeError):
        return {'code': 'pdf_broken'}


def find_xml(document):
    """Return the answer about the files inside."""
    names = list(document.attachments)
    if len(names) > MAX_FILES:
        return {'code': 'pdf_bomb'}
    for name in names:
        if name.lower() not in NAMES:
            continue
        data = unpack(document.attachments[name].get_file().obj)
        if len(data) > MAX_XML:
            return {'code': 'pdf_bomb'}
        return {'xml': base64.b64encode(data).decode()}
    return {'xml': ''}


def unpack(stream):
    """Return the bytes of a stream, no more than one above what is allowed."""
    raw = stream.read_raw_bytes()
    filters = stream.get('/Filter')
    if filters is None:
        return raw
    names = [str(name) for name in filters] if is_list(filters) else [str(filters)]
    if names != ['/FlateDecode']:
        raise ValueError('filter')
    return zlib.decompressobj().decompress(raw, MAX_XML + 1)


def is_list(entry):
    import pikepdf

    return isinstance(entry, pikepdf.Array)


def main():
    limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.path.pop(0)  # the modules beside this file must not shadow the standard library
    try:
        answer = inspect(sys.stdin.buffer.read(MAX_BYTES + 1))
    except MemoryError:
        answer = {'code': 'pdf_bomb'}
    sys.stdout.write(json.dumps(answer))


if __name__ == '__main__':
    main()
