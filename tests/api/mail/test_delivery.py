from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.database.tables.feeds import FeedReadRow, FeedRow
from api.database.tables.ledger import PublicationRow
from api.mail.after_publication import Announcement, queue
from api.mail.delivery import Delivery, Post, delivery, expected
from api.mail.queue import claim, given_up, sent
from api.settings import Settings
from tests.api.mail.made import NOON
from tests.api.mail.told import FAR, change, publication, tell, user

HOUR = timedelta(hours=1)


def subscribe(engine: Engine, owner: str, target: str, *reads: tuple[int, int]) -> None:
    """Add a calendar of `target` in an account, and what was read: publication, hours after."""
    with writing(engine) as session:
        feed = FeedRow(
            user=owner, kind="personne", target=target, hash=owner + target, made=NOON, chosen=NOON
        )
        session.add(feed)
        session.flush()
        for number, after in reads:
            session.add(FeedReadRow(feed=feed.id, publication=number, at=NOON + after * HOUR))


def deliveries(engine: Engine, number: int = 1) -> list[Delivery]:
    with reading(engine) as session:
        return list(delivery(session, session.get_one(PublicationRow, number)))


def publish(engine: Engine, *people: str, number: int = 1, urgent: bool = True) -> None:
    with writing(engine) as session:
        made = publication(session, number)
        for person in people:
            tell(session, person, change(urgent=urgent), number=number)
        queue(session, made, settings=Settings(), now=NOON)


def test_mails_and_calendars_are_told_together(engine: Engine) -> None:
    ada = user(engine, "ada", "ada@exemple.fr")
    publish(engine, "ada", "brice")
    subscribe(engine, ada, "ada", (1, 3))
    mail = claim(engine, NOON)
    assert mail is not None
    sent(engine, mail, NOON + HOUR)

    assert deliveries(engine) == [
        Delivery(
            mediator="ada",
            urgent=True,
            first=True,
            feeds=1,
            read=NOON + 3 * HOUR,
            mail=Post.SENT,
            mailed=NOON + HOUR,
        ),
        Delivery(mediator="brice", urgent=True, first=True, read=None, mail=Post.NO_ACCOUNT),
    ]
    assert [delivery.words for delivery in deliveries(engine)] == [
        "lu le 24/11/2026 à 16:00 par l’agenda ; courriel envoyé le 24/11/2026 à 14:00",
        "sans agenda abonné ; sans compte, donc sans courriel : à prévenir autrement",
    ]
    assert [delivery.to_tell for delivery in deliveries(engine)] == [False, True]


def test_a_mail_that_waits_or_that_nobody_takes_is_told(sqlite_engine: Engine) -> None:
    user(sqlite_engine, "ada", "ada@exemple.fr")
    publish(sqlite_engine, "ada")
    assert [delivery.words for delivery in deliveries(sqlite_engine)] == [
        "sans agenda abonné ; courriel en attente d’envoi"
    ]
    mail = claim(sqlite_engine, NOON)
    assert mail is not None
    given_up(sqlite_engine, mail, NOON, "le serveur refuse le destinataire (550)")

    (person,) = deliveries(sqlite_engine)
    assert (person.mail, person.mailed, person.to_tell) == (Post.FAILED, NOON, True)
    assert person.words == (
        "sans agenda abonné ; courriel non remis (le serveur refuse le destinataire (550)) : "
        "à prévenir autrement"
    )


def test_a_far_change_is_the_calendar_s_alone_or_to_be_told_where_there_is_none(
    sqlite_engine: Engine,
) -> None:
    ada = user(sqlite_engine, "ada", "ada@exemple.fr")
    publish(sqlite_engine, "ada", "brice", urgent=False)
    publish(sqlite_engine, "ada", "brice", number=2, urgent=False)
    subscribe(sqlite_engine, ada, "ada")

    assert [(d.mediator, d.mail, d.words, d.to_tell) for d in deliveries(sqlite_engine, 2)] == [
        (
            "ada",
            Post.NONE,
            "pas encore lu par son agenda ; changement lointain, pas de courriel",
            False,
        ),
        (
            "brice",
            Post.NONE,
            "sans agenda abonné ; changement lointain, pas de courriel : à prévenir autrement",
            True,
        ),
    ]


def test_a_month_that_is_far_and_new_is_mailed_and_a_calendar_is_enough_where_no_mail_leaves(
    sqlite_engine: Engine,
) -> None:
    ada = user(sqlite_engine, "ada", "ada@exemple.fr")
    publish(sqlite_engine, "ada", "brice", urgent=False)
    subscribe(sqlite_engine, ada, "ada")

    with reading(sqlite_engine) as session:
        row = session.get_one(PublicationRow, 1)
        mailed = delivery(session, row)
        unsent = delivery(session, row, sends=False)

    assert [(d.mail, d.to_tell) for d in mailed] == [(Post.WAITING, False), (Post.NO_ACCOUNT, True)]
    assert [(d.mail, d.to_tell) for d in unsent] == [
        (Post.NO_SERVER, False),
        (Post.NO_ACCOUNT, True),
    ]


