"""Build the employer from rows: decisions, notices, opening balances, rubrics of payroll."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from pydantic_core import PydanticCustomError

from api.data.building.agreements import known_rules
from api.data.building.values import ends_in_order, from_row, from_rows, without_overlaps
from api.data.pay import DAYS, Rubric, RubricUnit, is_quantity
from api.data.rows import employer as e
from api.data.rows import readers as f
from api.data.rows.employer import EmployerKey, RubricRow
from api.data.rows.lines import Line, Tables, already
from api.french.plain import plain
from calendars.closed import ClosedHolidays
from calendars.holidays import LOCAL, names_of
from scheduler.domain.employment.employer import (
    MONDAY_TO_FRIDAY,
    UNKNOWN,
    Carried,
    CarriedKind,
    Employer,
    ExceptionalDay,
    Notice,
    NoticeKind,
    Opinion,
    Outside,
    PastWeek,
    Scheme,
    Solidarity,
)
from scheduler.domain.time import week_of

ALL, NONE = "tous", "aucun"
YEAR, YEAR_WEEKS = 12, 52
CHANGES = (NoticeKind.SCHEDULE, NoticeKind.STANDBY)
"""What a person may ask for by a swap: another shift, or another standby."""

MOST_WEEKS = 160
"""Weeks of one row of hours elsewhere, at most: three years, more is a year mistyped."""


def employer(tables: Tables) -> Employer:
    """Build the employer from its rows."""
    schemes = tuple(_schemes(tables))
    matters = {rule.id: rule.matter for rule in known_rules().values()}
    opinions = tuple(
        from_row(Opinion, placed.row, matter=matters.get(placed.row.about))
        for placed in tables.of(e.OpinionRow)
    )
    solidarity = from_rows(Solidarity, tables, e.SolidarityRow)
    exceptional = from_rows(ExceptionalDay, tables, e.ExceptionalDayRow)
    name = _declared(tables, EmployerKey.NAME, str) or ""
    rows = [p for p in tables.of(e.EmployerRow) if p.row.about is not EmployerKey.NAME]
    if not (rows or schemes or opinions or solidarity):
        return replace(UNKNOWN, name=name, exceptional=exceptional)
    return Employer(
        declared=True,
        name=name,
        headcount=_declared(tables, EmployerKey.HEADCOUNT, f.between(1, 1_000_000)),
        working_days=_declared(tables, EmployerKey.WORKING_DAYS, f.weekdays) or MONDAY_TO_FRIDAY,
        closed=_declared(tables, EmployerKey.CLOSED, closed_days),
        rest_for_overtime=_declared(tables, EmployerKey.REST_FOR_OVERTIME, f.yes) or False,
        records_since=_declared(tables, EmployerKey.RECORDS_SINCE, f.day),
        schemes=schemes,
        opinions=opinions,
        solidarity=solidarity,
        exceptional=exceptional,
    )


def _declared(tables: Tables, key: EmployerKey, read: Callable[[str], f.Value]) -> f.Value | None:
    """Return the value of a key of employeur.csv; note it if it can't be read."""
    for placed in tables.of(e.EmployerRow):
        if placed.row.about is key:
            try:
                return read(placed.row.value)
            except PydanticCustomError as error:
                tables.refuse(placed, "valeur", error.message())
                return None
    return None


def closed_days(text: str) -> ClosedHolidays:
    """
    Read the public holidays not worked: `tous`, `aucun`, or names and dates with commas.

    PydanticCustomError: something in it is no public holiday.
    """
    if plain(text) in {ALL, NONE}:
        return ClosedHolidays(every=plain(text) == ALL)
    holiday_names = {plain(name): name for place in ("", *LOCAL) for name in _names(place)}
    parts = [part.strip() for part in text.split(",")]
    return ClosedHolidays(
        names=frozenset(holiday_names[name] for name in map(plain, parts) if name in holiday_names),
        days=frozenset(_dated(part) for part in parts if plain(part) not in holiday_names),
    )


def _names(departement: str = "") -> Collection[str]:
    return names_of(f.LAST_YEAR, departement).values()


def _dated(text: str) -> date:
    try:
        day = f.day(text)
    except PydanticCustomError:
        names = ", ".join(_names())
        raise f.wrong(f"{ALL}, {NONE}, des dates, ou des noms parmi : {names}") from None
    if day not in ClosedHolidays(every=True):
        raise f.wrong(f"des jours fériés : le {day:%d/%m/%Y} n’en est pas un")
    return day


