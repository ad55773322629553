"""From a token to what its address answers, kept at hand while nothing is written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text, update

from api.access.secrets.secret import digest
from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import reading, writing
from api.database.tables.feeds import FeedBytesRow, FeedReadRow, FeedRow
from api.feeds.kinds import FeedKind
from api.feeds.reading.answers import Feeds
from api.feeds.reading.receipts import FeedReading
from api.feeds.rendering.rendering import refresh
from api.feeds.subscriptions import choose
from api.web.refusing.problems import Refusal
from scheduler.domain.time import midnight
from tests.api.feeds.made import loaded, own, publish, stored, subscribed
from tests.api.feeds.opened import OPEN, SEEN, answer, feeds, row_of, shown
from tests.api.ledger.cases import BASE, LATER, LATEST
from tests.calendars.feeds import values

MINUTE = timedelta(minutes=1)
ANOTHER = """
CREATE TRIGGER another AFTER UPDATE ON feed_bytes BEGIN UPDATE feed_bytes SET drawn = 'another'; END
"""


__all__ = ["feeds"]


def test_a_token_opens_its_feed_and_no_other_does(engine: Engine) -> None:
    loaded(engine)
    ada = own(engine, "ada")
    publish(engine, BASE)
    feeds = Feeds(engine)
    first = answer(feeds, ada)

    assert shown(feeds, ada) == OPEN
    assert feeds.look(digest("a" * 43), LATER) is None
    assert first is not None
    feeds.note(first, SEEN)
    assert row_of(feeds, ada).read_publication == 1
    feeds.close()


def test_nothing_written_is_nothing_asked_again(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    hashed = digest(ada.token)

    assert feeds.at_hand(hashed, LATER) is None
    first = feeds.look(hashed, LATER)
    assert feeds.at_hand(hashed, LATER) is first
    publish(feeds.engine, BASE | {("farid", "P-S-2026-03-04")}, LATER)
    assert feeds.at_hand(hashed, LATER) is None


def test_a_new_day_is_asked_again(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    hashed = digest(ada.token)
    first = feeds.look(hashed, LATER)

    assert first is not None
    assert first.until == midnight(date(2026, 2, 13))
    assert feeds.at_hand(hashed, first.until - MINUTE) is first
    assert feeds.at_hand(hashed, first.until) is None


def test_bytes_that_are_not_there_are_made(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    with writing(feeds.engine) as session:
        session.execute(update(FeedRow).values(alarm=60))
    assert shown(feeds, ada) == OPEN


def test_the_first_reading_of_a_publication_is_written_before_the_bytes_leave(
    feeds: Feeds,
) -> None:
    ada = own(feeds.engine, "ada")
    first = answer(feeds, ada)
    assert first is not None
    assert first.new
    feeds.note(first, SEEN)

    with reading(feeds.engine) as session:
        firsts = session.execute(select(FeedReadRow.feed, FeedReadRow.publication, FeedReadRow.at))
        assert firsts.all() == [(ada.feed, 1, LATER)]
    again = answer(feeds, ada)
    assert again is not None
    assert not again.new


def test_other_readings_are_written_with_those_of_the_minute(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    first = answer(feeds, ada)
    assert first is not None
    feeds.note(first, SEEN)
    again = answer(feeds, ada)
    assert again is not None
    feeds.note(again, FeedReading(at=LATEST, reader="Outlook"))

    assert (row_of(feeds, ada).read, row_of(feeds, ada).reader) == (LATER, "Thunderbird")
    assert feeds.flush() == 1
    assert (row_of(feeds, ada).read, row_of(feeds, ada).reader) == (LATEST, "Outlook")
    assert feeds.flush() == 0


def test_another_alarm_is_another_answer_to_who_asks_by_date(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada", 30)
    subscribed(feeds.engine, ada.caller, FeedKind.PERSON, "ada", 60)
    before = answer(feeds, ada)
    with writing(feeds.engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        choose(session, ada.caller, row, now=LATER, alarm=60, label="")
    after = answer(feeds, ada)

    assert before is not None
    assert after is not None
    assert values(after.served.content, "TRIGGER") == ["-PT1H"]
    assert after.served.changed == LATER > before.served.changed


def test_bytes_in_memory_are_bounded(feeds: Feeds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.feeds.reading.answers.KEPT_BYTES", 10)
    monkeypatch.setattr("api.feeds.reading.answers.KEPT_FEEDS", 1)
    ada, brice = own(feeds.engine, "ada"), own(feeds.engine, "brice")

    for reader in (ada, brice, ada):
        assert answer(feeds, reader) is not None
    assert len(feeds._content) == 1
    assert len(feeds._answers) == 1


def test_a_refresh_is_read_at_once(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    first = answer(feeds, ada)
    with writing(feeds.engine) as session:
        (entry,) = page(session, KINDS["sites"], limit=1)
        values = {**entry.values, "name": "Mairie"}
        change(session, KINDS["sites"], entry.key, entry.number, values)
    refresh(feeds.engine, now=datetime(2026, 2, 13, tzinfo=UTC))
    second = answer(feeds, ada)

    assert first is not None
    assert second is not None
    assert stored(feeds.engine, ada.key).etag == second.served.etag != first.served.etag


def test_a_reading_that_can_t_be_written_is_served_and_written_later(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    first = answer(feeds, ada)
    assert first is not None
    with feeds.engine.begin() as connection:
        connection.execute(text("ALTER TABLE feed_read RENAME TO away"))
    feeds.note(first, SEEN)
    with feeds.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO feed_read"))
    feeds.flush()

    assert row_of(feeds, ada).read_publication == 1
    assert feeds._late == {}


def test_bytes_that_are_late_each_time_are_refused_for_a_moment_and_never_gone(
    sqlite_engine: Engine,
) -> None:
    loaded(sqlite_engine)
    ada = own(sqlite_engine, "ada")
    publish(sqlite_engine, BASE)
    # As a process of another release would, which draws them at the same time.
    with writing(sqlite_engine) as session:
        session.execute(text(ANOTHER))
        session.execute(update(FeedBytesRow).values(drawn="another"))

    with pytest.raises(Refusal) as refused:
        Feeds(sqlite_engine).look(digest(ada.token), LATER)

    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "30"})
