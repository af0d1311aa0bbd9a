"""A pytest plugin for addon tests under pytest-odoo."""

import logging
import os
import threading

import pytest

from gift_dev import odoo_memory
from gift_dev.logcheck import is_complaint


@pytest.fixture(scope="session", autouse=True)
def thread_database(load_registry):
    """Name the database on the test thread: Odoo's request code reads it there."""
    from odoo.tests.common import get_db_name

    threading.current_thread().dbname = get_db_name()
    odoo_memory.remember()


class _Complaints(logging.FileHandler):
    """Write warnings of our addons to a file, in the form of Odoo's own log."""

    def __init__(self, path):
        super().__init__(path)
        self.setLevel(logging.WARNING)
        self.addFilter(lambda r: is_complaint(r.levelname, r.name, r.getMessage()))

    def format(self, record):
        text = record.getMessage().replace("\n", " | ")
        return f"test test {os.getpid()} {record.levelname} ? {record.name}: {text}"


def pytest_configure(config):
    """Collect warnings when the caller wants to see them."""
    path = os.environ.get("GIFT_WARNINGS_LOG")
    if path:
        logging.getLogger().addHandler(_Complaints(path))
