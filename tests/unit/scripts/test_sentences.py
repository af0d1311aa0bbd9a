"""Whatever goes wrong in the set-up ends with one sentence that says what to do."""

import os
import socket
import subprocess

import pytest
from gift_dev import base, postgres, shop
from gift_dev.base import Stop


def test_a_busy_port_is_named_with_another_to_take():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Stop, match=rf"Port {port} is in use .* PORT={port + 1}"):
            shop.check_port(port)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http"])
def test_a_port_must_be_a_port(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(Stop, match="PORT must be a number"):
        shop._port()


def test_a_full_disk_is_told_before_anything_is_fetched(monkeypatch):
    monkeypatch.setenv("GIFT_NEEDED_BYTES", str(10**18))

    with pytest.raises(Stop, match="but the set-up needs"):
        base.check_disk()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("E: Failed to fetch x  Could not resolve 'mirror'", "mirror cannot be reached"),
        ("npm error code EAI_AGAIN", "mirror cannot be reached"),
        ("NewConnectionError: [Errno 101] Network is unreachable", "mirror cannot be reached"),
        ("tar: write error: No space left on device", "the disk is full"),
        ("first\nthe last words\n\n", "Fetching failed: the last words"),
        ("ValueError: no such thing\nclosed 1 connection", "failed: ValueError: no such thing"),
    ],
)
def test_a_failed_program_is_explained(monkeypatch, tmp_path, output, sentence):
    monkeypatch.setattr(base, "LOGS", tmp_path)
    command = ["sh", "-c", 'printf "%s\\n" "$1"; exit 1', "sh", output]

    with pytest.raises(Stop, match=sentence):
        base.run(command, what="Fetching", log="a.log", fetches=True)


@pytest.mark.parametrize("error", [FileNotFoundError, PermissionError])
def test_a_missing_program_is_named(monkeypatch, tmp_path, error):
    monkeypatch.setattr(base, "LOGS", tmp_path)

    def refuse(*_arguments, **_options):
        raise error(2, "no")

    monkeypatch.setattr(base.subprocess, "Popen", refuse)

    with pytest.raises(Stop, match="the program no-such-program is missing"):
        base.run(["no-such-program"], what="Fetching", log="a.log")


@pytest.mark.parametrize("variable", ["PYTHON", "PATH"])
def test_a_wrong_python_is_told_by_the_launcher(repo, tmp_path, variable):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "env"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    env = {"PATH": f"{tmp_path}:{tools}", "GIFT_RUN_DIR": str(tmp_path / "run")}
    launcher = (repo / "scripts/lib/launch.sh").read_text().replace("/usr/bin/python3", "none")
    script = tmp_path / "lib" / "launch.sh"
    script.parent.mkdir()
    script.write_text(launcher)
    if variable == "PYTHON":
        env["PYTHON"] = str(old)

    result = subprocess.run(
        ["/bin/sh", script, "setup"], env=env, capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in result.stderr
    assert "Python 3.9.2" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_database_address_is_taken_apart():
    parsed = postgres._parse_url("postgresql://me:p%40ss@db.example:5433/gifts?sslmode=require")

    assert parsed == {
        "PGHOST": "db.example", "PGPORT": "5433", "PGUSER": "me", "PGPASSWORD": "p@ss",
        "PGDATABASE": "gifts", "PGSSLMODE": "require",
    }  # fmt: skip


def test_another_kind_of_address_is_refused():
    with pytest.raises(Stop, match="DATABASE_URL must look like"):
        postgres._parse_url("mysql://localhost/gifts")


def test_a_server_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@127.0.0.1:1/gifts")

    with pytest.raises(Stop, match="The PostgreSQL server at 127.0.0.1:1 cannot be used"):
        postgres.Server().start()


def test_the_superuser_of_the_database_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres@127.0.0.1:1/gifts")

    with pytest.raises(Stop, match="refuses the database user postgres"):
        postgres.Server().start()


def test_cleaning_spares_a_folder_it_did_not_make(repo, tmp_path):
    kept = tmp_path / "precious"
    kept.write_text("mine")
    env = {**os.environ, "GIFT_RUN_DIR": str(tmp_path)}

    result = subprocess.run(
        [repo / "scripts/lib/launch.sh", "clean"], env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert result.returncode == 1
    assert "was not made by the set-up, so it is not removed" in result.stderr
    assert kept.read_text() == "mine"
