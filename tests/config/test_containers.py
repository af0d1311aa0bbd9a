"""Container files read by the real docker compose, settings by the programs they are for."""

import ast
import json
import re
import subprocess
import sys

import pytest
from gift_dev import databases
from gift_dev.debian import COMPOSE_PROGRAM, library_path
from gift_dev.postgres import Cluster, binaries

SECRETS = ("db_password", "odoo_admin_password", "fullchain.pem", "privkey.pem")


@pytest.fixture(scope="module")
def compose(repo):
    """The composition as docker compose understands it."""
    result = subprocess.run(
        [COMPOSE_PROGRAM, "-f", repo / "docker" / "compose.yml", "config", "--format", "json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "warn" not in result.stderr.lower()
    return json.loads(result.stdout)


def test_every_service_has_a_health_check_and_restarts(compose):
    assert sorted(compose["services"]) == ["db", "odoo", "proxy"]
    for service in compose["services"].values():
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"


def test_services_wait_for_the_health_of_what_they_need(compose):
    needs = {
        name: {other: rule["condition"] for other, rule in service.get("depends_on", {}).items()}
        for name, service in compose["services"].items()
    }

    assert needs == {
        "db": {},
        "odoo": {"db": "service_healthy"},
        "proxy": {"odoo": "service_healthy"},
    }


def test_only_the_proxy_has_ports_and_the_database_has_no_way_out(compose):
    ports = {name: [p["published"] for p in s.get("ports", [])] for name, s in services(compose)}

    assert ports == {"db": [], "odoo": [], "proxy": ["80", "443"]}
    assert list(compose["services"]["db"]["networks"]) == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True


def services(compose):
    return compose["services"].items()


def test_secrets_come_from_files_and_never_from_the_environment(compose, repo):
    files = sorted(secret["file"].rsplit("/", 1)[-1] for secret in compose["secrets"].values())

    assert files == sorted(SECRETS)
    for _name, service in services(compose):
        for key, value in (service.get("environment") or {}).items():
            if "PASSWORD" in key:
                assert key.endswith("_FILE") and value.startswith("/run/secrets/")
    ignored = subprocess.run(
        ["git", "check-ignore", *(f"docker/secrets/{name}" for name in SECRETS)],
        cwd=repo, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert len(ignored.stdout.split()) == len(SECRETS)


def test_what_must_survive_is_on_volumes(compose):
    mounts = {
        name: {mount["target"] for mount in service["volumes"] if mount["type"] == "volume"}
        for name, service in services(compose)
    }

    assert mounts["db"] == {"/var/lib/postgresql/data"}
    assert mounts["odoo"] == {"/var/lib/odoo"}


def test_every_mounted_file_is_in_the_repository(compose):
    for _name, service in services(compose):
        for mount in service["volumes"]:
            if mount["type"] == "bind":
                assert mount.get("read_only") is True
                subprocess.run(["test", "-f", mount["source"]], check=True)


def test_the_image_copies_only_what_is_there_and_runs_unprivileged(repo):
    text = (repo / "docker" / "Dockerfile").read_text()
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.M)
        for source in line.split()[:-1]
        if not source.startswith("--")
    ]

    assert sources
    for source in sources:
        assert (repo / source).exists(), source
    assert "FROM odoo:19.0" in text
    assert re.findall(r"^USER (.*)$", text, re.M)[-1] == "odoo"


def test_the_entry_point_needs_its_secret(repo, tmp_path):
    missing = {"ADMIN_PASSWORD_FILE": str(tmp_path / "none"), "PATH": "/usr/bin:/bin"}

    result = subprocess.run(
        [repo / "docker" / "entrypoint.sh", "odoo"],
        env=missing, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 1
    assert "is missing or empty" in result.stderr


READ_OPTIONS = """
import json, sys
from odoo.tools import config
config.parse_config(["-c", sys.argv[1]])
print(json.dumps({name: config[name] for name in sys.argv[2:]}))
"""


def odoo_options(path, *names):
    """Return what Odoo itself reads from a configuration file."""
    result = subprocess.run(
        [sys.executable, "-c", READ_OPTIONS, path, *names],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "unknown" not in result.stderr.lower()
    return json.loads(result.stdout.splitlines()[-1])


def test_odoo_understands_the_production_settings(repo):
    read = odoo_options(
        repo / "config" / "odoo.prod.conf",
        "proxy_mode", "list_db", "workers", "dbfilter", "limit_memory_hard", "with_demo",
    )  # fmt: skip

    assert read["proxy_mode"] is True
    assert read["list_db"] is False
    assert read["workers"] == 9
    assert read["dbfilter"] == "^gift_shop$"
    assert read["limit_memory_hard"] == 2 * 1024**3
    assert read["with_demo"] is False


def test_odoo_understands_the_development_settings(repo):
    read = odoo_options(repo / "config" / "odoo.dev.conf", "http_interface", "workers", "list_db")

    assert read["http_interface"] == "127.0.0.1"
    assert read["workers"] == 0
    assert read["list_db"] is False


def test_postgresql_understands_its_settings(repo, tmp_path):
    config = repo / "config" / "postgresql.conf"
    home = Cluster().home
    program = binaries(home) / "postgres"
    env = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "LD_LIBRARY_PATH": library_path(home / "debs"),
    }

    def value(name):
        # A setting can be asked for without a cluster.
        command = [program, "-C", name, "-c", f"config_file={config}", "-D", tmp_path]
        result = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    assert value("fsync") == "on"
    assert value("synchronous_commit") == "on"
    assert value("full_page_writes") == "on"
    assert int(value("shared_buffers")) * 8192 == 1024**3


def test_the_template_holds_what_the_manifests_need(repo):
    manifests = [json_manifest(path) for path in (repo / "addons").glob("*/__manifest__.py")]

    assert manifests
    assert "website_sale" in databases.BASE_MODULES
    for manifest in manifests:
        assert manifest["license"] == "LGPL-3"


def json_manifest(path):
    return ast.literal_eval(path.read_text())
