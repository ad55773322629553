"""
Read and write published months, `historique/AAAA-MM.csv`.

A month has thousands of rows, so rows aren't pydantic models: cells repeat (a slot's hours, a
site), and each distinct cell is read once.

A month belongs to the Paris day on which its duties start.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from api.data.association import Published
from api.data.errors import Faults
from api.data.folder.csv_file import Line, read, write_whole
from api.data.rows.readers import LONGEST
from api.data.rows.types import BREAKS
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import PARIS, Span
from scheduler.errors import InvalidProblemError

WORKED_COLUMNS = (
    *("creneau", "personne", "dispositif", "agence", "site", "type", "debut", "fin", "pauses"),
)
"""Columns of a person's shift: those that `Reader.worked` reads."""

COLUMNS = ("uid", *WORKED_COLUMNS, "sequence", "cree", "modifie")
duty_cells: Callable[[Mapping[str, str]], tuple[str, ...]] = itemgetter(
    "creneau", "dispositif", "agence", "site", "type", "debut", "fin", "pauses"
)
"""Returns the cells of a row from which its duty is read."""

KINDS = {
    "travail": DutyKind.WORK,
    "astreinte": DutyKind.STANDBY,
    "intervention": DutyKind.INTERVENTION,
    "formation": DutyKind.TRAINING,
    "trajet": DutyKind.TRAVEL,
    "domicile": DutyKind.COMMUTE,
}
KIND_NAMES = {kind: name for name, kind in KINDS.items()}
BREAK_NAMES = {kind: name for name, kind in BREAKS.items()}

Key = TypeVar("Key", bound=Hashable)

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)")
NAIVE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
LONGEST_OF = {"uid": 255, "creneau": 160, "dispositif": LONGEST, "agence": LONGEST, "site": LONGEST}
"""The most characters of a cell, by column, so that any kind of database can hold it."""

LARGEST = 2**31 - 1
"""The highest sequence number (RFC 5545, 3.3.8: calendars read 32 bits)."""

LONGEST_SHIFT = timedelta(days=31)
"""Longer than any standby: of what lasts years, days could be counted for hours."""

INSTANT_EXPECTED = "un instant avec son décalage, comme 2026-10-24T21:30+02:00"
BREAKS_EXPECTED = (
    "des pauses séparées par une espace, comme 30/non_payee/2026-10-25T01:30+02:00 ou 20/payee"
)


@dataclass(frozen=True, kw_only=True)
class Needed:
    """
    The rows of a history that are needed to judge some people.

    `whole`: months of which all rows are. Of those from the month of `since` on, the rows of
    `people`, and of those who hold a slot of `templates` in a whole month: where that is nobody, it
    is known that these months are published, and their files aren't opened.
    """

    since: date
    whole: frozenset[str]
    people: frozenset[str]
    templates: frozenset[str]


