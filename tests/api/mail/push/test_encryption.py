"""What a browser decrypts, by the example of the RFC and by a browser of our own."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from joserfc import jwt
from joserfc.jwk import ECKey

from api.mail.push.encryption import (
    browser_key,
    draw_key,
    encrypted,
    public_of,
    signature,
    to_bytes,
    to_text,
)
from tests.api.mail.push.service import Browser

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# RFC 8291, appendix A.
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_rfc_is_encrypted_as_it_says() -> None:
    own = derive_private_key(int.from_bytes(to_bytes(SENDER), "big"), SECP256R1())

    message = encrypted(
        b"When I grow up, I want to be a watermelon", RECEIVER, AUTH, salt=to_bytes(SALT), own=own
    )

    assert to_text(message) == MESSAGE


def test_each_message_is_encrypted_anew_and_read_by_its_browser_alone() -> None:
    browser, other = Browser.draw(), Browser.draw()
    first, second = (encrypted("Été".encode(), browser.public_key, browser.auth) for _ in range(2))

    assert first != second
    assert browser.decrypted(first) == browser.decrypted(second) == "Été".encode()
    with pytest.raises(InvalidTag):
        other.decrypted(first)


def test_a_signature_says_to_whom_by_whom_and_for_how_long() -> None:
    private = draw_key()
    header = signature(private, "https://push.example.org/a/b?c", "https://plan.example.org", NOON)
    scheme, _, rest = header.partition(" ")
    token, key = (part.partition("=")[2] for part in rest.split(", "))

    assert scheme == "vapid"
    assert key == public_of(private)
    point = to_bytes(key)
    public = ECKey.import_key(
        {"kty": "EC", "crv": "P-256", "x": to_text(point[1:33]), "y": to_text(point[33:])}
    )
    decoded = jwt.decode(token, public, algorithms=["ES256"])
    assert decoded.header["typ"] == "JWT"
    assert json.loads(json.dumps(decoded.claims)) == {
        "aud": "https://push.example.org",
        "exp": int(NOON.timestamp()) + 12 * 3600,
        "sub": "https://plan.example.org",
    }


@pytest.mark.parametrize("text", ["", "AAAA", "é", RECEIVER[:-4], "BCVx" * 22])
def test_what_is_no_key_of_a_browser_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whose words they are doesn't matter
        browser_key(text)
