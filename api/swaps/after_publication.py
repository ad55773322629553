"""End the swaps whose shifts a publication takes away, in its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.swaps.rows import lapse

if TYPE_CHECKING:
    from api.month.places.hooks import Hook
    from api.settings import Settings


def hook(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return lapse
