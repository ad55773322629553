"""Find the header of a list of shifts, and read its rows: one row is one shift."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.data.sheets.cells import Sheet, Value, compact
from api.french.plain import plain
from api.french.quoting import cut
from api.intake.gatherer import Gatherer
from api.intake.table.columns import BY_TITLE, Columns, Correspondence, columns_of
from api.intake.table.legend import Legend
from api.intake.table.row_cells import Table, is_day, units_of
from api.intake.table.rows import Row
from api.intake.text.clock import NotReadError
from api.intake.text.hours import stretches_of
from api.intake.text.words import TOTALS, Field

PROBED = 60
"""How many first rows are searched for the header."""

PEOPLE = (Field.PERSON, Field.LAST_NAME, Field.PERSON_ID)
WHEN_SAID = "le début et la fin, ou les horaires, ou un motif d’absence"
LASTS = (
    "le début et la fin de chaque service, ou ses horaires comme 8h-12h / 13h30-17h : « {title} » "
    "dit combien de temps, pas quand, et sans cela ni les repos, ni les pauses, ni la nuit ne se "
    "contrôlent ; ou bien l’heure à laquelle commencent les journées, « heure_debut;9:00 » dans le "
    "fichier de correspondance"
)
WHEN = (Field.START, Field.HOURS, Field.LENGTH, Field.CODE)
OWN = frozenset({Field.SLOT, Field.PERSON, Field.PAUSE, Field.START, Field.END})
OWN_TITLES = frozenset({"uid", "etat", "nature"})


@dataclass(frozen=True)
class Header:
    """The row of headers of a list."""

    row: int
    columns: Columns

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the fields that a list needs and this header lacks, in French."""
        columns = self.columns
        lacks = []
        if not any(name in columns for name in PEOPLE):
            lacks.append("la personne (personne, salarié, nom…)")
        if not any(name in columns for name in WHEN):
            lasts = columns.lasting
            lacks.append(WHEN_SAID if lasts is None else LASTS.format(title=lasts.title))
        elif Field.START in columns and Field.END not in columns and Field.HOURS not in columns:
            lacks.append("la fin")
        if Field.DAY not in columns and Field.START not in columns:
            lacks.append("la date")
        return tuple(lacks)

    @property
    def own(self) -> bool:
        """Whether this program wrote the list: its shifts have ids."""
        titles = {plain(title) for title in self.columns.titles.values()}
        return set(self.columns.of) >= OWN and bool(titles & OWN_TITLES)


def header_of(sheet: Sheet, guide: Correspondence) -> Header | None:
    """Return the row that looks most like a list's headers (None: no row does)."""
    rows = [guide.header - 1] if guide.header else list(sheet.order[:PROBED])
    best: Header | None = None
    for row in rows:
        # Headers may be on two rows, the first over groups of columns.
        above, here = sheet.row(row - 1), sheet.row(row)
        for cells in (here,) if _days(above) else (here, {**above, **here}):
            header = Header(row, _with_hours(sheet, row, columns_of(cells, guide), guide))
            if len(header.columns.of) < 2 or _days(cells):  # noqa: PLR2004 - one is chance
                continue
            if not header.missing:
                return _with_row_below(sheet, header, cells, guide)
            if best is None or len(header.columns.of) > len(best.columns.of):
                best = header
    return best


def _with_hours(sheet: Sheet, row: int, columns: Columns, guide: Correspondence) -> Columns:
    """
    Return columns in which « Heures » are hours of the day, if they are so written below.

    They are how long each day lasts if the guide says when days start.
    """
    lasting = columns.lasting
    if lasting is None or any(name in columns for name in WHEN if name is not Field.CODE):
        return columns
    below = [compact(sheet.row(line).get(lasting.index)) for line in sheet.order if line > row]
    if any(map(_is_range, below[:PROBED])):
        field = Field.HOURS
    elif guide.day_start is not None:
        field = Field.LENGTH
    else:
        return columns
    unread = tuple(column for column in columns.unread if column != lasting)
    return Columns(of={**columns.of, field: lasting}, unread=unread)


def _is_range(text: str) -> bool:
    try:
        return bool(stretches_of(text))
    except NotReadError:
        return False


def _with_row_below(
    sheet: Sheet, header: Header, cells: Mapping[int, Value], guide: Correspondence
) -> Header:
    """Return a header with the row under it, where that one holds nothing but headers too."""
    below = sheet.row(header.row + 1)
    if not below or not all(plain(compact(value)) in BY_TITLE for value in below.values()):
        return header
    deeper = Header(header.row + 1, columns_of({**cells, **below}, guide))
    return header if deeper.missing or len(below) == len(cells) else deeper


def _days(cells: Mapping[int, Value]) -> bool:
    """Whether a row holds days, as the header of a grid does."""
    return sum(is_day(value) for value in cells.values()) > 2  # noqa: PLR2004 - a list has two


def read_list(
    sheet: Sheet, header: Header, gatherer: Gatherer, guide: Correspondence, legend: Legend
) -> None:
    """Read the rows of a list."""
    titles = {n: plain(compact(value)) for n, value in sheet.row(header.row).items()}
    below = [row for row in sheet.order if row > header.row]
    table = Table(
        sheet=sheet,
        columns=header.columns,
        gatherer=gatherer,
        guide=guide,
        legend=legend,
        units=units_of(sheet, header.columns, below, guide, gatherer),
        own=header.own,
    )
    for row in below:
        cells = sheet.row(row)
        where = sheet.where(row)
        text = " ; ".join(compact(value) for _, value in sorted(cells.items()))
        if {n: plain(compact(value)) for n, value in cells.items()} == titles:
            gatherer.set_aside(where, text, "en-têtes répétés")
        elif _total(cells):
            gatherer.set_aside(where, text, "ligne de total")
        else:
            Row(table, row, text).read()
    _note_unread(sheet, header, gatherer)


def _total(cells: Mapping[int, Value]) -> bool:
    """Whether a row sums others: the first cell that is a text says so."""
    for _, value in sorted(cells.items()):
        if isinstance(value, str):
            return TOTALS.match(plain(value)) is not None
    # Numbers alone, under a list that has names: a row of sums without a word.
    return False


def _note_unread(sheet: Sheet, header: Header, gatherer: Gatherer) -> None:
    above = [row for row in sheet.order if row < header.row]
    if above:
        lines = (
            f"ligne {above[0] + 1}"
            if len(above) == 1
            else (f"lignes {above[0] + 1} à {above[-1] + 1}")
        )
        gatherer.note(f"au-dessus des en-têtes, {lines} : titres, non lus", sheet.where(above[0]))
    if header.own:
        return
    titles = header.columns.titles
    unread = [cut(column.title) for column in header.columns.unread]
    bare = sorted(
        {n for row in sheet.order if row > header.row for n in sheet.row(row)} - set(titles)
    )
    unread += [f"sans en-tête ({sheet.where(0, n).letter})" for n in bare]
    gatherer.leave_out(unread, sheet.where(header.row))
