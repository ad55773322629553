"""Set the values and clauses of ALISFA (IDCC 1261), as read in November 2023."""

from __future__ import annotations

from datetime import date

from constraints.agreements import texts
from constraints.agreements.agreement import Agreement
from constraints.agreements.branches.provisions.alisfa import PROVISIONS
from constraints.agreements.clauses import (
    ccn_alisfa_amplitude,
    ccn_alisfa_evenings,
    ccn_alisfa_part_time_min,
    ccn_alisfa_sunday_rest,
    ccn_alisfa_work_periods,
    ccn_two_rest_days_incl_sunday,
)
from constraints.agreements.terms import Strength, branch
from constraints.agreements.texts import alisfa

AGREEMENT = Agreement(
    id="alisfa",
    name="Acteurs du lien social et familial, centres sociaux (ALISFA)",
    text=texts.ALISFA,
    idcc=1261,
    strength=Strength.EXTENDED,
    stated=date(2023, 11, 1),
    terms=(
        branch("daily_rest_11h", "rest", 12 * 60, alisfa("IV-1.3.1")),
        branch("six_days_per_week", "limit", 6, alisfa("IV-1.3.2")),
        branch("public_holidays", "rest", 1500, alisfa("IV-1.3.2")),
        branch("break_20min", "trigger", 6 * 60, alisfa("IV-1.3.1")),
        branch("break_20min", "pause", 20, alisfa("IV-1.3.1")),
        branch("modulation_period", "agreement", 12, alisfa("IV-1.3.3")),
        branch("modulation_notice", "agreed", 7, alisfa("IV-1.3.3.6")),
        branch("overtime_quota", "quota", 60 * 60, alisfa("IV-1.4")),
        branch(
            "part_time_min_24h",
            "minimum",
            60,
            alisfa("IV-2.1.6.1"),
            note="le plus petit des minima ; celui de l’emploi est une règle de la convention",
        ),
        branch("part_time_interruptions", "longest", 120, alisfa("IV-2.1.7")),
        branch("part_time_interruptions", "most", 1, alisfa("IV-2.1.7")),
        branch("part_time_complementary_cap", "part", 3, alisfa("IV-2.3")),
        branch(
            "part_time_complement",
            "most",
            5,
            alisfa("IV-2.6"),
            since=date(2014, 4, 26),
            note="sans majoration de leurs heures ; au-delà, les taux du Code",
        ),
    ),
    clauses=(
        ccn_alisfa_amplitude.RULE,
        ccn_alisfa_work_periods.RULE,
        ccn_two_rest_days_incl_sunday.SundayRestDays(),
        ccn_alisfa_evenings.RULE,
        ccn_alisfa_part_time_min.RULE,
        ccn_alisfa_sunday_rest.RULE,
    ),
    provisions=PROVISIONS,
    warnings=(
        (
            "Aucune disposition sur le travail de nuit : un accord d’entreprise ou une "
            "autorisation de l’inspecteur du travail est nécessaire (L3122-15, L3122-21)."
        ),
        "« 8 h 50 » et « 17 h 50 » (IV-2.1.6.1) sont lus comme 8,5 et 17,5 heures : à confirmer.",
        (
            "La classification a changé le 1er janvier 2024 (avenant 10-22) : les emplois de "
            "IV-2.1.6.1 ont pu changer depuis le texte lu."
        ),
    ),
)
