"""What of a swap a caller answers for: its people, and its shifts by their dispositif."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.caller import Role
from api.data.whose import people
from api.swaps.sides import PERSON, SHIFT, Part
from api.web.problems import not_found

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.database.tables.asking import SwapRow


def part_of(who: Caller, session: Session, row: SwapRow) -> Part:
    """
    Return what of a swap a responsable answers for.

    Raises
    ------
    Refusal
        Nothing of it is theirs (404).
    """
    roles = frozenset({Role.RESPONSABLE})
    theirs = frozenset(people(who, session, roles))
    slots = {one["slot"] for one in row.shifts if who.may(roles, one["agency"], one["dispositif"])}
    sides = {f"{PERSON}{one}" for one in (row.mediator, row.other) if one in theirs}
    sides |= {f"{SHIFT}{slot}" for slot in slots}
    if not sides:
        raise not_found()
    return Part(sides=frozenset(sides), subjects=theirs | slots)
