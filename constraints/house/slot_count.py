"""Bound how many slots, of some templates or of any, a person holds in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind
from scheduler.domain.time import days_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.limits import Limit, Window
    from scheduler.model import PersonModel, Terms


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

    def measured(self, limit: Limit, duties: Sequence[Duty], window: Window) -> int:
        """Count the duties of the limit's templates."""
        days = [duty.span.day for duty in duties if limit.counts(duty)]
        return sum(1 for day in days if window.first <= day <= window.last)

    def terms(self, model: PersonModel, limit: Limit, window: Window) -> Terms:
        """Return the literal of each such slot."""
        return [
            (1, literal)
            for duty, literal in model.starting_in(days_span(window.first, window.last))
            if limit.counts(duty)
        ]


RULE = SlotCount()
