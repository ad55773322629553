"""What the page of requests shows: what waits for an answer, and what was answered lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.database.tables.asking import LeaveState, SwapState
from api.french.plural import plural
from api.hours.worked import Kind
from api.page.appointments.view import line_of
from api.page.requests.hours.view import HoursLine, hours_line, published_of
from api.page.requests.words import by_words, day_words, leave_words, person_name, swap_people
from api.planning.names import short_person
from api.swaps.pages import kept_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from api.appointments.following import Followed
    from api.data.association import Association
    from api.database.tables.asking import LeaveRow, SwapRow, WorkedRow
    from api.page.appointments.view import AppointmentLine
    from api.planning.names import Names

HOURS_SHOWN = 200
"""Hours to confirm that a page lists: the oldest; the next come when these are answered."""

VERDICTS = {
    LeaveState.GRANTED.value: "accordé",
    LeaveState.REFUSED.value: "refusé",
    SwapState.APPROVED.value: "approuvé et publié",
    Kind.CANCELLED.value: "retirées",
}


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request that waits. `state`: what it waits for beside an answer (empty: nothing)."""

    address: str
    who: str
    what: tuple[str, ...]
    note: str
    since: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AnsweredLine:
    """A request that was answered: what, how, by whom and when."""

    address: str
    who: str
    what: str
    verdict: str
    answer: str
    by: str
    when: str


def leave_lines(
    rows: Iterable[LeaveRow], association: Association, now: datetime
) -> tuple[RequestLine, ...]:
    """Write the requests for leave that wait."""
    return tuple(
        RequestLine(
            address=f"/demandes/conges/{row.id}",
            who=person_name(association, row.mediator),
            what=(leave_words(row, now),),
            note=row.note,
            since=day_words(row.requested, now),
            state="",
        )
        for row in rows
    )


def swap_lines(
    rows: Iterable[tuple[SwapRow, bool]], association: Association, names: Names, now: datetime
) -> tuple[RequestLine, ...]:
    """Write the swaps that wait; each with whether the reader's side is approved already."""
    return tuple(
        RequestLine(
            address=f"/demandes/echanges/{row.id}",
            who=swap_people(row, association),
            what=tuple(
                f"{short_person(association, shift['person'])} donne {kept_words(shift, names)}"
                for shift in row.shifts
            ),
            note=row.note,
            since=day_words(row.requested, now),
            state="approuvé de votre côté, l’autre équipe doit encore l’approuver"
            if agreed
            else "",
        )
        for row, agreed in rows
    )


def appointment_lines(
    waiting: Iterable[Followed], names: Names, association: Association, now: datetime
) -> tuple[AppointmentLine, ...]:
    """Write the appointments that commanditaires ask for."""
    return tuple(line_of(each, names, association, now, plans=True) for each in waiting)


def hours_lines(
    rows: Sequence[WorkedRow], association: Association, names: Names
) -> tuple[HoursLine, ...]:
    """Write the oldest hours that wait for a confirmation."""
    published = {
        row.uid: row
        for month in {row.month for row in rows}
        for row in association.history.get(month, ())
    }
    return tuple(
        hours_line(row, published.get(row.uid), person_name(association, row.mediator), names)
        for row in rows[:HOURS_SHOWN]
    )


def answered_leave(
    rows: Iterable[LeaveRow], association: Association, accounts: Mapping[str, str], now: datetime
) -> tuple[AnsweredLine, ...]:
    """Write leave that was answered lately."""
    return tuple(
        AnsweredLine(
            address=f"/demandes/conges/{row.id}",
            who=person_name(association, row.mediator),
            what=leave_words(row, now),
            verdict=VERDICTS[row.state],
            answer=row.answer,
            by=by_words(accounts, row.decided_by),
            when=day_words(row.decided, now),
        )
        for row in rows
    )


def answered_swaps(
    rows: Iterable[SwapRow], association: Association, accounts: Mapping[str, str], now: datetime
) -> tuple[AnsweredLine, ...]:
    """Write swaps that were decided lately."""
    return tuple(
        AnsweredLine(
            address=f"/demandes/echanges/{row.id}",
            who=swap_people(row, association),
            what=plural(len(row.shifts), "service"),
            verdict=VERDICTS[row.state],
            answer=row.answer,
            by=by_words(accounts, row.decided_by),
            when=day_words(row.decided, now),
        )
        for row in rows
    )


def answered_hours(
    rows: Iterable[WorkedRow],
    association: Association,
    names: Names,
    accounts: Mapping[str, str],
    now: datetime,
) -> tuple[AnsweredLine, ...]:
    """Write hours that were confirmed lately."""
    lines = []
    for row in rows:
        published = published_of(row, association)
        line = hours_line(row, published, person_name(association, row.mediator), names)
        lines.append(
            AnsweredLine(
                address=line.address,
                who=line.who,
                what=f"{line.day}, {line.place} : {line.done}",
                verdict=VERDICTS.get(row.kind, "confirmées"),
                answer="",
                by=by_words(accounts, row.confirmed_by),
                when=day_words(row.entered, now),
            )
        )
    return tuple(lines)
