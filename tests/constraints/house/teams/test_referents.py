import pytest

from constraints.house.teams.referents import RULE
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need, Slot, SlotKind
from tests.constraints.small import messages, person, problem, rota, slot

ANY = Need(roles=frozenset(StaffRole), minimum=0, target=1, maximum=3)
TEAM = [
    person("ana"),
    person("bob"),
    person("rosa", role=StaffRole.REFERENT),
    person("sam", role=StaffRole.RESPONSABLE),
]
OUT = slot("out", "02 18:30", "03 01:30", need=ANY, supervised=True)


def over(name: str, start: str, end: str, kind: SlotKind = SlotKind.EVENING) -> Slot:
    return slot(name, start, end, need=ANY, kind=kind, supervises=frozenset({"d"}))


def test_a_team_that_is_out_alone_is_told_for_how_long() -> None:
    of = problem(TEAM, [OUT, over("r", "02 18:30", "03 01:29")])

    assert messages(RULE, rota(of, "ana out")) == [
        (
            "d, s, 18:30-01:30 le 02/06/2026 : 7 h 00 sans référent en service "
            "ni encadrant d’astreinte."
        )
    ]
    assert messages(RULE, rota(of, "ana out", "rosa r")) == [
        (
            "d, s, 18:30-01:30 le 02/06/2026 : 0 h 01 sans référent en service "
            "ni encadrant d’astreinte."
        )
    ]


def test_a_referent_on_duty_throughout_is_enough() -> None:
    of = problem(TEAM, [OUT, over("r", "02 18:30", "03 01:30")])

    assert messages(RULE, rota(of, "ana out", "rosa r")) == []


def test_nobody_out_needs_nobody_over() -> None:
    assert messages(RULE, rota(problem(TEAM, [OUT]))) == []


@pytest.mark.parametrize(("who", "count"), [("ana", 1), ("rosa", 0), ("sam", 1)])
def test_on_duty_only_a_referent_supervises(who: str, count: int) -> None:
    of = problem(TEAM, [OUT, over("r", "02 18:30", "03 01:30")])

    assert len(messages(RULE, rota(of, "bob out", f"{who} r"))) == count


@pytest.mark.parametrize(("who", "count"), [("ana", 1), ("rosa", 0), ("sam", 0)])
def test_on_call_a_referent_or_a_responsable_does(who: str, count: int) -> None:
    of = problem(TEAM, [OUT, over("c", "02 18:00", "03 08:00", SlotKind.STANDBY)])

    assert len(messages(RULE, rota(of, "bob out", f"{who} c"))) == count


def test_two_may_take_turns() -> None:
    slots = [
        OUT,
        over("r", "02 17:00", "02 22:00"),
        over("c", "02 22:00", "03 06:00", SlotKind.STANDBY),
    ]
    of = problem(TEAM, slots)

    assert messages(RULE, rota(of, "ana out", "rosa r", "sam c")) == []
    assert messages(RULE, rota(of, "ana out", "sam c")) == [
        (
            "d, s, 18:30-01:30 le 02/06/2026 : 3 h 30 sans référent en service "
            "ni encadrant d’astreinte."
        )
    ]


def test_supervising_another_dispositif_does_not_count() -> None:
    other = slot("r", "02 18:30", "03 01:30", need=ANY, supervises=frozenset({"e"}))

    assert len(messages(RULE, rota(problem(TEAM, [OUT, other]), "ana out", "rosa r"))) == 1


def test_a_referent_in_the_team_supervises_it_where_the_slot_says_so() -> None:
    itself = slot(
        "out", "02 18:30", "03 01:30", need=ANY, supervised=True, supervises=frozenset({"d"})
    )

    assert messages(RULE, rota(problem(TEAM, [itself]), "ana out", "rosa out")) == []
    assert len(messages(RULE, rota(problem(TEAM, [itself]), "ana out"))) == 1


def test_a_short_supervision_inside_a_long_one_ends_nothing() -> None:
    slots = [OUT, over("r", "02 18:30", "03 01:30"), over("q", "02 19:00", "02 20:00")]
    judge = rota(problem(TEAM, slots), "ana out", "rosa r", "rosa q")

    assert messages(RULE, judge) == []
