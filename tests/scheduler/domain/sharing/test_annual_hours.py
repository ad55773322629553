"""What an annual contract asks of a month: what is left of its year, by the days still open."""

from dataclasses import replace
from datetime import date, time

from scheduler.domain.employment.contracts import Contract
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Problem
from scheduler.domain.sharing.hours import owed_by_end
from scheduler.domain.time import Span, at, days_span
from tests.constraints.small import person, problem, slot
from tests.scheduler.domain.sharing.test_hours import CDI, WEEK, YEAR, due, past


def annual(**changes: object) -> Contract:
    plain = Contract(kind=CDI, start=date(2020, 1, 1), basis=YEAR, annual_minutes=365 * 100)
    return replace(plain, **changes)  # type: ignore[arg-type]


def december(
    contract: Contract, days: tuple[int, ...] = (22, 23, 29, 30), **rest: object
) -> Problem:
    """Build the last eleven days of 2026, with a slot of eight hours on each open day."""
    slots = [
        replace(
            slot(f"s{d}", "02 09:00", "02 17:00"),
            span=Span(at(date(2026, 12, d), time(9)), at(date(2026, 12, d), time(17))),
        )
        for d in days
    ]
    ana = person("ana", contracts=(contract,))
    return problem(
        [ana], slots, **{"horizon": days_span(date(2026, 12, 21), date(2026, 12, 31)), **rest}
    )


def test_an_annual_contract_asks_for_what_is_left_of_its_year() -> None:
    # Not described: 354 of 365 days were done in proportion; 11 days at 100 minutes are left.
    assert due(december(annual())) == 1100


def test_what_was_done_since_january_is_taken_off() -> None:
    of = december(annual(), history=past(300), known_since=date(2026, 5, 18))

    # 137 days before the described past, in proportion; then 300 minutes, then nothing.
    assert due(of) == min(36500 - 13700 - 300, 4 * 420 * 5 // 4)


def test_a_year_that_is_done_asks_for_nothing_more() -> None:
    of = december(annual(annual_minutes=200), history=past(300), known_since=date(2026, 1, 1))

    assert due(of) == 0


def test_the_horizon_takes_its_part_of_the_open_days_left() -> None:
    two = days_span(date(2026, 12, 21), date(2026, 12, 27))
    whole = december(annual())
    of = replace(
        whole,
        horizon=two,
        slots=tuple(s for s in whole.slots if s.span.day < date(2026, 12, 28)),
    )

    # 11 days at 100 minutes over 2 open days and the 4 weekdays after 27 December.
    assert due(of) == round(1100 * 2 / 6)


def test_an_annual_contract_without_minutes_has_those_of_its_week() -> None:
    half = annual(annual_minutes=None, weekly_minutes=WEEK // 2)
    weekdays = (21, 22, 23, 24, 25, 28, 29, 30, 31)

    assert due(december(half, weekdays)) == round(1607 * 60 / 2 * 11 / 365)


def test_a_contract_that_begins_in_the_year_owes_its_part() -> None:
    assert due(december(annual(start=date(2026, 12, 21)))) == 1100


def test_without_an_open_day_nothing_is_asked() -> None:
    of = replace(december(annual()), slots=())

    assert due(of) == 0


def test_a_week_opens_five_days_at_most() -> None:
    six = december(annual(annual_minutes=365 * 1000), (21, 22, 23, 24, 25, 26))

    assert due(six) == 5 * 525


def test_leave_closes_an_open_day() -> None:
    leave = Absence(mediator="ana", span=days_span(date(2026, 12, 22), date(2026, 12, 23)))
    heavy = annual(annual_minutes=365 * 1000)

    # 5/4 of seven hours for each of the two days that stay open, at most.
    assert due(december(heavy, absences=(leave,))) == 2 * 525


def test_sickness_takes_its_mean_days_off_an_annual_contract_and_leave_does_not() -> None:
    year = annual(annual_minutes=365 * 60)
    lost = days_span(date(2026, 11, 9), date(2026, 12, 18))

    def owed_after(kind: AbsenceKind) -> int:
        absence = Absence(mediator="ana", span=lost, kind=kind)
        since = date(2026, 5, 18)
        return due(december(year, absences=(absence,), history=past(300), known_since=since))

    # 137 days before the described past in proportion, and 300 minutes done; then 30 days of 420.
    left = 365 * 60 - 137 * 60 - 300
    assert owed_after(AbsenceKind.SICK) == left - 30 * 420
    # Leave is allowed for already, and whoever is unavailable still owes: 5/4 of four days at most.
    assert owed_after(AbsenceKind.LEAVE) == owed_after(AbsenceKind.UNAVAILABLE) == 4 * 525


def test_an_annual_contract_owes_by_its_mean_week() -> None:
    of = december(annual(weekly_minutes=WEEK))

    # Nine weekdays of the eleven days; 25 December isn't declared a holiday here.
    assert owed_by_end(of, of.mediators[0]) == 9 * WEEK // 5
