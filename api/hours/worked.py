"""
Published months as they were really worked: shifts with the hours that people entered.

The hours entered are kept beside the plan and never change it. `apply` returns the months as they
were worked, which counters and audits read just as they read the plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from api.data.association import Association, Published
from api.database.tables.asking import WorkedRow
from api.french.moments import day_words, hours_words, more_words
from api.planning.names import names_of
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import PARIS, Span

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
    if row.kind == Kind.ABSENT.value:
        done = "absence"
    elif row.kind == Kind.AS_PLANNED.value:
        done = "comme prévu"
    else:
        done = hours_words(row.start, row.end)
    if row.confirmed_by:
        return f"Heures confirmées : {done}"
    return f"Heures dites : {done} ; votre responsable les confirmera."


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


PREFIX = "fait-"
"""Begins the uid of work that wasn't planned: it is in no calendar."""


class Kind(StrEnum):
    """
    What an entry says of a duty.

    AS_PLANNED: it was worked as published. WORK: with other hours, or unplanned (a replacement).
    INTERVENTION: a call during a standby. ABSENT: it wasn't worked. CANCELLED: what was said before
    is taken back; the plan counts.
    """

    AS_PLANNED = "conforme"
    WORK = "travail"
    INTERVENTION = "intervention"
    ABSENT = "absent"
    CANCELLED = "annule"


@dataclass(frozen=True, kw_only=True)
class WorkedDuty:
    """
    The last entry on one duty of one person.

    `root` names the line of corrections. `uid`: the published assignment (empty: unplanned).
    """

    root: str
    mediator: str
    uid: str
    duty: Duty
    kind: Kind

    @property
    def month(self) -> str:
        """The month in which it counts, that of its Paris day of start: `2026-12`."""
        return f"{self.duty.span.day:%Y-%m}"


def done_of(row: WorkedRow) -> WorkedDuty:
    """Read a row of the database."""
    return WorkedDuty(
        root=row.root,
        mediator=row.mediator,
        uid=row.uid,
        kind=Kind(row.kind),
        duty=Duty(
            id=row.duty,
            span=Span(row.start.astimezone(PARIS), row.end.astimezone(PARIS)),
            kind=DutyKind(row.nature),
            breaks=breaks_from(row.breaks),
            site=row.site,
            dispositif=row.dispositif,
            agency=row.agency,
            decided=False,
        ),
    )


def apply(
    history: Mapping[str, tuple[Published, ...]], done: Iterable[WorkedDuty]
) -> Mapping[str, tuple[Published, ...]]:
    """
    Return the months as they were worked: by start, duty and person, like the plan.

    A planned duty keeps its identity and gets the hours and breaks that were worked; it is left out
    if nobody came. Work that wasn't planned is added. Months without any entry are returned as the
    same objects. Minutes are elapsed minutes, also on the nights when the clocks change.
    """
    said: dict[str, dict[str, WorkedDuty]] = defaultdict(dict)
    for entry in done:
        if entry.kind is not Kind.CANCELLED:
            said[entry.month][entry.uid or f"{PREFIX}{entry.root}"] = entry
    months = {label: _worked(history.get(label, ()), entries) for label, entries in said.items()}
    return MappingProxyType(dict(sorted({**history, **months}.items())))


def _worked(rows: Iterable[Published], said: dict[str, WorkedDuty]) -> tuple[Published, ...]:
    unmatched = dict(said)
    worked: list[Published] = []
    for row in rows:
        entry = unmatched.pop(row.uid, None)
        if entry is None or entry.kind is Kind.AS_PLANNED:
            worked.append(row)
        elif entry.kind is not Kind.ABSENT:
            duty = replace(row.worked.duty, span=entry.duty.span, breaks=entry.duty.breaks)
            worked.append(replace(row, worked=replace(row.worked, duty=duty)))
    worked.extend(
        Published(uid=uid, worked=Worked(mediator=entry.mediator, duty=_named(entry)))
        for uid, entry in unmatched.items()
        if entry.kind is not Kind.ABSENT
    )
    return tuple(sorted(worked, key=lambda p: p.order))


def _named(entry: WorkedDuty) -> Duty:
    """Return the duty of an entry; a call gets an id of its own, since a standby may have many."""
    return replace(
        entry.duty, id=entry.duty.id if entry.uid else f"{entry.duty.id}+{entry.root[:8]}"
    )


def breaks_json(breaks: Iterable[Break]) -> list[dict[str, Any]]:
    """Write breaks as rows of the database hold them."""
    return [
        {
            "minutes": pause.minutes,
            "start": None if pause.start is None else pause.start.astimezone(UTC).isoformat(),
            "kind": pause.kind.value,
        }
        for pause in breaks
    ]


def breaks_from(written: Iterable[Mapping[str, Any]]) -> tuple[Break, ...]:
    """Read breaks as rows of the database hold them."""
    return tuple(
        Break(
            minutes=pause["minutes"],
            start=pause["start"] and datetime.fromisoformat(pause["start"]).astimezone(PARIS),
            kind=BreakKind(pause["kind"]),
        )
        for pause in written
    )
