"""Declare rows of demand: markets, templates, needs, appointments, seasons, school days…."""

from api.data.market import MarketPeriod
from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import ZONE, between, hours, one_of
from api.data.rows.types import (
    Clock,
    Day,
    Flag,
    Ident,
    Idents,
    LongText,
    Minutes,
    Pause,
    Roles,
    Text,
    Weekdays,
    Whole,
)
from calendars.appointments import AppointmentState
from calendars.templates.clock import AutumnChange
from calendars.templates.team_time import Attendance
from calendars.templates.template import ExceptionAction
from scheduler.domain.duty import BreakKind
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import SlotKind

POSTS = one_of(SlotKind, *(kind for kind in SlotKind if kind is not SlotKind.TEAM))
"""The kinds of a template; a team's own time has rows of its own."""


@kind("derogations", "ground")
class GroundRow(Row):
    """Une dérogation : ce qu’elle permet, et sur quel fondement."""

    kind: GroundKind = column("genre", "Genre", "nuit")
    agency: Ident = column("agence", "Agence", "ville", default="", names="agences")
    dispositif: Ident = column("dispositif", "Dispositif", default="", names="dispositifs")
    since: Day = column("depuis", "Depuis, compris", "2026-01-01")
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)")
    ground: LongText = column(
        "fondement", "Fondement", "Accord d’entreprise sur le travail de nuit"
    )
    article: Text = column("article", "Article", "L3122-15", default="")


@kind("marches", "market", word="marché")
class MarketRow(Row):
    """Un marché : qui paie quels dispositifs, du premier au dernier jour, et quel volume."""

    id: Ident = column("id", "Identifiant, sans espace", "place-2026")
    name: Text = column("nom", "Nom (vide : celui du commanditaire)", default="")
    payer: Text = column("commanditaire", "Qui paie", "Ville de Port")
    dispositifs: Idents = column(
        "dispositifs", "Dispositifs que le marché paie", ["P"], names="dispositifs"
    )
    first: Day = column("debut", "Premier jour", "2026-01-01")
    last: Day = column("fin", "Dernier jour, compris", "2027-12-31")
    minutes: Minutes | None = column(
        "heures", "Volume, en heures de postes tenus", 24000, form=hours(9_999_999)
    )
    visits: Whole | None = column(
        "passages", "Volume, en créneaux tenus", form=between(1, 9_999_999)
    )
    per: MarketPeriod = column(
        "periode", "Ce que le volume couvre : un mois, une année du marché, ou tout", "mois"
    )


@kind("saisons", "season", word="saison", once=())
class SeasonRow(Row):
    """Une période d’une saison ; une saison a une ligne par période."""

    id: Ident = column("saison", "Identifiant, sans espace", "ete")
    name: Text = column("nom", "Nom", "Juillet et août")
    first: Day = column("debut", "Premier jour", "2026-07-01")
    last: Day = column("fin", "Dernier jour, compris", "2026-08-31")


@kind("gabarits", "template", word="gabarit", required=True)
class TemplateRow(Row):
    """Un gabarit : le créneau qui revient, ses jours et ses heures."""

    id: Ident = column("id", "Identifiant, sans espace", "P-N")
    dispositif: Ident = column("dispositif", "Dispositif", "P", names="dispositifs")
    site: Ident = column("site", "Site", "place", default="", names="sites")
    kind: SlotKind = column("genre", "Genre", "soiree", default=SlotKind.DAY, form=POSTS)
    weekdays: Weekdays = column("jours", "Jours de la semaine", [4, 5])
    start: Clock = column("debut", "Début", "17:00")
    end: Clock = column("fin", "Fin", "21:00")
    since: Day = column("depuis", "Depuis, compris", "2026-04-01")
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)", "2026-12-31")
    season: Ident = column(
        "saison", "Saison du gabarit (vide : toute l’année)", default="", names="saisons"
    )
    school_zone: Text = column(
        "zone_scolaire", "Zone scolaire dont le gabarit suit les vacances", default="", form=ZONE
    )
    on_holidays: Flag = column("feries", "Tenu aussi les jours fériés", default=False)
    every: Whole = column("toutes_les", "Une semaine sur combien", default=1, form=between(1, 52))
    phase: Whole = column("decalage", "Décalage, en semaines", default=0, form=between(0, 51))
    team: Text = column("equipe", "Équipe", default="")
    binome: Flag = column("binome", "À tenir à deux", default=False)
    vehicle: Flag = column("vehicule", "Demande un véhicule", default=False)
    supervised: Flag = column("encadre", "Demande un encadrement", default=False)
    supervises: Idents = column(
        "encadre_dispositifs", "Dispositifs que ce créneau encadre", default=(), names="dispositifs"
    )
    mandatory: Flag = column("obligatoire", "Un créneau qui doit être tenu", default=False)
    autumn: AutumnChange = column(
        "automne",
        "Ce que devient le créneau la nuit où l’on recule l’heure",
        default=AutumnChange.NONE,
    )


