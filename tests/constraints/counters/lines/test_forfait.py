"""Days in place of hours: of the month, of the year of reference, and those that are left."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.counters.count import counters
from constraints.counters.lines.forfait import forfait_lines
from constraints.counters.sheet import Counters
from constraints.registry import base
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import days_span
from tests.constraints.law.forfaits import DAY, forfait, in_days, planned, who, worked
from tests.constraints.law.make import ADULT, duty, past, pause, timeline

JUNE, END = date(2026, 6, 1), date(2026, 6, 30)
RULES = base().person_rules
JANUARY = date(2026, 1, 1)


def sheet(person: Mediator, *duties: Any, last: date = END, **options: Any) -> Counters:
    line = timeline(*duties, who=person, first=JUNE, last=last, **options)
    return counters(line, RULES)


def lines(person: Mediator, *duties: Any, **options: Any) -> list[tuple[int, int, int, int]]:
    """Days of the month, of the year so far, of the number, and those that are left."""
    made = sheet(person, *duties, **options)
    return [(f.month, f.done, f.number, f.left) for f in made.forfait]


DAYS = (*worked(90, JUNE - DAY), *planned(20, JUNE))


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        (forfait(), (20, 110, 218, 108)),
        (forfait(109), (20, 110, 109, -1)),
        (forfait(waived=10, waived_on=JANUARY), (20, 110, 228, 118)),
        (forfait(waived=30, waived_on=JANUARY), (20, 110, 235, 125)),
        (forfait(begins=JUNE), (20, 20, 218, 198)),
    ],
)
def test_days_are_of_the_month_of_the_year_and_left(
    counted: Any, expected: tuple[int, ...]
) -> None:
    assert lines(who(in_days(counted)), *DAYS) == [expected]


def test_half_a_day_on_the_credit_is_half_a_day_of_the_year() -> None:
    """Four hours each: the first makes a day of the month begun, the second ends it (R2315-3)."""
    credit = [
        past(f"2026-06-{day} 09:00 13:00", kind=DutyKind.DELEGATION) for day in ("24", "25", "26")
    ]

    assert lines(who(in_days(forfait())), *worked(90, JUNE - DAY), *credit[:2]) == [
        (1, 91, 218, 127)
    ]
    assert lines(who(in_days(forfait())), *worked(90, JUNE - DAY), *credit) == [(2, 92, 218, 126)]


def test_no_line_of_hours_knows_them() -> None:
    """Thirteen hours a day, nights and Sundays: no overtime, night or Sunday in the payroll."""
    days = [
        duty(f"{JUNE + n * DAY} 12:00 01:00", pause(60, f"{JUNE + n * DAY} 18:00"))
        for n in range(12)
    ]
    made, hourly = sheet(who(), *days), sheet(ADULT, *days)

    assert made.total == replace(made.total, field=0, night=0, sunday=0)
    assert (made.total.work, made.overtime, made.complementary, made.periods) == (0, (), (), ())
    assert [week.trigger for week in made.weeks] == [None] * len(made.weeks)
    assert (made.years[0].overtime, made.years[0].quota) == (0, None)
    assert made.mediator == who()
    assert [line.month for line in made.forfait] == [12]
    assert hourly.total.work == 12 * 12 * 60
    assert 0 not in {hourly.total.night, hourly.total.sunday, len(hourly.overtime)}
    assert hourly.forfait == ()


def test_a_month_half_in_hours_has_both() -> None:
    """In hours up to 14 June, in days from the 15th on."""
    hours = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 6, 14))
    person = who(hours, in_days(start=date(2026, 6, 15)))
    days = [duty(f"{JUNE + n * DAY} 09:00 17:00") for n in (0, 1, 14, 15, 16)]
    made = sheet(person, *days)

    assert made.total.work == 2 * 8 * 60
    # 200 days of 365 of 218: 119.5, that is 120.
    assert [(f.month, f.done, f.number, f.settled) for f in made.forfait] == [(3, 3, 120, False)]
    assert "Forfait du 01/01/2026 au 31/12/2026 : 120 jours à confirmer, selon l’accord." in (
        made.remarks
    )


def test_two_months_have_each_their_line_and_a_year_that_ends_too() -> None:
    person = who(in_days(forfait(begins=date(2026, 6, 16))))
    days = [duty(f"{JUNE + n * DAY} 09:00 17:00") for n in (13, 14, 15, 16, 17, 30)]
    made = sheet(person, *days, last=date(2026, 7, 31))

    assert [(f.of, f.first, f.month, f.done) for f in made.forfait] == [
        (JUNE, date(2025, 6, 16), 2, 2),
        (JUNE, date(2026, 6, 16), 3, 3),
        (date(2026, 7, 1), date(2026, 6, 16), 1, 4),
    ]


def test_the_opening_balance_stands_for_the_days_before() -> None:
    balance = Carried(mediator="m", kind=CarriedKind.DAYS, day=date(2026, 5, 30), days=80)

    assert lines(who(), *DAYS, carried=(balance,)) == [(20, 101, 218, 117)]


def test_days_known_in_part_are_said() -> None:
    known = days_span(date(2026, 3, 1), END)
    balance = Carried(mediator="m", kind=CarriedKind.DAYS, day=date(2026, 5, 30), days=80)
    partly = "Forfait du 01/01/2026 au 31/12/2026 : jours connus depuis le 01/03/2026 seulement, "

    assert sheet(who(), *DAYS, known=known).remarks == (f"{partly}sans solde.",)
    assert sheet(who(), *DAYS, known=known, carried=(balance,)).remarks == ()
    assert sheet(who(in_days(start=date(2026, 3, 1))), *DAYS, known=known).remarks == (
        "Forfait du 01/01/2026 au 31/12/2026 : 183 jours à confirmer, selon l’accord.",
    )


def test_a_night_worker_is_one_in_days_too() -> None:
    person = replace(who(), night_worker=True, night_worker_since=date(2020, 1, 1))
    made = sheet(person, *planned(2, JUNE), known=days_span(JANUARY, END))

    assert made.night_worker.holds
    assert made.remarks == (
        "Travailleur de nuit au forfait : repos de nuit dû (L3122-8), selon l’accord.",
    )


def test_without_the_rule_on_their_number_there_is_no_line() -> None:
    line = timeline(*planned(2, JUNE), who=who(), first=JUNE, last=END)

    assert list(forfait_lines(line, ())) == []
