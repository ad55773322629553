"""List and change the rows of an association, one or several at once, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from itertools import islice
from sys import maxsize
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.rows.columns import Kind
from api.data.rows.kinds import KINDS
from api.data.stored.association import remember, state, state_of
from api.data.stored.draft import Draft
from api.data.stored.entries import Add, Change, Entry, Remove, entry, get
from api.data.stored.history import record
from api.data.stored.places import Areas
from api.data.tables.rows import table_of
from api.database.counters import DATA, raise_number

__all__ = [
    "KINDS",
    "Add",
    "Change",
    "Entry",
    "Remove",
    "add",
    "apply",
    "change",
    "get",
    "of_person",
    "page",
    "remove",
]


def page(
    session: Session,
    kind: Kind,
    *,
    after: int = 0,
    limit: int = 50,
    where: Callable[[Areas], bool] | None = None,
    person: str = "",
    among: Container[int] | None = None,
) -> list[Entry]:
    """
    Return at most `limit` rows in the order of keys, from the first key above `after`.

    `where`, `person`: which ones (see `Index.keys`). `among`: only these keys (None: all).
    """
    sorted_keys = state(session).indexes[kind.name].keys(after, where, person)
    keys = (key for key in sorted_keys if among is None or key in among)
    table = table_of(kind.model)
    query = select(table).where(table.c.key.in_(tuple(islice(keys, limit))))
    return [entry(kind, dict(v)) for v in session.execute(query.order_by(table.c.key)).mappings()]


def of_person(session: Session, kind: Kind, person: str) -> list[Entry]:
    """Return the rows of a kind that are a person's or name the person, in the order of keys."""
    return page(session, kind, limit=maxsize, person=person)


def add(
    session: Session, kind: Kind, values: Mapping[str, Any] | BaseModel, *, by: str = ""
) -> Entry:
    """Add a row (see `apply`)."""
    (added,) = apply(session, [Add(kind, values)], by=by)
    return added


def change(
    session: Session,
    kind: Kind,
    key: int,
    number: int,
    values: Mapping[str, Any] | BaseModel,
    *,
    by: str = "",
) -> Entry:
    """Replace a row (see `apply`)."""
    (changed,) = apply(session, [Change(kind, key, number, values)], by=by)
    return changed


def remove(session: Session, kind: Kind, key: int, number: int, *, by: str = "") -> None:
    """Delete a row (see `apply`)."""
    apply(session, [Remove(kind, key, number)], by=by)


def apply(
    session: Session,
    changes: Sequence[Add | Change | Remove],
    *,
    by: str = "",
    recorded: bool = True,
) -> list[Entry]:
    """
    Make changes together, check the whole association once, and return the rows as written.

    Together: a person comes with a contract, a template with its needs. In a `writing` session
    only; whatever is raised, nothing is written. Rows sent back as they were keep their revision.

    `by`: the account that makes them (empty: none does). They are kept in the history of their
    rows, unless they aren't `recorded`: what is erased must be kept nowhere.

    Raises
    ------
    NotThereError
        A row to change or to delete doesn't exist.
    StaleRowError
        Somebody changed the row meanwhile: its current values, and the revision that was expected.
    RefusedRowsError
        A value is wrong, or the association would contradict itself: each fault by kind, row and
        field. A row that others name, or that the register does, can't be taken away.
    """
    before = state(session)
    draft = Draft(session, before)
    for index, asked_change in enumerate(changes):
        draft.take(index, asked_change)
    draft.refuse()
    after = state_of(session, draft.rows)
    draft.compare(after)
    draft.check_locks(after)
    entries = draft.write(after)
    if recorded:
        record(session, by, changes, entries, before)
    if len(draft.same) < len(changes):
        raise_number(session, DATA)
        remember(session, draft.kept(after))
    return entries
