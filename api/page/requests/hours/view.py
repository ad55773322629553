"""What the pages of hours to confirm show: what was planned, what was done, and the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import brief_date
from api.hours.entry import Entry
from api.hours.worked import Kind, breaks_from, done_of
from api.page.own.hours.form import times_of
from api.page.own.hours.view import worked_words
from api.page.own.words import more_words, unpaid
from api.page.requests.words import by_words, day_words
from api.swaps.exchange import DAY
from scheduler.domain.time import PARIS, minute_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from api.data.association import Association, Published
    from api.database.tables.asking import WorkedRow
    from api.page.own.hours.form import Times
    from api.planning.names import Names
    from scheduler.domain.duty import Break, Duty

UNPLANNED = "rien de prévu"


@dataclass(frozen=True, kw_only=True)
class HoursLine:
    """
    Hours that were entered: when and where, as planned and as done.

    `key`: names them and their last line in a form. `difference`: paid time more or less (empty:
    none). `as_planned`: nothing differs.
    """

    address: str
    key: str
    number: int
    who: str
    day: str
    place: str
    planned: str
    done: str
    difference: str
    why: str
    as_planned: bool
    unplanned: bool


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """What was said of a shift at some time, and by whom."""

    when: str
    by: str
    done: str
    confirmed: bool


def hours_line(row: WorkedRow, published: Published | None, who: str, names: Names) -> HoursLine:
    """Write hours that were entered; `published`: the shift that they are of (None: unplanned)."""
    plan = None if published is None else published.worked.duty
    start = row.start.astimezone(PARIS)
    day = start.date() if plan is None else plan.span.day
    return HoursLine(
        address=f"/demandes/heures/{row.root}",
        key=f"{row.root}-{row.number}",
        number=row.number,
        who=who,
        day=brief_date(day),
        place=names.where(row.site, row.dispositif),
        planned=UNPLANNED if plan is None else _times(plan),
        done=done_words(row),
        difference=_difference(row, plan),
        why=row.why,
        as_planned=row.kind == Kind.AS_PLANNED.value,
        unplanned=not row.uid,
    )


def done_words(row: WorkedRow) -> str:
    """Write what an entry says was done."""
    duty = done_of(row).duty
    match Kind(row.kind):
        case Kind.AS_PLANNED:
            return "comme prévu"
        case Kind.ABSENT:
            return "pas venu"
        case Kind.CANCELLED:
            return "retiré : le planning vaut"
        case Kind.INTERVENTION:
            return f"intervention, {_times(duty)}"
        case Kind.WORK:
            return _times(duty)


def typed_of(row: WorkedRow) -> dict[str, str]:
    """Return what the form that corrects hours holds at first: what was entered."""
    start, end = row.start.astimezone(PARIS), row.end.astimezone(PARIS)
    return {
        "day": start.date().isoformat(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "pause": str(unpaid(breaks_from(row.breaks))),
        "why": row.why,
    }


def entry_of(
    last: WorkedRow, association: Association, deed: str, typed: Mapping[str, str]
) -> Entry:
    """
    Return what a correction says of hours; `deed`: `conforme`, `absent`, or else other hours.

    Raises
    ------
    WrongValuesError
        A day or a time is invalid, or doesn't exist that day.
    """
    if deed in (Kind.AS_PLANNED, Kind.ABSENT):
        return Entry(kind=Kind(deed), uid=last.uid)
    times = times_of(typed["day"], typed["start"], typed["end"], typed["pause"])
    slot = dispositif = ""
    if not last.uid:
        rows = association.history.get(last.duty[-DAY:-3], ())
        if any(row.worked.duty.id == last.duty for row in rows):
            slot = last.duty
        else:
            dispositif = last.dispositif
    return Entry(
        kind=Kind.INTERVENTION if last.kind == Kind.INTERVENTION.value else Kind.WORK,
        uid=last.uid,
        slot=slot,
        dispositif=dispositif,
        start=times.start,
        end=times.end,
        breaks=_breaks(times, breaks_from(last.breaks)),
        why=typed["why"],
    )


def log_lines(
    rows: Iterable[WorkedRow], accounts: Mapping[str, str], now: datetime
) -> tuple[LogLine, ...]:
    """Write all that was said of a shift, the first line first."""
    return tuple(
        LogLine(
            when=day_words(row.entered, now),
            by=by_words(accounts, row.entered_by),
            done=done_words(row),
            confirmed=bool(row.confirmed_by),
        )
        for row in rows
    )


def published_of(row: WorkedRow, association: Association) -> Published | None:
    """Return the published shift that hours are of (None: they weren't planned)."""
    rows = association.history.get(row.month, ())
    return next((p for p in rows if row.uid and p.uid == row.uid), None)


def _breaks(times: Times, known: tuple[Break, ...]) -> tuple[Break, ...]:
    """Return the breaks of a form; those known, with their place, if they are still right."""
    first, last = minute_of(times.start), minute_of(times.end)
    within = all(b.first is None or first <= b.first <= last - b.minutes for b in known)
    return known if within and unpaid(known) == unpaid(times.breaks) else times.breaks


def _times(duty: Duty) -> str:
    return worked_words(duty.span.start, duty.span.end, duty.breaks)


def _difference(row: WorkedRow, plan: Duty | None) -> str:
    """Write the paid time that differs from the plan."""
    if row.kind in (Kind.AS_PLANNED.value, Kind.CANCELLED.value):
        return ""
    done = 0 if row.kind == Kind.ABSENT.value else done_of(row).duty.paid
    return more_words(done - (0 if plan is None else plan.paid))
