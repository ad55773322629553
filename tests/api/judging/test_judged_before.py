from __future__ import annotations

from dataclasses import replace

from api.data.folder.load import load
from api.judging.case import Facts, Shares
from api.judging.judged_before import judged_people
from api.judging.judging import judge
from api.month.frames import framed
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, TUESDAY

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
