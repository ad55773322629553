import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.database.tables.mail import MailRow
from api.mail.queue import Mail, put, usable
from scheduler.errors import InvalidProblemError
from tests.api.mail.made import NOON, mail


def queued(engine: Engine) -> list[MailRow]:
    with reading(engine) as session:
        return list(session.scalars(sa.select(MailRow).order_by(MailRow.key)))


def test_a_mail_waits_as_it_was_written(engine: Engine) -> None:
    with writing(engine) as session:
        new = put(session, mail("a", user="u1", publication=3), NOON)

    (stored,) = queued(engine)
    assert new
    assert (stored.key, stored.kind, stored.user, stored.publication) == (
        "a",
        "changement",
        "u1",
        3,
    )
    assert (stored.address, stored.subject, stored.body) == (
        "ada@exemple.fr",
        "Été à vérifier",
        "Cœur\n",
    )
    assert (
        stored.made,
        stored.next_try,
        stored.tries,
        stored.sent,
        stored.given_up,
        stored.error,
    ) == (
        *(NOON, NOON),
        *(0, None, None, ""),
    )


def test_the_same_thing_is_never_told_twice(engine: Engine) -> None:
    with writing(engine) as session:
        put(session, mail("a"), NOON)
        assert not put(session, mail("a", subject="Autre"), NOON)
    with writing(engine) as session:
        assert not put(session, mail("a"), NOON)

    assert [mail.subject for mail in queued(engine)] == ["Été à vérifier"]


def test_a_mail_falls_with_the_transaction_of_what_it_tells(engine: Engine) -> None:
    def queue_and_fail() -> None:
        with writing(engine) as session:
            put(session, mail("a"), NOON)
            raise InvalidProblemError

    with pytest.raises(InvalidProblemError):
        queue_and_fail()

    assert queued(engine) == []


def test_a_subject_is_one_line_and_no_longer_than_its_column(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as session:
        put(session, mail("a", subject="Planning\r\nBcc: tous@exemple.fr\x00\u2028"), NOON)
        put(session, mail("b", subject="é" * 300), NOON)

    assert [mail.subject for mail in queued(sqlite_engine)] == [
        "Planning Bcc: tous@exemple.fr",
        "é" * 240,
    ]


def test_a_text_keeps_its_lines_and_no_other_control_character(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as session:
        put(session, mail("a", body="un\r\ndeux\rtrois\tquatre\x07\ud800\n"), NOON)

    assert [mail.body for mail in queued(sqlite_engine)] == ["un\ndeux\ntrois\tquatre\n"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "ada",
            "@exemple.fr",
            "ada@",
            "ada@exemple.fr\nBcc: x@y.fr",
            "ada lemoine@exemple.fr",
        ),
        *("Ada <ada@exemple.fr>", "a@b@c", "ada@exemple.fr,b@c.fr", "a" * 65 + "@exemple.fr"),
    ],
)
def test_what_is_no_address_is_refused(sqlite_engine: Engine, address: str) -> None:
    assert not usable(address)
    with (
        writing(sqlite_engine) as session,
        pytest.raises(ValueError, match=r"^adresse de courriel impossible pour « a »$"),
    ):
        put(session, Mail(key="a", kind="essai", address=address, subject="s", body="b"))


@pytest.mark.parametrize("address", ["ada@exemple.fr", "a" * 64 + "@exemple.fr", "zoé@exemple.fr"])
def test_what_is_an_address_is_taken(address: str) -> None:
    assert usable(address)
