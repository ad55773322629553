"""Read the hours that forms say: a day, a start, an end, and minutes of unpaid breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from api.asking.errors import WrongValuesError
from api.asking.shapes import Ref, Revision, Text
from api.data.association import Association
from api.database.tables.asking import WorkedRow
from api.hours.entry import Entry
from api.hours.my_shifts.service import OwnShift
from api.hours.worked import Kind, breaks_from, unpaid
from api.month.errors import Wrong
from api.web.answering.answer import MOST, Body
from api.web.months import PATTERN
from api.web.texts import Line
from scheduler.domain.duty import Break
from scheduler.domain.time import PARIS, at, minute_of
from scheduler.errors import InvalidProblemError

Typed = Annotated[str, Line(20)]
Month = Annotated[str, Field(pattern=PATTERN, max_length=7)]
CALL = "astreinte"
"""How a form says that hours beside the shifts were a call: with the standby's slot."""


class ClocksForm(Body):
    """Hours of a day that is known, as they are typed."""

    start: Typed = ""
    end: Typed = ""
    pause: Typed = "0"


class TimesForm(ClocksForm):
    """Hours, as they are typed."""

    day: Typed = ""
    why: Text = ""

    @property
    def times(self) -> Times:
        """What is typed (see `times_of`)."""
        return times_of(self.day, self.start, self.end, self.pause)


class ShiftForm(ClocksForm):
    """
    Hours of a published shift: as planned, other ones, or none.

    `number`: the line that a correction starts from (0: nothing was entered).
    """

    mois: Month
    uid: Ref
    geste: Literal["conforme", "travail", "absent"]
    number: Annotated[int, Field(ge=0, le=MOST)] = 0

    def entry(self, shift: OwnShift) -> Entry:
        """Return what is said of the shift, of whose day the hours are."""
        kind, uid, duty = Kind(self.geste), shift.row.uid, shift.row.worked.duty
        if kind is not Kind.WORK:
            return Entry(kind=kind, uid=uid)
        times = times_of(duty.span.day.isoformat(), self.start, self.end, self.pause)
        as_planned = unpaid(times.breaks) == unpaid(duty.breaks)
        breaks = None if as_planned else times.breaks
        return Entry(kind=kind, uid=uid, start=times.start, end=times.end, breaks=breaks)


class OtherForm(TimesForm):
    """Work that wasn't planned, or a call during a standby: `what` names whose, or which."""

    mois: Month
    what: Ref = ""

    def entry(self) -> Entry:
        """Return what is said."""
        kind, _, what = self.what.partition(":")
        times, is_call = self.times, kind == CALL
        return Entry(
            kind=Kind.INTERVENTION if is_call else Kind.WORK,
            slot=what if is_call else "",
            dispositif="" if is_call else what,
            start=times.start,
            end=times.end,
            breaks=times.breaks,
            why=self.why,
        )


class AnswerForm(TimesForm):
    """What who answers for hours does with them, on the line that was shown."""

    number: Revision
    geste: Literal["confirmer", "corriger", "conforme", "absent", "retirer"]

    def entry(self, last: WorkedRow, association: Association) -> Entry:
        """Return what a correction says of hours, the last line of which is given."""
        if self.geste in (Kind.AS_PLANNED, Kind.ABSENT):
            return Entry(kind=Kind(self.geste), uid=last.uid)
        times = self.times
        months = association.history.values()
        is_slot = any(row.worked.duty.id == last.duty for rows in months for row in rows)
        return Entry(
            kind=Kind.INTERVENTION if last.kind == Kind.INTERVENTION.value else Kind.WORK,
            uid=last.uid,
            slot=last.duty if is_slot and not last.uid else "",
            dispositif="" if is_slot or last.uid else last.dispositif,
            start=times.start,
            end=times.end,
            breaks=_kept(times, breaks_from(last.breaks)),
            why=self.why,
        )


def typed_of(row: WorkedRow) -> TimesForm:
    """Return what the form that corrects hours holds at first: what was entered."""
    start, end = row.start.astimezone(PARIS), row.end.astimezone(PARIS)
    return TimesForm(
        day=start.date().isoformat(),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        pause=str(unpaid(breaks_from(row.breaks))),
        why=row.why,
    )


def typed_of_shift(shift: OwnShift) -> ClocksForm:
    """Return what the form of a shift holds at first: other hours that were said, or the plan."""
    row, duty = shift.said, shift.row.worked.duty
    if row is not None and row.kind == Kind.WORK.value:
        return typed_of(row)
    start, end = duty.span.start.astimezone(PARIS), duty.span.end.astimezone(PARIS)
    return ClocksForm(start=f"{start:%H:%M}", end=f"{end:%H:%M}", pause=str(unpaid(duty.breaks)))


@dataclass(frozen=True, kw_only=True)
class Times:
    """From when to when somebody worked, and their breaks."""

    start: datetime
    end: datetime
    breaks: tuple[Break, ...]


def times_of(day: str, start: str, end: str, pause: str) -> Times:
    """
    Return what a form says; an end that comes before the start is the next day's.

    WrongValuesError if the day or a time is invalid, a time doesn't exist that day, or the end is
    the start: nobody worked a day and a night through.
    """
    wrong = list[Wrong]()
    when = _day(day, wrong)
    first, last = _clock("start", start, wrong), _clock("end", end, wrong)
    minutes = _minutes(pause, wrong)
    if first is not None and first == last:
        wrong.append(
            Wrong(field="end", received=end, expected="une autre heure que celle du début")
        )
    if wrong or when is None or first is None or last is None:
        raise WrongValuesError(wrong)
    ends = when + timedelta(days=1) if last < first else when
    return Times(
        start=_instant("start", when, first),
        end=_instant("end", ends, last),
        breaks=(Break(minutes=minutes),) if minutes else (),
    )


def _kept(times: Times, breaks: tuple[Break, ...]) -> tuple[Break, ...]:
    """Return the breaks of a form; those known, with their place, if they are still right."""
    first, last = minute_of(times.start), minute_of(times.end)
    within = all(b.first is None or first <= b.first <= last - b.minutes for b in breaks)
    return breaks if within and unpaid(breaks) == unpaid(times.breaks) else times.breaks


def _day(text: str, wrong: list[Wrong]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong.append(Wrong(field="day", received=text, expected="un jour, comme 2026-12-24"))
        return None


def _clock(field: str, text: str, wrong: list[Wrong]) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        wrong.append(Wrong(field=field, received=text, expected="une heure comme 14:30"))
        return None


def _minutes(text: str, wrong: list[Wrong]) -> int:
    words = text.strip() or "0"
    if words.isascii() and words.isdigit() and int(words) <= 24 * 60:
        return int(words)
    wrong.append(Wrong(field="pause", received=text, expected="un nombre de minutes, comme 30"))
    return 0


def _instant(field: str, day: date, clock: time) -> datetime:
    try:
        return at(day, clock)
    except InvalidProblemError as error:
        expected = f"une heure qui existe ({error})"
        wrong = Wrong(field=field, received=f"{clock:%H:%M}", expected=expected)
        raise WrongValuesError([wrong]) from None
