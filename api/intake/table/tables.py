"""Read the sheets of a workbook or CSV file: lists, grids and legends; set other sheets aside."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from api.data.errors import (
    BadFilesError,
    ColumnQuestion,
    FileError,
    MonthQuestion,
    StartQuestion,
    Where,
)
from api.data.sheets.cells import Sheet, compact
from api.data.sheets.limits import bad
from api.french.plain import plain
from api.french.plural import plural
from api.french.quoting import cut
from api.intake.gatherer import Gatherer
from api.intake.table.columns import Correspondence
from api.intake.table.grid.block import Block
from api.intake.table.grid.header import Head, HeadReader, rows_under
from api.intake.table.grid.legend import GridLegend, legend_alone, legend_around
from api.intake.table.grid.months import UnknownMonthError
from api.intake.table.legend import Legend, Meaning, legend_of, legend_words
from api.intake.table.listing import Header, header_of, read_list
from api.intake.table.row_cells import is_day
from api.intake.text.clock import NotReadError
from api.intake.text.hours import stretches_of
from api.intake.text.words import LEGEND, Field

READ = frozenset(
    {
        *(Field.PERSON, Field.LAST_NAME, Field.FIRST_NAME, Field.PERSON_ID),
        *(Field.SITE, Field.DISPOSITIF, Field.AGENCY, Field.KIND, Field.CONTRACT),
    }
)
EXAMPLES = 8
"""The most names that a note gives."""


def heads_of(sheet: Sheet, guide: Correspondence, month: date | None) -> tuple[Head, ...]:
    """
    Return the heads of a sheet's blocks (empty: the sheet is no grid).

    NotReadError: it is one, but nothing gives its month, or there is no column of people.
    """
    return tuple(HeadReader(sheet, guide, month).heads())


def read_grid(
    sheet: Sheet, heads: Sequence[Head], gatherer: Gatherer, legend: Legend, others: Legend
) -> None:
    """Read the rows under each head, with the legend around the blocks, then other sheets'."""
    around = legend_around(sheet, heads)
    legend = _legend(sheet, around, gatherer, legend).over(others)
    before: list[Head] = []
    idle: dict[str, None] = {}
    of_person: dict[str, list[str]] = {}
    for head, rows in rows_under(sheet, heads):
        if any(head.days == other.days for other in before):
            text = " ".join(compact(v) for _, v in sorted(sheet.row(head.row).items()))
            gatherer.set_aside(sheet.where(head.row), text, "en-têtes répétés")
        before.append(head)
        if head.days:
            gatherer.describe(min(head.days.values()), max(head.days.values()))
        block = Block(sheet, head, rows, gatherer, legend, around)
        block.read()
        idle |= dict.fromkeys(block.idle)
        for person in block.people:
            of_person.setdefault(plain(person), []).append(person)
        _note_unread(sheet, head, rows, gatherer)
    first = sheet.where(heads[0].row)
    _tell(gatherer, "personnes sans aucune case remplie", list(idle), first)
    blocks = len({tuple(head.days.items()) for head in heads})
    twice = [names[0] for names in of_person.values() if len(names) > blocks]
    _tell(gatherer, "personnes sur plusieurs lignes, réunies", twice, first)


def _legend(sheet: Sheet, around: GridLegend, gatherer: Gatherer, legend: Legend) -> Legend:
    """Return the codes of a grid: those given with it first, then those read around it."""
    for error in around.legend.unread:
        gatherer.note(f"légende non lue : {error.message}")
    if around.legend.codes and around.first is not None:
        words = legend_words(around.legend.codes)
        gatherer.note(f"légende lue autour du planning : {words}", sheet.where(*around.first))
    return legend.over(around.legend)


def _tell(gatherer: Gatherer, remark: str, names: list[str], where: Where) -> None:
    if names:
        more = f" et {plural(len(names) - EXAMPLES, 'autre')}" if len(names) > EXAMPLES else ""
        gatherer.note(f"{remark} : {', '.join(names[:EXAMPLES])}{more}", where)


def _note_unread(sheet: Sheet, head: Head, rows: Sequence[int], gatherer: Gatherer) -> None:
    read = {column.index for name, column in head.people.of.items() if name in READ}
    read |= set(head.days) | set(head.bad)
    filled = sorted({column for row in rows for column in sheet.row(row)} - read)
    titles = [
        cut(compact(sheet.seen(head.row, column)))
        or f"sans en-tête ({sheet.where(0, column).letter})"
        for column in filled
    ]
    gatherer.leave_out(titles, sheet.where(head.row))


OWN_SHEET = "Services"
"""The sheet of this program's workbooks that holds all that its other sheets show."""

