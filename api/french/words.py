"""The French words of documents and screens: days, clock times, durations, roles, kinds."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time

from api.french.plural import NO_BREAK, figure
from calendars.appearance import short_name, split_name
from scheduler.dated import Level
from scheduler.domain.people import StaffRole
from scheduler.domain.sharing.bands import QUARTER, QUARTERS
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import PARIS
from scheduler.finding import Effect, Finding, Severity, Verdict
from scheduler.rule import Rule, shown

APART = re.compile(r"(?<=\d) (?=h\b)|(?<=\d h) (?=\d)| (?=[:;?!»%])|(?<=«) ")
"""Spaces at which no line may end."""

MANY = re.compile(r"(?<=\w)[sx]\b")
"""The plural of the words of a unit."""

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

BRIEF_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
BRIEF_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)

ROLES = {
    StaffRole.MEDIATEUR: "médiateur",
    StaffRole.REFERENT: "référent",
    StaffRole.RESPONSABLE: "responsable",
}
KINDS = {
    SlotKind.DAY: "jour",
    SlotKind.EVENING: "soirée",
    SlotKind.NIGHT: "nuit",
    SlotKind.STANDBY: "astreinte",
    SlotKind.TEAM: "temps d’équipe",
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
    return rule.parameters()[name].name or name


def month_name(day: date) -> str:
    """Write the month of a day: `octobre 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def of_month(day: date) -> str:
    """Write the month of a day after a noun: `d’octobre 2026`, `de mai 2027`."""
    return after_de(month_name(day))


def after_de(name: str) -> str:
    """Write a name after « de »: `d’Élise`, `de Léa`; an h is taken as sounded, `de Hassan`."""
    vowel = unicodedata.normalize("NFD", name)[:1].casefold() in {*"aeiouœæ"}
    return f"d’{name}" if vowel else f"de {name}"


def ordinal(day: date) -> str:
    """Write the day of the month as French does: `1er`, then `2`."""
    return "1er" if day.day == 1 else str(day.day)


def long_date(day: date) -> str:
    """Write a day in full: `samedi 1er mai 2027`."""
    return f"{DAYS[day.weekday()]} {ordinal(day)} {month_name(day)}"


def day_of_month(day: date) -> str:
    """Write a day where the month is known: `mercredi 9`."""
    return f"{DAYS[day.weekday()]} {day.day}"


def brief_day_of_month(day: date) -> str:
    """Write a day in a narrow place where the month is known: `mer. 9`."""
    return f"{BRIEF_DAYS[day.weekday()]} {day.day}"


def day_in_figures(day: date) -> str:
    """Write a day with its weekday, in figures: `lun. 02/03/2026`."""
    return f"{BRIEF_DAYS[day.weekday()]} {short_date(day)}"


def day_in_margin(day: date) -> str:
    """Write a day beside a printed row, on one line: `lun. 1er`."""
    return f"{BRIEF_DAYS[day.weekday()]}{NO_BREAK}{ordinal(day)}"


def brief_date(day: date) -> str:
    """Write a day on a screen: `mer. 9 déc.`."""
    return f"{BRIEF_DAYS[day.weekday()]} {ordinal(day)} {BRIEF_MONTHS[day.month - 1]}"


def clock_time(instant: datetime | time) -> str:
    """Write a clock time on a screen: `18 h 30`, `14 h`, with no-break spaces."""
    minutes = f"{NO_BREAK}{instant.minute:02d}" if instant.minute else ""
    return f"{instant.hour}{NO_BREAK}h{minutes}"


def instant_words(instant: datetime) -> str:
    """Write when something was done, on a screen, in Paris: `26/11/2026 à 14 h 05`."""
    local = instant.astimezone(PARIS)
    return f"{local:%d/%m/%Y} à {clock_time(local)}"


def short_date(day: date) -> str:
    """Write a day in figures: `01/05/2027`."""
    return f"{day:%d/%m/%Y}"


def period_words(first: date, last: date | None) -> str:
    """Write days in a row: `du 01/01/2026 au 31/12/2026`, `depuis le 01/01/2026` (None: no end)."""
    if last is None:
        return f"depuis le {short_date(first)}"
    return f"du {short_date(first)} au {short_date(last)}"


def days_words(first: date, last: date) -> str:
    """Write days in a row, which may be one: `le 02/03/2026`, `du 02/03/2026 au 03/03/2026`."""
    return f"le {short_date(first)}" if first == last else period_words(first, last)


def clock(instant: datetime) -> str:
    """Write a clock time in a narrow cell: `21h30`, `14h`."""
    return f"{instant.hour}h{instant.minute:02d}" if instant.minute else f"{instant.hour}h"


def hours(minutes: int) -> str:
    """Write minutes as hours: `151 h 40`, `-3 h 05`, `1 607 h 00`, with no-break spaces."""
    sign = "-" if minutes < 0 else ""
    full_hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{figure(full_hours)}{NO_BREAK}h{NO_BREAK}{rest:02d}"


def signed_hours(minutes: int) -> str:
    """Write minutes of more or less as hours, with their sign: `−14 h 00`, `+3 h 30`, `0 h 00`."""
    sign = "+" if minutes > 0 else "−" if minutes < 0 else ""
    return f"{sign}{hours(abs(minutes))}"


def cost_words(cost: int, unit: str) -> str:
    """Write `3 403 points d’écart`, `1 changement`, `886 h 00`."""
    if unit == QUARTERS:
        return hours(QUARTER * cost)
    return f"{figure(cost)}{NO_BREAK}{unit if cost > 1 else MANY.sub('', unit)}".strip()


def change_words(before: str, after: str) -> str:
    """Write a change: `14:00–21:00 Parc → libre`."""
    return f"{before} → {after}"


def quantity(value: int, unit: str) -> str:
    """Write what was measured, or its limit, on a screen: `10 h 01`, with no-break spaces."""
    return shown(value, unit).replace(" ", NO_BREAK)


def unbroken(text: str) -> str:
    """Keep on one line, on a screen, hours and what French signs are beside: `13 h 00`, `:`."""
    return APART.sub(NO_BREAK, text)


def capital(text: str) -> str:
    """Write a text with a capital where it begins, and the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


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
    """Write a colleague's name on one line: `Anna L.`, with what distinguishes namesakes."""
    bare, mark = split_name(short_name(name))
    return bare.replace(" ", NO_BREAK) + mark


def roles(them: Iterable[StaffRole], count: int = 1) -> str:
    """Write the roles that a need accepts: `médiateur ou référent`, plural from two people on."""
    accepted = set(them)
    ending = "s" if count > 1 else ""
    return " ou ".join(ROLES[role] + ending for role in StaffRole if role in accepted)
