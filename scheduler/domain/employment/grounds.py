"""Recorded derogations: what each allows, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty


class GroundKind(StrEnum):
    """What a recorded derogation allows."""

    SUNDAY = "dimanche"
    MAY_FIRST = "premier_mai"
    NIGHT = "nuit"
    ANNUAL = "annualisation"
    URGENT = "travaux_urgents"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """
    A recorded derogation: what it allows, where, when, and its legal basis.

    Empty `agency` or `dispositif`: all of them. `until` is included.
    """

    kind: GroundKind
    since: date
    until: date | None = None
    agency: str = ""
    dispositif: str = ""
    ground: str = ""
    article: str = ""

    def allows(self, duty: Duty, day: date) -> bool:
        """Whether the derogation applies to this duty on this day."""
        return (
            self.since <= day
            and (self.until is None or day <= self.until)
            and (not self.agency or self.agency == duty.agency)
            and (not self.dispositif or self.dispositif == duty.dispositif)
        )
