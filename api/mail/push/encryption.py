"""Encrypt a notification for one browser (RFC 8291, 8188), and sign who sends it (RFC 8292)."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

RECORD = 4096
"""Bytes of the only record: what a push service must take (RFC 8030, 7.2)."""

LAST = b"\x02"
"""Ends the text of the last record (RFC 8188, 2)."""

AUTH_BYTES = 16
SIGNED_FOR = timedelta(hours=12)
"""A signature may be good for a day at most (RFC 8292, 2)."""


def to_text(data: bytes) -> str:
    """Write bytes in base64 for addresses, without padding, as browsers do."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    """Read them again (ValueError: it isn't base64)."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def browser_key(text: str) -> EllipticCurvePublicKey:
    """Return a browser's public key (ValueError: it is none)."""
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), to_bytes(text))
    except UnsupportedAlgorithm as error:  # a point in a form that isn't the one browsers give
        raise ValueError(str(error)) from error


def encrypted(
    content: bytes,
    public_key: str,
    auth: str,
    *,
    salt: bytes = b"",
    own: EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Encrypt a text for one browser; `salt` and `own` are drawn, unless a test gives them."""
    own, salt = own or generate_private_key(SECP256R1()), salt or os.urandom(16)
    theirs = browser_key(public_key)
    sender, receiver = _point(own.public_key()), _point(theirs)
    shared = own.exchange(ECDH(), theirs)
    secret = _derived(shared, to_bytes(auth), b"WebPush: info\0" + receiver + sender, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + len(sender).to_bytes(1, "big") + sender
    return head + AESGCM(key).encrypt(nonce, content + LAST, None)


def signature(private: str, endpoint: str, contact: str, now: datetime) -> str:
    """Return the header that tells a push service who sends, and whom to write to."""
    to = urlsplit(endpoint)
    claims = {
        "aud": f"{to.scheme}://{to.netloc}",
        "exp": int((now + SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    token = jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, ECKey.import_key(private))
    return f"vapid t={token}, k={public_of(private)}"


def draw_key() -> str:
    """Return a new private key."""
    return ECKey.generate_key("P-256").as_pem(private=True).decode()


def public_of(private: str) -> str:
    """Return what browsers need of a key, to take what it signs alone."""
    public = ECKey.import_key(private).public_key
    return to_text(_point(public))


def _point(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
