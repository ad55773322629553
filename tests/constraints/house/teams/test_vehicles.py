from constraints.house.teams.vehicles import RULE
from scheduler.domain.slots import Slot
from tests.constraints.small import judged, messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob"), person("cleo")]


def car(name: str, start: str, end: str) -> Slot:
    return slot(name, start, end, vehicle=True)


def test_two_slots_at_once_need_two_vehicles() -> None:
    slots = [car("a", "02 08:00", "02 12:00"), car("b", "02 11:59", "02 16:00")]
    single = problem(TEAM, slots, vehicles=(("ag", 1),))
    two = problem(TEAM, slots, vehicles=(("ag", 2),))

    assert messages(RULE, rota(single, "ana a", "bob b")) == [
        (
            "d, s, 11:59-16:00 le 02/06/2026 : 2 véhicules en même temps, "
            "pour 1 véhicule dans l’agence."
        )
    ]
    assert messages(RULE, rota(two, "ana a", "bob b")) == []


def test_one_vehicle_serves_two_slots_that_follow_each_other() -> None:
    slots = [car("a", "02 08:00", "02 12:00"), car("b", "02 12:00", "02 16:00")]
    of = problem(TEAM, slots, vehicles=(("ag", 1),))

    assert messages(RULE, rota(of, "ana a", "bob b")) == []


def test_a_slot_that_nobody_holds_leaves_its_vehicle() -> None:
    slots = [car("a", "02 08:00", "02 12:00"), car("b", "02 09:00", "02 16:00")]
    of = problem(TEAM, slots, vehicles=(("ag", 1),))

    assert messages(RULE, rota(of, "ana b", "bob b")) == []


def test_an_agency_without_vehicles_drives_nowhere_and_an_unlisted_one_is_not_limited() -> None:
    none = problem(TEAM, [car("a", "02 08:00", "02 12:00")], vehicles=(("ag", 0),))
    unlisted = problem(TEAM, [car("a", "02 08:00", "02 12:00")], vehicles=(("other", 0),))

    assert len(messages(RULE, rota(none, "ana a"))) == 1
    assert messages(RULE, rota(unlisted, "ana a")) == []


def test_a_vehicle_out_over_midnight_is_not_there_in_the_morning() -> None:
    slots = [car("a", "02 20:00", "03 03:00"), car("b", "03 02:00", "03 05:00")]
    (finding,) = judged(RULE, rota(problem(TEAM, slots, vehicles=(("ag", 1),)), "ana a", "bob b"))

    assert (finding.subject, finding.evidence) == ("b", ("a", "b"))


def test_each_crowded_hour_of_the_period_is_found() -> None:
    slots = [
        car("a", "02 08:00", "02 12:00"),
        car("b", "02 09:00", "02 12:00"),
        car("c", "03 08:00", "03 12:00"),
    ]
    of = problem(TEAM, slots, vehicles=(("ag", 1),))

    assert [f.subject for f in judged(RULE, rota(of, "ana a", "bob b", "cleo c"))] == ["b"]
