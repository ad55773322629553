"""Say why a change of rows is refused: each fault with its kind, row and field."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from api.data.errors import BadFilesError, FileError, shown
from api.data.rows.kinds import KIND_OF_FILE, KINDS
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
