"""How pages write hours that were entered, beside the shift that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from api.data.association import Association
from api.database.tables.asking import WorkedRow
from api.french.moments import day_words, hours_words, more_words
from api.hours.worked import Kind, breaks_from, done_of
from api.planning.names import names_of
from scheduler.domain.duty import Break, BreakKind, Duty

UNPLANNED = "rien de prévu"


def unpaid(breaks: Iterable[Break]) -> int:
    """Return the minutes of unpaid breaks, which is what a form holds."""
    return sum(pause.minutes for pause in breaks if pause.kind is BreakKind.UNPAID)


def worked_words(start: datetime, end: datetime, breaks: Iterable[Break]) -> str:
    """Write hours and the unpaid breaks in them: `9 h – 17 h, pause de 30 min`."""
    hours, minutes = hours_words(start, end), unpaid(breaks)
    return f"{hours}, pause de {minutes} min" if minutes else hours


def times_words(row: WorkedRow) -> str:
    """Write the hours of an entry, whatever it says of them."""
    return worked_words(row.start, row.end, breaks_from(row.breaks))


def done_words(row: WorkedRow) -> str:
    """Write what an entry says was done."""
    match Kind(row.kind):
        case Kind.AS_PLANNED:
            return "comme prévu"
        case Kind.ABSENT:
            return "pas venu"
        case Kind.CANCELLED:
            return "retiré : le planning vaut"
        case Kind.INTERVENTION:
            return f"intervention, {times_words(row)}"
        case Kind.WORK:
            return times_words(row)


def said_words(row: WorkedRow | None) -> str:
    """Write, for who worked, the hours that were entered (empty: none count)."""
    if row is None or row.kind == Kind.CANCELLED.value:
        return ""
    done = "Heures confirmées" if row.confirmed_by else "Heures dites, à confirmer"
    if row.kind == Kind.ABSENT.value:
        return f"{done} : absence"
    as_planned = row.kind == Kind.AS_PLANNED.value
    return f"{done} : {'comme prévu' if as_planned else hours_words(row.start, row.end)}"


class HoursWords:
    """What was entered, against the published shift that it is of, if it is of one."""

    def __init__(self, association: Association) -> None:
        self.association = association
        self.names = names_of(association)

    @cached_property
    def _duties(self) -> Mapping[str, Duty]:
        months = self.association.history.values()
        return {row.uid: row.worked.duty for rows in months for row in rows}

    def plan(self, row: WorkedRow) -> Duty | None:
        """Return the published shift that hours are of (None: they weren't planned)."""
        return self._duties.get(row.uid) if row.uid else None

    def day(self, row: WorkedRow) -> str:
        """Write the day of the shift, or else that of the hours."""
        plan = self.plan(row)
        return day_words(row.start if plan is None else plan.span.start)

    def place(self, row: WorkedRow) -> str:
        """Write where it was."""
        return self.names.where(row.site, row.dispositif)

    def planned(self, row: WorkedRow) -> str:
        """Write the hours that were planned."""
        plan = self.plan(row)
        if plan is None:
            return UNPLANNED
        return worked_words(plan.span.start, plan.span.end, plan.breaks)

    def done(self, row: WorkedRow) -> str:
        """Write the hours that were done."""
        return done_words(row)

    def difference(self, row: WorkedRow) -> str:
        """Write the paid time that differs from the plan (empty: none does)."""
        if row.kind in (Kind.AS_PLANNED.value, Kind.CANCELLED.value):
            return ""
        plan = self.plan(row)
        done = 0 if row.kind == Kind.ABSENT.value else done_of(row).duty.paid
        return more_words(done - (0 if plan is None else plan.paid))
