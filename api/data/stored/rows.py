"""Rows of an association one by one: listed, read, and written so that the whole stays coherent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from api.data.rows.kinds import KINDS
from api.data.stored import scope
from api.data.stored.association import judged, keep, state
from api.data.stored.draft import Draft
from api.data.stored.entries import Add, Change, Entry, Remove, entry, get
from api.data.tables.rows import table_of
from api.database.counters import DATA, raise_number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pydantic import BaseModel
    from sqlalchemy.orm import Session

    from api.data.rows.columns import Kind

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
    "page",
    "remove",
]


def page(
    session: Session,
    kind: Kind,
    *,
    after: int = 0,
    limit: int = 50,
    agencies: Collection[str] | None = None,
    person: str = "",
    dispositif: str = "",
) -> list[Entry]:
    """
    Return rows in the order of their keys, at most `limit` after the key `after`.

    `agencies`: those that bear on one of these, or on all (None: no matter). `person`,
    `dispositif`: theirs only (empty: no matter).
    """
    query = select(table_of(kind.model)).where(table_of(kind.model).c.key > after)
    if agencies is not None:
        within = scope.in_agencies(kind, agencies)
        query = query if within is None else query.where(within)
    if person:
        query = query.where(scope.of_person(kind, person))
    if dispositif:
        query = query.where(scope.of_dispositif(kind, dispositif))
    records = session.execute(query.order_by(table_of(kind.model).c.key).limit(limit))
    return [entry(kind, dict(values)) for values in records.mappings()]


def add(session: Session, kind: Kind, values: Mapping[str, Any] | BaseModel) -> Entry:
    """Add a row (see `apply`)."""
    (made,) = apply(session, [Add(kind, values)])
    return made


def change(
    session: Session, kind: Kind, key: int, number: int, values: Mapping[str, Any] | BaseModel
) -> Entry:
    """Replace a row (see `apply`)."""
    (made,) = apply(session, [Change(kind, key, number, values)])
    return made


def remove(session: Session, kind: Kind, key: int, number: int) -> None:
    """Take a row away (see `apply`)."""
    apply(session, [Remove(kind, key, number)])


def apply(session: Session, changes: Sequence[Add | Change | Remove]) -> list[Entry]:
    """
    Make changes together, check the whole association once, and return the rows that it leaves.

    Together: a person comes with a contract, a template with its needs. In a `writing` session
    only; whatever is raised, nothing is written.

    Raises
    ------
    NotThereError
        A row to be changed or taken away isn't there.
    StaleRowError
        Somebody changed it meanwhile: what stands now, and the revision that was expected.
    RefusedRowsError
        A value can't be, or the association would contradict itself: each fault by kind, row and
        field. A row that others name, or that the register does, can't be taken away.
    """
    before = state(session)
    draft = Draft(session, before)
    for index, asked_change in enumerate(changes):
        draft.take(index, asked_change)
    draft.refuse()
    after = judged(session, draft.rows)
    draft.compare(after)
    draft.check_locks(after)
    made = draft.write(after)
    raise_number(session, DATA)
    keep(session, draft.kept(after))
    return made
