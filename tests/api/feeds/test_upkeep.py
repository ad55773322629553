import threading

import pytest
from sqlalchemy import Engine, text

from api.access.secrets.secret import digest
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.database.tables.feeds import FeedRow
from api.feeds import upkeep
from api.feeds.reading.answers import Feeds
from api.feeds.reading.receipts import FeedReading
from tests.api.feeds.made import Reader, loaded, own, publish, stored
from tests.api.ledger.cases import BASE, LATEST
from tests.calendars.feeds import values


@pytest.fixture
def ada(sqlite_engine: Engine) -> Reader:
    loaded(sqlite_engine)
    made = own(sqlite_engine, "ada")
    publish(sqlite_engine, BASE)
    return made


def absent(engine: Engine) -> None:
    with writing(engine) as session:
        absence = {"mediator": "ada", "start": "2026-03-10", "end": "2026-03-10", "kind": "conge"}
        add(session, KINDS["absences"], absence)


def test_a_round_writes_reads_and_shows_absences(sqlite_engine: Engine, ada: Reader) -> None:
    feeds = Feeds(sqlite_engine)
    first = feeds.look(digest(ada.token), LATEST)
    assert first is not None
    feeds.note(first, FeedReading(at=LATEST, reader="KDE"))
    again = feeds.look(digest(ada.token), LATEST)
    assert again is not None
    feeds.note(again, FeedReading(at=LATEST, reader="GNOME"))
    absent(sqlite_engine)
    upkeep.once(feeds)

    with reading(sqlite_engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        assert row.reader == "GNOME"
    shown = values(stored(sqlite_engine, ada.key).content, "SUMMARY")
    assert shown == ["Jour – Médiation de place", "Absence", "Absence"]
    feeds.close()


def test_a_round_with_nothing_new_changes_nothing(sqlite_engine: Engine, ada: Reader) -> None:
    feeds = Feeds(sqlite_engine)
    before = stored(sqlite_engine, ada.key)
    upkeep.once(feeds)
    after = stored(sqlite_engine, ada.key)

    assert (before.etag, before.changed) == (after.etag, after.changed)
    feeds.close()


def test_rounds_go_on_after_one_that_failed(
    sqlite_engine: Engine, ada: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = Feeds(sqlite_engine)
    rounds, failed, done = upkeep.once, threading.Event(), threading.Event()

    def counted(those: Feeds, tell: upkeep.Tell | None) -> None:
        try:
            rounds(those, tell)
        except Exception:
            failed.set()
            raise
        if failed.is_set():
            done.set()

    monkeypatch.setattr(upkeep, "once", counted)
    with sqlite_engine.begin() as connection:
        connection.execute(text("ALTER TABLE feed_bytes RENAME TO away"))
    with upkeep.running(feeds, every=0.01):
        assert failed.wait(20)
        with sqlite_engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO feed_bytes"))
        assert done.wait(20)

    assert stored(sqlite_engine, ada.key).publication == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "entretien des flux"]
