"""Tell whether people are there for a duty: under contract, not absent, not at the centre."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from scheduler.domain.time import day_span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.people import Absence, Mediator
    from scheduler.domain.time import Span


class AtCentre(Protocol):
    """A stretch of a person at the training centre (`scheduler.domain.problem.Training`)."""

    @property
    def mediator(self) -> str:
        """Id of the person."""
        ...

    @property
    def span(self) -> Span:
        """When it is."""
        ...


class Presence:
    """When people are away: absent, or on a day at the training centre."""

    def __init__(self, absences: Iterable[Absence], trainings: Iterable[AtCentre]) -> None:
        away: dict[str, list[Span]] = defaultdict(list)
        for absence in absences:
            away[absence.mediator].append(absence.span)
        for training in trainings:
            away[training.mediator].append(day_span(training.span.day))
        self._away: dict[str, tuple[tuple[int, ...], ...]] = {
            who: tuple(zip(*merged(spans), strict=True)) for who, spans in away.items()
        }

    def is_away(self, who: str, span: Span) -> bool:
        """Whether a person is away for any part of a span."""
        if who not in self._away:
            return False
        begins, ends = self._away[who]
        place = bisect_left(begins, span.last)
        return place > 0 and ends[place - 1] > span.first

    def weight(self, mediator: Mediator, span: Span) -> int:
        """
        Return contract minutes a week on the day of a duty.

        Zero, if the contract fixes other weekdays, or the person is away for any part of the duty.
        """
        contract = mediator.contract_on(span.day)
        if contract is None or self.is_away(mediator.id, span):
            return 0
        works = contract.days is None or span.day.weekday() in contract.days
        return contract.weekly_minutes if works else 0
