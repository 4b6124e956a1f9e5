"""
Invitation secrets, PURE: the token of a link, the code that can be read aloud, and their digests.

A token has 256 bits. A code has twelve of 32 signs, 60 bits, and wrong ones are limited. Neither
is kept: the database holds their keyed digests only.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1: they are read for one another
CODE_LENGTH = 12
LONGEST_INPUT = 100


@dataclass(frozen=True)
class Secret:
    """What the inviter hands over: the token of the link, or the same invitation's code."""

    token: str
    code: str


def new_secret():
    """Return a fresh Secret from the system's randomness."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return Secret(token=secrets.token_urlsafe(32), code=spelled(signs))


def spelled(signs):
    """Return twelve signs as they are shown: ABCD-EFGH-JKLM."""
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def read_code(text):
    """Return a typed code as it is spelled, or "" where it cannot be one."""
    if len(text) > LONGEST_INPUT:
        return ""
    signs = re.sub(r"[\W_]", "", text).upper()
    if len(signs) != CODE_LENGTH or set(signs) - set(ALPHABET):
        return ""
    return spelled(signs)


def digest(text, *, purpose, key):
    """
    Return the digest under which a secret is found: 64 hexadecimal digits.

    `purpose` keeps a link's token and a code apart; `key` is one of the installation's.
    """
    message = f"couples.invitation\0{purpose}\0{text}".encode()
    return hmac.new(key.encode(), message, sha256).hexdigest()
