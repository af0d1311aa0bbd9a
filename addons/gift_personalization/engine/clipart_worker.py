"""Worker of ``clipart_isolated``: reads an SVG file on stdin, answers on stdout, dies.

Run as a script, ``clipart_worker.py MEMORY_MB CPU_SECONDS``; limits itself as ``photo_worker``.
"""

import importlib
import json
import sys

import photo_worker


def main():
    photo_worker.limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.path.pop(0)  # the modules beside this file must not shadow the standard library
    photo_worker.load_engine()
    reader = importlib.import_module(f"{photo_worker.NAME}.clipart_svg")
    errors = importlib.import_module(f"{photo_worker.NAME}.errors")
    try:
        answer = {"drawing": reader.read_svg(sys.stdin.buffer.read(reader.MAX_BYTES + 1)).to_json()}
    except errors.EngineError as error:
        answer = {"code": error.code, "params": error.params}
    except (MemoryError, RecursionError):
        answer = {"code": "svg_complex", "params": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
