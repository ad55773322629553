"""
Chain publications: each one's hash covers the one before it, its head and its entries.

The hash is SHA-256 over the previous hash, the head and each entry, one canonical JSON text a
line: it can be computed again from the register alone.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from api.database.base import canonical
from api.database.tables.ledger import PublicationRow
from api.ledger.lines import FIELDS

GENESIS = sha256(b"roulement: registre des publications").hexdigest()
"""What the first publication has in place of a previous hash."""

ADDED, CHANGED, REMOVED = "+", "~", "-"
"""What an entry does to an assignment."""


HEAD = (
    *("number", "id", "month", "agency", "dispositifs", "rota", "version", "origin"),
    *("made_by", "made", "note", "fingerprint", "entries"),
)
"""What a publication says of itself, but the two hashes."""


def head_of(row: PublicationRow) -> dict[str, Any]:
    """Return what a publication says of itself, as it is hashed: all but the two hashes."""
    return {
        **{name: getattr(row, name) for name in HEAD},
        "month": row.month.isoformat(),
        "dispositifs": list(row.dispositifs),
        "made": row.made.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def entry_of(row: Any) -> dict[str, Any]:
    """Return an entry (a row of `publication_entry`) as it is hashed, its position included."""
    return {
        "position": row.position,
        "change": row.change,
        **{name: getattr(row, name) for name in FIELDS},
    }


def chained(previous: str, head: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the hash of a publication after the one whose hash is `previous`."""
    digest = sha256(previous.encode())
    for part in (head, *entries):
        digest.update(b"\n")
        digest.update(canonical(part).encode())
    return digest.hexdigest()
