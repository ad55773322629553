from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.hours.modulation_overtime import RULE
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import (
    Carried,
    CarriedKind,
    Employer,
    Route,
    Scheme,
    Solidarity,
)
from scheduler.finding import Effect
from tests.constraints.counters.make import MONDAY, contract, facts, past, person, timeline, worked

YEAR = 1607 * 60
LAST = date(2026, 12, 31)
DECEMBER: dict[str, Any] = {"first": date(2026, 12, 1), "last": LAST}


def annual(**options: Any) -> Employer:
    usual: dict[str, Any] = {"route": Route.AGREEMENT, "start": date(2026, 1, 1), "months": 12}
    return Employer(schemes=(Scheme(**(usual | options)),))


def yearly(**options: Any) -> Any:
    return person(contract(35, basis=HoursBasis.YEAR, **options))


def balance_of(minutes: int, day: date = LAST) -> tuple[Carried, ...]:
    return (Carried(mediator="m", kind=CarriedKind.PERIOD, day=day, minutes=minutes),)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(YEAR, []), (YEAR + 1, [("2026-12-31", YEAR + 1, YEAR, 1, "violation")])],
)
def test_1607_hours_to_the_minute(minutes: int, expected: list[object]) -> None:
    judged = timeline(who=yearly(), employer=annual(), carried=balance_of(minutes), **DECEMBER)

    assert facts(RULE.audit(judged)) == expected


def test_it_computes_and_doesn_t_block() -> None:
    judged = timeline(who=yearly(), employer=annual(), carried=balance_of(YEAR + 60), **DECEMBER)

    (finding,) = RULE.audit(judged)

    assert (finding.effect, finding.blocks, finding.article) == (Effect.COMPUTE, False, "L3121-41")
    assert finding.message == (
        "Lou : 1608 h 00 dans la période du 01/01/2026 au 31/12/2026, seuil de 1607 h 00 "
        "franchi : 1 h 00 supplémentaires dues au 31/12/2026."
    )


def test_the_day_that_passes_the_threshold_is_told_in_its_month_then_the_end() -> None:
    november = past(worked(date(2026, 11, 23), *[420] * 5))
    balance = balance_of(YEAR - 4 * 420, date(2026, 11, 22))
    options: dict[str, Any] = {"who": yearly(), "employer": annual(), "carried": balance}
    month = timeline(*november, first=date(2026, 11, 1), last=date(2026, 11, 30), **options)
    end = timeline(*november, *worked(date(2026, 12, 7), 60), **DECEMBER, **options)
    between = timeline(*november, first=date(2026, 12, 1), last=date(2026, 12, 30), **options)

    assert facts(RULE.audit(month)) == [("2026-11-27", YEAR + 420, YEAR, 420, "violation")]
    assert list(RULE.audit(between)) == []
    assert facts(RULE.audit(end)) == [("2026-12-31", YEAR + 480, YEAR, 480, "violation")]


@pytest.mark.parametrize(("limit", "amount"), [(1485 * 60, 60), (1700 * 60, None)])
def test_an_agreement_s_lower_limit_replaces_1607_hours_and_a_higher_one_doesn_t(
    limit: int, amount: int | None
) -> None:
    judged = timeline(
        who=yearly(),
        employer=annual(annual_minutes=limit),
        carried=balance_of(1486 * 60),
        **DECEMBER,
    )

    assert [f.amount for f in RULE.audit(judged)] == ([] if amount is None else [amount])


def test_a_period_of_six_months_is_held_against_35_hours_a_week_on_average() -> None:
    # 1 July to 31 December: 184 days at five hours.
    employer = annual(start=date(2026, 7, 1), months=6)
    options: dict[str, Any] = {"who": yearly(), "employer": employer, **DECEMBER}

    assert list(RULE.audit(timeline(carried=balance_of(184 * 300), **options))) == []
    over = RULE.audit(timeline(carried=balance_of(184 * 300 + 1), **options))
    assert facts(over) == [("2026-12-31", 55201, 55200, 1, "violation")]


def test_an_agreement_s_weekly_limit_is_overtime_at_once_and_deducted_at_the_end() -> None:
    employer = annual(weekly_minutes=44 * 60)
    week = worked(date(2026, 12, 14), 540, 540, 540, 540, 541)
    judged = timeline(
        *week, who=yearly(), employer=employer, carried=balance_of(YEAR - 2640, date(2026, 12, 13)),
        **DECEMBER,
    )  # fmt: skip

    assert facts(RULE.audit(judged)) == [("2026-12-18", 2701, 2640, 61, "note")]


@pytest.mark.parametrize(
    ("minutes", "verdicts"),
    [(48342, []), (48343, ["to_confirm"]), (YEAR, ["to_confirm"]), (YEAR + 1, ["violation"])],
)
def test_who_arrives_in_the_year_has_a_threshold_by_days_to_confirm(
    minutes: int, verdicts: list[str]
) -> None:
    # From 2 July on, 183 of 365 days: 48,342 of 96,420 minutes.
    who = yearly(start=date(2026, 7, 2))
    judged = timeline(who=who, employer=annual(), carried=balance_of(minutes), **DECEMBER)

    assert [f.verdict.value for f in RULE.audit(judged)] == verdicts


