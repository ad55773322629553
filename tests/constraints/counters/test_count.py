from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from constraints.counters.count import counters
from constraints.counters.sheet import Counters, Rated
from constraints.registry import base
from scheduler.dated import Level, Source
from scheduler.domain.employer import Carried, CarriedKind, Employer, Route, Scheme, Solidarity
from scheduler.domain.people import AbsenceKind, HoursBasis
from scheduler.domain.time import days_span
from tests.constraints.counters.make import (
    MONDAY,
    away,
    contract,
    past,
    person,
    shift,
    timeline,
    worked,
)

if TYPE_CHECKING:
    from scheduler.rule import PersonRule

RULES = base().person_rules
JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
JULY: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 31)}
SOURCE = Source("accord d’entreprise", "art. 1")


def count(*duties: Any, rules: tuple[PersonRule, ...] = RULES, **given: Any) -> Counters:
    return counters(timeline(*duties, **given), rules)


def moved(rule: str, **values: int) -> tuple[PersonRule, ...]:
    """The base rules, with values that an agreement sets from 15 June 2026 on."""
    table = []
    for one in RULES:
        if one.id == rule:
            changed: dict[str, Any] = {
                name: getattr(one, name).derogate(value, MONDAY, SOURCE, level=Level.BRANCH)
                for name, value in values.items()
            }
            table.append(replace(cast("Any", one), **changed))
        else:
            table.append(one)
    return tuple(table)


def tiers(*pairs: tuple[int, int]) -> tuple[Rated, ...]:
    return tuple(Rated(rate=rate, minutes=minutes) for rate, minutes in pairs)


def test_a_month_is_the_sum_of_its_days_and_a_straddling_week_is_whole() -> None:
    # 29 and 30 June, 1 and 2 July.
    week = worked(date(2026, 6, 29), 600, 600, 600, 600)
    june, july = count(*week, **JUNE), count(*past(week), **JULY)

    assert (june.total.work, july.total.work) == (1200, 1200)
    assert june.months[0].minutes == june.total
    assert (june.weeks[-1].work, july.weeks[0].work) == (2400, 2400)


def test_overtime_of_a_straddling_week_is_of_the_month_in_which_it_ends() -> None:
    week = worked(date(2026, 6, 29), 600, 600, 600, 600)
    june, july = count(*week, **JUNE), count(*past(week), **JULY)

    assert (june.weeks[-1].overtime, june.overtime) == (tiers((250, 300)), ())
    assert (july.weeks[0].overtime, july.overtime) == (tiers((250, 300)), tiers((250, 300)))
    assert [d.overtime for d in july.days if d.overtime] == [300]


def test_a_quarter_has_its_months_and_no_week_counted_twice() -> None:
    weeks = [
        duty
        for n in range(13)
        for duty in worked(date(2026, 4, 6) + timedelta(weeks=n), *[450] * 5)
    ]
    found = count(*weeks, first=date(2026, 4, 1), last=date(2026, 6, 30))

    assert [m.first.month for m in found.months] == [4, 5, 6]
    assert sum(m.minutes.work for m in found.months) == found.total.work
    assert [m.overtime for m in found.months] == [tiers((250, 450)), tiers((250, 750)),
                                                  tiers((250, 600))]  # fmt: skip
    assert found.overtime == tiers((250, 1800))


def test_the_year_over_31_december_is_charged_by_day() -> None:
    week = worked(date(2026, 12, 28), 540, 540, 540, 540, 300)
    found = count(*week, first=date(2026, 12, 1), last=date(2027, 1, 31))

    assert [(y.year, y.overtime, y.minutes.work) for y in found.years] == [
        (2026, 60, 2160),
        (2027, 300, 300),
    ]
    assert [m.overtime for m in found.months] == [(), tiers((250, 360))]


def test_twelve_weeks_reach_before_the_horizon_and_say_how_many_are_known() -> None:
    weeks = [
        duty for n in range(12) for duty in worked(MONDAY - timedelta(weeks=11 - n), *[420] * 5)
    ]
    known = days_span(date(2026, 4, 6), date(2026, 6, 21))
    found = count(*past(weeks), first=MONDAY, last=date(2026, 6, 21), known=known)
    less = count(*past(weeks[10:]), first=MONDAY, last=date(2026, 6, 21), known=known)
    part = count(
        *past(weeks), first=MONDAY, last=date(2026, 6, 21),
        known=days_span(date(2026, 4, 7), date(2026, 6, 21)),
    )  # fmt: skip

    (one,) = found.windows
    assert (one.work, one.average, one.described) == (12 * 2100, 2100, 11)
    assert less.windows[0].work == 10 * 2100
    assert part.windows[0].described == 10


