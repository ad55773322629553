"""Each minute, write the reads gathered and render the feeds that are late."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

from sqlalchemy.orm import Session

from api.database.engine import reading, writing
from api.feeds.reading.answers import Feeds
from api.feeds.rendering.rendering import numbers, refresh, stale

EVERY = 60.0
"""Seconds between two rounds: how late a read may be in a list."""

LOG = logging.getLogger("roulement.flux")


Tell = Callable[["Session", datetime], object]
"""What to announce, in a write, of data or publications that changed."""


def once(feeds: Feeds, tell: Tell | None = None) -> None:
    """
    Write the reads gathered, and render what was made from something older.

    `tell` is called too if the data changed, by any means: the import, the forms or another
    process.
    """
    feeds.flush()
    with reading(feeds.engine) as session:
        late, moved = stale(session, feeds.public_url), numbers(session)[:2]
    if late:
        refresh(feeds.engine, feeds.public_url)
    if tell is not None and moved != feeds.notified:
        with writing(feeds.engine) as session:
            tell(session, datetime.now(UTC))
        # Only now: what a busy database refused is told in the next round.
        feeds.notified = moved


@contextmanager
def running(feeds: Feeds, every: float = EVERY, *, tell: Tell | None = None) -> Iterator[None]:
    """Call `once` each minute while the service runs; write the last reads when it ends."""
    ended = Event()

    def rounds() -> None:
        while not ended.is_set():
            try:
                once(feeds, tell)
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
