"""Mail follows publications: who must be told soon is written to, in the same transaction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api.mail.changes import queue

if TYPE_CHECKING:
    from api.month.places.following import Hook
    from api.settings import Settings


def follow(settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return partial(queue, settings=settings)
