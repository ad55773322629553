import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import Engine

from api.database import queue as queues
from api.database.engine import writing
from api.mail.line import Line
from api.mail.outbox import send_due, start
from api.mail.queue import LEASE, claim, put
from api.settings import Settings
from tests.api.mail.made import NOON, mail, queue, row
from tests.api.mail.servers import Inbox, hanging_up, nobody, serving, silent, text_of

FIVE, SECOND = timedelta(days=5), timedelta(seconds=1)


def at(*, days: int = 0, minutes: int = 0) -> Callable[[], dt.datetime]:
    return lambda: NOON + timedelta(days=days, minutes=minutes)


def test_what_is_queued_leaves_over_one_connection(engine: Engine) -> None:
    inbox = Inbox()
    queue(engine, mail("a"), mail("b", address="brice@exemple.fr", subject="Nuit d’août"))

    with serving(inbox) as settings:
        count = send_due(engine, settings, now=at())
        again = send_due(engine, settings, now=at(days=1))

    assert (count, again, inbox.connections) == (2, 0, 1)
    assert sorted((m["To"], m["Subject"], text_of(m)) for m in inbox.mails) == [
        ("ada@exemple.fr", "Été à vérifier", "Cœur\n"),
        ("brice@exemple.fr", "Nuit d’août", "Cœur\n"),
    ]
    assert [row(engine, key).sent for key in "ab"] == [NOON, NOON]


def test_two_processes_do_not_send_the_same_mail(engine: Engine) -> None:
    inbox = Inbox()
    queue(engine, *(mail(f"m{n}", subject=f"{n}") for n in range(10)))

    with serving(inbox) as settings, ThreadPoolExecutor(2) as pool:
        counts = [pool.submit(send_due, engine, settings, now=at()) for _ in range(2)]
        assert sum(count.result() for count in counts) == 10

    assert sorted(m["Subject"] for m in inbox.mails) == [str(n) for n in range(10)]


def test_a_mail_sent_again_after_a_crash_is_the_same_mail(sqlite_engine: Engine) -> None:
    inbox = Inbox()
    queue(sqlite_engine, mail())

    with serving(inbox) as settings:
        crashed = claim(sqlite_engine, NOON)
        assert crashed is not None
        with Line(settings) as line:
            line.send(crashed)  # and the process dies before it writes so
        assert send_due(sqlite_engine, settings, now=at(minutes=1)) == 0
        assert send_due(sqlite_engine, settings, now=lambda: NOON + LEASE) == 1

    first, second = inbox.raw
    assert first == second


def test_without_a_server_mails_wait_and_the_others_are_not_even_tried(engine: Engine) -> None:
    queue(engine, mail("a"), mail("b"))

    assert send_due(engine, nobody(), now=at()) == 0

    tried = sorted((row(engine, key).tries, row(engine, key).error) for key in "ab")
    assert tried == [(0, ""), (1, "le serveur n’écoute pas")]
    with serving(Inbox()) as settings:
        assert send_due(engine, settings, now=at(minutes=1)) == 2


def test_a_refusal_for_now_is_tried_again_after_longer_and_longer_pauses(
    sqlite_engine: Engine,
) -> None:
    inbox = Inbox(recipients={"ada@exemple.fr": "450 4.2.1 plus tard, ada@exemple.fr"})
    queue(sqlite_engine, mail("a"), mail("b", address="brice@exemple.fr"))

    with serving(inbox) as settings:
        assert send_due(sqlite_engine, settings, now=at()) == 1
        stored = row(sqlite_engine)
        assert (stored.error, stored.next_try) == (
            "le serveur refuse le destinataire (450)",
            NOON + timedelta(minutes=1),
        )
        assert send_due(sqlite_engine, settings, now=at(minutes=1)) == 0
        assert row(sqlite_engine).next_try == NOON + timedelta(minutes=3)
        inbox.recipients.clear()
        assert send_due(sqlite_engine, settings, now=at(minutes=3)) == 1

    assert (row(sqlite_engine).tries, row(sqlite_engine).error) == (3, "")


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        ("550 5.1.1 inconnu", True),
        ("553 nom impossible", True),
        ("554 5.7.1 relais refusé", False),
        ("451 4.3.0 plus tard", False),
    ],
)
def test_a_mailbox_that_is_not_there_is_given_up_what_is_about_us_is_not(
    sqlite_engine: Engine, answer: str, final: bool
) -> None:
    inbox = Inbox(recipients={"ada@exemple.fr": answer})
    queue(sqlite_engine, mail())

    with serving(inbox) as settings:
        send_due(sqlite_engine, settings, now=at())

    stored = row(sqlite_engine)
    assert (stored.given_up == NOON, stored.sent) == (final, None)
    assert stored.error == f"le serveur refuse le destinataire ({answer[:3]})"
    assert (stored.body == "") is final


@pytest.mark.parametrize(("answer", "final"), [("554 5.6.0 refusé", True), ("452 plein", False)])
def test_a_text_that_is_refused_for_good_is_given_up(
    sqlite_engine: Engine, answer: str, final: bool
) -> None:
    queue(sqlite_engine, mail())

    with serving(Inbox(data=[answer])) as settings:
        send_due(sqlite_engine, settings, now=at())

    stored = row(sqlite_engine)
    assert (stored.given_up == NOON, stored.error) == (
        final,
        f"le serveur refuse le message ({answer[:3]})",
    )


