"""Add a publication to the register, and update the assignments that are published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.journal import note as note_deed
from api.data.association import Published, Removal, Revision
from api.database.base import new_id
from api.database.counters import LEDGER, raise_number
from api.database.tables.ledger import (
    CalendarRevisionRow,
    EntryRow,
    PublicationRow,
    PublishedRow,
    PublishedSlotRow,
)
from api.ledger.chain import ADDED, CHANGED, REMOVED, chained, head_of
from api.ledger.changes import Change, changes_of
from api.ledger.errors import MovedError
from api.ledger.history import LedgerState, head, known
from api.ledger.identities import folder_revisions, private_revisions, with_register_uids
from api.ledger.notices import write_notices
from api.ledger.removals import IMPORT, keep_removals
from api.ledger.subjects import at_once
from api.planning.month_change import MonthChange
from api.planning.published_shifts import digest, digest_of
from scheduler.domain.people import Mediator
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment, as_posted


def slots_of(month_change: MonthChange) -> list[dict[str, Any]]:
    """
    Return the slots to publish, with the people needed and the people who count.

    All who are published on a slot count, also those that the rota leaves aside (`month_change`).
    """
    if month_change.rota is None:
        return []
    problem, people = month_change.rota.problem, month_change.rota.problem.mediator_of
    if month_change.association is not None:
        people = {**month_change.association.mediator_of, **people}
    teams: dict[str, list[Mediator]] = defaultdict(list)
    for row in month_change.after:
        slot = problem.slot_of.get(row.worked.duty.id)
        person = people.get(row.worked.mediator)
        if slot is None or person is None:
            continue
        settled = Assignment(person.id, slot.id) in problem.settled
        teams[slot.id].append(as_posted(person, slot) if settled else person)
    slots = []
    for slot in problem.slots:
        posts = posts_of(slot, teams[slot.id])
        slots.append(
            {
                "id": slot.id,
                "month": month_change.label,
                "dispositif": slot.dispositif,
                "agency": slot.agency,
                "site": slot.site,
                "kind": slot.kind.value,
                "start": slot.span.start,
                "end": slot.span.end,
                "minimum": posts.minimum,
                "target": posts.target,
                "holders": posts.have,
                "under": posts.under,
            }
        )
    return slots


def places_differ(session: Session, month_change: MonthChange) -> bool:
    """Whether the slots to publish, or how many people hold them, differ from those published."""
    of_month = select(PublishedSlotRow).where(PublishedSlotRow.month == month_change.label)
    row_of = {row.id: row for row in session.scalars(of_month)}
    return any(
        getattr(row_of.get(slot["id"]), name, None) != value
        for slot in slots_of(month_change)
        for name, value in slot.items()
    )


def write_slots(session: Session, number: int, month_change: MonthChange) -> None:
    """Replace the published slots of the month; slots that no longer exist are deleted."""
    if month_change.rota is None:
        return
    columns = PublishedSlotRow.__table__.columns
    of_month = select(columns.id).where(columns.month == month_change.label)
    if month_change.dispositifs:
        of_month = of_month.where(columns.dispositif.in_(sorted(month_change.dispositifs)))
    rows = slots_of(month_change)
    gone = {*session.scalars(of_month), *(row["id"] for row in rows)}
    for some in at_once(sorted(gone)):
        session.execute(delete(PublishedSlotRow).where(columns.id.in_(some)))
    if rows:
        session.execute(insert(PublishedSlotRow), [{**row, "publication": number} for row in rows])


def append(
    session: Session,
    caller: Caller,
    month_change: MonthChange,
    *,
    agency: str = "",
    origin: str = "publication",
    rota: str | None = None,
    version: int | None = None,
    note: str = "",
    urgent_hours: int = 48,
    there: LedgerState | None = None,
) -> PublicationRow:
    """
    Publish, in this transaction, a change worked out before it; return the publication.

    The publication has the next number, an entry for each assignment added, changed or removed
    (none, if only coverage or calendars change), and the hash of all that. The published
    assignments, the slots' coverage, the calendars' revisions and each person's notice are updated
    with it. `there`: the register before it, where the month is as it was then (None: read it).

    Raises `MovedError`: the month was published since `month_change` was worked out.
    """
    there = there or known(session)
    if there.months.get(month_change.label, ()) != month_change.before:
        raise MovedError(f"le mois {month_change.label} a été publié entre-temps")
    changes = changes_of(session, month_change)
    last = head(session)
    row = PublicationRow(
        number=last.number + 1,
        id=new_id(),
        month=month_change.month,
        agency=agency,
        dispositifs=tuple(sorted(month_change.dispositifs)),
        rota=rota,
        version=version,
        origin=origin,
        made_by=caller.user,
        made=month_change.now,
        note=note,
        fingerprint=_fingerprint(month_change),
        entries=len(changes),
        previous=last.hash,
        hash="",
    )
    # Plain values, which the chain and the table take alike: a month has thousands of them.
    entries: list[dict[str, Any]] = [
        {"position": position, "change": change.change, **change.line.values}
        for position, change in enumerate(changes)
    ]
    row.hash = chained(last.hash, head_of(row), entries)
    session.add(row)
    session.flush()
    if entries:
        of_it = {"publication": row.number}
        session.execute(
            insert(cast("Table", EntryRow.__table__)), [of_it | entry for entry in entries]
        )
    update_published(session, row.number, changes)
    imported = month_change.rota is None
    revisions = private_revisions(
        session, month_change.revisions, there.revisions, imported=imported
    )
    write_revisions(session, there.revisions, revisions)
    write_slots(session, row.number, month_change)
    write_notices(session, row.number, month_change, changes, urgent_hours)
    raise_number(session, LEDGER, to=row.number)
    note_deed(
        session,
        caller,
        "publier" if origin != IMPORT else "importer",
        "publication",
        str(row.number),
        agency=agency,
        detail={"mois": month_change.label, "entrees": len(changes)},
    )
    return row


def import_history(
    session: Session,
    caller: Caller,
    months: Mapping[str, Sequence[Published]],
    revisions: Iterable[Revision] = (),
    removals: Iterable[Removal] = (),
) -> tuple[PublicationRow, ...]:
    """
    Publish months as files hold them, one publication a month, in order; nobody is notified.

    A month that is published already is replaced by what the file holds, or left alone if equal.
    The removals that files list are added to those that are known.
    """
    # Each month is written once, in this transaction: none moves what was read of the others.
    there = known(session)
    publications = tuple(
        append(session, caller, month_change, origin=IMPORT, there=there)
        for month_change in month_changes(session, months, revisions)
    )
    keep_removals(session, removals)
    return publications


def month_changes(
    session: Session, months: Mapping[str, Sequence[Published]], revisions: Iterable[Revision] = ()
) -> tuple[MonthChange, ...]:
    """Return what `import_history` publishes of months; those that stay as they are have none."""
    now = datetime.now(UTC).replace(microsecond=0)
    there = known(session)
    # A folder that was written from here, and read again, revises nothing.
    stands = {*there.revisions, *folder_revisions(session, there.revisions)}
    imported = tuple(revision for revision in revisions if revision not in stands)
    changes = []
    for label in sorted(months):
        before = there.months.get(label)
        after = with_register_uids(months[label], before or ())
        kept = imported if label == max(months) else ()
        if before is not None and set(before) == set(after) and not kept:
            continue
        changes.append(
            MonthChange(
                month=date.fromisoformat(f"{label}-01"),
                before=before or (),
                after=after,
                now=now,
                revisions=kept,
            )
        )
    return tuple(changes)


def _fingerprint(month_change: MonthChange) -> str:
    if month_change.rota is not None:
        return digest(month_change.rota)
    duties = (
        (row.worked.mediator, row.worked.duty.id, row.worked.duty.span)
        for row in month_change.after
    )
    return digest_of(duties)


def update_published(session: Session, number: int, changes: Sequence[Change]) -> None:
    """Apply entries to the published assignments."""
    gone = [change.line.uid for change in changes if change.change == REMOVED]
    for some in at_once(gone):
        session.execute(delete(PublishedRow).where(PublishedRow.uid.in_(some)))
    rows = {
        kind: [
            {**change.line.values, "month": change.line.month, "publication": number}
            for change in changes
            if change.change == kind
        ]
        for kind in (ADDED, CHANGED)
    }
    if rows[CHANGED]:
        session.execute(update(PublishedRow), rows[CHANGED])
    if rows[ADDED]:
        session.execute(insert(cast("Table", PublishedRow.__table__)), rows[ADDED])


def write_revisions(
    session: Session, previous: Iterable[Revision], month_change: Iterable[Revision]
) -> None:
    """Write new revisions of calendar events; those of other events stay as they are."""
    old = {revision.key: revision for revision in previous}
    new = [revision for revision in month_change if old.get(revision.key) != revision]
    replaced = [old[revision.key].uid for revision in new if revision.key in old]
    for some in at_once([*replaced, *(revision.uid for revision in new)]):
        session.execute(delete(CalendarRevisionRow).where(CalendarRevisionRow.uid.in_(some)))
    if new:
        session.execute(insert(CalendarRevisionRow), [dict(vars(revision)) for revision in new])
