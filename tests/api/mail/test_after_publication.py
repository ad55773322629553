from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.database.tables.ledger import PublicationRow
from api.database.tables.mail import MailRow
from api.mail.after_publication import queue
from api.settings import Settings
from tests.api.mail.made import NOON
from tests.api.mail.told import FAR, change, publication, tell, user

NEXT = {"start": "2026-11-27T09:00+01:00", "end": "2026-11-27T16:30+01:00", "site": "place"}
SETTINGS = Settings(public_url="https://compte:motus@planning.exemple.fr")


def mails(engine: Engine) -> list[MailRow]:
    with reading(engine) as session:
        return list(session.scalars(sa.select(MailRow).order_by(MailRow.address)))


def test_whoever_s_shifts_change_soon_is_written_to_once(engine: Engine) -> None:
    ada = user(engine, "ada", "ada@exemple.fr")
    with writing(engine) as session:
        made = publication(session)
        tell(session, "ada", change(), change(FAR, urgent=False))
        assert queue(session, made, settings=SETTINGS, now=NOON) == 1
    with writing(engine) as session:
        again = session.get_one(PublicationRow, 1)
        assert queue(session, again, settings=SETTINGS, now=NOON) == 0

    (mail,) = mails(engine)
    assert (mail.key, mail.user, mail.address) == (f"changement:1:{ada}", ada, "ada@exemple.fr")
    assert (mail.kind, mail.publication, mail.next_try) == ("changement", 1, NOON)
    # Nothing of this month was published before: nothing has changed.
    assert mail.subject == "Votre planning de novembre 2026 est publié"
    assert "jeudi 26 novembre 2026, de 09:00 à 16:30, place\n" in mail.body
    assert "1\u00a0autre service plus tard" in mail.body
    assert "24 décembre" not in mail.body
    assert "https://planning.exemple.fr\n" in mail.body


def far(day: int) -> dict[str, Any]:
    """Return a change that adds a shift of December, too far away to be urgent."""
    new = {which: f"2026-12-{day:02d}{text[10:]}" for which, text in FAR.items() if which != "site"}
    return change({**new, "site": "place"}, urgent=False)


def test_a_month_that_is_new_is_announced_to_everybody_with_their_first_shifts(
    sqlite_engine: Engine,
) -> None:
    user(sqlite_engine, "ada", "ada@exemple.fr")
    user(sqlite_engine, "brice", "brice@exemple.fr")
    with writing(sqlite_engine) as session:
        made = publication(session)
        tell(session, "ada", *map(far, (1, 3, 8, 24)))
        tell(session, "brice", far(8))
        assert queue(session, made, settings=SETTINGS, now=NOON) == 2

    ada, brice = mails(sqlite_engine)
    assert {ada.subject, brice.subject} == {"Votre planning de novembre 2026 est publié"}
    assert [day for day in (1, 3, 8, 24) if f" {day} décembre" in ada.body] == [3, 8]
    assert "mardi 1er décembre 2026" in ada.body
    assert "1\u00a0autre service plus tard dans le mois" in ada.body
    assert "plus tard" not in brice.body
    assert ada.until == brice.until == datetime(2026, 12, 8, 15, 30, tzinfo=UTC)


def test_a_month_that_somebody_had_before_or_that_is_over_is_announced_to_nobody(
    sqlite_engine: Engine,
) -> None:
    for person in ("ada", "brice", "chloe"):
        user(sqlite_engine, person, f"{person}@exemple.fr")
    with writing(sqlite_engine) as session:
        first, second = publication(session), publication(session, 2)
        over = {which: text.replace("12-24", "11-02") for which, text in FAR.items()}
        tell(session, "ada", change(over, urgent=False))
        assert queue(session, first, settings=SETTINGS, now=NOON) == 0
        tell(session, "ada", far(1), number=2)
        tell(session, "brice", {**far(1), "change": "~", "old": NEXT}, number=2)
        tell(session, "chloe", far(1), number=2)
        assert queue(session, second, settings=SETTINGS, now=NOON) == 1

    assert [mail.address for mail in mails(sqlite_engine)] == ["chloe@exemple.fr"]


def test_a_mail_is_of_no_use_once_the_last_shift_that_it_tells_of_is_over(
    sqlite_engine: Engine,
) -> None:
    for person in ("ada", "brice", "chloe"):
        user(sqlite_engine, person, f"{person}@exemple.fr")
    with writing(sqlite_engine) as session:
        made = publication(session)
        tell(session, "ada", change(), change(NEXT), change(FAR, urgent=False))
        tell(session, "brice", {**change(), "change": "-", "old": NEXT, "new": None})
        tell(session, "chloe", {**change(), "change": "~", "old": NEXT})
        queue(session, made, settings=SETTINGS, now=NOON)

    over = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    assert [mail.until for mail in mails(sqlite_engine)] == [over, over, over]


def test_nobody_is_written_to_without_an_open_account_and_an_address(
    sqlite_engine: Engine,
) -> None:
    user(sqlite_engine, "brice", "brice@exemple.fr", closed=True)
    user(sqlite_engine, "chloe", "pas une adresse")
    with writing(sqlite_engine) as session:
        made = publication(session)
        for person in ("ada", "brice", "chloe", None):
            tell(session, person, change())
        assert queue(session, made, settings=SETTINGS, now=NOON) == 0

    assert mails(sqlite_engine) == []


def test_a_mail_says_nothing_of_anybody_else(sqlite_engine: Engine) -> None:
    user(sqlite_engine, "ada", "ada@exemple.fr")
    user(sqlite_engine, "brice", "brice@exemple.fr")
    with writing(sqlite_engine) as session:
        made = publication(session, note="Remplacement de Brice, malade")
        tell(session, "ada", change())
        tell(session, "brice", change())
        queue(session, made, settings=SETTINGS, now=NOON)

    first, second = mails(sqlite_engine)
    assert "brice" not in first.body.lower()
    assert "malade" not in first.body
    assert first.body == second.body
