import pytest

from constraints.house.people.unavailability import RULE as HOUSE
from constraints.law.leave.absences import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import SUSPENDING, Absence, AbsenceKind
from scheduler.finding import Severity
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
        "Ana a 0 h 01 d’absence pendant son créneau du 02/06/2026."
    ]
    assert messages(RULE, rota(of)) == []


def test_absences_that_overlap_are_not_counted_twice() -> None:
    absences = (away("02 14:30", "02 16:00"), away("02 15:00", "02 16:30"))
    (finding,) = judged(RULE, rota(problem([person("ana")], [SLOT], absences=absences), "ana a"))

    assert finding.measured == 120


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


@pytest.mark.parametrize("kind", [kind for kind in AbsenceKind if kind in SUSPENDING])
def test_work_in_any_of_these_absences_reads_the_same_and_is_never_acknowledged(
    kind: AbsenceKind,
) -> None:
    absences = (Absence(mediator="ana", span=span("02 14:00", "02 15:00"), kind=kind),)
    (finding,) = judged(RULE, rota(problem([person("ana")], [SLOT], absences=absences), "ana a"))

    assert finding.message == "Ana a 1 h 00 d’absence pendant son créneau du 02/06/2026."
    assert (finding.severity, finding.blocks) == (Severity.PUBLIC_ORDER, True)


@pytest.mark.parametrize("kind", [kind for kind in AbsenceKind if kind not in SUSPENDING])
def test_rests_and_unavailability_are_the_house_s_matter(kind: AbsenceKind) -> None:
    absences = (Absence(mediator="ana", span=span("02 14:00", "02 15:00"), kind=kind),)
    of = problem([person("ana")], [SLOT], absences=absences)

    assert messages(RULE, rota(of, "ana a")) == []
    assert messages(HOUSE, rota(of, "ana a")) == [
        "Ana a 1 h 00 d’absence pendant son créneau du 02/06/2026."
    ]


def test_who_is_called_out_while_ill_has_worked() -> None:
    called = worked("ana", "p", "02 09:00", "02 12:00", kind=DutyKind.INTERVENTION)
    of = problem([person("ana")], [], history=(called,), absences=(away("02 08:00", "02 10:00"),))

    assert [f.measured for f in judged(RULE, rota(of))] == [60]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("02 12:00", []),
        (
            "02 11:59",
            [
                (
                    "Ana a 0 h 01 d’absence pendant un temps de mandat du 02/06/2026 : à "
                    "confirmer par les RH, un mandat peut s’exercer pendant une absence, certaines "
                    "demandent un accord."
                )
            ],
        ),
    ],
)
@pytest.mark.parametrize("kind", sorted(SUSPENDING))
def test_a_mandate_in_an_absence_is_to_confirm_whatever_the_absence(
    kind: AbsenceKind, start: str, expected: list[str]
) -> None:
    of = problem(
        [person("ana")],
        [SLOT],
        history=(worked("ana", "p", "02 09:00", "02 12:00", kind=DutyKind.DELEGATION),),
        absences=(Absence(mediator="ana", span=span(start, "02 13:00"), kind=kind),),
    )

    of_mandate = judged(RULE, rota(of, "ana a"))

    assert [f.message for f in of_mandate] == expected
    assert [f.blocks for f in of_mandate] == [False] * len(expected)
