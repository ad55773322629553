"""Keep what was changed of rows (by whom, when, from what), and read rows as they were."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, bindparam, delete, func, or_, select, type_coerce, update
from sqlalchemy.engine import ScalarResult
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from api.data.association import Association
from api.data.errors import BadFilesError
from api.data.rows.columns import Kind, Row, cells_of, people_of
from api.data.rows.kinds import KINDS
from api.data.rows.lines import Placed, Unchecked
from api.data.stored.association import State, state, state_of
from api.data.stored.entries import Add, Change, Entry, Remove, row_of
from api.data.tables.rows import RowChangeRow
from api.database.counters import DATA, number

Values = Mapping[str, Any]
KeyedRow = tuple[int, Row]


MOST = 200
"""How many changes of a row are read: the last ones."""


def record(
    session: Session,
    by: str,
    changes: Sequence[Add | Change | Remove],
    entries: Sequence[Entry],
    before: State,
) -> None:
    """Keep changes that were just written; `entries`: rows as written, without those removed."""
    keep, written = _keeper(session, by), iter(entries)
    for change in changes:
        entry = None if isinstance(change, Remove) else next(written)
        if isinstance(change, Add):
            old = None
        else:
            old = change.key, before.indexes[change.kind.name].row(change.key)
        new = None if entry is None else (entry.key, entry.row)
        keep(change.kind, old, new)


def follow(
    session: Session, by: str, kind: Kind, before: Sequence[KeyedRow], after: Sequence[KeyedRow]
) -> None:
    """
    Keep what an import changed of a kind, whose rows it wrote anew, under new keys.

    A row is the same one if something identifies it, or if nothing of it changed: what was kept of
    it then goes on under its new key.
    """
    keep = _keeper(session, by)
    there: dict[tuple[Any, ...], list[KeyedRow]] = defaultdict(list)
    for key, row in before:
        there[_identity(kind, row)].append((key, row))
    renamed: dict[int, int] = {}
    for key, row in after:
        was = there[_identity(kind, row)]
        old = was.pop(0) if was else None
        if old is not None:
            renamed[old[0]] = key
        keep(kind, old, (key, row))
    _rename(session, kind, renamed)
    for gone in there.values():
        for old in gone:
            keep(kind, old, None)


def changes_of(session: Session, kind: str, key: int) -> Sequence[RowChangeRow]:
    """Return what is kept of a row, the last change first."""
    query = select(RowChangeRow).where(RowChangeRow.kind == kind, RowChangeRow.key == key)
    return session.scalars(query.order_by(RowChangeRow.id.desc()).limit(MOST)).all()


def changed_since(session: Session, kind: str, since: int) -> Sequence[RowChangeRow]:
    """Return the changes of rows of a kind made after the data had a number, the first first."""
    query = select(RowChangeRow).where(RowChangeRow.kind == kind, RowChangeRow.number > since)
    return session.scalars(query.order_by(RowChangeRow.id)).all()


def added_at(session: Session, kind: str) -> Mapping[int, datetime]:
    """Return when rows of a kind were added, by key; those that nobody added have none."""
    query = (
        select(RowChangeRow.key, func.max(RowChangeRow.at).label("last"))
        .where(RowChangeRow.kind == kind, RowChangeRow.before.is_(None))
        .group_by(RowChangeRow.key)
    )
    return {row.key: row.last for row in session.execute(query)}


def removals_of(session: Session, kind: str, *, before: int = 0) -> ScalarResult[RowChangeRow]:
    """
    Return the removals of rows of a kind, the last first, from before an id on (0: all).

    Close it: stopping before the end would leave PostgreSQL a cursor open.
    """
    query = select(RowChangeRow).where(RowChangeRow.kind == kind, RowChangeRow.after.is_(None))
    if before:
        query = query.where(RowChangeRow.id < before)
    last_first = query.order_by(RowChangeRow.id.desc())
    return session.scalars(last_first.execution_options(yield_per=MOST))


def about(person: str) -> ColumnElement[bool]:
    """
    Return the condition that a change's values name a person.

    Ids differ by capitals alone, which SQLite's LIKE doesn't distinguish; a replacement does.
    """
    people = type_coerce(RowChangeRow.people, Text)
    return func.replace(people, f",{person},", "", type_=Text) != people


def forget_person(session: Session, person: str) -> None:
    """Delete what is kept of rows that name a person."""
    session.execute(
        delete(RowChangeRow).where(about(person)), execution_options={"synchronize_session": False}
    )


def _keeper(session: Session, by: str) -> Callable[[Kind, KeyedRow | None, KeyedRow | None], None]:
    """Return a function that records a row's change, from old to new, made now by an account."""
    now, after_it = datetime.now(UTC), number(session, DATA) + 1

    def keep(kind: Kind, old: KeyedRow | None, new: KeyedRow | None) -> None:
        there = [keyed for keyed in (old, new) if keyed is not None]
        before, after = (_values(keyed) for keyed in (old, new))
        if before == after:
            return
        named = {who for _, row in there for who in people_of(kind, row)}
        session.add(
            RowChangeRow(
                at=now,
                by=by,
                kind=kind.name,
                key=there[-1][0],
                before=before,
                after=after,
                people=tuple(sorted(named)),
                number=after_it,
            )
        )

    return keep


