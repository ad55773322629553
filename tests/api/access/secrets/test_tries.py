"""Tries of passwords, counted by e-mail and address, by either and over all servers."""

import pytest
from sqlalchemy import Engine, func, select

from api.access.errors import TooManyTriesError, WrongLoginError
from api.access.secrets.passwords import known_as
from api.access.signing_in.login import log_in
from api.database.engine import reading
from api.database.tables.access import LoginTryRow
from tests.api.access.people import EMAIL, NOW, PASSWORD, QUICK, opened_account


def wrong(engine: Engine, email: str, address: str) -> None:
    with pytest.raises(WrongLoginError, match="adresse ou mot de passe incorrect"):
        log_in(engine, QUICK, email=email, password="x", address=address, now=NOW)  # noqa: S106


def test_whoever_guesses_from_elsewhere_does_not_keep_the_owner_out(engine: Engine) -> None:
    opened_account(engine)
    for _ in range(5):
        wrong(engine, EMAIL, "192.0.2.1")

    with pytest.raises(TooManyTriesError, match="réessayez dans 15\xa0minutes"):
        log_in(engine, QUICK, email=EMAIL, password=PASSWORD, address="192.0.2.1", now=NOW)
    assert log_in(engine, QUICK, email=EMAIL, password=PASSWORD, address="192.0.2.2", now=NOW)


@pytest.mark.parametrize("email", [EMAIL, "personne@exemple.org"])
def test_an_e_mail_is_tried_from_many_places_ten_times_as_often_and_no_more(
    engine: Engine, email: str
) -> None:
    opened_account(engine)
    settings = QUICK.model_copy(update={"login_tries": 1})
    for number in range(10):
        place = f"192.0.2.{number}"
        with pytest.raises(WrongLoginError):
            log_in(engine, settings, email=email, password="x", address=place, now=NOW)  # noqa: S106

    with pytest.raises(TooManyTriesError):
        log_in(engine, settings, email=email, password="x", address="192.0.2.10", now=NOW)  # noqa: S106


def test_a_right_password_at_the_tenth_place_is_heard(engine: Engine) -> None:
    opened_account(engine)
    settings = QUICK.model_copy(update={"login_tries": 1})
    for number in range(9):
        place = f"192.0.2.{number}"
        with pytest.raises(WrongLoginError):
            log_in(engine, settings, email=EMAIL, password="x", address=place, now=NOW)  # noqa: S106

    assert log_in(engine, settings, email=EMAIL, password=PASSWORD, address="192.0.2.9", now=NOW)


def test_getting_in_wipes_the_slate_of_that_place_not_of_others(engine: Engine) -> None:
    opened_account(engine)
    for address in ["192.0.2.1"] * 4 + ["192.0.2.2"] * 5:
        wrong(engine, EMAIL, address)

    for _ in range(2):
        assert log_in(engine, QUICK, email=EMAIL, password=PASSWORD, address="192.0.2.1", now=NOW)
        for _ in range(4):
            wrong(engine, EMAIL, "192.0.2.1")
    with pytest.raises(TooManyTriesError):
        log_in(engine, QUICK, email=EMAIL, password=PASSWORD, address="192.0.2.2", now=NOW)


def test_one_place_that_tries_many_accounts_is_held_back(engine: Engine) -> None:
    opened_account(engine)
    few = QUICK.model_copy(update={"address_tries": 3})
    for number in range(3):
        wrong(engine, f"{number}@exemple.org", "192.0.2.1")

    with pytest.raises(TooManyTriesError):
        log_in(engine, few, email=EMAIL, password=PASSWORD, address="192.0.2.1", now=NOW)
    assert log_in(engine, few, email=EMAIL, password=PASSWORD, address="192.0.2.2", now=NOW)


def test_getting_in_does_not_wipe_the_slate_of_a_place(engine: Engine) -> None:
    opened_account(engine)
    for number in range(3):
        wrong(engine, f"{number}@exemple.org", "192.0.2.1")

    log_in(engine, QUICK, email=EMAIL, password=PASSWORD, address="192.0.2.1", now=NOW)

    with reading(engine) as session:
        address = known_as("address", "192.0.2.1")
        many = select(func.count()).where(LoginTryRow.who == address)
        assert session.scalars(many).one() == 3
