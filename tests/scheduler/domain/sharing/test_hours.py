from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Problem, Training, Worked
from scheduler.domain.sharing.hours import (
    Hours,
    accounts,
    due_parts,
    hours,
    owed_by_end,
    planned_by_account,
    standing_by_account,
)
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import Span, at, days_span
from tests.constraints.small import person, problem, rota, slot, span, worked

CDI, YEAR = ContractKind.CDI, HoursBasis.YEAR
SLOT = slot("a", "02 09:00", "02 17:00")
ANA = person("ana")
WEEK = 35 * 60


def away(start: str, end: str, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    return Absence(mediator="ana", span=span(start, end), kind=kind)


def due(of: Problem) -> int:
    return sum(due_parts(of, of.mediators[0]))


def test_two_weeks_ask_for_two_weeks() -> None:
    assert due(problem([ANA], [SLOT])) == 2 * WEEK


def test_a_public_holiday_from_monday_to_friday_is_not_owed() -> None:
    monday = frozenset({date(2026, 6, 1)})
    sunday = frozenset({date(2026, 6, 7)})

    assert due(problem([ANA], [SLOT], holidays=monday)) == 2 * WEEK - 7 * 60
    assert due(problem([ANA], [SLOT], holidays=sunday)) == 2 * WEEK


def test_a_month_that_ends_in_midweek_asks_for_its_weekdays() -> None:
    # June 2026 has 22 of them.
    assert due(problem([ANA], [SLOT], horizon=days_span(date(2026, 6, 1), date(2026, 6, 30)))) == (
        22 * 7 * 60
    )


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [
        ("02 00:00", "03 00:00", 420),
        ("02 00:00", "02 13:00", 210),
        ("02 12:00", "02 18:00", 210),
        ("02 12:30", "02 13:30", 0),
        ("05 00:00", "10 00:00", 3 * 420),  # over a week-end
        ("06 00:00", "08 00:00", 0),
    ],
)
def test_leave_takes_half_days_off(start: str, end: str, taken: int) -> None:
    assert due(problem([ANA], [SLOT], absences=(away(start, end),))) == 2 * WEEK - taken


OWED = {AbsenceKind.UNAVAILABLE, AbsenceKind.RECOVERY}


@pytest.mark.parametrize("kind", list(AbsenceKind))
def test_every_absence_takes_hours_off_but_two(kind: AbsenceKind) -> None:
    owed = due(problem([ANA], [SLOT], absences=(away("02 00:00", "03 00:00", kind),)))

    assert 2 * WEEK - owed == (0 if kind in OWED else 420)


def test_a_contract_with_fixed_days_is_owed_on_them() -> None:
    contract = Contract(
        kind=CDI, start=date(2020, 1, 1), weekly_minutes=24 * 60, days=frozenset({1, 3, 5})
    )
    ana = person("ana", contracts=(contract,))

    assert due(problem([ana], [SLOT])) == 48 * 60
    assert due(problem([ana], [SLOT], absences=(away("03 00:00", "04 00:00"),))) == 48 * 60
    assert due(problem([ana], [SLOT], absences=(away("06 00:00", "07 00:00"),))) == 40 * 60


def test_hours_are_owed_from_the_first_to_the_last_day_of_the_contract() -> None:
    contract = Contract(kind=ContractKind.CDD, start=date(2026, 6, 3), end=date(2026, 6, 8))

    assert due(problem([person("ana", contracts=(contract,))], [SLOT])) == 4 * 420


def test_nothing_is_owed_without_a_contract() -> None:
    assert due(problem([person("ana", contracts=())], [SLOT])) == 0


