"""End the swaps whose shifts a publication takes away, in its transaction."""

from api.month.places.database import Hook
from api.settings import Settings
from api.swaps.rows import lapse


def hook(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return lapse
