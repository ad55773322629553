"""A model stays small where posts exclude each other, and says all the same what it said."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from constraints.agreements.terms import Term
from constraints.registry import profile_of
from scheduler.dated import Source
from scheduler.domain.duty import Break
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, at
from scheduler.engine.build import build, build_person
from scheduler.model import DemandModel
from tests.scheduler.engine.small import JUNE, person, week

Posts = tuple[tuple[int, int], ...]
AGREEMENT = Source("Accord d’entreprise (inventé)", "art. 3")
#: Days of twelve hours, by day and by night.
TWELVE = profile_of(
    terms=[
        Term(rule="daily_max_10h", parameter="limit", value=720, source=AGREEMENT),
        Term(rule="night_worker_daily_8h", parameter="longest", value=720, source=AGREEMENT),
    ]
)
WARD = ((6, 8), (14, 8), (22, 8), (7, 12), (19, 12))
"""Posts of a unit around the clock, each with its first hour and its hours: 3 × 8 h, 2 × 12 h."""
SHIFTS = ((6, 8), (8, 8), (14, 8), (22, 8))
"""Early, day, late and night, as in the nurse rostering competition INRC-II."""
THREES = ((7, 3), (10, 3), (13, 3), (16, 3))
"""Posts without a break: two that touch last as long as work may without one."""


def post(day: date, unit: str, hour: int, hours: int) -> Slot:
    """A post with a break of unknown place, if it is longer than three hours."""
    end = day + timedelta(days=(hour + hours) // 24)
    return Slot(
        id=f"{unit}-{hour}-{hours}-{day}",
        span=Span(at(day, time(hour)), at(end, time((hour + hours) % 24))),
        dispositif=unit,
        site=unit,
        needs=(Need(minimum=1, target=2, maximum=3),),
        breaks=(Break(minutes=30),) if hours > 6 else (),
    )


def drawn(people: int, units: int, posts: Posts, days: int) -> Problem:
    """People of one unit each, and every tenth of all: night workers, some of them part-time."""
    names = [f"u{n}" for n in range(units)]
    team = tuple(worker(n, *(names if n % 10 == 0 else [names[n % units]])) for n in range(people))
    calendar = [JUNE + timedelta(days=n) for n in range(days)]
    slots = tuple(post(day, unit, *hours) for day in calendar for unit in names for hours in posts)
    plain = week(team, slots, days)
    grounds = (Ground(kind=GroundKind.SUNDAY, article="R3132-5", since=date(2020, 1, 1)),)
    travel = (("u0", "u1", 20),) if units > 1 else ()
    return replace(plain, grounds=grounds, travel=travel)


def worker(number: int, *units: str) -> Mediator:
    plain = replace(person(f"p{number}", *units), night_worker=True)
    hours = 28 if number % 4 == 3 else 35
    contract = replace(plain.contracts[0], weekly_minutes=hours * 60)
    return replace(plain, contracts=(contract,))


@pytest.mark.parametrize("posts", [WARD, SHIFTS], ids=["ward", "four shifts"])
def test_a_month_around_the_clock_has_five_rows_a_literal_at_most(posts: Posts) -> None:
    model = build(drawn(20, 3, posts, 28), TWELVE)

    assert len(model.cp.proto.constraints) <= 5 * len(model.assignment_literals)


def admits(model: DemandModel, values: dict[int, bool]) -> bool:
    """Whether the model, all claims on, admits these values of its literals."""
    cp = model.cp.clone()
    on = dict.fromkeys((gate.index for gate in model.gates.values()), True)
    for index, value in (on | values).items():
        cp.add(cp.get_bool_var_from_proto_index(index) == value)
    solver = cp_model.CpSolver()
    solver.parameters.cp_model_presolve = False
    solver.parameters.num_workers = 1
    return solver.solve(cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


@pytest.mark.parametrize("posts", [WARD, THREES], ids=["ward", "three hours"])
def test_what_is_left_out_lets_nothing_pass_that_all_claims_together_refuse(posts: Posts) -> None:
    """Any two or three posts of three days: in the model, and in the gated one, which posts all."""
    problem = drawn(1, 1, posts, 3)
    [who] = problem.mediators
    small, full = (build_person(problem, TWELVE, who, gated=gated) for gated in (False, True))
    verdicts = set()
    numbers = range(len(small.slots))
    for chosen in (*combinations(numbers, 2), *combinations(numbers, 3)):
        values = [n in chosen for n in numbers]
        answers = [
            admits(own.model, dict(zip((lit.index for _, lit in own.slots), values, strict=True)))
            for own in (small, full)
        ]
        assert answers[0] == answers[1], [small.slots[n][0].id for n in chosen]
        verdicts.add(answers[0])

    assert verdicts == {True, False}
