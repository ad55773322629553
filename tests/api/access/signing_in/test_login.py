import threading
from datetime import datetime, timedelta

import pytest
from pwdlib import PasswordHash
from sqlalchemy import Engine, func, select

from api.access.accounts.service import LOCAL, close
from api.access.caller import Caller, Role
from api.access.errors import TooManyTriesError, WeakPasswordError, WrongLoginError
from api.access.secrets.passwords import hashed
from api.access.signing_in.authentication import authenticate
from api.access.signing_in.login import change_password, log_in, log_out
from api.database.engine import reading, writing
from api.database.tables.access import LoginTryRow, TokenRow, UserRow
from tests.api.access.people import EMAIL, NOW, PASSWORD, QUICK, opened_account

WITHIN = timedelta(minutes=15)
TICK = timedelta(microseconds=1)
COST = "$argon2id$v=19$m=64,t=1,p=4$"
NEW = "trois pies et un merle"


def cookie(engine: Engine, now: datetime = NOW) -> str:
    return log_in(engine, QUICK, email=EMAIL, password=PASSWORD, now=now)[0].token


def wrong(engine: Engine, email: str = EMAIL, address: str = "", now: datetime = NOW) -> None:
    with pytest.raises(WrongLoginError, match="adresse ou mot de passe incorrect"):
        log_in(engine, QUICK, email=email, password="x", address=address, now=now)  # noqa: S106


