from dataclasses import replace
from datetime import date

from api.planning.counters import counters_of
from constraints.law.night.night_hours import RULE as NIGHT
from scheduler.dated import Source
from tests.api.export.samples import ANNA, BILAL, ROSE, SINCE, small


def test_a_night_counts_in_the_month_it_starts_in_and_its_minutes_where_they_fall() -> None:
    rose = counters_of(small(), ROSE, ())

    # Two nights of eight hours; that of 30 September gave six more of work after midnight,
    # its half-hour break of unknown place taken inside.
    assert rose.planned == 2 * 480
    assert rose.work == 2 * 480 + 330
    assert rose.nights == 2
    assert rose.night == 2 * 480 + 330
    assert rose.saturdays == 1
    assert rose.sundays == 0
    # 24 October: from midnight to 05:00, an hour more for the clocks, the break inside.
    assert rose.sunday == 330


def test_training_is_planned_and_is_no_field_work() -> None:
    bilal = counters_of(small(), BILAL, ())

    assert (bilal.planned, bilal.work, bilal.training) == (420, 0, 420)


def test_weeks_are_whole_and_hold_history() -> None:
    weeks = dict(counters_of(small(), ROSE, ()).weeks)

    assert weeks[date(2026, 9, 28)] == 480 + 480
    assert weeks[date(2026, 10, 19)] == 480


def test_the_balance_is_planned_minus_due() -> None:
    anna = counters_of(small(), ANNA, ())

    assert anna.planned == 900
    assert anna.balance == 900 - anna.due


def test_an_agreement_s_night_is_the_one_that_counts() -> None:
    source = Source("accord", "art. 1")
    night = replace(
        NIGHT,
        begins=NIGHT.begins.derogate(22 * 60, SINCE, source),
        ends=NIGHT.ends.derogate(7 * 60, SINCE, source),
    )

    # Of the two nights that begin in October, the half hour before 22:00 is out.
    assert counters_of(small(), ROSE, (night,)).night == 2 * 450 + 330
