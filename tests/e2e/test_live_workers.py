"""The live page of an order as it runs in production: several workers, the bus on its own port."""

import os
import re
import subprocess

import pytest
from conftest import OdooRpc, free_port
from gift_dev import shop
from gift_dev.base import LOGS, RUN
from gift_dev.debian import ODOO
from gift_dev.odoo_cli import environment, odoo_command
from gift_dev.postgres import Server
from journey import wait_for
from nginx_proxy import Proxy
from playwright.sync_api import expect
from test_step_mails import advance, find_job

LOG = "e2e-workers.log"


def start_workers(database, port, options):
    """Start Odoo by its own program: workers start the process of the bus by that name."""
    command = odoo_command(["-d", database, "--http-port", port, *options])
    at = command.index("-m")
    command[at : at + 2] = [str(ODOO / "usr" / "bin" / "odoo")]
    with open(LOGS / LOG, "w") as log:
        return subprocess.Popen(
            command,
            env=environment(Server()),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def workers(shop_url):
    """The demo shop with two workers behind the project's proxy, as (proxy, its own address)."""
    database, port, bus_port = os.environ["GIFT_E2E_DATABASE"], free_port(), free_port()
    options = ["--workers", "2", "--gevent-port", str(bus_port), "--proxy-mode"]
    process = start_workers(database, port, [*options, "--max-cron-threads", "0"])
    url = f"http://localhost:{port}"
    try:
        shop.wait_until_served(process, f"{url}/shop", LOG)
        shop.wait_until_served(process, f"http://localhost:{bus_port}/websocket/health", LOG)
        with Proxy(port, bus_port) as proxy:
            yield proxy, url
    finally:
        shop.stop_odoo(process)


@pytest.fixture
def guest(chromium, workers):
    """A guest who comes through the proxy; `loads` are the pages that were loaded."""
    # The socket belongs to a shared worker, which knows nothing of the context's certificates.
    browser = chromium.browser_type.launch(
        executable_path=str(RUN / "bin" / "google-chrome"), args=["--ignore-certificate-errors"]
    )
    context = browser.new_context(base_url=workers[0].url, ignore_https_errors=True)
    page = context.new_page()
    page.loads = []
    page.on("load", lambda: page.loads.append(page.url))
    yield page
    browser.close()


def test_the_page_follows_the_workshop_over_the_bus_of_several_workers(guest, odoo_rpc, workers):
    rpc = odoo_rpc("admin")
    production = OdooRpc(workers[1], "production", "production")
    job = find_job(rpc, ["in_production", "ready"])
    order_id = job["order_id"][0]
    rpc.call("sale.order", "action_preview_sale_order", [order_id])
    [order] = rpc.call("sale.order", "read", [order_id], ["access_url", "access_token"])
    guest.goto(f"{order['access_url']}?access_token={order['access_token']}")
    guest.locator("p[role=status]").wait_for(state="attached")
    loads = len(guest.loads)

    advance(rpc, production, job, "packed")

    now = guest.locator(".o_gift_now", has_text=re.compile("^Packed$"))
    expect(now.first).to_be_visible(timeout=30_000)
    assert len(guest.loads) == loads, "the page was loaded again"

    guest.context.browser.close()  # the server notes a socket when it ends

    def read_sockets():
        """the socket of the page in the log of the bus"""
        return re.findall(r'"GET /websocket\?\S+ HTTP/1.1" 101', (LOGS / LOG).read_text())

    wait_for(read_sockets)
