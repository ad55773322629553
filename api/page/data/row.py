"""What a row's page shows beside its form: what names it, its changes; rows that are gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from pydantic_core import PydanticCustomError

from api.access.caller import Caller
from api.access.rights.rows import writes
from api.data.entering.editor import RowEditor
from api.data.entering.reader import RemovedRow, kinds_of, removed_rows
from api.data.rows.columns import Column, Kind, Row
from api.data.stored.entries import Entry, Remove
from api.french.words import short_date
from api.page.data.form import COMPANIONS
from api.page.data.listing import Table, around, ending, ordered, table_of
from api.page.data.saving import RETURN, Typed, cell, whole_number
from api.page.data.saving import naming as in_address
from api.page.data.visit import NOTHING, Visit, label_of, title_from, title_of

FEW, WIDTH = 8, 4
"""How many rows of a kind are shown, and values of each; the list has them all."""

GONE = 20
"""How many removed rows a page shows."""

RemovedLine = tuple[RemovedRow, str, Sequence[tuple[str, str]]]
"""A removed row, what it was called, and the labels and texts of its values then."""


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


def minor_until(visit: Visit, entry: Entry) -> str:
    """Write the last day on which a person is a minor, where the birth is hidden (empty: past)."""
    last = visit.editor.view(entry).get("minor_until")
    return short_date(date.fromisoformat(last)) if last else ""


def differences(visit: Visit, row: Row, typed: Typed) -> list[tuple[str, str, str]]:
    """Return label, text now and text typed of the fields that somebody else changed meanwhile."""
    texts = ((c, visit.shown(c, row), _typed(visit, c, typed)) for c in visit.seen(row))
    return [
        (label_of(column), theirs or NOTHING, typed_text or NOTHING)
        for column, theirs, typed_text in texts
        if theirs != typed_text
    ]


def _typed(visit: Visit, column: Column, typed: Typed) -> str:
    """Write a typed text as pages write its value; as it was typed if it can't be read."""
    text = cell(column, typed)
    try:
        return visit.names.written(column, column.read(text))
    except PydanticCustomError:
        return text


def references(who: Caller, kind: Kind) -> Iterator[tuple[Kind, Sequence[Column]]]:
    """Yield the kinds that an account reads and that name rows of a kind, with their columns."""
    for other in kinds_of(who):
        columns = [column for column in other.columns.values() if column.names == kind.name]
        if columns:
            yield other, columns


def naming(visit: Visit, columns: Sequence[Column], ident: str) -> list[tuple[int, Row]]:
    """Return the rows, of those that an account sees, that name an id in one of these columns."""
    return [
        (key, row)
        for key, row in visit.rows()
        if any(ident in column.ids(row.__dict__[column.field]) for column in columns)
    ]


def sections_of(visit: Visit, key: int, row: Row, back: str = "", *, today: date) -> list[Section]:
    """
    Return what names a row that has an id, by kind: of a person, contracts, absences, all.

    `back`: where forms lead back to (empty: to the page of the row). Of many rows with days, those
    around `today` are shown.
    """
    if not visit.kind.has_ids:
        return []
    ident, back = str(row.__dict__["id"]), back or f"/donnees/{visit.kind.name}/{key}"
    sections = (
        _section(visit.at(other), columns, ident, back, today)
        for other, columns in references(visit.who, visit.kind)
    )
    return [section for section in sections if section is not None]


def _section(
    visit: Visit, columns: Sequence[Column], ident: str, back: str, today: date
) -> Section | None:
    kind, rows = visit.kind, ordered(visit, naming(visit, columns, ident))
    if not rows and not (visit.writes and columns[0].needed):
        return None
    # Others may name somebody too, as whom a contract replaces: their rows say whose they are.
    sure = len([column for column in columns if column.needed]) == 1 or len(columns) == 1
    theirs = all(row.__dict__[columns[0].field] == ident for _, row in rows)
    alike = {columns[0].field} if sure and theirs else ()
    end = ending(kind) if visit.writes else None
    width, few = WIDTH if end is None else WIDTH - 1, around(kind, rows, today, FEW)
    table = table_of(visit, few, without=alike, width=width)
    address, ids = f"/donnees/{kind.name}", in_address(**{columns[0].header: ident})
    return Section(
        name=kind.name,
        title=title_of(kind),
        words=kind.words,
        count=len(rows),
        table=table,
        all=f"{address}?{urlencode(ids)}" if len(rows) > FEW else "",
        add=f"{address}/nouveau?{urlencode([*ids, (RETURN, back)])}" if visit.writes else "",
        ends="" if end is None else label_of(end),
        numbers={
            line.key: visit.editor.entry(kind.name, line.key).number
            for line in table.lines
            if line.open and end is not None
        },
    )


def going_with(visit: Visit, row: Row) -> list[tuple[str, str]]:
    """Return the rows that came with a row and go with it: kind/key/revision, and their title."""
    companion = COMPANIONS.get(visit.kind.name)
    if companion is None or not writes(visit.who, companion.kind.name):
        return []
    there, name = visit.at(companion.kind), companion.kind.name
    rows = naming(there, [companion.kind.columns[companion.via]], str(row.__dict__["id"]))
    return [
        (
            f"{name}/{key}/{there.editor.entry(name, key).number}",
            f"{title_of(companion.kind)} : {there.title(gone)}",
        )
        for key, gone in rows
    ]


def uses_of(visit: Visit, row: Row) -> list[tuple[str, int]]:
    """Return what else names a row, by title of kind: as long as there is any, the row stays."""
    if not visit.kind.has_ids:
        return []
    companion, ident = COMPANIONS.get(visit.kind.name), str(row.__dict__["id"])
    uses = (
        (title_of(other), len(naming(visit.at(other), columns, ident)))
        for other, columns in references(visit.who, visit.kind)
        if companion is None or other is not companion.kind
    )
    return [(title, count) for title, count in uses if count]


def removals(
    editor: RowEditor, kind: Kind, key: int, number: int, others: Iterable[str]
) -> tuple[list[Remove], list[Entry]]:
    """Return the removals of a row and of those that go with it, and the rows as they are."""
    entries = [editor.entry(kind.name, key)]
    deeds = [editor.remove(entries[0], number)]
    companion = COMPANIONS.get(kind.name)
    for value in others:
        name, other, revision = (*value.split("/"), "", "")[:3]
        if companion is not None and name == companion.kind.name and whole_number(other):
            entries.append(editor.entry(name, whole_number(other)))
            deeds.append(editor.remove(entries[-1], whole_number(revision)))
    return deeds, entries


def removed_lines(visit: Visit, before: int) -> tuple[list[RemovedLine], bool]:
    """Return removed rows that come before a place (0: the last), and whether there are more."""
    rows, more = removed_rows(visit.editor, visit.kind.name, before=before, most=GONE)
    return [_removed(visit, row) for row in rows], more


def _removed(visit: Visit, row: RemovedRow) -> RemovedLine:
    texts = {name: visit.kept(name, value) for name, value in row.values.items()}
    facts = [(visit.label(name), text) for name, text in texts.items() if text != NOTHING]
    return row, title_from(visit.kind, texts) or "sans nom", facts
