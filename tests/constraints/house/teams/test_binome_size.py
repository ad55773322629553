import pytest

from constraints.house.teams.binome_size import RULE
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need
from tests.constraints.small import judged, messages, person, problem, rota, slot, worked

TEAM = [person("ana"), person("bob"), person("cleo")]
SHARED = (
    Need(titles=frozenset({"nuit"})),
    Need(roles=frozenset({StaffRole.MEDIATEUR, StaffRole.REFERENT})),
)
"""Two needs of médiateurs; a référent may come for the second."""

OF = problem(TEAM, [slot("a", "02 14:00", "02 18:00", binome=True)])


@pytest.mark.parametrize("people", [(), ("ana", "bob"), ("ana", "bob", "cleo")])
def test_nobody_or_two_or_more_hold_a_binome_slot(people: tuple[str, ...]) -> None:
    assert messages(RULE, rota(OF, *(f"{who} a" for who in people))) == []


def test_nobody_stands_there_alone() -> None:
    (finding,) = judged(RULE, rota(OF, "bob a"))

    assert finding.message == (
        "d, s, 14:00-18:00 le 02/06/2026 (Bob) : 1 personne au lieu d’un binôme."
    )
    assert (finding.measured, finding.limit, finding.evidence) == (1, 2, ("a",))


def test_a_slot_that_is_no_binome_may_be_held_alone() -> None:
    of = problem(TEAM, [slot("a", "02 14:00", "02 18:00")])

    assert messages(RULE, rota(of, "ana a")) == []


def test_a_referent_of_another_need_completes_no_binome() -> None:
    needs = (Need(target=2, maximum=2), Need(roles=frozenset({StaffRole.REFERENT})))
    rosa = person("rosa", role=StaffRole.REFERENT)
    of = problem([*TEAM, rosa], [slot("a", "02 14:00", "02 18:00", binome=True, needs=needs)])

    assert len(messages(RULE, rota(of, "ana a", "rosa a"))) == 1
    assert messages(RULE, rota(of, "rosa a")) == []


def test_who_comes_for_any_need_of_mediateurs_completes_the_binome() -> None:
    rosa = person("rosa", role=StaffRole.REFERENT)
    of = problem([*TEAM, rosa], [slot("a", "02 14:00", "02 18:00", binome=True, needs=SHARED)])

    assert messages(RULE, rota(of, "ana a", "rosa a")) == []
    assert len(messages(RULE, rota(of, "rosa a"))) == 1


def test_the_only_one_who_may_hold_a_binome_slot_never_does() -> None:
    of = problem([person("ana")], [slot("a", "02 14:00", "02 18:00", binome=True)])

    assert len(messages(RULE, rota(of, "ana a"))) == 1
    assert messages(RULE, rota(of)) == []


def test_who_has_left_the_post_still_makes_a_binome_of_one_who_is_there() -> None:
    left = person("dan", dispositifs=frozenset({"e"}))
    past = worked("dan", "a", "02 14:00", "02 18:00")
    of = problem([*TEAM, left], [slot("a", "02 14:00", "02 18:00", binome=True)], history=(past,))

    assert messages(RULE, rota(of, "ana a")) == []


def test_who_has_left_the_post_and_was_alone_is_told_and_calls_for_nobody() -> None:
    past = worked("dan", "a", "02 14:00", "02 18:00")
    of = problem(
        [*TEAM, person("dan", dispositifs=frozenset({"e"}))],
        [slot("a", "02 14:00", "02 18:00", binome=True)],
        history=(past,),
    )

    (finding,) = judged(RULE, rota(of))

    assert (finding.measured, finding.inherited) == (1, True)
