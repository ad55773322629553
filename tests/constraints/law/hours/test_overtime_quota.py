from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.hours.overtime_quota import RULE
from scheduler.dated import Source
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import (
    Carried,
    CarriedKind,
    Employer,
    Opinion,
    Route,
    Scheme,
    Solidarity,
)
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.finding import Effect, Severity
from tests.constraints.counters.make import (
    MONDAY,
    contract,
    day,
    facts,
    past,
    person,
    timeline,
    worked,
)

SUNDAY = date(2026, 6, 21)
QUOTA = 220 * 60


def balance_of(minutes: int, on: date = date(2026, 6, 14)) -> tuple[Carried, ...]:
    return (Carried(mediator="m", kind=CarriedKind.OVERTIME, day=on, minutes=minutes),)


@pytest.mark.parametrize(
    ("before", "expected"),
    [(QUOTA - 61, []), (QUOTA - 60, []),
     (QUOTA - 59, [("2026-06-19", QUOTA + 1, QUOTA, 1, "violation")])],
)  # fmt: skip
def test_the_quota_to_the_minute_dated_on_the_day_that_crosses(
    before: int, expected: list[object]
) -> None:
    judged = timeline(*worked(MONDAY, *[432] * 5), carried=balance_of(before), last=SUNDAY)

    assert facts(RULE.audit(judged)) == expected


@pytest.mark.parametrize("last", [SUNDAY, date(2026, 6, 20)])
def test_a_balance_told_at_the_horizon_s_end_is_judged_and_a_later_one_is_not(last: date) -> None:
    judged = timeline(carried=balance_of(QUOTA + 1, SUNDAY), first=MONDAY, last=last)

    expected = [("2026-06-21", QUOTA + 1, QUOTA, 1, "violation")] if last == SUNDAY else []
    assert facts(RULE.audit(judged)) == expected


def test_the_duties_whose_overtime_was_added_to_the_balance_prove_it() -> None:
    judged = timeline(*worked(MONDAY, *[540] * 5), carried=balance_of(QUOTA, date(2026, 6, 18)))

    (finding,) = RULE.audit(judged)

    assert (finding.amount, finding.evidence) == (540, ("2026-06-19",))


def test_it_doesn_t_block_and_names_the_cse_s_opinion() -> None:
    week = worked(MONDAY, *[540] * 5)
    (silent,) = RULE.audit(timeline(*week, carried=balance_of(QUOTA)))
    heard = Employer(headcount=110, opinions=(Opinion(about=RULE.id, day=date(2026, 1, 15)),))
    (known,) = RULE.audit(timeline(*week, carried=balance_of(QUOTA), employer=heard))

    assert (silent.effect, silent.severity) == (Effect.WARN, Severity.PAY_OR_COUNTER)
    assert not silent.blocks
    assert silent.message == (
        "Lou : 230 h 00 supplémentaires depuis le 1er janvier, contingent de 220 h 00 dépassé le "
        "18/06/2026 : contrepartie obligatoire en repos de 10 h 00 au-delà de 20 salariés "
        "(100 %), 5 h 00 jusqu’à 20 (50 %), effectif à confirmer ; avis du CSE non renseigné, à "
        "recueillir avant de dépasser (L3121-33)."
    )
    assert known.message.endswith(
        "contrepartie obligatoire en repos de 10 h 00 (100 %) ; avis du CSE du 15/01/2026."
    )


def test_every_later_month_beyond_the_quota_says_so_again_on_its_first_such_day() -> None:
    june = past(worked(MONDAY, *[540] * 5))
    july = worked(date(2026, 7, 6), *[540] * 5)
    judged = timeline(
        *june, *july, carried=balance_of(QUOTA), first=date(2026, 7, 1), last=date(2026, 7, 31)
    )

    assert facts(RULE.audit(judged)) == [("2026-07-09", QUOTA + 1200, QUOTA, 1200, "violation")]
    quiet = timeline(
        *june, carried=balance_of(QUOTA), first=date(2026, 7, 1), last=date(2026, 7, 31)
    )
    assert list(RULE.audit(quiet)) == []


@pytest.mark.parametrize(
    ("options", "amounts"),
    [
        ({}, [600]),
        ({"employer": Employer(rest_for_overtime=True)}, []),
        ({"employer": Employer(solidarity=(Solidarity(day=date(2026, 6, 19)),))}, [180]),
        ({"who": person(contract(34))}, []),
        ({"who": person(birth=date(2010, 1, 1))}, []),
    ],
    ids=["plain", "equivalent rest", "solidarity", "part-time", "minor"],
)
def test_what_is_charged(options: dict[str, Any], amounts: list[int]) -> None:
    judged = timeline(*worked(MONDAY, *[540] * 5), carried=balance_of(QUOTA), **options)

    assert [f.amount for f in RULE.audit(judged)] == amounts


