"""Messages reach a real server, signed as a library that isn't ours verifies."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from standardwebhooks import Webhook, WebhookVerificationError

from api.access.accounts.service import LOCAL
from api.database.engine import reading, writing
from api.database.queue import claim
from api.database.tables.events import WebhookRow, WebhookSendingRow
from api.events import sending
from api.events.facts import EventType
from api.events.message import draw_secret
from api.events.sending import LEASE, send_due, start
from api.events.service import act
from api.events.shapes import AddressDeed
from tests.api.events.names import certificate_of, names
from tests.api.events.receiver import (
    HERE,
    NOON,
    events,
    happen,
    never_answering,
    receiving,
    sendings,
    webhook,
)

MINUTE, DAY, SECOND = timedelta(minutes=1), timedelta(days=1), timedelta(seconds=1)


def at(when: datetime) -> Callable[[], datetime]:
    return lambda: when


def send(engine: Engine, when: datetime = NOON) -> int:
    return send_due(engine, HERE, now=at(when))


def kept(engine: Engine, row: WebhookRow) -> WebhookRow:
    with reading(engine) as session:
        return session.get_one(WebhookRow, row.id)


def test_a_message_is_verified_by_a_library_that_is_not_ours(engine: Engine) -> None:
    present = datetime.now(UTC)
    with receiving() as receiver:
        row = webhook(engine, receiver.url)
        happen(engine, 1)
        assert send(engine, present) == 1
        assert send(engine, present + DAY) == 0

    ((headers, body),) = receiver.posts
    (event,) = events(engine)
    content = Webhook(row.secret).verify(body, dict(headers))
    assert content == {
        "id": event.id,
        "type": "calculation.ended",
        "timestamp": "2026-11-24T12:00:00Z",
        "data": {"calculation": "1"},
    }
    assert headers["webhook-id"] == event.id
    with pytest.raises(WebhookVerificationError):
        Webhook(row.secret).verify(body.replace(b'"1"', b'"2"'), dict(headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(draw_secret()).verify(body, dict(headers))
    (done,) = sendings(engine)
    assert (done.sent, done.error, done.tries) == (present, "", 1)


def test_two_secrets_sign_for_a_day_after_a_rotation(sqlite_engine: Engine) -> None:
    present = datetime.now(UTC)
    with receiving() as receiver:
        old = webhook(sqlite_engine, receiver.url).secret
        for when in (present - DAY + SECOND, present - DAY):  # of the rotation
            with writing(sqlite_engine) as session:
                row = session.scalars(sa.select(WebhookRow)).one()
                row.secret = old
                act(session, LOCAL, row.id, AddressDeed.ROTATE, when)
            happen(sqlite_engine, 1)
            send(sqlite_engine, present)

    (both, body), (alone, other) = receiver.posts
    Webhook(old).verify(body, dict(both))
    assert len(both["webhook-signature"].split(" ")) == 2
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(other, dict(alone))
    with reading(sqlite_engine) as session:
        new = session.scalars(sa.select(WebhookRow.secret)).one()
    Webhook(new).verify(other, dict(alone))


def test_an_address_gets_what_it_chose_of_its_agency(sqlite_engine: Engine) -> None:
    with receiving() as receiver:
        webhook(sqlite_engine, receiver.url, types=("month.published",), agency="ville")
        happen(sqlite_engine, 1, agency="ville")
        happen(sqlite_engine, 2, type=EventType.PUBLISHED, agency="mer")
        happen(sqlite_engine, 3, type=EventType.PUBLISHED)
        happen(sqlite_engine, 4, type=EventType.PUBLISHED, agency="ville")
        assert send(sqlite_engine) == 1

    assert json.loads(receiver.posts[0][1])["data"] == {"calculation": "4"}


@pytest.mark.parametrize("status", [302, 404, 429, 500])
def test_what_is_not_taken_is_tried_again_later_under_the_same_id(
    engine: Engine, status: int
) -> None:
    with receiving(answers=[status, status]) as receiver:
        webhook(engine, receiver.url)
        happen(engine, 1)
        assert send(engine) == 0
        (row,) = sendings(engine)
        assert (row.error, row.next_try) == (f"l’adresse répond {status}", NOON + MINUTE)
        assert send(engine, NOON + MINUTE - SECOND) == 0
        assert send(engine, NOON + MINUTE) == 0
        assert sendings(engine)[0].next_try == NOON + 3 * MINUTE
        assert send(engine, NOON + 3 * MINUTE) == 1

    assert len(receiver.posts) == 3  # a redirection isn't followed
    assert len({(headers["webhook-id"], body) for headers, body in receiver.posts}) == 1


def test_after_a_day_it_is_a_dead_letter_that_may_be_replayed(engine: Engine) -> None:
    with receiving(answers=[500, 500, 500]) as receiver:
        row = webhook(engine, receiver.url)
        happen(engine, 1)
        send(engine, NOON + DAY - SECOND)
        assert sendings(engine)[0].given_up is None
        send(engine, NOON + 2 * DAY)
        (dead,) = sendings(engine)
        assert (dead.given_up, dead.error) == (NOON + 2 * DAY, "l’adresse répond 500")
        assert send(engine, NOON + 9 * DAY) == 0

        with writing(engine) as session:
            act(session, LOCAL, row.id, AddressDeed.REPLAY, NOON + 10 * DAY)
        assert send(engine, NOON + 10 * DAY) == 0  # a day begins again
        assert sendings(engine)[0].given_up is None
        assert send(engine, NOON + 10 * DAY + MINUTE) == 1

    assert len(set(receiver.ids)) == 1


def test_a_service_that_was_off_for_days_still_sends_once(sqlite_engine: Engine) -> None:
    with receiving() as receiver:
        webhook(sqlite_engine, receiver.url)
        happen(sqlite_engine, 1, 2)
        assert send(sqlite_engine, NOON + 5 * DAY) == 2


def test_an_address_that_answers_410_is_closed_until_somebody_opens_it(engine: Engine) -> None:
    with receiving(answers=[410]) as receiver:
        row = webhook(engine, receiver.url)
        happen(engine, 1, 2)
        assert send(engine) == 0
        happen(engine, 3)
        assert kept(engine, row).closed == NOON
        assert [each.given_up for each in sendings(engine)] == [NOON, NOON]
        assert send(engine, NOON + DAY) == 0

        with writing(engine) as session:
            act(session, LOCAL, row.id, AddressDeed.RESUME, NOON)
            act(session, LOCAL, row.id, AddressDeed.REPLAY, NOON)
        assert send(engine) == 2


def test_what_is_due_to_a_paused_address_waits(sqlite_engine: Engine) -> None:
    with receiving() as receiver:
        row = webhook(sqlite_engine, receiver.url, paused=NOON)
        happen(sqlite_engine, 1)
        assert send(sqlite_engine, NOON + 3 * DAY) == 0
        with writing(sqlite_engine) as session:
            act(session, LOCAL, row.id, AddressDeed.RESUME, NOON)
        assert send(sqlite_engine, NOON + 3 * DAY) == 1


def test_an_address_that_nobody_answers_at_is_tried_once_and_not_for_each_message(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    with never_answering() as deaf, receiving() as receiver:
        row = webhook(engine, deaf.url)
        webhook(engine, receiver.url)
        happen(engine, 1, 2, 3)
        assert send(engine) == 3
        assert (len(deaf.posts), len(receiver.posts)) == (1, 3)
        assert kept(engine, row).failures == 1
        theirs = [each for each in sendings(engine) if each.webhook == row.id]
        assert {each.next_try for each in theirs} == {NOON + MINUTE}
        assert "l’adresse n’a pas répondu à temps" in {each.error for each in theirs}
        send(engine, NOON + DAY)
        dead = [each for each in sendings(engine) if each.webhook == row.id]
        assert {each.given_up for each in dead} == {NOON + DAY}


def test_two_processes_do_not_send_the_same_message(engine: Engine) -> None:
    with receiving() as receiver, ThreadPoolExecutor(2) as pool:
        webhook(engine, receiver.url)
        happen(engine, *range(10))
        counts = [pool.submit(send, engine) for _ in range(2)]
        assert sum(count.result() for count in counts) == 10

    assert len(set(receiver.ids)) == len(receiver.ids) == 10


def test_a_message_of_a_process_that_died_is_sent_by_another(sqlite_engine: Engine) -> None:
    with receiving() as receiver:
        webhook(sqlite_engine, receiver.url)
        happen(sqlite_engine, 1)
        assert claim(sqlite_engine, WebhookSendingRow, now=NOON, lease=LEASE) is not None
        assert send(sqlite_engine, NOON + LEASE - SECOND) == 0
        assert send(sqlite_engine, NOON + LEASE) == 1


def test_https_is_checked_against_the_name_though_the_connection_goes_to_an_ip(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = certificate_of("exemple.org", tmp_path)
    names(monkeypatch, ["127.0.0.1"])
    with receiving(certificate=certificate) as receiver:
        port = receiver.url.rpartition(":")[2]
        webhook(sqlite_engine, f"https://exemple.org:{port}")
        happen(sqlite_engine, 1)
        assert send(sqlite_engine) == 0  # nobody vouches for it
        assert sendings(sqlite_engine)[0].error == "le certificat de l’adresse n’est pas valable"
        assert receiver.posts == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send(sqlite_engine, NOON + MINUTE) == 1
        webhook(sqlite_engine, f"https://localhost:{port}")  # whose certificate this isn't
        happen(sqlite_engine, 2)
        assert send(sqlite_engine, NOON + MINUTE) == 1

    assert len(receiver.posts) == 2


def test_the_thread_sends_and_ends_when_told(sqlite_engine: Engine) -> None:
    arrived, stop = Event(), Event()
    with receiving(then=arrived.set) as receiver:
        webhook(sqlite_engine, receiver.url)
        happen(sqlite_engine, 1)
        thread = start(sqlite_engine, HERE, stop)
        assert arrived.wait(30)
        stop.set()
        thread.join(30)

    assert not thread.is_alive()
    assert len(receiver.posts) == 1