@kind("besoins", "need", required=True)
class NeedRow(Row):
    """Combien de personnes, de quels rôles, un gabarit demande."""

    template: Ident = column("gabarit", "Gabarit", "P-N", names="gabarits")
    roles: Roles = column("roles", "Rôles admis", ["mediateur"])
    minimum: Whole = column("minimum", "Personnes au moins", 1, form=between(0, 999))
    target: Whole = column("cible", "Personnes souhaitées", 2, form=between(0, 999))
    maximum: Whole = column("maximum", "Personnes au plus", 2, form=between(0, 999))
    titles: Idents = column("titres", "Titres demandés", default=())
    missing_weight: Whole = column(
        "poids_manque", "Ce que compte une personne qui manque", default=1, form=between(1, 100)
    )
    surplus_weight: Whole = column(
        "poids_surplus",
        "Ce que compte une personne au-delà de la cible",
        default=0,
        form=between(0, 100),
    )


@kind("pauses", "template_break")
class BreakRow(Row):
    """Une pause dans les créneaux d’un gabarit."""

    template: Ident = column("gabarit", "Gabarit", "P-S", names="gabarits")
    minutes: Whole = column("minutes", "Durée, en minutes", 20, form=between(1, 600))
    at: Clock | None = column("debut", "Début de la pause (vide : au choix)", "19:00")
    kind: Pause = column("genre", "Genre", "payee", default=BreakKind.UNPAID)


@kind("exceptions", "template_exception", word="exception", once=("template", "day"))
class ExceptionRow(Row):
    """Un jour où un gabarit n’est pas comme d’habitude."""

    template: Ident = column("gabarit", "Gabarit", "P-J", names="gabarits")
    day: Day = column("jour", "Jour", "2026-03-05")
    action: ExceptionAction = column(
        "action", "Ce que l’exception fait du créneau ce jour-là", "supprime"
    )
    start: Clock | None = column("debut", "Début")
    end: Clock | None = column("fin", "Fin")
    minimum: Whole | None = column("minimum", "Personnes au moins", form=between(0, 999))
    target: Whole | None = column("cible", "Personnes souhaitées", form=between(0, 999))
    maximum: Whole | None = column("maximum", "Personnes au plus", form=between(0, 999))
    why: LongText = column("motif", "Motif", "Marché annulé")


