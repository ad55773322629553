"""What is to be done, and who looks at it: a sentence, how soon, the button that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from functools import cached_property

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.data.association import Association
from api.ledger.history import whole
from scheduler.domain.time import civil_day


class Urgency(IntEnum):
    """When a task is due; the most urgent come first."""

    NOW = 0
    SOON = 1
    LATER = 2


@dataclass(frozen=True)
class Task:
    """
    A thing to do.

    `text`: what is the matter; `note`: what helps to decide (empty: nothing). `act`: what the
    button says, and `address` where it leads. `fields`: what the button sends, where it does
    something (empty: it is a link).
    """

    urgency: Urgency
    text: str
    act: str
    address: str
    note: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Todo:
    """All that somebody has to do, worst first, and what they may know without doing anything."""

    tasks: tuple[Task, ...]
    notes: tuple[str, ...]


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
