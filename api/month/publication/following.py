"""What goes with a publication, in its transaction: calendars' bytes, mails, swaps that lapse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api.feeds.rendering.rendering import render
from api.mail.changes import queue
from api.swaps.state import lapse

if TYPE_CHECKING:
    from api.month.publication.publishing import Hook
    from api.settings import Settings


def hooks(settings: Settings) -> tuple[Hook, ...]:
    """Return what runs in the transaction of every publication: all of it, or no publication."""
    return render, partial(queue, settings=settings), lapse
