"""A notification leaves through the queue of mails, to a push service that is run here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.access.caller import Caller
from api.access.errors import NoNotificationsError
from api.access.signing_in.login import log_in
from api.access.signing_in.sessions import end_session_of
from api.database.engine import reading, writing
from api.database.tables.devices import PushRow
from api.database.tables.mail import MailRow
from api.mail.outbox import send_due
from api.mail.push.encryption import public_of
from api.mail.push.subscriptions import (
    is_allowed,
    push_key,
    subscribe,
    takes_notifications,
    unsubscribe,
)
from api.mail.queue import Mail, put
from api.settings import Settings
from tests.api.access.people import EMAIL, PASSWORD, QUICK, opened_account
from tests.api.mail.push.service import Browser, PushService, push_service

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Phone:
    """A phone that is signed in, and may take notifications."""

    engine: Engine
    settings: Settings
    service: PushService
    browser: Browser
    caller: Caller
    cookie: str
    opened: str

    def subscribe(self, endpoint: str = "", **others: str) -> None:
        values = {"public_key": self.browser.public_key, "auth": self.browser.auth, **others}
        with writing(self.engine) as session:
            subscribe(
                session,
                self.settings,
                self.caller,
                cookie=self.cookie,
                endpoint=endpoint or f"{self.service.address}/a",
                now=datetime.now(UTC),
                **values,
            )

    def queue(self, key: str = "conge:1", opens: str = "/moi/conges") -> None:
        mail = Mail(
            key=key,
            kind="conge",
            address=EMAIL,
            subject="Demande de congé accordée",
            body="Avec sa raison.",
            user=self.caller.user,
            until=datetime.now(UTC) + HOUR,
            opens=opens,
        )
        with writing(self.engine) as session:
            put(session, mail)

    def row(self) -> MailRow:
        with reading(self.engine) as session:
            return session.scalars(select(MailRow).where(MailRow.push != "")).one()

    @property
    def subscribed(self) -> bool:
        with reading(self.engine) as session:
            return takes_notifications(session, self.opened)


@pytest.fixture
def phone(sqlite_engine: Engine) -> Iterator[Phone]:
    opened_account(sqlite_engine)
    issued, ana = log_in(sqlite_engine, QUICK, email=EMAIL, password=PASSWORD, stays=True)
    with push_service() as service:
        settings = QUICK.model_copy(update={"push_services": (service.address,)})
        yield Phone(sqlite_engine, settings, service, Browser.draw(), ana, issued.token, issued.id)


def test_a_phone_is_told_what_it_opens_and_nothing_else_and_without_mail_server(
    phone: Phone,
) -> None:
    phone.subscribe()
    phone.queue()

    assert send_due(phone.engine, phone.settings) == 1
    ((path, headers, body),) = phone.service.requests
    content = json.loads(phone.browser.decrypted(body))
    assert path == "/a"
    assert content == {
        "title": "Demande de congé accordée",
        "opens": "/moi/conges",
        "tag": phone.row().id,
    }
    assert headers["content-encoding"] == "aes128gcm"
    assert 3500 < int(headers["ttl"]) <= 3600
    assert headers["authorization"].endswith(f"k={push_key(phone.engine).public}")
    assert phone.row().sent is not None
    assert send_due(phone.engine, phone.settings) == 0


def test_the_mail_waits_beside_and_what_opens_no_page_is_no_notification(phone: Phone) -> None:
    phone.subscribe()
    phone.queue()
    phone.queue("lien:1", opens="")

    with reading(phone.engine) as session:
        rows = session.execute(select(MailRow.key, MailRow.address, MailRow.body)).all()
    browser = phone.row().push
    assert sorted(map(tuple, rows)) == [
        ("conge:1", EMAIL, "Avec sa raison."),
        (f"conge:1:{browser}", "", "/moi/conges"),
        ("lien:1", EMAIL, "Avec sa raison."),
    ]


def test_a_browser_that_is_gone_is_forgotten(phone: Phone) -> None:
    phone.subscribe()
    phone.queue()
    phone.service.statuses = [410]

    assert send_due(phone.engine, phone.settings) == 0
    assert not phone.subscribed
    assert phone.row().error == "ce navigateur n’est plus abonné"
    assert phone.row().given_up is not None


@pytest.mark.parametrize(("status", "again"), [(503, True), (429, True), (403, False)])
def test_a_refusal_is_tried_again_unless_it_is_for_good(
    phone: Phone, status: int, again: bool
) -> None:
    phone.subscribe()
    phone.queue()
    phone.service.statuses = [status]

    assert send_due(phone.engine, phone.settings) == 0
    assert (phone.row().given_up is None) == again
    assert f"({status})" in phone.row().error
    later = datetime.now(UTC) + timedelta(minutes=2)
    assert send_due(phone.engine, phone.settings, now=lambda: later) == again
    assert phone.subscribed


def test_a_device_that_was_signed_out_is_told_nothing_more(phone: Phone) -> None:
    phone.subscribe()
    phone.queue()
    with writing(phone.engine) as session:
        end_session_of(session, phone.caller, phone.caller.user, phone.opened, datetime.now(UTC))
    phone.queue("conge:2")

    assert send_due(phone.engine, phone.settings) == 0
    assert phone.service.requests == []
    assert phone.row().given_up is not None


def test_whoever_wants_none_any_more_gets_none(phone: Phone) -> None:
    phone.subscribe()
    phone.subscribe()  # the browser gave another address meanwhile: it has one
    assert phone.subscribed
    with writing(phone.engine) as session:
        unsubscribe(session, phone.caller, phone.cookie)

    assert not phone.subscribed
    with reading(phone.engine) as session:
        assert session.scalars(select(PushRow)).all() == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://ailleurs.example.org/a",
        "http://127.0.0.1:22/",
        "ftp://127.0.0.1/",
        "https://x@fcm.googleapis.com/a",
        "https://ailleurs.example.org\\.push.apple.com/a",
        "",
    ],
)
def test_this_service_writes_to_no_address_but_those_of_push_services(
    phone: Phone, endpoint: str
) -> None:
    assert not is_allowed(Settings(), endpoint)
    with pytest.raises(NoNotificationsError):
        phone.subscribe(endpoint or "rien")
    assert not phone.subscribed


@pytest.mark.parametrize("wrong", [{"public_key": "AAAA"}, {"auth": "AAAA"}])
def test_what_no_browser_gives_is_refused(phone: Phone, wrong: dict[str, str]) -> None:
    with pytest.raises(NoNotificationsError):
        phone.subscribe(**wrong)


def test_a_program_s_token_takes_no_notifications(phone: Phone) -> None:
    with pytest.raises(NoNotificationsError):
        replace(phone, cookie="").subscribe()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/a:b",
        "https://updates.push.services.mozilla.com/wpush/v2/a",
        "https://web.push.apple.com/a",
        "https://wns2-par02p.notify.windows.com/w/?token=a",
    ],
)
def test_the_browsers_of_phones_are_known(endpoint: str) -> None:
    assert is_allowed(Settings(), endpoint)


def test_the_key_is_drawn_once(sqlite_engine: Engine) -> None:
    assert push_key(sqlite_engine).private == push_key(sqlite_engine).private
    assert push_key(sqlite_engine).public == public_of(push_key(sqlite_engine).private)
