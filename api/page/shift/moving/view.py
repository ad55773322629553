"""What the page that moves a shift shows: a day of the person, and the slots free for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.month.candidates.day import possible_slots
from api.page.edits.choices import cell_view

if TYPE_CHECKING:
    from datetime import date, datetime

    from api.month.drafts.access import ReadVersion
    from api.page.edits.choices import CellView
    from scheduler.domain.problem import Assignment


def moving_view(opened: ReadVersion, mine: Assignment, day: date, now: datetime) -> CellView:
    """Write a day of the person who leaves a shift, `mine`: what they hold, and may take for it."""
    left = opened.assignments - {mine}
    possible = possible_slots(opened.frame, left, mine.mediator, day)
    others = [offer for offer in possible if offer.slot.id != mine.slot]
    return cell_view(opened.frame, left, mine.mediator, day, others, now=now, moved=mine.slot)
