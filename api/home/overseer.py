"""Who looks at what is to be done, and what they see."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.data.association import Association
from api.ledger.history import whole
from scheduler.domain.time import civil_day

NAMED = 3
"""People or posts that a sentence names; the others are counted."""


@dataclass(frozen=True)
class Overseer:
    """Who plans or answers for people, and the association as it is at one instant."""

    session: Session
    caller: Caller
    now: datetime

    @cached_property
    def association(self) -> Association:
        """The association, with all that is published."""
        return whole(self.session)

    @cached_property
    def today(self) -> date:
        """The civil day."""
        return civil_day(self.now)
