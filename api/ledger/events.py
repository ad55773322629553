"""Check that each uid of a folder names the same shift and person as in the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Published
from api.data.errors import Faults
from api.database.tables.ledger import PublishedRow, SubjectRow
from api.planning.publication import derived_uid


class _Event(NamedTuple):
    """The shift of a uid: its person (None: erased), its slot and its month (`2026-12`)."""

    mediator: str | None
    slot: str
    month: str

    @property
    def key(self) -> tuple[str | None, str]:
        return self.mediator, self.slot


def check_events(
    session: Session, months: Mapping[str, Sequence[Published]], faults: Faults
) -> None:
    """
    Note the events of a history that contradict what the register has published.

    Months are checked in order, each replacing what is published of it (see
    `append.import_history`). A shift keeps the uid by which calendars know it, and a uid keeps its
    shift.
    """
    events = _standing(session)
    uids = {event.key: uid for uid, event in events.items()}
    before = dict(events)
    for month in sorted(months):
        rows = {(row.worked.mediator, row.worked.duty.id): row.uid for row in months[month]}
        # A uid that a folder makes up is unknown to calendars here: what is published has its own.
        rows = {
            key: uids.get(key, uid) if uid == derived_uid(*key) else uid
            for key, uid in rows.items()
        }
        for uid, event in before.items():
            # What is of nobody any more stays: no file speaks of it.
            if event.month == month and event.mediator is not None and event.key not in rows:
                del events[uid], uids[event.key]
        for key, uid in rows.items():
            registered = uids.setdefault(key, uid)
            there = events.setdefault(registered, _Event(*key, month))
            if registered != uid:
                expected = f"{registered}, que le registre donne à ce service"
            elif there != _Event(*key, month):
                expected = f"un autre : le registre l’a pour {there.slot} en {there.month}"
            else:
                continue
            shown = f"{uid} ({', '.join(key)})"
            faults.add(f"{month}.csv", column="uid", received=shown, expected=expected)


def _standing(session: Session) -> dict[str, _Event]:
    columns = select(PublishedRow.uid, SubjectRow.mediator, PublishedRow.slot, PublishedRow.month)
    rows = session.execute(columns.join(SubjectRow, SubjectRow.id == PublishedRow.subject))
    return {uid: _Event(mediator, slot, month) for uid, mediator, slot, month in rows}
