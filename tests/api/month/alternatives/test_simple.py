"""The month from which « pourquoi moi ? » begins is the best that one gesture gives, lawful."""

import threading
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from api.data.folder.load import load
from api.month.alternatives.service import alternative
from api.month.alternatives.trial import Trial, simple_start
from api.month.frames import Frame, framed
from api.month.planning import Follower
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Lock, may_hold
from scheduler.domain.rota import Rota
from scheduler.engine import Options
from scheduler.engine.replan import replanning
from scheduler.engine.tiers import tiers_of
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH, MONDAY, TUESDAY

ADA, BRICE, CHLOE = (Assignment(who, TUESDAY) for who in ("ada", "brice", "chloe"))
MORNINGS = {Assignment(who, MONDAY) for who in ("ada", "chloe")}
STANDING = frozenset({ADA, BRICE, *MORNINGS})


@cache
def frame() -> Frame:
    return framed(load(PETIT), MARCH, None)


def trial(question: Assignment, of: Frame | None = None) -> Trial:
    known = of or frame()
    return Trial(frame=known, standing=known.rota(STANDING), question=question, now=0)


def every_gesture(case: Trial) -> list[frozenset[Assignment]]:
    """Return the months of all who could come, leave, or exchange a shift of that day, by hand."""
    problem, question, day = case.problem, case.question, case.slot.span.day
    turned = STANDING ^ {question}
    posts = [Assignment(m.id, question.slot) for m in problem.mediators]
    months = [turned]
    if case.holds:
        months += [turned | {post} for post in posts if post not in STANDING]
    else:
        months += [turned - {post} for post in posts if post != question]
    that_day = [a for a in STANDING if problem.slot_of[a.slot].span.day == day]
    for mine, theirs in product(that_day, repeat=2):
        if mine.slot != theirs.slot and question.mediator in {mine.mediator, theirs.mediator}:
            come = {Assignment(mine.mediator, theirs.slot), Assignment(theirs.mediator, mine.slot)}
            months.append((STANDING - {mine, theirs}) | come)
    return [m for m in months if (question in m) is not case.holds]


def cost(case: Trial, month: frozenset[Assignment]) -> list[int]:
    profile = replanning(frame().profile.counting_from_nothing(), as_held=True)
    rota = Rota(problem=case.problem, assignments=month)
    return [sum(goal.measure(rota) for goal in goals) for _, goals in tiers_of(profile)]


@pytest.mark.parametrize(
    "question", [ADA, CHLOE, Assignment("chloe", MONDAY), Assignment("brice", MONDAY)]
)
def test_no_lawful_replacement_or_exchange_is_better(question: Assignment) -> None:
    case = trial(question)

    start = simple_start(case)

    people, slots = case.problem.mediator_of, case.problem.slot_of
    lawful = [
        month
        for month in every_gesture(case)
        if all(may_hold(people[a.mediator], slots[a.slot]) for a in month - STANDING)
        and not any(
            f.blocks for f in audit(Rota(problem=frame().problem, assignments=month), base())
        )
    ]
    assert start in lawful
    assert cost(case, start) == min(cost(case, month) for month in lawful)


def test_who_has_no_time_is_told_that_it_is_possible_and_no_price() -> None:
    stop = threading.Event()
    stop.set()

    answer = alternative(
        frame(), STANDING, ADA, Options(seconds=1), now=0, follower=Follower(stop=stop)
    )

    assert (answer.possible, answer.assignments, answer.changes) == (True, None, ())


def test_whoever_holds_a_slot_by_a_lock_does_not_leave_it() -> None:
    # Brice could make room for Chloé, but for his lock; Ada can, whom nothing keeps there.
    lock = Lock(mediator="brice", slot=TUESDAY, by="Nora Bel", why="")
    needs = tuple(replace(n, target=2, maximum=2) for n in frame().problem.slot_of[TUESDAY].needs)
    slots = tuple(
        replace(slot, needs=needs) if slot.id == TUESDAY else slot for slot in frame().problem.slots
    )
    problem = replace(frame().problem, slots=slots, locks=(lock,))

    start = simple_start(trial(CHLOE, replace(frame(), problem=problem)))

    assert {a.mediator for a in start if a.slot == TUESDAY} == {"brice", "chloe"}
