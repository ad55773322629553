"""Define what a rule says about its findings: facts they rest on, their proof, sanctions."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date


class Fact(Enum):
    """A fact that a source may not give; the finding that rests on it may then be wrong."""

    BREAK = auto()
    """The rule asks for a break: one that the source doesn't give may have been taken."""
    WORK = auto()
    """The rule sets a maximum of work: each break that isn't given would reduce the work."""
    DUE = auto()
    """The rule counts what is owed: each break that the source doesn't give would reduce it."""
    GROUND = auto()
    """A derogation lifts what the rule finds: one may exist although the source doesn't give it."""
    CONTRACT = auto()
    """A contract of other hours, or counted over more than a week, changes what the rule finds."""


class Measure(Enum):
    """What the shifts that prove a finding add up to."""

    WORK = auto()
    """Their work; its minutes at night, where the rule counts these."""
    REST = auto()
    """The shortest of the rests between them."""
    BEST_REST = auto()
    """The longest of the rests between them."""
    SPAN = auto()
    """The time from the first start to the last end."""


class Threat(Protocol):
    """A sanction that a text provides for breaking a rule."""

    def holds_on(self, day: date) -> bool:
        """Whether the text was in force on `day`."""
