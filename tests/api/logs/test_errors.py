import errno

import pytest
import sqlalchemy as sa

from api.database.engine import connect
from api.logs.errors import masked, text_of

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


TOKEN = "Zb1-xQ_9kPq3v0cV7uHk2LmN8sRtYwAaBbCcDdEeFf4"  # noqa: S105


@pytest.mark.parametrize(
    ("said", "masked_text"),
    [
        (f"GET /feeds/{TOKEN}.ics HTTP/1.1", "GET /feeds/… HTTP/1.1"),
        ("GET /feeds/x?y=1 404", "GET /feeds/… 404"),
        ("GET /FEEDS/x/y 404", "GET /FEEDS/… 404"),
        ("'/feeds/a%20b'", "'/feeds/…'"),
        ("/api/v1/moi?nom=Kaci&x=1 200", "/api/v1/moi?… 200"),
        ("Authorization: Bearer abc.def", "Authorization: … …"),
        (f"jeton {TOKEN} refusé", "jeton … refusé"),
        ("postgresql://rota:motdepasse@base/rota", "postgresql://…@base/rota"),
        ("à siham.kaci@exemple.org", "à …"),
        ("password=abc, port=1", "password=…, port=1"),
        ("from 203.0.113.77:4455", "from 203.0.113.…:4455"),
        ("from 2001:db8:85a3::8a2e:370:7334", "from 2001:db8:…"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[0.0.0.0]", "[0.0.0.0]"),
        (
            "test_the_night_the_clocks_go_back_lasts_nine_hours",
            "test_the_night_the_clocks_go_back_lasts_nine_hours",
        ),
        ("0f9a8b7c6d5e4f30" * 2, "0f9a8b7c6d5e4f30" * 2),
    ],
)
def test_secrets_are_masked_and_the_rest_is_kept(said: str, masked_text: str) -> None:
    assert masked(said) == masked_text
