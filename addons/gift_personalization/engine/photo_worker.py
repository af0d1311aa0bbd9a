"""Worker of ``photo.ingest_isolated``: reads a photo on stdin, answers on stdout, dies.

Run as a script, ``photo_worker.py MEMORY_MB CPU_SECONDS``. It limits itself before it imports
anything that can decode, and must not write a single file.
"""

import importlib.util
import resource
import sys
from pathlib import Path

NAME = "gift_photo_worker_engine"


def limit(memory_mb, cpu_s):
    """Apply the limits to this process; stricter ones of the host stay as they are."""
    memory = memory_mb * 1024 * 1024
    for kind, wanted in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (value, value))


def load_engine():
    """Load the engine package beside this file under a name of its own."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)
    return importlib.import_module(f"{NAME}.photo")


def main():
    limit(int(sys.argv[1]), int(sys.argv[2]))
    # The script's folder leads sys.path: its modules must not shadow the standard library.
    sys.path.pop(0)
    photo = load_engine()
    errors = importlib.import_module(f"{NAME}.errors")
    data = sys.stdin.buffer.read(photo.MAX_BYTES + 1)
    try:
        answer = photo.pack(photo.ingest(data))
    except errors.EngineError as error:
        answer = photo.pack_error(error)
    except MemoryError:
        answer = photo.pack_error(errors.EngineError("broken"))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
