"""Lock people to slots, as rows of kind `verrous`, by the same use case as the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from api.data.entering.editor import RowEditor
from api.data.rows.kinds import KINDS
from api.data.stored.rows import of_person
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.versions.shapes import EditIn, Name
from api.page.edits.lawful import editable
from api.web.answer import Body
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.data.stored.entries import Add, Change, Remove
    from api.month.places.place import Version

LOCKS = "verrous"
WHY = "Verrouillé dans la grille"


class ShiftIn(Body):
    """Somebody's shift."""

    person: Name = Field(min_length=1)
    slot: Name = Field(min_length=1)


class GestureIn(EditIn):
    """An edit, and those of the shifts that it takes off that the grid shows as locked."""

    locked: list[ShiftIn] = Field(default_factory=list, max_length=500)

    @property
    def shown_locked(self) -> frozenset[Assignment]:
        """Return the assignments that the grid shows as locked."""
        return frozenset(Assignment(shift.person, shift.slot) for shift in self.locked)


class LocksIn(Body):
    """Shifts to lock, or to unlock, together."""

    shifts: list[ShiftIn] = Field(min_length=1, max_length=200)
    locked: bool


def lock_shifts(
    who: Caller,
    engine: Engine,
    draft: str,
    match: str,
    shifts: Sequence[ShiftIn],
    *,
    locked: bool,
) -> tuple[int, Version]:
    """
    Lock shifts of a draft's last version, or unlock them, all or none; return its number and it.

    A shift already in that state is left alone.

    Raises
    ------
    UnknownError
        The caller has no right over the draft.
    DiscardedError, StaleVersionError
        The draft was discarded, or the version isn't its last.
    Refusal
        A calculation of the draft runs (409), or a row can't be added or deleted: the caller may
        not (403), or the person can't hold the slot (422).
    """
    with DatabasePlace(engine, who).writing() as open_place:
        number = editable(who, open_place.session, draft, match)
        version = open_place.version(DraftVersion(draft, number), head=True)
        _lock_all(RowEditor(who, open_place.session), shifts, locked=locked)
    return number, version


def _lock_all(editor: RowEditor, shifts: Sequence[ShiftIn], *, locked: bool) -> None:
    wanted = {(shift.person, shift.slot) for shift in shifts}
    rows = {
        (row.values["mediator"], row.values["slot"]): row
        for person in {shift.person for shift in shifts}
        for row in of_person(editor.session, KINDS[LOCKS], person)
    }
    if locked:
        values = [
            {
                "mediator": person,
                "slot": slot,
                "by": editor.who.name or editor.who.email,
                "why": WHY,
            }
            for person, slot in sorted(wanted - set(rows))
        ]
        changes: list[Add | Change | Remove] = [
            editor.add(LOCKS, row, f"shifts.{n}") for n, row in enumerate(values)
        ]
    else:
        changes = [
            editor.remove(row, row.number) for shift, row in sorted(rows.items()) if shift in wanted
        ]
    if changes:
        editor.apply(changes, [f"shifts.{n}" for n in range(len(changes))])
