"""Collect notices: what each person was told, and when, by hand or by a publication."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from api.data.association import Published
from scheduler.domain.duty import DutyKind
from scheduler.domain.employer import Notice, NoticeKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from api.data.association import Removal
    from scheduler.domain.presence import Presence

Told = tuple[str, NoticeKind, str]
"""A person, what of, and the duty's id."""


def notices_of(
    months: Mapping[str, tuple[Published, ...]],
    typed: Iterable[Notice],
    removals: Iterable[Removal] = (),
) -> Iterator[Notice]:
    """
    Yield the notices that were entered by hand, then those that publications gave.

    `removals`: what was taken away since, which tells when a month was first published. What was
    typed of a duty, or of a day where it names none, stands for what the publication would tell: it
    alone knows of circumstances and of people's agreement.
    """
    entered = tuple(typed)
    yield from entered
    gone = _by_month(removals)
    automatic = (
        notice for label, rows in months.items() for notice in published(rows, gone.get(label, ()))
    )
    yield from _not_entered(automatic, entered)


def _not_entered(automatic: Iterable[Notice], entered: Iterable[Notice]) -> Iterator[Notice]:
    """Yield the notices, each of one duty, for which nothing was entered by hand."""
    duties: set[Told] = set()
    days: set[tuple[str, NoticeKind, date]] = set()
    for notice in entered:
        duties.update((notice.mediator, notice.kind, duty) for duty in notice.duties)
        if not notice.duties:
            days.add((notice.mediator, notice.kind, notice.effective))
    for notice in automatic:
        subject = (notice.mediator, notice.kind, notice.duties[0])
        day = (notice.mediator, notice.kind, notice.effective)
        if subject not in duties and day not in days:
            yield notice


def removals_told(
    removals: Iterable[Removal], typed: Iterable[Notice], presence: Presence
) -> Iterator[Notice]:
    """
    Yield the notices of the work that publications took away from people.

    None of whoever is away then: an absence took it away, and they aren't told to come less. What
    was typed stands for it, as in `notices_of`.
    """
    yield from _not_entered(_taken_away(removals, presence), typed)


def withdrawn(
    months: Mapping[str, tuple[Published, ...]],
    removals: Collection[Removal],
    typed: Iterable[Notice],
    presence: Presence,
) -> Iterator[Notice]:
    """
    Yield the notices that publications gave of shifts that later ones took away.

    Whoever is told late to come, and later on not to come, is told twice. None of whoever is away
    then, and what was typed stands for them, as in `removals_told`.
    """
    notices = (
        notice
        for label, gone in _by_month(removals).items()
        for notice in _change_notices(
            _shifts(gone), _first_told((*months.get(label, ()), *_shifts(gone)))
        )
    )
    away = {
        (removal.worked.mediator, removal.worked.duty.id)
        for removal in removals
        if presence.is_away(removal.worked.mediator, removal.worked.duty.span)
    }
    there = (notice for notice in notices if (notice.mediator, notice.duties[0]) not in away)
    yield from _not_entered(there, typed)


def _by_month(removals: Iterable[Removal]) -> Mapping[str, list[Removal]]:
    """Return removals by the month in which their shifts would have begun."""
    months: dict[str, list[Removal]] = defaultdict(list)
    for removal in removals:
        months[f"{removal.worked.duty.span.day:%Y-%m}"].append(removal)
    return months


def _shifts(removals: Iterable[Removal]) -> list[Published]:
    """
    Return shifts that were taken away as they were published.

    Where it isn't known when, they were by the time that they were taken away.
    """
    return [
        Published(
            uid="",
            worked=each.worked,
            sequence=int(each.changed is not None and each.changed != each.created),
            created=each.created or each.removed,
            changed=each.changed,
        )
        for each in removals
    ]


def _taken_away(removals: Iterable[Removal], presence: Presence) -> Iterator[Notice]:
    for removal in removals:
        who, duty = removal.worked.mediator, removal.worked.duty
        if duty.kind is DutyKind.WORK and not presence.is_away(who, duty.span):
            yield Notice(
                mediator=who,
                kind=NoticeKind.SCHEDULE,
                notified=removal.removed.astimezone(PARIS).date(),
                effective=duty.span.day,
                duties=(duty.id,),
            )


def published(rows: Iterable[Published], gone: Iterable[Removal] = ()) -> Iterator[Notice]:
    """
    Yield the notices that the publication of a month gave.

    A standby is told of when it is published, or changed. A shift changed or added after the
    person's month was first published is a change of schedule; what is recorded after the shift
    tells what was done: it is no notice. `gone`: the shifts taken away of the month, which may have
    been all that a person had in it.
    """
    known = list(rows)
    yield from _change_notices(known, _first_told((*known, *_shifts(gone))))


def _first_told(rows: Iterable[Published]) -> Mapping[str, date]:
    """Return the day on which each person's month was first published, where it is known."""
    first: dict[str, date] = {}
    for row in rows:
        if row.created is not None:
            who, day = row.worked.mediator, row.created.astimezone(PARIS).date()
            first[who] = min(day, first.get(who, day))
    return first


def _change_notices(rows: Iterable[Published], first: Mapping[str, date]) -> Iterator[Notice]:
    for row in rows:
        who, duty = row.worked.mediator, row.worked.duty
        when = row.changed or row.created
        if when is None or who not in first:
            continue
        notified, standby = when.astimezone(PARIS).date(), duty.kind is DutyKind.STANDBY
        changed = row.sequence > 0 or notified > first[who]
        if notified <= duty.span.day and (standby or changed):
            yield Notice(
                mediator=who,
                kind=NoticeKind.STANDBY if standby else NoticeKind.SCHEDULE,
                notified=notified,
                effective=duty.span.day,
                duties=(duty.id,),
            )
