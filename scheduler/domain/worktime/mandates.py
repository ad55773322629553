"""Hours of employees' representatives: they are work that nobody plans (L2315-10, L2315-11)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span
from scheduler.errors import InvalidProblemError

LONGEST = 24 * 60
"""Minutes of one stretch, at most: longer is a day mistyped."""


class DelegationKind(StrEnum):
    """Whether hours are taken from the monthly credit, or spent in a meeting of the employer's."""

    CREDIT = "credit"
    MEETING = "reunion"


KIND_OF_DUTY = {
    DelegationKind.CREDIT: DutyKind.DELEGATION,
    DelegationKind.MEETING: DutyKind.COUNCIL,
}


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """
    A stretch that a representative spends on the mandate.

    Raises
    ------
    InvalidProblemError
        It lasts more than `LONGEST` minutes.
    """

    mediator: str
    span: Span
    kind: DelegationKind = DelegationKind.CREDIT

    def __post_init__(self) -> None:
        if self.span.minutes > LONGEST:
            raise InvalidProblemError(f"{LONGEST // 60} heures au plus d’affilée")

    @cached_property
    def worked(self) -> Worked:
        """What it is in a person's timeline: a duty that no rota decides."""
        name = f"{self.kind.value}-{self.span.start:%H%M}-{self.span.day:%Y-%m-%d}"
        duty = Duty(id=name, span=self.span, kind=KIND_OF_DUTY[self.kind], decided=False)
        return Worked(mediator=self.mediator, duty=duty)
