from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.part_time.part_time_complementary_cap import RULE
from scheduler.dated import Source
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Carried, CarriedKind, Employer, Route, Scheme
from scheduler.domain.time import days_span
from tests.constraints.law.people import duty, findings, person, rota, seen

SOURCE = Source("accord d'entreprise", "art. 5")
DAYS = ("2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18")
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


def test_the_week_may_reach_the_contract_and_a_tenth_of_it() -> None:
    week = [duty(f"{day} 09:00", "15:36") for day in DAYS]
    more = duty("2026-06-20 09:00", "09:01")

    assert seen(RULE, rota(person(hours=24), *week, **WEEK)) == []
    assert seen(RULE, rota(person(hours=24), *week, more, **WEEK)) == [
        ("2026-06-15", 1585, 1, "violation", False)
    ]
    assert seen(RULE, rota(person(hours=24, basis=HoursBasis.YEAR), *week, more, **WEEK)) == []


@pytest.mark.parametrize(
    ("posts", "kind", "expected"),
    [
        # 26 h 24 is the most; three hours on the mandate come beside the posts.
        ("15:36", DutyKind.DELEGATION, ["to_confirm"]),
        ("15:37", DutyKind.DELEGATION, ["violation"]),
        ("14:51", DutyKind.DELEGATION, []),
        # The employer calls its meetings (L2315-11): they are hours like others.
        ("15:36", DutyKind.COUNCIL, ["violation"]),
    ],
)
def test_a_credit_may_be_used_beside_the_working_hours(
    posts: str, kind: DutyKind, expected: list[str]
) -> None:
    mandate = duty("2026-06-20 09:00", "12:00", kind=kind)
    week = [duty(f"{day} 09:00", posts) for day in DAYS]

    made = rota(person(hours=24), *week, past=(mandate,), **WEEK)

    assert [f[3] for f in seen(RULE, made)] == expected


def test_hours_of_a_credit_beyond_the_limit_are_said() -> None:
    mandate = duty("2026-06-20 09:00", "12:00", kind=DutyKind.DELEGATION)
    week = [duty(f"{day} 09:00", "15:36") for day in DAYS]

    (finding,) = findings(RULE, rota(person(hours=24), *week, past=(mandate,), **WEEK))

    assert finding.message == (
        "Maé (temps partiel) : 29 h 24 dans la semaine du lundi 15/06/2026, heures "
        "complémentaires comprises, au lieu de 26 h 24 au plus : à confirmer, dont 3 h 00 de "
        "délégation, permises hors du temps de travail (L3123-14)."
    )


@pytest.mark.parametrize(("last", "expected"), [("16:24", []), ("16:25", [1])])
def test_a_monthly_contract_is_judged_over_the_civil_month(last: str, expected: list[int]) -> None:
    # 24 h a week is 104 h a month, 114 h 24 with the tenth: 15 days of 7 h and one of 9 h 24.
    june = [f"2026-06-{day:02d}" for day in (*range(1, 6), *range(8, 13), *range(15, 20))]
    past = tuple(duty(f"{day} 09:00", "16:00") for day in june[:10])
    kept = [duty(f"{day} 09:00", "16:00") for day in june[10:]]
    made = rota(
        person(hours=24, basis=HoursBasis.MONTH),
        *kept,
        duty("2026-06-22 07:00", last),
        past=past,
        first=date(2026, 6, 15),
        last=date(2026, 6, 30),
    )

    assert [f[2] for f in seen(RULE, made)] == expected


def test_a_monthly_finding_says_month_and_is_dated_on_the_first() -> None:
    month = [duty(f"2026-06-{day:02d} 08:00", "18:00") for day in range(1, 13)]
    made = rota(
        person(hours=24, basis=HoursBasis.MONTH),
        *month,
        first=date(2026, 6, 1),
        last=date(2026, 6, 30),
    )

    (finding,) = findings(RULE, made)
    assert (finding.on, finding.measured, finding.limit) == (date(2026, 6, 1), 7200, 6864)
    assert finding.message == (
        "Maé (temps partiel) : 120 h 00 dans le mois qui commence le 01/06/2026, heures "
        "complémentaires comprises, au lieu de 114 h 24 au plus."
    )


def test_a_contract_that_changes_in_midweek_is_compared_with_a_whole_week_of_each() -> None:
    small = Contract(
        kind=ContractKind.CDD,
        start=date(2026, 1, 1),
        end=date(2026, 6, 16),
        weekly_minutes=10 * 60,
    )
    large = Contract(kind=ContractKind.CDI, start=date(2026, 6, 17), weekly_minutes=24 * 60)
    week = [duty(f"{day} 09:00", "14:31") for day in DAYS]

    assert seen(RULE, rota(person(contracts=(small, large)), *week, **WEEK)) == [
        ("2026-06-15", 662, 2, "violation", False)
    ]


def test_what_is_fixed_alone_is_inherited() -> None:
    past = tuple(duty(f"{day} 09:00", "16:00") for day in DAYS)

    assert seen(RULE, rota(person(hours=24), past=past, **WEEK)) == [
        ("2026-06-15", 1680, 96, "violation", True)
    ]


