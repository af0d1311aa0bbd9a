"""`make run`: create the demo shop once, serve it, stop everything on Ctrl-C."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import databases, fake_stripe
from .base import LOGS, RUNNING, SUFFIX, Stop, is_stamped, locked, say, set_stamp
from .odoo_cli import environment, odoo_command, run_odoo
from .postgres import Server
from .setup import install

DATABASE = f"gift_shop{SUFFIX}"
DEMO_TEMPLATE = f"gift_demo_template{SUFFIX}"
LOAD_DEMO = """
env['gift.store.demo']._load_demo_shop(languages=('de_DE', 'ar_001'))
env.cr.commit()
"""
READY = """
The shop is open:  {url}
                   {url}/odoo is the back office

  login        password     who
  admin        admin        administrator
  manager      manager      gift shop manager
  staff        staff        proofs, orders, customers
  production   production   production floor
  emma@example.com  emma    a customer

The log is {log}. Press Ctrl-C to stop.
"""

CARDS = """Pay by card without real money; a fake of Stripe runs here (any date and code):
  4242 4242 4242 4242   pays                  4000 0000 0000 0002   is declined
  4000 0027 6000 3184   asks for 3-D Secure   4000 0000 0000 0259   is disputed later
"""


def serve(_arguments):
    """Set up, create the shop when there is none, and serve it until interrupted."""
    port = _port()
    check_port(port)
    server = Server()
    try:
        install()
        server.start()
        database = build_shop(server)
        _serve(server, database, port)
    finally:
        server.stop_if_started()


def _port():
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not {text}.")
    return int(text)


def check_port(port):
    """Stop when somebody else listens on the port, or this user may not open it."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0")):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError as error:
                raise Stop(f"This user may not open port {port}: choose one above 1023.") from error
            except OSError as error:
                raise Stop(
                    f"Port {port} is in use by another program: stop that program, or choose "
                    f"another port with `make run PORT={port + 1}`."
                ) from error


def build_shop(server, database=None):
    """Create the demo shop's database, or bring it up to date; return its name."""
    database = database or server.environment.get("PGDATABASE") or DATABASE
    key = databases.addons_key()
    with locked(f"shop-{database}"):
        there = databases.exists(server, database) and databases.is_odoo_database(server, database)
        if there and is_stamped(f"shop-{database}", key):
            return database
        if there:
            _update(server, database)
        elif server.cluster:
            _create(server, database)
        else:
            _install_into(server, database)
        set_stamp(f"shop-{database}", key)
    return database


def build_demo(server):
    """Make sure the template of the filled demo shop, at this checkout's content, is there."""
    key = databases.addons_key()
    with locked(DEMO_TEMPLATE):
        if is_stamped(DEMO_TEMPLATE, key) and databases.exists(server, DEMO_TEMPLATE):
            return
        databases.build_addons(server)
        fresh = f"{DEMO_TEMPLATE}_new"
        databases.drop(server, fresh)
        databases.clone(server, databases.ADDONS_TEMPLATE, fresh)
        load_demo(server, fresh)
        databases.rename(server, fresh, DEMO_TEMPLATE)
        set_stamp(DEMO_TEMPLATE, key)


def copy_demo(server, database):
    """Copy the filled template anew; a copy of one with older addons is brought up to date."""
    if not databases.exists(server, DEMO_TEMPLATE):
        build_demo(server)
    databases.drop(server, database)
    databases.clone(server, DEMO_TEMPLATE, database)
    if not is_stamped(DEMO_TEMPLATE, databases.addons_key()):
        _update(server, database)


def _create(server, database):
    """Copy the filled template, which the journeys of `make test` use as well."""
    build_demo(server)
    databases.drop(server, database)
    databases.clone(server, DEMO_TEMPLATE, database)


def _install_into(server, database):
    """Install into a database of a server that was given; it may exist, but empty."""
    if not databases.exists(server, database):
        databases.create(server, database)
    databases.install_addons(server, database)
    load_demo(server, database)


def load_demo(server, database):
    """Let the shop's own loader fill the database."""
    if "gift_store" not in databases.own_addons():
        return
    say("  filling the demo shop (products, pictures, customers, orders) ...")
    path = LOGS / "shop-demo.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        odoo_command(["shell", "-d", database, "--no-http"]), env=environment(server), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    RUNNING.add(process)
    process.stdin.write(LOAD_DEMO)
    process.stdin.close()
    failed = False
    with open(path, "w") as log:
        for line in process.stdout:
            log.write(line)
            failed = failed or "Traceback" in line
            if " INFO " in line and "gift_store" in line:
                say("    " + line.rsplit(": ", 1)[-1].strip())
    process.wait()
    RUNNING.discard(process)
    if process.returncode or failed:
        raise Stop(f"Filling the demo shop failed: see the end of {path}.")


def _update(server, database):
    say("  the addons have changed: updating the shop ...")
    installed = server.call(
        "psql", "-d", database, "-tAc",
        "SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE 'gift\\_%'",
    ).stdout.split()  # fmt: skip
    new = [addon for addon in databases.own_addons() if addon not in installed]
    arguments = ["-d", database, "--stop-after-init", "--no-http"]
    if installed:
        arguments += ["-u", ",".join(installed)]
    if new:
        arguments += ["-i", ",".join([*new, "payment_demo"])]
    run_odoo(server, arguments, what="Updating the shop", log="addons-install.log")
    # The loader adds what is not there yet and leaves the rest alone.
    load_demo(server, database)


def start_odoo(server, database, port, *extra, log="shop.log", env=None):
    """Start Odoo on `port` in a process group of its own; return the process."""
    path = LOGS / log
    path.parent.mkdir(parents=True, exist_ok=True)
    filters = ["--db-filter", f"^{database}$"]
    command = odoo_command(["-d", database, "--http-port", port, *filters, *extra])
    with open(path, "w") as handle:
        return subprocess.Popen(
            command, env={**environment(server), **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=handle, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def stop_odoo(process):
    """Stop Odoo and wait for it."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_served(process, url, log, seconds=180):
    """Wait until the shop answers; its first page compiles styles and scripts."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Stop(f"Odoo ended while starting: see the end of {LOGS / log}.")
        try:
            with urllib.request.urlopen(url, timeout=120) as answer:
                answer.read()
                return
        except urllib.error.HTTPError as error:
            raise Stop(f"The shop answers {error.code}: see the end of {LOGS / log}.") from error
        except OSError:
            time.sleep(0.3)
    raise Stop(f"The shop did not answer within {seconds} seconds: see {LOGS / log}.")


def _serve(server, database, port):
    url = f"http://localhost:{port}"
    say("  starting Odoo ...")
    with fake_stripe.beside(server, database, port) as (env, token):
        process = start_odoo(server, database, port, env=env)
        try:
            wait_until_served(process, f"{url}/shop", "shop.log")
            say(READY.format(url=url, log=LOGS / "shop.log"))
            if token:
                say(CARDS)
            process.wait()
            raise Stop(f"Odoo ended by itself: see the end of {LOGS / 'shop.log'}.")
        except KeyboardInterrupt:
            say("\nStopping the shop ...")
        finally:
            stop_odoo(process)
