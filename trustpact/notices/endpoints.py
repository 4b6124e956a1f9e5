"""
Which addresses a push may be sent to. PURE, but for `leads_outside`, which asks for a host's address.

A browser names the address itself, so whoever signs in could name any: only the hosts of the known
push services are taken, by https on its usual port, so that nobody can make this server ask
another machine for something.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

LONGEST = 1000  # characters
# Google (Chrome, Edge on Android and others), Mozilla, Apple, Microsoft. ".x" is any host below x.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
)
LOOPBACK = ("localhost", "127.0.0.1")


def is_endpoint(address: str, *, hosts: Iterable[str] = (), loopback: bool = False) -> bool:
    """
    Whether a push may be sent to `address`.

    `hosts` are the operator's own beside the known services; with `loopback`, which is for tests,
    a port of this machine is taken too.
    """
    if len(address) > LONGEST or not address.isascii() or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if " " in address or "\\" in address or "@" in parts.netloc or parts.fragment:
        return False
    if loopback and parts.scheme == "http" and host in LOOPBACK:
        return True
    is_plain = parts.scheme == "https" and port in (None, 443) and parts.path.strip("/") != ""
    return (
        is_plain and not _is_number(host) and any(_is_of(host, one) for one in (*SERVICES, *hosts))
    )


def leads_outside(address: str) -> bool:
    """Whether every address that the host of `address` has now is a public one."""
    try:
        found = socket.getaddrinfo(urlsplit(address).hostname, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True  # unknown just now: connecting says so by itself
    return all(
        ipaddress.ip_address(str(where[4][0]).partition("%")[0]).is_global for where in found
    )


def _is_of(host: str, allowed: str) -> bool:
    allowed = allowed.strip().lower()
    return host.endswith(allowed) if allowed.startswith(".") else bool(host) and host == allowed


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit() or host.startswith("0x")
    return True
