"""A pytest plugin for addon tests under pytest-odoo."""

import threading

import pytest


@pytest.fixture(scope="session", autouse=True)
def thread_database(load_registry):
    """Name the database on the test thread: Odoo's request code reads it there."""
    from odoo.tests.common import get_db_name

    threading.current_thread().dbname = get_db_name()
