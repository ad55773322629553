"""A person who can have no rota, whatever the others hold, is named before any search."""

import threading
import time
from dataclasses import replace

from constraints.house.limits.minutes_in_period import RULE as MINUTES
from constraints.house.limits.weekends_worked import RULE as WEEKENDS
from constraints.house.people.one_place import RULE as ONE_PLACE
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.problem import Problem
from scheduler.engine import Infeasible, Options, OutOfTime, Solution, solve
from scheduler.engine.alone import demanding, first_without_rota
from scheduler.explain import explain, names_in
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift, week

PROFILE = Profile(name="essai", person_rules=(MINUTES, ONE_PLACE, WEEKENDS))
MOMENT = 0.3
"""Seconds."""


def asking(hours: int, weekends: int | None = None) -> Problem:
    """Build a week of two eight-hour days, of which one is a Saturday, with demands on Ana."""
    slots = (shift(0, 8, 16), shift(5, 8, 16))
    problem = week((person("ana"), person("bob")), slots)
    days = {"every": Every.WHOLE, "since": problem.horizon.days[0]}
    days["until"] = problem.horizon.days[-1]
    demands = [Limit(mediator="ana", kind=LimitKind.MINUTES, least=60 * hours, **days)]  # type: ignore[arg-type]
    if weekends is not None:
        demands.append(Limit(mediator="ana", kind=LimitKind.WEEKENDS, most=weekends, **days))  # type: ignore[arg-type]
    return replace(problem, limits=tuple(demands))


def without_rota(problem: Problem, *, seconds: float = 10, ended: bool = False) -> str | None:
    alone = first_without_rota(problem, PROFILE, seconds=seconds, ended=lambda: ended)
    return None if alone is None else alone.id


def test_whoever_can_meet_what_is_demanded_is_not_named_and_one_more_hour_is_too_much() -> None:
    assert without_rota(asking(16)) is None
    assert without_rota(asking(17)) == "ana"


def test_it_is_looked_for_no_longer_than_it_may() -> None:
    assert without_rota(asking(17), seconds=-1) is None
    assert without_rota(asking(17), ended=True) is None


def test_only_people_of_whom_something_is_demanded_are_tried_the_hardest_first() -> None:
    problem = asking(8, weekends=0)
    more = Limit(mediator="bob", kind=LimitKind.MINUTES, least=600, every=Every.WEEK)

    assert [m.id for m in demanding(problem)] == ["ana"]
    assert [m.id for m in demanding(replace(problem, limits=(*problem.limits, more)))] == [
        "bob",
        "ana",
    ]
    assert demanding(replace(problem, limits=())) == []


def test_a_solve_names_the_person_and_searches_nothing() -> None:
    outcome = solve(asking(16, weekends=0), PROFILE, Options(seconds=20, processes=1))

    assert isinstance(outcome, Infeasible)
    assert (outcome.part, outcome.mediators) == ("Ana", ("ana",))
    assert isinstance(solve(asking(16), PROFILE, Options(seconds=20, processes=1)), Solution)


class Cancelled(threading.Event):
    """Cancel a solve once it has been asked whether to go on, a moment later."""

    def is_set(self) -> bool:
        cancelled = super().is_set()
        if not cancelled:
            time.sleep(MOMENT)
            self.set()
        return cancelled


def test_the_time_of_a_solve_begins_before_people_are_tried_alone() -> None:
    outcome = solve(asking(16), PROFILE, Options(seconds=20, processes=1), cancel=Cancelled())

    assert isinstance(outcome, OutOfTime)
    assert outcome.seconds >= MOMENT


def test_the_conflict_is_that_persons_in_words() -> None:
    problem = asking(16, weekends=0)

    explanation = explain(problem, PROFILE)

    assert (explanation.part, explanation.verified) == ("Ana", True)
    assert names_in(explanation.claims, problem)[:2] == (
        ("minutes_in_period", "weekends_worked"),
        ("ana",),
    )
    days = "du lundi 01/06/2026 au dimanche 07/06/2026"
    assert explanation.sentences == (
        f"Ana : heures dans une période {days}, au moins 16 h 00.",
        f"Ana : week-ends travaillés {days}, au plus 0 week-end.",
    )