def past(minutes: int) -> tuple[Worked, ...]:
    """Work on one Monday to Friday week of May, so many minutes in all."""
    duty = worked("ana", "p", "01 09:00", "01 10:00").duty
    days = [date(2026, 5, 18) + timedelta(days=n) for n in range(5)]
    return tuple(
        Worked(
            mediator="ana",
            duty=replace(
                duty,
                id=f"p{day}",
                span=Span(at(day, time(9)), at(day, time(9)) + timedelta(minutes=minutes // 5)),
            ),
        )
        for day in days
    )


@pytest.mark.parametrize(
    ("minutes", "carried"),
    [
        (WEEK, 0),
        (WEEK + 60, -60),
        (WEEK - 60, 60),
        (WEEK - 300, 300),
        (WEEK + 600, -420),  # a tenth of two weeks at most
        (5, 420),
    ],
)
def test_the_years_balance_moves_what_is_due_by_a_tenth_at_most(minutes: int, carried: int) -> None:
    of = problem(
        [ANA],
        [SLOT],
        history=past(minutes),
        absences=(away_in_may(),),
        known_since=date(2026, 5, 18),
    )

    assert due_parts(of, ANA) == (2 * WEEK, carried)


def away_in_may() -> Absence:
    """Leave in the week between the one described and the horizon."""
    return Absence(mediator="ana", span=days_span(date(2026, 5, 25), date(2026, 5, 31)))


def test_a_past_that_is_not_described_has_no_balance() -> None:
    of = problem([ANA], [SLOT], history=past(5))

    assert due_parts(of, ANA) == (2 * WEEK, 0)


def test_what_is_owed_by_the_horizons_end_is_not_bounded_by_a_tenth() -> None:
    of = problem(
        [ANA],
        [SLOT],
        history=past(WEEK + 600),
        absences=(away_in_may(),),
        known_since=date(2026, 5, 18),
    )

    assert owed_by_end(of, ANA) == 2 * WEEK - 600


def test_what_is_owed_of_a_past_that_is_not_described_is_the_horizons() -> None:
    assert owed_by_end(problem([ANA], [SLOT], history=past(5)), ANA) == 2 * WEEK


def test_the_balance_begins_anew_on_1_january() -> None:
    of = problem(
        [ANA],
        [],
        horizon=days_span(date(2027, 1, 1), date(2027, 1, 31)),
        history=past(5),
        known_since=date(2026, 1, 1),
    )

    assert due_parts(of, ANA) == (21 * 420, 0)


def test_planned_hours_are_paid_ones_with_travel_and_training_and_without_standby() -> None:
    paid = Break(minutes=20, kind=BreakKind.PAID)
    unpaid = Break(minutes=30)
    slots = [
        slot("a", "02 09:00", "02 12:00", breaks=(paid,)),
        slot("b", "02 13:00", "02 17:00", breaks=(unpaid,), site="t"),
        slot("c", "03 20:00", "04 06:00", kind=SlotKind.STANDBY),
    ]
    of = problem(
        [ANA],
        slots,
        travel=(("s", "t", 25),),
        trainings=(Training(mediator="ana", id="t", span=span("04 09:00", "04 12:00")),),
    )

    assert hours(rota(of, "ana a", "ana b", "ana c"), ANA) == Hours(
        base=2 * WEEK, carried=0, planned=180 + 210 + 25 + 180
    )


def test_a_night_belongs_to_the_month_in_which_it_begins() -> None:
    of = problem(
        [ANA],
        [slot("n", "14 21:30", "15 06:00")],
        history=(
            Worked(
                mediator="ana",
                duty=replace(
                    worked("ana", "p", "01 09:00", "01 10:00").duty,
                    span=Span(at(date(2026, 5, 31), time(22)), at(date(2026, 6, 1), time(6))),
                ),
            ),
        ),
    )
    balance = hours(rota(of, "ana n"), ANA)

    assert (balance.planned, balance.due, balance.balance) == (510, 4200, 510 - 4200)


def test_another_contract_of_the_same_person_owes_its_own_hours() -> None:
    # What a problem's own people owe is kept by their id: someone changed isn't one of them.
    of = problem([ANA], [SLOT])
    half = replace(ANA, contracts=(replace(ANA.contracts[0], weekly_minutes=WEEK // 2),))

    assert sum(due_parts(of, ANA)) == sum(due_parts(of, ANA)) == 2 * WEEK
    assert sum(due_parts(of, half)) == WEEK


QUARTER = days_span(date(2026, 6, 8), date(2026, 8, 31))


def test_several_months_are_accounts_of_their_own() -> None:
    mine = accounts(problem([ANA], [], horizon=QUARTER), ANA)

    assert [(a.span.days[0], a.span.days[-1]) for a in mine] == [
        (date(2026, 6, 8), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 8, 31)),
    ]
    assert [a.due for a in mine] == [17 * 420, 23 * 420, 21 * 420]
    assert sum(due_parts(problem([ANA], [], horizon=QUARTER), ANA)) == 61 * 420


def test_whoever_leaves_in_the_second_month_owes_half_of_it_and_nothing_after() -> None:
    leaves = person(
        "ana", contracts=(Contract(kind=CDI, start=date(2020, 1, 1), end=date(2026, 7, 15)),)
    )
    mine = accounts(problem([leaves], [], horizon=QUARTER), leaves)

    assert [a.due for a in mine] == [17 * 420, 11 * 420, 0]


def test_the_balance_of_the_year_moves_the_months_in_turn_by_a_tenth_each() -> None:
    # Forty hours in the first week of June, for a contract of thirty-five.
    past = [
        worked("ana", f"w{day}", f"{day:02d} 09:00", f"{day:02d} 17:00") for day in (1, 2, 3, 4, 5)
    ]
    of = problem([ANA], [], horizon=QUARTER, history=tuple(past), known_since=date(2026, 6, 1))

    mine = accounts(of, ANA)
    assert [a.carried for a in mine] == [-300, 0, 0]

    # Five weeks missed are more than a tenth of each month; one day missed is less than of June.
    missed = problem([ANA], [], horizon=QUARTER, known_since=date(2026, 5, 4))
    assert [a.carried for a in accounts(missed, ANA)] == [714, 966, 882]
    day = problem([ANA], [], horizon=QUARTER, known_since=date(2026, 6, 4))
    assert [a.carried for a in accounts(day, ANA)] == [714, 126, 0]


def test_a_year_of_hours_is_one_account_whatever_its_months() -> None:
    annual = person("ana", contracts=(Contract(kind=CDI, start=date(2020, 1, 1), basis=YEAR),))
    across = days_span(date(2026, 11, 1), date(2027, 2, 28))
    slots = [
        replace(SLOT, id=f"{day}", span=Span(at(day, time(9)), at(day, time(17))))
        for day in across.days
        if day.weekday() < 5
    ]
    mine = accounts(problem([annual], slots, horizon=across), annual)

    assert [(a.span.days[0], a.span.days[-1]) for a in mine] == [
        (date(2026, 11, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 2, 28)),
    ]
    # Two months of 2026 are what is left of it; 2027 has ten more to come.
    assert mine[0].due == round(1607 * 60 * 61 / 365)
    assert mine[1].due == round(Fraction(1607 * 60 * 41, 261))


def test_hours_are_planned_in_the_account_in_which_they_start() -> None:
    night = replace(
        SLOT, id="n", span=Span(at(date(2026, 6, 30), time(20)), at(date(2026, 7, 1), time(4)))
    )
    day = replace(
        SLOT, id="d", span=Span(at(date(2026, 7, 1), time(9)), at(date(2026, 7, 1), time(16)))
    )
    of = problem([ANA], [night, day], horizon=QUARTER)

    assert planned_by_account(rota(of, "ana n", "ana d"), ANA) == (480, 420, 0)
    assert standing_by_account(of, ANA) == (0, 0, 0)
    stands = replace(of, previous=rota(of, "ana d").assignments)
    assert standing_by_account(stands, ANA) == (0, 420, 0)
