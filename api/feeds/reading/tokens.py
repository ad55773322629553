"""Make tokens of feeds: 256 random bits in an address, of which the database keeps a digest."""

from __future__ import annotations

import re

from api.access.secrets.secret import digest, draw

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> tuple[str, str]:
    """Return a new token and its digest; only the digest is kept."""
    text = draw()
    return text, digest(text)


def digest_of(text: str) -> str | None:
    """Return the digest of what may be a token (None: its shape shows that it is none)."""
    return digest(text) if SHAPE.fullmatch(text) else None
