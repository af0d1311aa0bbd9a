"""Databases with their file stores: create, clone, drop, and the template of Odoo's own modules."""

import os
import shutil

from .base import ADDONS, LOGS, REPO, RUN, SUFFIX, Stop, digest, is_stamped, locked, say, set_stamp
from .debian import odoo_version
from .odoo_cli import run_odoo

FILESTORE = RUN / "data" / "filestore"
BASE = "gift_base_template"
ADDONS_TEMPLATE = f"gift_addons_template{SUFFIX}"
BASE_MODULES = (
    "website_sale", "website_sale_stock", "website_sale_wishlist", "website_sale_comparison",
    "website_sale_loyalty", "sale_stock", "stock_delivery", "delivery", "payment_demo",
    "payment_custom", "portal", "portal_rating", "sale_loyalty_delivery", "auth_totp_portal",
    "purchase_stock", "stock_dropshipping",
)  # fmt: skip


def exists(server, database):
    """Tell whether `database` is there."""
    query = f"SELECT 1 FROM pg_database WHERE datname = '{database}'"
    return server.call("psql", "-d", "postgres", "-tAc", query).stdout.strip() == "1"


def create(server, database):
    """Create an empty database with the extensions Odoo uses."""
    server.call("createdb", "-T", "template0", "-E", "UTF8", database)
    for extension in ("pg_trgm", "unaccent"):
        server.call("psql", "-d", database, "-qc", f"CREATE EXTENSION IF NOT EXISTS {extension}")
    # As Odoo does when it creates a database itself: indexes may use the function then. A role
    # that does not own it cannot; the search works without, but for accents.
    mark = ["-qc", "ALTER FUNCTION unaccent(text) IMMUTABLE"]
    if server.call("psql", "-d", database, *mark, check=False).returncode:
        server.call("psql", "-d", database, "-qc", "DROP EXTENSION unaccent")


def drop(server, database):
    """Drop a database and its file store; silent when there is none."""
    server.call("dropdb", "--if-exists", "--force", database)
    shutil.rmtree(FILESTORE / database, ignore_errors=True)


def clone(server, source, target):
    """Copy a database and its file store; the target must not exist."""
    if exists(server, target):
        raise Stop(f"The database {target} exists already: drop it first.")
    server.wait_free(source)
    server.call("createdb", "-T", source, target)
    shutil.rmtree(FILESTORE / target, ignore_errors=True)
    if (FILESTORE / source).exists():
        # Files of the store are never changed in place, so a hard link is a copy.
        shutil.copytree(FILESTORE / source, FILESTORE / target, copy_function=os.link)


def addons_key():
    """Hash what a database with our addons depends on: all of their files but the tests."""
    files = sorted(
        file for file in ADDONS.rglob("*")
        if file.is_file() and not {"tests", "__pycache__"} & set(file.parts)
        and file.suffix not in (".md", ".pyc")
    )  # fmt: skip
    parts = [part for file in files for part in (str(file.relative_to(ADDONS)), file)]
    return digest(odoo_version(), REPO / "requirements", *parts)


def own_addons():
    """Return the names of this checkout's addons."""
    return sorted(m.parent.name for m in ADDONS.glob("*/__manifest__.py"))


def is_odoo_database(server, database):
    """Tell whether Odoo was installed into `database`."""
    query = "SELECT to_regclass('ir_module_module') IS NOT NULL"
    return server.call("psql", "-d", database, "-tAc", query).stdout.strip() == "t"


def rename(server, source, target):
    """Rename a database and its file store; an older target is dropped."""
    drop(server, target)
    server.wait_free(source)
    query = f'ALTER DATABASE "{source}" RENAME TO "{target}"'
    server.call("psql", "-d", "postgres", "-qc", query)
    if (FILESTORE / source).exists():
        (FILESTORE / source).rename(FILESTORE / target)


def build_base(server):
    """Make sure the template with Odoo's own modules is there."""
    key = digest(*BASE_MODULES, "3", odoo_version())
    with locked("base-template"):
        if is_stamped("base-database", key) and exists(server, BASE):
            return
        say("  installing Odoo's shop modules into a template database (about a minute) ...")
        fresh = f"{BASE}_new"
        drop(server, fresh)
        create(server, fresh)
        run_odoo(
            server, ["-d", fresh, "-i", ",".join(BASE_MODULES), "--stop-after-init", "--no-http"],
            what="Installing Odoo's shop modules", log="base-template.log",
        )  # fmt: skip
        rename(server, fresh, BASE)
        set_stamp("base-database", key)


def build_addons(server):
    """Make sure the template with our addons, at this checkout's content, is there."""
    key = addons_key()
    with locked(ADDONS_TEMPLATE):
        if is_stamped(ADDONS_TEMPLATE, key) and exists(server, ADDONS_TEMPLATE):
            return
        build_base(server)
        fresh = f"{ADDONS_TEMPLATE}_new"
        drop(server, fresh)
        clone(server, BASE, fresh)
        install_addons(server, fresh)
        rename(server, fresh, ADDONS_TEMPLATE)
        set_stamp(ADDONS_TEMPLATE, key)


def install_addons(server, database):
    """Install all our addons into a database."""
    addons = own_addons()
    say(f"  installing {', '.join(addons)} ...")
    (LOGS / "addons-install.log").unlink(missing_ok=True)
    modules = ",".join([*addons, "payment_demo"])
    run_odoo(
        server, ["-d", database, "-i", modules, "--stop-after-init", "--no-http"],
        what="Installing the shop's addons", log="addons-install.log",
    )  # fmt: skip
