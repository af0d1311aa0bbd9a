"""Warnings of our addons are found in a log, and nobody else's."""

import pytest
from gift_dev.logcheck import complaints

HEAD = "2026-01-01 10:00:00,000 42"


@pytest.mark.parametrize(
    "line",
    [
        "WARNING db odoo.addons.gift_store.models.demo: something odd",
        "ERROR db odoo.addons.gift_base: broken",
        "WARNING db odoo.modules.loading: file gift_store/views/a.xml is empty",
        "ERROR db odoo.http: Exception during request: gift_base/controllers/a.py",
        "WARNING db odoo.addons.base.models.assetsbundle: Incompatible units: 'px' and 'vw'",
        "CRITICAL db odoo.modules.module: Couldn't load module gift_store",
    ],
)
def test_a_warning_of_ours_is_found(tmp_path, line):
    log = tmp_path / "odoo.log"
    log.write_text(f"{HEAD} INFO db odoo: gift_store starts\n{HEAD} {line}\nTraceback\n")

    assert complaints(log) == [f"{HEAD} {line}"]


@pytest.mark.parametrize(
    "line",
    [
        "INFO db odoo.addons.gift_store: all is well",
        "WARNING db odoo.addons.mail.models: somebody else's",
        "WARNING db odoo.http: Access denied to gift_design",
        "ERROR db odoo.sql_db: bad query: INSERT INTO gift_design",
    ],
)
def test_anything_else_is_left_alone(tmp_path, line):
    log = tmp_path / "odoo.log"
    log.write_text(f"{HEAD} {line}\n")

    assert complaints(log) == []


def test_a_missing_log_has_no_complaints(tmp_path):
    assert complaints(tmp_path / "none.log") == []
