"""Write an event as a signed message of Standard Webhooks (standardwebhooks.com, version 1)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.database.base import canonical
from api.database.tables.events import EventRow, WebhookRow

PREFIX = "whsec_"
BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event as programs get it, by either way; `id` is the message's at each try."""

    id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]


def event_of(row: EventRow) -> Event:
    """Read an event as programs get it."""
    return Event(id=row.id, type=row.type, timestamp=row.at, data=row.data)


def body_of(event: Event) -> bytes:
    """Return the bytes of a message, the same at each try."""
    at = event.timestamp.isoformat().replace("+00:00", "Z")
    content = {"id": event.id, "type": event.type, "timestamp": at, "data": event.data}
    return canonical(content).encode()


def draw_secret() -> str:
    """Return a new secret: 256 random bits, written as the standard says."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers_of(webhook: WebhookRow, event: str, body: bytes, now: datetime) -> Mapping[str, str]:
    """
    Return the headers of a message that is sent now.

    Shortly after a rotation it has two signatures, by the new secret and by the one before.
    """
    at = str(int(now.timestamp()))
    former = webhook.former_until is not None and now < webhook.former_until
    keys = (webhook.secret, webhook.former_secret) if former else (webhook.secret,)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Roulement",
        "webhook-id": event,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(_signature(key, event, at, body) for key in keys),
    }


def _signature(secret: str, event: str, at: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, b".".join((event.encode(), at.encode(), body)), hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"
