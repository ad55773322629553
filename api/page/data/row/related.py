"""Gather on a row's page what names it: of a person, contracts, absences and all the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.data.entering.access import kinds_of
from api.data.rows.forms import Nature
from api.page.data.form.inputs import label_of
from api.page.data.form.sent import RETURN
from api.page.data.form.sent import naming as in_address
from api.page.data.tables import Table, ending, ordered, table_of
from api.page.data.words import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.access.caller import Caller
    from api.data.rows.columns import Column, Kind, Row
    from api.page.data.visit import Visit

FEW, WIDTH = 8, 4
"""How many rows of a kind are shown, and values of each; the list has them all."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """
    Rows of a kind that name a row: `count` of them, of which the table shows some.

    `all`: the address of their list. `add`: of the form of another (empty: not theirs to write).
    `ends`: what the last day that such rows may be given is called (empty: none). `numbers`: the
    revisions of those that have none yet, by key.
    """

    name: str
    title: str
    words: str
    count: int
    table: Table
    all: str
    add: str
    ends: str
    numbers: Mapping[int, int]


def references(who: Caller, kind: Kind) -> Iterator[tuple[Kind, Sequence[Column]]]:
    """Yield the kinds that an account reads and that name rows of a kind, with their columns."""
    for other in kinds_of(who):
        columns = [c for c in other.columns.values() if c.names == kind.name]
        if columns:
            yield other, columns


def sections_of(visit: Visit, key: int, row: Row) -> tuple[Section, ...]:
    """Return what names a row that has an id, by kind."""
    if not visit.kind.has_ids:
        return ()
    ident, back = str(row.__dict__["id"]), f"/donnees/{visit.kind.name}/{key}"
    sections = (
        _section(visit.at(other), columns, ident, back)
        for other, columns in references(visit.who, visit.kind)
    )
    return tuple(section for section in sections if section is not None)


def naming(visit: Visit, columns: Sequence[Column], ident: str) -> list[tuple[int, Row]]:
    """Return the rows, of those that an account sees, that name an id in one of these columns."""
    return [
        (key, row)
        for key, row in visit.rows()
        if any(_names(column, row, ident) for column in columns)
    ]


def _names(column: Column, row: Row, ident: str) -> bool:
    value = row.__dict__[column.field]
    return ident in value if column.nature is Nature.IDENTS else bool(value == ident)


def _section(visit: Visit, columns: Sequence[Column], ident: str, back: str) -> Section | None:
    kind, rows = visit.kind, ordered(visit, naming(visit, columns, ident))
    if not rows and not (visit.writes and columns[0].needed):
        return None
    # Others may name somebody too, as whom a contract replaces: their rows say whose they are.
    sure = len([column for column in columns if column.needed]) == 1 or len(columns) == 1
    theirs = all(row.__dict__[columns[0].field] == ident for _, row in rows)
    alike = {columns[0].field} if sure and theirs else ()
    end = ending(kind) if visit.writes else None
    table = table_of(visit, rows[:FEW], without=alike, width=WIDTH if end is None else WIDTH - 1)
    ids = in_address(**{columns[0].header: ident})
    return Section(
        name=kind.name,
        title=title_of(kind),
        words=kind.words,
        count=len(rows),
        table=table,
        all=f"/donnees/{kind.name}?{urlencode(ids)}" if len(rows) > FEW else "",
        add=f"/donnees/{kind.name}/nouveau?{urlencode([*ids, (RETURN, back)])}"
        if visit.writes
        else "",
        ends="" if end is None else label_of(end),
        numbers={
            line.key: visit.editor.entry(kind.name, line.key).number
            for line in table.lines
            if line.open and end is not None
        },
    )
