"""Rules that count nights alike share what they counted, and no others."""

from dataclasses import replace

from hypothesis import given, settings

from constraints.law.night.night_worker_daily_8h import RULE as DAILY
from constraints.law.night.night_worker_status import RULE as STATUS
from constraints.night.rules import Nights, nights_of
from scheduler.dated import Dated
from scheduler.domain.time import week_of
from scheduler.domain.timeline import Timeline
from tests.constraints.counters.make import MONDAY, shift, timeline
from tests.constraints.timelines import timelines


def at(edge: Dated, hour: int) -> Dated:
    """Return an edge of the night at another hour."""
    (since,) = edge.history
    return replace(edge, history=(replace(since, value=hour * 60),))


def test_rules_of_equal_values_count_the_nights_of_a_timeline_once() -> None:
    judged = timeline(shift("2026-06-15 21:00", "2026-06-16 05:00"), first=MONDAY)

    assert nights_of(STATUS, judged) is nights_of(DAILY, judged)
    assert nights_of(STATUS, judged) is not nights_of(STATUS, replace(judged))


def test_a_rule_whose_night_begins_later_counts_its_own() -> None:
    judged = timeline(shift("2026-06-15 21:00", "2026-06-16 05:00"), first=MONDAY)
    ten = replace(STATUS, begins=at(STATUS.begins, 22), ends=at(STATUS.ends, 7))

    assert list(nights_of(STATUS, judged).by_day.values()) == [480]
    assert list(nights_of(ten, judged).by_day.values()) == [420]


@settings(max_examples=40)
@given(timelines())
def test_a_status_seen_again_is_the_same(line: Timeline) -> None:
    nights = nights_of(STATUS, line)
    weeks = [week_of(day) for day in (line.horizon.days[0], line.horizon.days[-1])]

    for monday in (*weeks, *weeks):
        assert nights.holds(monday) is Nights(STATUS, line).holds(monday)
