"""Gather an association's rows, from cells or from a database, and note bad values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pydantic_core import PydanticCustomError

from api.data.errors import Faults
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import refusal
from api.data.rows.kinds import KINDS
from scheduler.errors import InvalidProblemError

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Written:
    """A row as it is written in a file: its line number, and its cells by header."""

    kind: Kind
    line: int
    cells: dict[str, str]

    @property
    def file(self) -> str:
        """Return the name of the file that holds such rows."""
        return self.kind.file

    def text(self, header: str) -> str:
        """Return the text of the cell under a header."""
        return self.cells.get(header, "")

    def value(self, field: str) -> Any:
        """Return the value of a field, or its text if that can't be read."""
        column = self.kind.columns[field]
        text = self.text(column.header)
        try:
            return column.read(text)
        except PydanticCustomError:
            return text


@dataclass(frozen=True)
class Placed(Generic[R]):
    """A row that could be read, with its line (or database key), and its cells if it had any."""

    kind: Kind
    line: int
    row: R
    cells: Mapping[str, str] | None = None

    @property
    def file(self) -> str:
        """Return the name of the file that holds such rows."""
        return self.kind.file

    def text(self, header: str) -> str:
        """Return the text of the cell under a header, or the text that a cell would have."""
        if self.cells is not None:
            return self.cells.get(header, "")
        column = self.kind.by_header[header]
        return column.write(self.row.__dict__[column.field])

    def value(self, field: str) -> Any:
        """Return the value of a field."""
        return self.row.__dict__[field]


class Unchecked(Placed[R]):
    """A row whose values may be out of bounds, because no cell's reader checked them."""


Line = Written | Placed[Any]


def already(line: Line) -> str:
    """Say where something is already: a line of a file, or data, whose keys nobody knows."""
    return "déjà dans les données" if line.cells is None else f"déjà ligne {line.line}"


@dataclass(frozen=True)
class KindLines:
    """
    The rows of one kind, as a place has them.

    `complete`: the place has this kind, and none of its lines was left out. `broken`: some lines
    could not be read, so their ids aren't known.
    """

    rows: Sequence[Line]
    complete: bool
    broken: bool = False


class Place(Protocol):
    """The place that rows come from: a folder or a database."""

    def lines_of(self, kind: Kind) -> KindLines:
        """Return the rows of a kind."""
        ...

    def attached(self, name: str) -> bytes | None:
        """Return the content of a file that a row names (None: there is none)."""
        ...


class Tables:
    """
    All rows of an association: those that could be read, and every line as it came.

    Ids include those of rows with a bad cell elsewhere, so that a reference to such a row isn't a
    second fault. `kinds`: the kinds to read. `broken`: names of kinds with lines that could not be
    read; an id that isn't known may be in one of these lines.
    """

    def __init__(
        self, place: Place, faults: Faults, kinds: Iterable[Kind] = KINDS.values()
    ) -> None:
        self.place = place
        self.faults = faults
        self._rows: dict[type[Row], list[Placed[Any]]] = {}
        self.lines: dict[type[Row], Sequence[Line]] = {}
        self._complete: set[type[Row]] = set()
        self.broken: set[str] = set()
        self.ids: dict[str, frozenset[str]] = {}
        for kind in kinds:
            self._take(kind, place.lines_of(kind))

    def of(self, model: type[R]) -> list[Placed[R]]:
        """Return the rows of one kind, in order."""
        return self._rows[model]

    def placed(self, model: type[R]) -> Iterator[Placed[R]]:
        """Yield the rows of one kind, in order, those out of bounds too."""
        return (line for line in self.lines[model] if isinstance(line, Placed))

    def knows(self, kind: str, name: str) -> bool:
        """Whether a kind has an id; if the kind isn't read whole, note that and assume it has."""
        if name in self.ids[kind]:
            return True
        if kind not in self.broken:
            return False
        self.faults.wait(KINDS[kind].file)
        return True

    def refuse(self, line: Line, column: str, expected: str, received: str | None = None) -> None:
        """Note a fault under a header of a line; `received`: the faulty part, if not all of it."""
        text = line.text(column) if received is None else received
        self.faults.add(line.file, line.line, column, text, expected=expected)

    def accepts(self, line: Line, faults: Iterable[tuple[str, str]]) -> bool:
        """Whether a line has no faults (headers, what was expected under each); note them."""
        noted = tuple(faults)
        for header, expected in noted:
            self.refuse(line, header, expected)
        return not noted

    @contextmanager
    def noting(
        self, line: Line, column: str, words: str = "{}", received: str | None = None
    ) -> Iterator[None]:
        """Note under a header, in these words, that the values of a line contradict each other."""
        try:
            yield
        except InvalidProblemError as error:
            self.refuse(line, column, words.format(error), received)

    def complete(self, model: type[Row]) -> bool:
        """Whether `lines` has all rows of a kind: it exists, and no line is misshapen."""
        return model in self._complete

    def _take(self, kind: Kind, source: KindLines) -> None:
        if source.complete:
            self._complete.add(kind.model)
        if source.broken:
            self.broken.add(kind.name)
        bad = self._out_of_bounds(kind, [r for r in source.rows if isinstance(r, Unchecked)])
        reader = Reader(kind, self.faults)
        lines: list[Line] = []
        for line in source.rows:
            if isinstance(line, Written):
                lines.append(reader.row(line))
            elif isinstance(line, Unchecked) and line.line not in bad:
                lines.append(Placed(kind, line.line, line.row))
            else:
                lines.append(line)
        self.lines[kind.model] = lines
        self._rows[kind.model] = [line for line in lines if type(line) is Placed]
        ids = (str(line.value("id")) for line in lines if kind.has_ids)
        self.ids[kind.name] = frozenset(ids)

    def _out_of_bounds(self, kind: Kind, lines: Sequence[Unchecked[Any]]) -> set[int]:
        """Note values that no cell could hold, and return their lines; each value is tried once."""
        bad: set[int] = set()
        for column in kind.columns.values() if lines else ():
            values = {line.value(column.field) for line in lines}
            refused = {v: words for v in values if (words := refusal(column.checked, v))}
            for line in lines if refused else ():
                if expected := refused.get(line.value(column.field)):
                    text = line.text(column.header)
                    self.faults.add(kind.file, line.line, column.header, text, expected=expected)
                    bad.add(line.line)
        return bad


class Reader:
    """Reads the rows of a kind; cells repeat, so each text of a column is read only once."""

    def __init__(self, kind: Kind, faults: Faults) -> None:
        self.kind = kind
        self.faults = faults
        self._columns: list[tuple[Column, dict[str, Any]]] = [
            (column, {}) for column in kind.columns.values()
        ]

    def row(self, line: Written) -> Placed[Any] | Written:
        """Read a row; if cells can't be read, note them and return the row as it is written."""
        values, good = {}, True
        for column, read_before in self._columns:
            text = line.cells.get(column.header, "")
            if text not in read_before:
                try:
                    read_before[text] = column.read(text)
                except PydanticCustomError as error:
                    good = False
                    place = (line.file, line.line, column.header, text)
                    self.faults.add(*place, expected=error.message())
                    continue
            values[column.field] = read_before[text]
        if not good:
            return line
        return Placed(
            self.kind, line.line, self.kind.model.model_construct(None, **values), line.cells
        )
