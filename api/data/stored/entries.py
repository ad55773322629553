"""Hold stored rows with key and revision, the changes that can be asked for, and refusals."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.errors import BadFilesError, FileError, shown
from api.data.rows.columns import Kind, Row
from api.data.rows.kinds import KIND_OF_FILE, KINDS
from api.data.tables.rows import table_of
from api.database.errors import NotThereError
from api.french.expected import expected, quoted
from api.french.plain import plain
from api.french.plural import plural
from scheduler.errors import RoulementError


@dataclass(frozen=True, kw_only=True, order=True)
class RowFault:
    """
    One thing wrong with one row.

    `key`: the row's (None: the row being added, the `index`-th of the changes, from 0). `field` is
    empty for the row as a whole. `received` and `expected` are French.
    """

    kind: str
    key: int | None = None
    field: str = ""
    received: str = ""
    expected: str
    index: int | None = None

    @property
    def message(self) -> str:
        """Return the refusal in French, on one line."""
        where = self.kind if self.key is None else f"{self.kind}, ligne {self.key}"
        where += f", « {self.field} »" if self.field else ""
        return f"{where} : reçu {shown(self.received)}, attendu : {self.expected}"


def row_fault(error: FileError, index: int | None = None) -> RowFault:
    """Turn a fault of a file into a fault of a row; `index`: the change that caused it."""
    kind = KIND_OF_FILE[error.file]
    return RowFault(
        kind=kind.name,
        key=error.line or None,
        field=kind.field_of(error.column),
        received=error.received,
        expected=error.expected,
        index=index,
    )


class RefusedRowsError(BadFilesError):
    """
    A change is refused, with every fault that it has or causes; nothing was written.

    `removal`: it only removed rows, which others still name.
    """

    def __init__(
        self,
        faults: Iterable[RowFault],
        errors: Iterable[FileError] = (),
        *,
        removal: bool = False,
    ) -> None:
        self.faults, self.removal = tuple(faults), removal
        file_errors = tuple(errors) or tuple(
            FileError(
                file=f"{fault.kind}.csv",
                line=fault.key or 0,
                column=fault.field,
                received=fault.received,
                expected=fault.expected,
            )
            for fault in self.faults
        )
        super().__init__(file_errors)
        head = self.head_for(KINDS) + ("" if removal else " :")
        RoulementError.__init__(self, "\n".join([head, *(f"  {f.message}" for f in self.faults)]))

    def head_for(self, kinds: Container[str]) -> str:
        """Say in French what is wrong; of other kinds than these, only that RH hold them."""
        if not self.removal:
            return plural(len(self.faults), "valeur refusée", "valeurs refusées")
        where: dict[str, set[int]] = {}
        for fault in self.faults:
            where.setdefault(fault.kind, set()).add(fault.key or 0)
        places = [
            f"{kind} (ligne{'s' if len(lines) > 1 else ''} {', '.join(map(str, sorted(lines)))})"
            for kind, lines in sorted(where.items())
            if kind in kinds
        ]
        if any(kind not in kinds for kind in where):
            places.append("ce que tiennent les RH")
        return f"suppression refusée, cela manquerait à : {', '.join(places)}"


class StaleRowError(RoulementError):
    """Somebody changed a row since the caller read it: its current values, the revision asked."""

    def __init__(self, kind: str, current: Any, expected: int) -> None:
        self.kind = kind
        self.current = current
        self.expected = expected
        super().__init__(
            f"{kind}, ligne {current.key} : la révision {current.number} a remplacé la "
            f"révision {expected} que vous modifiez"
        )


class BadNameError(RoulementError):
    """A file's name isn't allowed in a folder."""

    def __init__(self, name: str) -> None:
        super().__init__(f"nom de fichier {shown(name)} : attendu un nom simple, comme cours.ics")


ADDED = {"personnes": "minor_until"}
"""What a read says of a row beside its values, by kind: it goes in again, and changes nothing."""


@dataclass(frozen=True)
class Revision:
    """Which stored row, and which revision of it (`number`)."""

    kind: Kind
    key: int
    number: int


@dataclass(frozen=True, kw_only=True)
class Entry(Revision):
    """A stored row and its values."""

    row: Row

    @property
    def values(self) -> dict[str, Any]:
        """Return the row's values as JSON."""
        return self.row.model_dump(mode="json")


@dataclass(frozen=True)
class Add:
    """A row to add, given as JSON."""

    kind: Kind
    values: Mapping[str, Any] | BaseModel


@dataclass(frozen=True)
class Change(Revision):
    """New values of a row, as JSON, for the revision that the caller had read."""

    values: Mapping[str, Any] | BaseModel


@dataclass(frozen=True)
class Remove(Revision):
    """A row to delete, at the revision that the caller had read."""


def get(session: Session, kind: Kind, key: int) -> Entry:
    """Return a row by its key (NotThereError: there is none)."""
    table = table_of(kind.model)
    stored = session.execute(select(table).where(table.c.key == key)).mappings().one_or_none()
    if stored is None:
        raise NotThereError(f"{kind.name} : aucune ligne {key}")
    return entry(kind, dict(stored))


def entry(kind: Kind, values: dict[str, Any]) -> Entry:
    """Make an entry from the columns of a database row."""
    key, number = values.pop("key"), values.pop("number")
    return Entry(kind=kind, key=key, number=number, row=kind.model.model_construct(None, **values))


def row_of(kind: Kind, values: Mapping[str, Any] | BaseModel) -> Row:
    """
    Return the row that JSON describes; its values have their types, but may be out of bounds.

    What a read added isn't looked at. RefusedRowsError: a value isn't of its field's type, is
    missing, or isn't of any field.
    """
    sent = values.model_dump(mode="json") if isinstance(values, BaseModel) else dict(values)
    sent.pop(ADDED.get(kind.name, ""), None)
    try:
        row = kind.model.model_validate(sent)
    except ValidationError as error:
        raise RefusedRowsError(
            RowFault(
                kind=kind.name,
                field=".".join(map(str, fault["loc"])),
                received=quoted(fault),
                expected=expected(fault),
            )
            for fault in error.errors()
        ) from None
    settled = {name: column.settled(row.__dict__[name]) for name, column in kind.columns.items()}
    return kind.model.model_construct(None, **settled)


LONGEST_STEM = 40
"""The most characters of an identifier that is made, without the number of a namesake."""


def identifier(name: str, taken: Container[str], *, otherwise: str = "sans-nom") -> str:
    """
    Return a new identifier that reads like a name: « Zoé Été » gives `zoe-ete`.

    `taken`: the identifiers of its kind; a namesake gets the next number (`zoe-ete-2`).
    `otherwise`: what a name without letters or digits gives. The caller adds what it returns to
    `taken` before it names the next row.
    """
    stem = plain(name).replace(" ", "-")[:LONGEST_STEM].strip("-") or otherwise
    free, number = stem, 2
    while free in taken:
        free, number = f"{stem}-{number}", number + 1
    return free
