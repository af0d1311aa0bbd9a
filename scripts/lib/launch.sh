#!/bin/sh
# Run one command of scripts/gift_dev with a Python that has the locked packages' wheels.
# usage: launch.sh COMMAND [ARGUMENT...]
here=$(cd "$(dirname "$0")/.." && pwd) || exit 1
run=${GIFT_RUN_DIR:-$(dirname "$here")/.run}

supported() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12), (3, 13)))' \
        >/dev/null 2>&1
}

choose() {
    if [ -n "${PYTHON:-}" ]; then
        supported "$PYTHON" && echo "$PYTHON"
        return
    fi
    for candidate in "$run/venv/bin/python" python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        supported "$candidate" && echo "$candidate" && return
    done
}

python=$(choose)
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "no Python")
    echo "Stopped: the shop needs Python 3.11, 3.12 or 3.13, but ${PYTHON:-python3} is $found:" \
        "install one of them (apt-get install python3 python3-venv) or set PYTHON to its path." >&2
    exit 1
fi
PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1 exec "$python" -m gift_dev.cli "$@"
