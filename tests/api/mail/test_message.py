from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from api.database.tables.mail import MailRow
from api.mail.line import message_id, message_of
from tests.api.mail.made import NOON
from tests.api.mail.servers import text_of

SENDER = "planning@exemple.fr"


def row(**others: str) -> MailRow:
    values = {
        "id": "0" * 32,
        "key": "a",
        "kind": "changement",
        "address": "ada@exemple.fr",
        "subject": "Votre service a changé – été",
        "body": "Bonjour,\n",
        **others,
    }
    return MailRow(made=NOON, next_try=NOON, **values)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def test_a_message_says_who_what_and_when() -> None:
    message = read(message_of(row(), SENDER).as_bytes())

    assert dict(message.items()) == {
        "From": "Roulement <planning@exemple.fr>",
        "To": "ada@exemple.fr",
        "Subject": "Votre service a changé – été",
        "Date": "Tue, 24 Nov 2026 12:00:00 +0000",
        "Message-ID": f"<{'0' * 32}@exemple.fr>",
        "Content-Language": "fr",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    assert text_of(message) == "Bonjour,\n"


def test_accents_and_long_lines_travel_as_ascii_in_short_lines() -> None:
    body = "L’été, à Noël : « œuvre » " * 200 + "\nfin =\n"
    raw = message_of(row(body=body, subject="é" * 240), SENDER).as_bytes()

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert text_of(read(raw)) == body
    assert read(raw)["Subject"] == "é" * 240


def test_no_line_break_makes_another_header() -> None:
    mail = row(subject="Planning\r\nBcc: tous@exemple.fr", address="ada@exemple.fr\nCc: x@y.fr")
    message = read(message_of(mail, SENDER).as_bytes())

    assert message["Bcc"] is None
    assert message["Cc"] is None
    assert message["Subject"] == "Planning Bcc: tous@exemple.fr"


def test_the_same_mail_is_the_same_bytes() -> None:
    assert message_of(row(), SENDER).as_bytes() == message_of(row(), SENDER).as_bytes()


def test_the_identity_is_the_mail_s_in_the_sender_s_domain() -> None:
    assert message_id("1", SENDER) == "<1@exemple.fr>"
