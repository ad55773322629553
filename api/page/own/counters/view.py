"""What the page of counters shows: one's own month and year beside the team's mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.fairness.words import amount, signed
from api.page.own.words import length_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.fairness.reading import OwnAccount
    from api.hours.my_shifts.service import TeamMeans, YearSoFar
    from api.planning.counters import Counters


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A counter: one's own, and the team's mean."""

    title: str
    mine: str
    team: str


@dataclass(frozen=True, kw_only=True)
class FairFigure:
    """A kind of one's account of fairness: one's own number, fair part and balance, the mean."""

    title: str
    mine: str
    due: str
    team: str
    balance: str


def fair_figures(own: Iterable[OwnAccount]) -> tuple[FairFigure, ...]:
    """Write one's own accounts."""
    return tuple(
        FairFigure(
            title=each.account.kind.title,
            mine=str(each.account.count),
            due=amount(each.account.due),
            team=_mean(each.mean),
            balance=signed(each.account.closing),
        )
        for each in own
    )


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


def year_figures(mine: YearSoFar, team: YearSoFar) -> tuple[Figure, ...]:
    """Write the counters of the year so far."""
    return (
        _hours("Heures prévues", mine.planned, team.planned),
        _hours("Solde", mine.balance, team.balance),
        _count("Nuits", mine.nights, team.nights),
        _count("Samedis", mine.saturdays, team.saturdays),
        _count("Dimanches", mine.sundays, team.sundays),
        _count("Jours fériés", mine.holidays, team.holidays),
    )


def _hours(title: str, mine: float, team: float) -> Figure:
    return Figure(title=title, mine=length_words(round(mine)), team=length_words(round(team)))


def _count(title: str, mine: float, team: float) -> Figure:
    return Figure(title=title, mine=f"{mine:g}", team=_mean(team))


def _mean(team: float) -> str:
    return f"{team:.1f}".replace(".", ",")
