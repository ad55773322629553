import socket

from api.ops.check import Grade
from api.ops.checks.mail import mail
from api.settings import Settings
from tests.api.mail.servers import Inbox, serving, text_of


def test_no_server_is_worth_a_look() -> None:
    assert mail(Settings()).state is Grade.WARNING


def test_a_server_that_answers_is_well_and_gets_no_mail() -> None:
    inbox = Inbox()
    with serving(inbox) as settings:
        check = mail(settings)

    assert (check.state, check.text.partition(" ")[2]) == (Grade.OK, "répond")
    assert (inbox.connections, inbox.raw) == (1, [])


def test_a_mail_leaves_when_it_is_asked_for() -> None:
    inbox = Inbox()
    with serving(inbox) as settings:
        check = mail(settings, "moi@exemple.org")

    assert (check.state, check.text.partition(" ")[2]) == (
        Grade.OK,
        "a pris le courriel d’essai",
    )
    (sent,) = inbox.mails
    assert (sent["to"], sent["subject"]) == ("moi@exemple.org", "Essai de Roulement")
    assert "tout va bien" in text_of(sent)


def test_a_mail_that_is_refused_is_a_fault() -> None:
    inbox = Inbox(recipients={"moi@exemple.org": "550 5.1.1 inconnu"})
    with serving(inbox) as settings:
        assert mail(settings, "moi@exemple.org").state is Grade.FAULT


def test_a_wrong_password_is_a_fault_that_does_not_tell_it() -> None:
    with serving(Inbox()) as settings:
        wrong = settings.model_copy(update={"smtp_user": "rota", "smtp_password": "faux"})
        check = mail(wrong)

    assert check.state is Grade.FAULT
    assert "faux" not in check.text


def test_a_password_in_clear_is_worth_a_look() -> None:
    with serving(Inbox()) as settings:
        right = settings.model_copy(
            update={"smtp_user": "rota", "smtp_password": "bon mot de passe"}
        )

        assert mail(right).state is Grade.WARNING


def test_nobody_at_the_door_is_a_fault() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert mail(Settings(smtp_host="127.0.0.1", smtp_port=port)).state is Grade.FAULT