@kind("temps_equipe", "team_time", word="temps d’équipe")
class TeamTimeRow(Row):
    """Un temps d’équipe : réunion, analyse de pratique, partenaires, prévention, exposition."""

    id: Ident = column("id", "Identifiant, sans espace", "P-REUNION")
    name: Text = column("nom", "Nom", "Réunion d’équipe")
    dispositif: Ident = column("dispositif", "Dispositif", "P", names="dispositifs")
    people: Idents = column(
        "personnes",
        "Qui est attendu (vide : toute l’équipe du dispositif)",
        default=(),
        names="personnes",
        outlives=True,
    )
    site: Ident = column("site", "Lieu", "cfa", names="sites")
    start: Clock = column("debut", "Début", "09:30")
    end: Clock = column("fin", "Fin, le même jour", "12:00")
    pause: Whole = column(
        "pause", "Pause non payée, en minutes (vide : aucune)", default=0, form=between(0, 120)
    )
    since: Day = column("depuis", "Jour, ou premier jour de ce qui revient", "2026-03-03")
    until: Day | None = column("jusqu_au", "Dernier jour de ce qui revient (vide : une seule fois)")
    weekdays: Weekdays | None = column("jours", "Jours de la semaine de ce qui revient")
    every: Whole = column(
        "toutes_les",
        "Une semaine sur combien, à partir du premier jour",
        default=1,
        form=between(1, 52),
    )
    rank: Whole | None = column(
        "rang_du_mois",
        "Le combientième du mois : 2 pour le deuxième mardi (vide : tous)",
        form=between(1, 5),
    )
    except_on: Text = column(
        "sauf", "Jours où il n’a pas lieu, séparés par des virgules", default=""
    )
    attendance: Attendance = column(
        "presence", "Présence de ceux qui sont là : obligatoire, ou souhaitée", "souhaitee"
    )
    at_least: Whole | None = column(
        "au_moins", "Personnes au moins, si la présence est souhaitée", 2, form=between(0, 999)
    )
    at_most: Whole | None = column(
        "au_plus",
        "Personnes au plus, si la présence est souhaitée (vide : toutes)",
        form=between(1, 999),
    )


@kind("rendez_vous", "appointment", word="rendez-vous")
class AppointmentRow(Row):
    """Un rendez-vous : un poste à tenir un seul jour. Ni nom ni téléphone d’un habitant ici."""

    id: Ident = column("id", "Identifiant, sans espace", "RV-12")
    dispositif: Ident = column("dispositif", "Dispositif", "P", names="dispositifs")
    site: Ident = column("site", "Site", "place", names="sites")
    place: Text = column(
        "lieu", "Où, sur ce site (jamais le nom d’un habitant)", "Hall B, local commun", default=""
    )
    day: Day = column("jour", "Jour", "2026-03-10")
    start: Clock = column("debut", "Début", "14:30")
    minutes: Whole = column(
        "minutes",
        "Durée, en minutes (moins de six heures : au-delà, une pause est due, L3121-16)",
        60,
        form=between(5, 359),
    )
    roles: Roles = column("roles", "Rôles admis", default=frozenset({StaffRole.MEDIATEUR}))
    titles: Idents = column("titres", "Titres demandés", default=())
    binome: Flag = column("binome", "À tenir à deux", default=False)
    mediator: Ident = column(
        "personne",
        "Qui doit le tenir (vide : au choix)",
        default="",
        names="personnes",
        outlives=True,
    )
    reference: Text = column(
        "reference", "Référence du commanditaire (jamais un nom)", "DOS-2026-118", default=""
    )
    state: AppointmentState = column("etat", "État", default=AppointmentState.ACCEPTED)
    reply: LongText = column(
        "reponse", "Pourquoi il est refusé ou annulé, lu par le commanditaire", default=""
    )


@kind("calendrier_scolaire", "school_days")
class SchoolRow(Row):
    """Des jours avec ou sans classe, contre le calendrier officiel."""

    zone: Text = column("zone", "Zone scolaire", "B", default="", form=ZONE)
    agency: Ident = column("agence", "Agence", default="", names="agences")
    first: Day = column("debut", "Premier jour", "2026-05-15")
    last: Day = column("fin", "Dernier jour, compris", "2026-05-15")
    open: Flag = column("classe", "Il y a classe", False)
    why: LongText = column("motif", "Motif", "Pont de l’Ascension")


@kind("verrous", "slot_lock", word="verrou", once=("mediator", "slot"))
class LockRow(Row):
    """Une personne tenue à un créneau, par qui et pourquoi."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    slot: Ident = column(
        "creneau", "Créneau : gabarit, tiret, jour (19-B1-2026-10-02)", "P-J-2026-03-04"
    )
    by: Text = column("par", "Par qui", "Elsa Exemple")
    why: LongText = column("motif", "Motif", "Réunion avec la mairie")
