"""The commands behind the scripts of this folder."""

import os
import sys

from . import databases
from .base import Stop, main, say
from .odoo_cli import environment, odoo_command, pytest_command
from .postgres import Server
from .python_env import PYTHON
from .setup import install, set_up


def setup(arguments):
    """scripts/setup [--run-only]: install everything, tests' tools included."""
    set_up(for_tests="--run-only" not in arguments)
    say("Everything is installed.")


def odoo(arguments):
    """scripts/odoo ...: Odoo's own command line with this checkout's addons."""
    server = set_up()
    _replace_process(odoo_command(arguments), environment(server))


def py(arguments):
    """scripts/py ...: the Python of the environment."""
    install(for_tests=True)
    _replace_process([str(PYTHON), *arguments], environment(Server()))


def pytest_odoo(arguments):
    """scripts/pytest-odoo -d DB tests...: addon tests on an existing database."""
    server = set_up(for_tests=True)
    if "-d" not in arguments:
        raise Stop("Give the database to test on with -d NAME.")
    at = arguments.index("-d")
    database = arguments[at + 1]
    rest = arguments[:at] + arguments[at + 2 :]
    _replace_process(*pytest_command(server, database, rest))


def pg(arguments):
    """scripts/pg clone SRC DST | create DB | drop DB | list | start | stop | PROGRAM ...."""
    server = set_up()
    action, *rest = arguments or ["list"]
    own = {"clone": databases.clone, "create": databases.create, "drop": databases.drop}
    if action in own:
        own[action](server, *rest)
    elif action == "stop":
        server.stop()
    elif action == "list":
        query = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
        say(server.call("psql", "-d", "postgres", "-tAc", query).stdout.strip())
    elif action != "start":
        return server.call(action, *rest, check=False, capture_output=False).returncode
    return 0


def _replace_process(command, env):
    sys.stdout.flush()
    os.execvpe(command[0], command, env)


def run(arguments):
    """make run."""
    from .shop import serve

    return serve(arguments)


def clean(_arguments):
    """make clean."""
    from .cleaning import clean as remove

    return remove()


def test(arguments):
    """make test."""
    from .testing import run_tests

    return run_tests(arguments)


def make_format(_arguments):
    """make format."""
    from . import linting

    return linting.main(environment(set_up(for_tests=True)), fix=True)


def i18n(_arguments):
    """make i18n."""
    from .translations import update

    return update()


def install_fonts(_arguments):
    """scripts/lib/launch.sh fonts: only the fonts, for the container image."""
    from . import fonts, python_env

    python_env.install_venv(("engine",))
    fonts.fetch_sources()
    fonts.install()


COMMANDS = {
    "setup": setup, "odoo": odoo, "py": py, "pytest-odoo": pytest_odoo, "pg": pg,
    "run": run, "clean": clean, "test": test,
    "format": make_format, "i18n": i18n, "fonts": install_fonts,
}  # fmt: skip

if __name__ == "__main__":
    name = sys.argv.pop(1)
    main(COMMANDS[name])
