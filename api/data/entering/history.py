"""What was changed of a row, as a caller may see it: by whom, when, old and new values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.journal import author_words
from api.data.entering.reader import RowReader
from api.data.rows.kinds import KINDS
from api.data.stored.history import changed_since, changes_of, removals_of
from api.data.tables.history import RowChangeRow
from api.database.counters import DATA, number
from api.database.tables.access import UserRow
from api.web.problems import Refusal, not_found

ADDED, CHANGED, REMOVED = "ajouter", "modifier", "supprimer"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field's value before and after (None: it had none, or has none any more)."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """
    A change of a row: `action` is `ajouter`, `modifier` or `supprimer`.

    `by`: the name of the account that made it, or what is written in its place.
    """

    at: datetime
    by: str
    action: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, kw_only=True)
class RemovedRow:
    """
    A row that is gone: those of its last values that the caller may see, and what became of it.

    `place`: its place among those that are gone (see `removed_rows`).
    """

    key: int
    place: int
    values: Mapping[str, Any]
    changes: list[RowChange]


def removed_rows(
    reader: RowReader, kind: str, *, before: int = 0, most: int
) -> tuple[list[RemovedRow], bool]:
    """
    Return rows that are gone and that the caller would see, the last removed first.

    The flag says whether there are more. `before`: the place of the last one that they have seen
    (0: none). `most`: how many to return.
    """
    with closing(removals_of(reader.session, kind, before=before)) as removals:
        seen = (row for row in removals if _seen(reader, kind, row))
        rows = list(islice(seen, most + 1))
    return [
        RemovedRow(
            key=row.key,
            place=row.id,
            values=_visible_values(reader, kind, row.before),
            changes=_visible(reader, kind, changes_of(reader.session, kind, row.key)),
        )
        for row in rows[:most]
    ], len(rows) > most


@dataclass(frozen=True, kw_only=True)
class ChangedKeys:
    """The keys of rows that were added or changed, and of those that are gone."""

    changed: frozenset[int] = frozenset()
    removed: tuple[int, ...] = ()


def keys_since(reader: RowReader, kind: str, since: int) -> ChangedKeys:
    """
    Return what became of rows of a kind after the data had a number.

    What the caller didn't see isn't told to be gone; a row that came and went is told to be.
    Refusal: 410, they never had that number, or a backup was restored since.
    """
    if since > number(reader.session, DATA):
        raise Refusal(
            410,
            "numero_oublie",
            "Les données n’ont pas eu ce numéro, ou furent remises d’une sauvegarde depuis : "
            "relisez tout, sans « since ».",
        )
    last = {change.key: change for change in changed_since(reader.session, kind, since)}
    gone = (key for key, change in last.items() if change.after is None)
    return ChangedKeys(
        changed=frozenset(key for key, change in last.items() if change.after is not None),
        removed=tuple(sorted(key for key in gone if _seen(reader, kind, last[key]))),
    )


def history_of(reader: RowReader, kind: str, key: int) -> list[RowChange]:
    """
    Return what was changed of a row, there or removed, the last change first.

    A change is left out if the caller doesn't see the row as it was then, or the fields that it is
    about. It is refused if there is no such row for the caller, nor was one that they see (404).
    """
    kept = changes_of(reader.session, kind, key)
    try:
        reader.entry(kind, key)
    except Refusal:
        last = kept[0] if kept else None
        if last is None or last.after is not None or not _seen(reader, kind, last):
            raise not_found() from None
    return _visible(reader, kind, kept)


def _visible(reader: RowReader, kind: str, kept: Sequence[RowChangeRow]) -> list[RowChange]:
    """Return the changes of a row that the caller sees, with the fields that they see."""
    names = _names(reader.session, {row.by for row in kept} - {""})
    changes = (_change(reader, kind, row, names) for row in kept if _seen(reader, kind, row))
    return [change for change in changes if change.fields]


def _seen(reader: RowReader, kind: str, row: RowChangeRow) -> bool:
    return all(
        reader.sees(kind, values) for values in (row.before, row.after) if values is not None
    )


def _change(reader: RowReader, kind: str, row: RowChangeRow, names: Mapping[str, str]) -> RowChange:
    return RowChange(
        at=row.at,
        by=author_words(row.by, names.get(row.by, "")),
        action=_action(row),
        fields=tuple(_fields(reader, kind, row.before or {}, row.after or {})),
    )


def _action(row: RowChangeRow) -> str:
    if row.before is None:
        return ADDED
    return REMOVED if row.after is None else CHANGED


def _fields(
    reader: RowReader, kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FieldChange]:
    """Yield the fields that the caller sees and that a change changed, in the kind's order."""
    hidden = {name for row in (before, after) if row for name in reader.hidden(kind, row)}
    for field in KINDS[kind].columns:
        old, new = before.get(field), after.get(field)
        if old != new and field not in hidden:
            yield FieldChange(field=field, before=old, after=new)


def _visible_values(reader: RowReader, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {column.field: values.get(column.field) for column in reader.seen(kind, values)}


def _names(session: Session, accounts: set[str]) -> Mapping[str, str]:
    query = select(UserRow.id, UserRow.name, UserRow.email).where(UserRow.id.in_(accounts))
    return {row.id: row.name or row.email for row in session.execute(query)}
