"""Write a forecast in French: hours, full-time equivalents, and the first causes of a shortage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.forecast.causes import Cause, CauseKind
from api.french.plural import NO_BREAK, plural
from api.french.words import hours
from scheduler.domain.hours import FULL_WEEK

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from api.forecast.service import WeekForecast

TOLD_CAUSES = 3
"""Causes that a sentence gives, at most."""

EXPLAINED = (
    "Besoins : les cibles des gabarits. Heures possibles : contrats de qui est là, moins congés, "
    "autres absences et CFA enregistrés, moins la maladie au taux habituel. Qui a plusieurs "
    "dispositifs va d’abord où il manque des heures, en proportion de ce qui manque."
)


def full_time(minutes: int) -> float:
    """Return minutes of a week as full-time equivalents of 35 hours, to two decimals."""
    return round(minutes / FULL_WEEK, 2)


def week_words(monday: date) -> str:
    """Write a civil week by its number and Monday: `S02, 11/01/2027`."""
    return f"S{monday.isocalendar().week:02d}, {monday:%d/%m/%Y}"


def percent(rate: Fraction) -> str:
    """Write a share as a percentage with one decimal: `4,2 %`."""
    return f"{float(rate * 100):.1f}{NO_BREAK}%".replace(".", ",")


def rate_words(rate: Fraction | None) -> str:
    """Say the rate of sickness that was counted, or why none was."""
    if rate is None:
        return "Maladie : non comptée, trop peu de personnes pour en dire un taux."
    return f"Maladie : {percent(rate)} des jours, d’après les douze derniers mois connus."


def cause_words(cause: Cause) -> str:
    """Write a cause with how many people it concerns, or its hours where it concerns nobody."""
    match cause.kind:
        case CauseKind.CONTRACTS:
            return f"{hours(cause.minutes)} de moins dans les contrats que dans les besoins"
        case CauseKind.APPRENTICES:
            return f"{plural(cause.people, 'apprenti')} au CFA"
        case CauseKind.TRAINING:
            return f"{plural(cause.people, 'personne')} en formation"
        case CauseKind.LEAVE:
            return plural(cause.people, "congé")
        case CauseKind.ABSENCE:
            return plural(cause.people, "absence")
        case CauseKind.UNFORESEEN:
            return f"{hours(cause.minutes)} d’absences imprévues"


def causes_words(week: WeekForecast) -> str:
    """Write the first causes of a week: `3 apprentis au CFA, 2 congés` (empty: nothing lacks)."""
    return ", ".join(cause_words(cause) for cause in week.causes[:TOLD_CAUSES])
