"""Rendering between publications: it ends, and finds what was published without feeds."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.database.counters import DATA, number, raise_number
from api.database.engine import reading, writing
from api.feeds.kinds import Key
from api.feeds.rendering.rendering import TRIES, _render, refresh, stale
from tests.api.feeds.made import Reader, append_only, loaded, own, stored
from tests.api.ledger.cases import BASE, LATER, NOW
from tests.calendars.feeds import values


@pytest.fixture
def ada(sqlite_engine: Engine) -> Reader:
    loaded(sqlite_engine)
    return own(sqlite_engine, "ada")


def text(engine: Engine, key: Key) -> bytes:
    return stored(engine, key).content


def test_where_things_change_all_the_time_it_is_prepared_in_the_write(
    sqlite_engine: Engine, ada: Reader
) -> None:
    calls: list[int] = []

    def keys(session: Session) -> tuple[Key, ...]:
        calls.append(number(session, DATA))
        if len(calls) <= TRIES:
            with writing(sqlite_engine) as other:
                raise_number(other, DATA)
        return (ada.key,)

    assert _render(sqlite_engine, keys, "", LATER) == 0
    assert len(calls) == TRIES + 1
    assert stored(sqlite_engine, ada.key).data == calls[-1]


def test_a_publication_of_an_import_is_found_by_the_next_round(
    sqlite_engine: Engine, ada: Reader
) -> None:
    with writing(sqlite_engine) as session:
        append_only(session, BASE, NOW)
    with reading(sqlite_engine) as session:
        assert stale(session)
    assert refresh(sqlite_engine, now=NOW) == 1
    with reading(sqlite_engine) as session:
        assert not stale(session)
    assert values(text(sqlite_engine, ada.key), "SUMMARY")[0] == "Jour – Médiation de place"