def tries(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalars(select(func.count()).select_from(LoginTryRow)).one()


def seen(engine: Engine, text: str, now: datetime = NOW) -> Caller | None:
    return authenticate(engine, cookie=text, bearer=None, now=now)


def test_an_address_and_its_password_open_a_session_for_eight_hours(engine: Engine) -> None:
    ana = opened_account(engine)

    issued, caller = log_in(
        engine, QUICK, email=" Ana@Exemple.org ", password=PASSWORD, reader="Firefox\n", now=NOW
    )

    assert caller == ana
    assert issued.expires == NOW + timedelta(hours=8)
    assert seen(engine, issued.token, NOW + timedelta(hours=8) - TICK) == ana
    assert seen(engine, issued.token, NOW + timedelta(hours=8)) is None
    with reading(engine) as session:
        assert session.scalars(select(UserRow.last_login)).one() == NOW
        assert session.scalars(select(TokenRow.label)).one() == "Firefox"
        assert tries(engine) == 0


def test_wrong_unknown_and_closed_are_told_alike(engine: Engine) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    gone = opened_account(engine, "bea@exemple.org").user
    opened_account(engine)
    with writing(engine) as session:
        close(session, LOCAL, gone)

    wrong(engine)
    wrong(engine, "personne@exemple.org")
    with pytest.raises(WrongLoginError, match="adresse ou mot de passe incorrect"):
        log_in(engine, QUICK, email="bea@exemple.org", password=PASSWORD, now=NOW)


def test_an_unknown_account_costs_one_argon2_as_a_known_one(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_account(sqlite_engine)
    costs = list[str]()
    real = PasswordHash.verify_and_update

    def counted(hasher: PasswordHash, password: str, kept: str) -> tuple[bool, str | None]:
        costs.append(kept[: len(COST)])
        return real(hasher, password, kept)

    monkeypatch.setattr(PasswordHash, "verify_and_update", counted)
    wrong(sqlite_engine)
    wrong(sqlite_engine, "personne@exemple.org")

    assert costs == [COST, COST]


def test_the_sixth_try_is_not_heard_until_the_first_is_old(engine: Engine) -> None:
    opened_account(engine)
    for number in range(5):
        wrong(engine, now=NOW + timedelta(minutes=number))

    with pytest.raises(TooManyTriesError, match="réessayez dans 11\xa0minutes") as refused:
        log_in(engine, QUICK, email=EMAIL, password=PASSWORD, now=NOW + timedelta(minutes=4))

    assert refused.value.seconds == 11 * 60
    with pytest.raises(TooManyTriesError, match=r"réessayez dans 1\xa0minute$") as refused:
        log_in(engine, QUICK, email=EMAIL, password=PASSWORD, now=NOW + WITHIN - TICK)
    assert refused.value.seconds == 1
    assert cookie(engine, NOW + WITHIN)


def test_an_unknown_address_is_held_back_as_a_known_one(engine: Engine) -> None:
    for _ in range(5):
        wrong(engine, "personne@exemple.org")

    with pytest.raises(TooManyTriesError, match="réessayez dans 15\xa0minutes"):
        log_in(engine, QUICK, email="Personne@exemple.org", password=PASSWORD, now=NOW)


def test_getting_in_wipes_the_slate(engine: Engine) -> None:
    opened_account(engine)
    for _ in range(4):
        wrong(engine)

    assert cookie(engine)
    for _ in range(5):
        wrong(engine)
    with pytest.raises(TooManyTriesError):
        cookie(engine)


def test_twenty_tries_at_once_are_heard_five_times(engine: Engine) -> None:
    opened_account(engine)
    answers = list[str]()

    def go() -> None:
        try:
            log_in(engine, QUICK, email=EMAIL, password="x", now=NOW)  # noqa: S106
        except (WrongLoginError, TooManyTriesError) as error:
            answers.append(error.code)

    threads = [threading.Thread(target=go) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["identifiants_invalides"] * 5 + ["trop_d_essais"] * 15
    assert tries(engine) == 2 * 5


def test_a_password_kept_at_an_old_cost_is_hashed_again_when_it_is_shown(engine: Engine) -> None:
    opened_account(engine)
    dearer = QUICK.model_copy(update={"password_passes": 2})

    log_in(engine, dearer, email=EMAIL, password=PASSWORD, now=NOW)

    with reading(engine) as session:
        kept = session.scalars(select(UserRow.password)).one()
    assert kept.startswith("$argon2id$v=19$m=64,t=2,p=4$")
    assert cookie(engine)


def test_logging_out_ends_one_session(engine: Engine) -> None:
    ana = opened_account(engine)
    first, second = cookie(engine), cookie(engine)

    with writing(engine) as session:
        log_out(session, ana, first, NOW)
        log_out(session, ana, "inconnu", NOW)
    assert [seen(engine, secret) for secret in (first, second)] == [None, ana]


def test_nobody_logs_another_out(engine: Engine) -> None:
    ana, bea = opened_account(engine), opened_account(engine, "bea@exemple.org")
    mine = cookie(engine)

    with writing(engine) as session:
        log_out(session, bea, mine, NOW)

    assert seen(engine, mine) == ana


def test_a_new_password_takes_the_old_ones_place_and_ends_other_sessions(engine: Engine) -> None:
    ana = opened_account(engine)
    mine, other = cookie(engine), cookie(engine)

    change_password(engine, QUICK, ana, old=PASSWORD, new=NEW, cookie=mine, now=NOW)

    assert [seen(engine, secret) for secret in (mine, other)] == [ana, None]
    assert log_in(engine, QUICK, email=EMAIL, password=NEW, now=NOW)
    with pytest.raises(WrongLoginError):
        cookie(engine)


def test_the_old_password_is_asked_for_and_its_tries_are_counted(engine: Engine) -> None:
    ana = opened_account(engine)

    for _ in range(5):
        with pytest.raises(WrongLoginError, match="mot de passe actuel incorrect"):
            change_password(engine, QUICK, ana, old=NEW, new=NEW, now=NOW)
    with pytest.raises(TooManyTriesError):
        change_password(engine, QUICK, ana, old=PASSWORD, new=NEW, now=NOW)
    with pytest.raises(WeakPasswordError):
        change_password(engine, QUICK, ana, old=PASSWORD, new="court", now=NOW)


def test_an_account_closed_while_its_password_was_looked_at_stays_out(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_account(sqlite_engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(sqlite_engine).user
    real = PasswordHash.verify_and_update

    def closing(hasher: PasswordHash, password: str, kept: str) -> tuple[bool, str | None]:
        with writing(sqlite_engine) as session:
            close(session, LOCAL, user)
        return real(hasher, password, kept)

    monkeypatch.setattr(PasswordHash, "verify_and_update", closing)
    with pytest.raises(WrongLoginError):
        cookie(sqlite_engine)


def test_a_password_changed_while_the_old_one_was_looked_at_is_the_one_that_counts(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = opened_account(sqlite_engine).user
    real = PasswordHash.verify_and_update

    def changing(hasher: PasswordHash, password: str, kept: str) -> tuple[bool, str | None]:
        with writing(sqlite_engine) as session:
            session.get_one(UserRow, user).password = hashed(QUICK, NEW)
        return real(hasher, password, kept)

    monkeypatch.setattr(PasswordHash, "verify_and_update", changing)
    with pytest.raises(WrongLoginError):
        cookie(sqlite_engine)