def _values(keyed: KeyedRow | None) -> dict[str, Any] | None:
    return None if keyed is None else keyed[1].model_dump(mode="json")


def _identity(kind: Kind, row: Row) -> tuple[Any, ...]:
    """Return the identity of a row among its kind: all of it, if nothing less is one."""
    cells = cells_of(row)
    return tuple(cells[kind.columns[field].header] for field in kind.once or kind.columns)


def _rename(session: Session, kind: Kind, renamed: Mapping[int, int]) -> None:
    """Give the changes of rows their rows' new keys, none of which was ever a key before."""
    kept = RowChangeRow.kind == kind.name
    keys = session.scalars(select(RowChangeRow.key).where(kept).distinct()).all()
    moves = [{"old": key, "new": renamed[key]} for key in keys if key in renamed]
    if moves:
        moved = (kept, RowChangeRow.key == bindparam("old"))
        moving = update(RowChangeRow).where(*moved).values(key=bindparam("new"))
        # Sent together by the connection: a session does that for rows named by their `id` alone.
        session.connection().execute(moving, moves)


def forget_values(
    session: Session, kind: str, field: str, values: Collection[str], *, before: str, instead: str
) -> None:
    """
    Replace values of a field in what is kept of rows that ended before a day.

    `before`: the day, as ISO 8601; the kind has a field `end`.
    """
    texts = [type_coerce(part, Text) for part in (RowChangeRow.before, RowChangeRow.after)]
    named = [
        text.contains(f'"{field}":"{value}"', autoescape=True) for text in texts for value in values
    ]
    query = select(RowChangeRow).where(RowChangeRow.kind == kind, or_(*named))
    for row in session.scalars(query).all():
        row.before = _without(row.before, field, values, before, instead)
        row.after = _without(row.after, field, values, before, instead)


def _without(
    row: Values | None, field: str, values: Collection[str], before: str, instead: str
) -> Values | None:
    if row is None or row[field] not in values or not row["end"] or row["end"][:10] >= before:
        return row
    return {**row, field: instead}


def association_at(session: Session, moment: datetime) -> Association:
    """
    Return the association as its rows were after a moment's changes, without history.

    What is kept of changes since is undone, the last first. Attached files are today's: of these
    nothing is kept.

    BadFilesError: the rows as they were contradict each other by today's checks; RefusedRowsError:
    one of them is of a form that is no more.
    """
    current = state(session).rows
    rows: dict[type[Row], dict[int, Placed[Any]]] = {
        model: {line.line: line for line in lines} for model, lines in current.items()
    }
    changes = session.scalars(
        select(RowChangeRow).where(RowChangeRow.at > moment).order_by(RowChangeRow.id.desc())
    )
    for change in changes:
        kind = KINDS[change.kind]
        lines = rows[kind.model]
        if change.before is None:
            lines.pop(change.key, None)
        else:
            row = row_of(kind, change.before)
            lines[change.key] = Unchecked(kind, change.key, row)
    past = state_of(
        session,
        {model: tuple(line for _, line in sorted(lines.items())) for model, lines in rows.items()},
    )
    if past.association is None:
        raise BadFilesError(past.errors)
    return past.association
