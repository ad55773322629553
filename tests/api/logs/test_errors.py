import errno

import pytest
import sqlalchemy as sa

from api.database.engine import connect
from api.logs.errors import text_of

HERE = "tests/api/logs/test_errors.py"


def fail(name: str) -> None:
    person = f"Siham {name}"
    raise KeyError(person)


def fail_after() -> None:
    try:
        fail("Kaci")
    except KeyError as error:
        raise OSError(errno.ENOSPC, "No space left on device", "/home/kaci") from error


def caught() -> OSError:
    with pytest.raises(OSError, match="kaci") as failed:
        fail_after()
    return failed.value


def test_kinds_and_frames_are_told_and_no_value() -> None:
    lines = text_of(caught()).splitlines()

    assert [line.rpartition(":")[0] or line for line in lines] == [
        "OSError ",
        f"  {HERE}",
        f"  {HERE}",
        "KeyError",
        f"  {HERE}",
        f"  {HERE}",
    ]
    assert lines[0] == "OSError : le disque est plein"
    assert [line.rpartition(" ")[2] for line in lines[4:]] == ["fail_after", "fail"]


def test_messages_are_told_to_those_who_ask_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROULEMENT_DEBUG", "1")

    assert "KeyError : 'Siham Kaci'" in text_of(caught()).splitlines()


def test_a_database_error_is_told_by_its_code_alone(sqlite_engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.OperationalError) as failed, sqlite_engine.connect() as connection:
        connection.execute(sa.text("SELECT :nom FROM absente"), {"nom": "Kaci"})

    text = text_of(failed.value)

    assert text.splitlines()[0] == "sqlalchemy.exc.OperationalError : SQLITE_ERROR"
    assert "Kaci" not in text


def test_a_group_tells_each_of_its_errors() -> None:
    group = ExceptionGroup("Kaci", [ValueError("Siham"), KeyError("Siham")])

    assert text_of(group).splitlines() == ["ExceptionGroup", "  | ValueError", "  | KeyError"]


def test_engines_hide_what_is_bound_to_a_statement() -> None:
    engine = connect("sqlite://")

    with pytest.raises(sa.exc.OperationalError) as failed, engine.connect() as connection:
        connection.execute(sa.text("SELECT :nom FROM absente"), {"nom": "Kaci"})

    assert "Kaci" not in str(failed.value)
    engine.dispose()