def test_a_share_to_confirm_gives_both_readings() -> None:
    who = yearly(start=date(2026, 7, 2))

    (finding,) = RULE.audit(
        timeline(who=who, employer=annual(), carried=balance_of(48343), **DECEMBER)
    )

    assert finding.message == (
        "Lou : 805 h 43 dans la période du 01/01/2026 au 31/12/2026, seuil de 805 h 42 franchi : "
        "0 h 01 supplémentaires dues au 31/12/2026 si le seuil suit les jours de contrat, aucune "
        "si l’accord garde 1607 h 00 : à confirmer."
    )


def test_without_an_arrangement_told_the_civil_year_is_to_confirm() -> None:
    options: dict[str, Any] = {"who": yearly(), **DECEMBER}

    assert list(RULE.audit(timeline(carried=balance_of(YEAR), **options))) == []
    assert [
        f.verdict.value for f in RULE.audit(timeline(carried=balance_of(YEAR + 1), **options))
    ] == ["to_confirm"]


def test_what_only_the_solidarity_day_carries_over_a_year_is_to_confirm() -> None:
    day = date(2026, 12, 14)
    employer = replace(annual(), solidarity=(Solidarity(day=day),))
    options: dict[str, Any] = {"who": yearly(), "employer": employer, **DECEMBER}
    work = worked(day, 420)

    (finding,) = RULE.audit(
        timeline(*work, carried=balance_of(YEAR - 419, date(2026, 12, 1)), **options)
    )

    assert (finding.verdict.value, finding.measured, finding.amount) == ("to_confirm", YEAR + 1, 1)
    balance = balance_of(YEAR - 420, date(2026, 12, 1))
    assert list(RULE.audit(timeline(*work, carried=balance, **options))) == []


def cycle(*weeks: tuple[int, ...], contract_: Any = None, **options: Any) -> Any:
    duties = [
        duty
        for n, minutes in enumerate(weeks)
        for duty in worked(MONDAY + timedelta(weeks=n), *minutes)
    ]
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=len(weeks)),))
    usual: dict[str, Any] = {
        "who": person(contract_ or contract(35, basis=HoursBasis.CYCLE)),
        "employer": employer,
        "first": MONDAY,
        "last": MONDAY + timedelta(days=7 * len(weeks) - 1),
    }
    return timeline(*duties, **(usual | options))


@pytest.mark.parametrize(("friday", "amounts"), [(540, []), (541, [1])])
def test_thirty_nine_hours_in_a_week_of_a_unilateral_cycle(friday: int, amounts: list[int]) -> None:
    judged = cycle((450, 450, 450, 450, friday), (360, 360, 360, 360, 420))

    assert [f.amount for f in RULE.audit(judged)] == amounts


def test_thirty_five_hours_on_average_over_a_unilateral_cycle_to_the_minute() -> None:
    even = cycle((420, 420, 420, 420, 420), (420, 420, 420, 420, 420))
    over = cycle((420, 420, 420, 420, 420), (420, 420, 420, 420, 421))

    assert list(RULE.audit(even)) == []
    assert facts(RULE.audit(over)) == [("2026-06-28", 4201, 4200, 1, "note")]
    assert RULE.computed(over) == {"weekly_over_39h": 0, "cycle_over_35h_average": 1}


def test_before_its_end_a_cycle_has_no_overtime_but_by_the_week() -> None:
    judged = cycle(
        (600, 600, 600, 600, 600), (420, 420, 420, 420, 420), last=MONDAY + timedelta(days=12)
    )

    assert facts(RULE.audit(judged)) == [("2026-06-18", 3000, 2340, 660, "note")]


def test_who_leaves_during_a_unilateral_cycle_has_each_week_beyond_35_hours() -> None:
    leaver = contract(35, basis=HoursBasis.CYCLE, end=date(2026, 6, 24))
    judged = cycle((450, 450, 450, 450, 450), (420, 420, 420), contract_=leaver)

    assert facts(RULE.audit(judged)) == [("2026-06-19", 2250, 2100, 150, "note")]
    assert RULE.computed(judged) == {"weekly_over_39h": 150, "cycle_over_35h_average": 0}


def test_weeks_of_which_only_the_total_is_known_count_in_their_cycle() -> None:
    judged = cycle((), (420, 420, 420, 420, 420), weeks={MONDAY: 2101})

    assert facts(RULE.audit(judged)) == [("2026-06-28", 4201, 4200, 1, "note")]


@pytest.mark.parametrize(
    "who",
    [
        person(contract(34, basis=HoursBasis.YEAR, annual_minutes=1500 * 60)),
        person(contract(35, basis=HoursBasis.YEAR), birth=date(2009, 1, 2)),
        person(contract(35)),
    ],
    ids=["part-time", "minor at the end", "by the week"],
)
def test_whom_it_doesn_t_concern(who: Any) -> None:
    judged = timeline(who=who, employer=annual(), carried=balance_of(YEAR + 600), **DECEMBER)

    assert list(RULE.audit(judged)) == []


def test_nobody_modulated_computes_nothing() -> None:
    judged = timeline(*worked(MONDAY, 600))

    assert RULE.computed(judged) == {"weekly_over_39h": 0, "cycle_over_35h_average": 0}


def test_a_year_computes_what_is_over_its_threshold() -> None:
    judged = timeline(who=yearly(), employer=annual(), carried=balance_of(YEAR + 5), **DECEMBER)

    assert RULE.computed(judged) == {"annual_over_1607h": 5, "weekly": 0}
