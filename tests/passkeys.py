"""A passkey as a device would have registered it, for tests that need one to be there."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData


def a_passkey() -> dict:
    """Return the registration response of a fresh key, in the JSON form that browsers give it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid(bytes(16)), secrets.token_bytes(16), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    site = hashlib.sha256(b"localhost").digest()
    data = AuthenticatorData.create(site, flags, 0, bytes(credential))
    client = {"type": "webauthn.create", "challenge": "AAAA", "origin": "http://localhost"}
    key_id = _encoded(credential.credential_id)
    return {
        "id": key_id,
        "rawId": key_id,
        "type": "public-key",
        "response": {
            "clientDataJSON": _encoded(json.dumps(client).encode()),
            "attestationObject": _encoded(bytes(AttestationObject.create("none", data, {}))),
        },
        "clientExtensionResults": {},
    }


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
