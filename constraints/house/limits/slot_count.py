"""Bound how many slots, of some templates or of any, a person holds in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind


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


RULE = SlotCount()
