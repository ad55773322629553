"""Name the quantities of a payroll, and the rubrics in which a payroll program knows them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from api.french.plain import plain
from scheduler.domain.people import AbsenceKind


def _named(words: str) -> str:
    """Name a quantity as files and tables do: `ferie`."""
    return plain(words).replace(" ", "_")


_MEANINGS = {
    "travail": "Travail effectif du mois civil, à la minute, minuit coupant les nuits.",
    "dont terrain": "Travail sur le terrain.",
    "dont formation": "Heures au centre de formation, qui sont du travail (L6222-24).",
    "dont trajets": "Trajets entre deux lieux d’une même journée (L3121-1).",
    "dont interventions": "Interventions pendant une astreinte (L3121-9).",
    "dont délégation": (
        "Heures de délégation prises sur un crédit, payées à l’échéance comme du travail "
        "(L2315-10) : celles qui passent le seuil de la semaine sont des heures supplémentaires."
    ),
    "dont réunions": "Réunions d’un mandat avec l’employeur, hors crédit (L2315-11).",
    "astreinte": "Astreinte sans intervention : pas du travail, mais à compenser.",
    "pauses payées": "Pauses payées par accord : pas du travail effectif.",
    "nuit": "Travail dans la période de nuit en vigueur (L3122-2, accord).",
    "dimanche": "Travail du dimanche, de 0 h à 24 h.",
    "férié": "Travail d’un jour férié de L3133-1, 1er mai compris.",
    "premier mai": "Travail du 1er mai, payé double (L3133-6).",
    "solidarité": "Travail de la journée de solidarité, sans salaire en plus (L3133-8).",
    "heures payées": (
        "Travail et pauses payées, moins la journée de solidarité ; les majorations sont à part."
    ),
    "temps retiré payé": (
        "Temps de travail qu’une convention retire sans perte de salaire : à payer en plus des "
        "heures payées, car ce n’est pas du travail."
    ),
    "heures normales": (
        "Heures payées moins celles du mois qui dépassent le seuil de leur semaine, congés payés "
        "comptés, et moins les heures complémentaires et celles d’un avenant de complément "
        "d’heures du mois."
    ),
}
MEANINGS = {_named(words): meaning for words, meaning in _MEANINGS.items()}
"""Minutes of work and of pay, whatever the rates."""

_ABSENCES = MappingProxyType(
    {
        "congés": (frozenset({AbsenceKind.LEAVE}), "Congés payés pris"),
        "repos pris": (frozenset({AbsenceKind.REST}), "Repos compensateur pris"),
        "récupération": (frozenset({AbsenceKind.RECOVERY}), "Récupération prise"),
        "sans solde": (frozenset({AbsenceKind.UNPAID}), "Congé sans solde"),
        "arrêt": (
            frozenset({AbsenceKind.SICK, AbsenceKind.WORK_ACCIDENT, AbsenceKind.PARENTAL}),
            "Arrêt de travail, sans sa cause",
        ),
        "autre absence": (frozenset({AbsenceKind.OTHER}), "Autre absence"),
    }
)
ABSENCES = {_named(words): kinds for words, kinds in _ABSENCES.items()}
"""
Absences as a payroll says them.

