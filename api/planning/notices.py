"""Collect notices: what each person was told, and when, by hand or by a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.employer import Notice, NoticeKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from api.data.association import Published, Removal
    from scheduler.domain.presence import Presence

Told = tuple[str, NoticeKind, str]
"""A person, what of, and the duty's id."""


def notices_of(
    months: Mapping[str, tuple[Published, ...]], typed: Iterable[Notice]
) -> Iterator[Notice]:
    """
    Yield the notices that were entered by hand, then those that publications gave.

    What was typed of a duty, or of a day where it names none, stands for what the publication
    would tell: it alone knows of circumstances and of people's agreement.
    """
    entered = tuple(typed)
    yield from entered
    automatic = (notice for rows in months.values() for notice in published(rows))
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


def published(rows: Iterable[Published]) -> Iterator[Notice]:
    """
    Yield the notices that the publication of a month gave.

    A standby is told of when it is published, or changed. A shift changed or added after the
    person's month was first published is a change of schedule; what is recorded after the shift
    tells what was done: it is no notice.
    """
    known = list(rows)
    first: dict[str, date] = {}
    for row in known:
        if row.created is not None:
            who, day = row.worked.mediator, row.created.astimezone(PARIS).date()
            first[who] = min(day, first.get(who, day))
    for row in known:
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
