"""Work out what a publication adds, changes and removes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.errors import UnknownError
from api.data.association import Published
from api.database.tables.ledger import EntryRow
from api.ledger.chain import ADDED, CHANGED, REMOVED
from api.ledger.identities import guessable
from api.ledger.lines import Line
from api.ledger.subjects import at_once, known_subjects, subjects_of, uid_of
from api.planning.month_change import MonthChange

SECOND = timedelta(seconds=1)
NO_LIVES: Mapping[tuple[str, str], Line] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Change:
    """An entry to write: how an assignment changes, and what it was before (None: not there)."""

    mediator: str
    change: str
    line: Line
    old: Line | None = None


def changes_of(session: Session, month_change: MonthChange) -> list[Change]:
    """Return the entries to write, by start, slot and uid; people without a subject get one."""
    old, new = _by_key(month_change.before), _by_key(month_change.after)
    subjects = subjects_of(session, (who for who, _ in (*old, *new)))
    lives = _lives(session, {(subjects[who], slot) for who, slot in new.keys() - old.keys()})
    return differences(month_change, subjects, lives)


def changes_made_again(session: Session, month_change: MonthChange, number: int) -> list[Change]:
    """
    Return the entries that publication `number` would write of a change, reading alone.

    Raises `UnknownError`: the register doesn't name somebody whom the change names.
    """
    old, new = _by_key(month_change.before), _by_key(month_change.after)
    people = {who for who, _ in (*old, *new)}
    subjects = known_subjects(session, people)
    if people - subjects.keys():
        raise UnknownError
    wanted = {(subjects[who], slot) for who, slot in new.keys() - old.keys()}
    return differences(month_change, subjects, _lives(session, wanted, before=number))


def differences(
    month_change: MonthChange,
    subjects: Mapping[str, str],
    lives: Mapping[tuple[str, str], Line] = NO_LIVES,
) -> list[Change]:
    """
    Return how each assignment changes, by start, slot and uid.

    `lives`: the last entry of each person whom the register had on a slot and then removed.
    """
    old, new = _by_key(month_change.before), _by_key(month_change.after)
    changes = []
    for key, row in new.items():
        subject = subjects[key[0]]
        if key not in old:
            line = _again(row, subject, lives.get((subject, key[1])), month_change)
            changes.append(Change(mediator=key[0], change=ADDED, line=line))
        elif row != old[key]:
            before = Line.of(old[key], subject)
            line = Line.of(_later(row, old[key]), subject)
            if line != before:
                changes.append(Change(mediator=key[0], change=CHANGED, line=line, old=before))
    for key, row in old.items():
        if key not in new:
            line = Line.of(row, subjects[key[0]])
            changes.append(Change(mediator=key[0], change=REMOVED, line=line, old=line))
    return sorted(changes, key=lambda c: (c.line.start, c.line.slot, c.line.uid))


def counts(month_change: MonthChange) -> Counter[str]:
    """Return how many assignments a change adds, changes and removes; nobody gets a subject."""
    people = {row.worked.mediator for row in (*month_change.before, *month_change.after)}
    return Counter(c.change for c in differences(month_change, {who: who for who in people}))


def _lives(
    session: Session, wanted: set[tuple[str, str]], *, before: int | None = None
) -> dict[tuple[str, str], Line]:
    """Return the last entry, before a publication, of people on slots that were taken away."""
    lives: dict[tuple[str, str], Line] = {}
    for some in at_once(sorted({slot for _, slot in wanted})):
        query = select(*EntryRow.__table__.columns).where(EntryRow.slot.in_(some))
        if before is not None:
            query = query.where(EntryRow.publication < before)
        rows = session.execute(query.order_by(EntryRow.publication, EntryRow.position))
        for row in rows:
            if (row.subject, row.slot) in wanted:
                lives[row.subject, row.slot] = Line.from_row(row)
    return lives


def _again(row: Published, subject: str, life: Line | None, month_change: MonthChange) -> Line:
    """
    Return the line of somebody put on a slot: a new event, or the one that was taken away.

    Calendars that still hold it believe only a later revision. What files say of an event is
    kept, for phones know it so; a uid that can be guessed is not.
    """
    if month_change.rota is None:
        if guessable(row):
            row = replace(row, uid=life.uid if life else uid_of(subject, row.worked.duty.id))
        return Line.of(row, subject)
    if life is None:
        return Line.of(replace(row, uid=uid_of(subject, row.worked.duty.id)), subject)
    continued = replace(row, uid=life.uid, sequence=life.sequence + 1)
    changed = max(
        [month_change.now, *(_read(t) + SECOND for t in (life.changed, life.created) if t)]
    )
    created = _read(life.created) if life.created else month_change.now
    return Line.of(replace(continued, created=created, changed=changed), subject)


def _later(row: Published, old: Published) -> Published:
    """Return a changed row whose instant of change is later than the last one."""
    last = old.changed or old.created
    if row.sequence == old.sequence or row.changed is None or last is None:
        return row
    return replace(row, changed=max(row.changed, last + SECOND))


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _by_key(rows: Iterable[Published]) -> dict[tuple[str, str], Published]:
    return {(row.worked.mediator, row.worked.duty.id): row for row in rows}
