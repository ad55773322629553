from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from api.access.caller import Role
from api.database.engine import reading, writing
from api.database.tables.asking import SwapRow
from api.database.tables.ledger import PublicationRow
from api.database.tables.mail import MailRow
from api.leave.service import LeaveRequest as Leave
from api.leave.service import ask as ask_leave
from api.leave.service import grant, refuse
from api.leave.service import withdraw as withdraw_leave
from api.planning.names import names_of
from api.settings import Settings
from api.swaps.exchange import SwapRequest, shown
from api.swaps.rows import given_and_taken, lapse
from api.swaps.service import Publishing, accept, approve, ask, decline, withdraw
from tests.api.access.people import opened_account
from tests.api.asking.made import ASSOCIATION, DAY, STANDBY, published
from tests.api.asking.petit import ADA, BEFORE, NORA, publish, start
from tests.api.asking.swapping import CHLOE, FOR_TUESDAY, HELD, MONDAY, NONE

PLACE = "Place du Marché, Place du Marché, 35000 Ville"
PASSED = datetime(2026, 3, 9, 8, tzinfo=UTC)
"""When Ada's shift of Monday begins; Chloé's of Tuesday ends on the 10th at 15:30 UTC."""


@pytest.fixture
def office(sqlite_engine: Engine) -> Engine:
    """Give a published week whose people have accounts."""
    start(sqlite_engine, HELD)
    for who in ("ada", "chloe"):
        opened_account(sqlite_engine, f"{who}@exemple.org", role=Role.MEDIATEUR, person=who)
    return sqlite_engine


def request(engine: Engine, wanted: SwapRequest = FOR_TUESDAY) -> SwapRow:
    return ask(engine, ADA, "ada", wanted, BEFORE)


def accepted(engine: Engine, row: SwapRow) -> SwapRow:
    return accept(engine, CHLOE, row.id, 1, seen="", publishing=NONE, now=BEFORE)


def mails(engine: Engine) -> list[MailRow]:
    with reading(engine) as session:
        return list(session.scalars(select(MailRow).order_by(MailRow.made, MailRow.key)))


def subjects(engine: Engine) -> set[tuple[str, str]]:
    """Return to whom each mail goes, and what it is about."""
    return {
        (mail.address.partition("@")[0], mail.subject.partition(" : ")[0]) for mail in mails(engine)
    }


def test_whoever_is_asked_for_a_swap_is_told_with_both_shifts(office: Engine) -> None:
    request(office)

    (mail,) = mails(office)
    assert (mail.address, mail.kind) == ("chloe@exemple.org", "echange")
    assert mail.subject == "Échange proposé : lundi 9 mars 2026"
    assert mail.until == PASSED
    assert mail.body.splitlines() == [
        "Bonjour,",
        "",
        "Ada Lemoine vous propose un échange : acceptez-le ou refusez-le dans Roulement.",
        "",
        "Vous prenez – Médiation de place",
        f"  lundi 9 mars 2026, de 09:00 à 16:30, {PLACE}",
        "",
        "Vous donnez – Médiation de place",
        f"  mardi 10 mars 2026, de 09:00 à 16:30, {PLACE}",
        "",
        "Message : Rendez-vous",
        "",
        "Ce message est envoyé automatiquement : personne n’en lit les réponses.",
        "Pour toute question, adressez-vous à votre responsable.",
    ]


def test_a_letter_says_what_is_on_call() -> None:
    shifts = [shown(published(who, duty)) for who, duty in (("ada", STANDBY), ("brice", DAY))]

    lines = [*given_and_taken(SwapRow(shifts=shifts), "ada", names_of(ASSOCIATION))]

    assert lines[::3] == ["Vous donnez une astreinte – Parc", "Vous prenez – Parc"]


