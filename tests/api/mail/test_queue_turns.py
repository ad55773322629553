from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from api.database.queue import pause
from api.database.tables.mail import MailRow
from api.mail.queue import LEASE, claim, given_up, put_off, sent
from tests.api.mail.made import NOON, mail, queue, row

MINUTE = timedelta(minutes=1)


def taken(engine: Engine) -> MailRow:
    mail = claim(engine, NOON)
    assert mail is not None
    return mail


def test_a_mail_is_one_process_s_until_its_claim_runs_out(engine: Engine) -> None:
    queue(engine, mail())

    first = taken(engine)
    assert (first.key, first.tries) == ("a", 1)
    assert claim(engine, NOON + LEASE - timedelta(seconds=1)) is None
    again = claim(engine, NOON + LEASE)
    assert again is not None
    assert (again.id, again.tries) == (first.id, 2)


def test_many_who_claim_at_once_each_get_another_mail(engine: Engine) -> None:
    queue(engine, *(mail(f"m{n}") for n in range(12)))

    with ThreadPoolExecutor(6) as pool:
        claimed = list(pool.map(lambda _: claim(engine, NOON), range(18)))

    keys = [mail.key for mail in claimed if mail is not None]
    assert sorted(keys) == sorted(f"m{n}" for n in range(12))
    assert claimed.count(None) == 6


def test_what_has_left_is_never_due_again_and_its_text_is_gone(engine: Engine) -> None:
    queue(engine, mail())
    sent(engine, taken(engine), NOON)

    stored = row(engine)
    assert (stored.sent, stored.body, stored.error, stored.tries) == (NOON, "", "", 1)
    assert claim(engine, NOON + timedelta(days=400)) is None


def test_what_was_given_up_stays_so_and_says_why(engine: Engine) -> None:
    queue(engine, mail())
    mine = taken(engine)
    given_up(engine, mine, NOON, "le serveur refuse le destinataire (550)")
    sent(engine, mine, NOON)

    stored = row(engine)
    assert (stored.sent, stored.given_up, stored.body) == (None, NOON, "")
    assert stored.error == "le serveur refuse le destinataire (550)"
    assert claim(engine, NOON + timedelta(days=400)) is None


def test_who_claims_too_late_does_not_put_off_what_another_has_claimed(engine: Engine) -> None:
    queue(engine, mail())
    slow = taken(engine)
    claim(engine, NOON + LEASE)
    put_off(engine, slow, NOON, "le serveur n’écoute pas")

    stored = row(engine)
    assert (stored.error, stored.next_try) == ("", NOON + 2 * LEASE)


def test_a_mail_that_was_put_off_is_due_after_its_pause(engine: Engine) -> None:
    queue(engine, mail())
    put_off(engine, taken(engine), NOON, "le serveur n’écoute pas")

    assert row(engine).error == "le serveur n’écoute pas"
    assert claim(engine, NOON + MINUTE - timedelta(seconds=1)) is None
    assert claim(engine, NOON + MINUTE) is not None


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (500, 60)],
)
def test_pauses_double_up_to_an_hour(tries: int, minutes: int) -> None:
    assert pause(tries) == minutes * MINUTE
