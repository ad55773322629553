import pytest

from constraints.house.people.unavailability import RULE
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.slots import SlotKind
from tests.constraints.small import messages, person, problem, rota, slot, span

SLOT = slot("a", "02 14:00", "02 18:00")
CALL = slot("c", "02 20:00", "03 06:00", kind=SlotKind.STANDBY)


def away(start: str, end: str, kind: AbsenceKind = AbsenceKind.UNAVAILABLE) -> Absence:
    return Absence(mediator="ana", span=span(start, end), kind=kind)


def test_a_slot_may_touch_an_unavailability_at_both_ends() -> None:
    absences = (away("02 08:00", "02 14:00"), away("02 18:00", "03 00:00"))

    assert messages(RULE, rota(problem([person("ana")], [SLOT], absences=absences), "ana a")) == []


@pytest.mark.parametrize("kind", AbsenceKind)
def test_nobody_is_on_call_while_away_whatever_the_reason(kind: AbsenceKind) -> None:
    of = problem([person("ana")], [CALL], absences=(away("03 00:00", "04 00:00", kind),))

    assert messages(RULE, rota(of, "ana c")) == [
        "Ana a 6 h 00 d’absence pendant son créneau du 02/06/2026."
    ]


def test_work_during_leave_is_the_law_s_matter() -> None:
    of = problem(
        [person("ana")], [SLOT], absences=(away("02 08:00", "02 20:00", AbsenceKind.LEAVE),)
    )

    assert messages(RULE, rota(of, "ana a")) == []
