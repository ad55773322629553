"""Counters of a month from a balance carried over are those of the whole history."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from constraints.counters.sheet import Counters
from constraints.law.hours.avg12_44h import RULE as AVERAGE
from constraints.law.part_time.part_time_drift_12_weeks import RULE as DRIFT
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.time import days_span, week_of
from scheduler.rule import PersonRule
from tests.constraints.counters.counted import count
from tests.constraints.counters.make import contract, person, timeline, worked

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FIRST = date(2026, 1, 5)
WEEKS = 20
LAST = FIRST + WEEKS * WEEK - DAY
CONTRACTS = {AVERAGE: 35, DRIFT: 24}
LENGTHS = st.lists(st.sampled_from((0, 420, 480, 600, 700)), min_size=6, max_size=6)


def figures(counted: Counters) -> tuple[int, int, int]:
    """Return what the year has charged to the quota, what is beyond it, and the rest to take."""
    year = counted.years[-1]
    return year.overtime, year.beyond, counted.rest.balance


@settings(max_examples=15, deadline=None)
@example([[600] * 6] * WEEKS, 59)
@given(st.lists(LENGTHS, min_size=WEEKS, max_size=WEEKS), st.integers(0, 7 * (WEEKS - 3)))
def test_the_yearly_quota_and_its_rest_are_the_same_from_a_balance_of_any_day(
    weeks: list[list[int]], days: int
) -> None:
    duties = [d for n, lengths in enumerate(weeks) for d in worked(FIRST + n * WEEK, *lengths)]
    cut, month = FIRST + days * DAY, LAST - 13 * DAY
    then = count(*(d for d in duties if d.span.day <= cut), first=FIRST, last=cut)
    balances = (
        Carried(mediator="m", kind=CarriedKind.OVERTIME, day=cut, minutes=then.years[-1].overtime),
        Carried(mediator="m", kind=CarriedKind.REST, day=cut, minutes=then.rest.balance),
    )
    # The week of the next day is told whole: its first days decide from which hour it is overtime.
    later = [d for d in duties if d.span.day >= week_of(cut + DAY)]

    whole = count(*duties, first=month, last=LAST)
    carried = count(*later, first=month, last=LAST, carried=balances)

    assert figures(carried) == figures(whole)


@pytest.mark.parametrize("rule", [AVERAGE, DRIFT], ids=lambda rule: rule.id)
@settings(max_examples=15, deadline=None)
@example([[600] * 5 + [0]] * WEEKS, WEEKS - 4)
@given(st.lists(LENGTHS, min_size=WEEKS, max_size=WEEKS), st.integers(1, WEEKS - 2))
def test_averages_are_the_same_from_the_totals_of_weeks_gone(
    rule: PersonRule, weeks: list[list[int]], known: int
) -> None:
    who = person(contract(CONTRACTS[rule]))
    duties = [d for n, lengths in enumerate(weeks) for d in worked(FIRST + n * WEEK, *lengths)]
    begins, month = FIRST + known * WEEK, LAST - 13 * DAY
    totals = {FIRST + n * WEEK: sum(lengths) for n, lengths in enumerate(weeks[:known])}
    later = [d for d in duties if d.span.day >= begins]

    whole = timeline(*duties, first=month, last=LAST, who=who, known=days_span(FIRST, LAST))
    carried = timeline(
        *later, first=month, last=LAST, who=who, known=days_span(begins, LAST), weeks=totals
    )

    assert [(f.on, f.measured, f.limit, f.verdict) for f in rule.audit(carried)] == [
        (f.on, f.measured, f.limit, f.verdict) for f in rule.audit(whole)
    ]