class CellError(ValueError):
    """A cell can't be read; the error has its column and what was expected there."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(expected)
        self.column = column
        self.expected = expected


def load_history(
    folder: Path, people: Collection[str] | None, faults: Faults, needed: Needed | None = None
) -> Mapping[str, tuple[Published, ...]]:
    """
    Read every month of a folder (empty without a folder), by month; note faults.

    `people`: ids of those that it may name (None: they couldn't be read, anybody may be).
    `needed`: read these rows alone, and look for faults in no others (None: read all).
    """
    months: dict[str, tuple[Published, ...]] = {}
    if not folder.is_dir():
        if folder.exists():
            faults.add(folder.name, received="un fichier", expected="un dossier de mois publiés")
        return months
    files: list[Path] = []
    for path in sorted(folder.glob("*.csv")):
        if MONTH.fullmatch(path.stem) is None:
            faults.add(path.name, received=path.name, expected="un nom de mois comme 2026-10.csv")
        else:
            files.append(path)
    if needed is None:
        return {path.stem: read_month(path, people, faults) for path in files}
    months = {
        path.stem: read_month(path, people, faults) for path in files if path.stem in needed.whole
    }
    only = needed.people | {
        row.worked.mediator
        for rows in months.values()
        for row in rows
        if row.worked.duty.template in needed.templates
    }
    since = f"{needed.since:%Y-%m}"
    for path in files:
        if path.stem >= since and path.stem not in needed.whole:
            months[path.stem] = read_month(path, people, faults, only) if only else ()
    return dict(sorted(months.items()))


def read_month(
    path: Path,
    people: Collection[str] | None,
    faults: Faults,
    only: Collection[str] | None = None,
) -> tuple[Published, ...]:
    """
    Read one month; rows that can't be read are noted and left out.

    `only`: ids of those whose rows are read (None: everybody's).
    """
    reader = Reader(path.stem, people)
    rows: list[Published] = []
    uids: dict[str, int] = {}
    slots: dict[tuple[str, str], int] = {}
    for line in read(path, COLUMNS, frozenset(), faults):
        if only is not None and line.cells["personne"] not in only:
            continue
        try:
            row = reader.row(line)
            once(uids, row.uid, line.number, "uid", "un uid")
            key = (row.worked.mediator, row.worked.duty.id)
            once(slots, key, line.number, "creneau", "un créneau par personne")
        except CellError as error:
            cell = line.cells[error.column]
            faults.add(path.name, line.number, error.column, cell, expected=error.expected)
        else:
            rows.append(row)
    return tuple(rows)


def once(seen: dict[Key, int], key: Key, line: int, column: str, what: str) -> None:
    """Note on which line a key is (CellError: it was on an earlier line already)."""
    first = seen.setdefault(key, line)
    if first != line:
        raise CellError(column, f"{what} une seule fois (déjà ligne {first})")


class Reader:
    """
    Reads the rows of a month, and keeps the values of cells that it has read.

    What is equal is read once: thousands of rows share a few hundred duties. `month`: that of which
    every shift begins a day (empty: of any).
    """

    def __init__(self, month: str, people: Collection[str] | None = ()) -> None:
        self.month = month
        self.people = people
        self.instants: dict[str, datetime] = {}
        self.spans: dict[tuple[str, str], Span] = {}
        self.pauses: dict[str, tuple[Break, ...]] = {}
        self.duties: dict[tuple[str, ...], Duty] = {}

    def row(self, line: Line) -> Published:
        """Read one row (CellError: a cell can't be read)."""
        cells = line.cells
        _check_text(cells, "uid")
        worked = self.worked(cells)
        if not cells["sequence"].isascii() or not cells["sequence"].isdigit():
            raise CellError("sequence", "un nombre entier, 0 à la première publication")
        if len(cells["sequence"]) > len(str(LARGEST)) or int(cells["sequence"]) > LARGEST:
            raise CellError("sequence", f"un nombre entier, {LARGEST} au plus")
        return Published(
            uid=cells["uid"],
            worked=worked,
            sequence=int(cells["sequence"]),
            created=self.instant(cells, "cree") if cells["cree"] else None,
            changed=self.instant(cells, "modifie") if cells["modifie"] else None,
        )

    def worked(self, cells: Mapping[str, str]) -> Worked:
        """Read a person's shift (see `row`)."""
        for column in ("creneau", "personne"):
            _check_text(cells, column)
        for column in ("dispositif", "agence", "site"):
            _check_length(cells, column)
        if self.people is not None and cells["personne"] not in self.people:
            raise CellError("personne", "un identifiant de personne qui figure dans personnes.csv")
        key = duty_cells(cells)
        duty = self.duties.get(key)
        if duty is None:
            duty = self.duties[key] = self.duty(cells)
        return Worked(mediator=cells["personne"], duty=duty)

    def duty(self, cells: Mapping[str, str]) -> Duty:
        """Read the duty of a row (see `row`)."""
        kind = KINDS.get(cells["type"])
        if kind is None:
            raise CellError("type", f"l’un de : {', '.join(KINDS)}")
        span = self.span(cells)
        pauses = self.pauses.get(cells["pauses"])
        if pauses is None:
            pauses = tuple(self.pause(text) for text in cells["pauses"].split())
            self.pauses[cells["pauses"]] = pauses
        try:
            return Duty(
                id=cells["creneau"],
                span=span,
                kind=kind,
                breaks=pauses,
                site=cells["site"],
                dispositif=cells["dispositif"],
                agency=cells["agence"],
                decided=False,
            )
        except InvalidProblemError as error:
            raise CellError("pauses", f"des pauses possibles ({error})") from None

    def span(self, cells: Mapping[str, str]) -> Span:
        """Read the hours of a row (see `row`)."""
        key = cells["debut"], cells["fin"]
        span = self.spans.get(key)
        if span is None:
            start, end = self.instant(cells, "debut"), self.instant(cells, "fin")
            try:
                span = Span(start, end)
            except InvalidProblemError as error:
                raise CellError("fin", f"une fin après le début ({error})") from None
            if span.end - span.start > LONGEST_SHIFT:
                raise CellError("fin", f"{LONGEST_SHIFT.days} jours après le début, au plus")
            if self.month and span.day.isoformat()[: len(self.month)] != self.month:
                raise CellError("debut", f"un jour du mois {self.month}, celui du fichier")
            self.spans[key] = span
        return span

    def pause(self, text: str) -> Break:
        """Read one break (see `row`)."""
        minutes, _, rest = text.partition("/")
        kind, _, start = rest.partition("/")
        if not minutes.isascii() or not minutes.isdigit() or kind not in BREAKS:
            raise CellError("pauses", BREAKS_EXPECTED)
        try:
            begins = self.read_instant(start, "pauses", BREAKS_EXPECTED) if start else None
            return Break(minutes=int(minutes), start=begins, kind=BREAKS[kind])
        except InvalidProblemError as error:
            raise CellError("pauses", f"des pauses possibles ({error})") from None

    def instant(self, cells: Mapping[str, str], column: str) -> datetime:
        """Read an instant (see `row`)."""
        return self.read_instant(cells[column], column, INSTANT_EXPECTED)

    def read_instant(self, text: str, column: str, expected: str) -> datetime:
        """Read an instant from its text (see `row`)."""
        instant = self.instants.get(text)
        if instant is None:
            if NAIVE.fullmatch(text):
                raise CellError(column, f"{expected} : l’heure est sans fuseau")
            if not INSTANT.fullmatch(text):
                raise CellError(column, expected)
            try:
                instant = datetime.fromisoformat(text).astimezone(PARIS)
            except (ValueError, OverflowError):
                raise CellError(column, f"{expected}, à une date qui existe") from None
            self.instants[text] = instant
        return instant


def _check_text(cells: Mapping[str, str], column: str) -> None:
    if not cells[column]:
        raise CellError(column, "une valeur, elle est obligatoire")
    _check_length(cells, column)


def _check_length(cells: Mapping[str, str], column: str) -> None:
    longest = LONGEST_OF.get(column)
    if longest is not None and len(cells[column]) > longest:
        raise CellError(column, f"{longest} caractères au plus")


def write_month(folder: Path, month: str, rows: Iterable[Published]) -> Path:
    """
    Write one month, by start, slot and person, and return the file's path.

    It is written beside and renamed: a process killed on the way leaves the old file as it was.
    """
    return write_whole(folder / f"{month}.csv", COLUMNS, cells_in_order(rows))


def cells_in_order(rows: Iterable[Published]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a month's rows, by start, slot and person."""
    return (cells_of(row) for row in sorted(rows, key=lambda r: r.order))


def cells_of(row: Published) -> tuple[str, ...]:
    """Return a row's cells, in the order of `COLUMNS`."""
    revision = str(row.sequence), utc_text(row.created), utc_text(row.changed)
    return (row.uid, *worked_cells(row.worked), *revision)


def worked_cells(worked: Worked) -> tuple[str, ...]:
    """Return the cells of a person's shift, in the order of `WORKED_COLUMNS`."""
    duty = worked.duty
    return (
        duty.id,
        worked.mediator,
        duty.dispositif,
        duty.agency,
        duty.site,
        KIND_NAMES[duty.kind],
        _paris(duty.span.start),
        _paris(duty.span.end),
        breaks_text(duty.breaks),
    )


def breaks_text(breaks: Iterable[Break]) -> str:
    """Write breaks as a cell of the column `pauses`."""
    return " ".join(
        f"{pause.minutes}/{BREAK_NAMES[pause.kind]}"
        + ("" if pause.start is None else f"/{_paris(pause.start)}")
        for pause in breaks
    )


def _paris(instant: datetime) -> str:
    return instant.astimezone(PARIS).isoformat(timespec="minutes")


def utc_text(instant: datetime | None) -> str:
    """Write an instant in UTC (None: nothing)."""
    return "" if instant is None else f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
