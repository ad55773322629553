"""Bound how many slots, of some templates or of any, a person holds in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind
from scheduler.outline import Count

if TYPE_CHECKING:
    from scheduler.domain.limits import Limit
    from scheduler.outline import Outline


@dataclass(frozen=True, kw_only=True)
class SlotCount(PeriodLimit):
    """
    The slots that a person holds in a period stay within the person's limit; on-call is a slot.

    A slot belongs to the day on which it begins.
    """

    id: ClassVar[str] = "slot_count"
    title: ClassVar[str] = "Créneaux d’un genre dans une période"
    unit: ClassVar[str] = "slots"
    kind: ClassVar[LimitKind] = LimitKind.SLOTS
    sentence: ClassVar[str] = (
        "{who} : {measured} du genre limité à partir du {day}, au plus {limit}."
    )
    too_few: ClassVar[str] = "{who} : {measured} du genre demandé jusqu’au {day}, au moins {limit}."

    def outline(self, outline: Outline, limit: Limit) -> bool:
        """Count the slots of the limit's templates; a minimum can't be held."""
        slots = frozenset(slot.id for slot in outline.slots if limit.counts(slot.duty))
        if limit.most is not None:
            outline.counts.append(Count(slots, limit.most))
        return not limit.least


RULE = SlotCount()
