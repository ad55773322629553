"""Changes of an association's rows on their way: what they would make, and what that breaks."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from api.data.building.demand import lock_of
from api.data.locks import unfit
from api.data.rows.demand import LockRow
from api.data.rows.kinds import KIND_OF_FILE
from api.data.rows.lines import Placed, Unchecked
from api.data.stored.entries import Add, Change, Entry, Remove, get, row_of
from api.data.stored.refusals import RefusedRowsError, RowFault, StaleRowError
from api.data.tables.rows import table_of
from api.database.tables.ledger import SubjectRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from api.data.errors import FileError
    from api.data.rows.columns import Kind, Row
    from api.data.stored.association import Held

    Asked = Add | Change | Remove

ABLE = "une personne qui peut tenir ce créneau"


class Draft:
    """Changes on their way: the rows as they would be, and what was asked of each."""

    def __init__(self, session: Session, held: Held) -> None:
        self.session = session
        self.held = held
        self.rows = dict(held.rows)
        self.faults: list[RowFault] = []
        self.asked: list[tuple[Asked, int]] = []
        self.touched: dict[tuple[str, int], int] = {}
        self.given: dict[tuple[type[Row], int], int] = {}

    def take(self, index: int, one: Asked) -> None:
        """Put a change in the rows; wrong values are noted."""
        model, file = one.kind.model, one.kind.file
        rows = self.rows[model]
        if isinstance(one, Add):
            line = max((row.line for row in rows), default=0) + 1
            self.asked.append((one, line))
            self.touched[file, line] = index
            row = self._row(index, None, one)
            self.rows[model] = (*rows, Unchecked(one.kind, line, row)) if row else rows
            return
        current = get(self.session, one.kind, one.key)
        if current.number != one.number:
            raise StaleRowError(one.kind.name, current, one.number)
        if any(line == one.key and other.kind is one.kind for other, line in self.asked):
            self._once(index, one)
        self.asked.append((one, one.key))
        if isinstance(one, Remove):
            self._register(index, one, current)
            self.rows[model] = tuple(row for row in rows if row.line != one.key)
            return
        self.touched[file, one.key] = index
        if changed := self._row(index, one.key, one):
            new = Unchecked(one.kind, one.key, changed)
            self.rows[model] = tuple(new if row.line == one.key else row for row in rows)

    def _row(self, index: int, key: int | None, one: Add | Change) -> Row | None:
        try:
            return row_of(one.kind, one.values)
        except RefusedRowsError as error:
            self.faults += [
                RowFault(
                    kind=fault.kind,
                    key=key,
                    field=fault.field,
                    found=fault.found,
                    expected=fault.expected,
                    index=index,
                )
                for fault in error.faults
            ]
            return None

    def _once(self, index: int, one: Change | Remove) -> None:
        """Note a row that is changed twice at once: neither change would be the last."""
        self.faults.append(
            RowFault(
                kind=one.kind.name,
                key=one.key,
                expected="une seule modification de cette ligne à la fois",
                index=index,
            )
        )

    def _register(self, index: int, one: Remove, current: Entry) -> None:
        """Note a person whom the register of publications knows: its lines stay somebody's."""
        if one.kind.name != "personnes":
            return
        who = str(getattr(current.row, "id", ""))
        known = select(SubjectRow.id).where(SubjectRow.mediator == who)
        if self.session.execute(known).first() is not None:
            self.faults.append(
                RowFault(
                    kind=one.kind.name,
                    key=one.key,
                    field="id",
                    found=who,
                    expected="une personne sans service publié : mettez fin à son contrat, ou "
                    "effacez ses données",
                    index=index,
                )
            )

    def refuse(self) -> None:
        """Stop if a value could not be read, or can't be."""
        if self.faults:
            raise RefusedRowsError(self.faults)

    def compare(self, after: Held) -> None:
        """Stop if there are faults that weren't there before, or that a written row has."""
        before = set(self.held.errors)
        new = [
            error
            for error in after.errors
            if error not in before or (error.file, error.line) in self.touched
        ]
        if new:
            gone = [one for one, _ in self.asked if isinstance(one, Remove)]
            raise RefusedRowsError(
                (self._fault(error) for error in new),
                new,
                _dangling(new) if gone and len(gone) == len(self.asked) else "",
            )

    def _fault(self, error: FileError) -> RowFault:
        kind = KIND_OF_FILE[error.file]
        index = self.touched.get((error.file, error.line))
        added = index is not None and isinstance(self.asked[index][0], Add)
        return RowFault(
            kind=kind.name,
            key=None if added or not error.line else error.line,
            field=kind.field_of(error.column),
            found=error.found,
            expected=error.expected,
            index=index,
        )

    def check_locks(self, after: Held) -> None:
        """
        Stop if a lock that is written can't hold: there is no such slot, or nobody with the post.

        What comes later may leave it idle (see `api.data.locks`): a lock refuses no other row.
        """
        for index, (one, line) in enumerate(self.asked):
            if isinstance(one, Remove) or one.kind.model is not LockRow or not after.association:
                continue
            row = _row_at(after, one.kind, line)
            idle = unfit(after.association, lock_of(row)) if isinstance(row, LockRow) else None
            if idle is not None:
                what = "un créneau qui existe" if idle.field == "slot" else ABLE
                self.faults.append(
                    RowFault(
                        kind=one.kind.name,
                        key=one.key if isinstance(one, Change) else None,
                        field=idle.field,
                        found=getattr(row, idle.field),
                        expected=f"{what} ({idle.why})",
                        index=index,
                    )
                )
        self.refuse()

    def write(self, after: Held) -> list[Entry]:
        """Write the changes and return the rows that they leave; `after`: the state they make."""
        made = []
        for one, line in self.asked:
            table = table_of(one.kind.model)
            if isinstance(one, Remove):
                self.session.execute(delete(table).where(table.c.key == one.key))
                continue
            row = _row_at(after, one.kind, line)
            values: dict[str, Any] = dict(row.__dict__)
            if isinstance(one, Add):
                query = insert(table).values(values).returning(table.c.key)
                key, number = self.session.execute(query).scalar_one(), 1
                self.given[one.kind.model, line] = key
            else:
                key, number = one.key, one.number + 1
                values["number"] = number
                self.session.execute(update(table).where(table.c.key == key).values(values))
            made.append(Entry(kind=one.kind, key=key, number=number, row=row))
        return made

    def kept(self, after: Held) -> Held:
        """Return the state after, its new rows under the keys that the database gave them."""
        rows = {
            model: tuple(
                replace(one, line=self.given.get((model, one.line), one.line)) for one in written
            )
            if any(of is model for of, _ in self.given)
            else written
            for model, written in after.rows.items()
        }
        return replace(after, rows=MappingProxyType(rows))


def _row_at(after: Held, kind: Kind, line: int) -> Row:
    found = next(one for one in after.rows[kind.model] if one.line == line)
    if not isinstance(found, Placed):  # a row that can't be read was refused before
        raise TypeError(found)
    row: Row = found.row
    return row


def _dangling(errors: Iterable[FileError]) -> str:
    """Say by what a row to be taken away is still named."""
    where: dict[str, list[int]] = {}
    for error in errors:
        where.setdefault(error.file.removesuffix(".csv"), []).append(error.line)
    told = ", ".join(
        f"{kind} (ligne{'s' if len(lines) > 1 else ''} {', '.join(map(str, sorted(set(lines))))})"
        for kind, lines in sorted(where.items())
    )
    return f"suppression refusée, cela manquerait à : {told}"
