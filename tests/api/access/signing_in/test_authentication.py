import threading
from datetime import datetime, timedelta

from sqlalchemy import Engine

from api.access.caller import Caller, Role
from api.access.secrets.secret import Kind, issue, revoke
from api.access.signing_in.authentication import authenticate
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from tests.api.access.people import NOW, opened_account


def issued(engine: Engine, user: str, kind: Kind) -> str:
    with writing(engine) as session:
        return issue(session, user, kind, now=NOW, expires=NOW + timedelta(hours=8)).token


def used(engine: Engine) -> datetime | None:
    with reading(engine) as session:
        return session.query(TokenRow).one().used


def test_a_cookie_is_who_asks(engine: Engine) -> None:
    ana = opened_account(engine, agency="nord", person="10")
    text = issued(engine, ana.user, Kind.SESSION)

    assert authenticate(engine, cookie=text, bearer=None, now=NOW) == ana


def test_a_token_is_who_asks_and_says_that_it_is_one(engine: Engine) -> None:
    ana = opened_account(engine, role=Role.RH)
    text = issued(engine, ana.user, Kind.API)

    caller = authenticate(engine, cookie=None, bearer=text, now=NOW)

    assert caller == Caller(
        user=ana.user, email=ana.email, name=ana.name, grants=ana.grants, via="token"
    )


def test_a_session_is_no_token_and_a_token_no_session(engine: Engine) -> None:
    user = opened_account(engine).user
    cookie, token = issued(engine, user, Kind.SESSION), issued(engine, user, Kind.API)

    assert authenticate(engine, cookie=token, bearer=None, now=NOW) is None
    assert authenticate(engine, cookie=None, bearer=cookie, now=NOW) is None


def test_a_wrong_token_puts_the_cookie_aside(engine: Engine) -> None:
    cookie = issued(engine, opened_account(engine).user, Kind.SESSION)

    assert authenticate(engine, cookie=cookie, bearer="faux", now=NOW) is None
    assert authenticate(engine, cookie=cookie, bearer="", now=NOW) is None


def test_the_last_use_is_noted_to_the_minute(engine: Engine) -> None:
    text = issued(engine, opened_account(engine).user, Kind.SESSION)

    def seen(after: timedelta) -> datetime | None:
        authenticate(engine, cookie=text, bearer=None, now=NOW + after)
        return used(engine)

    assert used(engine) is None
    assert seen(timedelta()) == NOW.replace(second=0)
    assert seen(timedelta(seconds=44)) == NOW.replace(second=0)
    assert seen(timedelta(seconds=46)) == NOW.replace(minute=31, second=0)


def test_a_session_used_while_it_is_revoked_stays_revoked(engine: Engine) -> None:
    user = opened_account(engine).user
    text = issued(engine, user, Kind.SESSION)
    callers: list[Caller | None] = []
    ended = threading.Event()

    def use() -> None:
        # Once every use has a new minute, each writes the row that is revoked meanwhile.
        for number in range(40):
            at = NOW + timedelta(minutes=2 * number)
            callers.append(authenticate(engine, cookie=text, bearer=None, now=at))
        ended.set()

    thread = threading.Thread(target=use)
    thread.start()
    with writing(engine) as session:
        revoke(session, user, Kind.SESSION, now=NOW)
    after = authenticate(engine, cookie=text, bearer=None, now=NOW)
    thread.join()

    assert after is None
    assert ended.is_set()
    assert callers == sorted(callers, key=lambda caller: caller is None)
    with reading(engine) as session:
        assert session.query(TokenRow).one().revoked == NOW