@pytest.mark.parametrize(
    ("reads", "hours"),
    [(((1, 2),), None), (((2, 5),), 5), (((1, 2), (3, 7)), 7), (((3, 9), (2, 4)), 4)],
)
def test_reading_a_later_publication_is_having_read_this_one(
    sqlite_engine: Engine, reads: tuple[tuple[int, int], ...], hours: int | None
) -> None:
    ada = user(sqlite_engine, "ada", "ada@exemple.fr")
    for number in (1, 2, 3):
        with writing(sqlite_engine) as session:
            publication(session, number)
    with writing(sqlite_engine) as session:
        tell(session, "ada", change(FAR, urgent=False), number=2)
    subscribe(sqlite_engine, ada, "ada", *reads)

    (person,) = deliveries(sqlite_engine, 2)
    assert person.read == (None if hours is None else NOON + hours * HOUR)


def test_another_s_look_at_one_s_calendar_is_not_one_s_own(sqlite_engine: Engine) -> None:
    chief = user(sqlite_engine, "", "nora@exemple.fr")
    publish(sqlite_engine, "ada", urgent=False)
    subscribe(sqlite_engine, chief, "ada", (1, 1))

    assert [delivery.read for delivery in deliveries(sqlite_engine)] == [None]


def test_a_mail_that_no_server_will_ever_send_is_to_be_told_otherwise(
    sqlite_engine: Engine,
) -> None:
    user(sqlite_engine, "ada", "ada@exemple.fr")
    publish(sqlite_engine, "ada")

    with reading(sqlite_engine) as session:
        (person,) = delivery(session, session.get_one(PublicationRow, 1), sends=False)

    assert (person.mail, person.to_tell) == (Post.NO_SERVER, True)
    assert person.words == (
        "sans agenda abonné ; aucun serveur de courriel n’est réglé : à prévenir autrement"
    )


@pytest.mark.parametrize("sends", [True, False])
def test_before_and_after_a_publication_the_same_people_are_told_in_the_same_way(
    engine: Engine, sends: bool
) -> None:
    accounts = {
        "ada": user(engine, "ada", "ada@exemple.fr"),
        "brice": user(engine, "brice", "brice"),
        "chloe": user(engine, "chloe", "chloe@exemple.fr"),
    }
    subscribe(engine, accounts["ada"], "ada")
    subscribe(engine, accounts["brice"], "brice")
    soon, far = ("ada", "brice", "chloe", "dorian"), ("elsa",)
    changing = {who: [change()] for who in soon} | {who: [change(FAR, urgent=False)] for who in far}
    november = Announcement(month=date(2026, 11, 1), made=NOON)
    with reading(engine) as session:
        before = expected(session, changing, november, sends=sends)

    with writing(engine) as session:
        made = publication(session)
        for who, changes in changing.items():
            tell(session, who, *changes)
        queue(session, made, settings=Settings(), now=NOON)
    with reading(engine) as session:
        after = delivery(session, session.get_one(PublicationRow, 1), sends=sends)

    assert (
        [each.mediator for each in before] == [each.mediator for each in after] == sorted(changing)
    )
    assert [each.to_tell for each in before] == [each.to_tell for each in after]
    assert [each.feeds for each in before] == [each.feeds for each in after] == [1, 1, 0, 0, 0]
    due, queued = (Post.DUE, Post.WAITING) if sends else (Post.NO_SERVER, Post.NO_SERVER)
    assert [each.mail for each in before] == [
        due,
        Post.NO_ADDRESS,
        due,
        Post.NO_ACCOUNT,
        Post.NO_ACCOUNT,
    ]
    assert [each.mail for each in after] == [
        queued,
        Post.NO_ADDRESS,
        queued,
        Post.NO_ACCOUNT,
        Post.NO_ACCOUNT,
    ]
    assert [each.mediator for each in after if each.to_tell] == (
        ["brice", "dorian", "elsa"] if sends else sorted(changing)
    )
    assert [each.words for each in before] == [
        f"son agenda suit ; {before[0].mail_words}" + ("" if sends else " : à prévenir autrement"),
        "son agenda suit ; sans adresse de courriel : à prévenir autrement",
        f"sans agenda abonné ; {before[2].mail_words}"
        + ("" if sends else " : à prévenir autrement"),
        "sans agenda abonné ; sans compte, donc sans courriel : à prévenir autrement",
        "sans agenda abonné ; sans compte, donc sans courriel : à prévenir autrement",
    ]


def test_more_people_than_a_page_of_receipts_are_each_told_of(sqlite_engine: Engine) -> None:
    people = [f"p{n:03d}" for n in range(201)]
    ada = user(sqlite_engine, people[-1], "ada@exemple.fr")
    subscribe(sqlite_engine, ada, people[-1])
    publish(sqlite_engine, *people, urgent=False)

    assert [each.feeds for each in deliveries(sqlite_engine)] == [0] * 200 + [1]
