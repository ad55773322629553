"""Set the values and clauses of Missions locales (IDCC 2190), as read in November 2023."""

from __future__ import annotations

from datetime import date

from constraints.agreements import texts
from constraints.agreements.agreement import Agreement
from constraints.agreements.clauses import (
    ccn_missions_locales_work_periods,
    ccn_two_rest_days_incl_sunday,
)
from constraints.agreements.terms import Provision, Strength, branch
from constraints.agreements.texts import missions_locales

AGREEMENT = Agreement(
    id="missions_locales",
    name="Missions locales et PAIO",
    text=texts.MISSIONS_LOCALES,
    idcc=2190,
    strength=Strength.EXTENDED,
    stated=date(2023, 11, 1),
    terms=(
        branch("daily_rest_11h", "rest", 11 * 60, missions_locales("5.1.2.3")),
        branch("break_20min", "trigger", 6 * 60, missions_locales("5.1.2.3")),
        branch("break_20min", "pause", 20, missions_locales("5.1.2.3")),
        branch("overtime_quota", "quota", 70 * 60, missions_locales("5.2")),
    ),
    clauses=(
        ccn_missions_locales_work_periods.RULE,
        ccn_two_rest_days_incl_sunday.MissionsLocalesRestDays(),
    ),
    provisions=(
        Provision(
            id="pregnant_from_61st_day",
            title="Grossesse",
            text="Une heure de moins par jour à partir du 61e jour, en proportion jusqu’au "
            "mi-temps ; aucune heure supplémentaire exigée.",
            source=missions_locales("5.1.3"),
            note="à saisir pour chaque personne comme durée maximale du jour",
        ),
        Provision(
            id="sunday_and_holiday_recovery",
            title="Travail un dimanche ou un jour férié",
            text="« dimanche et jour férié, récupération doublée ».",
            source=missions_locales("5.2"),
            note="cumulatif ou non : à confirmer",
        ),
    ),
    warnings=(
        (
            "« Dimanche et jour férié, récupération doublée » (5.2) : le texte ne dit pas s’il "
            "faut les deux à la fois, à confirmer."
        ),
    ),
)
