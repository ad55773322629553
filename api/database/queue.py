"""
Keep a queue in a table: let one process at a time send a row, and note the outcome.

A row is claimed in a short transaction, sent outside any, and ended or put off in another one. A
process that dies meanwhile leaves a claim that runs out: the row is sent again, never forgotten.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement, Engine, select, update
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, Instant, new_id
from api.database.engine import reading, writing

EVERY = 5.0
"""Seconds between two looks at a queue."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The due date of what was sent or given up: it stays behind what waits."""

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
DOUBLINGS = 6
"""After so many tries the longest pause is reached: an hour."""


class QueueColumns:
    """
    What a row has that is to be sent: it isn't before `next_try`.

    Once `sent` or `given_up` is set, it is never tried again. `made`: when it was queued.
    """

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    made: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(Instant, index=True)
    sent: Mapped[datetime | None] = mapped_column(Instant, default=None)
    given_up: Mapped[datetime | None] = mapped_column(Instant, default=None)


Row = TypeVar("Row", bound=QueueColumns)


class Log(Protocol):
    """Where a sender says what befell it: loading one here would load it with every table."""

    def error(self, event: str, **details: object) -> object:
        """Say what went wrong."""


def waits(table: type[QueueColumns]) -> tuple[ColumnElement[bool], ...]:
    """Return what a row is that was neither sent nor given up."""
    return table.sent.is_(None), table.given_up.is_(None)


def claim(
    engine: Engine, table: type[Row], *only: ColumnElement[bool], now: datetime, lease: timedelta
) -> Row | None:
    """
    Take the row that has waited longest, of those that are `only` so; None where none is due.

    Its count of tries rises by one, and it isn't due again before `lease` is over.
    """
    due = (*waits(table), table.next_try <= now, *only)
    with reading(engine) as session:  # most looks find nothing: no writer waits for them
        if session.scalar(select(table.id).where(*due).limit(1)) is None:
            return None
    with writing(engine, alone=False) as session:
        row = session.scalars(
            select(table)
            .where(*due)
            .order_by(table.next_try, table.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is not None:
            row.tries += 1
            row.next_try = now + lease
            session.flush()
            session.expunge(row)
    return row


def end(engine: Engine, row: QueueColumns, **values: object) -> None:
    """Note that a row was sent or given up, unless somebody noted so before."""
    table = type(row)
    with writing(engine, alone=False) as session:
        session.execute(
            update(table).where(table.id == row.id, *waits(table)).values(next_try=NEVER, **values)
        )


def put_off(engine: Engine, row: QueueColumns, now: datetime, **values: object) -> datetime:
    """Note why a row couldn't be sent; return when it is tried again."""
    table, due = type(row), now + pause(row.tries)
    with writing(engine, alone=False) as session:
        session.execute(
            update(table)
            .where(table.id == row.id, table.tries == row.tries, *waits(table))
            .values(next_try=due, **values)
        )
    return due


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: a minute, then twice as long each time."""
    return min(LONGEST, FIRST * (1 << min(DOUBLINGS, tries - 1)))


def keep_sending(name: str, look: Callable[[], object], stop_event: Event, log: Log) -> Thread:
    """Call `look` every few seconds, in a thread that ends soon after `stop_event` is set."""

    def looks() -> None:
        while not stop_event.is_set():
            try:
                look()
            except Exception as error:  # noqa: BLE001 - the queue outlives whatever befell one look
                log.error("file_en_panne", file=name, error=type(error).__name__)  # noqa: TRY400 - no traceback, it may hold what was sent
            stop_event.wait(EVERY)

    thread = Thread(target=looks, name=name, daemon=True)
    thread.start()
    return thread
