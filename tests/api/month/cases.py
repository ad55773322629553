"""The small association in a database, and drafts of its month of March 2026."""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import TypeVar

from sqlalchemy import Engine

from api.access.caller import Caller
from api.data.stored.association import State, remember, state
from api.data.stored.importing import Checked, check_folder, put
from api.database.engine import reading, writing
from api.ledger.history import history_of, whole
from api.month.drafts.service import EMPTY, create
from api.month.frames import Frame, frame_of
from api.month.places.database import DatabasePlace
from api.month.places.drafts import assignments_of, draft
from api.month.places.place import DraftVersion
from api.month.versions.editing import edit
from api.month.versions.operations import Operation, Verb
from scheduler.domain.problem import Assignment
from tests.api.commands import PETIT

T = TypeVar("T")

MARCH = date(2026, 3, 1)
NOW = datetime(2026, 2, 10, 8, tzinfo=UTC)
SOMEONE = Caller(user="a" * 32)
OTHER = Caller(user="b" * 32)

MONDAY, TUESDAY, EVENING = "P-J-2026-03-02", "P-J-2026-03-03", "P-S-2026-03-04"
ADA, BRICE = Assignment("ada", MONDAY), Assignment("brice", MONDAY)
FARID = Assignment("farid", EVENING)

QUAY = (
    ("dispositifs", {"id": "Q", "name": "Quai", "agency": "ville"}),
    (
        "gabarits",
        {
            "id": "Q-J",
            "dispositif": "Q",
            "site": "place",
            "kind": "jour",
            "weekdays": [0],
            "start": "09:00",
            "end": "16:30",
            "since": "2026-01-01",
            "until": "2026-12-31",
        },
    ),
    (
        "besoins",
        {"template": "Q-J", "roles": ["mediateur"], "minimum": 0, "target": 1, "maximum": 1},
    ),
)
"""Another dispositif."""


def imported(engine: Engine) -> Engine:
    """Put the small association in; it was checked once, and what is read of it is known."""
    checked = known_folder()
    with writing(engine) as session:
        put(session, checked)
        if not READ:
            READ.append(state(session))
        remember(session, READ[0])
    return engine


@cache
def known_folder() -> Checked:
    return check_folder(PETIT)


READ: list[State] = []


def begun(engine: Engine, person: Iterable[Assignment] = (), *, start: str = EMPTY) -> str:
    """Begin a draft in which these people hold these slots; its id."""
    with writing(engine) as session:
        row = create(session, SOMEONE, MARCH, agency="ville", start=start, now=NOW)
    operations = [add(assignment) for assignment in sorted(person)]
    if operations:
        edit(DatabasePlace(engine, SOMEONE), DraftVersion(row.id, 1), operations)
    return row.id


def add(assignment: Assignment) -> Operation:
    return Operation(verb=Verb.ADD, slot=assignment.slot, person=assignment.mediator)


def remove(assignment: Assignment) -> Operation:
    return Operation(verb=Verb.REMOVE, slot=assignment.slot, person=assignment.mediator)


def held_by(engine: Engine, rota: str, number: int) -> frozenset[Assignment]:
    with reading(engine) as session:
        return assignments_of(session, rota, number)


def frame(engine: Engine, rota: str) -> Frame:
    with reading(engine) as session:
        return frame_of(whole(session), draft(session, rota), NOW)


def stands(engine: Engine) -> frozenset[Assignment]:
    """Return what is published of March."""
    with reading(engine) as session:
        rows = history_of(session).get("2026-03", ())
    return frozenset(Assignment(r.worked.mediator, r.worked.duty.id) for r in rows)


def at_once(*calls: Callable[[], T]) -> list[T | Exception]:
    """Make calls in threads that start together; what each returned or raised."""
    result: dict[int, T | Exception] = {}
    start = threading.Barrier(len(calls))

    def call_at(place: int, call: Callable[[], T]) -> None:
        start.wait()
        try:
            result[place] = call()
        except Exception as error:  # noqa: BLE001 - given back to the test
            result[place] = error

    threads = [threading.Thread(target=call_at, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [result[place] for place in range(len(calls))]
