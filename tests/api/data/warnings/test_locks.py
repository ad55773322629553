from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from api.data.association import Title
from api.data.folder.load import load
from api.data.warnings.locks import idle_lock
from api.planning.problem import assemble, locks_left_out
from calendars.appointments import Appointment
from calendars.templates.template import ExceptionAction, TemplateException
from scheduler.domain.problem import Lock
from tests.api.commands import PETIT

if TYPE_CHECKING:
    from api.data.association import Association

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
WEDNESDAY, SATURDAY, AFTER = "P-J-2026-03-04", "P-J-2026-03-07", "P-J-2026-03-16"


def lock(slot: str, who: str = "ada") -> Lock:
    return Lock(mediator=who, slot=slot, by="Nora Bel", why="Réunion")


def locked(*locks: Lock) -> Association:
    return replace(load(PETIT), locks=locks)


def leaving(association: Association, who: str, day: date) -> Association:
    """Return the association once someone's contract ends on a day."""
    return replace(
        association,
        mediators=tuple(
            replace(m, contracts=(replace(m.contracts[0], end=day),)) if m.id == who else m
            for m in association.mediators
        ),
    )


def idle(association: Association) -> list[tuple[str, str]]:
    problem = assemble(association, FIRST, LAST)
    kept = [lock.slot for lock in problem.locks]
    out = locks_left_out(association, problem, None)
    assert sorted([*kept, *(left.lock.slot for left in out)]) == sorted(
        lock.slot for lock in association.locks
    )
    return [(left.field, left.message) for left in out]


NO_SLOT = (
    "Ada Lemoine, créneau P-J-2026-03-07 (verrou de Nora Bel : Réunion) : affectation laissée de "
    "côté, le gabarit « P-J » n’a pas de créneau le 07/03/2026."
)
LEFT = (
    "Ada Lemoine, créneau P-J-2026-03-16 (verrou de Nora Bel : Réunion) : affectation laissée de "
    "côté, n’a pas de contrat en cours le 16/03/2026."
)
NO_NEED = (
    "Farid Nouri, créneau P-J-2026-03-04 (verrou de Nora Bel : Réunion) : affectation laissée de "
    "côté, aucun besoin de ce créneau n’accepte sa fonction."
)


def test_a_lock_on_a_day_without_the_slot_is_left_out_and_told() -> None:
    assert idle(locked(lock(WEDNESDAY), lock(SATURDAY))) == [("slot", NO_SLOT)]


def test_an_exception_added_later_leaves_the_lock_out() -> None:
    closed = TemplateException(
        template="P-J", day=date(2026, 3, 4), action=ExceptionAction.REMOVE, why="Marché annulé"
    )

    assert idle(locked(lock(WEDNESDAY))) == []
    assert [field for field, _ in idle(replace(locked(lock(WEDNESDAY)), exceptions=(closed,)))] == [
        "slot"
    ]


@pytest.mark.parametrize(("last", "received"), [(15, [("mediator", LEFT)]), (16, [])])
def test_a_lock_of_who_has_left_by_then_is_left_out(
    last: int, received: list[tuple[str, str]]
) -> None:
    assert idle(leaving(locked(lock(AFTER)), "ada", date(2026, 3, last))) == received


def test_a_lock_of_whom_the_slot_does_not_ask_for_is_left_out() -> None:
    assert idle(locked(lock(WEDNESDAY, "farid"))) == [("mediator", NO_NEED)]


def named(who: str, day: int) -> Association:
    """Return an association with an appointment of March that somebody must hold."""
    appointment = Appointment(
        id="RV-1",
        dispositif="P",
        agency="ville",
        site="place",
        day=date(2026, 3, day),
        start=time(10),
        minutes=60,
        mediator=who,
    )
    kept = appointment.lock()
    assert kept is not None
    known = locked(kept)
    return replace(
        known,
        appointments=(appointment,),
        templates=(*known.templates, appointment.template()),
    )


@pytest.mark.parametrize(
    ("who", "day", "why"), [("ada", 6, "a une absence"), ("dorian", 5, "est en formation")]
)
def test_an_appointment_of_who_is_away_keeps_nobody_and_does_not_say_why(
    who: str, day: int, why: str
) -> None:
    ((field, message),) = idle(named(who, day))

    assert field == "mediator"
    assert message.endswith(
        f"(verrou de rendez-vous : personne nommée) : affectation laissée de côté, {why}."
    )


@pytest.mark.parametrize(("who", "day"), [("ada", 5), ("dorian", 9)])
def test_an_appointment_of_who_is_there_keeps_them(who: str, day: int) -> None:
    assert idle(named(who, day)) == []


def test_a_lock_of_nobody_is_left_out() -> None:
    assert [(f, m[:5]) for f, m in idle(locked(lock(WEDNESDAY, "gaelle")))] == [
        ("mediator", "gaell")
    ]


def test_locks_of_other_months_and_dispositifs_are_not_told() -> None:
    data = locked(lock(SATURDAY))
    april = assemble(data, date(2026, 4, 1), date(2026, 4, 30))
    other = replace(data.dispositifs[0], id="Q")
    beside = replace(
        data,
        dispositifs=(*data.dispositifs, other),
        templates=(*data.templates, replace(data.templates[0], id="Q-J", dispositif="Q")),
        mediators=tuple(
            replace(m, dispositifs=m.dispositifs | {"Q"}) if m.id == "elsa" else m
            for m in data.mediators
        ),
    )
    alone = assemble(beside, FIRST, LAST, dispositifs=frozenset({"Q"}))

    assert locks_left_out(data, april, None) == ()
    assert locks_left_out(beside, alone, frozenset({"Q"})) == ()


def test_whether_a_lock_can_hold_is_known_without_planning() -> None:
    data = leaving(load(PETIT), "ada", date(2026, 3, 15))

    assert idle_lock(data, lock(WEDNESDAY)) is None
    assert [idle_lock(data, lock(day)).field for day in (SATURDAY, AFTER)] == [  # type: ignore[union-attr]
        "slot",
        "mediator",
    ]


@pytest.mark.parametrize(("since", "field"), [("2026-03-01", None), ("2026-03-02", "mediator")])
def test_the_title_that_a_lock_needs_is_one_of_the_first_of_its_month(
    since: str, field: str | None
) -> None:
    data = load(PETIT)
    asking = tuple(replace(need, titles=frozenset({"SST"})) for need in data.templates[0].needs)
    entitled = replace(
        data,
        templates=(replace(data.templates[0], needs=asking), *data.templates[1:]),
        titles=(Title(mediator="ada", title="SST", since=date.fromisoformat(since)),),
    )

    left = idle_lock(entitled, lock(WEDNESDAY))

    assert (left and left.field) == field


def test_a_lock_of_who_is_not_there_cannot_hold() -> None:
    left = idle_lock(load(PETIT), lock(WEDNESDAY, "gaelle"))

    assert left is not None
    assert (left.field, left.why, left.who) == (
        "mediator",
        "n’est pas de l’association",
        "gaelle",
    )
