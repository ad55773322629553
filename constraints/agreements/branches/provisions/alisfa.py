"""List what ALISFA says that no rule computes."""

from __future__ import annotations

from constraints.agreements.terms import Provision
from constraints.agreements.texts import alisfa

PROVISIONS = (
    Provision(
        id="paid_break",
        title="Pause payée",
        text="La pause est payée et compte comme travail si le salarié ne peut s’éloigner de son "
        "poste.",
        source=alisfa("IV-1.3.1"),
        note="à saisir comme pause en veille",
    ),
    Provision(
        id="meal_on_duty_is_work",
        title="Repas en service",
        text="Le repas pris en service sur ordre de l’employeur est du temps de travail.",
        source=alisfa("IV-1.5"),
        note="à saisir comme pause en veille",
    ),
    Provision(
        id="modulation",
        title="Aménagement sur l’année",
        text="35 heures en moyenne, 48 heures au plus dans une semaine, 44 heures sur douze "
        "semaines ; programme affiché 1 mois avant la période, planning individuel 7 jours avant.",
        source=alisfa("IV-1.3.3"),
        note="mêmes maxima que le Code",
    ),
    Provision(
        id="urgent_change",
        title="Changement urgent du planning",
        text="1 heure de repos à chaque changement annoncé 72 heures avant ou moins.",
        source=alisfa("IV-1.3.3.6"),
    ),
    Provision(
        id="overtime_quota_intermittent",
        title="Contingent des intermittents",
        text="100 heures.",
        source=alisfa("IV-6.3"),
    ),
    Provision(
        id="grouping",
        title="Regroupement des horaires à temps partiel",
        text="Demi-journée de 2 heures au moins, journée de 4 heures au moins.",
        source=alisfa("IV-2.1.6.2"),
    ),
    Provision(
        id="interruption_allowance",
        title="Indemnité de coupure",
        text="1 euro par jour pour deux interruptions, ou une de plus de deux heures, à défaut "
        "d’autre contrepartie au contrat.",
        source=alisfa("IV-2.1.7"),
    ),
    Provision(
        id="complementary_rate_annual",
        title="Heures complémentaires de l’aménagement annuel",
        text="Majoration de 15 % de chacune.",
        source=alisfa("IV-1.3.3.8"),
        note="hors aménagement annuel, les taux du Code",
    ),
    Provision(
        id="pregnant_from_61st_day",
        title="Grossesse",
        text="À partir du 61e jour : travail réduit de 10 % par jour, aucune heure supplémentaire.",
        source=alisfa("IV-1.6"),
    ),
    Provision(
        id="paid_leave_days_worked",
        title="Congés payés",
        text="25 jours ouvrés.",
        source=alisfa("VI-1.1"),
        note="équivalent des 30 jours ouvrables du Code",
    ),
)
