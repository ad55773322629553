"""
Write the payroll as CSV and workbook: a row per person and month, hours by kind and rate.

Quantities are whole minutes in the CSV file and durations in the workbook, so that sums are
exact. Premiums are hours at a rate, never amounts. Absences have no reason here, except that paid
leave may make overtime due.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.data.pay import MEANINGS
from api.export.payroll.columns import (
    USUAL_COMPLEMENTARY,
    USUAL_OVERTIME,
    Rates,
    columns_csv,
    columns_of,
    meanings_sheet,
    rated,
)
from api.export.payroll.contracts import changes_of_contract, contract_words, weekly_minutes
from api.export.payroll.reserves import incomplete_weeks, remarks_on
from api.export.workbook import Cell, Duration, Table, written
from api.french.words import alphabetical, month_name, short_date
from constraints.counters.lines.calendar import stretch_line
from constraints.counters.sheet import Counters, ForfaitLine, Minutes, MonthLine, WeekLine
from constraints.counters.wording import RULING, hours, leave_worth, premiums
from scheduler.domain.employment.contracts import WEEKDAYS, Contract
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.time import SUNDAY, covered, day_span, next_month
from scheduler.domain.timeline import Timeline
from scheduler.domain.worktime.half_days import own_minutes

DAY = timedelta(days=1)


@dataclass(kw_only=True)
class Payroll:
    """The rows of all months, added person by person."""

    rows: dict[date, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rows: Iterable[Row]) -> None:
        """Add one person's months."""
        for row in rows:
            self.rows[row.month].append(row)

    def months(self) -> Iterator[tuple[date, list[Row]]]:
        """Yield each month with its rows, in the order of names."""
        for first in sorted(self.rows):
            yield first, sorted(self.rows[first], key=lambda r: (alphabetical(r.name), r.id))

    def rates(self) -> Rates:
        """Return the rates for which there is a column."""
        rows = [row for month in self.rows.values() for row in month]
        return Rates(
            overtime=tuple(
                sorted({*USUAL_OVERTIME, *(r for w in rows for r in (*w.overtime, *w.by_leave))})
            ),
            complementary=tuple(
                sorted({*USUAL_COMPLEMENTARY, *(r for w in rows for r in w.complementary)})
            ),
            complement=tuple(sorted({r for w in rows for r in w.complement})),
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One person's month, in minutes; `overtime`, `complementary` and `complement` by per mille.

    `relief`: working time that an agreement takes off and has paid. `assumed`: the contract's
    hours are. `incomplete`: the weeks known in part only, in French. `forfait`: days of the last
    year of reference of the month, where the contract counts days.
    `remarks`: what is to be confirmed before it is paid.
    """

    month: date
    id: str
    name: str
    agency: str
    contract: Contract | None
    first: date
    last: date
    minutes: Minutes
    normal: int
    overtime: Mapping[int, int]
    by_leave: Mapping[int, int]
    ground: str
    complementary: Mapping[int, int]
    complement: Mapping[int, int]
    relief: int
    away_days: int
    away_working_days: int
    away_minutes: int
    night_worker: bool
    forfait: ForfaitLine | None = None
    assumed: bool = False
    incomplete: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the row has anything to pay or to remark."""
        return bool(self.contract or any(vars(self.minutes).values()) or self.away_days)


def rows_of(counters: Counters, timeline: Timeline, *, assumed: bool = False) -> Iterator[Row]:
    """
    Yield a person's rows for the months that have something to pay or to remark.

    `assumed`: the contract's hours are.
    """
    for line in counters.months:
        row = _row(counters, line, timeline, next_month(line.first) - DAY, assumed=assumed)
        if row.counts:
            yield row


def row_between(counters: Counters, timeline: Timeline, first: date, last: date) -> Row:
    """Return one person's row of some days of the horizon: a period of pay, or a civil week."""
    return _row(counters, stretch_line(counters, first, last), timeline, last)


def _row(
    counters: Counters, line: MonthLine, timeline: Timeline, end: date, *, assumed: bool = False
) -> Row:
    """Return the row of what was counted from the line's first day to another one."""
    who = counters.mediator
    days = [d for d in counters.days if line.first <= d.day <= end]
    first, last = days[0].day, days[-1].day
    contract = next((c for d in reversed(days) if (c := who.signed_on(d.day))), None)
    complementary = {t.rate: t.minutes for t in line.complementary}
    complement = {t.rate: t.minutes for t in line.complement}
    absent_days, partial = _away(timeline.absences, first, last)
    weeks = [w for w in counters.weeks if w.monday <= last]
    return Row(
        month=line.first,
        id=who.id,
        name=who.name,
        agency=who.agency,
        contract=contract,
        first=first,
        last=last,
        minutes=line.minutes,
        normal=line.minutes.paid
        - sum(d.overtime + d.by_leave for d in days)
        - sum((*complementary.values(), *complement.values())),
        overtime={t.rate: t.minutes for t in line.overtime},
        by_leave={t.rate: t.minutes for t in line.by_leave},
        ground=_ground(w for w in counters.weeks if first <= w.monday + SUNDAY * DAY <= last),
        complementary=complementary,
        complement=complement,
        relief=line.relief,
        away_days=len(absent_days),
        away_working_days=sum(
            1 for d in absent_days if _works_on(who, d) and d not in timeline.holidays
        ),
        away_minutes=partial,
        night_worker=bool(weeks) and weeks[-1].night_worker.holds,
        forfait=max(
            (f for f in counters.forfait if f.of == line.first), key=lambda f: f.first, default=None
        ),
        assumed=assumed,
        incomplete=tuple(incomplete_weeks(counters, timeline, first, last)),
        remarks=(
            *changes_of_contract(who, first, last),
            *remarks_on(counters, timeline, first, last),
        ),
    )


def _works_on(who: Mediator, day: date) -> bool:
    """Whether the contract in force has a day; without any contract known, Monday to Friday."""
    contract = who.signed_on(day)
    if contract is None:
        return not who.contracts and day.weekday() in WEEKDAYS
    return day.weekday() in (contract.days or WEEKDAYS)


def _ground(weeks: Iterable[WeekLine]) -> str:
    """Name for each week the leave that makes overtime due, and since which ruling it does."""
    due = [
        f"semaine du {short_date(w.monday)} : {hours(w.work)} de travail et "
        f"{leave_worth(w.leave, declared=w.leave_declared)}, {premiums(w.by_leave)}"
        for w in weeks
        if w.by_leave
    ]
    return f"{' ; '.join(due)} ({RULING})" if due else ""


def _away(absences: Iterable[Absence], first: date, last: date) -> tuple[list[date], int]:
    """Return the days wholly away, and the minutes away on other days, as entered if they were."""
    absences = tuple(absences)
    spans = [a.span for a in absences]
    worth = [(a.span, own_minutes(a)) for a in absences]
    days, partial = [], 0
    for n in range((last - first).days + 1):
        day = day_span(first + n * DAY)
        if covered(day, spans) == day.minutes:
            days.append(day.day)
            continue
        partial += sum(own for span, own in worth if own is not None and span.touches(day))
        partial += covered(day, [span for span, own in worth if own is None])
    return days, partial


def amounts_of(row: Row) -> dict[str, int]:
    """Return a row's quantities by name, in minutes: what is paid, whatever document says it."""
    m = row.minutes
    amounts = {
        "travail": m.work,
        "dont_terrain": m.field,
        "dont_formation": m.training,
        "dont_trajets": m.travel,
        "dont_interventions": m.intervention,
        "dont_delegation": m.delegation,
        "dont_reunions": m.council,
        "astreinte": m.standby,
        "pauses_payees": m.paid_breaks,
        "nuit": m.night,
        "dimanche": m.sunday,
        "ferie": m.holiday,
        "premier_mai": m.may_first,
        "solidarite": m.solidarity,
        "heures_payees": m.paid,
        "temps_retire_paye": row.relief,
        "heures_normales": row.normal,
    }
    premiums = {
        "heures_sup": row.overtime,
        "heures_sup_conges": row.by_leave,
        "heures_comp": row.complementary,
        "heures_avenant": row.complement,
    }
    for name, minutes_of in premiums.items():
        amounts |= {rated(name, rate): minutes for rate, minutes in minutes_of.items()}
    return amounts


def cells_of(row: Row, rates: Rates) -> tuple[Cell, ...]:
    """Return a row's cells, in the order of `columns_of`."""
    amounts, minutes = amounts_of(row), weekly_minutes(row.contract)
    return (
        *(f"{row.month:%Y-%m}", row.id, row.name, row.agency),
        contract_words(row.contract, assumed=row.assumed),
        None if minutes is None else Duration(minutes),
        *(row.first, row.last),
        *(Duration(amounts[name]) for name in MEANINGS),
        *(Duration(row.overtime.get(rate, 0)) for rate in rates.overtime),
        *(Duration(row.by_leave.get(rate, 0)) for rate in rates.overtime),
        row.ground,
        *(Duration(row.complementary.get(rate, 0)) for rate in rates.complementary),
        *(Duration(row.complement.get(rate, 0)) for rate in rates.complement),
        *((None,) * 3 if (f := row.forfait) is None else (f.month, f.done, f.left)),
        *(row.away_days, row.away_working_days, Duration(row.away_minutes)),
        "oui" if row.night_worker else "non",
        *(" ; ".join(row.incomplete), " ".join(row.remarks)),
    )


def payroll_csv(payroll: Payroll, month: date) -> bytes:
    """Return a month as `;`-separated UTF-8 with a byte order mark; durations in minutes."""
    rates = payroll.rates()
    rows = dict(payroll.months())[month]
    return columns_csv(columns_of(rates), (cells_of(row, rates) for row in rows))


def payroll_book(payroll: Payroll, made: date) -> bytes:
    """Return the workbook: what the columns mean, then a sheet per month."""
    output = io.BytesIO()
    rates = payroll.rates()
    columns = columns_of(rates)
    with written(output, "Paie", made) as (book, styles):
        meanings_sheet(book, styles, columns)
        for first, rows in payroll.months():
            table = Table(book, styles, month_name(first).capitalize(), columns)
            table.rows(cells_of(row, rates) for row in rows)
    return output.getvalue()
