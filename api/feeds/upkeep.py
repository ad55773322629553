"""Entretien: each minute, reads are written and what the association's data changed is rendered."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from api.feeds.rendering import refresh, stale
from api.store.engine import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.feeds.reading import Feeds

EVERY = 60.0
"""Seconds between two rounds: how late an absence may be in a feed, and a read in a list."""

LOG = logging.getLogger("roulement.flux")


def once(feeds: Feeds) -> None:
    """Write the reads gathered, and render what was made from data that changed since."""
    feeds.flush()
    with reading(feeds.engine) as session:
        late = stale(session)
    if late:
        refresh(feeds.engine)


@contextmanager
def running(feeds: Feeds, every: float = EVERY) -> Iterator[None]:
    """Keep feeds up while the service runs; what was gathered is written at its end."""
    ended = Event()

    def rounds() -> None:
        while not ended.is_set():
            try:
                once(feeds)
            except Exception:
                # A database that is down comes back: the next round does the work of this one.
                LOG.exception("entretien des flux")
            ended.wait(every)

    thread = Thread(target=rounds, name="entretien des flux", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        feeds.close()
