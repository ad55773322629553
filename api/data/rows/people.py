"""Declare the rows of people: contracts, titles, absences, wishes, pairs."""

from __future__ import annotations

from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import BIRTH, IDENT, ZONE, hours, whole
from api.data.rows.types import (
    Day,
    Flag,
    Ident,
    Idents,
    Minutes,
    Moment,
    Text,
    Wanted,
    Weekdays,
    Whole,
)
from scheduler.domain.exemptions import InspectorAnswer, LongLeaveGround
from scheduler.domain.fixed_terms import EmployeeEnding, TermReason
from scheduler.domain.people import (
    ABSENT_DAY_MOST,
    AbsenceKind,
    ContractKind,
    HoursBasis,
    PairKind,
    ShortHours,
    StaffRole,
)

YEAR_MOST = 2300
"""The most hours of a year that a contract may have."""


@kind("personnes", "person", word="personne", required=True)
class PersonRow(Row):
    """Une personne : médiateur, référent ou responsable."""

    id: Ident = column("id", "Identifiant, sans espace", "gael")
    name: Text = column("nom", "Nom", "Gaël Exemple")
    role: StaffRole = column("role", "Rôle", "mediateur")
    birth: Day | None = column(
        "naissance",
        "Date de naissance",
        "1994-04-23",
        default=None,
        always=True,
        private=True,
        form=BIRTH,
    )
    agency: Ident = column("agence", "Agence", "ville", names="agences")
    dispositifs: Idents = column(
        "dispositifs",
        "Dispositifs où la personne peut travailler",
        ["P"],
        default=(),
        always=True,
        names="dispositifs",
    )
    sites: Idents = column(
        "sites", "Sites où la personne peut travailler (vide : tous)", default=(), names="sites"
    )
    licence: Flag = column("permis", "Permis de conduire", True, default=False)
    home: Text = column("domicile", "Commune du domicile", "Ville", default="", private=True)
    night_worker: Flag | None = column(
        "travail_de_nuit", "Travailleur de nuit (vide : d’après ses heures)", default=None
    )
    night_worker_since: Day | None = column(
        "travail_de_nuit_depuis", "Travailleur de nuit depuis", default=None
    )
    medical_visit: Day | None = column(
        "visite_medicale_nuit",
        "Dernière visite médicale de travail de nuit",
        default=None,
        private=True,
    )


@kind("contrats", "contract", required=True)
class ContractRow(Row):
    """Un contrat d’une personne ; deux contrats ne se chevauchent pas."""

    mediator: Ident = column("personne", "Personne", "gael", names="personnes")
    kind: ContractKind = column("type", "Type", "CDI")
    start: Day = column("debut", "Début", "2026-03-01")
    end: Day | None = column("fin", "Fin", default=None, always=True)
    weekly_minutes: Minutes = column(
        "heures_semaine", "Durée hebdomadaire", 2100, form=hours(48, "par semaine")
    )
    basis: HoursBasis = column(
        "base", "Période sur laquelle la durée est comptée", default=HoursBasis.WEEK
    )
    days: Weekdays | None = column(
        "jours", "Jours travaillés du contrat (vide : tous)", default=None
    )
    annual_minutes: Minutes | None = column(
        "heures_annee", "Durée annuelle", default=None, form=hours(YEAR_MOST, "par an")
    )
    short_hours: ShortHours | None = column(
        "exception_24h", "Pourquoi moins de 24 heures par semaine", default=None
    )
    group: Text = column("groupe", "Groupe de classification", default="")
    adult_relay: Flag = column("adulte_relais", "Contrat adulte-relais", default=False)
    priority_area: Flag | None = column(
        "quartier_prioritaire", "La personne réside dans un quartier prioritaire", default=None
    )
    reason: TermReason | None = column("motif_cdd", "Motif d’un CDD ou d’une mission", default=None)
    post: Text = column(
        "poste", "Poste tenu, du même nom pour qui y succède", default="", form=IDENT
    )
    replaces: Ident = column(
        "remplace", "Personne remplacée par un CDD ou une mission", default="", names="personnes"
    )
    renews: Flag = column(
        "renouvellement", "Renouvelle le contrat qui finit la veille", default=False
    )
    ending: EmployeeEnding | None = column(
        "fin_du_salarie", "Comment le salarié y a mis fin avant terme", default=None
    )


