"""Read and keep months in a database: drafts, versions, the chained register, what follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api import modules
from api.access.caller import Caller
from api.access.journal import note as note_deed
from api.data.association import Acknowledgement, Association
from api.data.rows.demand import LockRow
from api.data.rows.kinds import KINDS
from api.data.stored.entries import Add, Entry
from api.data.stored.rows import apply
from api.data.tables.rows import table_of
from api.database.counters import DATA, stamp
from api.database.engine import reading, writing
from api.database.tables.ledger import PublicationRow
from api.database.tables.month import RotaRow
from api.ledger.append import append, places_differ
from api.ledger.history import Head, head, whole
from api.ledger.subjects import forgotten
from api.month.frames import Frame, chosen_of
from api.month.places.drafts import (
    add_version,
    assignments_of,
    draft,
    overtaken_by,
    stale,
    version_of,
)
from api.month.places.place import DraftVersion, PublishedMeanwhile, Stamp, Version
from api.planning.month_change import MonthChange
from api.settings import Settings
from scheduler.domain.problem import Assignment, Lock

ACKNOWLEDGEMENTS = "acquittements"

LOCKS = table_of(LockRow)

DEEDS = {
    "modification": "modifier",
    "annulation": "revenir",
    "reprise": "reprendre",
    "publie": "repartir",
}
"""What the journal says of a version, by its origin."""

State = tuple[tuple[int, datetime | None], Head, frozenset[str]]
"""By what one knows that nothing moved: the association's data, the register, who was forgotten."""


@dataclass(frozen=True, kw_only=True)
class OpenDatabase:
    """A database inside one transaction, for one caller."""

    session: Session
    caller: Caller
    settings: Settings
    also: tuple[Hook, ...]

    @property
    def association(self) -> Association:
        """The association, with all that is published."""
        return whole(self.session)

    @property
    def state(self) -> State:
        """Return marks that change when data, register or erasures do, to compare later."""
        return stamp(self.session, DATA), head(self.session), forgotten(self.session)

    @property
    def register(self) -> int:
        """Number of the last publication (0: none)."""
        return head(self.session).number

    def version(self, wanted: DraftVersion | Version, *, head: bool = False) -> Version:
        """Return a version, as it is now (see `api.month.places.place.OpenPlace`)."""
        known = wanted.of if isinstance(wanted, Version) else wanted
        if known is None:
            assert isinstance(wanted, Version)  # noqa: S101 - of no draft: it is in hand
            return wanted
        row = self._head(known) if head else draft(self.session, known.draft, alive=True)
        return Version(
            month=row.month,
            own=chosen_of(self.association, row),
            assignments=assignments_of(self.session, known.draft, known.number),
            of=known,
        )

    def locks_on(self, assignments: Collection[Assignment]) -> tuple[Lock, ...]:
        """Return the locks that keep some of these assignments now, by one query."""
        slots = {assignment.slot for assignment in assignments}
        rows = self.session.execute(
            select(LOCKS.c.mediator, LOCKS.c.slot, LOCKS.c.by, LOCKS.c.why)
            .where(LOCKS.c.slot.in_(slots))
            .order_by(LOCKS.c.key)
        )
        return tuple(
            Lock(mediator=row.mediator, slot=row.slot, by=row.by, why=row.why)
            for row in rows
            if Assignment(row.mediator, row.slot) in assignments
        )

    def overtaken(self, version: Version, frame: Frame) -> PublishedMeanwhile:
        """Return what others published that the draft doesn't take into account and lacks."""
        if version.of is None:
            return PublishedMeanwhile()
        return overtaken_by(self.session, version.of, frame)

    def catch_up(self, known: DraftVersion) -> None:
        """Note that a version takes into account all that is published."""
        version_of(self.session, known.draft, known.number).seen = self.register

    def places_differ(self, month_change: MonthChange) -> bool:
        """Whether publishing would change the slots themselves, even if their holders stay."""
        return places_differ(self.session, month_change)

    def keep(
        self,
        base: DraftVersion,
        assignments: Iterable[Assignment],
        *,
        origin: str,
        note: str = "",
        seen: int | None = None,
    ) -> DraftVersion:
        """
        Add a version to a draft after `base`, and make it the draft's current one.

        `seen`: the last publication that it takes into account (None: that of `base`).
        """
        row = self._head(base)
        version = add_version(
            self.session,
            row,
            frozenset(assignments),
            parent=base.number,
            origin=origin,
            by=self.caller.user,
            note=note,
            seen=seen,
        )
        row.head = version.number
        note_deed(
            self.session,
            self.caller,
            DEEDS[origin],
            "planning",
            row.id,
            agency=row.agency,
            detail={"version": version.number},
        )
        return DraftVersion(row.id, version.number)

    def publish(
        self,
        version: Version,
        month_change: MonthChange,
        *,
        origin: str = "publication",
        note: str = "",
    ) -> PublicationRow:
        """Publish a version, all that follows a publication, and `also`, in one transaction."""
        row = None if version.of is None else self._head(version.of)
        made = append(
            self.session,
            self.caller,
            month_change,
            agency=self._agency(version.own or ()) if row is None else row.agency,
            origin=origin,
            rota=None if row is None else row.id,
            version=None if version.of is None else version.of.number,
            note=note,
            urgent_hours=self.settings.urgent_hours,
        )
        if row is not None and version.of is not None:
            row.published = version.of.number
            self.catch_up(version.of)
            self.session.flush()  # what follows asks the database
        for hook in (*self.also, *hooks_of(self.settings)):
            hook(self.session, made)
        return made

    def stamp(self, frame: Frame) -> Stamp | None:
        """Return when the month was last published for the frame's dispositifs (None: never)."""
        rows = self.session.execute(
            select(PublicationRow.made, PublicationRow.dispositifs)
            .where(PublicationRow.month == frame.month)
            .order_by(PublicationRow.number.desc())
        )
        last = head(self.session)
        for made, dispositifs in rows:
            if not dispositifs or frame.own is None or frame.own & set(dispositifs):
                return Stamp(published=made, register=last.number, head=last.hash)
        return None

    def answer(self, answers: Mapping[Acknowledgement, str]) -> list[Entry]:
        """Store acknowledgements, each with its finding's agency, and return their rows."""
        kind = KINDS[ACKNOWLEDGEMENTS]
        rows = [Add(kind, _cells(each)) for each in answers]
        entries = apply(self.session, rows, by=self.caller.user)
        for each, agency in answers.items():
            note_deed(self.session, self.caller, "acquitter", "constat", each.code, agency=agency)
        return entries

    def _head(self, known: DraftVersion) -> RotaRow:
        """Return a draft, if the version is its last one (StaleVersionError: it isn't)."""
        row = draft(self.session, known.draft, alive=True)
        if row.head != known.number:
            raise stale(self.session, known.draft, row.head, known.number)
        return row

    def _agency(self, dispositifs: Iterable[str]) -> str:
        """Return the agency of dispositifs (empty: several, or none)."""
        there = self.association.dispositif_of
        agencies = {there[dispositif].agency for dispositif in dispositifs}
        return agencies.pop() if len(agencies) == 1 else ""


