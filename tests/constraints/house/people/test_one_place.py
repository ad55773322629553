from datetime import date

from constraints.house.people.one_place import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Training
from scheduler.domain.slots import SlotKind
from tests.constraints.small import judged, messages, person, problem, rota, slot, span, worked

MORNING = slot("am", "02 08:00", "02 12:00")


def test_two_slots_may_follow_each_other_at_once() -> None:
    of = problem([person("ana")], [MORNING, slot("pm", "02 12:00", "02 16:00")])

    assert messages(RULE, rota(of, "ana am", "ana pm")) == []


def test_one_common_minute_is_too_much() -> None:
    of = problem([person("ana")], [MORNING, slot("pm", "02 11:59", "02 16:00")])

    assert messages(RULE, rota(of, "ana am", "ana pm")) == [
        "Ana : deux affectations se chevauchent de 0 h 01 le 02/06/2026."
    ]


def test_two_people_may_be_on_two_slots() -> None:
    of = problem([person("ana"), person("bob")], [MORNING, slot("pm", "02 09:00", "02 16:00")])

    assert messages(RULE, rota(of, "ana am", "bob pm")) == []


def test_a_training_excludes_a_slot() -> None:
    course = Training(mediator="ana", id="t", span=span("02 09:00", "02 10:00"))
    of = problem([person("ana")], [MORNING], trainings=(course,))
    (finding,) = judged(RULE, rota(of, "ana am"))

    assert (finding.measured, finding.evidence, finding.inherited) == (60, ("am", "t"), False)


def test_standby_excludes_a_slot() -> None:
    call = slot("c", "02 11:00", "03 08:00", kind=SlotKind.STANDBY)
    of = problem([person("ana")], [MORNING, call])

    assert len(messages(RULE, rota(of, "ana am", "ana c"))) == 1


def test_an_intervention_lies_in_its_standby() -> None:
    call = worked("ana", "c", "02 20:00", "03 06:00", kind=DutyKind.STANDBY)
    out = worked("ana", "i", "02 23:00", "02 23:30", kind=DutyKind.INTERVENTION)
    of = problem([person("ana")], [MORNING], history=(call, out))

    assert messages(RULE, rota(of, "ana am")) == []


def test_of_three_slots_at_once_each_pair_is_a_finding() -> None:
    slots = [
        slot("a", "02 08:00", "02 12:00"),
        slot("b", "02 09:00", "02 13:00"),
        slot("c", "02 10:00", "02 14:00"),
    ]
    of = problem([person("ana")], slots)

    assert [f.evidence for f in judged(RULE, rota(of, "ana a", "ana b", "ana c"))] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    assert messages(RULE, rota(of, "ana b")) == []


def test_a_night_before_the_horizon_excludes_the_first_slot() -> None:
    of = problem(
        [person("ana")],
        [slot("a", "03 05:00", "03 09:00")],
        horizon=span("03 00:00", "10 00:00"),
        history=(worked("ana", "p", "02 21:30", "03 06:00"),),
    )

    assert [f.on for f in judged(RULE, rota(of, "ana a"))] == [date(2026, 6, 3)]
    assert messages(RULE, rota(of)) == []


def test_what_the_past_did_is_inherited() -> None:
    of = problem(
        [person("ana")],
        [slot("a", "05 05:00", "05 09:00")],
        history=(
            worked("ana", "p", "02 09:00", "02 12:00"),
            worked("ana", "q", "02 11:00", "02 15:00"),
        ),
    )

    assert [f.inherited for f in judged(RULE, rota(of, "ana a"))] == [True]


def test_the_last_night_excludes_what_is_fixed_after_the_horizon() -> None:
    fixed = worked("ana", "p", "10 03:00", "10 09:00")
    of = problem(
        [person("ana")],
        [slot("n", "09 21:30", "10 06:00")],
        horizon=span("03 00:00", "10 00:00"),
        history=(fixed,),
    )

    assert [f.measured for f in judged(RULE, rota(of, "ana n"))] == [180]
