"""Make the calendar events of a month: shifts, trainings, absences, with their revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from api.data.association import Published, Revision
from api.planning.names import Names
from api.planning.publication import derived_uid
from calendars.events import Entry, Event, key_of, of_rota, revise
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot


def events(
    rota: Rota,
    rows: Iterable[Published],
    revisions: Iterable[Revision],
    when: datetime,
    *,
    names: Names,
) -> tuple[Event, ...]:
    """
    Return the calendar events of a month, each with its identity and its revision.

    Shifts take both from `rows`, the rows of the month's publication (made or in preparation);
    trainings and absences take them from `revisions`, as they were last published. New events and
    those that changed since are revised at `when`, so that the same data give the same events.
    """
    row_of = {(row.worked.mediator, row.worked.duty.id): row for row in rows}
    shifts, others = [], []
    for mediator, what in of_rota(rota):
        if not isinstance(what, Slot):
            others.append((mediator, what))
            continue
        row = row_of[mediator, what.id]
        created = row.created or when
        shifts.append(
            Event(
                uid=row.uid,
                mediator=mediator,
                what=what,
                sequence=row.sequence,
                created=created,
                modified=max(created, row.changed or when),
            )
        )
    return (*shifts, *_revised(others, revisions, when, names, rota))


def _revised(
    others: Sequence[tuple[str, Entry]],
    revisions: Iterable[Revision],
    when: datetime,
    names: Names,
    rota: Rota,
) -> tuple[Event, ...]:
    """Return trainings and absences, revised where calendars would show something else."""
    stored = {revision.key: revision for revision in revisions}
    before: dict[str, Event] = {}
    new = []
    for mediator, what in sorted(others, key=lambda o: (o[1].span.first, key_of(*o))):
        key = key_of(mediator, what)
        old = stored.get(key)
        if old is None:
            new.append(derived_uid(*key))
            continue
        before[old.uid] = Event(
            uid=old.uid,
            mediator=mediator,
            what=what,
            sequence=old.sequence,
            created=old.created,
            modified=old.changed,
            shown=old.shown,
        )
    latest = max((event.modified for event in before.values()), default=when)
    people = {m.id: m.name for m in rota.problem.mediators}
    uids = iter(new)
    return revise(
        before, others, max(when, latest), names=names, people=people, uids=lambda: next(uids)
    )


def revisions_of(events: Iterable[Event]) -> Iterator[Revision]:
    """Yield the revisions of trainings and absences to keep once these events are published."""
    for event in events:
        if not isinstance(event.what, Slot):
            mediator, kind, about = event.key
            yield Revision(
                mediator=mediator,
                kind=kind,
                about=about,
                uid=event.uid,
                sequence=event.sequence,
                created=event.created,
                changed=event.modified,
                shown=event.shown,
            )