def _cells(answer: Acknowledgement) -> dict[str, str | None]:
    month = None if answer.month is None else f"{answer.month:%Y-%m}"
    return {**vars(answer), "day": answer.day.isoformat(), "month": month}


class DatabasePlace:
    """
    A database, for a caller whom the journal names.

    `settings`: of the service (None: as they are where nobody set any). `also`: what is to run in
    the transaction of a publication beside what always follows one, and before it.
    """

    def __init__(
        self,
        engine: Engine,
        caller: Caller,
        settings: Settings | None = None,
        also: Iterable[Hook] = (),
    ) -> None:
        self.engine, self.caller = engine, caller
        self.settings, self.also = settings or Settings(), tuple(also)

    @contextmanager
    def reading(self) -> Iterator[OpenDatabase]:
        """Open the database for reading, as it is at this moment."""
        with reading(self.engine) as session:
            yield self.at(session)

    @contextmanager
    def writing(self) -> Iterator[OpenDatabase]:
        """Open one transaction that lets nobody else write to the database."""
        with writing(self.engine) as session:
            yield self.at(session)

    def at(self, session: Session) -> OpenDatabase:
        """Return the database inside a transaction that is open already."""
        return OpenDatabase(
            session=session, caller=self.caller, settings=self.settings, also=self.also
        )


Hook = Callable[["Session", "PublicationRow"], Any]
"""Called in the transaction of a publication, once it is in the register."""


def hooks_of(settings: Settings) -> tuple[Hook, ...]:
    """
    Return what runs in the transaction of every publication: if one fails, nothing is published.

    A feature that has something to do then has a module `after_publication`, whose
    `hook(settings)` returns its function. They run by the names of their features.
    """
    return tuple(module.hook(settings) for module in modules("*.after_publication"))
