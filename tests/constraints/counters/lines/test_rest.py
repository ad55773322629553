from datetime import date, timedelta
from typing import Any

import pytest

from constraints.counters.lines.rest import rest
from constraints.counters.overtime.quota import beyond, quota_charge, rest_of
from constraints.counters.sheet import Rest
from constraints.counters.thresholds import QuotaTerms, Thresholds
from scheduler.dated import Source
from scheduler.domain.employment.employer import Carried, CarriedKind, Employer
from scheduler.domain.people import AbsenceKind
from tests.constraints.counters.make import MONDAY, away, timeline, worked

BY_CODE, TERMS = Thresholds(), QuotaTerms()
QUOTA = 220 * 60


def balance_of(minutes: int, kind: CarriedKind = CarriedKind.OVERTIME, day: int = 14) -> Carried:
    return Carried(mediator="m", kind=kind, day=date(2026, 6, day), minutes=minutes)


def judged(*duties: Any, **options: Any) -> Rest:
    usual: dict[str, Any] = {
        "first": date(2026, 6, 1),
        "last": date(2026, 6, 30),
        "employer": Employer(headcount=110),
        "carried": (balance_of(QUOTA),),
    }
    line = timeline(*duties, **(usual | options))
    return rest(line, BY_CODE, TERMS, night={}, equivalent=0)


@pytest.mark.parametrize(
    ("headcount", "most", "least"), [(20, 150, 150), (21, 300, 300), (None, 300, 150)]
)
def test_rest_is_all_or_half_of_the_hours_beyond_the_quota(
    headcount: int | None, most: int, least: int
) -> None:
    rest = judged(*worked(MONDAY, *[480] * 5), employer=Employer(headcount=headcount))

    assert (rest.compulsory, rest.compulsory_least) == (most, least)


@pytest.mark.parametrize(("friday", "opened"), [(599, None), (600, date(2026, 6, 19))])
def test_the_right_opens_at_seven_hours_and_lasts_two_months(
    friday: int, opened: date | None
) -> None:
    rest = judged(*worked(MONDAY, *[480] * 4, friday))

    assert (rest.compulsory, rest.opened) == (friday - 180, opened)
    assert rest.deadline == (None if opened is None else date(2026, 8, 19))


def test_a_day_taken_is_worth_the_contract_s_hours_and_closes_the_right() -> None:
    days = worked(MONDAY, *[600] * 5)
    taken = away(date(2026, 6, 24), kind=AbsenceKind.REST)
    rest = judged(*days, absences=(taken,))

    assert (rest.compulsory, rest.taken, rest.balance) == (900, 420, 480)
    assert rest.opened == date(2026, 6, 19)
    two = judged(*days, absences=(taken, away(date(2026, 6, 25), kind=AbsenceKind.REST)))
    assert (two.balance, two.opened, two.deadline) == (60, None, None)


def test_a_balance_told_is_the_start_and_what_came_before_it_is_in_it() -> None:
    week = worked(MONDAY, *[600] * 5)
    before = judged(*week, carried=(balance_of(QUOTA), balance_of(400, CarriedKind.REST, 17)))
    after = judged(*week, carried=(balance_of(QUOTA), balance_of(400, CarriedKind.REST, 18)))

    # Of fifteen hours beyond 35, five are Thursday the 18th's and ten Friday's.
    assert (before.since, before.carried, before.compulsory) == (date(2026, 6, 17), 400, 900)
    assert (before.balance, before.opened) == (1300, date(2026, 6, 18))
    assert (after.carried, after.compulsory, after.opened) == (400, 600, date(2026, 6, 19))
    last = judged(
        *week,
        carried=(balance_of(QUOTA), balance_of(400, CarriedKind.REST, 18)),
        last=date(2026, 6, 19),
    )
    assert last.compulsory == 600


def test_the_last_balance_told_counts_and_one_of_later_days_doesn_t() -> None:
    carried = (balance_of(100, CarriedKind.REST, 10), balance_of(200, CarriedKind.REST, 12))
    later = Carried(mediator="m", kind=CarriedKind.REST, day=date(2026, 7, 1), minutes=900)

    assert judged(carried=(*carried, later)).carried == 200


def test_recovered_days_are_apart() -> None:
    rest = judged(absences=(away(MONDAY, kind=AbsenceKind.RECOVERY),))

    assert (rest.recovered, rest.taken) == (420, 0)


@pytest.mark.parametrize(
    ("minutes", "rate", "expected"), [(1, 500, 1), (1, 499, 0), (3, 500, 2), (60, 1250, 75)]
)
def test_rest_is_rounded_half_up(minutes: int, rate: int, expected: int) -> None:
    assert rest_of(minutes, rate) == expected


def test_half_minutes_of_each_day_are_not_lost_nor_counted_twice() -> None:
    days = worked(MONDAY, 600, 600, 600, 301, 1, 1)
    rest = judged(*days, employer=Employer(headcount=20))

    # A minute beyond on each of three days, at half: a minute and a half, rounded once.
    assert rest.compulsory == 2


def test_a_quota_that_an_agreement_lowers_in_the_week_holds_from_its_day() -> None:
    line = timeline(*worked(MONDAY, *[600] * 5), carried=(balance_of(100 * 60),))
    source = Source("accord", "art. 1")
    friday = MONDAY + timedelta(days=4)
    counted = quota_charge(line, 2026, BY_CODE)

    lowered = beyond(counted, TERMS.quota.derogate(6000, friday, source))

    assert counted.minutes == 6900
    assert lowered == {friday: 600}
    assert beyond(counted, TERMS.quota) == {}
