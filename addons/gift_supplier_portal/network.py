"""Requests to addresses that suppliers give us: nothing inside our own network is reached."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from urllib.parse import urlsplit

import certifi

CONNECT_S = 5
ANSWER_S = 10  # between two pieces of an answer
WHOLE_S = 20  # from the connection to the end of the answer's headers
# Networks that lead to other ones, which a check of the address alone does not see.
TUNNELS = tuple(map(ipaddress.ip_network, ('64:ff9b::/96', '2002::/16', '2001::/32')))


class AddressError(ValueError):
    """The address may not be called; its text is a code: scheme, user, host, unknown, private."""


def split_url(url, *, is_local=False):
    """Return the parts of a URL that may be called, before its name is looked up.

    :param bool is_local: plain HTTP and addresses of the own network are allowed, for tests.
    :raise AddressError: with a code.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError('host') from error
    if parts.scheme != 'https' and not (is_local and parts.scheme == 'http'):
        raise AddressError('scheme')
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressError('user')
    if not parts.hostname or port == 0 or not url.isascii() or not url.isprintable() or ' ' in url:
        raise AddressError('host')
    try:
        address = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return parts
    if not is_local and not is_public(address):
        raise AddressError('private')
    return parts


def is_public(address):
    """Return whether an IP address belongs to the internet and to nobody's inner network."""
    address = getattr(address, 'ipv4_mapped', None) or address
    if any(address.version == net.version and address in net for net in TUNNELS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def find_address(host, port, *, is_local=False):
    """Return the address to call; a name that leads inside, even among others, is refused.

    :raise AddressError: with a code.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError('unknown') from error
    addresses = [ipaddress.ip_address(entry[4][0].partition('%')[0]) for entry in found]
    if not is_local and not all(map(is_public, addresses)):
        raise AddressError('private')
    return str(addresses[0])


def post(url, body, headers, *, is_local=False, whole_s=WHOLE_S):
    """Send a request and return the status of its answer. No redirect is followed.

    The name is looked up once and that address is called, so that a second look-up cannot lead
    elsewhere. Proxies of the environment are not used.

    :param bytes body: what is sent.
    :raise AddressError: when the address may not be called.
    :raise OSError: when there is no answer in time (``TimeoutError`` among others).
    """
    parts = split_url(url, is_local=is_local)
    port = parts.port or {'https': 443, 'http': 80}[parts.scheme]
    address = find_address(parts.hostname, port, is_local=is_local)
    began = time.monotonic()
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = socket.create_connection((address, port), timeout=CONNECT_S)
    connection.sock.settimeout(ANSWER_S)
    timer = threading.Timer(whole_s, _cut, [connection])
    timer.start()
    try:
        if parts.scheme == 'https':
            _encrypt(connection, parts.hostname)
        path = (parts.path or '/') + (f'?{parts.query}' if parts.query else '')
        connection.request('POST', path, body, {**headers, 'Host': parts.netloc})
        return connection.getresponse().status
    except (http.client.HTTPException, OSError) as error:
        if time.monotonic() - began >= whole_s:
            raise TimeoutError from error
        if isinstance(error, OSError):
            raise
        raise ConnectionError(type(error).__name__) from error
    finally:
        timer.cancel()
        connection.close()


def _encrypt(connection, host):
    context = ssl.create_default_context(cafile=certifi.where())
    connection.sock = context.wrap_socket(
        connection.sock, server_hostname=host, do_handshake_on_connect=False
    )
    connection.sock.do_handshake()  # after the timer can find it


def _cut(connection):
    """End a connection whose other side takes too long, piece by piece."""
    try:
        socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
    except (OSError, TypeError):  # it has ended
        return
