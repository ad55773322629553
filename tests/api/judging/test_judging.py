"""The findings are the same, whoever judges them and however many do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.data.building.agreements import profile_for
from api.data.folder.load import load
from api.judging.case import Facts, Shares
from api.judging.judging import judge, judge_team, judged_people
from api.judging.published import published_problem
from api.month.frames import framed
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.rule import Profile
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, TUESDAY
from tests.fixtures.association import association

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


FRAME = framed(load(PETIT), MARCH, None)
NEXT = Assignment("ada", TUESDAY)


def facts(*assignments: Assignment) -> Facts:
    return Facts(rota=Rota(problem=replace(FRAME.problem), assignments=frozenset(assignments)))


def test_only_a_person_whose_timeline_changed_is_judged_again() -> None:
    first = judged_people(facts(ADA, BRICE), FRAME.profile, "changed")

    second = judged_people(facts(ADA, BRICE, NEXT), FRAME.profile, "changed")

    again = {new.mediator.id for old, new in zip(first, second, strict=True) if old is not new}
    assert again == {"ada"}
    assert second == list(judge(facts(ADA, BRICE, NEXT), FRAME.profile))


def test_rules_that_changed_judge_everybody_again() -> None:
    first = judged_people(facts(ADA), FRAME.profile, "rules")
    fewer = replace(FRAME.profile, person_rules=FRAME.profile.person_rules[:1])

    second = judged_people(facts(ADA), fewer, "rules")

    assert not any(old is new for old, new in zip(first, second, strict=True))
    assert second == list(judge(facts(ADA), fewer))


def test_whoever_comes_and_goes_is_judged_and_left_out() -> None:
    judged_people(facts(ADA), FRAME.profile, "people")
    some = facts()
    fewer = Shares(some).of(some.problem.mediators[1:])

    assert judged_people(fewer, FRAME.profile, "people") == list(judge(fewer, FRAME.profile))
    everybody = judged_people(some, FRAME.profile, "people")
    assert everybody == list(judge(some, FRAME.profile))
