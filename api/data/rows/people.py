"""Declare the rows of people: contracts, titles, absences, wishes, pairs."""

from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import BIRTH, IDENT, ZONE, between, hours
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
from scheduler.domain.employment.amendments import AmendmentGround
from scheduler.domain.employment.contracts import ContractKind, HoursBasis, ShortHours
from scheduler.domain.employment.exemptions import InspectorAnswer, LongLeaveGround
from scheduler.domain.employment.fixed_terms import EmployeeEnding, TermReason
from scheduler.domain.employment.forfait import LEFT_DAYS, MOST_DAYS
from scheduler.domain.employment.protections import ProtectionReason, Word
from scheduler.domain.people import ABSENT_DAY_MOST, AbsenceKind, PairKind, StaffRole
from scheduler.domain.worktime.mandates import DelegationKind

YEAR_MOST = 2300
"""The most hours of a year that a contract may have."""

MONTH_MOST = 200
"""The most hours of a month that a mandate may have: more is a number of minutes."""


@kind("personnes", "person", word="personne", required=True)
class PersonRow(Row):
    """Une personne : médiateur, référent ou responsable."""

    id: Ident = column("id", "Identifiant, sans espace", "gael")
    name: Text = column("nom", "Nom", "Gaël Exemple")
    role: StaffRole = column("role", "Rôle", "mediateur")
    birth: Day | None = column(
        "naissance", "Date de naissance", "1994-04-23", always=True, private=True, form=BIRTH
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
    phone: Text = column("telephone", "Téléphone", "06 12 34 56 78", default="")
    home: Text = column("domicile", "Commune du domicile", "Ville", default="", private=True)
    night_worker: Flag | None = column(
        "travail_de_nuit", "Travailleur de nuit (vide : d’après ses heures)"
    )
    night_worker_since: Day | None = column("travail_de_nuit_depuis", "Travailleur de nuit depuis")
    medical_visit: Day | None = column(
        "visite_medicale_nuit", "Dernière visite médicale de travail de nuit", private=True
    )
    delegation_minutes: Minutes | None = column(
        "heures_delegation_mois",
        "Crédit d’heures de délégation par mois (vide : pas de crédit connu)",
        form=hours(MONTH_MOST, "par mois"),
    )
    payroll_number: Text = column(
        "matricule", "Matricule dans le logiciel de paie", "00042", default="", private=True
    )


@kind("contrats", "contract", required=True)
class ContractRow(Row):
    """Un contrat d’une personne ; deux contrats ne se chevauchent pas."""

    mediator: Ident = column("personne", "Personne", "gael", names="personnes")
    kind: ContractKind = column("type", "Type", "CDI")
    start: Day = column("debut", "Début", "2026-03-01")
    end: Day | None = column("fin", "Fin", always=True)
    weekly_minutes: Minutes | None = column(
        "heures_semaine",
        "Durée hebdomadaire (vide : contrat en jours)",
        2100,
        always=True,
        form=hours(48, "par semaine"),
    )
    basis: HoursBasis = column(
        "base", "Période sur laquelle la durée est comptée", default=HoursBasis.WEEK
    )
    days: Weekdays | None = column("jours", "Jours travaillés du contrat (vide : tous)")
    annual_minutes: Minutes | None = column(
        "heures_annee", "Durée annuelle", form=hours(YEAR_MOST, "par an")
    )
    short_hours: ShortHours | None = column(
        "exception_24h", "Pourquoi moins de 24 heures par semaine"
    )
    group: Text = column("groupe", "Groupe de classification", default="")
    adult_relay: Flag = column("adulte_relais", "Contrat adulte-relais", default=False)
    priority_area: Flag | None = column(
        "quartier_prioritaire", "La personne réside dans un quartier prioritaire"
    )
    reason: TermReason | None = column("motif_cdd", "Motif d’un CDD ou d’une mission")
    post: Text = column(
        "poste", "Poste tenu, du même nom pour qui y succède", default="", form=IDENT
    )
    replaces: Ident = column(
        "remplace",
        "Personne remplacée par un CDD ou une mission",
        default="",
        names="personnes",
        outlives=True,
    )
    renews: Flag = column(
        "renouvellement", "Renouvelle le contrat qui finit la veille", default=False
    )
    ending: EmployeeEnding | None = column(
        "fin_du_salarie", "Comment le salarié y a mis fin avant terme"
    )
    annual_days: Whole | None = column(
        "jours_annee", "Forfait en jours : jours par an", form=between(1, MOST_DAYS)
    )
    year_begins: Day | None = column(
        "forfait_depuis", "Premier jour d’une période du forfait (vide : 1er janvier)"
    )
    signed: Day | None = column("convention_le", "Jour où la convention de forfait fut écrite")
    waived: Whole | None = column(
        "jours_renonces",
        "Jours de repos auxquels la personne a renoncé",
        form=between(1, LEFT_DAYS),
    )
    waived_on: Day | None = column(
        "renonciation_le", "Jour de l’avenant de renonciation, pour sa période"
    )


@kind("avenants", "amendment")
class AmendmentRow(Row):
    """Un avenant qui augmente les heures d’un temps partiel pour un temps (complément d’heures)."""

    mediator: Ident = column("personne", "Personne", "chloe", names="personnes")
    start: Day = column("debut", "Premier jour", "2026-03-02")
    end: Day = column("fin", "Dernier jour", "2026-04-26")
    weekly_minutes: Minutes = column(
        "heures_semaine",
        "Durée hebdomadaire pendant l’avenant, complément compris",
        1800,
        form=hours(48, "par semaine"),
    )
    ground: AmendmentGround = column("motif", "Motif", "remplacement")
    replaced: Ident = column(
        "remplace",
        "Personne absente remplacée, si c’est un remplacement",
        "ada",
        default="",
        names="personnes",
        outlives=True,
    )


@kind("titres", "title", word="titre d’une personne", once=("mediator", "title"))
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
        private=True,
        form=hours(ABSENT_DAY_MOST // 60, "par jour, ou rien"),
    )


@kind("conges_longs", "long_leave", word="dérogation aux 24 jours de congé")
class LongLeaveRow(Row):
    """Une personne dont le congé peut dépasser 24 jours ouvrables d’affilée (L3141-17)."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    since: Day = column("depuis", "Premier jour de congé possible, compris", "2026-07-01")
    until: Day | None = column("jusqu_au", "Dernier jour, compris (vide : sans fin)", "2026-08-31")
    ground: LongLeaveGround = column("fondement", "Ce qui la justifie", "contraintes_geographiques")


@kind("emplois_vacances", "holiday_job", word="autorisation", once=("mediator", "since"))
class HolidayJobRow(Row):
    """Ce qui est demandé à l’inspecteur pour employer quelqu’un de 14 ou 15 ans (L4153-3)."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    requested: Day = column("demandee_le", "Jour où la demande a été envoyée", "2026-06-08")
    since: Day = column("debut", "Premier jour demandé", "2026-07-06")
    until: Day = column("fin", "Dernier jour demandé, compris", "2026-07-31")
    answer: InspectorAnswer | None = column(
        "reponse", "Réponse (vide : aucune, elle vaut accord après huit jours)"
    )
    answered: Day | None = column("reponse_le", "Jour de la réponse")
    zone: Text = column(
        "zone_scolaire", "Zone de l’école (vide : celle de l’agence)", default="", form=ZONE
    )


@kind("delegations", "delegation", word="temps de mandat", once=("mediator", "start"))
class DelegationRow(Row):
    """Du temps de mandat d’une personne élue : c’est du travail, que personne ne planifie."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    start: Moment = column("debut", "Début, avec son heure", "2026-03-10T14:00")
    end: Moment = column("fin", "Fin, avec son heure", "2026-03-10T16:00")
    kind: DelegationKind = column(
        "sorte",
        "Heures prises sur le crédit du mois, ou réunion avec l’employeur",
        "credit",
        default=DelegationKind.CREDIT,
    )


@kind("contraintes_personnelles", "personal_constraint", word="contrainte")
class ProtectionRow(Row):
    """Ce qu’une contrainte personnelle ne permet pas au travail : RH seule le lit."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    reason: ProtectionReason = column("motif", "Motif", "grossesse")
    since: Day = column("depuis", "Jour où elle fut connue, compris", "2026-04-13")
    until: Day | None = column(
        "jusqu_au",
        "Dernier jour, compris : d’une grossesse, celui du congé postnatal (vide : sans fin)",
        "2027-01-18",
    )
    no_night_since: Day | None = column(
        "sans_nuit_depuis", "Premier jour sans travail de nuit", "2026-04-20"
    )
    no_night_by: Word | None = column(
        "sans_nuit_par", "Sur demande de la personne, ou sur écrit du médecin du travail", "demande"
    )
    day_minutes: Minutes | None = column(
        "heures_jour",
        "Durée maximale d’un jour, selon le médecin du travail",
        form=hours(ABSENT_DAY_MOST // 60, "par jour, ou rien"),
    )
    week_minutes: Minutes | None = column(
        "heures_semaine",
        "Durée maximale d’une semaine, selon le médecin du travail",
        form=hours(48, "par semaine, ou rien"),
    )
    no_overtime: Flag = column("sans_heures_sup", "Aucune heure supplémentaire", default=False)
    pregnant_since: Day | None = column(
        "grossesse_debut", "Premier jour de la grossesse, d’après le certificat", "2026-02-10"
    )
    birth: Day | None = column("naissance", "Naissance, prévue puis constatée", "2026-11-10")
    arranged: Day | None = column(
        "amenagement_le", "Jour de l’accord écrit qui répartit la réduction du temps de travail"
    )


@kind("souhaits", "wish")
class WishRow(Row):
    """Un souhait d’une personne : travailler, ou être libre."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    start: Moment = column("debut", "Début", "2026-03-11T17:00")
    end: Moment = column("fin", "Fin", "2026-03-11T21:00")
    wants: Wanted = column("souhait", "Souhait", False)
    weight: Whole = column(
        "poids", "Poids du souhait, de 1 à 10", 3, default=1, form=between(1, 10)
    )
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
    since: Day | None = column("depuis", "Depuis, compris", "2026-03-01")
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)")
