from datetime import date
from typing import Any

from scheduler.domain.employment.employer import Employer, Solidarity
from tests.constraints.counters.counted import JUNE, count, late, moved, nights, tiers
from tests.constraints.counters.make import (
    MONDAY,
    worked,
)


def test_overtime_given_back_is_rest_with_its_premium() -> None:
    counted = count(
        *worked(MONDAY, *[540] * 5),
        employer=Employer(rest_for_overtime=True),
        last=date(2026, 6, 21),
    )

    assert counted.weeks[0].equivalent_rest == 480 * 5 // 4 + 120 * 3 // 2
    assert (counted.rest.equivalent, counted.years[0].overtime) == (780, 0)


def test_an_agreement_s_rates_apply_from_the_day_they_begin() -> None:
    rules = moved("legal_35h_overtime", first_rate=100, next_rate=200)
    two = (*worked(date(2026, 6, 8), *[540] * 5), *worked(MONDAY, *[540] * 5))

    counted = count(*two, rules=rules, **JUNE)

    assert counted.overtime == tiers((100, 480), (200, 120), (250, 480), (500, 120))


def test_an_agreement_s_quota_and_rest_are_used() -> None:
    rules = moved("overtime_quota", quota=60)

    counted = count(
        *worked(MONDAY, *[540] * 5), rules=rules, employer=Employer(headcount=110), **JUNE
    )

    (year,) = counted.years
    assert (year.overtime, year.quota, year.beyond) == (600, 60, 540)
    assert (counted.rest.compulsory, counted.rest.opened) == (540, date(2026, 6, 19))


def test_the_night_worker_s_status_has_its_reason_and_first_week() -> None:
    counted, none = count(*late(4), **JUNE), count(*nights(4), **JUNE)

    assert [w.night_worker.holds for w in counted.weeks] == [False, False, True, True, True]
    assert counted.night_worker.reason == "horaire habituel de nuit"
    assert counted.night_worker.since == date(2026, 6, 15)
    assert not none.night_worker.holds


def test_a_night_worker_s_rest_is_due_though_no_agreement_says_how_much() -> None:
    counted, none = count(*late(4), **JUNE), count(*nights(4), **JUNE)

    assert (counted.rest.night, none.rest.night) == (None, 0)
    assert counted.remarks == (
        "Repos compensateur de nuit dû (L3122-8) : montant à fixer par accord.",
    )
    assert counted.rest.balance == 0


def test_the_solidarity_day_is_worked_not_paid_and_no_overtime() -> None:
    whit = date(2026, 5, 25)
    counted = count(
        *worked(whit, *[420] * 6),
        employer=Employer(solidarity=(Solidarity(day=whit),)),
        last=date(2026, 5, 31),
    )

    assert (counted.total.work, counted.total.solidarity, counted.total.paid) == (2520, 420, 2100)
    assert (counted.weeks[0].work, counted.overtime) == (2520, ())


def test_without_a_rule_the_code_s_own_values_hold() -> None:
    counted = count(*worked(MONDAY, *[600] * 5), rules=(), last=date(2026, 6, 21))

    assert counted.overtime == tiers((250, 480), (500, 420))
    assert counted.years[0].quota == 13_200
    assert counted.rest.night == 0


def test_a_night_worker_s_rest_is_counted_once_an_agreement_sets_its_rate() -> None:
    # The last of these evenings is the horizon's last day.
    ends: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 24)}
    counted = count(*late(4), rules=moved("night_hours", rest=125), **ends)
    early = count(*late(3), rules=moved("night_hours", rest=125), **JUNE)

    # The status begins on 15 June: two nights of three hours in each of two weeks, at an eighth.
    assert counted.rest.night == 90
    assert early.rest.night == 45
    assert counted.rest.balance == 90
    assert counted.remarks == ()
