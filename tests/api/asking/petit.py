"""The small association in a database, its first week of March 2026 published."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.data.association import Association
from api.data.rows.kinds import KINDS
from api.data.stored.association import State, remember, state
from api.data.stored.importing import check_folder, put
from api.data.stored.rows import change, page
from api.database.engine import is_sqlite, reading, writing
from api.ledger.history import whole
from tests.api.commands import PETIT
from tests.api.ledger.cases import append_pairs

BEFORE = datetime(2026, 2, 10, 8, tzinfo=UTC)
AFTER = datetime(2026, 4, 1, 8, tzinfo=UTC)
NORA = Caller(user="a" * 32, name="Nora", grants=(Grant(role=Role.RESPONSABLE, agency="ville"),))
ADA = Caller(user="b" * 32, name="Ada", person="ada", grants=(Grant(role=Role.MEDIATEUR),))
BRICE = Caller(user="c" * 32, name="Brice", person="brice", grants=(Grant(role=Role.MEDIATEUR),))

#: A lawful start of March: two by two, the référent alone.
WEEK = frozenset(
    {
        *(("ada", f"P-J-2026-03-0{day}") for day in (2, 3, 4, 5)),
        *(("brice", f"P-J-2026-03-0{day}") for day in (2, 3, 4, 5, 6)),
        ("chloe", "P-J-2026-03-06"),
        ("farid", "P-S-2026-03-04"),
    }
)


_MADE: dict[tuple[object, ...], tuple[bytes, State]] = {}
"""SQLite files as `start` leaves them, and what is read in them: made once, copied afterwards."""


def start(
    engine: Engine, assignments: frozenset[tuple[str, str]] = WEEK, now: datetime = BEFORE
) -> Association:
    """Import the association, publish March, and return it with its history."""
    key, path = (assignments, now), engine.url.database or ""
    if is_sqlite(engine) and key in _MADE:
        engine.dispose()
        for left in (f"{path}-wal", f"{path}-shm"):
            Path(left).unlink(missing_ok=True)
        content, known = _MADE[key]
        Path(path).write_bytes(content)
        with reading(engine) as session:
            remember(session, known)
            return whole(session)
    with writing(engine) as session:
        put(session, check_folder(PETIT))
    made = publish(engine, assignments, now)
    if is_sqlite(engine):
        with reading(engine) as session:
            known = state(session)
        engine.dispose()  # the last connection leaves all in the file itself
        _MADE[key] = (Path(path).read_bytes(), known)
    return made


def publish(
    engine: Engine, assignments: frozenset[tuple[str, str]] = WEEK, now: datetime = BEFORE
) -> Association:
    """Publish March, and return the association with its history."""
    with writing(engine) as session:
        append_pairs(session, whole(session), assignments, now, by=NORA, agency="ville")
    return again(engine)


def end_contract(engine: Engine, person: str, last: str) -> None:
    """Say on which day (ISO) the only contract of a person ends."""
    with writing(engine) as session:
        rows = page(session, KINDS["contrats"], limit=50)
        (row,) = (row for row in rows if row.values["mediator"] == person)
        change(session, KINDS["contrats"], row.key, row.number, {**row.values, "end": last})


def again(engine: Engine) -> Association:
    """Read the association with its history."""
    with reading(engine) as session:
        return whole(session)


def uid(association: Association, mediator: str, slot: str) -> str:
    """Return the uid of a published shift."""
    return next(
        row.uid
        for rows in association.history.values()
        for row in rows
        if (row.worked.mediator, row.worked.duty.id) == (mediator, slot)
    )
