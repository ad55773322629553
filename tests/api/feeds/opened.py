"""What a subscription answers, as tests ask."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine

from api.access.secrets.secret import digest
from api.database.engine import reading
from api.database.tables.feeds import FeedRow
from api.feeds.reading.answers import FeedAnswer, Feeds
from api.feeds.reading.receipts import FeedReading
from tests.api.feeds.made import Reader, loaded, publish
from tests.api.ledger.cases import BASE, LATER
from tests.calendars.feeds import values

SEEN = FeedReading(at=LATER, reader="Thunderbird")


@pytest.fixture
def feeds(sqlite_engine: Engine) -> Iterator[Feeds]:
    loaded(sqlite_engine)
    publish(sqlite_engine, BASE)
    made = Feeds(sqlite_engine)
    yield made
    made.close()


def answer(feeds: Feeds, reader: Reader, now: datetime = LATER) -> FeedAnswer | None:
    answer_ = feeds.at_hand(digest(reader.token), now)
    return feeds.look(digest(reader.token), now) if answer_ is None else answer_


def shown(feeds: Feeds, reader: Reader, now: datetime = LATER) -> list[str]:
    answer_ = answer(feeds, reader, now)
    return [] if answer_ is None else values(answer_.served.content, "SUMMARY")


CLOSED = ["Flux fermé : supprimez cet abonnement"]
OPEN = ["Jour – Médiation de place", "Absence"]


def row_of(feeds: Feeds, reader: Reader) -> FeedRow:
    with reading(feeds.engine) as session:
        row = session.get(FeedRow, reader.feed)
        assert row is not None
        return row
