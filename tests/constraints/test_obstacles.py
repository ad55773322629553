from dataclasses import replace
from datetime import date

from constraints.obstacles import obstacles
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import SlotKind
from tests.constraints.small import person, slot

NIGHT = slot("night", "05 21:30", "06 06:00")


def test_each_obstacle_of_the_post_is_said() -> None:
    stranger = person("ana", dispositifs=frozenset({"e"}), sites=frozenset({"t"}))

    assert list(obstacles(stranger, NIGHT)) == [
        "n’est pas affecté à ce dispositif",
        "n’est pas affecté à ce site",
    ]


def test_another_role_fills_no_need() -> None:
    assert list(obstacles(person("ana", role=StaffRole.REFERENT), NIGHT)) == [
        "aucun besoin de ce créneau n’accepte sa fonction"
    ]


def test_the_contract_must_cover_the_day_on_which_a_night_ends() -> None:
    def until(day: int) -> tuple[Contract, ...]:
        return (Contract(kind=ContractKind.CDD, start=date(2026, 1, 1), end=date(2026, 6, day)),)

    assert list(obstacles(person("ana", contracts=until(6)), NIGHT)) == []
    assert list(obstacles(person("ana", contracts=until(5)), NIGHT)) == [
        "n’a pas de contrat en cours le 06/06/2026"
    ]


def test_a_team_s_own_time_is_for_those_whom_it_invites_wherever_they_are_posted() -> None:
    meeting = replace(NIGHT, kind=SlotKind.TEAM, invited=frozenset({"ana"}))
    stranger = person("ana", dispositifs=frozenset({"e"}), sites=frozenset({"t"}))

    assert list(obstacles(stranger, meeting)) == []
    assert list(obstacles(person("bob"), meeting)) == ["n’est pas attendu à ce temps d’équipe"]


def test_a_team_s_own_time_of_a_whole_dispositif_is_at_nobody_s_site() -> None:
    meeting = replace(NIGHT, kind=SlotKind.TEAM)

    assert list(obstacles(person("ana", sites=frozenset({"t"})), meeting)) == []
    assert list(obstacles(person("ana", dispositifs=frozenset({"e"})), meeting)) == [
        "n’est pas affecté à ce dispositif"
    ]
