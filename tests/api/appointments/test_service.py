"""Appointments: who enters, asks and decides, what is refused, and what became of each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.appointments.following import Stage, followed, waiting
from api.appointments.service import (
    Wanted,
    accept,
    cancel,
    enter,
    move,
    opened,
    refuse,
    row_in,
    withdraw,
)
from api.asking.errors import AskingError, ConflictError, PassedError, WrongValuesError
from api.data.stored.association import read
from api.data.stored.history import changes_of
from api.data.stored.rows import KINDS, change, page
from api.database.engine import reading, writing
from api.ledger.history import whole
from calendars.appointments import AppointmentState
from scheduler.domain.problem import Assignment
from tests.api.publishing import publish
from tests.api.service import Service, service, service_on_each

__all__ = ["service", "service_on_each"]

NOW = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)
WANTED = Wanted(
    dispositif="P",
    site="place",
    place="Hall B",
    day="2026-03-10",
    start="14:30",
    minutes="60",
    reference="DOS-118",
)
MARCH = date(2026, 3, 1)
ABLE = "une personne qui peut tenir ce créneau"


def caller(role: Role, agency: str = "ville", dispositif: str = "P", person: str = "") -> Caller:
    return Caller(
        user=f"{role}-{person}",
        person=person,
        grants=(Grant(role=role, agency=agency, dispositif=dispositif),),
    )


PAYS = caller(Role.COMMANDITAIRE)
PLANS = caller(Role.RESPONSABLE)
REFERENT = caller(Role.MEDIATEUR, "", "", person="farid")
MEDIATOR = caller(Role.MEDIATEUR, "", "", person="ada")
OTHER = caller(Role.RESPONSABLE, dispositif="Q")


def entered(engine: Engine, who: Caller, **changes: Any) -> int:
    with writing(engine) as session:
        return enter(session, who, replace(WANTED, **changes), NOW).key


def stage(engine: Engine, key: int, now: datetime = NOW) -> Stage:
    with reading(engine) as session:
        mine = followed(session, frozenset({"P"}), now)
    return next(each.stage for each in mine if each.key == key)


def wrong(engine: Engine, who: Caller = PLANS, **changes: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(WrongValuesError) as caught:
        entered(engine, who, **changes)
    with reading(engine) as session:
        assert page(session, KINDS["rendez_vous"]) == []
    return [(fault.field, fault.received, fault.expected) for fault in caught.value.wrong]


@pytest.mark.parametrize("who", [PLANS, REFERENT])
def test_who_plans_enters_a_post_to_hold_at_once(service_on_each: Service, who: Caller) -> None:
    key = entered(service_on_each.engine, who)

    with reading(service_on_each.engine) as session:
        row = row_in(opened(session, PLANS, key))
        assert (row.id, row.state) == ("RV-P-1", AppointmentState.ACCEPTED)
        assert [t.id for t in read(session).templates][-1] == "RV-P-1"
    assert stage(service_on_each.engine, key) is Stage.ACCEPTED


def test_who_pays_asks_and_nothing_is_to_hold_until_it_is_accepted(service: Service) -> None:
    key = entered(service.engine, PAYS, mediator="ada")

    with reading(service.engine) as session:
        assert [each.key for each in waiting(session, PLANS, NOW)] == [key]
        assert waiting(session, OTHER, NOW) == []
        assert "RV-P-1" not in {t.id for t in read(session).templates}
        assert row_in(opened(session, PAYS, key)).mediator == ""
    with writing(service.engine) as session:
        accept(session, PLANS, key, 1, NOW, mediator="brice")
    with reading(service.engine) as session:
        assert waiting(session, PLANS, NOW) == []
        (lock,) = read(session).locks
        assert (lock.mediator, lock.slot) == ("brice", "RV-P-1-2026-03-10")


@pytest.mark.parametrize("who", [MEDIATOR, OTHER, caller(Role.RH), caller(Role.ADMIN, "", "")])
def test_nobody_else_enters_one(service: Service, who: Caller) -> None:
    assert wrong(service.engine, who) == [("dispositif", "P", "l’un de vos dispositifs")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"day": "2026-02-09"}, ("day", "09/02/2026 14:30", "un jour et une heure à venir")),
        (
            {"day": "2026-02-10", "start": "09:00"},
            ("day", "10/02/2026 09:00", "un jour et une heure à venir"),
        ),
        ({"minutes": "0"}, ("minutes", "0", "un nombre entier de 5 à 359")),
        ({"minutes": "-60"}, ("minutes", "-60", "un nombre entier de 5 à 359")),
        ({"minutes": "720"}, ("minutes", "720", "un nombre entier de 5 à 359")),
        ({"site": "cfa"}, ("site", "cfa", "un lieu de ce dispositif")),
        ({"dispositif": "Z"}, ("dispositif", "Z", "l’un de vos dispositifs")),
        (
            {"day": "2027-01-04"},
            ("day", "04/01/2027", "le 31/12/2026 ou avant : le dispositif n’est plus tenu ensuite"),
        ),
        (
            {"day": "2026-05-01"},
            ("day", "01/05/2026", "un jour qui n’est pas férié (Fête du Travail)"),
        ),
        (
            {"reference": "06.12.34.56.78"},
            (
                "reference",
                "06.12.34.56.78",
                "ni téléphone ni adresse électronique : une référence et un lieu suffisent",
            ),
        ),
        (
            {"day": "2026-09-01", "mediator": "dorian"},
            (
                "mediator",
                "dorian",
                f"{ABLE} (n’a pas de contrat en cours le 01/09/2026)",
            ),
        ),
        (
            {"mediator": "farid"},
            (
                "mediator",
                "farid",
                f"{ABLE} (aucun besoin de ce créneau n’accepte sa fonction)",
            ),
        ),
    ],
)
def test_wrong_values_are_told_and_nothing_is_written(
    service: Service, changes: dict[str, Any], fault: tuple[str, str, str]
) -> None:
    assert wrong(service.engine, **changes) == [fault]


def test_all_that_cannot_be_read_is_told_at_once(service: Service) -> None:
    faults = wrong(service.engine, day="demain", start="25:00", minutes="une heure")

    assert [(field, value) for field, value, _ in faults] == [
        ("day", "demain"),
        ("start", "25:00"),
        ("minutes", "une heure"),
    ]


def test_the_minute_after_now_is_ahead(service: Service) -> None:
    key = entered(service.engine, PLANS, day="2026-02-10", start="09:01")

    assert stage(service.engine, key) is Stage.ACCEPTED


def test_nobody_who_is_away_is_named(service: Service) -> None:
    # Ada is on leave on the 6th, Dorian at his training centre.
    assert wrong(service.engine, day="2026-03-06", mediator="ada") == [
        ("mediator", "ada", f"{ABLE} (a une absence)")
    ]
    assert wrong(service.engine, day="2026-03-06", mediator="dorian") == [
        ("mediator", "dorian", f"{ABLE} (est en formation)")
    ]


def test_a_person_who_leaves_later_stops_nothing(service: Service) -> None:
    entered(service.engine, PLANS, mediator="chloe")
    contracts = KINDS["contrats"]
    with writing(service.engine) as session:
        row = next(e for e in page(session, contracts) if e.values["mediator"] == "chloe")
        change(session, contracts, row.key, row.number, {**row.values, "end": "2026-03-09"})

    rota = publish(service.engine, MARCH)

    assert "RV-P-1-2026-03-10" in rota.problem.slot_of
    assert rota.problem.locks == ()


def test_a_refusal_and_a_cancellation_say_why(service_on_each: Service) -> None:
    engine = service_on_each.engine
    first, other = entered(engine, PAYS), entered(engine, PAYS)
    deeds: tuple[Callable[[Session], object], ...] = (
        lambda session: refuse(session, PLANS, first, 1, reply="  "),
        lambda session: cancel(session, PLANS, other, 1, NOW, reply=""),
    )
    for deed in deeds:
        with pytest.raises(WrongValuesError) as caught, writing(engine) as session:
            deed(session)
        assert [fault.field for fault in caught.value.wrong] == ["reply"]
    with writing(engine) as session:
        refuse(session, PLANS, first, 1, reply="Pas de local ce jour-là")
        cancel(session, PLANS, other, 1, NOW, reply="Reporté")

    with reading(engine) as session:
        seen = followed(session, frozenset({"P"}), NOW)
    assert [(each.stage, each.appointment.reply) for each in seen] == [
        (Stage.REFUSED, "Pas de local ce jour-là"),
        (Stage.CANCELLED, "Reporté"),
    ]


def test_two_responsables_do_not_both_accept(service_on_each: Service) -> None:
    engine = service_on_each.engine
    key = entered(engine, PAYS)

    def answer(person: str) -> str:
        try:
            with writing(engine) as session:
                accept(session, PLANS, key, 1, NOW, mediator=person)
        except PassedError:
            return "dépassé"
        return person

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(answer, ["ada", "brice"]))

    assert answers[1] == "dépassé"
    with reading(engine) as session:
        entry = opened(session, PLANS, key)
    assert (row_in(entry).mediator, entry.number) == (answers[0], 2)


DEEDS: tuple[Callable[[Session, Caller, int], object], ...] = (
    lambda session, who, key: accept(session, who, key, 1, NOW),
    lambda session, who, key: refuse(session, who, key, 1, reply="Non"),
    lambda session, who, key: cancel(session, who, key, 1, NOW, reply="Non"),
    lambda session, who, key: move(
        session, who, key, 1, {"day": "2026-03-11", "start": "9h"}, now=NOW
    ),
)


@pytest.mark.parametrize("who", [PAYS, MEDIATOR, OTHER, caller(Role.RH)])
@pytest.mark.parametrize("deed", range(len(DEEDS)))
def test_who_does_not_plan_decides_nothing(service: Service, who: Caller, deed: int) -> None:
    key = entered(service.engine, PAYS)

    with pytest.raises(UnknownError), writing(service.engine) as session:
        DEEDS[deed](session, who, key)

    assert stage(service.engine, key) is Stage.ASKED


def test_who_pays_takes_back_what_nobody_has_answered_and_no_more(service: Service) -> None:
    engine = service.engine
    first, other = entered(engine, PAYS), entered(engine, PAYS)
    with writing(engine) as session:
        withdraw(session, PAYS, first, 1)
        accept(session, PLANS, other, 1, NOW)

    with pytest.raises(ConflictError, match="accepté"), writing(engine) as session:
        withdraw(session, PAYS, other, 2)
    with pytest.raises(UnknownError), writing(engine) as session:
        withdraw(session, PLANS, other, 2)

    assert stage(engine, first) is Stage.CANCELLED


def test_an_appointment_moves_until_it_begins(service: Service) -> None:
    engine = service.engine
    key = entered(engine, PLANS)
    times = {"day": "2026-03-12", "start": "10:00", "minutes": "45"}
    with writing(engine) as session:
        move(session, PLANS, key, 1, times, now=NOW)
    with reading(engine) as session:
        row = row_in(opened(session, PLANS, key))
    assert (f"{row.day} {row.start:%H:%M}", row.minutes, row.place) == (
        "2026-03-12 10:00",
        45,
        "Hall B",
    )

    begins = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    deeds: tuple[Callable[[Session], object], ...] = (
        lambda session: move(
            session, PLANS, key, 2, {"day": "2026-03-13", "start": "10:00"}, now=begins
        ),
        lambda session: cancel(session, PLANS, key, 2, begins, reply="Trop tard"),
    )
    for deed in deeds:
        with pytest.raises(ConflictError, match="a commencé"), writing(engine) as session:
            deed(session)


def test_an_answer_that_comes_after_its_time_is_refused(service: Service) -> None:
    key = entered(service.engine, PAYS)
    late = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)

    with pytest.raises(AskingError) as caught, writing(service.engine) as session:
        accept(session, PLANS, key, 1, late)

    assert isinstance(caught.value, WrongValuesError)
    with reading(service.engine) as session:
        assert waiting(session, PLANS, late) == []


def test_it_is_planned_once_published_and_kept_once_over(service_on_each: Service) -> None:
    engine = service_on_each.engine
    key = entered(engine, PLANS)
    rota = publish(engine, MARCH)
    assert any(each.slot == "RV-P-1-2026-03-10" for each in rota.assignments)

    before = datetime(2026, 3, 10, 14, 29, tzinfo=UTC)
    assert stage(engine, key, before) is Stage.PLANNED
    assert stage(engine, key, before.replace(minute=30)) is Stage.KEPT


def test_one_that_nobody_held_is_told_so_without_saying_who_or_why(service: Service) -> None:
    key = entered(service.engine, PLANS)
    publish(service.engine, MARCH, 0)

    assert stage(service.engine, key) is Stage.ACCEPTED
    assert stage(service.engine, key, datetime(2026, 4, 1, tzinfo=UTC)) is Stage.MISSED


def test_moved_after_its_publication_it_is_to_be_planned_again(service: Service) -> None:
    engine = service.engine
    key = entered(engine, PLANS)
    publish(engine, MARCH)
    assert stage(engine, key) is Stage.PLANNED

    with writing(engine) as session:
        move(session, PLANS, key, 1, {"day": "2026-03-10", "start": "15:00"}, now=NOW)

    assert stage(engine, key) is Stage.ACCEPTED
    again = publish(engine, MARCH)
    assert stage(engine, key) is Stage.PLANNED
    (mine,) = [each for each in again.assignments if each.slot.startswith("RV-P-1")]
    assert mine == Assignment(mine.mediator, "RV-P-1-2026-03-10")


def test_a_published_one_that_is_cancelled_is_told_as_any_shift_taken_away(
    service_on_each: Service,
) -> None:
    engine = service_on_each.engine
    key = entered(engine, PLANS)
    rota = publish(engine, MARCH)
    (mine,) = [each for each in rota.assignments if each.slot.startswith("RV-P-1")]
    with writing(engine) as session:
        cancel(session, PLANS, key, 1, NOW, reply="Reporté")

    publish(engine, MARCH)

    with reading(engine) as session:
        (gone,) = whole(session).removals
        kept = changes_of(session, "rendez_vous", key)
    assert (gone.worked.mediator, gone.worked.duty.id) == (mine.mediator, mine.slot)
    assert [(change.after or {}).get("state") for change in kept] == ["annule", "accepte"]
