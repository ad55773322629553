from constraints.house.teams.headcount import RULE
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need
from tests.constraints.small import messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob"), person("cleo")]


def test_no_more_people_than_the_maximum() -> None:
    need = Need(minimum=0, target=1, maximum=2)
    of = problem(TEAM, [slot("a", "02 14:00", "02 18:00", need=need)])

    assert messages(RULE, rota(of, "ana a", "bob a")) == []
    assert messages(RULE, rota(of, "ana a", "bob a", "cleo a")) == [
        "d, s, 14:00-18:00 le 02/06/2026 : 3 personnes, pour 2 personnes au plus."
    ]


def test_each_need_has_its_own_maximum() -> None:
    needs = (Need(), Need(roles=frozenset({StaffRole.REFERENT})))
    rosa = person("rosa", role=StaffRole.REFERENT)
    of = problem([*TEAM, rosa], [slot("a", "02 14:00", "02 18:00", needs=needs)])

    assert messages(RULE, rota(of, "ana a", "rosa a")) == []
    assert len(messages(RULE, rota(of, "ana a", "bob a"))) == 1
