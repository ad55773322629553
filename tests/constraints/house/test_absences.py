from __future__ import annotations

from constraints.house.absences import RULE
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.slots import SlotKind
from tests.constraints.small import judged, messages, person, problem, rota, slot, span, worked

SLOT = slot("a", "02 14:00", "02 18:00")
SICK = AbsenceKind.SICK


def away(start: str, end: str) -> Absence:
    return Absence(mediator="ana", span=span(start, end), kind=SICK)


def test_a_slot_may_touch_an_absence_at_both_ends() -> None:
    absences = (away("02 08:00", "02 14:00"), away("02 18:00", "03 00:00"))

    assert messages(RULE, rota(problem([person("ana")], [SLOT], absences=absences), "ana a")) == []


def test_one_minute_of_absence_is_too_much_and_its_reason_is_not_told() -> None:
    of = problem([person("ana")], [SLOT], absences=(away("02 08:00", "02 14:01"),))

    assert messages(RULE, rota(of, "ana a")) == [
        "Ana est absent ou absente 0 h 01 pendant son créneau du 02/06/2026."
    ]
    assert messages(RULE, rota(of)) == []


def test_absences_that_overlap_are_not_counted_twice() -> None:
    absences = (away("02 14:30", "02 16:00"), away("02 15:00", "02 16:30"))
    (finding,) = judged(RULE, rota(problem([person("ana")], [SLOT], absences=absences), "ana a"))

    assert finding.measured == 120


def test_nobody_is_on_call_while_away() -> None:
    call = slot("c", "02 20:00", "03 06:00", kind=SlotKind.STANDBY)
    of = problem([person("ana")], [call], absences=(away("03 00:00", "04 00:00"),))

    assert messages(RULE, rota(of, "ana c")) == [
        "Ana est absent ou absente 6 h 00 pendant son créneau du 02/06/2026."
    ]


def test_another_persons_absence_changes_nothing() -> None:
    of = problem([person("ana"), person("bob")], [SLOT], absences=(away("01 00:00", "05 00:00"),))

    assert messages(RULE, rota(of, "bob a")) == []


def test_a_fixed_duty_in_an_absence_is_inherited() -> None:
    of = problem(
        [person("ana")],
        [SLOT],
        history=(worked("ana", "p", "02 09:00", "02 12:00"),),
        absences=(away("02 08:00", "02 10:00"),),
    )

    assert [f.inherited for f in judged(RULE, rota(of, "ana a"))] == [True]
