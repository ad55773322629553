"""Locks as they are typed: refused where it is known that they can't hold, and not later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.data.stored.association import read
from api.data.stored.refusals import RefusedRowsError
from api.data.stored.rows import KINDS, Add, add, apply, change, page
from api.database.engine import reading, writing
from tests.api.database.folders import imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LOCKS, EXCEPTIONS, CONTRACTS = KINDS["verrous"], KINDS["exceptions"], KINDS["contrats"]
WEDNESDAY, SATURDAY = "P-J-2026-03-04", "P-J-2026-03-07"
LOCK = {"mediator": "ada", "slot": WEDNESDAY, "by": "Nora Bel", "why": "Réunion"}
CLOSED = {"template": "P-J", "day": "2026-03-04", "action": "supprime", "why": "Marché annulé"}
OPEN = {"template": "P-J", "day": "2026-03-07", "action": "ajoute", "why": "Marché de nuit"}


def refused(engine: Engine, deed: Callable[[Session], object]) -> list[tuple[Any, ...]]:
    with pytest.raises(RefusedRowsError) as caught, writing(engine) as session:
        deed(session)
    return [(f.kind, f.index, f.field, f.received, f.expected) for f in caught.value.faults]


def leaves(engine: Engine, person: str, day: str) -> None:
    with writing(engine) as session:
        row = next(e for e in page(session, CONTRACTS) if e.values["mediator"] == person)
        change(session, CONTRACTS, row.key, row.number, {**row.values, "end": day})


NO_SLOT = "un créneau qui existe (le gabarit « P-J » n’a pas de créneau le 07/03/2026)"


def test_a_lock_on_a_day_without_the_slot_is_refused(engine: Engine) -> None:
    imported(engine)

    assert refused(engine, lambda s: add(s, LOCKS, LOCK | {"slot": SATURDAY})) == [
        ("verrous", 0, "slot", SATURDAY, NO_SLOT)
    ]


def test_a_lock_comes_with_the_exception_that_makes_its_slot(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        both = [Add(LOCKS, LOCK | {"slot": SATURDAY}), Add(EXCEPTIONS, OPEN)]
        apply(session, both)
    with reading(sqlite_engine) as session:
        assert [lock.slot for lock in read(session).locks] == [SATURDAY]


@pytest.mark.parametrize(("last", "there"), [("2026-03-03", False), ("2026-03-04", True)])
def test_a_lock_of_who_has_no_contract_on_the_day_is_refused(
    sqlite_engine: Engine, last: str, *, there: bool
) -> None:
    imported(sqlite_engine)
    leaves(sqlite_engine, "ada", last)

    if there:
        with writing(sqlite_engine) as session:
            assert add(session, LOCKS, LOCK).number == 1
        return
    assert refused(sqlite_engine, lambda s: add(s, LOCKS, LOCK)) == [
        (
            "verrous",
            0,
            "mediator",
            "ada",
            "une personne qui peut tenir ce créneau (n’a pas de contrat en cours le 04/03/2026)",
        )
    ]


def test_a_lock_that_could_hold_is_changed_into_none_that_can_not(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        made = add(session, LOCKS, LOCK)

    later = {**LOCK, "mediator": "farid"}
    faults = refused(sqlite_engine, lambda s: change(s, LOCKS, made.key, made.number, later))

    assert [(fault[2], fault[3]) for fault in faults] == [("mediator", "farid")]


def test_a_lock_refuses_nothing_that_comes_later(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)
    with writing(sqlite_engine) as session:
        add(session, LOCKS, LOCK)

    leaves(sqlite_engine, "ada", "2026-03-03")
    with writing(sqlite_engine) as session:
        add(session, EXCEPTIONS, CLOSED)

    with reading(sqlite_engine) as session:
        assert [lock.slot for lock in read(session).locks] == [WEDNESDAY]
