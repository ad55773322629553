from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, func, select

from api.access.accounts.first import create_first, is_first, one_time_code
from api.access.caller import Role
from api.access.errors import (
    AccessError,
    AccountExistsError,
    InvalidAccountError,
    TooManyTriesError,
    WeakPasswordError,
)
from api.access.secrets.secret import READABLE
from api.access.signing_in.login import log_in
from api.database.engine import reading
from api.database.tables.access import GrantRow, UserRow
from tests.api.access.people import EMAIL, NOW, PASSWORD, QUICK, opened_account

CODE = "k7mp-2xqa-nn4t"


def make(
    engine: Engine,
    code: str = CODE,
    *,
    expected: str = CODE,
    email: str = EMAIL,
    password: str = PASSWORD,
) -> None:
    create_first(
        engine,
        QUICK,
        expected=expected,
        code=code,
        email=email,
        name="Ana Martin",
        password=password,
        now=NOW,
    )


def accounts(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(UserRow)) or 0


def test_a_code_is_three_groups_of_four_and_never_the_same_twice() -> None:
    code = one_time_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= {*READABLE, "-"}
    assert one_time_code() != code


def test_whoever_has_the_code_makes_an_account_that_holds_everything(engine: Engine) -> None:
    assert is_first(engine)

    make(engine)

    assert not is_first(engine)
    with reading(engine) as session:
        grants = session.execute(select(GrantRow.role, GrantRow.agency)).all()
    assert {tuple(row) for row in grants} == {
        (Role.ADMIN, ""),
        (Role.RH, ""),
        (Role.RESPONSABLE, ""),
    }
    log_in(engine, QUICK, email=EMAIL, password=PASSWORD, address="", reader="")


@pytest.mark.parametrize("typed", ["K7MP-2XQA-NN4T", " k7mp 2xqa nn4t ", "k7mp2xqann4t"])
def test_a_code_is_known_however_it_is_typed(typed: str, sqlite_engine: Engine) -> None:
    make(sqlite_engine, typed)

    assert not is_first(sqlite_engine)


@pytest.mark.parametrize("typed", ["", "k7mp-2xqa-nn4s", "é"])
def test_a_wrong_code_makes_nothing(typed: str, sqlite_engine: Engine) -> None:
    with pytest.raises(InvalidAccountError, match="code refusé : attendu celui que") as refused:
        make(sqlite_engine, typed)

    assert refused.value.field == "code"
    assert is_first(sqlite_engine)


def test_without_a_printed_code_the_empty_one_opens_nothing(sqlite_engine: Engine) -> None:
    with pytest.raises(InvalidAccountError):
        make(sqlite_engine, "", expected="")

    assert is_first(sqlite_engine)


def test_after_too_many_wrong_codes_the_right_one_waits_too(sqlite_engine: Engine) -> None:
    for _ in range(QUICK.login_tries):
        with pytest.raises(InvalidAccountError):
            make(sqlite_engine, "faux")

    with pytest.raises(TooManyTriesError) as refused:
        make(sqlite_engine)
    assert refused.value.seconds == QUICK.login_minutes * 60
    assert is_first(sqlite_engine)


def test_refused_passwords_with_the_right_code_are_not_counted(sqlite_engine: Engine) -> None:
    for _ in range(QUICK.login_tries + 1):
        with pytest.raises(WeakPasswordError):
            make(sqlite_engine, password="court")  # noqa: S106 - a test’s

    make(sqlite_engine)
    assert not is_first(sqlite_engine)


def test_once_there_is_an_account_the_code_opens_none(sqlite_engine: Engine) -> None:
    opened_account(sqlite_engine, "karim@exemple.org")

    with pytest.raises(AccountExistsError, match="un compte existe déjà : connectez-vous"):
        make(sqlite_engine)
    assert accounts(sqlite_engine) == 1


def test_two_who_have_the_code_at_once_make_one_account(engine: Engine) -> None:
    start, refusals = Barrier(2), []

    def ask(email: str) -> None:
        start.wait()
        try:
            make(engine, email=email)
        except AccessError as error:
            refusals.append(type(error))

    threads = [Thread(target=ask, args=(f"{name}@exemple.org",)) for name in ("ana", "karim")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refusals == [AccountExistsError]
    assert accounts(engine) == 1
