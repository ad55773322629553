from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.asking.waiting_on_month import Kind, PendingRequest, pending
from api.database.engine import reading, writing
from api.database.tables.asking import LeaveRow, LeaveState, SwapRow
from api.ledger.history import whole
from api.month.frames import framed
from tests.api.asking.petit import BEFORE
from tests.api.asking.swapping import MONDAY, TUESDAY, request
from tests.api.month.cases import MARCH


def waiting(engine: Engine, now: datetime = BEFORE) -> list[PendingRequest]:
    """Return what waits and bears on the published month of March."""
    with reading(engine) as session:
        frame = framed(whole(session), MARCH, None, now)
        return list(pending(session, frame, frame.published, now))


def leave(engine: Engine, start: str, end: str, state: str = LeaveState.ASKED.value) -> None:
    row = LeaveRow(mediator="ada", start=start, end=end, kind="conge", state=state)
    row.requested = BEFORE
    with writing(engine) as session:
        session.add(row)


def test_a_swap_is_named_until_a_shift_of_it_changes_or_begins(sqlite_engine: Engine) -> None:
    swap = request(sqlite_engine)

    (there,) = waiting(sqlite_engine)

    assert (there.kind, there.id, there.people) == (Kind.SWAP, swap.id, ("ada", "chloe"))
    assert (f"{there.first}", f"{there.last}", there.shifts) == (MONDAY[-10:], TUESDAY[-10:], 2)
    assert not there.answerable
    with writing(sqlite_engine) as session:
        session.get_one(SwapRow, swap.id).state = "accepte"
    assert [each.answerable for each in waiting(sqlite_engine)] == [True]
    assert waiting(sqlite_engine, BEFORE + timedelta(days=60)) == []
    with writing(sqlite_engine) as session:
        session.get_one(SwapRow, swap.id).takes = "P-J-2026-03-13"
    assert waiting(sqlite_engine) == []


@pytest.mark.parametrize(
    ("start", "end", "shifts"),
    [
        ("2026-02-27", "2026-02-28", None),
        ("2026-02-28", "2026-03-01", 0),
        ("2026-03-09", "2026-03-09", 1),
        ("2026-03-09T16:30", "2026-03-09T18:00", 0),
        ("2026-03-09T16:29", "2026-03-12", 2),
        ("2026-03-31", "2026-04-02", 0),
        ("2026-04-01", "2026-04-02", None),
    ],
)
def test_leave_is_named_if_it_touches_the_month_with_the_shifts_it_touches(
    sqlite_engine: Engine, start: str, end: str, shifts: int | None
) -> None:
    request(sqlite_engine)
    leave(sqlite_engine, start, end)

    there = [each for each in waiting(sqlite_engine) if each.kind is Kind.LEAVE]

    assert [each.shifts for each in there] == ([] if shifts is None else [shifts])


def test_leave_that_was_answered_does_not_wait(sqlite_engine: Engine) -> None:
    request(sqlite_engine)
    for state in LeaveState:
        if state is not LeaveState.ASKED:
            leave(sqlite_engine, "2026-03-09", "2026-03-09", state.value)

    assert [each.kind for each in waiting(sqlite_engine)] == [Kind.SWAP]
