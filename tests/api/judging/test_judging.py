"""The findings are the same, whoever judges them and however many do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from api.data.building.agreements import profile_for
from api.judging.case import Facts
from api.judging.judging import judge, judge_team
from api.judging.published import published_problem
from scheduler.audit import audit
from scheduler.domain.rota import Rota
from tests.fixtures.association import association

if TYPE_CHECKING:
    from scheduler.rule import Profile

pytestmark = pytest.mark.long

FIRST = date(2026, 11, 9)


@pytest.fixture(scope="module")
def sample() -> tuple[Facts, Profile]:
    problem = published_problem(association(), FIRST, FIRST + timedelta(days=13))
    facts = Facts(rota=Rota(problem=problem, assignments=problem.previous))
    return facts, profile_for(association())


def test_person_by_person_then_team_is_the_audit(sample: tuple[Facts, Profile]) -> None:
    facts, profile = sample

    people = [f for person in judge(facts, profile) for f in person.findings]

    assert [*people, *judge_team(facts, profile)] == audit(facts.rota, profile)


def test_two_processes_find_what_one_finds_in_the_same_order(
    sample: tuple[Facts, Profile],
) -> None:
    facts, profile = sample

    assert list(judge(facts, profile, processes=2)) == list(judge(facts, profile, processes=1))


def test_some_people_alone_are_judged(sample: tuple[Facts, Profile]) -> None:
    facts, profile = sample
    chosen = facts.problem.mediators[5:8]

    judged = list(judge(facts, profile, chosen))

    assert [person.mediator for person in judged] == list(chosen)
    assert judged == list(judge(facts, profile))[5:8]
