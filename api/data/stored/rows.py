"""List and change the rows of an association, one or several at once, checked as a whole."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from sys import maxsize
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from api.data.association import Association
from api.data.building.values import from_row
from api.data.errors import FileError
from api.data.rows.columns import Kind, Row
from api.data.rows.demand import AppointmentRow, LockRow
from api.data.rows.kinds import KINDS
from api.data.rows.lines import Placed, Unchecked
from api.data.stored.association import Rows, State, remember, state, state_of
from api.data.stored.entries import (
    Add,
    Change,
    Entry,
    RefusedRowsError,
    Remove,
    RowFault,
    StaleRowError,
    entry,
    get,
    row_fault,
    row_of,
)
from api.data.stored.history import record
from api.data.stored.places import Areas
from api.data.tables.rows import table_of
from api.data.warnings import idle_lock
from api.database.counters import DATA, raise_number
from api.database.tables.ledger import SubjectRow
from calendars.appointments import AppointmentState
from scheduler.domain.problem import Lock

__all__ = ["KINDS", "Add", "Change", "Entry", "Remove", "get"]
"""What callers take from here too, beside the functions below."""

Deed = Add | Change | Remove


ABLE = "une personne qui peut tenir ce créneau"
UNPUBLISHED = "une personne sans service publié : mettez fin à son contrat, ou effacez ses données"


class Draft:
    """Changes in preparation: the rows as they will be, and the change asked of each."""

    def __init__(self, session: Session, before: State) -> None:
        self.session = session
        self.before = before
        self.changed: dict[type[Row], dict[int, Placed[Any]]] = {}
        self.faults: list[RowFault] = []
        self.changes: list[tuple[Deed, int]] = []
        self.named: set[tuple[type[Row], int]] = set()
        self.touched: dict[tuple[str, int], int] = {}
        self.new_keys: dict[tuple[type[Row], int], int] = {}
        self.same: set[int] = set()
        """Rows sent back as they were, by their change's place: nothing of them is judged anew."""

    @property
    def rows(self) -> Rows:
        """Return the rows as the changes make them; those of other kinds are what they were."""
        changed = {model: tuple(lines.values()) for model, lines in self.changed.items()}
        return {**self.before.rows, **changed}

    def take(self, index: int, change: Deed) -> None:
        """Apply a change to the rows in memory; wrong values are noted."""
        model, file = change.kind.model, change.kind.file
        lines = self._lines(model)
        if isinstance(change, Add):
            line = next(reversed(lines), 0) + 1  # until the database gives its key (`kept`)
            self.changes.append((change, line))
            self.touched[file, line] = index
            if row := self._row(index, None, change):
                lines[line] = Unchecked(change.kind, line, row)
            return
        current = get(self.session, change.kind, change.key)
        if current.number != change.number:
            raise StaleRowError(change.kind.name, current, change.number)
        if (model, change.key) in self.named:
            # Neither of two changes of one row in one request could be called the last.
            self._note(index, change, "une seule modification de cette ligne à la fois")
        self.named.add((model, change.key))
        self.changes.append((change, change.key))
        if isinstance(change, Remove):
            self._register(index, change, current)
            lines.pop(change.key, None)
            return
        changed = self._row(index, change.key, change)
        if changed is not None and changed.__dict__ == current.row.__dict__:
            self.same.add(index)
            return
        self.touched[file, change.key] = index
        if changed:
            lines[change.key] = Unchecked(change.kind, change.key, changed)

    def _lines(self, model: type[Row]) -> dict[int, Placed[Any]]:
        """Return the rows of a kind by key, in the order of keys; changes write into them."""
        if model not in self.changed:
            self.changed[model] = {line.line: line for line in self.before.rows[model]}
        return self.changed[model]

    def _row(self, index: int, key: int | None, change: Add | Change) -> Row | None:
        try:
            return row_of(change.kind, change.values)
        except RefusedRowsError as error:
            self.faults += [replace(fault, key=key, index=index) for fault in error.faults]
            return None

    def _note(
        self, index: int, change: Deed, expected: str, field: str = "", received: str = ""
    ) -> None:
        fault = RowFault(kind=change.kind.name, field=field, received=received, expected=expected)
        key = None if isinstance(change, Add) else change.key
        self.faults.append(replace(fault, key=key, index=index))

    def _register(self, index: int, change: Remove, current: Entry) -> None:
        """Refuse to remove a person whom the register of publications names."""
        if change.kind.name != "personnes":
            return
        who = str(getattr(current.row, "id", ""))
        subject = select(SubjectRow.id).where(SubjectRow.mediator == who)
        if self.session.execute(subject).first() is not None:
            self._note(index, change, UNPUBLISHED, "id", who)

    def refuse(self) -> None:
        """Raise the faults noted, if a value could not be read or is impossible."""
        if self.faults:
            raise RefusedRowsError(self.faults)

    def compare(self, after: State) -> None:
        """Raise faults that are new, and all faults of rows that the changes write."""
        before = set(self.before.errors)
        new = [
            error
            for error in after.errors
            if error not in before or (error.file, error.line) in self.touched
        ]
        if new:
            gone = [change for change, _ in self.changes if isinstance(change, Remove)]
            raise RefusedRowsError(
                (self._fault(error) for error in new),
                new,
                removal=bool(gone) and len(gone) == len(self.changes),
            )

    def _fault(self, error: FileError) -> RowFault:
        index = self.touched.get((error.file, error.line))
        fault = row_fault(error, index)
        added = index is not None and isinstance(self.changes[index][0], Add)
        return replace(fault, key=None) if added else fault

    def check_locks(self, after: State) -> None:
        """
        Raise if a written lock can't apply: no such slot, or a person without the post.

        An appointment that names who holds it is one, too.

        Later changes may leave a lock idle (`api.data.warnings`): a lock never stops changes
        of other rows.
        """
        for index, (change, line) in enumerate(self.changes):
            if isinstance(change, Remove) or index in self.same or after.association is None:
                continue
            row = after.indexes[change.kind.name].row(line)
            lock = _lock(row, after.association)
            idle = None if lock is None else idle_lock(after.association, lock)
            if idle is not None:
                what = "un créneau qui existe" if idle.field == "slot" else ABLE
                received = getattr(row, idle.field)
                self._note(index, change, f"{what} ({idle.why})", idle.field, received)
        self.refuse()

    def write(self, after: State) -> list[Entry]:
        """Write the changes, and return their rows; `after`: the state that they make."""
        entries = []
        for index, (change, line) in enumerate(self.changes):
            table = table_of(change.kind.model)
            if isinstance(change, Remove):
                self.session.execute(delete(table).where(table.c.key == change.key))
                continue
            row = after.indexes[change.kind.name].row(line)
            values: dict[str, Any] = dict(row.__dict__)
            if isinstance(change, Add):
                query = insert(table).returning(table.c.key)
                key, number = self.session.execute(query, values).scalar_one(), 1
                self.new_keys[change.kind.model, line] = key
            else:
                key, number = change.key, change.number
                if index not in self.same:
                    number += 1
                    values["number"] = number
                    self.session.execute(update(table).where(table.c.key == key).values(values))
            entries.append(Entry(kind=change.kind, key=key, number=number, row=row))
        return entries

    def kept(self, after: State) -> State:
        """Return the state after the changes, with new rows under the keys of the database."""
        rows = {
            model: tuple(
                replace(row_line, line=self.new_keys.get((model, row_line.line), row_line.line))
                for row_line in written
            )
            if model in self.changed
            else written
            for model, written in after.rows.items()
        }
        return replace(after, rows=MappingProxyType(rows))


