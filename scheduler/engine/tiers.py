"""The goals of a profile by tier: tiers are searched in order, and never added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.goal import Goal
    from scheduler.rule import Profile

Tiers = list[tuple[int, tuple["Goal", ...]]]
"""Number and goals of each tier, first tier first."""

COVERAGE = 2
"""Tiers of coverage, the first ones: every part has them searched before anything else."""


def tiers_of(profile: Profile) -> Tiers:
    """Return the goals by tier, first tier first."""
    numbers = sorted({goal.tier for goal in profile.goals})
    return [(n, tuple(g for g in profile.goals if g.tier == n)) for n in numbers]


def searched_tiers(profile: Profile) -> Tiers:
    """Return the tiers that a search goes through: one without any goal where there are none."""
    return tiers_of(profile) or [(0, ())]


def name_of(goals: Iterable[Goal]) -> str:
    """Return the title of a tier."""
    return " + ".join(dict.fromkeys(goal.family or goal.title for goal in goals))


def changes_first(tiers: Tiers) -> int:
    """
    Return how many tiers there are up to the last one of changes, all of coverage or of changes.

    0: no goal counts changes, or something else comes before them.
    """
    counting = [any(goal.counts_changes for goal in goals) for _, goals in tiers]
    count = max((place for place, counts in enumerate(counting, 1) if counts), default=0)
    above = zip(tiers[:count], counting, strict=False)
    return count if all(counts or number <= COVERAGE for (number, _), counts in above) else 0


def below_coverage(tiers: Tiers) -> int:
    """
    Return the place of the first tier below those of coverage, and of changes if these come first.

    People have been told what they work: to change that is as bad as to leave it empty.
    """
    return max(COVERAGE, changes_first(tiers))


def wishes_at(tiers: Tiers) -> int | None:
    """Return the place of the tier of wishes, if others stand between it and those of coverage."""
    first = below_coverage(tiers)
    granting = (
        place
        for place, (_, goals) in enumerate(tiers)
        if place > first and any(goal.grants_wishes for goal in goals)
    )
    return next(granting, None)