def _schemes(tables: Tables) -> Iterator[Scheme]:
    """
    Yield arrangements of hours; note those that overlap in one agency.

    One of a year or more, for annual contracts, and a shorter one, for cycles, go together.
    """
    for placed in without_overlaps(
        tables, tables.of(e.SchemeRow), lambda row: row.months >= YEAR or row.weeks >= YEAR_WEEKS
    ):
        row = placed.row
        if (row.weeks > 0) is (row.months > 0):
            lengths = f"{row.weeks or 'rien'} / {row.months or 'rien'}"
            expected = "une durée en semaines ou en mois, l’un des deux"
            tables.refuse(placed, "semaines", expected, lengths)
            continue
        days, working = row.notice or (None, False)
        yield from_row(Scheme, row, start=row.since, notice_days=days, notice_working=working)


def outside(tables: Tables) -> Iterator[Outside]:
    """Build the hours worked for other employers by civil week; note a week given twice."""
    lines: dict[tuple[str, date, str], Line] = {}
    for placed in tables.of(e.OutsideRow):
        row = placed.row
        if not ends_in_order(tables, placed, row.first, row.last):
            continue
        first, last = week_of(row.first), week_of(row.last or row.first)
        weeks = (last - first).days // 7 + 1
        if weeks > MOST_WEEKS:
            tables.refuse(placed, "jusqu_au", f"{MOST_WEEKS} semaines au plus par ligne")
            continue
        mondays = [first + timedelta(weeks=n) for n in range(weeks)]
        keys = [(row.mediator, monday, row.employer) for monday in mondays]
        clash = next((lines[key] for key in keys if key in lines), None)
        if clash is not None:
            expected = f"une semaine une seule fois par personne et employeur ({already(clash)})"
            tables.refuse(placed, "semaine", expected)
            continue
        lines |= dict.fromkeys(keys, placed)
        yield from (from_row(Outside, row, monday=monday) for monday in mondays)


def carried(tables: Tables) -> Iterator[Carried]:
    """Build opening balances, in hours or, of a forfait, in days; note those of the other."""
    for placed in tables.of(e.CarriedRow):
        row, counts = placed.row, ("heures", "jours")
        own, other = reversed(counts) if row.kind is CarriedKind.DAYS else counts
        values = {"heures": row.minutes, "jours": row.days}
        if values[other] is not None:
            tables.refuse(placed, other, f"rien : ce compteur est en {own}")
        elif values[own] is None:
            tables.refuse(placed, own, f"une valeur : ce compteur est en {own}")
        else:
            yield from_row(Carried, row, minutes=row.minutes or 0, days=row.days or 0)


def past_weeks(tables: Tables) -> Iterator[PastWeek]:
    """Build the totals of weeks before the first known shifts; note a week given twice."""
    lines: dict[tuple[str, date], Line] = {}
    for placed in tables.of(e.PastWeekRow):
        row, monday = placed.row, week_of(placed.row.day)
        first = lines.setdefault((row.mediator, monday), placed)
        if first is placed:
            yield from_row(PastWeek, row, monday=monday)
        else:
            expected = f"une semaine une seule fois par personne ({already(first)})"
            tables.refuse(placed, "semaine", expected)


def notices(tables: Tables) -> Iterator[Notice]:
    """Build the notices that somebody entered by hand."""
    for placed in tables.of(e.NoticeRow):
        row = placed.row
        if not ends_in_order(tables, placed, row.notified, row.effective, column="effet_le"):
            continue
        if row.before is not None and row.kind is not NoticeKind.LEAVE:
            tables.refuse(placed, "date_initiale", "rien, sauf pour un congé déplacé")
        elif row.wanted and row.kind not in CHANGES:
            expected = "rien, sauf pour un changement d’horaire ou d’astreinte"
            tables.refuse(placed, "souhaite", expected)
        else:
            yield from_row(Notice, row, agreed=row.agreed or row.wanted)


EXPECTED = (
    "une quantité de la paie : heures_normales, heures_sup_25, heures_comp_10, nuit, dimanche, "
    "conges_jours… (la feuille « Colonnes » du classeur de paie les a toutes)"
)


def rubrics(tables: Tables) -> Iterator[Rubric]:
    """Build rubrics; note one of no quantity, and days written as hours or hours as days."""
    for placed in tables.of(RubricRow):
        row = placed.row
        in_days = row.quantity in DAYS
        unit = row.unit or (RubricUnit.DAYS if in_days else RubricUnit.HOURS)
        if not is_quantity(row.quantity):
            tables.refuse(placed, "quantite", EXPECTED)
        elif in_days is not (unit is RubricUnit.DAYS):
            tables.refuse(placed, "unite", "jours" if in_days else "heures ou minutes")
        else:
            yield from_row(Rubric, row, unit=unit)
