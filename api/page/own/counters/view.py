"""What the page of counters shows: one's own month beside the team's mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.page.own.words import length_words

if TYPE_CHECKING:
    from api.hours.my_shifts.service import TeamMeans
    from api.planning.counters import Counters


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A counter: one's own, and the team's mean."""

    title: str
    mine: str
    team: str


def figures_of(mine: Counters, team: TeamMeans) -> tuple[Figure, ...]:
    """Write the counters that are compared."""
    return (
        _hours("Heures dues", mine.due, team.due),
        _hours("Heures prévues", mine.planned, team.planned),
        _hours("Solde", mine.balance, team.planned - team.due),
        _count("Nuits", mine.nights, team.nights),
        _count("Samedis", mine.saturdays, team.saturdays),
        _count("Dimanches", mine.sundays, team.sundays),
        _count("Jours fériés", mine.holidays, team.holidays),
    )


def _hours(title: str, mine: int, team: float) -> Figure:
    return Figure(title=title, mine=length_words(mine), team=length_words(round(team)))


def _count(title: str, mine: int, team: float) -> Figure:
    return Figure(title=title, mine=str(mine), team=f"{team:.1f}".replace(".", ","))
