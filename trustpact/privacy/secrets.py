"""Where secrets come from: the environment, a file, or (in development only) made once."""

import base64
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def from_environment(name: str) -> str:
    """
    Return the secret called `name` from the environment, or from the file that NAME_FILE names.

    Returns "" when neither is set. Raises ImproperlyConfigured when the file cannot be read.
    """
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return os.environ.get(name, "").strip()


def development_secret(name: str, *, debug: bool, var: Path) -> str:
    """
    Return the secret kept under `var/secrets`, made at the first start of a development machine.

    32 random bytes in URL-safe base64, in a file that only its owner can read. Raises
    ImproperlyConfigured outside development: there a secret must be given, never invented.
    """
    if not debug:
        setting = name.upper()
        raise ImproperlyConfigured(f"Set {setting} or {setting}_FILE. See README, “Settings”.")
    path = var / "secrets" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    with os.fdopen(file, "w", encoding="utf-8") as handle:
        handle.write(secret)
    return secret
