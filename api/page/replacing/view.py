"""What the screen shows that replaces somebody away: their shifts, and who could take each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import long_date
from api.month.candidates.service import candidates_for
from api.month.drafts.replacing import shifts_while_away
from api.page.edits.choices import Offer, candidates_view
from api.page.grid.marks import slot_words
from api.planning.names import names_of

if TYPE_CHECKING:
    from datetime import datetime

    from api.month.drafts.access import ReadVersion

FEW = 3
"""Candidates of a shift that have their button here: its own page has all."""


@dataclass(frozen=True, kw_only=True)
class LeavingShift:
    """A shift to give to somebody else. `more`: how many other candidates its own page has."""

    slot: str
    title: str
    offers: tuple[Offer, ...]
    more: int
    locked: bool


def leaving_shifts(opened: ReadVersion, person: str, now: datetime) -> tuple[LeavingShift, ...]:
    """Write the shifts that a person holds while they are away, each with the best candidates."""
    frame, assignments = opened.frame, opened.assignments
    names = names_of(frame.association)
    locked = {lock.slot for lock in frame.problem.locks if lock.mediator == person}
    lines = []
    for slot in shifts_while_away(frame, assignments, now).get(person, ()):
        candidates = candidates_for(frame, assignments, slot.id, instead_of=person)
        offers = candidates_view(frame, candidates, person).eligible
        lines.append(
            LeavingShift(
                slot=slot.id,
                title=f"{long_date(slot.span.day)}, {slot_words(slot, names)}",
                offers=offers[:FEW],
                more=len(offers) - len(offers[:FEW]),
                locked=slot.id in locked,
            )
        )
    return tuple(lines)
