"""List what ECLAT says that no rule computes."""

from __future__ import annotations

from constraints.agreements.terms import Provision
from constraints.agreements.texts import eclat

SAME = "même valeur que le Code, pour les salariés modulés"

PROVISIONS = (
    Provision(
        id="max_interruptions_per_day",
        title="Coupures : exception et prime",
        text="Deux coupures pour les emplois post- et périscolaires et d’entretien énumérés ; "
        "prime de coupure de 5 points depuis le 1er janvier 2024.",
        source=eclat("5.3"),
        note="aucun emploi de médiation n’est dans la liste",
    ),
    Provision(
        id="four_day_week",
        title="Semaine de quatre jours",
        text="La semaine n’est répartie sur quatre jours que par accord d’entreprise.",
        source=eclat("5.2"),
    ),
    Provision(
        id="weekly_max_minutes",
        title="Maximum de la semaine en modulation",
        text="48 heures au cours d’une semaine civile.",
        source=eclat("5.7.2.3"),
        note=SAME,
    ),
    Provision(
        id="avg12_max_minutes",
        title="Moyenne sur douze semaines en modulation de type A",
        text="44 heures en moyenne sur douze semaines consécutives.",
        source=eclat("5.7.2.3"),
        note=SAME,
    ),
    Provision(
        id="night_worker_habit",
        title="Travailleur de nuit : horaire habituel",
        text="Au moins deux fois par semaine, au moins trois heures de nuit.",
        source=eclat("5.8.1.1"),
        note="même seuil que le Code",
    ),
    Provision(
        id="night_scope_warning",
        title="Travail de nuit : emplois",
        text="Emplois où la continuité de l’activité s’impose, par exemple surveillant d’internat, "
        "gardien ou veilleur de nuit, technicien du spectacle.",
        source=eclat("5.8.1.1"),
        note="d’application directe seulement là où le travail de nuit existait (25/10/2004)",
    ),
    Provision(
        id="night_break_paid",
        title="Pause de nuit payée",
        text="La pause de 20 minutes due avant 5 heures de nuit est du temps de travail effectif.",
        source=eclat("5.8.1.4"),
        note="à saisir comme pause payée",
    ),
    Provision(
        id="exceptional_work_after_22h",
        title="Travail exceptionnel après 22 heures",
        text="Récupération d’une durée égale, majorée de 25 %, sauf en modulation de type A.",
        source=eclat("5.4.3"),
    ),
    Provision(
        id="rest_day_or_holiday_work",
        title="Travail un jour de repos ou férié",
        text="Récupération d’une durée égale, majorée de 50 % ; un jour de repos travaillé est "
        "toujours récupéré, seule la majoration peut être payée.",
        source=eclat("5.4.2"),
    ),
    Provision(
        id="overtime_principle",
        title="Heures supplémentaires : récupération d’abord",
        text="Le principe est la récupération ; le paiement est exceptionnel. 50 % à compter de "
        "la 44e heure.",
        source=eclat("5.4.1"),
    ),
    Provision(
        id="overtime_quota_intermittent",
        title="Contingent des intermittents",
        text="140 heures pour les intermittents post- et périscolaires.",
        source=eclat("5.4.6"),
        note="aucun emploi de médiation n’est concerné",
    ),
    Provision(
        id="recovery_deadline",
        title="Délai de récupération",
        text="Dans le mois civil qui suit l’acquisition de la 24e heure.",
        source=eclat("5.4.5"),
    ),
    Provision(
        id="modulation_A",
        title="Modulation de type A",
        text="33 heures en moyenne, 1 485 heures par an, 48 heures au plus dans une semaine, 44 "
        "heures en moyenne sur douze semaines.",
        source=eclat("5.7.2"),
        note="les heures de l’année se saisissent dans l’aménagement de l’employeur",
    ),
    Provision(
        id="modulation_B",
        title="Modulation de type B",
        text="Deux périodes de 787,5 heures, 1 575 heures par an, 48 heures au plus dans une "
        "semaine, 44 heures en moyenne sur six semaines.",
        source=eclat("5.7.3"),
        note="les heures de l’année se saisissent dans l’aménagement de l’employeur",
    ),
    Provision(
        id="modulation_scope",
        title="Modulation : qui",
        text="CDI, ou CDD de trois mois et plus ; jamais les intérimaires.",
        source=eclat("5.7.1"),
    ),
    Provision(
        id="change_notice_bonus",
        title="Prime de changement tardif du programme",
        text="1 point quand le délai est réduit à 3 jours, 3 points à partir de la troisième "
        "modification du semestre.",
        source=eclat("5.7.1.1"),
    ),
    Provision(
        id="part_time_allowance",
        title="Indemnité d’emploi à temps partiel",
        text="8 points par mois sous 24 heures hebdomadaires, hors exclusions légales.",
        source=eclat("5.9.4.1"),
    ),
    Provision(
        id="part_time_large_sites",
        title="Temps partiel : sites de 300 équivalents temps plein",
        text="24 heures au moins pour tous les groupes.",
        source=eclat("5.9.3"),
    ),
    Provision(
        id="half_day_definition",
        title="Demi-journée de travail",
        text="Deux heures continues au moins.",
        source=eclat("5.9.4.2"),
    ),
    Provision(
        id="change_notice_part_time",
        title="Temps partiel : changement de répartition",
        text="Délai de prévenance de 7 jours, à inscrire au contrat.",
        source=eclat("5.9.2"),
        note="« jours » n’est pas précisé : les sept jours ouvrés du Code sont gardés",
    ),
    Provision(
        id="oncall_in_contract",
        title="Astreintes au contrat",
        text="La possibilité d’astreintes et leur contrepartie sont inscrites au contrat.",
        source=eclat("5.8.2.2"),
    ),
    Provision(
        id="travel_on_mission",
        title="Déplacements en mission",
        text="Repos de 10 % du temps de trajet jusqu’à 18 heures dans le mois, de 25 % au-delà.",
        source=eclat("5.8.3"),
    ),
    Provision(
        id="equivalences",
        title="Équivalences",
        text="2 h 30 payées pour 11 heures de présence nocturne ; 7 heures pour 13 heures de "
        "présence en séjour.",
        source=eclat("5.6"),
        note="jamais pour contrôler les maxima, qui comptent la présence",
    ),
    Provision(
        id="preparation_time",
        title="Temps de préparation",
        text="15 % au moins du temps de face-à-face.",
        source=eclat("5.10.3"),
    ),
    Provision(
        id="intermittent",
        title="Travail intermittent",
        text="Emplois post- et périscolaires et de loisirs seulement.",
        source=eclat("4.7.1"),
        note="aucun emploi de médiation n’est dans la liste",
    ),
)
