from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.access.secrets.secret import Kind
from api.access.signing_in.login import log_in
from api.access.signing_in.sessions import device_words, extend_session, tokens_of
from api.database.engine import reading, writing
from tests.api.access.people import EMAIL, PASSWORD, QUICK, opened_account

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, NINETY_DAYS = timedelta(hours=1), timedelta(days=90)


def test_a_session_stays_ninety_days_where_its_owner_says_so(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    short, long = (
        log_in(sqlite_engine, QUICK, email=EMAIL, password=PASSWORD, stays=stays, now=NOON)[0]
        for stays in (False, True)
    )

    assert (short.expires, long.expires) == (NOON + 8 * HOUR, NOON + NINETY_DAYS)


def test_a_session_that_stays_is_extended_by_as_long_again(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    issued, ana = log_in(sqlite_engine, QUICK, email=EMAIL, password=PASSWORD, stays=True, now=NOON)
    with writing(sqlite_engine) as session:
        again = extend_session(session, QUICK, ana, issued.token, NOON + HOUR)

    assert again.expires == NOON + HOUR + NINETY_DAYS


def test_sessions_are_listed_apart_from_tokens_until_they_end(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine)
    issued, ana = log_in(
        sqlite_engine, QUICK, email=EMAIL, password=PASSWORD, reader="Essai\n1", now=NOON
    )
    with reading(sqlite_engine) as session:
        (only,) = tokens_of(session, ana.user, NOON + HOUR, current=issued.token, kind=Kind.SESSION)
        tokens = tokens_of(session, ana.user, NOON + HOUR, current="")
        over = tokens_of(session, ana.user, NOON + 8 * HOUR, current="", kind=Kind.SESSION)

    assert (only.label, only.current) == ("Essai 1", True)
    assert (tokens, over) == ([], [])


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/124 Mobile", "Chrome sur Android"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) {WEBKIT} Version/17.4", "Safari sur iPhone"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/124 Safari Edg/1", "Edge sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Firefox/153.0", "Firefox sur Linux"),
        ("curl/8.5", "appareil inconnu"),
        ("", "appareil inconnu"),
    ],
)
def test_a_device_is_called_as_people_call_it(reader: str, name: str) -> None:
    assert device_words(reader) == name
