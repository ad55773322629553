from datetime import date

from constraints.house.teams.apprentices import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need
from tests.constraints.small import apprentice, judged, messages, person, problem, rota, slot

TEAM = [person("ana"), person("bob"), apprentice("lou"), apprentice("max"), apprentice("zoe")]
OF = problem(TEAM, [slot("a", "02 14:00", "02 18:00", binome=True)])


def test_a_binome_is_never_two_apprentices() -> None:
    assert messages(RULE, rota(OF, "lou a", "max a")) == [
        (
            "d, s, 14:00-18:00 le 02/06/2026 : 2 personnes en apprentissage, "
            "au plus 1 personne pour une équipe de cette taille."
        )
    ]
    assert messages(RULE, rota(OF, "lou a", "ana a")) == []


def test_of_three_people_one_may_be_an_apprentice() -> None:
    assert messages(RULE, rota(OF, "lou a", "ana a", "bob a")) == []
    assert len(messages(RULE, rota(OF, "lou a", "max a", "ana a"))) == 1


def test_of_four_people_two_may_be_apprentices() -> None:
    assert messages(RULE, rota(OF, "lou a", "max a", "ana a", "bob a")) == []
    (finding,) = judged(RULE, rota(OF, "lou a", "max a", "zoe a", "bob a"))

    assert (finding.measured, finding.limit, finding.amount) == (3, 2, 1)


def test_whoever_comes_for_any_need_of_mediateurs_is_of_the_team() -> None:
    either = frozenset({StaffRole.MEDIATEUR, StaffRole.REFERENT})
    needs = (Need(titles=frozenset({"nuit"})), Need(roles=either))
    shared = slot("a", "02 14:00", "02 18:00", binome=True, needs=needs)
    of = problem([*TEAM, person("rosa", role=StaffRole.REFERENT)], [shared])

    assert messages(RULE, rota(of, "lou a", "rosa a")) == []
    assert len(messages(RULE, rota(of, "lou a", "max a", "rosa a"))) == 1


def test_whoever_has_become_an_employee_counts_as_one() -> None:
    contracts = (
        Contract(kind=ContractKind.APPRENTICESHIP, start=date(2025, 9, 1), end=date(2026, 6, 2)),
        Contract(kind=ContractKind.CDI, start=date(2026, 6, 3)),
    )
    pia = person("pia", contracts=contracts)
    slots = [
        slot("a", "02 14:00", "02 18:00", binome=True),
        slot("b", "03 14:00", "03 18:00", binome=True),
    ]
    of = problem([pia, apprentice("lou")], slots)

    assert [f.subject for f in judged(RULE, rota(of, "pia a", "lou a", "pia b", "lou b"))] == ["a"]


def test_a_night_is_judged_by_the_contract_of_the_day_on_which_it_begins() -> None:
    contracts = (
        Contract(kind=ContractKind.APPRENTICESHIP, start=date(2025, 9, 1), end=date(2026, 6, 2)),
        Contract(kind=ContractKind.CDI, start=date(2026, 6, 3)),
    )
    pia = person("pia", contracts=contracts)
    slots = [slot("a", "02 20:00", "03 02:00", binome=True)]
    of = problem([pia, apprentice("lou"), person("ana")], slots)

    assert [f.measured for f in judged(RULE, rota(of, "pia a", "lou a", "ana a"))] == [2]
