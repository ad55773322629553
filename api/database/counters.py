"""Count changes, so that caches and clients know that something changed (see `StateRow`)."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database.engine import once
from api.database.tables.state import StateRow

DATA, LEDGER = "data", "ledger"


def number(session: Session, name: str) -> int:
    """Return the value of a counter (0: never raised)."""
    return stamp(session, name)[0]


def raised(session: Session, start: str) -> frozenset[str]:
    """Return the names, of those that begin so, of the counters that are above zero."""
    query = select(StateRow.name).where(StateRow.name.startswith(start), StateRow.number > 0)
    return once(session, (raised, start), lambda: frozenset(session.scalars(query)))


def stamp(session: Session, name: str) -> tuple[int, datetime | None]:
    """
    Return the value of a counter, and when it was last raised.

    Number and time together never name two states of a database, even if a restored backup sets the
    number back.
    """
    return once(session, (StateRow, name), lambda: _stamp(session, name))


def _stamp(session: Session, name: str) -> tuple[int, datetime | None]:
    row = session.execute(
        select(StateRow.number, StateRow.changed).where(StateRow.name == name)
    ).one_or_none()
    return (0, None) if row is None else (row.number, row.changed)


def raise_number(session: Session, name: str, *, to: int | None = None) -> int:
    """Raise a counter by one, or `to` a number, and return it; only in `writing` sessions."""
    row = session.get(StateRow, name)
    if row is None:
        row = StateRow(name=name, number=0)
        session.add(row)
    row.number = row.number + 1 if to is None else to
    row.changed = datetime.now(UTC)
    session.flush()
    return row.number
