"""
The French of the pages of data: titles and groups of kinds, labels of columns, values.

Names of files and values of cells have neither accents nor blanks. What isn't listed here is shown
as the format has it, so that a new kind or a new value needs no line.
"""

from __future__ import annotations

import re
from typing import Any

from api.data.rows.columns import EMPTY, Column, Kind
from api.data.rows.forms import FLAG, WANTED, Nature
from api.french import words

TITLES = {
    "avenants": "Avenants (compléments d’heures)",
    "titres": "Titres professionnels",
    "formation_socle": "Formation socle",
    "cohortes": "Promotions",
    "dates_cohortes": "Dates des promotions",
    "conges_longs": "Congés de plus de 24 jours",
    "emplois_vacances": "Emplois de vacances à 14 ou 15 ans",
    "delegations": "Temps de mandat",
    "contraintes_personnelles": "Contraintes personnelles",
    "binomes": "Binômes",
    "limites": "Limites de chacun",
    "enchainements": "Enchaînements interdits ou à éviter",
    "rythme": "Rythme des semaines",
    "compteurs": "Compteurs de départ",
    "derogations": "Dérogations",
    "temps_equipe": "Temps d’équipe",
    "marches": "Marchés",
    "vehicules": "Véhicules",
    "employeur": "Employeur",
    "amenagements": "Aménagements du temps de travail",
    "avis_cse": "Avis du CSE",
    "solidarite": "Journées de solidarité",
    "heures_ailleurs": "Heures chez un autre employeur",
    "soldes": "Soldes de départ",
    "semaines_anterieures": "Semaines antérieures",
    "prevenances": "Prévenances",
    "conventions": "Conventions collectives",
    "accords": "Valeurs d’accords",
    "rubriques": "Rubriques de paie",
}
GROUPS = {
    "people": "Personnes",
    "limits": "Rythme de travail",
    "training": "Formation",
    "demand": "Ce qu’il y a à tenir",
    "places": "Lieux et moyens",
    "employer": "Employeur et droit",
    "payroll": "Paie",
}
"""Titles of groups, in the order of the page: kinds that are declared in one file are a group."""

VALUES = {
    "mediateur": "médiateur",
    "referent": "référent",
    "interim": "intérim",
    "accroissement": "accroissement temporaire d’activité",
    "saison": "activité saisonnière",
    "usage": "emploi d’usage constant",
    "annee": "année",
    "sante": "santé",
    "medecin": "médecin du travail",
    "etudiant": "étudiant",
    "conge": "congé",
    "recuperation": "récupération",
    "attente_cdi": "attente d’un salarié en CDI",
    "objet_defini": "objet défini",
    "emploi_aide": "emploi aidé",
    "rupture_anticipee": "rupture anticipée par le salarié",
    "renouvellement_refuse": "renouvellement refusé par le salarié",
    "contraintes_geographiques": "contraintes géographiques",
    "enfant_handicape": "enfant handicapé au foyer",
    "adulte_handicape": "adulte handicapé au foyer",
    "personne_agee": "personne âgée en perte d’autonomie au foyer",
    "credit": "crédit du mois",
    "reunion": "réunion avec l’employeur",
    "accident_travail": "accident du travail",
    "maternite_paternite": "maternité ou paternité",
    "sans_solde": "congé sans solde",
    "separes": "jamais ensemble",
    "soiree": "soirée",
    "equipe": "temps d’équipe",
    "souhaitee": "souhaitée",
    "creneaux": "créneaux",
    "week_ends": "week-ends",
    "week_ends_coupes": "week-ends coupés",
    "totale": "du premier au dernier jour",
    "jours_affilee": "jours d’affilée",
    "repos_affilee": "jours de repos d’affilée",
    "repos_isoles": "repos isolés entre deux jours de travail",
    "jours_isoles": "jours de travail isolés entre deux repos",
    "semaines_sans_deux_repos": "semaines sans deux repos d’affilée",
    "retours_rapides": "retours rapides (moins de 13 h)",
    "debuts_avances": "débuts avancés de 2 h ou plus d’un jour au suivant",
    "debuts_retardes": "débuts retardés de 2 h ou plus dans la semaine",
    "week_ends_travailles": "week-ends travaillés au-delà d’un sur deux",
    "samedis_apres": "samedis après une absence ou une formation",
    "non_payee": "non payée",
    "payee": "payée",
    "premier_mai": "1er mai",
    "decision": "décision de l’employeur",
    "jours_ouvres": "jours ouvrés",
    "feries_chomes": "jours fériés chômés",
    "heures_sup_en_repos": "heures supplémentaires en repos",
    "releve_depuis": "relevé depuis",
    "heures_complementaires": "heures complémentaires",
    "heures_sup_annee": "heures supplémentaires de l’année",
    "heures_periode": "heures de la période",
    "nuit_12_mois": "heures de nuit sur douze mois",
    "fin_avancee": "fin avancée",
    "pause_allongee": "pause allongée",
}

MEANING = re.compile(r"(.+?)(?: : (.+?))?(?: \(([^()]+)\))?")
"""A meaning: `Saison du gabarit (vide : toute l’année)`."""


def title_of(kind: Kind) -> str:
    """Return the title of a kind."""
    return TITLES.get(kind.name) or kind.name.replace("_", " ").capitalize()


def group_of(kind: Kind) -> str:
    """Return the title of the group of a kind."""
    module = kind.model.__module__.rpartition(".")[2]
    return GROUPS.get(module, module)


def meaning_parts(column: Column) -> tuple[str, str, str]:
    """Split a column's meaning: what it is, what follows a colon, what is in brackets."""
    match = MEANING.fullmatch(column.meaning)
    return (match[1], match[2] or "", match[3] or "") if match else (column.meaning, "", "")


def label_of(column: Column) -> str:
    """Return what a column is called beside its field: its meaning, without remarks."""
    return meaning_parts(column)[0]


def choice(value: str) -> str:
    """Write a value of a list of choices."""
    return VALUES.get(value) or value.replace("_", " ")


def shown(column: Column, value: Any) -> str:
    """Write a value for people; ids stay ids, and an empty value is an empty text."""
    if value in EMPTY:
        return ""
    text = column.write(value)
    if column.nature is Nature.HOURS:
        text = words.hours(value)
    elif column.nature is Nature.WEEKDAYS:
        text = " ".join(words.BRIEF_DAYS[day] for day in sorted(value))
    elif column.choices and column.form not in (FLAG, WANTED):
        text = ", ".join(choice(part) for part in text.split(",") if part)
    return text.replace(",", ", ") if column.nature is Nature.IDENTS else text
