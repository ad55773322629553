"""What findings of a rule rest on: facts that a source may leave untold, and what proves them."""

from __future__ import annotations

from enum import Enum, auto


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
