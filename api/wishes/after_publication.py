"""Write down which wishes a publication answers, in its transaction."""

from api.month.places.database import Hook
from api.settings import Settings
from api.wishes.service import record_answers


def hook(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return record_answers
