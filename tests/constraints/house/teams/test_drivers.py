from constraints.house.teams.drivers import RULE
from tests.constraints.small import messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob"), person("dora", licence=True)]


def test_a_vehicle_needs_someone_who_may_drive() -> None:
    of = problem(TEAM, [slot("a", "02 08:00", "02 12:00", vehicle=True)])

    assert messages(RULE, rota(of, "ana a", "bob a")) == [
        (
            "d, s, 08:00-12:00 le 02/06/2026 (Ana, Bob) : "
            "personne n’a le permis pour conduire le véhicule."
        )
    ]
    assert messages(RULE, rota(of, "ana a", "dora a")) == []
    assert messages(RULE, rota(of)) == []


def test_on_foot_nobody_needs_a_licence() -> None:
    of = problem(TEAM, [slot("a", "02 08:00", "02 12:00")])

    assert messages(RULE, rota(of, "ana a")) == []


def test_without_any_driver_the_slot_stays_empty() -> None:
    of = problem(TEAM[:2], [slot("a", "02 08:00", "02 12:00", vehicle=True)])

    assert len(messages(RULE, rota(of, "ana a"))) == 1
    assert messages(RULE, rota(of)) == []
