"""Swaps follow publications: those whose shifts are no more lapse, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.swaps.rows import lapse

if TYPE_CHECKING:
    from api.month.places.following import Hook
    from api.settings import Settings


def follow(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return lapse
