import io
import logging
import re
import threading
import warnings

import sqlalchemy as sa
import structlog

from api.logs.journal import ALREADY, configure_logs, journal
from api.settings import Settings
from tests.api.logs.conftest import Log
from tests.api.logs.test_errors import TOKEN


def test_a_line_is_json_with_what_happened(log: Log) -> None:
    journal().info("requête", route="/api/v1/moi", status=200, ms=1.5)

    assert log.lines() == [
        {
            "event": "requête",
            "level": "info",
            "logger": "roulement",
            "ms": 1.5,
            "route": "/api/v1/moi",
            "status": 200,
        }
    ]


def test_what_is_given_by_name_is_masked_too(log: Log) -> None:
    journal().warning("lien", address=f"/feeds/{TOKEN}.ics", list=[f"/feeds/{TOKEN}.ics"])

    assert TOKEN not in log.text
    assert log.lines()[0]["address"] == "/feeds/…"


def test_uvicorn_s_own_access_log_is_silent(log: Log) -> None:
    logging.getLogger("uvicorn.access").info('"GET /feeds/%s.ics" 200', TOKEN)

    assert log.text == ""


def test_uvicorn_s_errors_come_through_our_door(log: Log) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid: /feeds/%s.ics", TOKEN)

    assert log.lines() == [
        {"event": "Invalid: /feeds/…", "level": "warning", "logger": "uvicorn.error"}
    ]


def test_an_error_that_was_told_is_not_told_again(log: Log) -> None:
    error = ValueError("Kaci")
    setattr(error, ALREADY, True)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    logging.getLogger("uvicorn.error").error("autre", exc_info=ValueError("Kaci"))

    assert [(line["event"], line["exception"]) for line in log.lines()] == [("autre", "ValueError")]


def test_an_echo_of_the_database_shows_no_value(log: Log, sqlite_engine: sa.Engine) -> None:
    echoing = sa.create_engine(sqlite_engine.url, echo="debug")
    with echoing.connect() as connection:
        connection.execute(sa.text("SELECT :nom AS nom"), {"nom": "Siham Kaci"}).all()
    echoing.dispose()
    logging.getLogger("sqlalchemy.engine.Engine").setLevel(logging.NOTSET)

    assert "SELECT ? AS nom" in log.text
    assert "Kaci" not in log.text


def test_what_dbos_quotes_is_cut_off(log: Log) -> None:
    dbos = logging.getLogger("dbos")
    dbos.error("Error serializing object: {'nom': 'Siham Kaci'}", exc_info=ValueError("Kaci"))
    dbos.info("Executing %s", "Kaci")
    dbos.info("lancé\nKaci")

    assert "Kaci" not in log.text
    assert [line["event"] for line in log.lines()] == [
        "Error serializing object: …",
        "Executing …",
        "lancé",
    ]


def test_a_thread_that_fails_is_told_by_kind(log: Log) -> None:
    def fail() -> None:
        raise KeyError("Siham Kaci")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    assert "Kaci" not in log.text
    (line,) = log.lines()
    assert (line["event"], line["exception"].splitlines()[0]) == ("fil interrompu", "KeyError")


def test_warnings_come_through_our_door(log: Log) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"adresse /feeds/{TOKEN}", stacklevel=1)

    assert TOKEN not in log.text
    assert log.lines()[0]["logger"] == "py.warnings"


def test_text_is_for_people(log: Log) -> None:
    stream = io.StringIO()
    configure_logs(Settings(log_format="texte"), stream)
    logging.getLogger("roulement").warning("prêt")

    assert re.fullmatch(r"\S+Z \[warning *\] prêt +\[roulement\]\s*", stream.getvalue())
    assert log.text == ""


def test_other_loggers_of_ours_use_the_same_door(log: Log) -> None:
    made = structlog.get_logger("roulement.mail")
    made.info("envoyé", mail="1")
    made.error("refusé", exc_info=KeyError("Siham Kaci"))

    sent, refused = log.lines()
    assert (sent["event"], sent["logger"], sent["mail"]) == ("envoyé", "roulement.mail", "1")
    assert refused["exception"].splitlines()[0] == "KeyError"
    assert "Kaci" not in log.text


def test_a_level_keeps_the_lesser_ones_out(log: Log) -> None:
    stream = io.StringIO()
    configure_logs(Settings(log_format="json", log_level="WARNING"), stream)
    journal().info("non")
    journal().warning("oui")

    assert stream.getvalue().count("\n") == 1
    assert log.text == ""
