"""Goals by which hours beyond contracts cost at once, or late."""

from dataclasses import replace

from constraints.wishes.over_hours import OverHours
from scheduler.rule import Profile


def tolerating(profile: Profile, percent: int) -> Profile:
    """Return rules and goals where hours cost once people have so many percent beyond."""
    goals = (
        OverHours(tolerance=percent) if isinstance(goal, OverHours) else goal
        for goal in profile.goals
    )
    return replace(profile, goals=tuple(goals))
