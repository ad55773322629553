"""Name what a rule says of its findings: the facts behind them, their proof, their sanctions."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date


class Fact(Enum):
    """A fact that a source may leave untold, and what then becomes of a rule's findings."""

    BREAK = auto()
    """The rule asks for a break: one that isn't told may have been taken."""
    WORK = auto()
    """The rule bounds minutes of work from above: each break that isn't told takes some off."""
    DUE = auto()
    """The rule counts what is owed: each break that isn't told takes some off."""
    GROUND = auto()
    """A derogation lifts what the rule finds: one that isn't given may stand all the same."""
    CONTRACT = auto()
    """A contract of other hours, or counted over more than a week, changes what the rule finds."""


class Measure(Enum):
    """What the shifts behind a finding of a rule add up to."""

    WORK = auto()
    """Their work; its minutes at night, where the rule counts these."""
    REST = auto()
    """The shortest of the rests between them."""
    BEST_REST = auto()
    """The longest of the rests between them."""
    SPAN = auto()
    """The time from the first start to the last end."""


class Threat(Protocol):
    """What a text threatens for breaking a rule."""

    def holds_on(self, day: date) -> bool:
        """Whether the text was in force on `day`."""
