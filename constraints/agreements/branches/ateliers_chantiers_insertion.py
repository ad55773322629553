"""Set the values of Ateliers et chantiers d’insertion (IDCC 3016), as read in November 2023."""

from __future__ import annotations

from datetime import date

from constraints.agreements import texts
from constraints.agreements.agreement import Agreement
from constraints.agreements.clauses import ccn_aci_amplitude, ccn_aci_break_30min
from constraints.agreements.terms import Provision, Strength, branch
from constraints.agreements.texts import aci

AGREEMENT = Agreement(
    id="ateliers_chantiers_insertion",
    name="Ateliers et chantiers d’insertion (ACI)",
    text=texts.ACI,
    idcc=3016,
    strength=Strength.EXTENDED,
    stated=date(2023, 11, 1),
    terms=(
        branch("daily_rest_11h", "rest", 12 * 60, aci("VII-s2-2")),
        branch("night_hours", "begins", 21 * 60, aci("VII-s13")),
        branch("night_hours", "ends", 6 * 60, aci("VII-s13")),
        branch("overtime_quota", "quota", 220 * 60, aci("VII-s4-2")),
        branch("part_time_complementary_cap", "part", 3, aci("VII-s6-5")),
        branch("modulation_overtime", "year", 1607 * 60, aci("VII-s5")),
        branch("modulation_notice", "agreed_working", 7, aci("VII-s5-1")),
        branch("part_time_notice", "notice", 7, aci("VII-s6-8")),
        branch(
            "forfait_days_cap",
            "limit",
            218,
            aci("VII-s7-1"),
            note="directeurs, et coordinateurs C cadres (VII-s7-2)",
        ),
    ),
    clauses=(ccn_aci_amplitude.RULE, ccn_aci_break_30min.RULE),
    provisions=(
        Provision(
            id="travel_between_sites_is_work",
            title="Trajet entre deux lieux de travail",
            text="Il est du travail effectif, et payé.",
            source=aci("VII-s9"),
            note="compté comme travail pour tous, par la jurisprudence",
        ),
        Provision(
            id="modulation",
            title="Aménagement de la durée du travail",
            text="48 heures au plus dans une semaine, 44 heures sur douze semaines ; sans accord, "
            "périodes de quatre semaines au plus.",
            source=aci("VII-s5"),
            note="mêmes maxima que le Code ; extension sous réserve de L3121-45",
        ),
    ),
    warnings=(
        (
            "Heures complémentaires (VII-s6-7) : « sans majoration » jusqu’au dixième du "
            "contrat n’est pas appliqué, le taux ne peut être inférieur à 10 % (L3123-21)."
        ),
        "La première phrase de VII-s5-1 est exclue de l’extension.",
    ),
)
