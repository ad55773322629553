"""Write a forecast in French: its hours, full-time equivalents and causes."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from api.forecast.causes import Cause, CauseKind
from api.forecast.service import Total, WeekForecast
from api.french.plural import NO_BREAK, plural
from api.french.words import hours
from scheduler.domain.sharing.hours import FULL_WEEK

TENSE, VERY_TENSE = "tendue", "très tendue"

RANKED = "Les plus tendues, par ce qui manque au-delà de cet écart"
"""What a ranking is called, beside `THRESHOLD`."""

TENSEST = 10
"""Weeks that a ranking gives, at most."""

TOLD_CAUSES = 3
"""Causes that a sentence gives, at most."""

EXPLAINED = (
    "Besoins : les cibles des gabarits. Heures possibles : contrats de qui est là, moins congés, "
    "autres absences et CFA enregistrés, moins les absences imprévues au taux habituel. Les "
    "heures d’un rôle n’en remplacent pas d’un autre. Qui a plusieurs dispositifs va d’abord où "
    "il manque des heures, en proportion de ce qui manque. Un planning déplace des heures d’une "
    "semaine à l’autre : ce qui manque une semaine peut manquer une autre, et la somme est ce qui "
    "se compare. ETP : équivalent temps plein, 35 heures par semaine."
)

THRESHOLD = (
    "Une semaine est tendue quand il manque plus d’heures que les absences imprévues n’en font "
    "varier d’une semaine à l’autre, au taux habituel (un écart type) ; très tendue, quand même "
    "les minimums manquent d’autant."
)


def total_words(total: Total) -> str:
    """Say what all weeks lack at least, and what was uncovered once planned (empty: nothing)."""
    parts = []
    if total.least:
        parts.append(
            f"Sur toutes ces semaines, il manquera au moins {hours(total.least)}, quel que soit le "
            "planning, si personne ne fait plus que ce que donnent son contrat et ses absences "
            "connues."
        )
    if total.uncovered is not None:
        more = ""
        if total.uncovered < total.least:
            more = " : des personnes font plus que cela, ou viennent d’ailleurs"
        parts.append(f"Planifié : il manque {hours(total.uncovered)}{more}.")
    return " ".join(parts)


def week_words(monday: date) -> str:
    """Write a civil week by its number and Monday: `S02, 11/01/2027`."""
    return f"S{monday.isocalendar().week:02d},{NO_BREAK}{monday:%d/%m/%Y}"


def percent(rate: Fraction) -> str:
    """Write a share as a percentage with one decimal: `4,2 %`."""
    return f"{float(rate * 100):.1f}{NO_BREAK}%".replace(".", ",")


def rate_words(rate: Fraction | None) -> str:
    """Say the rate of sickness that was counted, or why none was."""
    if rate is None:
        return "Absences imprévues : non comptées, trop peu de personnes pour en dire un taux."
    days = percent(rate)
    return f"Absences imprévues : {days} des jours, d’après les douze derniers mois connus."


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
            return f"{plural(cause.people, 'personne')} en congé"
        case CauseKind.ABSENCE:
            return plural(cause.people, "personne absente", "personnes absentes")
        case CauseKind.UNFORESEEN:
            return f"{hours(cause.minutes)} d’absences imprévues"


def state_words(week: WeekForecast) -> str:
    """Say how a week stands: `très tendue` (even minimums lack so much), `tendue`, or nothing."""
    if not week.tense:
        return ""
    return VERY_TENSE if week.minimum_shortage > week.spread else TENSE


def full_time_words(minutes: int) -> str:
    """Write minutes of a week as full-time equivalents, without a sign: `0,40`."""
    return f"{abs(minutes) / FULL_WEEK:.2f}".replace(".", ",")


def tense_words(weeks: Sequence[WeekForecast]) -> str:
    """Count the tense weeks among some, each in its dispositif: `3 semaines tendues sur 14`."""
    tense = sum(week.tense for week in weeks)
    several = len({week.dispositif for week in weeks}) > 1
    each = ", comptées dans chaque dispositif" if several else ""
    return f"{plural(tense, 'semaine tendue', 'semaines tendues')} sur {len(weeks)}{each}"


def causes_words(week: WeekForecast) -> str:
    """Write the first causes: `3 apprentis au CFA, 2 personnes en congé` (empty: nothing lacks)."""
    return ", ".join(cause_words(cause) for cause in week.causes[:TOLD_CAUSES])
