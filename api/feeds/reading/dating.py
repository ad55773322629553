"""
Date an address so that its Last-Modified never goes back, whatever its bytes become.

A contract renewed opens a feed that had told its end: bytes older than those that clients have.
So each subscription keeps what it last gave, and of when it said that it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from api.database.engine import writing
from api.database.tables.feeds import FeedRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from api.feeds.reading.serving import Served

SECOND = timedelta(seconds=1)


def dated(served: Served, etag: str | None, changed: datetime | None, now: datetime) -> Served:
    """
    Return what an address answers, of a date later than that of other bytes given before.

    `etag`, `changed`: what it last gave (None: nothing yet). HTTP dates are in whole seconds.
    """
    if changed is None:
        return served
    if etag == served.etag:
        return replace(served, changed=changed)
    if served.changed > changed:
        return served
    return replace(served, changed=max(now.replace(microsecond=0), changed + SECOND))


def keep(engine: Engine, feed: str, before: str | None, served: Served) -> bool:
    """
    Keep what an address gives, unless another process changed that since it was `before`.

    Return whether it is to be looked up again, so that all tell one date; where it can't be written
    (a full disk), it is not.
    """
    try:
        with writing(engine, alone=False) as session:
            session.execute(
                update(FeedRow)
                .where(FeedRow.id == feed, FeedRow.given_etag.is_not_distinct_from(before))
                .values(given_etag=served.etag, given_changed=served.changed)
            )
    except OperationalError:
        return False
    return True
