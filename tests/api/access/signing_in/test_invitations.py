import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL, account, close
from api.access.caller import Caller, Role
from api.access.errors import SpentSecretError, WeakPasswordError, WrongLoginError
from api.access.secrets.secret import Kind, issue
from api.access.signing_in.invitations import accept, forgotten, invite, reset
from api.access.signing_in.login import log_in
from api.database.engine import reading, writing
from api.database.tables.access import LoginTryRow, TokenRow
from api.database.tables.mail import MailRow
from tests.api.access.people import EMAIL, NOW, PASSWORD, QUICK, opened_account

SHORT, EASY = "court", "Ana.Martin.Ana.Martin"
NEW = "trois pies et un merle"
WEEK = timedelta(hours=168)
TICK = timedelta(microseconds=1)


def invited(engine: Engine, user: str) -> str:
    with writing(engine) as session:
        return invite(session, QUICK, LOCAL, account(session, user), NOW).token


def chosen(
    engine: Engine,
    text: str,
    kind: Kind = Kind.INVITATION,
    *,
    password: str = NEW,
    now: datetime = NOW,
) -> Caller:
    return accept(engine, QUICK, text=text, password=password, kind=kind, now=now)


def mails(engine: Engine) -> list[MailRow]:
    with reading(engine) as session:
        return list(session.scalars(select(MailRow).order_by(MailRow.made, MailRow.id)))


def test_an_invitation_goes_by_mail_with_a_link_whose_secret_no_server_sees(
    engine: Engine,
) -> None:
    user = opened_account(engine).user
    text = invited(engine, user)

    (mail,) = mails(engine)

    assert (mail.kind, mail.user, mail.address) == ("invitation", user, EMAIL)
    assert mail.subject == "Votre compte pour les plannings"
    assert mail.body == (
        "Bonjour Ana Martin,\n\n"
        "Un compte vous a été ouvert pour consulter les plannings. Choisissez votre mot de passe "
        f"ici :\n\nhttp://127.0.0.1:8000/invitation#{text}\n\n"
        "Ce lien sert une seule fois, jusqu’au lundi 9 mars 2026 à 10h30.\n"
    )
    assert text not in mail.key
    # Its link is of no use any more: an SMTP server that was away doesn't send it after that.
    assert mail.until == NOW + timedelta(days=7)


def test_an_invitation_opens_the_account_once(engine: Engine) -> None:
    ana = opened_account(engine)
    text = invited(engine, ana.user)

    assert chosen(engine, text).user == ana.user
    assert log_in(engine, QUICK, email=EMAIL, password=NEW, now=NOW)[1].user == ana.user
    with pytest.raises(SpentSecretError, match="a déjà servi"):
        chosen(engine, text)


def test_an_invitation_is_good_for_a_week(engine: Engine) -> None:
    user = opened_account(engine).user
    late, just = invited(engine, user), NOW + WEEK

    with pytest.raises(SpentSecretError):
        chosen(engine, late, now=just)
    assert chosen(engine, late, now=just - TICK)


def test_a_second_invitation_takes_the_firsts_place(engine: Engine) -> None:
    user = opened_account(engine).user
    first, second = invited(engine, user), invited(engine, user)

    with pytest.raises(SpentSecretError):
        chosen(engine, first)
    assert chosen(engine, second)


def test_a_password_refused_leaves_the_link_good(engine: Engine) -> None:
    text = invited(engine, opened_account(engine).user)

    with pytest.raises(WeakPasswordError):
        chosen(engine, text, password=SHORT)
    with pytest.raises(WeakPasswordError):
        chosen(engine, text, password=EASY)
    assert chosen(engine, text)


def test_a_link_is_good_for_what_it_says(engine: Engine) -> None:
    text = invited(engine, opened_account(engine).user)

    with pytest.raises(SpentSecretError):
        chosen(engine, text, Kind.RESET)
    with pytest.raises(SpentSecretError):
        chosen(engine, "inconnu")
    with pytest.raises(SpentSecretError):
        chosen(engine, "")


def test_two_uses_of_one_invitation_at_once_give_one_password(engine: Engine) -> None:
    text = invited(engine, opened_account(engine).user)
    passwords = [f"{number} chats gris dorment" for number in range(1, 7)]
    took = list[str]()

    def go(password: str) -> None:
        try:
            chosen(engine, text, password=password)
            took.append(password)
        except SpentSecretError:
            return

    threads = [threading.Thread(target=go, args=(password,)) for password in passwords]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(took) == 1
    assert log_in(engine, QUICK, email=EMAIL, password=took[0], now=NOW)


def test_an_account_closed_meanwhile_is_not_opened_by_its_invitation(engine: Engine) -> None:
    opened_account(engine, "chef@exemple.org", role=Role.ADMIN)
    user = opened_account(engine).user
    text = invited(engine, user)
    with writing(engine) as session:
        close(session, LOCAL, user)

    with pytest.raises(SpentSecretError):
        chosen(engine, text)


def test_a_forgotten_password_is_chosen_anew_and_ends_sessions_and_tokens(engine: Engine) -> None:
    user = opened_account(engine)
    log_in(engine, QUICK, email=EMAIL, password=PASSWORD, now=NOW)
    with writing(engine) as session:
        issue(session, user.user, Kind.API, now=NOW, expires=None)

    forgotten(engine, QUICK, " Ana@exemple.org", now=NOW)
    (mail,) = mails(engine)
    text = mail.body.partition("#")[2].split()[0]
    chosen(engine, text, Kind.RESET)

    assert mail.subject == "Votre nouveau mot de passe"
    assert mail.kind == "reset"
    with pytest.raises(WrongLoginError):
        log_in(engine, QUICK, email=EMAIL, password=PASSWORD, now=NOW)
    with reading(engine) as session:
        good = select(TokenRow).where(TokenRow.revoked.is_(None))
        assert session.scalars(good).all() == []


def test_a_link_for_a_new_password_is_good_for_an_hour(engine: Engine) -> None:
    user = opened_account(engine).user
    with writing(engine) as session:
        text = reset(session, QUICK, LOCAL, account(session, user), NOW).token
    hour = NOW + timedelta(minutes=60)

    with pytest.raises(SpentSecretError):
        chosen(engine, text, Kind.RESET, now=hour)
    assert chosen(engine, text, Kind.RESET, now=hour - TICK)


def test_an_unknown_address_is_sent_nothing_and_counted_all_the_same(engine: Engine) -> None:
    forgotten(engine, QUICK, "personne@exemple.org", now=NOW)

    assert mails(engine) == []
    with reading(engine) as session:
        assert len(session.scalars(select(LoginTryRow)).all()) == 1


def test_one_address_is_sent_three_links_an_hour(engine: Engine) -> None:
    opened_account(engine)
    for minutes in (0, 10, 20, 30, 59):
        forgotten(engine, QUICK, EMAIL, now=NOW + timedelta(minutes=minutes))

    assert len(mails(engine)) == 3
    forgotten(engine, QUICK, EMAIL, now=NOW + timedelta(minutes=60))
    assert len(mails(engine)) == 4


def test_nobody_asks_for_links_of_ever_more_addresses(engine: Engine) -> None:
    opened_account(engine)
    two = QUICK.model_copy(update={"address_tries": 2})
    for address in ("bea@exemple.org", "carl@exemple.org", EMAIL):
        forgotten(engine, two, address, address="192.0.2.7", now=NOW)
    assert mails(engine) == []

    forgotten(engine, two, EMAIL, address="192.0.2.8", now=NOW)
    assert [mail.address for mail in mails(engine)] == [EMAIL]
