from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.data.association import Published
from api.database.engine import reading
from api.ledger.history import history_of
from api.ledger.verifying import register, verify, verify_database
from tests.api.ledger.cases import NOW, publish

Key = tuple[str, str]
PEOPLE = ("ada", "brice", "chloe")
SLOTS = ("P-J-2026-03-02", "P-J-2026-03-03", "P-J-2026-03-05")
HELD = st.frozensets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SLOTS)))


@pytest.mark.long
@given(steps=st.lists(st.tuples(HELD, st.integers(0, 3)), min_size=1, max_size=5))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_publications_the_last_stands_and_events_only_go_forward(
    sqlite_engine: Engine, steps: list[tuple[frozenset[Key], int]]
) -> None:
    lives, last = dict[Key, Published](), published_rows(sqlite_engine)
    now = NOW
    for pairs, hours in steps:
        now += timedelta(hours=hours)
        publish(sqlite_engine, pairs, now)
        after = published_rows(sqlite_engine)

        assert set(after) == pairs
        for key, row in after.items():
            old = lives.get(key) or last.get(key)
            if old is None:
                continue
            assert (row.uid, row.created) == (old.uid, old.created)
            if key in last:
                assert row == last[key]
            else:
                assert row.sequence > old.sequence
                assert _changed(row) > _changed(old)
        lives |= after
        last = after

    with reading(sqlite_engine) as session:
        checked = verify_database(session)
        assert checked.faults == []
        assert verify(register(session), checked.head).matched == checked.count


def published_rows(engine: Engine) -> dict[Key, Published]:
    with reading(engine) as session:
        rows = history_of(session).get("2026-03", ())
    return {(row.worked.mediator, row.worked.duty.id): row for row in rows}


def _changed(row: Published) -> float:
    assert row.changed is not None
    return row.changed.timestamp()
