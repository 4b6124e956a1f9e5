"""
Which mail addresses are taken in, and which of them lead to one mailbox. PURE.

Two people must not end up with what looks like one mailbox, and a mail must not go where
nobody meant it to go; so an address holds plain ASCII before the @ and an ordinary host name behind
it. What Django lets pass and we do not: hidden and look-alike characters (U+202E, a dotless ı),
quotes, and numbers in brackets instead of a host. An international host name is typed in its ASCII
form (xn--...).
"""

import re
from collections.abc import Iterable

LONGEST = 254  # characters, RFC 5321
_DOTS_MEAN_NOTHING = {"gmail.com", "googlemail.com"}
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def is_mailbox(address: str) -> bool:
    """Whether `address`, as it was typed, can be somebody's mailbox here."""
    local, at, host = normal(address).rpartition("@")
    if not (at and address.isascii()) or len(address) > LONGEST or len(local) > 64:
        return False
    return bool(_LOCAL.fullmatch(local)) and _is_host(host)


def normal(address: str) -> str:
    """Return the form in which addresses are kept and compared: trimmed and in lower case."""
    return address.strip().lower()


def mailbox_of(address: str) -> str:
    """
    Return the mailbox that an address leads to, for comparing only, never for sending.

    Case and a "+tag" mean nothing anywhere; dots before the @ mean nothing at Gmail.
    """
    local, _, host = normal(address).rpartition("@")
    local = local.partition("+")[0]
    if host in _DOTS_MEAN_NOTHING:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{host}"


def share_a_mailbox(addresses: Iterable[str], others: Iterable[str]) -> bool:
    """Whether any of the first addresses leads to the same mailbox as any of the second."""
    return not {mailbox_of(a) for a in addresses}.isdisjoint(mailbox_of(o) for o in others)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    return host == "localhost" or (len(labels) > 1 and not labels[-1].isdigit())
