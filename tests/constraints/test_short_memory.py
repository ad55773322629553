"""A rule with a short memory finds the same without what is long past."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, assume, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.time import Span, at, days_span, week_of, week_span
from scheduler.domain.timeline import Timeline
from scheduler.rule import PersonRule
from tests.constraints.test_any_timeline import PROFILES
from tests.constraints.timelines import DAY, duties, timelines

pytestmark = pytest.mark.long

MANY = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
RULES = {rule.id: rule for profile in PROFILES.values() for rule in profile.person_rules}
SHORT = [rule for rule in RULES.values() if rule.short_memory]


@st.composite
def with_a_past(draw: DrawFn) -> Timeline:
    """A timeline of any shape, with duties that ended three to twelve weeks before its horizon."""
    line = draw(timelines())
    past = draw(duties(line.horizon.day - 62 * DAY, 36))
    old = tuple(replace(duty, id=f"avant-{duty.id}", decided=False) for duty in past)
    return replace(line, duties=(*old, *line.duties))


def forgets(rule: PersonRule, line: Timeline) -> bool:
    """Whether a rule finds the same on what is recent."""
    return list(rule.audit(line)) == list(rule.audit(line.recent))


@MANY
@given(line=with_a_past())
def test_rules_of_a_day_or_of_a_week_find_the_same_on_what_is_recent(line: Timeline) -> None:
    assume(line.recent is not line)

    assert [rule.id for rule in SHORT if not forgets(rule, line)] == []


def test_a_rule_over_twelve_weeks_does_not() -> None:
    monday = date(2026, 3, 30)
    days = [monday - week * 7 * DAY + day * DAY for week in range(12) for day in range(5)]
    duties = (
        Duty(id=f"d{day}", span=Span(at(day, time(8)), at(day, time(17))), decided=day >= monday)
        for day in sorted(days)
    )
    line = Timeline(
        mediator=Mediator(id="m", name="Maé"), horizon=week_span(monday), duties=tuple(duties)
    )

    assert not forgets(RULES["avg12_44h"], line)


def test_what_is_decided_long_before_keeps_all_that_lies_around_it() -> None:
    line = find(with_a_past(), lambda line: line.recent is not line, settings=MANY)
    first, *others = line.duties

    assert replace(line, duties=(replace(first, decided=True), *others)).recent.duties == (
        replace(first, decided=True),
        *others,
    )


@MANY
@given(line=with_a_past(), days=st.integers(-70, 20), length=st.integers(1, 90))
def test_the_work_of_a_span_is_that_of_each_of_its_duties(
    line: Timeline, days: int, length: int
) -> None:
    day = line.horizon.day + days * DAY
    span = days_span(day, day + length * DAY)

    assert line.work_in(span) == sum(duty.work_in(span) for duty in line.working)
    assert line.duties_in(span) == tuple(d for d in line.working if d.work_in(span) > 0)


@MANY
@given(line=with_a_past(), before=st.integers(-2, 14), length=st.integers(1, 14))
def test_the_work_of_weeks_is_that_of_their_duties_and_what_is_declared_of_them(
    line: Timeline, before: int, length: int
) -> None:
    monday = week_of(line.horizon.day) - before * 7 * DAY
    weeks = [monday + n * 7 * DAY for n in range(length)]
    span = days_span(monday, weeks[-1] + 6 * DAY)

    worked = sum(duty.work_in(span) for duty in line.working)
    assert line.work_of_weeks(span) == worked + sum(line.weeks.get(week, 0) for week in weeks)