def test_an_average_over_twelve_weeks_is_rounded_up() -> None:
    judged = count(*worked(MONDAY, 13), last=date(2026, 6, 21))

    assert judged.windows[0].average == 2


def test_hours_declared_beside_have_neither_day_nor_kind_but_their_week() -> None:
    found = count(*worked(MONDAY, 420), weeks={MONDAY: 1800}, last=date(2026, 6, 21))

    (week,) = found.weeks
    assert (week.minutes.work, week.declared, week.work) == (420, 1800, 2220)
    assert week.overtime == tiers((250, 120))
    assert found.total.work == 420


@pytest.mark.parametrize(
    ("kind", "with_leave", "with_absences"),
    [
        (AbsenceKind.LEAVE, 240, 240),
        (AbsenceKind.SICK, 0, 240),
        (AbsenceKind.UNPAID, 0, 0),
    ],
)
def test_the_three_readings_of_a_week_with_a_day_away(
    kind: AbsenceKind, with_leave: int, with_absences: int
) -> None:
    found = count(
        *worked(MONDAY, *[480] * 4),
        absences=(away(date(2026, 6, 19), kind=kind),),
        last=date(2026, 6, 21),
    )

    (week,) = found.weeks
    assert week.overtime == ()
    assert sum(t.minutes for t in week.with_leave) == with_leave
    assert sum(t.minutes for t in week.with_absences) == with_absences
    assert len(found.remarks) == (with_absences > 0)


def test_a_month_s_remark_says_what_leave_would_change() -> None:
    found = count(
        *worked(MONDAY, *[480] * 4),
        absences=(away(date(2026, 6, 19)),),
        last=date(2026, 6, 21),
    )

    (said,) = found.remarks
    assert said == (
        "Semaine du 15/06/2026 : 4 h 00 supplémentaires si les congés payés comptent (Cass. soc. "
        "10 septembre 2025, n° 23-14.455), 0 h 00 sinon."
    )


def test_overtime_given_back_is_rest_with_its_premium() -> None:
    found = count(
        *worked(MONDAY, *[540] * 5),
        employer=Employer(rest_for_overtime=True),
        last=date(2026, 6, 21),
    )

    assert found.weeks[0].equivalent_rest == 480 * 5 // 4 + 120 * 3 // 2
    assert (found.rest.equivalent, found.years[0].overtime) == (780, 0)


def test_an_agreement_s_rates_apply_from_the_day_they_begin() -> None:
    rules = moved("legal_35h_overtime", first_rate=100, next_rate=200)
    two = (*worked(date(2026, 6, 8), *[540] * 5), *worked(MONDAY, *[540] * 5))

    found = count(*two, rules=rules, **JUNE)

    assert found.overtime == tiers((100, 480), (200, 120), (250, 480), (500, 120))


def test_an_agreement_s_quota_and_rest_are_used() -> None:
    rules = moved("overtime_quota", quota=60)

    found = count(
        *worked(MONDAY, *[540] * 5), rules=rules, employer=Employer(headcount=110), **JUNE
    )

    (year,) = found.years
    assert (year.overtime, year.quota, year.beyond) == (600, 60, 540)
    assert (found.rest.compulsory, found.rest.opened) == (540, date(2026, 6, 19))


def test_an_unknown_headcount_gives_both_amounts_of_rest() -> None:
    found = count(*worked(MONDAY, *[540] * 5), rules=moved("overtime_quota", quota=60), **JUNE)

    assert (found.rest.compulsory, found.rest.compulsory_least) == (540, 270)
    (said,) = found.remarks
    assert said == (
        "Contrepartie obligatoire en repos : 9 h 00 au-delà de vingt salariés, 4 h 30 jusqu’à "
        "vingt : effectif à renseigner."
    )


