"""Run the project's nginx configuration, unchanged but for its addresses, on this machine."""

import datetime
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

REPO = Path(__file__).resolve().parents[1]
RUN = Path(os.environ.get("GIFT_RUN_DIR") or REPO / ".run")
CONFIG = REPO / "config" / "nginx"


def program():
    """Return the real nginx, the system's or the one the set-up unpacked."""
    unpacked = RUN / "sys" / "usr" / "sbin" / "nginx"
    found = str(unpacked) if unpacked.exists() else shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert found, "nginx is missing: run scripts/setup."
    return found


def free_port():
    """Return a TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder):
    """Write a self-signed pair for localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(encoding))
    (folder / "privkey.pem").write_bytes(private)


class Proxy:
    """nginx on free ports, in front of two servers of the test."""

    def __init__(self, odoo_port, websocket_port):
        # nginx's workers are another user than root, so the folder is open to be entered.
        self.folder = Path(tempfile.mkdtemp(prefix="gift-nginx-"))
        self.folder.chmod(0o755)
        self.http_port, self.https_port = free_port(), free_port()
        self.process = None
        self._write(odoo_port, websocket_port)

    @property
    def url(self):
        return f"https://localhost:{self.https_port}"

    def _write(self, odoo_port, websocket_port):
        """Copy the configuration; change only addresses and places."""
        for file in CONFIG.glob("*.conf"):
            shutil.copy(file, self.folder)
        mime = next(
            p for p in (RUN / "sys/etc/nginx/mime.types", Path("/etc/nginx/mime.types"))
            if p.exists()
        )  # fmt: skip
        shutil.copy(mime, self.folder)
        make_certificate(self.folder)
        site = self.folder / "gift-shop.conf"
        text = site.read_text()
        text = text.replace("server odoo:8069;", f"server 127.0.0.1:{odoo_port};")
        text = text.replace("server odoo:8072;", f"server 127.0.0.1:{websocket_port};")
        text = text.replace("/etc/nginx/tls/", f"{self.folder}/")
        text = text.replace("listen 80 ", f"listen 127.0.0.1:{self.http_port} ")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.https_port} ")
        site.write_text(re.sub(r"/tmp/nginx-", f"{self.folder}/nginx-", text))
        main = self.folder / "nginx.conf"
        text = re.sub(r"/tmp/nginx", f"{self.folder}/nginx", main.read_text())
        main.write_text(text.replace("/dev/stdout", f"{self.folder}/access.log"))

    def _command(self, *options):
        # Modules of a distribution may be loaded by path; this configuration needs none.
        return [program(), "-p", self.folder, "-c", self.folder / "nginx.conf", *options]

    def check(self):
        """Run `nginx -t`; return (exit code, output)."""
        result = subprocess.run(
            list(map(str, self._command("-t"))), capture_output=True, text=True, check=False
        )
        return result.returncode, result.stderr

    def __enter__(self):
        with open(self.folder / "error.log", "w") as log:
            self.process = subprocess.Popen(
                list(map(str, self._command("-g", "daemon off;"))), stdout=log, stderr=log
            )
        for _attempt in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.https_port)):
                    return self
            assert self.process.poll() is None, (self.folder / "error.log").read_text()
            time.sleep(0.05)
        raise AssertionError("nginx does not listen.")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
