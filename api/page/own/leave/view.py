"""What the page of leave shows: requests and what was answered, and the shifts that they hit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.database.tables.asking import LeaveState
from api.french.words import brief_date
from api.leave.service import ASKED_FOR, LIVE, span_of
from api.page.own.words import shift_words, stretch_words
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from api.database.tables.asking import LeaveRow
    from api.leave.impact import BrokenShift
    from api.planning.names import Names
    from scheduler.domain.people import Mediator

KINDS = {
    AbsenceKind.LEAVE: "Congé",
    AbsenceKind.RECOVERY: "Récupération",
    AbsenceKind.REST: "Repos compensateur",
    AbsenceKind.UNPAID: "Congé sans solde",
    AbsenceKind.UNAVAILABLE: "Indisponibilité",
}
"""What one may ask for, as it is called."""

CHOICES = tuple((kind.value, title) for kind, title in KINDS.items() if kind in ASKED_FOR)
NOON = "13:00"
"""Where a day is cut in two: a morning ends and an afternoon begins."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A request: `open` until somebody answers."""

    id: str
    number: int
    title: str
    when: str
    state: str
    answer: str
    shifts: tuple[str, ...]
    open: bool


def moments(start: str, start_half: str, end: str, end_half: str) -> tuple[str, str]:
    """Return the moments of a form: if the last day is empty, it is the first one."""
    last = end or start
    return (
        f"{start}T{NOON}" if start_half == "apres-midi" else start,
        f"{last}T{NOON}" if end_half == "matin" else last,
    )


def lines_of(
    rows: Iterable[tuple[LeaveRow, Sequence[BrokenShift]]],
    me: Mediator,
    names: Names,
    now: datetime,
) -> tuple[Line, ...]:
    """Return the lines of requests; the shifts that each hits are looked for in `rows`."""
    agency = names.agencies.get(me.agency, "")
    return tuple(_line(row, shifts, agency, names, now) for row, shifts in rows)


def shifts_of(shifts: Iterable[BrokenShift], names: Names) -> tuple[str, ...]:
    """Write the shifts that leave hits."""
    return tuple(shift_words(shift.span, names.site(shift.site)) for shift in shifts)


def _line(
    row: LeaveRow, shifts: Sequence[BrokenShift], agency: str, names: Names, now: datetime
) -> Line:
    asked_on = brief_date(row.requested.astimezone(PARIS).date())
    whom = f"du responsable de {agency}" if agency else "de votre responsable"
    states = {
        LeaveState.ASKED.value: f"Demandé le {asked_on}, réponse attendue {whom} ou des RH",
        LeaveState.GRANTED.value: "Accordé",
        LeaveState.REFUSED.value: "Refusé",
        LeaveState.WITHDRAWN.value: "Retiré",
    }
    matters = row.state in LIVE and span_of(row).end > now
    return Line(
        id=row.id,
        number=row.number,
        title=KINDS[AbsenceKind(row.kind)],
        when=stretch_words(row.start, row.end, now.year),
        state=states[row.state],
        answer=row.answer,
        shifts=shifts_of(shifts, names) if matters else (),
        open=row.state == LeaveState.ASKED.value,
    )