Payroll must know that somebody is on sick leave, not why: its cause comes with the certificate.
"""

WORKING_DAYS, MINUTES_AWAY = "_jours", "_heures"
_OPEN_DAYS, _FORFAIT_DAYS = "congés jours ouvrables", "forfait jours mois"
OPEN_DAYS, FORFAIT_DAYS = _named(_OPEN_DAYS), _named(_FORFAIT_DAYS)
_BALANCES = MappingProxyType(
    {
        "repos solde": "Repos compensateur qui reste à prendre à la fin de la période.",
        "repos équivalent dû": (
            "Repos équivalent encore dû à la fin de la période (D3131-2, R3122-3)."
        ),
    }
)
BALANCES = {_named(words): meaning for words, meaning in _BALANCES.items()}
"""What is left at the end of a period: no sum of its days, so that nothing corrects it later."""

_RATED = {
    _named(w): w for w in ("heures sup", "heures sup congés", "heures comp", "heures avenant")
}
RATED = re.compile(rf"({'|'.join(_RATED)})_(\d{{1,3}}(?:_\d)?)")
"""Hours at a premium, named by its percentage: `heures_sup_25`, `heures_comp_12_5`."""

DAYS = frozenset({*(f"{name}{WORKING_DAYS}" for name in ABSENCES), OPEN_DAYS, FORFAIT_DAYS})
"""Quantities counted in half days; all others are minutes."""

DETAILS = frozenset(
    {name for name in MEANINGS if name.startswith("dont_")}
    | {*BALANCES, "travail", "heures_payees", "pauses_payees", "solidarite", OPEN_DAYS}
    | {f"{name}{MINUTES_AWAY}" for name in ABSENCES}
)
"""What other quantities say already: a payroll program may do without a rubric for it."""


_WORDS = {
    _named(words): words
    for words in (
        *(*_MEANINGS, *_BALANCES, _OPEN_DAYS, _FORFAIT_DAYS),
        *(f"{words} {unit}" for words in _ABSENCES for unit in ("jours", "heures")),
    )
}
"""What people read of a quantity, by the name that files have for it."""


def is_quantity(name: str) -> bool:
    """Whether a payroll has a quantity of this name."""
    return name in _WORDS or bool(RATED.fullmatch(name))


def words_of(name: str) -> str:
    """Say what a quantity is, as people read it: `férié`, `heures sup 25 %`."""
    rated = RATED.fullmatch(name)
    if rated is None:
        return _WORDS[name]
    return f"{_RATED[rated[1]]} {rated[2].replace('_', ',')}\N{NO-BREAK SPACE}%"


_ALONE = tuple(_named(words) for words in ("heures normales", "nuit", "dimanche", "férié"))
_BESIDE = {
    "heures_sup": "suppl. à",
    "heures_sup_conges": "suppl. des congés à",
    "heures_comp": "compl. à",
    "heures_avenant": "de l’avenant à",
}
HEADINGS = ("heures normales", "heures majorées", "nuit", "dimanche", "férié", "absences", "autres")
"""The columns of a table to read, in their order; files have a column a quantity."""
SHARED = frozenset(HEADINGS) - {_WORDS[name] for name in _ALONE}
"""Those where several quantities stand, each beside its words."""


def heading_of(name: str) -> str:
    """Name the column of `HEADINGS` where a quantity is read: its own, or one that it shares."""
    if name in _ALONE:
        return _WORDS[name]
    if RATED.fullmatch(name):
        return "heures majorées"
    return "absences" if name.removesuffix(WORKING_DAYS) in ABSENCES else "autres"


def words_beside(name: str) -> str:
    """Say what a quantity is beside its figure, in a column that it shares."""
    rated = RATED.fullmatch(name)
    if rated is None:
        return _WORDS[name].removesuffix(" jours")
    return words_of(name).replace(_RATED[rated[1]], _BESIDE[rated[1]], 1)


class RubricUnit(StrEnum):
    """How a payroll program takes a quantity: `7,50`, `7:30`, `450`, or days and half days."""

    HOURS = "heures"
    CLOCK = "heures_minutes"
    MINUTES = "minutes"
    DAYS = "jours"


class Rounding(StrEnum):
    """To what minutes are rounded, the nearest one, a half away from zero."""

    MINUTE = "minute"
    TENTH = "dixieme"
    QUARTER = "quart"
    HOUR = "heure"

    @property
    def minutes(self) -> int:
        """How many minutes it keeps together."""
        return {"minute": 1, "dixieme": 6, "quart": 15, "heure": 60}[self]


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """What a quantity is in a payroll program (`code` empty: it isn't sent)."""

    quantity: str
    code: str = ""
    unit: RubricUnit = RubricUnit.HOURS
    rounding: Rounding = Rounding.MINUTE

    def written(self, amount: int) -> str:
        """Write minutes, or half days, as the program takes them."""
        if self.unit is RubricUnit.DAYS:
            return f"{amount / 2:g}".replace(".", ",")
        sign, step = "-" if amount < 0 else "", self.rounding.minutes
        minutes = (2 * abs(amount) + step) // (2 * step) * step
        if self.unit is RubricUnit.MINUTES:
            return f"{sign}{minutes}"
        if self.unit is RubricUnit.CLOCK:
            return f"{sign}{minutes // 60}:{minutes % 60:02}"
        # Hundredths of an hour, a half away from zero: 20 minutes are 0,33.
        hundredths = (2 * minutes * 100 + 60) // 120
        return f"{sign}{hundredths // 100},{hundredths % 100:02}"
