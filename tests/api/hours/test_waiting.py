from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.access.reach import OVERSEERS, Reach
from api.database.engine import reading, writing
from api.hours.service import cancel, confirm, confirm_several
from api.hours.waiting import confirmed, count_waiting, waiting
from tests.api.asking.petit import ADA, AFTER, NORA, again
from tests.api.hours.test_service import entered

MINE = Reach(NORA, OVERSEERS)
ELSEWHERE = Reach(Caller(user="e" * 32, grants=(Grant(role=Role.RH, agency="mer"),)), OVERSEERS)


def listed(engine: Engine, reach: Reach = MINE) -> tuple[list[str], int, list[str]]:
    """Return the ids of what waits, how many, and of what was confirmed."""
    association = again(engine)
    with reading(engine) as session:
        waits = [row.root for row in waiting(session, reach, association)]
        number = count_waiting(session, reach.caller, AFTER)
        return waits, number, [row.root for row in confirmed(session, reach, association, 5)]


def test_hours_wait_until_somebody_who_answers_for_them_confirms_them(engine: Engine) -> None:
    row, _ = entered(engine)
    assert listed(engine) == ([row.root], 1, [])
    assert listed(engine, ELSEWHERE) == ([], 0, [])

    with writing(engine) as session:
        confirm(session, NORA, row.root, 1, AFTER)
    assert listed(engine) == ([], 0, [row.root])


def test_hours_that_were_taken_back_wait_for_nobody(sqlite_engine: Engine) -> None:
    row, _ = entered(sqlite_engine)
    with writing(sqlite_engine) as session:
        cancel(session, ADA, row.root, 1, now=AFTER)

    assert listed(sqlite_engine) == ([], 0, [])


def test_what_changed_meanwhile_is_left_when_several_are_confirmed(sqlite_engine: Engine) -> None:
    row, _ = entered(sqlite_engine)
    with writing(sqlite_engine) as session:
        done = confirm_several(session, NORA, [(row.root, 7)], AFTER)
    assert done.rows == ()
    assert [(line.number, why[:14]) for line, why in done.left] == [(1, "Quelqu’un d’au")]

    with writing(sqlite_engine) as session:
        both = confirm_several(session, NORA, [(row.root, 1), (row.root, 1)], AFTER)
    assert [line.number for line in both.rows] == [2]
    assert both.left == ()