def test_each_step_is_told_to_whoever_awaits_it_and_not_to_whose_deed_it_is(office: Engine) -> None:
    row = request(office)
    accepted(office, row)
    assert subjects(office) == {("chloe", "Échange proposé"), ("ada", "Échange accepté")}

    approve(office, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    published = {("ada", "Échange publié"), ("chloe", "Échange publié")}
    assert (
        subjects(office) == {("chloe", "Échange proposé"), ("ada", "Échange accepté")} | published
    )


def test_where_consent_is_enough_only_who_asked_is_told_that_it_is_published(
    office: Engine,
) -> None:
    row = request(office)
    at_once = Publishing(settings=Settings(swaps_automatic=True))
    accept(office, CHLOE, row.id, 1, seen="", publishing=at_once, now=BEFORE)

    assert subjects(office) == {("chloe", "Échange proposé"), ("ada", "Échange publié")}


def test_who_refuses_a_swap_tells_with_a_reason_who_asked_for_it(office: Engine) -> None:
    row = request(office)
    with writing(office) as session:
        decline(session, CHLOE, row.id, 1, answer="Je ne peux pas", now=BEFORE)

    assert subjects(office) == {("chloe", "Échange proposé"), ("ada", "Échange refusé")}
    (mail,) = (mail for mail in mails(office) if mail.address == "ada@exemple.org")
    assert "Réponse : Je ne peux pas\n" in mail.body


@pytest.mark.parametrize("agreed", [False, True])
def test_a_swap_refused_by_who_decides_is_told_to_both_even_before_the_other_answered(
    office: Engine, *, agreed: bool
) -> None:
    row = request(office)
    number = accepted(office, row).number if agreed else 1
    before = subjects(office)
    with writing(office) as session:
        decline(session, NORA, row.id, number, answer="Trop tard", now=BEFORE)

    assert subjects(office) - before == {("ada", "Échange refusé"), ("chloe", "Échange refusé")}
    assert sum("Réponse : Trop tard\n" in mail.body for mail in mails(office)) == 2


def test_a_swap_taken_back_or_made_impossible_is_told(office: Engine) -> None:
    first = request(office, SwapRequest(gives=MONDAY, other="chloe"))
    with writing(office) as session:
        withdraw(session, ADA, first.id, 1, BEFORE)
    assert subjects(office) == {("chloe", "Échange proposé"), ("chloe", "Échange retiré")}

    request(office)
    publish(office, HELD - {("ada", MONDAY)}, BEFORE)
    with writing(office) as session:
        last = session.scalars(select(PublicationRow).order_by(PublicationRow.number.desc()))
        lapse(session, last.first() or PublicationRow())
    assert {("ada", "Échange caduc"), ("chloe", "Échange caduc")} <= subjects(office)


def test_who_has_no_account_is_left_to_be_told_otherwise(sqlite_engine: Engine) -> None:
    start(sqlite_engine, HELD)

    request(sqlite_engine)

    assert mails(sqlite_engine) == []


def test_leave_granted_or_refused_is_told_and_what_one_takes_back_is_not(office: Engine) -> None:
    with writing(office) as session:
        first = ask_leave(session, ADA, "ada", Leave(start="2026-04-01", end="2026-04-03"), BEFORE)
        grant(session, NORA, first.id, 1, now=BEFORE)
        wanted = Leave(start="2026-05-04T14:00", end="2026-05-04T16:00", kind="recuperation")
        second = ask_leave(session, ADA, "ada", wanted, BEFORE)
        refuse(session, NORA, second.id, 1, answer="Sous-effectif", now=BEFORE)
        third = ask_leave(session, ADA, "ada", Leave(start="2026-06-01", end="2026-06-01"), BEFORE)
        withdraw_leave(session, ADA, third.id, 1, BEFORE)

    assert {(mail.address, mail.subject, mail.until) for mail in mails(office)} == {
        (
            "ada@exemple.org",
            "Demande de congé accordée : du mercredi 1er avril 2026 au vendredi 3 avril 2026",
            None,
        ),
        (
            "ada@exemple.org",
            "Demande de congé refusée : du lundi 4 mai 2026 à 14:00 au lundi 4 mai 2026 à 16:00",
            None,
        ),
    }
    assert any("Réponse : Sous-effectif\n" in mail.body for mail in mails(office))
