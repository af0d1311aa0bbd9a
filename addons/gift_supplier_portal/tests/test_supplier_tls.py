import datetime
import ipaddress
import ssl
import tempfile
from pathlib import Path
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from odoo.tests import BaseCase, tagged

from .. import network
from .receiver import Receiver

DAY = datetime.timedelta(days=1)


class Authority:
    """Signs certificates for the machines of a test; nobody outside knows it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = self._name("Test authority")
        self.bundle = self.folder / 'authority.pem'
        is_authority = x509.BasicConstraints(ca=True, path_length=0)
        builder = self._start(self.name, self.key, days=30)
        builder = builder.add_extension(is_authority, critical=True)
        self._write(self.bundle, builder.sign(self.key, hashes.SHA256()))

    def issue(self, host, *, days=30):
        """Return the file with key and certificate of a machine; ``days`` may be in the past."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName(host)]
        if host == 'localhost':
            names.append(x509.IPAddress(ipaddress.ip_address('127.0.0.1')))
        builder = self._start(self._name(host), key, days=days)
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        path = self.folder / f'{host}{days}.pem'
        self._write(path, builder.sign(self.key, hashes.SHA256()), key)
        return path

    def _start(self, subject, key, *, days):
        end = datetime.datetime.now(datetime.UTC) + days * DAY
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - 60 * DAY)
            .not_valid_after(end)
        )

    @staticmethod
    def _name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    @staticmethod
    def _write(path, certificate, key=None):
        data = certificate.public_bytes(serialization.Encoding.PEM)
        if key:
            data += key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        path.write_bytes(data)


@tagged('post_install', '-at_install')
class TestSupplierTls(BaseCase):
    """Messages go to who proves to be the supplier's machine, and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(folder.name)

    def _receive(self, certificate):
        """Return a receiver that speaks TLS with a certificate."""
        receiver = Receiver()
        self.addCleanup(receiver.stop)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
        receiver.url = receiver.url.replace('http://127.0.0.1', 'https://localhost')
        return receiver

    def _post(self, receiver, *, is_known=True):
        bundle = str(self.authority.bundle) if is_known else network.certifi.where()
        with patch.object(network.certifi, 'where', return_value=bundle):
            return network.post(receiver.url, b'{"kind": "order"}', {'X-A': 'b'}, is_local=True)

    def test_a_machine_with_a_certificate_of_a_known_authority_is_told(self):
        receiver = self._receive(self.authority.issue('localhost'))

        self.assertEqual(self._post(receiver), 200)
        [(path, headers, body)] = receiver.calls
        self.assertEqual((path, body), ('/hook?a=1', b'{"kind": "order"}'))
        self.assertEqual(headers['Host'], receiver.url.split('/')[2])

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        receiver = self._receive(self.authority.issue('localhost'))

        with self.assertRaisesRegex(ssl.SSLCertVerificationError, "unable to get local issuer"):
            self._post(receiver, is_known=False)
        self.assertFalse(receiver.calls)

    def test_a_certificate_of_another_name_is_refused(self):
        receiver = self._receive(self.authority.issue('other.example'))

        with self.assertRaisesRegex(ssl.SSLCertVerificationError, "Hostname mismatch"):
            self._post(receiver)
        self.assertFalse(receiver.calls)

    def test_a_certificate_that_has_ended_is_refused(self):
        receiver = self._receive(self.authority.issue('localhost', days=-1))

        with self.assertRaisesRegex(ssl.SSLCertVerificationError, "expired"):
            self._post(receiver)
        self.assertFalse(receiver.calls)

    def test_a_machine_without_encryption_learns_nothing(self):
        receiver = Receiver()
        self.addCleanup(receiver.stop)
        receiver.url = receiver.url.replace('http://127.0.0.1', 'https://localhost')

        with self.assertRaises(OSError):
            self._post(receiver)
        self.assertFalse(receiver.calls)