def nights(weeks: int) -> list[Any]:
    return [
        shift(f"{monday + timedelta(days=n)} 16:00", f"{monday + timedelta(days=n)} 23:59")
        for monday in (date(2026, 6, 1) + timedelta(weeks=w) for w in range(weeks))
        for n in (0, 2)
    ]


def late(weeks: int) -> list[Any]:
    return [
        shift(f"{monday + timedelta(days=n)} 17:00", f"{monday + timedelta(days=n + 1)} 00:00")
        for monday in (date(2026, 6, 1) + timedelta(weeks=w) for w in range(weeks))
        for n in (0, 2)
    ]


def test_the_night_worker_s_status_has_its_reason_and_first_week() -> None:
    found, none = count(*late(4), **JUNE), count(*nights(4), **JUNE)

    assert [w.night_worker.holds for w in found.weeks] == [False, False, True, True, True]
    assert found.night_worker.reason == "horaire habituel de nuit"
    assert found.night_worker.since == date(2026, 6, 15)
    assert not none.night_worker.holds


def test_a_night_worker_s_rest_is_due_though_no_agreement_says_how_much() -> None:
    found, none = count(*late(4), **JUNE), count(*nights(4), **JUNE)

    assert (found.rest.night, none.rest.night) == (None, 0)
    assert found.remarks == (
        "Repos compensateur de nuit dû (L3122-8) : montant à fixer par accord.",
    )
    assert found.rest.balance == 0


def test_a_unilateral_cycle_shows_its_balance_week_by_week_and_at_its_end() -> None:
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2),))
    who = person(contract(35, basis=HoursBasis.CYCLE))
    days = (*worked(MONDAY, *[492] * 5), *worked(date(2026, 6, 22), *[360] * 5))

    half = count(*days, who=who, employer=employer, last=date(2026, 6, 21), first=MONDAY)
    whole = count(*days, who=who, employer=employer, last=date(2026, 6, 28), first=MONDAY)

    (one,), (two,) = half.periods, whole.periods
    assert (one.due, one.done, one.balance, one.over, one.tiers) == (2100, 2460, 360, False, ())
    assert half.weeks[0].overtime == tiers((250, 120))
    assert (two.due, two.done, two.weekly, two.excess) == (4200, 4260, 120, 0)
    assert (two.balance, two.over) == (60, True)
    assert whole.overtime == tiers((250, 120))


def test_absences_are_owed_no_more_in_a_cycle() -> None:
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=1),))
    found = count(
        *worked(MONDAY, 420, 420),
        who=person(contract(35, basis=HoursBasis.CYCLE)),
        employer=employer,
        absences=(away(date(2026, 6, 17), date(2026, 6, 18)), away(
            date(2026, 6, 19), kind=AbsenceKind.UNPAID)),
        last=date(2026, 6, 21),
    )  # fmt: skip

    (one,) = found.periods
    assert (one.done, one.credited, one.balance) == (840, 840, -420)


def test_an_annual_contract_is_held_against_its_year() -> None:
    employer = Employer(schemes=(Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12),))
    told = Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 14), minutes=45_000)
    found = count(
        *worked(MONDAY, *[480] * 5),
        who=person(contract(35, basis=HoursBasis.YEAR)),
        employer=employer,
        carried=(told,),
        absences=(away(date(2026, 6, 22), date(2026, 6, 23)),
                  away(date(2026, 6, 24), kind=AbsenceKind.SICK)),
        **JUNE,
    )  # fmt: skip

    (one,) = found.periods
    assert (one.done, one.threshold, one.credited) == (47_400, 96_420, 420)
    assert one.due == 96_420 * 181 // 365
    assert one.balance == 47_820 - one.due
    assert (found.weeks[2].trigger, found.overtime) == (None, ())


def test_a_part_timer_s_period_ends_with_complementary_hours() -> None:
    employer = Employer(schemes=(Scheme(route=Route.AGREEMENT, start=MONDAY, weeks=2),))
    found = count(
        *worked(MONDAY, *[360] * 5),
        *worked(date(2026, 6, 22), *[300] * 5),
        who=person(contract(24, basis=HoursBasis.CYCLE)),
        employer=employer,
        last=date(2026, 6, 28),
    )

    assert found.months[0].complementary == tiers((100, 288), (250, 132))
    assert found.overtime == ()
    assert found.years[0].quota is None
    assert found.remarks == (
        "Période du 15/06/2026 au 28/06/2026 : heures complémentaires à compter selon l’accord.",
    )


