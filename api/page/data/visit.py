"""
One account's look at the rows of a kind, in French: titles, labels, values, and names for ids.

Names of files and values of cells have neither accents nor blanks. What isn't listed here is shown
as the format has it, so that a new kind or a new value needs no line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.rights.rows import reads, writes
from api.data.entering.editor import RowEditor
from api.data.entering.reader import RowReader, opened
from api.data.rows.columns import EMPTY, Column, Kind, Row
from api.data.rows.forms import FLAG, WANTED, Nature
from api.data.rows.kinds import KINDS
from api.data.rows.people import PersonRow
from api.data.stored.association import read
from api.french import words
from api.french.plural import plural
from api.french.words import alphabetical, short_date
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day

TITLES = {
    "avenants": "Avenants (compléments d’heures)",
    "titres": "Titres professionnels",
    "rendez_vous": "Rendez-vous",
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


NOTHING = "rien"
CALLED = ("name", "title")
"""Fields that name a row."""

NAMING = 3
"""How many values identify a row that has no name."""


class Names:
    """What the rows that an account sees are called; what it doesn't see keeps its id."""

    def __init__(self, who: Caller, session: Session) -> None:
        self.who, self.session = who, session
        self._cached: dict[str, Mapping[str, str]] = {}

    def of(self, kind: str) -> Mapping[str, str]:
        """Return what a kind's rows are called by id, in alphabetical order."""
        if kind not in self._cached:
            self._cached[kind] = {}  # a site that is part of a site
            if reads(self.who, kind):
                rows = RowReader(self.who, self.session).rows(kind)
                names = {str(row.__dict__["id"]): self._name(KINDS[kind], row) for _, row in rows}
                self._cached[kind] = dict(sorted(names.items(), key=lambda i: alphabetical(i[1])))
        return self._cached[kind]

    def labels(self, kind: str) -> Mapping[str, str]:
        """Return the same for a list of choices: namesakes have their id beside."""
        names = self.of(kind)
        count = Counter(names.values())
        return {i: name if count[name] == 1 else f"{name} ({i})" for i, name in names.items()}

    def written(self, column: Column, value: Any, most: int = 0) -> str:
        """
        Write a value, with the names of what it names.

        `most`: how many of several names are written, the others being counted (0: all).
        """
        if not column.names or not value:
            return shown(column, value)
        ids = value if column.nature is Nature.IDENTS else (value,)
        few = [self.of(column.names).get(name, name) for name in (ids[:most] if most else ids)]
        others = len(ids) - len(few)
        return " ; ".join(few) + (f" et {plural(others, 'autre')}" if others else "")

    def title(self, kind: Kind, row: Row, hidden: Collection[str] = ()) -> str:
        """Return what a row is called: its name, or the first values that identify it."""
        columns = (c for c in kind.columns.values() if c.field not in hidden)
        return title_from(kind, {c.field: self.written(c, row.__dict__[c.field]) for c in columns})

    def _name(self, kind: Kind, row: Row) -> str:
        for field in CALLED:
            if field in kind.columns:
                return str(row.__dict__[field])
        columns = [c for c in kind.columns.values() if c.names and c.nature is Nature.IDENT]
        texts = [self.written(column, row.__dict__[column.field]) for column in columns[:2]]
        return ", ".join([str(row.__dict__["id"]), *filter(None, texts)])


def title_from(kind: Kind, texts: Mapping[str, str]) -> str:
    """Return what a row of a kind is called, from the texts of the fields that one sees."""
    for field in CALLED:
        if field in kind.columns and kind.has_ids:
            return texts.get(field, "")
    needed = (text for field, text in texts.items() if kind.columns[field].needed)
    return ", ".join([text for text in needed if text][:NAMING])


class Visit:
    """
    What the pages of a kind are made of, for an account, in a transaction.

    It is refused if there is no such kind, or it isn't theirs to read (404), or if the rows
    contradict each other (409).
    """

    def __init__(
        self, who: Caller, session: Session, kind: str, names: Names | None = None
    ) -> None:
        self.who, self.session = who, session
        self.kind = opened(who, kind)
        self.editor = RowEditor(who, session)
        self.names = names or Names(who, session)
        self.writes = writes(who, kind)
        self.columns = self.editor.columns(kind)
        """The columns that the account sees of some row, in their order."""

    def at(self, kind: Kind) -> Visit:
        """Return the same account's look at another kind."""
        return Visit(self.who, self.session, kind.name, self.names)

    def seen(self, row: Row) -> list[Column]:
        """Return the columns of a row that the account sees, in their order."""
        return self.editor.seen(self.kind.name, row.__dict__)

    def rows(self, agency: str = "") -> Iterator[tuple[int, Row]]:
        """Yield the rows that the account sees, with their keys."""
        return self.editor.rows(self.kind.name, agency=agency)

    def title(self, row: Row) -> str:
        """Return what a row is called."""
        return self.names.title(self.kind, row, self.editor.hidden(self.kind.name, row.__dict__))

    def shown(self, column: Column, row: Row, most: int = 0) -> str:
        """Write a value that the account sees of a row; `most`: how many of several (0: all)."""
        private = column.private
        if private and column.field in self.editor.hidden(self.kind.name, row.__dict__):
            return ""
        return self.names.written(column, row.__dict__[column.field], most)

    def label(self, field: str) -> str:
        """Return what a field is called."""
        return label_of(self.kind.columns[field])

    def kept(self, field: str, value: Any) -> str:
        """Write a value kept as JSON, as the form would have it today; nothing is « rien »."""
        if value is None:  # or the column wasn't there yet
            return NOTHING
        try:
            read = _reader(self.kind.model, field).validate_python(value)
        except ValidationError:  # of a form that the column had then
            return str(value)
        return self.names.written(self.kind.columns[field], read) or NOTHING

    def facts(self, row: Row) -> list[tuple[str, str]]:
        """Return the labels and texts of what the account sees of a row, empty ones left out."""
        texts = ((label_of(column), self.shown(column, row)) for column in self.seen(row))
        return [(label, text) for label, text in texts if text]


@cache
def _reader(model: type[Row], field: str) -> TypeAdapter[Any]:
    """Return the adapter that reads a field of rows from JSON."""
    return TypeAdapter(model.model_fields[field].rebuild_annotation())


def remarks_of(kind: Kind, session: Session, now: datetime) -> Callable[[Row], str]:
    """Return what writes a remark on each row of a kind: of people, whether they are there."""
    if kind.model is not PersonRow:
        return lambda _: ""
    people, today = read(session).mediator_of, civil_day(now)
    return lambda row: presence(people.get(str(row.__dict__["id"])), today)


def presence(person: Mediator | None, today: date) -> str:
    """Say who has left, who arrives, whose contract ends (empty: there, without an end yet)."""
    contracts = sorted(person.contracts, key=lambda c: c.start) if person else []
    if not contracts:
        return ""
    if contracts[0].start > today:
        return f"arrivée le {short_date(contracts[0].start)}"
    last = contracts[-1].end
    if last is None:
        return ""
    return f"{'départ le' if last < today else 'jusqu’au'} {short_date(last)}"
