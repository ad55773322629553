"""The month from which repairs begin: each post that is left is held by the best colleague."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from api.data.folder.load import load
from api.month.frames import Frame, framed
from api.month.repairs.repair import Way, simple_repair
from api.month.repairs.service import repairs
from api.month.standing import Starts
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Assignment, Lock, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.time import days_span
from scheduler.engine import Options
from scheduler.engine.replan import replanning
from scheduler.engine.tiers import tiers_of
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH, MONDAY, TUESDAY

LEFT = (Assignment("ada", MONDAY), Assignment("ada", TUESDAY))
STANDING = frozenset({*LEFT, *(Assignment("brice", slot) for slot in (MONDAY, TUESDAY))})


def frame(*locks: Lock) -> Frame:
    """Return the month in which Ada is ill on Monday and Tuesday."""
    plain = framed(load(PETIT), MARCH, None)
    span = days_span(date(2026, 3, 2), date(2026, 3, 3))
    ill = Absence(mediator="ada", span=span, kind=AbsenceKind.SICK)
    problem = replace(plain.problem, absences=(*plain.problem.absences, ill), locks=locks)
    return replace(plain, problem=problem)


def starts(case: Frame, *, kept: frozenset[str] = frozenset()) -> Starts:
    return Starts(frame=case, standing=STANDING, problem=case.problem, kept=kept, now=0)


def is_lawful(case: Frame, month: frozenset[Assignment]) -> bool:
    return not any(f.blocks for f in audit(Rota(problem=case.problem, assignments=month), base()))


def test_no_lawful_way_to_fill_the_posts_one_by_one_is_better() -> None:
    case = frame()
    left = STANDING - set(LEFT)
    profile = replanning(case.profile.counting_from_nothing(), as_held=True)

    def cost(month: frozenset[Assignment]) -> list[int]:
        rota = Rota(problem=case.problem, assignments=month)
        return [sum(goal.measure(rota) for goal in goals) for _, goals in tiers_of(profile)]

    made = simple_repair(starts(case), LEFT, 60)

    able = [
        [
            Assignment(m.id, slot)
            for m in case.problem.mediators
            if may_hold(m, case.problem.slot_of[slot])
        ]
        for slot in (MONDAY, TUESDAY)
    ]
    months = [left | set(pair) for pair in product(*able)]
    lawful = [month for month in months if len(month) == len(STANDING) and is_lawful(case, month)]
    assert made in lawful
    assert cost(made) == min(map(cost, lawful))


@pytest.mark.parametrize("kept", [frozenset(), frozenset({MONDAY})])
def test_what_is_not_planned_again_stays(kept: frozenset[str]) -> None:
    made = simple_repair(starts(frame(), kept=kept), LEFT, 60)

    assert (LEFT[0] in made) is bool(kept)
    assert LEFT[1] not in made


def test_posts_that_time_does_not_reach_stay_empty() -> None:
    assert simple_repair(starts(frame()), LEFT, -1) == STANDING - set(LEFT)


def test_a_repair_short_of_time_tells_of_the_colleagues_who_may_come() -> None:
    made = repairs(frame(), STANDING, Options(seconds=3), now=0)

    [fewest] = [repair for repair in made if repair.way is Way.FEWEST]
    assert fewest.assignments is not None
    assert [sum(a.slot == slot for a in fewest.assignments) for slot in (MONDAY, TUESDAY)] == [2, 2]


def test_a_way_that_there_is_no_time_for_is_not_searched_once_another_is_known() -> None:
    made = {repair.way: repair for repair in repairs(frame(), STANDING, Options(seconds=1), now=0)}

    fewest, coverage = made[Way.FEWEST], made[Way.COVERAGE]
    assert fewest.assignments is not None
    assert coverage.assignments == fewest.assignments
    assert not coverage.fewest
