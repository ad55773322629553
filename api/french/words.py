"""The French words of documents and screens: days, clock times, durations, roles, kinds."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from calendars.appearance import split_name
from scheduler.dated import Level
from scheduler.domain.people import Role
from scheduler.domain.slots import SlotKind
from scheduler.finding import Effect, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from scheduler.finding import Finding
    from scheduler.rule import Rule

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
NO_BREAK = "\u00a0"

ROLES = {Role.MEDIATEUR: "médiateur", Role.REFERENT: "référent", Role.RESPONSABLE: "responsable"}
KINDS = {
    SlotKind.DAY: "jour",
    SlotKind.EVENING: "soirée",
    SlotKind.NIGHT: "nuit",
    SlotKind.STANDBY: "astreinte",
}
SEVERITIES = {
    Severity.PUBLIC_ORDER: "ordre public",
    Severity.NEGOTIABLE_DEFAULT: "sauf accord",
    Severity.PAY_OR_COUNTER: "paie et compteurs",
    Severity.PROCEDURAL: "procédure",
    Severity.CONFIGURATION: "réglage",
    Severity.INTERPRETATION: "interprétation",
    Severity.HOUSE: "règle de la maison",
}
EFFECTS = {
    Effect.BLOCK: "bloque la publication",
    Effect.WARN: "avertit",
    Effect.COMPUTE: "compte",
    Effect.INFORM: "informe",
}
#: What a dated value is, by the field that holds it; a rule may name its own.
PARAMETERS = {
    "activity": "minimum des animateurs d’activité",
    "administrative": "amende administrative, au plus",
    "after": "heure à partir de laquelle une soirée compte",
    "agreed": "délai fixé par l’accord (0 : aucun)",
    "agreed_working": "délai fixé par l’accord, en jours ouvrés (0 : aucun)",
    "agreement": "période fixée par un accord",
    "ahead": "délai d’annonce du départ",
    "asked": "délai pour demander des heures complémentaires",
    "average": "moyenne",
    "begins": "début de la nuit",
    "begins_under_16": "début de la nuit, avant 16 ans",
    "beyond": "majoration au-delà du dixième",
    "branch": "période qu’une branche étendue peut permettre",
    "closed": "jours fériés chômés dans l’année",
    "closes": "dernier mois du congé principal",
    "compensated": "délai en dessous duquel une contrepartie est due",
    "coordinator": "minimum des coordinateurs",
    "coordinator_read_otherwise": "minimum des coordinateurs, autre lecture",
    "days": "jours de repos",
    "ends": "fin de la nuit",
    "exceptional": "délai en cas de circonstances exceptionnelles",
    "excess": "dépassement moyen par semaine",
    "first_hours": "premières heures supplémentaires, d’un premier taux",
    "first_rate": "majoration des premières heures supplémentaires",
    "first_tenth": "majoration jusqu’au dixième du contrat",
    "fraction": "congé principal d’affilée, au moins",
    "hours": "heures dues dans l’année",
    "inside": "dont repos quotidien",
    "large_rest": "contrepartie en repos au-delà",
    "least": "heures de nuit qui comptent, au moins",
    "length": "durée à partir de laquelle une coupure compte",
    "limit": "maximum",
    "longest": "durée maximale",
    "minimum": "minimum",
    "minimum_a": "minimum du groupe A",
    "minimum_b": "minimum du groupe B",
    "minimum_c": "minimum du groupe C",
    "minimum_d": "minimum du groupe D",
    "minimum_e": "minimum du groupe E",
    "minimum_f": "minimum du groupe F",
    "month_days": "jours qui valent un mois",
    "month_weeks": "semaines qui valent un mois",
    "months": "délai pour changer les dates",
    "most": "nombre maximal",
    "next_rate": "majoration des heures supplémentaires suivantes",
    "notice": "délai de prévenance",
    "one_more": "jours hors période qui en donnent un de plus",
    "opens": "premier mois du congé principal",
    "others": "minimum des autres emplois",
    "others_read_otherwise": "minimum des autres emplois, autre lecture",
    "over": "période de calcul",
    "part": "part des heures du contrat",
    "pause": "pause",
    "per_month": "acquis par mois",
    "premium": "majoration d’un jour férié travaillé",
    "quota": "contingent",
    "reached": "durée à ne pas atteindre",
    "reference": "période de référence des heures de nuit",
    "rest": "repos",
    "rest_per_day": "repos pour 24 h d’astreinte (0 : non fixé)",
    "rest_under_16": "repos, avant 16 ans",
    "retention": "conservation des relevés",
    "seniority": "ancienneté pour être payé d’un jour férié chômé",
    "short": "contrat assez court pour être excepté",
    "sick_most": "acquis en maladie, au plus",
    "sick_per_month": "acquis par mois de maladie",
    "silent": "délai si l’accord est muet",
    "small": "effectif à partir duquel la période est plus courte",
    "small_headcount": "effectif jusqu’auquel la contrepartie est moindre",
    "small_rest": "contrepartie en repos jusqu’à cet effectif",
    "student": "âge d’un étudiant excepté, moins de",
    "technical": "minimum des animateurs techniciens",
    "term": "durée d’un CDD, au plus",
    "times": "fois par semaine",
    "trigger": "travail à partir duquel elle est due",
    "two_more": "jours hors période qui en donnent deux de plus",
    "unilateral": "délai d’un cycle décidé par l’employeur",
    "unilateral_small": "période décidée par l’employeur, sous l’effectif",
    "unilateral_week": "semaine au-delà de laquelle un cycle décidé compte en plus",
    "usual": "maximum habituel",
    "week": "durée légale de la semaine",
    "weeks": "période habituelle",
    "year": "durée légale de l’année",
    "year_begins": "début de l’année de référence",
    "yearly": "heures de nuit dans la période de référence",
    "young_age": "âge des jeunes, moins de",
    "young_most": "congé des jeunes, sur demande",
    "youngest": "âge minimal",
    "youngest_apprentice": "âge minimal d’un apprenti",
}
LEVELS = {
    Level.CODE: "Code du travail",
    Level.BRANCH: "accord de branche",
    Level.COMPANY: "accord d’entreprise",
    Level.AUTHORISATION: "autorisation",
}
VERDICTS = {
    Verdict.VIOLATION: "infraction",
    Verdict.TO_CONFIRM: "à confirmer",
    Verdict.NOTE: "à noter",
}


def parameter_name(rule: Rule, name: str) -> str:
    """Write what a dated value of a rule is: `maximum`, `début de la nuit`."""
    return rule.parameter_names.get(name) or PARAMETERS.get(name, name)


def month_name(day: date) -> str:
    """Write the month of a day: `octobre 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def of_month(day: date) -> str:
    """Write the month of a day after a noun: `d’octobre 2026`, `de mai 2027`."""
    name = month_name(day)
    return f"d’{name}" if name[0] in "ao" else f"de {name}"


def ordinal(day: date) -> str:
    """Write the day of the month as French does: `1er`, then `2`."""
    return "1er" if day.day == 1 else str(day.day)


def long_date(day: date) -> str:
    """Write a day in full: `samedi 1er mai 2027`."""
    return f"{DAYS[day.weekday()]} {ordinal(day)} {month_name(day)}"


def short_date(day: date) -> str:
    """Write a day in figures: `01/05/2027`."""
    return f"{day:%d/%m/%Y}"


def clock(instant: datetime) -> str:
    """Write a clock time in a narrow cell: `21h30`, `14h`."""
    return f"{instant.hour}h{instant.minute:02d}" if instant.minute else f"{instant.hour}h"


def hours(minutes: int) -> str:
    """Write minutes as hours: `151 h 40`, `-3 h 05`, with no-break spaces."""
    sign = "-" if minutes < 0 else ""
    whole, rest = divmod(abs(minutes), 60)
    return f"{sign}{whole}{NO_BREAK}h{NO_BREAK}{rest:02d}"


def plural(count: int, word: str, many: str = "") -> str:
    """Write a count with its noun: `0 trou`, `2 trous`."""
    return f"{count}{NO_BREAK}{(many or word + 's') if count > 1 else word}"


def shortened(text: str, longest: int) -> str:
    """Cut a text too long for its place, visibly; line breaks and tabs become spaces."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def consequence(finding: Finding) -> str:
    """Say what a finding does: a doubt or a note of a rule that blocks doesn't block."""
    if finding.effect is Effect.BLOCK and not finding.blocks:
        return "ne bloque pas"
    return EFFECTS[finding.effect]


def alphabetical(name: str) -> str:
    """Return the key by which names sort: neither case nor accents count."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def brief(name: str) -> str:
    """Write a colleague's name in a narrow column: `Anna L.`, with what tells namesakes apart."""
    bare, mark = split_name(name)
    first, *others = bare.split() or [""]
    return (f"{first}{NO_BREAK}{others[0][0]}." if others else first) + mark


def roles(them: Iterable[Role], count: int = 1) -> str:
    """Write the roles that a need accepts: `médiateur ou référent`, plural from two people on."""
    known = set(them)
    ending = "s" if count > 1 else ""
    return " ou ".join(ROLES[role] + ending for role in Role if role in known)
