"""The bench keeps what it found for slots that are judged alike, and for no others."""

from dataclasses import replace

from scheduler.domain.duty import DutyKind
from scheduler.domain.limits import Every, Limit, LimitKind, Succession
from scheduler.domain.problem import Worked
from tests.api.staffing.proposals.cases import month_of, problem_of, slot

BEFORE = slot("S-D-2026-03-09", (2026, 3, 9, 9), (2026, 3, 9, 14))
ONE = slot("S-D-2026-03-10", (2026, 3, 10, 9), (2026, 3, 10, 14))
OTHER = slot("T-D-2026-03-10", (2026, 3, 10, 9), (2026, 3, 10, 14))


def test_of_two_slots_of_the_same_hours_a_limit_stops_the_one_whose_template_it_counts() -> None:
    once = Limit(
        kind=LimitKind.SLOTS,
        mediator="ada",
        most=1,
        templates=frozenset({"S-D"}),
        every=Every.MONTH,
    )
    problem = problem_of(BEFORE, ONE, OTHER, only=("ada",), limits=(once,))
    bench = month_of(problem, ("ada", BEFORE.id)).bench
    (ada,) = problem.mediators

    stop = bench.stop(ada, ONE)
    assert stop is not None
    assert stop.rules == {"slot_count"}
    assert bench.stop(ada, OTHER) is None


def test_of_two_slots_of_the_same_hours_one_may_not_follow_the_day_before() -> None:
    never = Succession(first=frozenset({"S-D"}), following=frozenset({"T-D"}))
    problem = problem_of(BEFORE, ONE, OTHER, only=("ada",), successions=(never,))
    bench = month_of(problem, ("ada", BEFORE.id)).bench
    (ada,) = problem.mediators

    assert bench.stop(ada, ONE) is None
    assert bench.stop(ada, OTHER) is not None


def test_who_is_on_call_for_a_whole_week_is_busy_on_its_last_day() -> None:
    week = slot("A-2026-03-04", (2026, 3, 4, 9), (2026, 3, 11, 9))
    duty = replace(week.duty, kind=DutyKind.STANDBY, decided=False)
    problem = problem_of(ONE, only=("ada",), history=(Worked(mediator="ada", duty=duty),))
    bench = month_of(problem).bench
    (ada,) = problem.mediators

    stop = bench.stop(ada, ONE)
    assert stop is not None
    assert stop.duties == (duty,)
    assert not bench.at_leisure(ada, ONE)
