from constraints.house.teams.mandatory import RULE
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need
from tests.constraints.small import judged, messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob")]
TWO = Need(minimum=2, target=2, maximum=3)


def test_a_mandatory_slot_has_its_minimum() -> None:
    of = problem(TEAM, [slot("a", "02 14:00", "02 18:00", need=TWO, mandatory=True)])

    assert messages(RULE, rota(of, "ana a", "bob a")) == []
    assert messages(RULE, rota(of, "ana a")) == [
        (
            "d, s, 14:00-18:00 le 02/06/2026 : 1 personne sur ce créneau obligatoire, "
            "au lieu de 2 personnes."
        )
    ]


def test_any_other_slot_may_show_a_hole() -> None:
    of = problem(TEAM, [slot("a", "02 14:00", "02 18:00", need=TWO)])

    assert messages(RULE, rota(of)) == []


def test_a_minimum_that_nobody_can_meet_is_refused() -> None:
    need = Need(roles=frozenset({StaffRole.REFERENT}))
    of = problem(TEAM, [slot("a", "02 14:00", "02 18:00", need=need, mandatory=True)])

    assert [f.measured for f in judged(RULE, rota(of))] == [0]


def test_each_need_counts_for_itself() -> None:
    needs = (Need(), Need(roles=frozenset({StaffRole.REFERENT})))
    rosa = person("rosa", role=StaffRole.REFERENT)
    of = problem([*TEAM, rosa], [slot("a", "02 14:00", "02 18:00", needs=needs, mandatory=True)])

    assert messages(RULE, rota(of, "ana a", "rosa a")) == []
    assert len(messages(RULE, rota(of, "ana a", "bob a"))) == 1
