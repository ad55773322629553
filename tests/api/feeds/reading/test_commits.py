from datetime import UTC, datetime

from sqlalchemy import Engine

from api.database.counters import raise_number
from api.database.engine import reading, writing
from api.database.tables.state import StateRow
from api.feeds.reading.receipts import Watch


def test_a_commit_is_seen_and_nothing_else_is(engine: Engine) -> None:
    watch = Watch(engine)
    with writing(engine) as session:
        raise_number(session, "data")
    first = watch.version()
    with reading(engine) as session:
        session.get(StateRow, "data")
    assert watch.version() == first
    with writing(engine) as session:
        raise_number(session, "data")
        session.add(StateRow(name="other", number=1, changed=datetime.now(UTC)))
    second = watch.version()
    assert second != first
    assert watch.version() == second
    watch.close()


def test_a_line_that_breaks_is_opened_again(engine: Engine) -> None:
    watch = Watch(engine)
    first = watch.version()
    assert watch._line is not None
    assert watch._line.dbapi_connection is not None
    watch._line.dbapi_connection.close()

    assert watch.version() is None
    again = watch.version()
    assert again is not None
    assert first is not None
    # Each connexion of SQLite counts for itself: its count may be one that was told before.
    assert again != first
    watch.close()
