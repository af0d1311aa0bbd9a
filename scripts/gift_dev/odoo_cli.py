"""How Odoo is called: its configuration, its environment, its command line."""

import configparser
import hashlib
import os
import uuid

from .base import ADDONS, REPO, RUN, run
from .debian import SYS, library_path, odoo_source
from .python_env import PYTHON

DATA = RUN / "data"
FONTS = RUN / "fonts"


def config_file():
    """Write this checkout's Odoo configuration and return its path.

    It is `config/odoo.dev.conf` with the folders of this machine filled in. Several checkouts may
    share a run folder, so the file is named after the checkout.
    """
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(REPO / "config" / "odoo.dev.conf")
    options = parser["options"]
    options["addons_path"] = ",".join(map(str, _addons_paths()))
    options["data_dir"] = str(DATA)
    options["screenshots"] = str(RUN / "screenshots")
    name = f"odoo-{hashlib.sha256(str(REPO).encode()).hexdigest()[:8]}.conf"
    path = RUN / "conf" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{uuid.uuid4().hex}")  # threads write it at once, too
    with open(fresh, "w") as handle:
        parser.write(handle)
    fresh.rename(path)
    return path


def _addons_paths():
    source = odoo_source()
    paths = [f"{source}/odoo/addons", f"{source}/addons", ADDONS]
    return [p for p in paths if os.path.isdir(p) and any(_modules(p))]


def _modules(folder):
    return (d for d in os.scandir(folder) if os.path.exists(f"{d.path}/__manifest__.py"))


def environment(server):
    """Return the environment of every Odoo and test process."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != "DATABASE_URL"}
    env.update(server.environment)
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    # The current folder must not shadow the namespace package `odoo`.
    env["PYTHONSAFEPATH"] = "1"
    magic = SYS / "usr" / "lib" / "file" / "magic.mgc"
    if magic.exists():  # an unpacked libmagic looks for its table in the system
        env["MAGIC"] = str(magic)
    # Compiled files and caches stay out of the checkout.
    env["PYTHONPYCACHEPREFIX"] = str(RUN / "pycache")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(RUN / "hypothesis")
    env["GIFT_RUN_DIR"] = str(RUN)
    env["GIFT_FONTS_DIR"] = str(FONTS)
    env["PATH"] = f"{RUN / 'bin'}:{RUN / 'venv' / 'bin'}:{env.get('PATH', '/usr/bin:/bin')}"
    libraries = [library_path(), env.get("LD_LIBRARY_PATH", "")]
    env["LD_LIBRARY_PATH"] = ":".join(part for part in libraries if part)
    if not os.access(env.get("HOME") or "/nonexistent", os.W_OK):
        home = RUN / "home"
        home.mkdir(parents=True, exist_ok=True)
        env["HOME"] = str(home)
    # The server's own clock is UTC and its messages are the same on every machine.
    env.update({"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"})
    return env


def odoo_command(arguments):
    """Return the command line of Odoo; a sub-command, when given, comes first."""
    command = [str(PYTHON), "-W", "ignore::DeprecationWarning", "-m", "odoo"]
    arguments = list(map(str, arguments))
    if arguments and not arguments[0].startswith("-"):
        command.append(arguments.pop(0))
    return [*command, "-c", str(config_file()), *arguments]


def run_odoo(server, arguments, *, what, log):
    """Run Odoo to its end with its output in a log file."""
    run(odoo_command(arguments), what=what, log=log, env=environment(server), cwd=str(RUN))


def pytest_command(server, database, arguments):
    """Return the command line and environment of pytest-odoo on an existing database."""
    command = [str(PYTHON), "-m", "pytest", "-p", "gift_dev.odoo_pytest", "--odoo-http"]
    command += [f"--odoo-database={database}", f"--odoo-config={config_file()}"]
    env = {**environment(server), "PYTHONPATH": str(REPO / "scripts")}
    return [*command, *map(str, arguments)], env