def test_an_agreement_may_go_up_to_a_third() -> None:
    third = replace(RULE, part=RULE.part.derogate(3, date(2026, 6, 15), SOURCE))
    contract = person(hours=24).contracts[0]

    week = days_span(date(2026, 6, 15), date(2026, 6, 21))
    assert third.limit(contract, week, date(2026, 6, 15)) == 32 * 60
    assert third.limit(contract, week, date(2026, 6, 14)) == 26 * 60 + 24


@pytest.mark.parametrize(("last", "expected"), [("16:30", []), ("16:31", [1])])
def test_an_annual_scheme_past_its_year_and_a_tenth_is_to_confirm(
    last: str, expected: list[int]
) -> None:
    # 75 h a year and a tenth: 82 h 30, of which ten days of 7 h 30 are behind.
    annual = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        weekly_minutes=24 * 60,
        basis=HoursBasis.YEAR,
        annual_minutes=75 * 60,
    )
    past = tuple(duty(f"2026-06-{day:02d} 09:00", "16:30") for day in range(1, 11))
    made = rota(
        person(contracts=(annual,)),
        duty("2026-06-12 09:00", last),
        past=past,
        first=date(2026, 6, 12),
        last=date(2026, 6, 30),
    )

    assert [(f[2], f[3]) for f in seen(RULE, made)] == [(n, "to_confirm") for n in expected]


def test_an_annual_contract_that_begins_in_july_owes_half_a_year() -> None:
    annual = Contract(
        kind=ContractKind.CDI,
        start=date(2026, 7, 1),
        weekly_minutes=24 * 60,
        basis=HoursBasis.YEAR,
        annual_minutes=10 * 60,
    )
    made = rota(
        person(contracts=(annual,)),
        duty("2026-07-06 09:00", "14:33"),
        first=date(2026, 7, 1),
        last=date(2026, 7, 31),
    )

    # 184 days of 365: 302 minutes, and 30 more for the tenth.
    assert seen(RULE, made) == [("2026-07-31", 333, 1, "to_confirm", False)]


CYCLE = Scheme(route=Route.AGREEMENT, start=date(2026, 6, 1), weeks=2)


@pytest.mark.parametrize(("last", "expected"), [("12:12", []), ("12:13", [3169])])
def test_a_cycle_is_judged_over_its_weeks_and_is_to_confirm(last: str, expected: list[int]) -> None:
    # Two weeks of 24 h and a tenth: 52 h 48; one of 36 h, one of 16 h 48.
    heavy = [duty(f"2026-06-{day:02d} 08:00", "17:00") for day in range(1, 5)]
    light = [duty("2026-06-08 08:00", "16:00"), duty("2026-06-09 08:00", "12:36")]
    who = person(hours=24, basis=HoursBasis.CYCLE)
    made = rota(
        who,
        *heavy,
        *light,
        duty("2026-06-10 08:00", last),
        first=date(2026, 6, 1),
        last=date(2026, 6, 30),
        employer=Employer(schemes=(CYCLE,)),
    )

    assert seen(RULE, made) == [
        ("2026-06-14", minutes, minutes - 3168, "to_confirm", False) for minutes in expected
    ]


@pytest.mark.parametrize(("last", "expected"), [("16:24", []), ("16:25", [1])])
def test_a_cycle_that_nobody_told_of_is_judged_by_month_and_is_to_confirm(
    last: str, expected: list[int]
) -> None:
    june = [f"2026-06-{day:02d}" for day in (*range(1, 6), *range(8, 13), *range(15, 20))]
    made = rota(
        person(hours=24, basis=HoursBasis.CYCLE),
        *(duty(f"{day} 09:00", "16:00") for day in june),
        duty("2026-06-22 07:00", last),
        first=date(2026, 6, 1),
        last=date(2026, 6, 30),
    )

    assert [(f[2], f[3]) for f in seen(RULE, made)] == [(n, "to_confirm") for n in expected]


def test_a_year_begins_with_its_arrangement_and_a_balance_stands_for_what_came_before() -> None:
    annual = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        weekly_minutes=24 * 60,
        basis=HoursBasis.YEAR,
        annual_minutes=1000 * 60,
    )
    balance = Carried(
        mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 11), minutes=1099 * 60
    )
    made = rota(
        person(contracts=(annual,)),
        duty("2026-06-12 09:00", "10:01"),
        past=(duty("2026-06-10 09:00", "17:00"),),
        first=date(2026, 6, 12),
        last=date(2026, 6, 30),
        employer=Employer(
            schemes=(Scheme(route=Route.AGREEMENT, start=date(2025, 9, 1), months=12),)
        ),
        carried=(balance,),
    )

    (finding,) = findings(RULE, made)
    assert (finding.measured, finding.limit, finding.amount) == (1100 * 60 + 1, 1100 * 60, 1)
    assert finding.message == (
        "Maé (temps partiel aménagé) : 1100 h 01 du 01/09/2025 au 30/06/2026, au-delà de la durée "
        "de la période et des heures complémentaires permises (1100 h 00) : à confirmer selon "
        "l’accord."
    )