def test_a_connection_cut_in_the_middle_of_a_text_puts_that_mail_off(engine: Engine) -> None:
    queue(engine, mail(body="L’été\n" * 20_000))

    with hanging_up(after=1000) as settings:
        assert send_due(engine, settings, now=at()) == 0
    assert row(engine).error == "le serveur a coupé la connexion"

    inbox = Inbox()
    with serving(inbox) as settings:
        assert send_due(engine, settings, now=at(minutes=1)) == 1
    assert text_of(inbox.mails[0]) == "L’été\n" * 20_000


@pytest.mark.long
def test_a_server_that_stops_answering_is_not_said_to_have_hung_up(sqlite_engine: Engine) -> None:
    queue(sqlite_engine, mail())

    with silent() as settings:
        assert send_due(sqlite_engine, settings, now=at()) == 0

    assert row(sqlite_engine).error == "le serveur n’a pas répondu à temps"


def test_a_server_that_ends_the_connection_after_each_mail_gets_them_all(
    sqlite_engine: Engine,
) -> None:
    inbox = Inbox(closing=True)
    queue(sqlite_engine, *(mail(f"m{n}") for n in range(3)))

    with serving(inbox) as settings:
        assert send_due(sqlite_engine, settings, now=at()) == 3

    assert (len(inbox.raw), row(sqlite_engine, "m0").tries) == (3, 1)


def test_after_so_many_days_a_mail_is_given_up(sqlite_engine: Engine) -> None:
    queue(sqlite_engine, mail())
    inbox = Inbox()

    with serving(inbox) as settings:
        assert send_due(sqlite_engine, settings, now=lambda: NOON + FIVE + SECOND) == 0

    stored = row(sqlite_engine)
    assert (stored.given_up, stored.error) == (NOON + FIVE + SECOND, "pas parti en 5 jours")
    assert inbox.raw == []


def test_until_the_last_second_it_is_sent(sqlite_engine: Engine) -> None:
    queue(sqlite_engine, mail())

    with serving(Inbox()) as settings:
        assert send_due(sqlite_engine, settings, now=lambda: NOON + FIVE) == 1


def test_once_all_that_it_tells_of_is_over_a_mail_is_given_up(sqlite_engine: Engine) -> None:
    queue(sqlite_engine, mail("a", until=NOON + SECOND), mail("b", until=NOON + 2 * SECOND))
    inbox = Inbox()

    with serving(inbox) as settings:
        assert send_due(sqlite_engine, settings, now=lambda: NOON + SECOND) == 1

    late, timely = row(sqlite_engine, "a"), row(sqlite_engine, "b")
    assert (late.given_up, late.sent, late.body) == (NOON + SECOND, None, "")
    assert late.error == "ce dont il parle était passé avant l’envoi"
    assert (timely.given_up, timely.sent) == (None, NOON + SECOND)
    assert len(inbox.raw) == 1


def test_an_address_that_a_server_cannot_write_is_given_up(sqlite_engine: Engine) -> None:
    queue(sqlite_engine, mail(address="zoé@exemple.fr"), mail("b"))

    with serving(Inbox(accents=False)) as settings:
        assert send_due(sqlite_engine, settings, now=at()) == 1

    assert row(sqlite_engine).error == "le serveur ne sait pas écrire à cette adresse"


def test_a_stop_is_heard_between_two_mails(sqlite_engine: Engine) -> None:
    queue(sqlite_engine, mail("a"), mail("b"))
    answers = iter([False, True])

    with serving(Inbox()) as settings:
        assert send_due(sqlite_engine, settings, now=at(), stopped=lambda: next(answers)) == 1


def test_the_thread_sends_and_ends_when_told(sqlite_engine: Engine) -> None:
    arrived = Event()

    class Waking(Inbox):
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
            answer = await super().handle_DATA(server, session, envelope)
            arrived.set()
            return answer

    inbox, stop = Waking(), Event()
    queue_now(sqlite_engine)
    with serving(inbox) as settings:
        thread = start(sqlite_engine, settings, stop)
        assert arrived.wait(20)
        stop.set()
        thread.join(20)

    assert not thread.is_alive()
    assert len(inbox.raw) == 1


def test_without_a_mail_server_in_the_settings_nothing_is_tried(sqlite_engine: Engine) -> None:
    queue_now(sqlite_engine)
    stop = Event()
    thread = start(sqlite_engine, Settings(), stop)
    stop.set()
    thread.join(20)

    assert not thread.is_alive()
    assert (row(sqlite_engine).tries, row(sqlite_engine).given_up) == (0, None)


def test_the_thread_outlives_a_database_that_fails(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "EVERY", 0.01)
    inbox, stop = Inbox(), Event()
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE mail RENAME TO ailleurs")
    with serving(inbox) as settings:
        thread = start(sqlite_engine, settings, stop)
        with sqlite_engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE ailleurs RENAME TO mail")
        queue_now(sqlite_engine)
        deadline = dt.datetime.now(dt.UTC) + timedelta(seconds=20)
        while not inbox.raw and dt.datetime.now(dt.UTC) < deadline:
            stop.wait(0.02)
        stop.set()
        thread.join(20)

    assert len(inbox.raw) == 1


def queue_now(engine: Engine) -> None:
    with writing(engine) as session:
        put(session, mail())
