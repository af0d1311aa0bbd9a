"""`make i18n`: let Odoo export our addons' terms, and bring the catalogues up to date."""

import os
from contextlib import suppress

from . import databases
from .base import ADDONS, REPO, Stop, run, say
from .odoo_cli import config_file, environment
from .python_env import PYTHON
from .setup import set_up

SCRIPT = REPO / "scripts" / "translations.py"


def update():
    """Export every addon's template of terms and merge it into the translations.

    The terms are read from a database with all our addons: a fresh one, or the one that the
    variable DATABASE names, which the caller keeps up to date.
    """
    server = set_up(for_tests=True)
    database = os.environ.get("DATABASE")
    if not database:
        databases.build_addons(server)
        database = databases.ADDONS_TEMPLATE
    elif not databases.exists(server, database):
        raise Stop(f"There is no database {database}: leave DATABASE out, and one is made.")
    environ = environment(server)
    for addon in databases.own_addons():
        with suppress(FileExistsError):
            (ADDONS / addon / "i18n").mkdir()
    export = [PYTHON, "-m", "odoo", "i18n", "export", "-c", config_file(), "-d", database]
    run(
        [*export, *databases.own_addons()],
        what="Exporting the terms", log="i18n.log", env=environ,
    )  # fmt: skip
    run([PYTHON, SCRIPT, "merge"], what="Merging the translations", log="i18n.log", env=environ)
    say("The catalogues in addons/*/i18n are up to date; `make lint` tells what is untranslated.")
