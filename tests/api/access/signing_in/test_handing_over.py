import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL, NOWHERE, account
from api.access.caller import Caller
from api.access.errors import AccountExistsError, InvalidAccountError, SpentSecretError
from api.access.secrets.secret import Kind, digest
from api.access.signing_in.invitations import accept, forgotten, hand_over, invite
from api.access.signing_in.login import enter, log_in
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from api.database.tables.mail import MailRow
from api.mail.queue import usable
from tests.api.access.people import EMAIL, NOW, PASSWORD, QUICK, opened_account

NEW = "trois pies et un merle"
ZOE = f"zoe{NOWHERE}"


def handed_to(engine: Engine, user: str) -> str:
    with writing(engine) as session:
        address, until = hand_over(session, QUICK, LOCAL, account(session, user), NOW)
    assert until == NOW + timedelta(days=7)
    return address


def chosen(engine: Engine, address: str, email: str = "", password: str = NEW) -> Caller:
    text = address.partition("#")[2]
    return accept(
        engine,
        QUICK,
        text=text,
        password=password,
        kind=Kind.INVITATION,
        email=email,
        now=NOW,
    )


def test_an_invitation_on_paper_is_read_letter_by_letter_and_kept_by_its_digest_alone(
    engine: Engine,
) -> None:
    user = opened_account(engine).user

    address = handed_to(engine, user)

    assert re.fullmatch(
        r"http://127\.0\.0\.1:8000/invitation#(?:[a-z2-9]{4}-){4}[a-z2-9]{4}", address
    )
    secret = address.partition("#")[2]
    with reading(engine) as session:
        assert session.scalars(select(MailRow)).all() == []
        (row,) = session.scalars(select(TokenRow).where(TokenRow.kind == Kind.INVITATION))
        assert row.hash == digest(secret)
        assert secret not in str(vars(row))


def test_a_second_strip_ends_the_first(engine: Engine) -> None:
    user = opened_account(engine).user
    before, after = handed_to(engine, user), handed_to(engine, user)

    with pytest.raises(SpentSecretError):
        chosen(engine, before)
    assert chosen(engine, after).user == user


def test_who_has_no_e_mail_yet_says_it_with_the_password(engine: Engine) -> None:
    user = opened_account(engine, ZOE, password="").user
    address = handed_to(engine, user)

    assert "/bienvenue#" in address
    with pytest.raises(InvalidAccountError) as refused:
        chosen(engine, address)
    assert refused.value.field == "email"
    assert chosen(engine, address, " Zoe@Exemple.org ").email == "zoe@exemple.org"
    assert log_in(engine, QUICK, email="zoe@exemple.org", password=NEW, now=NOW)[1].user == user


def test_an_e_mail_of_another_account_is_refused_and_the_strip_is_still_good(
    engine: Engine,
) -> None:
    opened_account(engine)
    address = handed_to(engine, opened_account(engine, ZOE, password="").user)

    with pytest.raises(AccountExistsError):
        chosen(engine, address, EMAIL)
    assert chosen(engine, address, "zoe@exemple.org")


def test_who_has_an_e_mail_keeps_it_whatever_is_typed(engine: Engine) -> None:
    address = handed_to(engine, opened_account(engine).user)

    assert chosen(engine, address, "autre@exemple.org").email == EMAIL


def test_no_mail_ever_goes_to_an_e_mail_that_is_still_to_be_said(engine: Engine) -> None:
    user = opened_account(engine, ZOE, password="").user

    assert not usable(ZOE)
    with writing(engine) as session, pytest.raises(InvalidAccountError, match="pas encore"):
        invite(session, QUICK, LOCAL, account(session, user), NOW)
    forgotten(engine, QUICK, ZOE, now=NOW)
    with reading(engine) as session:
        assert session.scalars(select(MailRow)).all() == []


def test_who_has_just_chosen_a_password_is_let_in(engine: Engine) -> None:
    user = opened_account(engine, password=PASSWORD).user

    issued = enter(engine, QUICK, user, now=NOW)

    assert issued.expires is not None
    with reading(engine) as session:
        assert account(session, user).last_login == NOW
