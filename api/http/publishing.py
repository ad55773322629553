"""What goes with a publication, in its transaction: calendars' bytes, mails, swaps that lapse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api.asking.swaps_kept import lapse
from api.feeds.rendering import render
from api.mail.changes import queue

if TYPE_CHECKING:
    from api.rotas.publishing import Hook
    from api.settings import Settings


def hooks(settings: Settings) -> tuple[Hook, ...]:
    """Return what runs in the transaction of every publication: all of it, or no publication."""
    return render, partial(queue, settings=settings), lapse
