"""Feeds made with publications, and made again when what they show has changed."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add, change, page, remove
from api.database.engine import reading, writing
from api.database.tables.feeds import FeedBytesRow, FeedEventRow, FeedRow
from api.feeds.kinds import FeedKind, Key
from api.feeds.rendering.rendering import ensure, numbers, prepare, refresh, stale
from api.feeds.subscriptions import end
from tests.api.feeds.made import (
    EVENING,
    Reader,
    append_only,
    loaded,
    manager,
    own,
    publish,
    stored,
    subscribed,
    worker,
)
from tests.api.ledger.cases import BASE, LATER, LATEST, NOW
from tests.calendars.feeds import values

SECOND = timedelta(seconds=1)


@pytest.fixture
def ada(sqlite_engine: Engine) -> Reader:
    loaded(sqlite_engine)
    return own(sqlite_engine, "ada")


def text(engine: Engine, key: Key) -> bytes:
    return stored(engine, key).content


def rewrite(engine: Engine, kind: str, key: int, **fields: Any) -> None:
    with writing(engine) as session:
        (entry,) = page(session, KINDS[kind], after=key - 1, limit=1)
        values_ = {**entry.values, **fields}
        change(session, KINDS[kind], entry.key, entry.number, values_)


def absent(engine: Engine, person: str, day: str, kind: str = "maladie") -> None:
    with writing(engine) as session:
        absence = {"mediator": person, "start": day, "end": day, "kind": kind}
        add(session, KINDS["absences"], absence)


def test_a_published_appointment_says_its_reference_and_its_place(engine: Engine) -> None:
    loaded(engine)
    appointment = {
        "id": "RV-1",
        "dispositif": "P",
        "site": "place",
        "place": "Hall B",
        "day": "2026-03-11",
        "start": "14:30",
        "minutes": 60,
        "reference": "DOS-118",
    }
    with writing(engine) as session:
        add(session, KINDS["rendez_vous"], appointment)

    publish(engine, frozenset({("ada", "RV-1-2026-03-11")}))

    content = stored(engine, own(engine, "ada").key).content
    assert sorted(values(content, "SUMMARY")) == ["Absence", "Jour – Médiation de place"]
    assert any("Rendez-vous DOS-118 : Hall B" in text for text in values(content, "DESCRIPTION"))


def test_a_publication_s_shifts_are_in_the_feed_with_it(engine: Engine) -> None:
    loaded(engine)
    publish(engine, frozenset())
    ada = own(engine, "ada")
    before = stored(engine, ada.key)
    number = publish(engine, BASE)
    after = stored(engine, ada.key)

    assert values(before.content, "SUMMARY") == ["Absence"]
    assert values(after.content, "SUMMARY") == ["Jour – Médiation de place", "Absence"]
    assert after.publication == number == 2
    assert after.etag == hashlib.sha256(after.content).hexdigest()
    assert after.changed == NOW + SECOND  # bytes made at the same second were others


def test_what_a_publication_leaves_as_it_was_keeps_its_bytes_and_its_date(
    sqlite_engine: Engine, ada: Reader
) -> None:
    publish(sqlite_engine, BASE)
    before = stored(sqlite_engine, ada.key)
    number = publish(sqlite_engine, BASE | {EVENING}, LATER)
    after = stored(sqlite_engine, ada.key)

    assert (after.content, after.etag, after.changed) == (
        before.content,
        before.etag,
        before.changed,
    )
    assert after.publication == number == 2


def test_a_shift_taken_away_is_a_change_of_that_date(sqlite_engine: Engine, ada: Reader) -> None:
    publish(sqlite_engine, BASE)
    publish(sqlite_engine, BASE - {("ada", "P-J-2026-03-02")}, LATER)
    after = stored(sqlite_engine, ada.key)

    assert values(after.content, "SUMMARY") == ["Absence"]
    assert after.changed == LATER


def test_a_shift_that_comes_back_is_the_same_event_of_a_later_revision(
    sqlite_engine: Engine, ada: Reader
) -> None:
    publish(sqlite_engine, BASE)
    first = text(sqlite_engine, ada.key)
    publish(sqlite_engine, BASE - {("ada", "P-J-2026-03-02")}, LATER)
    publish(sqlite_engine, BASE, LATEST)
    again = text(sqlite_engine, ada.key)

    assert values(again, "UID")[0] == values(first, "UID")[0]
    assert [int(values(feed, "SEQUENCE")[0]) for feed in (first, again)] == [0, 1]
    assert values(again, "LAST-MODIFIED")[0] == "20260214T080000Z"


def test_a_site_s_new_name_is_a_new_revision_of_its_shifts_alone(
    sqlite_engine: Engine, ada: Reader
) -> None:
    publish(sqlite_engine, BASE)
    first = text(sqlite_engine, ada.key)
    rewrite(sqlite_engine, "sites", 1, name="Place de la Mairie")
    assert refresh(sqlite_engine, now=LATER) == 1
    after = text(sqlite_engine, ada.key)

    assert values(after, "LOCATION") == ["Place de la Mairie\\, Place du Marché\\, 35000 Ville"]
    assert values(after, "SEQUENCE") == ["1", "0"]
    assert values(after, "LAST-MODIFIED") == ["20260212T080000Z", "20260210T080000Z"]
    assert values(after, "UID") == values(first, "UID")
    assert stored(sqlite_engine, ada.key).changed == LATER


def test_an_absence_appears_without_any_publication_and_without_its_reason(
    sqlite_engine: Engine, ada: Reader
) -> None:
    publish(sqlite_engine, BASE)
    absent(sqlite_engine, "ada", "2026-03-10")
    with reading(sqlite_engine) as session:
        assert stale(session)
    assert refresh(sqlite_engine, now=LATER) == 1
    after = text(sqlite_engine, ada.key)

    assert values(after, "SUMMARY") == ["Jour – Médiation de place", "Absence", "Absence"]
    assert b"maladie" not in after
    with reading(sqlite_engine) as session:
        assert not stale(session)


def test_an_absence_taken_back_is_left_out_and_later_of_a_new_revision(engine: Engine) -> None:
    loaded(engine)
    publish(engine, frozenset())
    ada = own(engine, "ada")
    absent(engine, "ada", "2026-03-10")
    refresh(engine, now=NOW)
    with writing(engine) as session:
        entry = page(session, KINDS["absences"])[-1]
        remove(session, KINDS["absences"], entry.key, entry.number)
    refresh(engine, now=LATER)
    assert values(text(engine, ada.key), "SUMMARY") == ["Absence"]
    absent(engine, "ada", "2026-03-10")
    refresh(engine, now=LATEST)

    assert values(text(engine, ada.key), "SEQUENCE") == ["0", "1"]


def test_nothing_changed_is_nothing_rendered_anew(sqlite_engine: Engine, ada: Reader) -> None:
    publish(sqlite_engine, BASE)
    before = stored(sqlite_engine, ada.key)

    assert refresh(sqlite_engine, now=LATER) == 0
    after = stored(sqlite_engine, ada.key)
    assert (after.etag, after.changed) == (before.etag, before.changed)


def test_two_changes_in_one_second_have_two_dates(sqlite_engine: Engine, ada: Reader) -> None:
    publish(sqlite_engine, BASE, NOW)
    first = stored(sqlite_engine, ada.key).changed
    publish(sqlite_engine, frozenset(), NOW)

    assert stored(sqlite_engine, ada.key).changed == first + SECOND


def test_each_kind_shows_its_own(engine: Engine) -> None:
    loaded(engine)
    boss = manager(engine)
    readers = [subscribed(engine, boss, FeedKind.SITE, "place")]
    readers += [
        subscribed(engine, boss, kind, "P")
        for kind in (FeedKind.DISPOSITIF, FeedKind.TEAM, FeedKind.STANDBY)
    ]
    readers.append(subscribed(engine, worker(engine, "ada"), FeedKind.BUSY, "ada"))
    publish(engine, BASE | {EVENING})
    summaries = {reader.key.kind: values(text(engine, reader.key), "SUMMARY") for reader in readers}
    two = ["Ada L. – Jour – Médiation de place", "Brice K. – Jour – Médiation de place"]
    all_three = [*two, "Farid N. – Soirée – Médiation de place"]

    assert {kind: sorted(mine) for kind, mine in summaries.items()} == {
        FeedKind.SITE: all_three,
        FeedKind.DISPOSITIF: all_three,
        FeedKind.TEAM: all_three,
        FeedKind.STANDBY: [],
        FeedKind.BUSY: ["Occupé(e)"],
    }
    assert values(text(engine, readers[2].key), "NAME") == ["Équipe – Médiation de place"]


def test_an_alarm_makes_bytes_of_its_own(sqlite_engine: Engine, ada: Reader) -> None:
    publish(sqlite_engine, BASE)
    ensure(sqlite_engine, Key(FeedKind.PERSON, "ada", 30), now=NOW)

    assert b"VALARM" not in text(sqlite_engine, ada.key)
    assert values(text(sqlite_engine, Key(FeedKind.PERSON, "ada", 30)), "TRIGGER") == ["-PT30M"]


def fail_after_publishing(engine: Engine) -> None:
    with writing(engine) as session:
        append_only(session, BASE, NOW)
        raise ZeroDivisionError


def test_a_publication_that_fails_leaves_no_bytes(sqlite_engine: Engine, ada: Reader) -> None:
    before = stored(sqlite_engine, ada.key)
    with pytest.raises(ZeroDivisionError):
        fail_after_publishing(sqlite_engine)
    after = stored(sqlite_engine, ada.key)

    assert (after.etag, after.publication) == (before.etag, 0)


def test_bytes_that_nobody_reads_any_more_are_taken_away(
    sqlite_engine: Engine, ada: Reader
) -> None:
    publish(sqlite_engine, BASE)
    with writing(sqlite_engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        end(session, ada.caller, row, now=LATER, leak=False)
    refresh(sqlite_engine, now=LATER)

    with reading(sqlite_engine) as session:
        assert session.scalars(select(FeedBytesRow)).all() == []


def test_a_rendering_knows_that_it_was_prepared_from_what_is_no_more(
    sqlite_engine: Engine, ada: Reader
) -> None:
    with reading(sqlite_engine) as session:
        made = prepare(session, {ada.key}, NOW)
        assert made.numbers == numbers(session)
    absent(sqlite_engine, "ada", "2026-03-10")
    with reading(sqlite_engine) as session:
        data = numbers(session)
    refresh(sqlite_engine, now=LATER)
    with reading(sqlite_engine) as session:
        renderings = numbers(session)

    assert made.numbers[0] < data[0]
    assert data[2] < renderings[2]


def test_lives_of_events_are_forgotten_after_the_window(sqlite_engine: Engine, ada: Reader) -> None:
    publish(sqlite_engine, BASE)
    april = datetime(2026, 9, 1, 8, tzinfo=UTC)
    publish(sqlite_engine, frozenset(), april, first=datetime(2026, 10, 1, tzinfo=UTC).date())
    refresh(sqlite_engine, now=april)

    with reading(sqlite_engine) as session:
        kept = session.scalars(select(FeedEventRow.kind)).all()
    assert kept == []
    assert values(text(sqlite_engine, ada.key), "SUMMARY") == []
