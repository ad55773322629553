"""Read a grid: a row for each person, a column for each day, and in each cell what they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.data.errors import Where
from api.data.sheets.cells import Sheet, compact
from api.french.plain import plain
from api.french.plural import plural
from api.french.quoting import cut
from api.intake.gatherer import Gatherer
from api.intake.table.correspondence import Correspondence
from api.intake.table.grid.block import Block
from api.intake.table.grid.header import Head, HeadReader
from api.intake.table.grid.legend import GridLegend, legend_around
from api.intake.table.legend.codes import Legend, legend_words
from api.intake.text.words import Field

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


def read_grid(sheet: Sheet, heads: Sequence[Head], gatherer: Gatherer, legend: Legend) -> None:
    """Read the rows under each head, with the legend written around the blocks."""
    around = legend_around(sheet, heads)
    legend = _legend(sheet, around, gatherer, legend)
    ends = [min(head.rows) for head in heads[1:]] + [max(sheet.order, default=0) + 1]
    before: list[Head] = []
    idle: dict[str, None] = {}
    of_person: dict[str, list[str]] = {}
    for head, end in zip(heads, ends, strict=True):
        if any(head.days == other.days for other in before):
            text = " ".join(compact(v) for _, v in sorted(sheet.row(head.row).items()))
            gatherer.set_aside(sheet.where(head.row), text, "en-têtes répétés")
        before.append(head)
        if head.days:
            gatherer.describe(min(head.days.values()), max(head.days.values()))
        rows = [row for row in sheet.order if max(head.rows) < row < end]
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
