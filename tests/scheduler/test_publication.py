from dataclasses import replace

import pytest

from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.rests.daily_rest_11h import RULE as REST
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.publication import with_inherited
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift, week

PROFILE = Profile(name="essai", person_rules=(REST,), team_rules=(MANDATORY,))
EVENING, MORNING = shift(0, 14, 22), shift(1, 6, 13)
HELD = frozenset(Assignment("ana", slot.id) for slot in (EVENING, MORNING))
BEGINS = EVENING.span.first, MORNING.span.first


def inherited(rota: Rota, now: int) -> list[tuple[str, bool]]:
    return [
        (finding.rule, finding.inherited)
        for finding in with_inherited(audit(rota, PROFILE), rota, now)
    ]


def short_night(*, published: frozenset[Assignment]) -> Rota:
    problem = replace(week((person("ana"),), (EVENING, MORNING)), previous=published)
    return Rota(problem=problem, assignments=HELD)


@pytest.mark.parametrize(
    ("now", "expected"),
    [(BEGINS[0], False), (BEGINS[1] - 1, False), (BEGINS[1], True)],
)
def test_a_rest_cut_short_is_a_fact_once_both_shifts_have_begun(
    now: int, *, expected: bool
) -> None:
    assert inherited(short_night(published=HELD), now) == [("daily_rest_11h", expected)]


@pytest.mark.parametrize("there", [frozenset(), frozenset({min(HELD)})])
def test_what_is_not_as_it_was_published_is_no_fact(there: frozenset[Assignment]) -> None:
    assert inherited(short_night(published=there), BEGINS[1]) == [("daily_rest_11h", False)]


@pytest.mark.parametrize(("now", "expected"), [(BEGINS[1] - 1, False), (BEGINS[1], True)])
def test_that_nobody_came_is_a_fact_too(now: int, *, expected: bool) -> None:
    there = frozenset({Assignment("ana", EVENING.id)})
    vital = replace(MORNING, mandatory=True)
    problem = replace(week((person("ana"),), (EVENING, vital)), previous=there)

    assert inherited(Rota(problem=problem, assignments=there), now) == [("mandatory", expected)]
