"""What findings of a rule rest on: the facts that a source may leave untold."""

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
