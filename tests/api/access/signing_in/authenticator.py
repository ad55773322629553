"""A device's authenticator, which makes keys and signs as WebAuthn says (W3C, level 2, 6)."""

import hashlib
import json
import os
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from api.mail.push.encryption import to_text

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64


@dataclass
class Authenticator:
    """One key, for one service."""

    origin: str
    flags: int = PRESENT | VERIFIED
    uses: int = 0
    name: bytes = field(default_factory=lambda: os.urandom(16))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, options: str) -> str:
        """Answer `navigator.credentials.create`."""
        request_options = json.loads(options)
        numbers = self.private.public_key().public_numbers()
        key = cbor2.dumps(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32, "big"),
                -3: numbers.y.to_bytes(32, "big"),
            }
        )
        name = len(self.name).to_bytes(2, "big") + self.name
        data = self._data(request_options["rp"]["id"], WITH_KEY) + bytes(16) + name + key
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", request_options["challenge"])
        return self._answer(client, attestationObject=to_text(attested))

    def signed(self, options: str) -> str:
        """Answer `navigator.credentials.get`."""
        request_options = json.loads(options)
        self.uses += 1
        data = self._data(request_options["rpId"])
        client = self._client("webauthn.get", request_options["challenge"])
        text = data + hashlib.sha256(client).digest()
        signature = self.private.sign(text, ec.ECDSA(SHA256()))
        return self._answer(client, authenticatorData=to_text(data), signature=to_text(signature))

    def _data(self, service: str, more: int = 0) -> bytes:
        flags = (self.flags | more).to_bytes(1, "big")
        return hashlib.sha256(service.encode()).digest() + flags + self.uses.to_bytes(4, "big")

    def _client(self, what: str, challenge: str) -> bytes:
        said = {"type": what, "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, client: bytes, **response: str) -> str:
        name = to_text(self.name)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {"clientDataJSON": to_text(client), **response},
                "clientExtensionResults": {},
            }
        )
