"""Modifier: an edit makes the next version, and answers with the findings that it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api.access.journal import note as note_deed
from api.database.engine import reading, writing
from api.judging.again import Changed, changed
from api.ledger.history import whole
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame, frame_of
from api.month.places.drafts import add_version, assignments_of, draft, stale
from api.month.versions.operations import applied
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.month.versions.operations import Operation


@dataclass(frozen=True, kw_only=True)
class Edited:
    """
    A version that an edit made: its number, what it changes, and the findings before and after.

    `number` is the one that it started from where nothing changed.
    """

    number: int
    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    findings: Changed
    standing: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Base:
    """The version that an edit starts from."""

    rota: str
    number: int
    frame: Frame
    held: frozenset[Assignment]


def edit(
    engine: Engine,
    caller: Caller,
    rota: str,
    number: int,
    operations: Sequence[Operation],
    *,
    note: str = "",
) -> Edited:
    """
    Apply operations to version `number`, all or none, and make the next version of it.

    Only whom it touches is judged again; nothing is judged inside the transaction.

    Raises
    ------
    UnknownDraftError
        There is no such draft or version.
    DiscardedError
        It was thrown away.
    StaleVersionError
        Somebody made another version first: it says what they changed.
    BadRequestError
        Values that can't be (see `applied`).
    """
    base = _base(engine, rota, number)
    after = applied(base.frame, base.held, operations)
    return _written(engine, caller, base, after, origin="modification", note=note)


def undo(engine: Engine, caller: Caller, rota: str, number: int, to: int) -> Edited:
    """
    Make a new version equal to an older one, `to`, after version `number` (see `edit`).

    What the data don't allow any more stays in it, unseen, as it was.
    """
    base = _base(engine, rota, number)
    with reading(engine) as session:
        after = assignments_of(session, rota, to)
    return _written(engine, caller, base, after, origin="annulation", note=f"version {to}")


def try_out(
    engine: Engine, rota: str, number: int, operations: Sequence[Operation]
) -> tuple[Edited, Base]:
    """Say what an edit would change, and write nothing (see `edit`)."""
    base = _base(engine, rota, number)
    after = applied(base.frame, base.held, operations)
    return _edited(base, after), base


def _base(engine: Engine, rota: str, number: int) -> Base:
    with reading(engine) as session:
        row = draft(session, rota, alive=True)
        if row.head != number:
            raise stale(session, rota, row.head, number)
        held = assignments_of(session, rota, number)
        frame = frame_of(whole(session), row)
    return Base(rota=rota, number=number, frame=frame, held=held)


def _edited(base: Base, after: frozenset[Assignment]) -> Edited:
    before = findings_of(base.frame, base.held)
    found = after_edit(base.frame, base.held, after)
    return Edited(
        number=base.number,
        added=tuple(sorted(after - base.held)),
        removed=tuple(sorted(base.held - after)),
        findings=changed(before, found),
        standing=tuple(found),
    )


def _written(
    engine: Engine,
    caller: Caller,
    base: Base,
    after: frozenset[Assignment],
    *,
    origin: str,
    note: str,
) -> Edited:
    rota, number = base.rota, base.number
    made = _edited(base, after)
    if after == base.held:
        return made
    with writing(engine) as session:
        row = draft(session, rota, alive=True)
        if row.head != number:
            raise stale(session, rota, row.head, number)
        version = add_version(
            session, row, after, parent=number, origin=origin, by=caller.user, note=note
        )
        row.head = version.number
        note_deed(
            session,
            caller,
            "modifier" if origin == "modification" else "revenir",
            "planning",
            rota,
            agency=row.agency,
            detail={"version": version.number},
        )
        return replace(made, number=version.number)
