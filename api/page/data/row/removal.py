"""Take a row away, with what was entered together with it and doesn't stand alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.entering.access import writes
from api.page.data.form.companions import COMPANIONS
from api.page.data.form.typed import whole
from api.page.data.row.related import naming, references
from api.page.data.words import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.data.entering.editor import RowEditor
    from api.data.rows.columns import Kind, Row
    from api.data.stored.entries import Entry, Remove
    from api.page.data.visit import Visit

WITH = "_avec"
"""The field of the rows that go too: kind, key and the revision that was shown."""


@dataclass(frozen=True, kw_only=True)
class Going:
    """A row that goes with another: what the form sends of it, and what it is called."""

    value: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Use:
    """A kind of rows that name the row: how many, and where they are."""

    title: str
    count: int


def going_with(visit: Visit, row: Row) -> list[Going]:
    """Return the rows that came with a row, which go with it."""
    companion = COMPANIONS.get(visit.kind.name)
    if companion is None or not writes(visit.who, companion.kind.name):
        return []
    there = visit.at(companion.kind)
    rows = naming(there, [companion.kind.columns[companion.via]], str(row.__dict__["id"]))
    name = companion.kind.name
    return [
        Going(
            value=f"{name}/{key}/{there.editor.entry(name, key).number}",
            title=f"{title_of(companion.kind)} : {there.title(gone)}",
        )
        for key, gone in rows
    ]


def uses_of(visit: Visit, row: Row) -> list[Use]:
    """Return what else names a row: as long as there is any, the row stays."""
    if not visit.kind.has_ids:
        return []
    companion, ident = COMPANIONS.get(visit.kind.name), str(row.__dict__["id"])
    uses = (
        Use(title=title_of(other), count=len(naming(visit.at(other), columns, ident)))
        for other, columns in references(visit.who, visit.kind)
        if companion is None or other is not companion.kind
    )
    return [use for use in uses if use.count]


def removals(
    editor: RowEditor, kind: Kind, key: int, number: int, others: Iterable[str]
) -> tuple[list[Remove], list[Entry]]:
    """Return the removals of a row and of those that go with it, and the rows as they are."""
    entries = [editor.entry(kind.name, key)]
    deeds = [editor.remove(entries[0], number)]
    companion = COMPANIONS.get(kind.name)
    for value in others:
        name, other, revision = (*value.split("/"), "", "")[:3]
        if companion is not None and name == companion.kind.name and whole(other):
            entry = editor.entry(name, whole(other))
            entries.append(entry)
            deeds.append(editor.remove(entry, whole(revision)))
    return deeds, entries
