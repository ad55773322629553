"""Name what fairness counts: duties that a goal shares, and two things that befall people."""

from dataclasses import dataclass
from functools import cached_property

from api.french.plain import plain
from constraints.registry import base
from scheduler.fairness import FairGoal
from scheduler.goal import Goal


@dataclass(frozen=True, kw_only=True)
class FairnessKind:
    """
    A kind of burden whose sharing is counted.

    `word`: its name in addresses and on the command line. `noun`: what people call such burdens, in
    the plural. `goal`: what shares it when a month is planned (None: it is no duty to give).
    `other`: the goal that follows its balances otherwise (None: none does).
    """

    noun: str
    goal: FairGoal | None = None
    other: Goal | None = None

    @property
    def follower(self) -> str:
        """Return the id of the goal that follows its balances (empty: none does)."""
        goal = self.goal or self.other
        return "" if goal is None else goal.id

    @cached_property
    def word(self) -> str:
        """Return the noun without accents nor spaces: `jours_feries`."""
        return plain(self.noun).replace(" ", "_")

    @property
    def title(self) -> str:
        """Return the noun as a heading: `Jours fériés`."""
        return self.noun.capitalize()


CHANGES = FairnessKind(
    noun="changements tardifs",
    other=next(goal for goal in base().goals if goal.shares_changes),
)
"""
Shifts changed, added or taken away less than `SHORT_NOTICE` days ahead, once the month was
published.
"""

REFUSALS = FairnessKind(
    noun="souhaits refusés",
    other=next(goal for goal in base().goals if goal.grants_wishes),
)
"""Wishes to be free, or to work, that what is published doesn't grant."""

_GOALS = sorted((g for g in base().goals if isinstance(g, FairGoal)), key=lambda goal: goal.rank)

KINDS = (*(FairnessKind(noun=goal.noun, goal=goal) for goal in _GOALS), CHANGES, REFUSALS)
KIND_OF = {kind.word: kind for kind in KINDS}

SHORT_NOTICE = 7
"""Days of notice of a change of hours, where no agreement says otherwise (L3121-47)."""
