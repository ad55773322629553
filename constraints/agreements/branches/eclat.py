"""Set the values and clauses of ECLAT (IDCC 1518), as read in May 2026."""

from __future__ import annotations

from datetime import date

from constraints.agreements import texts
from constraints.agreements.agreement import Agreement
from constraints.agreements.branches.provisions.eclat import PROVISIONS
from constraints.agreements.clauses import (
    ccn_eclat_avg6_44h,
    ccn_eclat_break_45min,
    ccn_eclat_complement_13_weeks,
    ccn_eclat_night_break,
    ccn_eclat_one_interruption,
    ccn_eclat_two_rest_days,
)
from constraints.agreements.terms import Strength, branch
from constraints.agreements.texts import eclat
from constraints.night.rules import CIVIL_YEAR

GROUPS_SINCE = date(2024, 1, 1)
"""« À compter du 1er janvier 2024 » (5.9.3)."""

GROUPS = {"a": 10, "b": 14, "c": 14, "d": 16, "e": 16, "f": 16}
"""Hours a week by group of the classification; from G on, the Code's twenty-four (5.9.3)."""

AGREEMENT = Agreement(
    id="eclat",
    name="Métiers de l’éducation, de la culture, des loisirs et de l’animation (ECLAT)",
    text=texts.ECLAT,
    idcc=1518,
    strength=Strength.EXTENDED,
    stated=date(2026, 5, 1),
    terms=(
        branch(
            "daily_max_10h",
            "limit",
            10 * 60,
            eclat("5.3"),
            note="« en aucun cas » : la branche n’use pas de la dérogation à 12 heures",
        ),
        branch("daily_span_13h", "limit", 12 * 60, eclat("5.3")),
        branch("daily_span_13h", "in_days", 13 * 60, eclat("5.5.3.1")),
        branch(
            "forfait_days_cap",
            "limit",
            214,
            eclat("5.5.3.2"),
            note="cadres autonomes des groupes 7 à 9 ; un dépassement se rend en jours au premier "
            "trimestre suivant, et réduit d’autant le plafond de l’année : à compter par RH",
        ),
        branch("night_hours", "begins", 22 * 60, eclat("5.8.1.1")),
        branch(
            "night_hours",
            "ends",
            7 * 60,
            eclat("5.8.1.1"),
            note="un accord d’entreprise peut y substituer neuf heures entre 21 h et 6 h",
        ),
        branch(
            "night_worker_status",
            "yearly",
            300 * 60,
            eclat("5.8.1.1"),
            note="300 heures par année civile ; une entreprise ne peut pas l’élever (L2253-1)",
        ),
        branch(
            "night_worker_status",
            "reference",
            CIVIL_YEAR,
            eclat("5.8.1.1"),
            note="les heures se comptent de nouveau à partir de chaque 1er janvier",
        ),
        branch(
            "night_worker_daily_8h",
            "longest",
            10 * 60,
            eclat("5.8.1.3"),
            note="étendu sous réserve de l’ancien article R213-4 : repos équivalent",
        ),
        branch("night_worker_avg12_40h", "average", 44 * 60, eclat("5.8.1.3")),
        branch("night_hours", "rest", 125, eclat("5.8.1.2")),
        branch("legal_35h_overtime", "first_rate", 250, eclat("5.4.1")),
        branch("legal_35h_overtime", "next_rate", 500, eclat("5.4.1")),
        branch("public_holidays", "rest", 1500, eclat("5.4.2")),
        branch("overtime_quota", "quota", 70 * 60, eclat("5.4.6")),
        branch(
            "overtime_quota",
            "small_headcount",
            10,
            eclat("5.4.6"),
            note="repos de 50 % jusqu’à dix salariés, de 100 % au-delà",
        ),
        branch("modulation_notice", "agreed_working", 7, eclat("5.7.1.1")),
        branch("modulation_notice", "exceptional", 3, eclat("5.7.1.1")),
        *(
            branch(
                "part_time_min_24h",
                f"minimum_{group}",
                hours * 60,
                eclat("5.9.3"),
                since=GROUPS_SINCE,
                note="24 heures sur les sites d’au moins 300 équivalents temps plein",
            )
            for group, hours in GROUPS.items()
        ),
        branch(
            "part_time_min_24h",
            "minimum",
            24 * 60,
            eclat("5.9.3"),
            since=GROUPS_SINCE,
            note="à partir du groupe G",
        ),
        branch("part_time_complementary_cap", "part", 3, eclat("5.9.5")),
        branch("part_time_complementary_cap", "first_tenth", 170, eclat("5.9.5")),
        branch("part_time_complementary_cap", "beyond", 170, eclat("5.9.5")),
        branch("part_time_complement", "most", 5, eclat("5.9.6.2"), note="par année civile"),
        branch("part_time_complement", "rate", 170, eclat("5.9.6.5")),
        branch("part_time_complement", "beyond", 250, eclat("5.9.6.5")),
        branch("oncall_notice", "rest_per_day", 150, eclat("5.8.2.2")),
    ),
    clauses=(
        ccn_eclat_break_45min.RULE,
        ccn_eclat_complement_13_weeks.RULE,
        ccn_eclat_one_interruption.RULE,
        ccn_eclat_two_rest_days.RULE,
        ccn_eclat_night_break.RULE,
        ccn_eclat_avg6_44h.RULE,
    ),
    provisions=PROVISIONS,
    warnings=(
        (
            "Travail de nuit (5.8.1) : étendu avec une réserve, l’article ne s’applique "
            "directement que là où le travail de nuit existait déjà, et cite des emplois « par "
            "exemple ». Un nouveau service de médiation de nuit demande encore un accord "
            "d’entreprise ou une autorisation (L3122-15, L3122-21)."
        ),
        "Équivalences (5.6) : ne jamais s’en servir pour contrôler les maxima de 10 h et de 48 h.",
        (
            "Temps partiel modulé : 5.7.4.4, 5.7.4.7 et deux alinéas de 5.7.4.6 sont exclus de "
            "l’extension ; ils ne sont pas appliqués."
        ),
        (
            "La convention cite encore d’anciens numéros du Code (L3121-11, L3121-22…) : la "
            "valeur vaut, la référence est ancienne."
        ),
        (
            "Seuil du travailleur de nuit : 300 heures par année civile (5.8.1.1). Le compte "
            "repart chaque 1er janvier : aux RH de déclarer qui reste travailleur de nuit."
        ),
    ),
)
