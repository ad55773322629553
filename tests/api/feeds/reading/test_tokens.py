from __future__ import annotations

import hashlib

import pytest

from api.feeds.reading.tokens import digest_of, new_token


def test_a_token_is_256_random_bits_and_its_digest_is_kept() -> None:
    text, digest = new_token()

    assert len(text) == 43
    assert digest == digest_of(text) == hashlib.sha256(text.encode()).hexdigest()
    assert new_token()[0] != text


@pytest.mark.parametrize(
    "text", ["", "a" * 42, "a" * 44, "a" * 100_000, "a" * 42 + "é", "a" * 42 + ".", "a" * 42 + "\n"]
)
def test_what_can_be_no_token_is_never_looked_for(text: str) -> None:
    assert digest_of(text) is None