def _lock(row: Row, association: Association) -> Lock | None:
    """Return the lock that a row asks for (None: it asks for none)."""
    if isinstance(row, LockRow):
        return from_row(Lock, row)
    if isinstance(row, AppointmentRow) and row.state is AppointmentState.ACCEPTED:
        return association.appointment_of[row.id].lock()
    return None


def page(
    session: Session,
    kind: Kind,
    *,
    after: int = 0,
    limit: int = 50,
    where: Callable[[Areas], bool] | None = None,
    person: str = "",
    among: Container[int] | None = None,
) -> list[Entry]:
    """
    Return at most `limit` rows in the order of keys, from the first key above `after`.

    `where`, `person`: which ones (see `Index.keys`). `among`: only these keys (None: all).
    """
    sorted_keys = state(session).indexes[kind.name].keys(after, where, person)
    keys = (key for key in sorted_keys if among is None or key in among)
    table = table_of(kind.model)
    query = select(table).where(table.c.key.in_(tuple(islice(keys, limit))))
    return [entry(kind, dict(v)) for v in session.execute(query.order_by(table.c.key)).mappings()]


def of_person(session: Session, kind: Kind, person: str) -> list[Entry]:
    """Return the rows of a kind that are a person's or name the person, in the order of keys."""
    return page(session, kind, limit=maxsize, person=person)


def add(
    session: Session, kind: Kind, values: Mapping[str, Any] | BaseModel, *, by: str = ""
) -> Entry:
    """Add a row (see `apply`)."""
    (added,) = apply(session, [Add(kind, values)], by=by)
    return added


def change(
    session: Session,
    kind: Kind,
    key: int,
    number: int,
    values: Mapping[str, Any] | BaseModel,
    *,
    by: str = "",
) -> Entry:
    """Replace a row (see `apply`)."""
    (changed,) = apply(session, [Change(kind, key, number, values)], by=by)
    return changed


def remove(session: Session, kind: Kind, key: int, number: int, *, by: str = "") -> None:
    """Delete a row (see `apply`)."""
    apply(session, [Remove(kind, key, number)], by=by)


def apply(
    session: Session,
    changes: Sequence[Add | Change | Remove],
    *,
    by: str = "",
    recorded: bool = True,
) -> list[Entry]:
    """
    Make changes together, check the whole association once, and return the rows as written.

    Together: a person comes with a contract, a template with its needs. In a `writing` session
    only; whatever is raised, nothing is written. Rows sent back as they were keep their revision.

    `by`: the account that makes them (empty: none does). They are kept in the history of their
    rows, unless they aren't `recorded`: what is erased must be kept nowhere.

    Raises
    ------
    NotThereError
        A row to change or to delete doesn't exist.
    StaleRowError
        Somebody changed the row meanwhile: its current values, and the revision that was expected.
    RefusedRowsError
        A value is wrong, or the association would contradict itself: each fault by kind, row and
        field. A row that others name, or that the register does, can't be taken away.
    """
    before = state(session)
    draft = Draft(session, before)
    for index, asked_change in enumerate(changes):
        draft.take(index, asked_change)
    draft.refuse()
    after = state_of(session, draft.rows)
    draft.compare(after)
    draft.check_locks(after)
    entries = draft.write(after)
    if recorded:
        record(session, by, changes, entries, before)
    if len(draft.same) < len(changes):
        raise_number(session, DATA)
        remember(session, draft.kept(after))
    return entries
