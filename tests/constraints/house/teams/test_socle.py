from datetime import date

from constraints.house.teams.socle import RULE
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need
from tests.constraints.small import messages, person, problem, rota, slot

NEW = [person("ines", socle=None), person("jo", socle=None)]
SLOT = slot("a", "02 14:00", "02 18:00", binome=True)


def test_two_people_without_the_socle_are_no_binome() -> None:
    of = problem([*NEW, person("ana")], [SLOT])

    assert messages(RULE, rota(of, "ines a", "jo a")) == [
        "d, s, 14:00-18:00 le 02/06/2026 (Ines, Jo) : personne de l’équipe n’a la formation socle."
    ]
    assert messages(RULE, rota(of, "ines a", "ana a")) == []
    assert messages(RULE, rota(of)) == []


def test_the_socle_counts_from_the_day_on_which_it_is_done() -> None:
    done = problem([NEW[0], person("jo", socle=date(2026, 6, 2))], [SLOT])
    later = problem([NEW[0], person("jo", socle=date(2026, 6, 3))], [SLOT])

    assert messages(RULE, rota(done, "ines a", "jo a")) == []
    assert len(messages(RULE, rota(later, "ines a", "jo a"))) == 1


def test_the_socle_of_whoever_comes_for_any_need_of_mediateurs_is_enough() -> None:
    either = frozenset({StaffRole.MEDIATEUR, StaffRole.REFERENT})
    needs = (Need(titles=frozenset({"nuit"})), Need(roles=either))
    shared = slot("a", "02 14:00", "02 18:00", binome=True, needs=needs)
    of = problem([*NEW, person("rosa", role=StaffRole.REFERENT)], [shared])

    assert len(messages(RULE, rota(of, "ines a", "jo a"))) == 1
    assert messages(RULE, rota(of, "ines a", "rosa a")) == []


def test_nobody_with_the_socle_at_hand_leaves_the_slot_empty() -> None:
    of = problem(NEW, [SLOT])

    assert len(messages(RULE, rota(of, "ines a", "jo a"))) == 1
    assert messages(RULE, rota(of)) == []


def test_a_slot_that_is_no_binome_asks_for_none() -> None:
    of = problem(NEW, [slot("a", "02 14:00", "02 18:00")])

    assert messages(RULE, rota(of, "ines a", "jo a")) == []
