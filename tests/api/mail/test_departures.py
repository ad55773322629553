"""A contract that ends takes later shifts off feeds, and whoever plans them is told, once."""

from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL
from api.access.caller import Grant, Role
from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import reading, writing
from api.database.tables.mail import MailRow
from api.feeds import upkeep
from api.feeds.kinds import FeedKind
from api.feeds.reading.answers import Feeds
from api.feeds.rendering.rendering import refresh
from api.ledger.subjects import forget
from api.mail.departures import tell
from api.privacy.erasure import erase
from tests.api.access.people import QUICK
from tests.api.feeds.made import EVENING, account, loaded, manager, own, publish, stored, subscribed
from tests.api.ledger.cases import BASE, LATER, LATEST
from tests.calendars.feeds import values

DAY = "Jour – Médiation de place"
ONE = "1\N{NO-BREAK SPACE}service publié"


def ends(engine: Engine, person: str, day: str | None) -> None:
    """Put an end to someone's contract."""
    with writing(engine) as session:
        entries = page(session, KINDS["contrats"], after=0, limit=50)
        (entry,) = (other for other in entries if other.values["mediator"] == person)
        values = {**entry.values, "end": day}
        if day is not None:
            values["kind"] = "CDD"
        change(session, KINDS["contrats"], entry.key, entry.number, values)


def mails(engine: Engine) -> list[MailRow]:
    with reading(engine) as session:
        return list(session.scalars(select(MailRow).order_by(MailRow.address)))


def mails_queued(engine: Engine) -> int:
    with writing(engine) as session:
        return tell(session, LATEST)


def test_later_shifts_leave_every_feed_at_once_and_come_back(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    ada, brice = own(sqlite_engine, "ada"), own(sqlite_engine, "brice")
    site = subscribed(sqlite_engine, manager(sqlite_engine), FeedKind.SITE, "place")
    publish(sqlite_engine, BASE | {("ada", "P-J-2026-03-03")})

    ends(sqlite_engine, "ada", "2026-03-02")
    refresh(sqlite_engine, now=LATER)

    assert values(stored(sqlite_engine, ada.key).content, "SUMMARY") == [DAY, "Absence"]
    assert sorted(values(stored(sqlite_engine, site.key).content, "SUMMARY")) == [
        f"Ada L. – {DAY}",
        f"Brice K. – {DAY}",
    ]
    ends(sqlite_engine, "ada", "2026-03-01")
    refresh(sqlite_engine, now=LATER)
    assert values(stored(sqlite_engine, ada.key).content, "SUMMARY") == ["Absence"]
    assert "Ada" not in stored(sqlite_engine, brice.key).content.decode()

    ends(sqlite_engine, "ada", None)
    refresh(sqlite_engine, now=LATEST)
    back = stored(sqlite_engine, ada.key).content
    assert values(back, "SUMMARY") == [DAY, DAY, "Absence"]
    assert values(back, "SEQUENCE")[:2] == ["1", "1"]


def test_whoever_plans_them_is_told_once_for_one_end(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    manager(sqlite_engine)
    account(sqlite_engine, Grant(role=Role.RESPONSABLE, agency="ailleurs"), person="x")
    account(sqlite_engine, Grant(role=Role.RH), person="rh")
    publish(sqlite_engine, BASE | {EVENING})
    assert mails_queued(sqlite_engine) == 0

    ends(sqlite_engine, "farid", "2026-03-03")
    assert [mails_queued(sqlite_engine), mails_queued(sqlite_engine)] == [1, 0]
    (mail,) = mails(sqlite_engine)
    assert mail.subject == "Fin de contrat de Farid Nouri : 1 service à donner"
    assert mail.body.splitlines()[2:8] == [
        f"Le contrat de Farid Nouri prend fin le mardi 3 mars 2026, avant {ONE} de votre planning.",
        "Les agendas ne les montrent plus ; le planning publié, lui, n’a pas changé : donnez-les à",
        "quelqu’un, puis publiez-le de nouveau.",
        "",
        "Médiation de place",
        "  mercredi 4 mars 2026, de 17:00 à 21:00, Place du Marché, Place du Marché, 35000 Ville",
    ]

    ends(sqlite_engine, "farid", "2026-03-04")
    assert mails_queued(sqlite_engine) == 0
    ends(sqlite_engine, "farid", "2026-03-02")
    assert mails_queued(sqlite_engine) == 1


def test_a_round_of_upkeep_tells_what_any_door_changed(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    feeds, calls = Feeds(sqlite_engine), []
    for _ in range(2):
        upkeep.once(feeds, lambda _, now: calls.append(now))
    publish(sqlite_engine, BASE)
    upkeep.once(feeds, lambda _, now: calls.append(now))
    ends(sqlite_engine, "ada", "2026-03-02")
    upkeep.once(feeds, lambda _, now: calls.append(now))

    assert len(calls) == 3
    feeds.close()


def test_erasing_the_person_takes_the_mails_on_their_leaving(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    manager(sqlite_engine)
    publish(sqlite_engine, BASE)
    ends(sqlite_engine, "ada", "2026-03-01")
    assert mails_queued(sqlite_engine) == 1

    with writing(sqlite_engine) as session:
        erase(session, LOCAL, QUICK, "ada", now=LATEST, forget=forget, forced="essai")

    assert mails(sqlite_engine) == []
