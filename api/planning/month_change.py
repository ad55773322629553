"""Work out what publishing a rota changes in its month, before anything is written."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from api.data.association import Association, Published, Removal, RemovalCause, Revision
from api.planning.names import Names, names_of
from api.planning.published_shifts import PLANNED, begun, derived_uid, published_rows
from calendars.events import Entry, Event, key_of, of_rota, revise
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import minute_at


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


@dataclass(frozen=True, kw_only=True)
class MonthChange:
    """
    What a publication changes: the month's rows `before` and `after`, and calendars' revisions.

    `events`: the month's calendar events after the publication. `rota`: the rota that is published
    (None: an import). `association`: the data that the change was worked out from.
    """

    month: date
    before: tuple[Published, ...]
    after: tuple[Published, ...]
    now: datetime
    dispositifs: frozenset[str] = frozenset()
    revisions: tuple[Revision, ...] = ()
    events: tuple[Event, ...] = ()
    rota: Rota | None = None
    association: Association | None = None

    @property
    def label(self) -> str:
        """Return the month as histories name it: `2026-12`."""
        return f"{self.month:%Y-%m}"

    @property
    def removals(self) -> tuple[Removal, ...]:
        """Return the shifts yet to begin that it takes away or changes: an import, none."""
        return () if self.rota is None else tuple(self._removals())

    def _removals(self) -> Iterator[Removal]:
        kept = {(row.worked.mediator, row.worked.duty.id): row for row in self.after}
        for row in self.before:
            same = kept.get((row.worked.mediator, row.worked.duty.id))
            if begun(row, self.now) or (same is not None and same.sequence == row.sequence):
                continue
            yield Removal(
                worked=row.worked,
                removed=self.now,
                created=row.created,
                changed=row.changed,
                cause=RemovalCause.TAKEN if same is None else RemovalCause.CHANGED,
            )


def month_change(
    association: Association,
    rota: Rota,
    now: datetime,
    dispositifs: Iterable[str] = (),
    *,
    sweep: bool = True,
) -> MonthChange:
    """
    Work out what publishing a rota at `now` changes in its month.

    `dispositifs`: those that the rota decides (none: all). With `sweep`, their published shifts not
    yet begun are removed if templates no longer make the slot. A person who is no longer in the
    rota's problem (another post, a contract that ended) keeps shifts that have begun and, without
    `sweep`, all shifts. Past shifts keep their published hours, even if templates changed since.
    """
    first = rota.problem.horizon.days[0].replace(day=1)
    stamp = now.astimezone(UTC).replace(microsecond=0)  # as files and calendars write it
    before = association.history.get(f"{first:%Y-%m}", ())
    decided = frozenset(dispositifs)
    gone = lost_of(before, rota.problem.slot_of, stamp, decided) if sweep else ()
    lost = {row.uid for row in gone}
    strange = _strange(before, rota, decided, stamp if sweep else None)
    # Past shifts keep what was published of them.
    over = {
        (r.worked.mediator, r.worked.duty.id): r
        for r in before
        if r.worked.duty.span.last <= minute_at(stamp)
    }
    rows = (
        over.get((r.worked.mediator, r.worked.duty.id), r)
        for r in published_rows(rota, before, stamp)
        if r.uid not in lost
    )
    after = tuple(sorted((*strange, *rows), key=lambda p: p.order))
    shown = events(rota, after, association.revisions, stamp, names=names_of(association))
    return MonthChange(
        month=first,
        before=before,
        after=after,
        now=stamp,
        dispositifs=decided,
        revisions=tuple(revisions_of(shown)),
        events=shown,
        rota=rota,
        association=association,
    )


def _strange(
    rows: Iterable[Published], rota: Rota, dispositifs: frozenset[str], now: datetime | None
) -> tuple[Published, ...]:
    """
    Return the published rows on the problem's slots that the problem leaves out, and that stay.

    Those that others decide, and of the rest what has begun at `now` (None: all).
    """
    problem = rota.problem
    assigned = problem.previous | rota.whole
    return tuple(
        row
        for row in rows
        if row.worked.duty.id in problem.slot_of
        and Assignment(row.worked.mediator, row.worked.duty.id) not in assigned
        and (
            now is None
            or begun(row, now)
            or (dispositifs and row.worked.duty.dispositif not in dispositifs)
        )
    )


def lost_of(
    rows: Iterable[Published], slots: Container[str], now: datetime, dispositifs: frozenset[str]
) -> tuple[Published, ...]:
    """Return rows yet to begin, of these dispositifs (none: all), whose slot no longer exists."""
    return tuple(
        row
        for row in rows
        if row.worked.duty.id not in slots
        and row.worked.duty.kind in PLANNED
        and (not dispositifs or row.worked.duty.dispositif in dispositifs)
        and not begun(row, now)
    )