@kind("titres", "title", word="titre d'une personne", once=("mediator", "title"))
class TitleRow(Row):
    """Un titre professionnel obtenu par une personne."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    title: Ident = column("titre", "Titre professionnel", "MSADS")
    since: Day = column("obtenu_le", "Jour où il fut obtenu", "2021-06-30")


@kind("formation_socle", "socle", word="personne", once=("mediator",))
class SocleRow(Row):
    """Le jour où une personne a acquis la formation socle."""

    mediator: Ident = column("personne", "Personne", "elsa", names="personnes")
    day: Day = column("acquise_le", "Jour où elle fut acquise", "2024-01-15")


@kind("absences", "absence")
class AbsenceRow(Row):
    """Une absence d’une personne."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    start: Moment = column("debut", "Début", "2026-03-09")
    end: Moment = column("fin", "Fin", "2026-03-13")
    kind: AbsenceKind = column("motif", "Motif", "conge", private=True)
    day_minutes: Minutes | None = column(
        "heures_jour",
        "Ce que vaut un jour, ou l’absence d’une partie d’un jour (vide : la part du contrat)",
        480,
        default=None,
        private=True,
        form=hours(ABSENT_DAY_MOST // 60, "par jour, ou rien"),
    )


@kind("conges_longs", "long_leave", word="dérogation aux 24 jours de congé")
class LongLeaveRow(Row):
    """Une personne dont le congé peut dépasser 24 jours ouvrables d’affilée (L3141-17)."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    since: Day = column("depuis", "Premier jour de congé possible, compris", "2026-07-01")
    until: Day | None = column(
        "jusqu_au", "Dernier jour, compris (vide : sans fin)", "2026-08-31", default=None
    )
    ground: LongLeaveGround = column("fondement", "Ce qui la justifie", "contraintes_geographiques")


@kind("emplois_vacances", "holiday_job", word="autorisation", once=("mediator", "since"))
class HolidayJobRow(Row):
    """Ce qui est demandé à l’inspecteur pour employer quelqu’un de 14 ou 15 ans (L4153-3)."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    requested: Day = column("demandee_le", "Jour où la demande a été envoyée", "2026-06-08")
    since: Day = column("debut", "Premier jour demandé", "2026-07-06")
    until: Day = column("fin", "Dernier jour demandé, compris", "2026-07-31")
    answer: InspectorAnswer | None = column(
        "reponse", "Réponse (vide : aucune, elle vaut accord après huit jours)", default=None
    )
    answered: Day | None = column("reponse_le", "Jour de la réponse", default=None)
    zone: Text = column(
        "zone_scolaire", "Zone de l’école (vide : celle de l’agence)", default="", form=ZONE
    )


@kind("souhaits", "wish")
class WishRow(Row):
    """Un souhait d’une personne : travailler, ou être libre."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    start: Moment = column("debut", "Début", "2026-03-11T17:00")
    end: Moment = column("fin", "Fin", "2026-03-11T21:00")
    wants: Wanted = column("souhait", "Souhait", False)
    weight: Whole = column("poids", "Poids du souhait, de 1 à 10", 3, default=1, form=whole(1, 10))
    templates: Idents = column(
        "gabarits",
        "Gabarits que le souhait concerne (vide : tout créneau)",
        default=(),
        names="gabarits",
    )


@kind("binomes", "pair")
class PairRow(Row):
    """Deux personnes à planifier ensemble, ou jamais ensemble."""

    first: Ident = column("premiere", "Première personne d’un binôme", "ada", names="personnes")
    second: Ident = column("seconde", "Seconde personne d’un binôme", "brice", names="personnes")
    kind: PairKind = column("genre", "Genre", "ensemble")
    since: Day | None = column("depuis", "Depuis, compris", "2026-03-01", default=None)
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)", default=None)
