"""Define the columns of a month's payroll, and what each means."""

from __future__ import annotations

from dataclasses import dataclass

from api.export.workbook import Column
from scheduler.rule import shown

USUAL_OVERTIME = (250, 500)
USUAL_COMPLEMENTARY = (100, 250)

HEAD = (
    Column("mois", 10, "Mois civil, AAAA-MM."),
    Column("identifiant", 18, "Identifiant de la personne dans le planning."),
    Column("nom", 26, "Nom de la personne."),
    Column("agence", 14, "Agence de la personne."),
    Column("contrat", 14, "Nature du contrat au dernier jour compté."),
    Column(
        "heures_contrat",
        10,
        "Durée de la semaine au contrat, sans avenant de complément ; vide au forfait.",
        lasting=True,
    ),
    Column("du", 11, "Premier jour compté dans ce mois."),
    Column("au", 11, "Dernier jour compté ; un mois incomplet n’est pas à payer tel quel."),
)
MEANINGS = {
    "travail": "Travail effectif du mois civil, à la minute, minuit coupant les nuits.",
    "dont_terrain": "Travail sur le terrain.",
    "dont_formation": "Heures au centre de formation, qui sont du travail (L6222-24).",
    "dont_trajets": "Trajets entre deux lieux d’une même journée (L3121-1).",
    "dont_interventions": "Interventions pendant une astreinte (L3121-9).",
    "dont_delegation": (
        "Heures de délégation prises sur un crédit, payées à l’échéance comme du travail "
        "(L2315-10) : celles qui passent le seuil de la semaine sont des heures supplémentaires."
    ),
    "dont_reunions": "Réunions d’un mandat avec l’employeur, hors crédit (L2315-11).",
    "astreinte": "Astreinte sans intervention : pas du travail, mais à compenser.",
    "pauses_payees": "Pauses payées par accord : pas du travail effectif.",
    "nuit": "Travail dans la période de nuit en vigueur (L3122-2, accord).",
    "dimanche": "Travail du dimanche, de 0 h à 24 h.",
    "ferie": "Travail d’un jour férié de L3133-1, 1er mai compris.",
    "premier_mai": "Travail du 1er mai, payé double (L3133-6).",
    "solidarite": "Travail de la journée de solidarité, sans salaire en plus (L3133-8).",
    "heures_payees": (
        "Travail et pauses payées, moins la journée de solidarité ; les majorations sont à part."
    ),
    "temps_retire_paye": (
        "Temps de travail qu’une convention retire sans perte de salaire : à payer en plus des "
        "heures payées, car ce n’est pas du travail."
    ),
    "heures_normales": (
        "Heures payées moins celles du mois qui dépassent le seuil de leur semaine, congés payés "
        "comptés, et moins les heures complémentaires et celles d’un avenant de complément "
        "d’heures du mois."
    ),
}
KINDS = tuple(Column(name, 9, meaning, lasting=True) for name, meaning in MEANINGS.items())
FORFAIT = (
    Column("forfait_jours_mois", 9, "Forfait en jours : jours travaillés dans le mois (D3171-10)."),
    Column(
        "forfait_jours_periode", 9, "Jours travaillés depuis le début de la période du forfait."
    ),
    Column(
        "forfait_jours_restants", 9, "Jours que le forfait laisse jusqu’à la fin de sa période."
    ),
)
TAIL = (
    Column("absence_jours", 9, "Jours civils d’absence entière, sans leur motif."),
    Column(
        "absence_jours_ouvres", 9, "Dont jours du contrat, ou du lundi au vendredi, hors fériés."
    ),
    Column(
        "absence_heures",
        9,
        "Absences de moins d’un jour : les heures saisies, sinon d’une heure à l’autre.",
        lasting=True,
    ),
    Column("travailleur_de_nuit", 10, "Qualité à la fin de la dernière semaine du mois (L3122-5)."),
    Column(
        "semaines_incompletes",
        34,
        (
            "Semaines de ce mois qui ne sont pas décrites en entier : leurs heures supplémentaires "
            "sont celles des jours connus seulement. Celle qui finit dans le mois suivant y sera "
            "payée."
        ),
    ),
    Column(
        "reserves", 60, "Ce qu’il faut confirmer avant de payer, et ce qui diffère des constats."
    ),
)
OVERTIME = (
    "Heures supplémentaires à {rate} des semaines et périodes finies dans le mois : une semaine à "
    "cheval est payée avec le mois de son dimanche."
)
BY_LEAVE = (
    "Heures supplémentaires à {rate} dues de plus : les congés payés de la semaine comptent pour "
    "le seuil (Cass. soc. 10 septembre 2025, n° 23-14.455) ; ce sont des heures travaillées."
)
GROUND = Column(
    "heures_sup_conges_motif",
    40,
    "Semaines, travail et congés d’où viennent ces heures : chaque jour de congé vaut ce que RH a "
    "saisi (heures_jour de absences.csv), sinon la part du contrat.",
)
COMPLEMENT = (
    "Heures de l’avenant de complément d’heures (L3123-22), payées à {rate} de plus, des semaines "
    "ou mois finis dans le mois."
)
COMPLEMENTARY = "Heures complémentaires à {rate} des semaines, mois ou périodes finis dans le mois."


@dataclass(frozen=True, kw_only=True)
class Rates:
    """
    The rates of overtime and complementary hours, in per mille, shared by all rows.

    `complement`: of hours within amendments; without any, there is no such column.
    """

    overtime: tuple[int, ...] = USUAL_OVERTIME
    complementary: tuple[int, ...] = USUAL_COMPLEMENTARY
    complement: tuple[int, ...] = ()


def columns_of(rates: Rates) -> tuple[Column, ...]:
    """Return all columns and what each means; they are the same for every month."""
    return (
        *HEAD,
        *KINDS,
        *(_rated("heures_sup", rate, OVERTIME) for rate in rates.overtime),
        *(_rated("heures_sup_conges", rate, BY_LEAVE) for rate in rates.overtime),
        GROUND,
        *(_rated("heures_comp", rate, COMPLEMENTARY) for rate in rates.complementary),
        *(_rated("heures_avenant", rate, COMPLEMENT) for rate in rates.complement),
        *FORFAIT,
        *TAIL,
    )


def _rated(name: str, rate: int, meaning: str) -> Column:
    number = f"{rate / 10:g}".replace(".", "_")
    meaning = meaning.format(rate=shown(rate, "permille"))
    return Column(f"{name}_{number}", 9, meaning, lasting=True)
