import threading
from dataclasses import replace

from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.wishes.coverage import MINIMUM
from constraints.wishes.stability import GOAL as STABILITY
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine import Options, Solution
from scheduler.engine.replan import changes, replan
from scheduler.rule import Profile
from tests.scheduler.engine.small import JUNE, person, shift, week

PROFILE = Profile(name="essai", person_rules=(ONE_PLACE, ABSENCES), goals=(MINIMUM, STABILITY))
QUICK = Options(seconds=10, workers=1, effort=5.0)
PEOPLE = tuple(person(f"p{n:02d}") for n in range(12))
SLOTS = tuple(shift(day, hour, hour + 6, need=4) for day in range(7) for hour in (6, 12))
HELD = frozenset(
    Assignment(PEOPLE[(4 * place + n) % 12].id, slot.id)
    for place, slot in enumerate(SLOTS)
    for n in range(4)
)


def stopped(before: Rota) -> Solution:
    """Replan, stopped before it begins."""
    stop = threading.Event()
    stop.set()
    outcome = replan(before, PROFILE, QUICK, stop=stop)
    assert isinstance(outcome, Solution)
    assert outcome.stopped
    return outcome


def test_a_replan_that_is_stopped_at_once_keeps_the_rota_that_stands() -> None:
    before = Rota(problem=week(PEOPLE, SLOTS), assignments=HELD)

    change = changes(before, stopped(before).rota)

    assert (change.added, change.removed) == (frozenset(), frozenset())


def test_what_is_unlawful_of_it_is_not_kept() -> None:
    away = Absence(mediator="p00", span=day_span(JUNE))
    problem = replace(week(PEOPLE, SLOTS), absences=(away,))

    outcome = stopped(Rota(problem=problem, assignments=HELD))

    assert Assignment("p00", SLOTS[0].id) in HELD
    assert Assignment("p00", SLOTS[0].id) not in outcome.rota.assignments