NOTICES = frozenset({"mode d emploi", "notice", "lisez moi", "aide"})
LAYOUTS = (
    "une liste (une ligne par service : personne, date, début, fin…) ou une grille (une personne "
    "par ligne, un jour par colonne)"
)
HEADERS_ABOVE = (
    "une ligne d’en-têtes au-dessus des autres, qui dise ce que tient chaque colonne : personne, "
    "date, début, fin, ou horaires"
)
SAMPLES = 3
"""Cells of a column that a question on it quotes."""

WITHOUT_SHIFTS = "sans horaires"
SHOWN = "présentation de ce qui est lu dans la feuille « Services »"
OTHER_SHEET = "feuille que la correspondance ne choisit pas"


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to read tables: a mapping file, a legend, and the month asked for."""

    guide: Correspondence = field(default_factory=Correspondence)
    legend: Legend = field(default_factory=Legend)
    month: date | None = None


def read_tables(sheets: Sequence[Sheet], options: Options, gatherer: Gatherer) -> None:
    """
    Read the sheets of a file.

    BadFilesError: none of them could be read: why, sheet by sheet.
    """
    reader = _SheetReader(sheets, options, gatherer)
    reader.read()
    if not reader.any_read:
        if reader.unread:
            raise BadFilesError(reader.unread)
        raise bad(sheets[0].file if sheets else "", "aucun horaire", LAYOUTS)
    for error, entries in zip(reader.unread, reader.lost, strict=True):
        gatherer.refuse([error], entries=entries)


class _SheetReader:
    """A reader of the sheets of a file, one by one."""

    def __init__(self, sheets: Sequence[Sheet], options: Options, gatherer: Gatherer) -> None:
        self.sheets, self.options, self.gatherer = sheets, options, gatherer
        self.legend = options.legend
        self.others = Legend()
        self.heads: dict[tuple[str, bool], tuple[Head, ...]] = {}
        self.any_read = False
        self.unread: list[FileError] = []
        self.lost: list[int] = []
        self.aside: dict[str, list[str]] = {}

    def read(self) -> None:
        """Read each sheet that may hold shifts, and set the others aside with the reason."""
        guide = self.options.guide
        chosen = [s for s in self.sheets if not guide.sheet or plain(s.name) == plain(guide.sheet)]
        if not chosen:
            names = ", ".join(sheet.name for sheet in self.sheets if sheet.name)
            raise bad(self.sheets[0].file, names, f"une feuille « {guide.sheet} »")
        tables = [sheet for sheet in chosen if not self._is_legend(sheet)]
        own = [sheet for sheet in tables if self._is_own(sheet)]
        self.others = self._around(tables)
        for sheet in self.sheets:
            if not sheet.order or (sheet in chosen and sheet not in tables):
                continue
            if sheet not in chosen:
                self._set_aside(sheet, OTHER_SHEET)
            elif own and sheet not in own:
                self._set_aside(sheet, SHOWN)
            elif plain(sheet.name) in NOTICES:
                self._set_aside(sheet, WITHOUT_SHIFTS)
            else:
                self._table(sheet)
        for why, titles in self.aside.items():
            self.gatherer.note(f"{why} : {', '.join(titles)}")

    def _around(self, tables: Sequence[Sheet]) -> Legend:
        """Return what the legends around grids say alike: under the first, they serve all."""
        meanings: dict[str, list[Meaning | None]] = {}
        for sheet in tables if len(tables) > 1 else ():
            with suppress(NotReadError):
                if heads := self._heads(sheet):
                    legend = legend_around(sheet, heads).legend
                    # What a sheet says of a code and can't be read is nothing alike.
                    for code in (*legend.codes, *legend.unclear):
                        meanings.setdefault(code, []).append(legend.codes.get(code))
        alike = {
            code: each[0]
            for code, each in meanings.items()
            if each[0] is not None and each.count(each[0]) == len(each)
        }
        return Legend(codes=alike)

    def _is_legend(self, sheet: Sheet) -> bool:
        """Whether a sheet is a legend; if so, its codes are taken."""
        if plain(sheet.name) not in LEGEND:
            return False
        legend = legend_of(sheet) or legend_alone(sheet)
        if legend is None:
            return False
        self.legend = self.legend.over(legend)
        for error in legend.unread:
            self.gatherer.note(f"légende non lue : {error.message}")
        return True

    def _is_own(self, sheet: Sheet) -> bool:
        """Whether a sheet is the one that holds all of a workbook of this program."""
        if sheet.name != OWN_SHEET:
            return False
        header = header_of(sheet, self.options.guide)
        return header is not None and header.own

    def _table(self, sheet: Sheet) -> None:
        """Read a sheet as a list or as a grid, days in columns or in rows."""
        guide = self.options.guide
        header = None if guide.layout == "grille" else header_of(sheet, guide)
        if header is not None and not header.missing:
            self.any_read = True
            read_list(sheet, header, self.gatherer, guide, self.legend)
            return
        reasons: list[NotReadError] = []
        for turned in () if guide.layout == "liste" else (False, True):
            if turned and header is not None and _is_almost_list(header):
                break
            try:
                if self._grid(sheet.transposed() if turned else sheet):
                    return
            except NotReadError as error:
                reasons.append(error)
        if header is not None and (guide.layout == "liste" or _is_almost_list(header)):
            self._refuse(sheet, _lacking(sheet, header))
            return
        self._refuse_or_set_aside(sheet, reasons)

    def _grid(self, sheet: Sheet) -> bool:
        """
        Read a sheet as a grid, if it is one.

        NotReadError: it is one, but nothing gives its month, or there is no column of people.
        """
        month = self.options.month
        heads = self._heads(sheet)
        if not heads:
            return False
        self.any_read = True
        read_grid(sheet, heads, self.gatherer, self.legend, self.others)
        days = {day.replace(day=1) for head in heads for day in head.days.values()}
        if month is not None and days and month not in days:
            self.gatherer.note(f"aucun jour de {month:%m/%Y} : le planning est d’un autre mois")
        return True

    def _heads(self, sheet: Sheet) -> tuple[Head, ...]:
        """Return the heads of a sheet (see `heads_of`), read once: legends are looked at first."""
        key = sheet.name, sheet.turned
        if key not in self.heads:
            self.heads[key] = heads_of(sheet, self.options.guide, self.options.month)
        return self.heads[key]

    def _refuse_or_set_aside(self, sheet: Sheet, reasons: list[NotReadError]) -> None:
        """Refuse a sheet that is neither list nor grid, or set it aside where it has no hours."""
        first = sheet.order[0]
        text = " ; ".join(compact(value) for _, value in sorted(sheet.row(first).items()))
        if reasons:
            refusal = sheet.where(first).refusal(text, reasons[0].expected)
            if isinstance(reasons[0], UnknownMonthError):
                refusal = replace(refusal, questions=(MonthQuestion(file=sheet.file),))
            self._refuse(sheet, refusal)
        elif _has_hours(sheet) or len(self.sheets) == 1:
            expected = HEADERS_ABOVE if any(map(is_day, sheet.row(first).values())) else LAYOUTS
            self._refuse(sheet, Where(file=sheet.file, sheet=sheet.name).refusal(text, expected))
        else:
            self._set_aside(sheet, WITHOUT_SHIFTS)

    def _refuse(self, sheet: Sheet, error: FileError) -> None:
        self.unread.append(error)
        self.lost.append(len(sheet.order))

    def _set_aside(self, sheet: Sheet, why: str) -> None:
        where = sheet.where(sheet.order[0]) if sheet.order else sheet.where(0)
        text = compact(next(iter(sheet.row(where.line - 1).values()), ""))
        self.gatherer.set_aside(where, text, why, entries=len(sheet.order))
        self.aside.setdefault(why, []).append(f"« {sheet.name} »")


def _lacking(sheet: Sheet, header: Header) -> FileError:
    titles = [title for _, title in sorted(header.columns.titles.items())]
    refusal = sheet.where(header.row).refusal(
        " ; ".join(titles),
        f"aussi {' ; '.join(header.missing)} (un fichier de correspondance peut nommer ces "
        "colonnes)",
    )
    if header.columns.lasting is None or len(header.missing) > 1:
        return replace(refusal, questions=tuple(_columns_of(sheet, header)))
    return replace(refusal, questions=(StartQuestion(file=sheet.file),))


def _columns_of(sheet: Sheet, header: Header) -> Iterator[ColumnQuestion]:
    """Ask what each column holds that isn't read."""
    below = [sheet.row(row) for row in sheet.order if row > header.row]
    for column in header.columns.unread:
        cells = dict.fromkeys(compact(row[column.index]) for row in below if column.index in row)
        if column.title and cells:
            samples = tuple(map(cut, islice(cells, SAMPLES)))
            yield ColumnQuestion(title=column.title, samples=samples)


def _is_almost_list(header: Header) -> bool:
    """Whether a row of headers can only be a list's, though it lacks something."""
    columns = header.columns
    timed = any(name in columns for name in (Field.START, Field.END, Field.HOURS))
    # With names and days, it is a list that says how long; days in rows have sums beside them too.
    timed = timed or (columns.lasting is not None and len(header.missing) == 1)
    return timed and len(columns.of) > 1 and header.missing != ()


def _has_hours(sheet: Sheet) -> bool:
    for row in sheet.order:
        for value in sheet.row(row).values():
            if isinstance(value, str) and any(letter.isdigit() for letter in value):
                try:
                    stretches_of(compact(value))
                except NotReadError:
                    continue
                return True
    return False