def test_a_part_timer_s_weeks_go_to_the_month_in_which_they_end() -> None:
    weeks = (*worked(MONDAY, *[300] * 5), *worked(date(2026, 6, 29), *[300] * 5))
    june = count(*weeks, who=person(contract(24)), **JUNE)
    july = count(*past(weeks), who=person(contract(24)), **JULY)

    assert june.months[0].complementary == july.months[0].complementary == tiers((100, 60))


def test_the_solidarity_day_is_worked_not_paid_and_no_overtime() -> None:
    whit = date(2026, 5, 25)
    found = count(
        *worked(whit, *[420] * 6),
        employer=Employer(solidarity=(Solidarity(day=whit),)),
        last=date(2026, 5, 31),
    )

    assert (found.total.work, found.total.solidarity, found.total.paid) == (2520, 420, 2100)
    assert (found.weeks[0].work, found.overtime) == (2520, ())


def test_nobody_s_contract_is_said() -> None:
    found = count(*worked(MONDAY, *[600] * 5), who=replace(person(), contracts=()))

    assert found.overtime == ()
    assert found.remarks[0] == (
        "Aucun contrat connu sur la période : ni heures supplémentaires ni complémentaires."
    )


def test_what_is_known_in_part_is_said() -> None:
    known = days_span(date(2026, 6, 10), date(2026, 7, 5))
    found = count(*worked(date(2026, 6, 10), 420), known=known, **JUNE)

    assert found.remarks == (
        "Semaine du 08/06/2026 : connue en partie, le total peut être plus élevé.",
        "Contingent 2026 : heures connues depuis le 10/06/2026 seulement, sauf report indiqué.",
    )


def test_without_a_rule_the_code_s_own_values_hold() -> None:
    found = count(*worked(MONDAY, *[600] * 5), rules=(), last=date(2026, 6, 21))

    assert found.overtime == tiers((250, 480), (500, 420))
    assert found.years[0].quota == 13_200
    assert found.rest.night == 0


def test_a_night_worker_s_rest_is_counted_once_an_agreement_sets_its_rate() -> None:
    # The last of these evenings is the horizon's last day.
    ends: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 24)}
    found = count(*late(4), rules=moved("night_hours", rest=125), **ends)
    early = count(*late(3), rules=moved("night_hours", rest=125), **JUNE)

    # The status begins on 15 June: two nights of three hours in each of two weeks, at an eighth.
    assert found.rest.night == 4 * 23
    assert early.rest.night == 2 * 23
    assert found.rest.balance == 92
    assert found.remarks == ()


def test_leave_has_no_second_reading_where_a_period_replaces_the_week() -> None:
    found = count(
        *worked(MONDAY, *[600] * 4),
        who=person(contract(35, basis=HoursBasis.CYCLE)),
        employer=Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2),)),
        absences=(away(date(2026, 6, 19)),),
        last=date(2026, 6, 21),
    )

    (week,) = found.weeks
    assert week.overtime == week.with_leave == week.with_absences == tiers((250, 60))


def test_a_cycle_s_end_says_what_paid_absences_would_add() -> None:
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=1),))
    given: dict[str, Any] = {
        "who": person(contract(35, basis=HoursBasis.CYCLE)),
        "employer": employer,
        "absences": (away(date(2026, 6, 19)),),
        "last": date(2026, 6, 21),
    }

    assert count(*worked(MONDAY, *[420] * 4), **given).remarks == ()
    (said,) = count(*worked(MONDAY, *[420] * 3, 421), **given).remarks
    assert said == (
        "Période du 15/06/2026 au 21/06/2026 : 0 h 01 supplémentaires en fin de cycle si les "
        "absences payées comptent (D3121-25), 0 h 00 sinon."
    )


@pytest.mark.parametrize(
    "who",
    [
        person(contract(35, end=date(2026, 6, 20))),
        person(contract(24, end=date(2026, 6, 10)), contract(35, start=date(2026, 6, 11))),
    ],
    ids=["leaves", "becomes full-time"],
)
def test_whoever_is_full_time_in_the_year_s_last_contract_has_a_quota(who: Any) -> None:
    assert count(who=who, **JUNE).years[0].quota == 13_200
