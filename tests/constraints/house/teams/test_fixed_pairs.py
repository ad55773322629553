from datetime import date

import pytest

from constraints.house.teams.fixed_pairs import RULE
from scheduler.domain.people import Absence, AbsenceKind, Pair, PairKind
from scheduler.domain.problem import Problem, Training
from tests.constraints.small import judged, messages, person, problem, rota, slot, span, worked

TEAM = [person("ana"), person("bob"), person("cleo")]
SLOT = slot("a", "02 14:00", "02 18:00", binome=True)
PAIR = Pair(first="ana", second="bob", kind=PairKind.TOGETHER)
OF = problem(TEAM, [SLOT], pairs=(PAIR,))


def test_both_are_there_or_neither() -> None:
    assert messages(RULE, rota(OF, "ana a", "bob a")) == []
    assert messages(RULE, rota(OF, "ana a", "bob a", "cleo a")) == []
    assert messages(RULE, rota(OF, "cleo a")) == []


@pytest.mark.parametrize(("who", "other"), [("ana", "bob"), ("bob", "ana")])
def test_one_without_the_other_is_a_split_pair(who: str, other: str) -> None:
    assert messages(RULE, rota(OF, f"{who} a", "cleo a")) == [
        (
            f"d, s, 14:00-18:00 le 02/06/2026 ({who.capitalize()} sans {other.capitalize()}) : "
            "le binôme fixe est séparé."
        )
    ]


def busy(who: str, start: str, end: str) -> list[Problem]:
    """Build the problem in which the person is away, in training, or on a fixed duty."""
    away = Absence(mediator=who, span=span(start, end), kind=AbsenceKind.LEAVE)
    course = Training(mediator=who, id="t", span=span(start, end))
    return [
        problem(TEAM, [SLOT], pairs=(PAIR,), absences=(away,)),
        problem(TEAM, [SLOT], pairs=(PAIR,), trainings=(course,)),
        problem(TEAM, [SLOT], pairs=(PAIR,), history=(worked(who, "p", start, end),)),
    ]


@pytest.mark.parametrize(("who", "other"), [("ana", "bob"), ("bob", "ana")])
def test_someone_else_completes_the_binome_while_the_other_is_busy(who: str, other: str) -> None:
    for of in busy(other, "02 17:59", "02 20:00"):
        assert messages(RULE, rota(of, f"{who} a", "cleo a")) == []
    for of in busy(other, "02 18:00", "02 20:00"):
        assert len(messages(RULE, rota(of, f"{who} a", "cleo a"))) == 1


@pytest.mark.parametrize("who", ["ana", "bob"])
def test_one_who_is_busy_still_needs_the_other_who_is_not(who: str) -> None:
    for of in busy(who, "02 10:00", "02 15:00"):
        assert len(messages(RULE, rota(of, f"{who} a", "cleo a"))) == 1


def test_a_slot_that_one_of_them_may_not_hold_binds_nobody() -> None:
    team = [person("ana"), person("bob", sites=frozenset({"elsewhere"})), person("cleo")]
    of = problem(team, [SLOT], pairs=(PAIR,))

    assert messages(RULE, rota(of, "ana a", "cleo a")) == []


def test_a_slot_that_is_no_binome_binds_nobody() -> None:
    of = problem(TEAM, [slot("a", "02 14:00", "02 18:00")], pairs=(PAIR,))

    assert messages(RULE, rota(of, "ana a")) == []


def test_a_pair_holds_from_its_first_day_on() -> None:
    slots = [SLOT, slot("b", "03 14:00", "03 18:00", binome=True)]
    pair = Pair(first="ana", second="bob", kind=PairKind.TOGETHER, since=date(2026, 6, 3))
    of = problem(TEAM, slots, pairs=(pair,))

    assert [f.subject for f in judged(RULE, rota(of, "ana a", "ana b"))] == ["b"]
