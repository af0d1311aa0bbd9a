"""Threads of one run ask for Odoo's configuration at the same moment."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from gift_dev import odoo_cli


def test_threads_may_write_the_configuration_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(odoo_cli, "RUN", tmp_path)

    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(lambda _index: odoo_cli.config_file(), range(64)))

    assert len(paths) == 1
    assert "addons_path" in paths.pop().read_text()
    assert len(list((tmp_path / "conf").iterdir())) == 1
