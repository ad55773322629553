import pytest
from sqlalchemy import Engine, text

from api.database.engine import connect, is_sqlite
from api.jobs.worker.turns import NameLock, NotAloneError


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.worker.turns.PATIENCE", 0.0)
    monkeypatch.setattr("api.jobs.worker.turns.LOOK", 0.01)


def test_a_name_is_one_process_s_until_it_lets_go(engine: Engine) -> None:
    first, second = NameLock(engine, "machine:worker"), NameLock(engine, "machine:worker")
    first.take()

    with pytest.raises(NotAloneError) as refused:
        second.take()

    expected = (
        f"Un autre processus sert déjà la base {engine.url.database} : SQLite n’en admet qu’un "
        "(arrêtez-le, ou passez à PostgreSQL)."
        if is_sqlite(engine)
        else "Un autre processus porte déjà le nom « machine:worker » : donnez à chaque machine un "
        "nom à elle (ROULEMENT_HOST_ID)."
    )
    assert str(refused.value) == expected
    first.release()
    second.take()
    second.release()


def test_two_machines_are_two_on_postgresql(engine: Engine) -> None:
    first, second = NameLock(engine, "une:worker"), NameLock(engine, "autre:worker")
    first.take()

    if is_sqlite(engine):
        with pytest.raises(NotAloneError):
            second.take()
    else:
        second.take()
        second.release()
    first.release()


def test_a_name_that_a_restarted_server_forgot_is_taken_again(engine: Engine) -> None:
    name = NameLock(engine, "machine:worker")
    name.take()
    if not is_sqlite(engine):
        other = connect(engine.url.render_as_string(hide_password=False))
        with other.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks"
                    " WHERE locktype = 'advisory' AND database = "
                    "(SELECT oid FROM pg_database WHERE datname = current_database())"
                )
            )
        other.dispose()

    assert name.still()
    with pytest.raises(NotAloneError):
        NameLock(engine, "machine:worker").take()
    name.release()
