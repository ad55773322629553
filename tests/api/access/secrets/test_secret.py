from datetime import timedelta

from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL, close
from api.access.caller import Role
from api.access.secrets.secret import Kind, digest, draw, issue, opened_by, revoke
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from tests.api.access.people import NOW, opened_account

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def test_a_secret_has_256_bits_and_is_never_the_same() -> None:
    assert len({draw() for _ in range(100)}) == 100
    assert {len(draw()) for _ in range(20)} == {43}


def test_the_database_keeps_a_digest_only(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        made = issue(session, user, Kind.API, now=NOW, expires=None)

    with reading(engine) as session:
        row = session.scalars(select(TokenRow)).one()
        kept = {str(value) for value in vars(row).values()}

    assert row.hash == digest(made.token)
    assert not any(made.token in value for value in kept)


def test_a_secret_is_good_until_the_instant_at_which_it_expires(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        made = issue(session, user, Kind.API, now=NOW, expires=NOW + HOUR)

    with reading(engine) as session:
        assert opened_by(session, made.token, Kind.API, NOW + HOUR - TICK) is not None
        assert opened_by(session, made.token, Kind.API, NOW + HOUR) is None


def test_a_secret_opens_what_it_is_for_and_nothing_else(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        made = issue(session, user, Kind.INVITATION, now=NOW, expires=None)

    with reading(engine) as session:
        opened = [kind for kind in Kind if opened_by(session, made.token, kind, NOW) is not None]

    assert opened == [Kind.INVITATION]


def test_a_digest_opens_nothing(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        made = issue(session, user, Kind.API, now=NOW, expires=None)

    with reading(engine) as session:
        for text in (digest(made.token), "", made.token[:-1], "x" * 10_000):
            assert opened_by(session, text, Kind.API, NOW) is None


def test_revoking_says_how_many_were_good(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        first, second, other = (
            issue(session, user, kind, now=NOW, expires=None)
            for kind in (Kind.API, Kind.API, Kind.SESSION)
        )

        assert revoke(session, user, Kind.API, now=NOW, sparing=second.id) == 1
        assert revoke(session, user, Kind.API, now=NOW, only=first.id) == 0
        assert opened_by(session, first.token, Kind.API, NOW) is None
        assert opened_by(session, second.token, Kind.API, NOW) is not None
        assert opened_by(session, other.token, Kind.SESSION, NOW) is not None


def test_a_closed_account_has_no_good_secret(engine: Engine) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(engine).user
    with writing(engine) as session:
        made = issue(session, user, Kind.API, now=NOW, expires=None)
        close(session, LOCAL, user)

    with reading(engine) as session:
        assert opened_by(session, made.token, Kind.API, NOW) is None
