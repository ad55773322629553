from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.leave.rights import accrued_leave, code_rates, described, year_of
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.law.make import timeline
from tests.constraints.law.people import person

FIRST, LAST = date(2025, 6, 1), date(2026, 5, 31)


def contract(start: date, end: date | None = None, hours: int = 35) -> Contract:
    return Contract(kind=ContractKind.CDI, start=start, end=end, weekly_minutes=hours * 60)


def away(kind: AbsenceKind, first: date, last: date) -> Absence:
    return Absence(mediator="m", span=days_span(first, last), kind=kind)


def rights_of(*absences: Absence, contracts: tuple[Contract, ...] | None = None) -> Any:
    who = person() if contracts is None else person(contracts=contracts)
    made = timeline(who=who, absences=absences, first=LAST, last=LAST)
    return accrued_leave(made, FIRST, LAST, code_rates(LAST))


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (date(2025, 6, 1), 30),
        (date(2020, 1, 1), 30),
        (date(2025, 7, 1), 28),
        (date(2025, 11, 1), 18),
        (date(2026, 1, 1), 13),
        (date(2026, 4, 1), 5),
        (date(2026, 5, 1), 3),
    ],
)
def test_each_month_gives_two_days_and_a_half_rounded_up(start: date, days: int) -> None:
    rights = rights_of(contracts=(contract(start),))

    assert (rights.days, rights.shared) == (days, days)


def test_part_timers_get_as_much() -> None:
    assert rights_of(contracts=(contract(date(2020, 1, 1), hours=10),)).days == 30


@pytest.mark.parametrize(
    ("start", "days", "shared"),
    [
        # 4 to 31 May: four weeks stand for a month, a day less does not.
        (date(2026, 5, 4), 3, 3),
        (date(2026, 5, 5), 0, 3),
        (date(2026, 1, 15), 10, 12),
    ],
)
def test_incomplete_months_count_only_as_four_weeks_or_in_proportion(
    start: date, days: int, shared: int
) -> None:
    rights = rights_of(contracts=(contract(start),))

    assert (rights.days, rights.shared) == (days, shared)


def test_four_weeks_stand_for_a_month_whatever_holidays_they_hold() -> None:
    ascension = frozenset({date(2026, 5, 14)})
    who = person(contracts=(contract(date(2026, 5, 4)),))
    made = timeline(who=who, holidays=ascension, first=LAST, last=LAST)

    assert accrued_leave(made, FIRST, LAST, code_rates(LAST)).days == 3


def test_twenty_four_days_of_work_stand_for_a_month() -> None:
    # Monday to Saturday of the fourth week: twenty-seven days, 24 of them ouvrables.
    rights = rights_of(contracts=(contract(date(2026, 5, 4), date(2026, 5, 30)),))
    less = rights_of(contracts=(contract(date(2026, 5, 4), date(2026, 5, 29)),))

    assert (rights.days, less.days) == (3, 0)


@pytest.mark.parametrize(
    "kind",
    [
        AbsenceKind.LEAVE,
        AbsenceKind.PARENTAL,
        AbsenceKind.WORK_ACCIDENT,
        AbsenceKind.REST,
        AbsenceKind.RECOVERY,
        AbsenceKind.UNAVAILABLE,
        AbsenceKind.OTHER,
    ],
)
def test_these_absences_are_work(kind: AbsenceKind) -> None:
    assert rights_of(away(kind, date(2025, 9, 1), date(2026, 2, 28))).days == 30


def test_unpaid_leave_gives_nothing_but_four_weeks_of_a_year_take_nothing_off() -> None:
    unpaid = AbsenceKind.UNPAID

    assert rights_of(away(unpaid, date(2026, 2, 1), date(2026, 2, 28))).days == 30
    assert rights_of(away(unpaid, date(2026, 1, 1), date(2026, 2, 28))).days == 25
    assert rights_of(away(unpaid, FIRST, LAST)).days == 0


def test_an_absence_takes_off_no_more_than_its_share() -> None:
    # 58 days without pay leave 307: ten times four weeks, 25 days; they are 10 months and 1/28.
    assert rights_of(away(AbsenceKind.UNPAID, date(2026, 1, 1), date(2026, 2, 27))).days == 26


def test_sickness_gives_two_days_a_month_and_twenty_four_at_most() -> None:
    ill = AbsenceKind.SICK

    # Two months of ten: 25 and 4.
    two = rights_of(away(ill, date(2025, 12, 1), date(2026, 1, 31)))
    assert (two.worked, two.sick, two.days) == (303, 62, 29)
    assert rights_of(away(ill, date(2025, 6, 1), date(2025, 11, 30))).days == 27
    assert rights_of(away(ill, FIRST, LAST)).days == 24


def test_before_the_law_of_2024_sickness_gave_nothing() -> None:
    before, after = code_rates(date(2024, 4, 23)), code_rates(date(2024, 4, 24))

    assert (before.sick_per_month, before.sick_most) == (0, 0)
    assert (after.sick_per_month, after.sick_most) == (4, 24)


def test_days_both_ill_and_unpaid_are_unpaid() -> None:
    both = rights_of(
        away(AbsenceKind.SICK, FIRST, LAST), away(AbsenceKind.UNPAID, FIRST, date(2025, 12, 31))
    )

    assert both.sick == 151


def test_two_contracts_that_follow_each_other_are_one_stretch_of_work() -> None:
    first = contract(date(2026, 1, 1), date(2026, 2, 10))
    second = contract(date(2026, 2, 11))

    assert rights_of(contracts=(first, second)).days == 13


@pytest.mark.parametrize(
    ("day", "month", "first", "last"),
    [
        (date(2026, 5, 31), 6, date(2025, 6, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), 6, date(2026, 6, 1), date(2027, 5, 31)),
        (date(2028, 2, 29), 3, date(2027, 3, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_year_begins_with_its_month(day: date, month: int, first: date, last: date) -> None:
    assert year_of(day, month) == (first, last)


def test_a_year_is_described_from_its_first_day_or_the_hiring() -> None:
    known = days_span(date(2026, 1, 1), LAST)
    here: dict[str, Any] = {"first": date(2026, 5, 1), "last": LAST}

    assert not described(timeline(**here), FIRST)
    assert described(timeline(**here), date(2026, 5, 1))
    assert not described(timeline(known=known, **here), FIRST)
    hired = person(contracts=(contract(date(2026, 1, 1)),))
    assert described(timeline(known=known, who=hired, **here), FIRST)


def test_a_temps_missions_give_none_here_and_those_of_the_employer_do() -> None:
    mission = replace(contract(FIRST, date(2026, 3, 31)), kind=ContractKind.TEMP)

    assert rights_of(contracts=(mission,)).worked == 0
    assert rights_of(contracts=(mission, contract(date(2026, 4, 1)))).days == 5
