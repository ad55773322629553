from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

from api.database.engine import connect, reading
from api.jobs.worker.inputs import inputs_of
from api.jobs.worker.preparing import prepare
from api.ledger.history import whole

if TYPE_CHECKING:
    import pytest

    from tests.api.jobs.asked import Office


def test_what_was_prepared_is_not_read_again_by_the_first_calculation(petit: Office) -> None:
    job = petit.ask()
    prepare(petit.engine)
    said: list[str] = []
    event.listen(petit.engine, "before_cursor_execute", lambda *given: said.append(given[2]))

    with reading(petit.engine) as session:
        again = whole(session)
        inputs_of(session, petit.row(job), petit.settings())

    assert said
    assert not [sql for sql in said if "FROM person" in sql or "FROM standing" in sql]
    with reading(petit.engine) as session:
        assert whole(session) is again


def test_a_database_that_is_away_is_left_to_the_calculations(
    caplog: pytest.LogCaptureFixture,
) -> None:
    prepare(connect("postgresql+psycopg://nobody@127.0.0.1:1/rien"))

    assert "association non lue d’avance : OperationalError" in caplog.text
