"""The database server: the one the environment names, or a private cluster in the run folder."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from .base import RUN, Stop, locked, run
from .debian import install_packages, library_path

ROLE = "odoo"
SETTINGS = """
# Written by the set-up. Only this user reaches the socket; nothing listens on the network.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
shared_buffers = 256MB
max_connections = 200
max_wal_size = 2GB
synchronous_commit = off
jit = off
"""


def external_environment():
    """Return the PG* variables of a server given by DATABASE_URL or PGHOST, else None."""
    if os.environ.get("GIFT_PRIVATE_POSTGRES"):
        return None
    url = os.environ.get("DATABASE_URL")
    if url:
        return _parse_url(url)
    if os.environ.get("PGHOST"):
        return {k: v for k, v in os.environ.items() if k.startswith("PG")}
    return None


def _parse_url(url):
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Stop("DATABASE_URL must look like postgresql://user:password@host:5432/database.")
    host = parse_qs(parts.query).get("host", [parts.hostname or "localhost"])[0]
    given = {
        "PGHOST": host,
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGSSLMODE": parse_qs(parts.query).get("sslmode", [""])[0],
    }
    return {name: value for name, value in given.items() if value}


class Cluster:
    """A private PostgreSQL cluster that an unprivileged user owns."""

    def __init__(self):
        self.home = self._home()
        self.data = self.home / "data"
        self.socket = self._socket()
        self.bin = None

    @staticmethod
    def _home():
        """Return a folder the server's user can reach: the run folder where possible."""
        if os.getuid():
            return RUN / "pg"
        closed = [p for p in (RUN, *RUN.parents) if p.exists() and not p.stat().st_mode & 0o001]
        if not closed:
            return RUN / "pg"
        return Path("/var/lib") / f"gift-store-{_short(RUN)}"

    def _socket(self):
        inside = self.home / "socket"
        if len(str(inside)) <= 80:
            return inside
        return Path(tempfile.gettempdir()) / f"gift-pg-{os.getuid()}-{_short(RUN)}"

    @property
    def environment(self):
        return {"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": ROLE}

    def start(self):
        """Create the cluster when there is none and start it; return whether it was stopped."""
        with locked("postgres"):
            self.bin = binaries(self.home)
            if not (self.data / "PG_VERSION").exists():
                self._create()
            if self._is_running():
                return False
            self._make_socket_folder()
            log = self.home / "server.log"
            options = ["-D", self.data, "-l", log, "-w", "-t", "60", "-s", "start"]
            self._call("pg_ctl", *options, what="Starting PostgreSQL")
            return True

    def stop(self):
        if self._is_running():
            self._call("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-s", "stop",
                       what="Stopping PostgreSQL")  # fmt: skip

    def _is_running(self):
        if not (self.data / "postmaster.pid").exists():
            return False
        self.bin = self.bin or binaries(self.home)
        command = [*self._as_user(), self.bin / "pg_ctl", "-D", self.data, "status"]
        return not subprocess.run(
            list(map(str, command)), capture_output=True, check=False, env=self._env()
        ).returncode

    def _create(self):
        shutil.rmtree(self.data, ignore_errors=True)
        self.home.mkdir(parents=True, exist_ok=True)
        if not os.getuid():
            user = self._user()
            os.chown(self.home, user.pw_uid, user.pw_gid)
        self._make_socket_folder()
        options = ["-D", self.data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        self._call("initdb", *options, "-N", what="Creating the PostgreSQL cluster")
        settings = self.data / "postgresql.conf"
        with open(settings, "a") as handle:
            handle.write(SETTINGS.format(socket=self.socket))

    def _make_socket_folder(self):
        self.socket.mkdir(parents=True, exist_ok=True)
        self.socket.chmod(0o700)
        if not os.getuid():
            user = self._user()
            os.chown(self.socket, user.pw_uid, user.pw_gid)

    @staticmethod
    def _user():
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise Stop("PostgreSQL does not run as root, and there is no user postgres or nobody here.")

    def _as_user(self):
        if os.getuid():
            return []
        user = self._user()
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def _env(self):
        env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        unpacked = library_path(self.home / "debs")
        if unpacked:
            env["LD_LIBRARY_PATH"] = unpacked
        return {**env, "LC_ALL": "C.UTF-8"}

    def _call(self, program, *options, what):
        run(
            [*self._as_user(), self.bin / program, *options],
            what=what, log="postgres.log", env=self._env(), cwd="/",
        )  # fmt: skip


def _short(path):
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def binaries(home):
    """Return the folder of PostgreSQL's programs: the system's, or ones unpacked into `home`."""
    found = _find_binaries(Path("/")) or _find_binaries(home / "debs")
    if found:
        return found
    install_packages(
        "postgresql", ("postgresql",), dest=home / "debs", what="Fetching PostgreSQL from Debian"
    )
    found = _find_binaries(home / "debs")
    if not found:
        raise Stop("PostgreSQL's programs are missing: install the package postgresql.")
    return found


def _find_binaries(root):
    """Return the programs of the newest version below `root`, if any."""
    folders = (p for p in root.glob("usr/lib/postgresql/*/bin") if (p / "initdb").exists())
    return max(folders, key=lambda p: int(p.parent.name), default=None)


class Server:
    """The database server in use; `environment` is what its clients need."""

    def __init__(self):
        self.external = external_environment()
        self.cluster = None if self.external is not None else Cluster()
        self.environment = self.external if self.cluster is None else self.cluster.environment
        self.started_here = False

    def start(self):
        """Make sure the server answers; remember whether this call started it."""
        if self.cluster:
            self.started_here = self.cluster.start() or self.started_here
        else:
            self._check_external()

    def stop(self):
        if self.cluster:
            self.cluster.stop()

    def stop_if_started(self):
        """Stop the server if this object started it and nobody else uses it by now."""
        if not self.started_here:
            return
        others = self.call("psql", "-d", "postgres", "-tAc", _OTHERS, check=False)
        if others.stdout.strip() == "0":
            self.stop()

    def _check_external(self):
        where = f"{self.environment.get('PGHOST')}:{self.environment.get('PGPORT', '5432')}"
        if self.environment.get("PGUSER") == "postgres":
            raise Stop("Odoo refuses the database user postgres: give a role of its own in PGUSER.")
        result = self.call("psql", "-d", "postgres", "-tAc", _RIGHTS, check=False)
        if result.returncode:
            reason = result.stderr.strip().splitlines()[-1:] or ["no answer"]
            raise Stop(f"The PostgreSQL server at {where} cannot be used: {reason[0]}.")
        if result.stdout.strip() != "t":
            raise Stop(f"The role on {where} may not create databases: give it CREATEDB.")

    def call(self, program, *arguments, check=True, **options):
        """Run a PostgreSQL client program against this server."""
        home = self.cluster.home if self.cluster else RUN / "pg"
        env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        env.update(self.environment)
        unpacked = library_path(home / "debs")
        if unpacked:
            env["LD_LIBRARY_PATH"] = unpacked
        command = [str(binaries(home) / program), *map(str, arguments)]
        options.setdefault("capture_output", True)
        result = subprocess.run(command, env=env, text=True, check=False, **options)
        if check and result.returncode:
            last = (result.stderr or "").strip().splitlines()[-1:] or ["no output"]
            raise Stop(f"{program} failed: {last[0]}.")
        return result

    def wait_free(self, database, seconds=20):
        """Wait until nobody is connected to `database` (createdb -T refuses otherwise)."""
        query = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'"
        for _attempt in range(seconds * 2):
            if self.call("psql", "-d", "postgres", "-tAc", query).stdout.strip() == "0":
                return
            time.sleep(0.5)


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
_RIGHTS = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
