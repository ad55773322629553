"""A horizon is cut at the months; a window knows what stands before it and what comes for all."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.law.hours.avg12_44h import RULE as TWELVE_WEEKS
from constraints.law.hours.daily_max_10h import RULE as DAY
from constraints.law.hours.weekly_max_48h import RULE as WEEK
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.law.rests.six_days_per_week import RULE as SIX_DAYS
from constraints.law.rests.sunday_rest import RULE as SUNDAY
from constraints.law.rests.weekly_rest_35h import RULE as WEEKLY_REST
from constraints.wishes.coverage import MINIMUM
from scheduler.audit import audit
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, days_span
from scheduler.engine.horizon.windows import problem_of, windows_of
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.proving import prove
from scheduler.rule import Profile
from tests.scheduler.engine.search.searching import search_of
from tests.scheduler.engine.small import person, shift_on

LAW = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, DAY, WEEK, SIX_DAYS, WEEKLY_REST, SUNDAY, TWELVE_WEEKS),
    team_rules=(),
    goals=(MINIMUM,),
)
#: The clocks change on 25 October 2026; November begins on a Sunday, October on a Thursday.
AUTUMN = days_span(date(2026, 10, 12), date(2026, 11, 22))
BORDER = date(2026, 11, 1)
CONTRACT = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1))
LEAVES = replace(CONTRACT, kind=ContractKind.CDD, end=date(2026, 11, 15))
PEOPLE = (person("ana"), replace(person("bob"), contracts=(LEAVES,)))


def problem(*slots: Slot) -> Problem:
    return Problem(horizon=AUTUMN, mediators=PEOPLE, slots=slots, known_since=date(2026, 10, 12))


def days(window: Span) -> tuple[date, date]:
    return window.days[0], window.days[-1]


@pytest.mark.parametrize(
    ("first", "last", "windows"),
    [
        (date(2027, 1, 1), date(2027, 1, 31), [(1, 1, 1, 31)]),
        (date(2027, 1, 1), date(2027, 3, 31), [(1, 1, 1, 31), (2, 1, 2, 28), (3, 1, 3, 31)]),
        # Fourteen days of a month are a window; thirteen join the month beside them.
        (date(2027, 1, 18), date(2027, 3, 14), [(1, 18, 1, 31), (2, 1, 2, 28), (3, 1, 3, 14)]),
        (date(2027, 1, 19), date(2027, 3, 13), [(1, 19, 3, 13)]),
        (date(2027, 1, 19), date(2027, 3, 31), [(1, 19, 2, 28), (3, 1, 3, 31)]),
        (date(2027, 1, 28), date(2027, 2, 5), [(1, 28, 2, 5)]),
    ],
)
def test_windows_are_the_months_of_a_horizon(
    first: date, last: date, windows: list[tuple[int, int, int, int]]
) -> None:
    expected = [(date(2027, a, b), date(2027, c, d)) for a, b, c, d in windows]

    assert [days(window) for window in windows_of(days_span(first, last))] == expected


def test_the_windows_of_a_year_are_its_twelve_months_without_a_gap() -> None:
    year = windows_of(days_span(date(2027, 1, 1), date(2027, 12, 31)))

    assert len(year) == 12
    assert all(before.end == after.start for before, after in pairwise(year))


def test_a_window_has_its_slots_and_what_was_decided_before_as_history() -> None:
    before, night, after = (
        shift_on(BORDER - timedelta(days=2), 9, 7),
        shift_on(BORDER - timedelta(days=1), 21, 8),
        shift_on(BORDER, 14, 7),
    )
    locks = tuple(Lock(mediator="ana", slot=s.id, by="Nora", why="") for s in (before, after))
    whole = replace(
        problem(before, night, after),
        locks=locks,
        previous=frozenset({Assignment("bob", night.id), Assignment("bob", after.id)}),
    )
    chosen = frozenset({Assignment("ana", before.id), Assignment("bob", night.id)})

    first, second = (problem_of(whole, window, chosen) for window in windows_of(AUTUMN))

    assert (first.slots, first.locks) == ((before, night), locks[:1])
    # What is locked after it is as good as decided.
    assert [(w.mediator, w.duty.id) for w in first.history] == [("ana", after.id)]
    assert first.previous == {Assignment("bob", night.id)}
    assert (second.slots, second.locks) == ((after,), locks[1:])
    assert second.previous == {Assignment("bob", after.id)}
    assert [(w.mediator, w.duty.id, w.duty.decided) for w in second.history] == [
        ("ana", before.id, False),
        ("bob", night.id, False),
    ]


def test_a_window_that_comes_again_has_what_was_decided_after_it_as_history() -> None:
    early, late = shift_on(BORDER - timedelta(days=1), 9, 7), shift_on(BORDER, 14, 7)
    chosen = frozenset({Assignment("ana", early.id), Assignment("bob", late.id)})

    again = problem_of(problem(early, late), windows_of(AUTUMN)[0], chosen)

    assert again.slots == (early,)
    assert [(w.mediator, w.duty.id) for w in again.history] == [("bob", late.id)]


def test_the_rest_after_the_border_is_kept_before_it() -> None:
    afternoon, evening = (shift_on(BORDER - timedelta(days=1), hour, 8) for hour in (13, 15))
    early = shift_on(BORDER, 9, 3)
    whole = replace(problem(afternoon, evening, early), mediators=PEOPLE[:1])

    mine = frozenset({Assignment("ana", early.id)})
    search = search_of(
        problem_of(whole, windows_of(AUTUMN)[0], mine), replace(LAW, person_rules=(REST,))
    )
    prove(search, (), range(1), Budget(deterministic=5), each=5)

    assert search.incumbent is not None
    # From 23:00 to 09:00 are ten hours, from 21:00 twelve.
    assert search.incumbent.assignments == {Assignment("ana", afternoon.id)}


def solved(of: Problem) -> frozenset[Assignment]:
    search = search_of(of, LAW)
    prove(search, (), range(1), Budget(deterministic=20), each=20)
    assert search.incumbent is not None
    return search.incumbent.assignments


def rolled(whole: Problem) -> Rota:
    chosen: frozenset[Assignment] = frozenset()
    for window in windows_of(whole.horizon):
        chosen |= solved(problem_of(whole, window, chosen))
    return Rota(problem=whole, assignments=chosen)


NEAR_BORDER = st.builds(
    shift_on,
    st.integers(-9, 9).map(lambda n: BORDER + timedelta(days=n)),
    st.sampled_from([6, 9, 13, 14, 21, 22]),
    st.sampled_from([7, 8, 9]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(NEAR_BORDER, min_size=6, max_size=24, unique_by=lambda s: s.id))
def test_two_windows_are_lawful_as_one_and_never_better_than_the_whole(slots: list[Slot]) -> None:
    whole = problem(*slots)
    rota = rolled(whole)
    best = Rota(problem=whole, assignments=solved(whole))

    assert [f for f in audit(rota, LAW) if f.blocks] == []
    assert MINIMUM.measure(rota) >= MINIMUM.measure(best)
    assert all(
        whole.slot_of[a.slot].span.day <= date(2026, 11, 15)
        for a in rota.assignments
        if a.mediator == "bob"
    )


def test_the_rest_before_the_border_is_kept_after_it() -> None:
    evening = shift_on(BORDER - timedelta(days=1), 15, 8)
    early, late = shift_on(BORDER, 9, 3), shift_on(BORDER + timedelta(days=1), 6, 3)
    whole = replace(problem(evening, early, late), mediators=PEOPLE[:1])
    profile = replace(LAW, person_rules=(REST,))

    first, second = windows_of(AUTUMN)
    mine = frozenset({Assignment("ana", evening.id)})
    search = search_of(problem_of(whole, second, mine), profile)
    prove(search, (), range(1), Budget(deterministic=5), each=5)

    assert [days(w) for w in (first, second)] == [
        (date(2026, 10, 12), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 22)),
    ]
    assert search.incumbent is not None
    # 23:00 to 09:00 is ten hours; the second morning is far enough.
    assert search.incumbent.assignments == {Assignment("ana", late.id)}
