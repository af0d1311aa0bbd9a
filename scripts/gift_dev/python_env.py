"""The virtual environment: one complete lock, wheels only, no resolver."""

import shutil
import subprocess
import sys

from .base import REPO, RUN, Stop, digest, is_stamped, run, set_stamp
from .debian import odoo_source

VENV = RUN / "venv"
PYTHON = VENV / "bin" / "python"
GROUPS = ("odoo", "engine", "test", "lint")
SUPPORTED = ((3, 11), (3, 12), (3, 13))


def check_version():
    """Stop when this interpreter is not one the locked wheels exist for."""
    if sys.version_info[:2] not in SUPPORTED:
        raise Stop(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]}, but the shop needs "
            "Python 3.11, 3.12 or 3.13: install one of them or set PYTHON to its path."
        )


def install_venv(groups=GROUPS):
    """Create the environment and install the groups that are not in it yet."""
    check_version()
    base = digest(sys.version, str(VENV))
    if not (is_stamped("venv", base) and _works()):
        shutil.rmtree(VENV, ignore_errors=True)
        _create()
        for group in GROUPS:
            (RUN / "stamps" / f"venv-{group}").unlink(missing_ok=True)
        set_stamp("venv", base)
    missing = [g for g in groups if not is_stamped(f"venv-{g}", _group_key(g))]
    if missing:
        _install(missing)
    link_odoo()


def _group_key(group):
    return digest(REPO / "requirements" / f"{group}.txt")


def _works():
    return PYTHON.exists() and not subprocess.run([PYTHON, "-c", "pass"], check=False).returncode


def _create():
    with_pip = subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
    )
    if with_pip.returncode:
        raise Stop(
            "Python's venv module is missing: install the package python3-venv "
            "(apt-get install python3-venv) or set PYTHON to another Python 3.11 to 3.13."
        )
    run(
        [sys.executable, "-m", "venv", VENV], what="Creating the Python environment", log="venv.log"
    )


def _install(groups):
    command = [PYTHON, "-m", "pip", "install", "--no-deps", "--only-binary", ":all:"]
    command += ["--disable-pip-version-check", "--no-input", "--no-compile", "--progress-bar=off"]
    for group in groups:
        command += ["-r", REPO / "requirements" / f"{group}.txt"]
    run(command, what="Installing the Python packages", log="venv.log", fetches=True)
    for group in groups:
        set_stamp(f"venv-{group}", _group_key(group))


def link_odoo():
    """Make `import odoo` work: it is a namespace package, so a path file is enough."""
    for site in (VENV / "lib").glob("python3.*/site-packages"):
        path_file = site / "odoo.pth"
        wanted = f"{odoo_source()}\n"
        if not path_file.exists() or path_file.read_text() != wanted:
            path_file.write_text(wanted)
