from datetime import date

from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Carried, CarriedKind, Employer, Route, Scheme
from scheduler.domain.people import AbsenceKind
from tests.constraints.counters.counted import JULY, JUNE, count, tiers
from tests.constraints.counters.make import (
    MONDAY,
    away,
    contract,
    past,
    person,
    worked,
)


def test_a_unilateral_cycle_shows_its_balance_week_by_week_and_at_its_end() -> None:
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2),))
    who = person(contract(35, basis=HoursBasis.CYCLE))
    days = (*worked(MONDAY, *[492] * 5), *worked(date(2026, 6, 22), *[360] * 5))

    half = count(*days, who=who, employer=employer, last=date(2026, 6, 21), first=MONDAY)
    whole = count(*days, who=who, employer=employer, last=date(2026, 6, 28), first=MONDAY)

    (first,), (two,) = half.periods, whole.periods
    assert (first.due, first.done, first.balance, first.over, first.tiers) == (
        2100,
        2460,
        360,
        False,
        (),
    )
    assert half.weeks[0].overtime == tiers((250, 120))
    assert (two.due, two.done, two.weekly, two.excess) == (4200, 4260, 120, 0)
    assert (two.balance, two.over) == (60, True)
    assert whole.overtime == tiers((250, 120))


def test_absences_are_owed_no_more_in_a_cycle() -> None:
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=1),))
    counted = count(
        *worked(MONDAY, 420, 420),
        who=person(contract(35, basis=HoursBasis.CYCLE)),
        employer=employer,
        absences=(away(date(2026, 6, 17), date(2026, 6, 18)), away(
            date(2026, 6, 19), kind=AbsenceKind.UNPAID)),
        last=date(2026, 6, 21),
    )  # fmt: skip

    (period,) = counted.periods
    assert (period.done, period.credited, period.balance) == (840, 840, -420)


def test_an_annual_contract_is_held_against_its_year() -> None:
    employer = Employer(schemes=(Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12),))
    balance = Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 14), minutes=45_000)
    counted = count(
        *worked(MONDAY, *[480] * 5),
        who=person(contract(35, basis=HoursBasis.YEAR)),
        employer=employer,
        carried=(balance,),
        absences=(away(date(2026, 6, 22), date(2026, 6, 23)),
                  away(date(2026, 6, 24), kind=AbsenceKind.SICK)),
        **JUNE,
    )  # fmt: skip

    (period,) = counted.periods
    assert (period.done, period.threshold, period.credited) == (47_400, 96_420, 420)
    assert period.due == 96_420 * 181 // 365
    assert period.balance == 47_820 - period.due
    assert (counted.weeks[2].trigger, counted.overtime) == (None, ())


def test_a_part_timer_s_period_ends_with_complementary_hours() -> None:
    employer = Employer(schemes=(Scheme(route=Route.AGREEMENT, start=MONDAY, weeks=2),))
    counted = count(
        *worked(MONDAY, *[360] * 5),
        *worked(date(2026, 6, 22), *[300] * 5),
        who=person(contract(24, basis=HoursBasis.CYCLE)),
        employer=employer,
        last=date(2026, 6, 28),
    )

    assert counted.months[0].complementary == tiers((100, 288), (250, 132))
    assert counted.overtime == ()
    assert counted.years[0].quota is None
    assert counted.remarks == (
        "Période du 15/06/2026 au 28/06/2026 : heures complémentaires à compter selon l’accord.",
    )


def test_a_part_timer_s_weeks_go_to_the_month_in_which_they_end() -> None:
    weeks = (*worked(MONDAY, *[300] * 5), *worked(date(2026, 6, 29), *[300] * 5))
    june = count(*weeks, who=person(contract(24)), **JUNE)
    july = count(*past(weeks), who=person(contract(24)), **JULY)

    assert june.months[0].complementary == july.months[0].complementary == tiers((100, 60))