def test_urgent_works_are_not_charged() -> None:
    friday = date(2026, 6, 19)
    ground = Ground(kind=GroundKind.URGENT, since=friday, until=friday, ground="toit arraché")
    judged = timeline(*worked(MONDAY, *[540] * 5), carried=balance_of(QUOTA), grounds=(ground,))

    # Of ten hours beyond 35, nine are Friday's; Thursday's hour alone is charged.
    assert facts(RULE.audit(judged)) == [("2026-06-18", QUOTA + 60, QUOTA, 60, "violation")]


def test_only_the_urgent_hours_of_a_day_are_left_out() -> None:
    friday = date(2026, 6, 19)
    ground = Ground(kind=GroundKind.URGENT, since=friday, dispositif="toit", ground="tempête")
    urgent = day(friday, 100, start=18 * 60, dispositif="toit", id="u")
    judged = timeline(
        *worked(MONDAY, *[420] * 5), urgent, *worked(date(2026, 6, 20), 60),
        day(friday, 30, start=16 * 60, id="n"), carried=balance_of(QUOTA), grounds=(ground,),
    )  # fmt: skip

    # Friday ends 130 minutes beyond 35 hours, a hundred of them urgent; Saturday has an hour.
    assert facts(RULE.audit(judged)) == [("2026-06-19", QUOTA + 90, QUOTA, 90, "violation")]


def test_a_week_over_new_year_is_charged_to_the_year_in_which_each_hour_is_worked() -> None:
    monday = date(2026, 12, 28)
    # 28 to 31 December hold 36 hours, 1 and 2 January ten more.
    week = worked(monday, 540, 540, 540, 540, 300, 300)
    old = timeline(
        *week, carried=balance_of(QUOTA), first=date(2026, 12, 1), last=date(2026, 12, 31)
    )
    new = timeline(
        *week,
        carried=balance_of(QUOTA, date(2027, 1, 1)),
        first=date(2027, 1, 1),
        last=date(2027, 1, 31),
    )

    assert facts(RULE.audit(old)) == [("2026-12-31", QUOTA + 60, QUOTA, 60, "violation")]
    assert facts(RULE.audit(new)) == [("2027-01-02", QUOTA + 300, QUOTA, 300, "violation")]


def test_overtime_of_a_unilateral_cycle_is_charged_by_week_then_at_its_end() -> None:
    who = person(contract(35, basis=HoursBasis.CYCLE))
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2),))
    # 41 h then 31 h: two hours beyond 39 in their week, 72 - 70 - 2 = none at the end.
    first = worked(MONDAY, 600, 600, 600, 600, 60)
    second = worked(date(2026, 6, 22), 420, 420, 420, 420, 180)
    last = date(2026, 6, 28)
    judged = timeline(
        *first, *second, who=who, employer=employer, carried=balance_of(QUOTA - 119), last=last
    )

    assert facts(RULE.audit(judged)) == [("2026-06-19", QUOTA + 1, QUOTA, 1, "violation")]
    more = worked(date(2026, 6, 22), 420, 420, 420, 420, 240)
    ended = timeline(
        *first, *more, who=who, employer=employer, carried=balance_of(QUOTA - 120), last=last
    )
    assert facts(RULE.audit(ended)) == [("2026-06-28", QUOTA + 60, QUOTA, 60, "violation")]


def test_an_agreement_s_lower_quota_holds_from_its_day_on_and_is_cited() -> None:
    source = Source("accord d’entreprise", "art. 3")
    lower = replace(RULE, quota=RULE.quota.derogate(70 * 60, date(2026, 6, 19), source))
    judged = timeline(*worked(MONDAY, *[540] * 5), carried=balance_of(71 * 60))

    (finding,) = lower.audit(judged)

    assert (finding.on, finding.limit, finding.amount) == (date(2026, 6, 19), 4200, 660)
    assert finding.article == "art. 3 (accord d’entreprise)"
    assert list(RULE.audit(judged)) == []


def test_without_any_balance_it_adds_up_the_year_from_the_duties_known() -> None:
    weeks = [
        duty
        for n in range(24)
        for duty in worked(date(2026, 1, 5) + timedelta(weeks=n), *[530] * 5)
    ]
    judged = timeline(*past(weeks), first=date(2026, 6, 1), last=date(2026, 6, 30))

    # 24 weeks of 9 h 10 beyond 35 h: exactly 220 h, then a minute.
    assert list(RULE.audit(judged)) == []
    more = timeline(
        *past(weeks), *worked(date(2026, 6, 22), *[421] * 5),
        first=date(2026, 6, 1), last=date(2026, 6, 30),
    )  # fmt: skip
    assert facts(RULE.audit(more)) == [("2026-06-26", QUOTA + 5, QUOTA, 5, "violation")]
