"""Last-Modified of an address: never back in time, whatever its bytes become."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import writing
from api.feeds.reading.answers import Feeds
from api.feeds.reading.replies import Served, dated, reply
from scheduler.domain.time import midnight
from tests.api.feeds.made import Reader, loaded, own, publish
from tests.api.feeds.opened import CLOSED, OPEN, answer, feeds, shown
from tests.api.ledger.cases import BASE, LATER
from tests.calendars.feeds import values

__all__ = ["feeds"]

APRIL = midnight(date(2026, 4, 1))
HOUR = timedelta(hours=1)
GIVEN = datetime(2026, 2, 10, 8, tzinfo=UTC)
NOW = datetime(2026, 2, 10, 9, 0, 0, 500_000, tzinfo=UTC)


def ends(feeds: Feeds, last: str) -> None:
    """Say when Ada's contract ends, the first of the association."""
    with writing(feeds.engine) as session:
        (entry,) = page(session, KINDS["contrats"], limit=1)
        values = {**entry.values, "end": last}
        change(session, KINDS["contrats"], entry.key, entry.number, values)


def served(feeds: Feeds, reader: Reader, now: datetime) -> Served:
    answer_ = answer(feeds, reader, now)
    assert answer_ is not None
    return answer_.served


def by_date(feeds: Feeds, reader: Reader, now: datetime, since: bytes) -> tuple[int, list[str]]:
    """Ask by If-Modified-Since alone: the status, and the events given."""
    made = reply(served(feeds, reader, now), "GET", [(b"if-modified-since", since)], now)
    return made.status, values(made.body, "SUMMARY") if made.body else []


def stamp(served: Served) -> bytes:
    return dict(served.headers)[b"last-modified"]


def test_a_contract_renewed_after_its_end_was_told_is_a_change_to_who_asks_by_date(
    engine: Engine,
) -> None:
    loaded(engine)
    publish(engine, BASE)
    feeds = Feeds(engine)
    ada = own(engine, "ada")
    ends(feeds, "2026-03-31")
    first = served(feeds, ada, LATER)
    over = served(feeds, ada, APRIL)
    seen = by_date(feeds, ada, APRIL, stamp(over))
    ends(feeds, "2026-09-30")
    again = served(feeds, ada, APRIL + HOUR)

    assert values(over.content, "SUMMARY") == CLOSED
    assert seen == (304, [])
    assert first.changed < over.changed < again.changed
    assert again.etag == first.etag
    assert by_date(feeds, ada, APRIL + HOUR, stamp(over)) == (200, OPEN)
    assert by_date(feeds, ada, APRIL + HOUR, stamp(again)) == (304, [])
    feeds.close()


def test_an_end_told_earlier_than_first_is_a_change_to_who_asks_by_date(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    ends(feeds, "2026-03-31")
    over = served(feeds, ada, APRIL)
    ends(feeds, "2026-03-15")
    moved = served(feeds, ada, APRIL + HOUR)

    assert values(moved.content, "DTSTART")[-1] == "20260316"
    assert over.changed < moved.changed
    assert by_date(feeds, ada, APRIL + HOUR, stamp(over)) == (200, CLOSED)


def test_processes_tell_one_date_of_what_was_given(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    ends(feeds, "2026-03-31")
    served(feeds, ada, APRIL)
    ends(feeds, "2026-09-30")
    again = served(feeds, ada, APRIL + HOUR)
    other = Feeds(feeds.engine)

    assert again.changed == APRIL + HOUR
    assert served(other, ada, APRIL + 2 * HOUR).changed == again.changed
    other.close()


def test_a_date_that_can_t_be_written_is_given_all_the_same(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    with feeds.engine.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE UPDATE ON feed BEGIN INSERT INTO away VALUES (1); END")
        )

    assert shown(feeds, ada) == OPEN


@pytest.mark.parametrize(
    ("etag", "changed", "expected"),
    [
        (None, NOW - HOUR, NOW - HOUR),
        ("same", NOW, GIVEN),
        ("other", GIVEN + timedelta(seconds=1), GIVEN + timedelta(seconds=1)),
        ("other", GIVEN, NOW.replace(microsecond=0)),
        ("other", GIVEN - HOUR, NOW.replace(microsecond=0)),
    ],
)
def test_the_date_of_other_bytes_is_their_own_unless_that_would_be_back_in_time(
    etag: str | None, changed: datetime, expected: datetime
) -> None:
    served = Served(content=b"", etag="same", changed=changed, name="essai")

    dated_ = dated(served, etag, None if etag is None else GIVEN, NOW)

    assert (dated_.changed, dated_.etag) == (expected, "same")


def test_other_bytes_within_the_second_are_of_the_next_one() -> None:
    served = Served(content=b"", etag="same", changed=GIVEN, name="essai")

    dated_ = dated(served, "other", GIVEN, GIVEN + timedelta(milliseconds=500))

    assert dated_.changed == GIVEN + timedelta(seconds=1)
