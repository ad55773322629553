"""Declare the rows of the employer: decisions, notices, agreements, rubrics of payroll."""

from enum import StrEnum

from api.data.pay import Rounding, RubricUnit
from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import COUNT, between, hours
from api.data.rows.people import YEAR_MOST
from api.data.rows.types import (
    Day,
    Delay,
    Flag,
    Ident,
    Idents,
    LongText,
    Minutes,
    Month,
    Standing,
    Text,
    Whole,
)
from scheduler.domain.employment.employer import CarriedKind, NoticeKind, Route
from scheduler.domain.employment.forfait import LEFT_DAYS

WEEK = 7 * 24


class EmployerKey(StrEnum):
    """What employeur.csv may say, one a line."""

    NAME = "nom"
    HEADCOUNT = "effectif"
    WORKING_DAYS = "jours_ouvres"
    CLOSED = "feries_chomes"
    REST_FOR_OVERTIME = "heures_sup_en_repos"
    RECORDS_SINCE = "releve_depuis"


class DatedRow(Row):
    """A row in force from `since` to `until` included (None: without end), in an agency."""

    since: Day = column("depuis", "Depuis, compris", "2026-01-01")
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)")
    agency: Ident = column("agence", "Agence (vide : toutes)", default="", names="agences")


@kind("employeur", "employer", word="renseignement", once=("about",))
class EmployerRow(Row):
    """Un renseignement sur l’employeur."""

    about: EmployerKey = column("cle", "Ce dont il s’agit", "effectif")
    value: LongText = column("valeur", "Valeur", "129")


@kind("amenagements", "scheme")
class SchemeRow(DatedRow):
    """Un aménagement du temps de travail."""

    route: Route = column("voie", "Par accord, ou par décision de l’employeur", "accord")
    weeks: Whole = column(
        "semaines", "Durée de la période, en semaines (vide : en mois)", default=0, form=COUNT
    )
    months: Whole = column(
        "mois", "Durée de la période, en mois (vide : en semaines)", 12, default=0, form=COUNT
    )
    weekly_minutes: Minutes | None = column(
        "heures_semaine", "Durée hebdomadaire", form=hours(WEEK)
    )
    annual_minutes: Minutes | None = column(
        "heures_periode",
        "Durée de la période, à la place de 1607 heures",
        96420,
        form=hours(3 * YEAR_MOST),
    )
    notice: Delay | None = column(
        "prevenance", "Délai de prévenance, comme « 7 jours » ou « 7 jours ouvrés »", "7 jours"
    )
    branch: Flag = column("accord_de_branche", "Un accord de branche le permet", default=False)
    opinion: Day | None = column("avis_cse", "Jour de l’avis du CSE")
    ground: LongText = column("fondement", "Fondement", "Accord d’aménagement du temps de travail")
    article: Text = column("article", "Article", "L3121-44", default="")


@kind("avis_cse", "opinion", word="avis", once=("about", "day"))
class OpinionRow(Row):
    """Un avis du CSE sur une règle."""

    about: Ident = column("regle", "Règle, comme « rota rules » la nomme", "overtime_quota")
    day: Day = column("le", "Jour", "2025-12-08")
    text: LongText = column("texte", "Texte", "Utilisation du contingent pour 2026", default="")


@kind("solidarite", "solidarity", word="journée de solidarité", once=("agency", "mediator", "day"))
class SolidarityRow(Row):
    """Une journée de solidarité."""

    day: Day = column("jour", "Jour", "2026-05-25")
    minutes: Minutes | None = column("heures", "Durée", form=hours(12))
    agency: Ident = column("agence", "Agence", "ville", default="", names="agences")
    mediator: Ident = column("personne", "Personne", default="", names="personnes")


@kind(
    "jours_exceptionnels",
    "exceptional_day",
    word="jour exceptionnel",
    once=("agency", "mediator", "day"),
)
class ExceptionalDayRow(Row):
    """Un jour exceptionnel, et pourquoi : une convention y permet plus."""

    day: Day = column("jour", "Jour", "2026-06-20")
    why: LongText = column("motif", "Motif", "Fête du quartier, de l’installation au rangement")
    agency: Ident = column("agence", "Agence", "ville", default="", names="agences")
    mediator: Ident = column("personne", "Personne", default="", names="personnes")


@kind("heures_ailleurs", "outside_hours")
class OutsideRow(Row):
    """Des heures travaillées chez un autre employeur, par semaine."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    first: Day = column("semaine", "Un jour de la semaine, ou de la première", "2026-03-02")
    last: Day | None = column("jusqu_au", "Un jour de la dernière semaine", "2026-03-29")
    minutes: Minutes = column("heures", "Durée par semaine", 300, form=hours(WEEK, "par semaine"))
    employer: Text = column("employeur", "Employeur", "Club de sport", default="")


@kind("soldes", "carried", word="solde", once=("mediator", "kind", "day"))
class CarriedRow(Row):
    """Où en était un compteur d’une personne."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    kind: CarriedKind = column("compteur", "Compteur", "heures_sup_annee")
    day: Day = column("jour", "Jour", "2025-12-31")
    minutes: Minutes | None = column("heures", "Durée (vide : compteur en jours)", 750, always=True)
    days: Whole | None = column(
        "jours",
        "Jours travaillés au forfait depuis le début de sa période",
        form=between(0, LEFT_DAYS),
    )


@kind("semaines_anterieures", "past_week")
class PastWeekRow(Row):
    """Les heures d’une semaine dont aucun service n’est connu."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    day: Day = column("semaine", "Un jour de la semaine", "2025-12-22")
    minutes: Minutes = column("heures", "Durée", 2190, form=hours(WEEK, "par semaine", none=True))


@kind(
    "prevenances",
    "notice",
    word="prévenance",
    once=("mediator", "kind", "duties", "notified", "effective"),
)
class NoticeRow(Row):
    """Une information donnée à une personne à l’avance."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    kind: NoticeKind = column("objet", "Objet", "conge")
    notified: Day = column("prevenue_le", "Jour où la personne a été prévenue", "2026-05-02")
    effective: Day = column("effet_le", "Jour où cela prend effet", "2026-07-06")
    exceptional: Flag = column("exceptionnel", "Circonstances exceptionnelles", default=False)
    agreed: Flag = column("accord", "La personne a donné son accord", True, default=False)
    duties: Idents = column("creneaux", "Créneaux concernés", default=())
    before: Day | None = column("date_initiale", "Date initiale d’un congé déplacé", "2026-07-13")
    wanted: Flag = column(
        "souhaite", "La personne l’a demandé elle-même, comme par un échange", default=False
    )


@kind("conventions", "applied_agreement")
class AppliedRow(DatedRow):
    """Une convention collective appliquée."""

    agreement: Ident = column(
        "convention", "Convention collective, comme « rota profile » les nomme", "eclat"
    )


@kind("accords", "agreement_term")
class TermRow(DatedRow):
    """Une valeur que fixe un accord ou une autorisation."""

    rule: Ident = column(
        "regle", "Identifiant de la règle, comme « rota rules » les liste", "overtime_quota"
    )
    parameter: Text = column(
        "parametre", "Valeur de la règle, comme « rota rules » la nomme", "quota"
    )
    value: Text = column("valeur", "Valeur", "180 h")
    level: Standing = column("niveau", "Qui fixe la valeur", "entreprise")
    source: LongText = column(
        "source", "Texte d’où vient la valeur", "Accord d’aménagement du temps de travail"
    )
    article: Text = column("article", "Article", "art. 7")


@kind("acquittements", "acknowledgement", word="constat", once=("code",))
class AckRow(Row):
    """Qui répond d’un constat, et sur quel fondement."""

    code: Ident = column("constat", "Code du constat", "week_48h:ada:2026-03-02")
    ground: LongText = column("fondement", "Fondement", "Travaux urgents")
    by: Text = column("par", "Par qui", "Direction")
    day: Day = column("le", "Jour", "2026-03-09")
    month: Month | None = column("mois", "Mois du constat", "2026-03")


@kind("rubriques", "pay_rubric", word="rubrique de la quantité", once=("quantity",))
class RubricRow(Row):
    """Ce qu’une quantité de la paie est dans le logiciel de paie."""

    quantity: Ident = column(
        "quantite", "Quantité, comme une colonne de la paie la nomme", "heures_sup_25"
    )
    code: Ident = column(
        "code",
        "Code de la rubrique dans le logiciel de paie (vide : rien n’en est envoyé)",
        "HS25",
        default="",
        always=True,
    )
    unit: RubricUnit | None = column(
        "unite", "Unité attendue (vide : heures et centièmes, ou jours)"
    )
    rounding: Rounding = column(
        "arrondi", "Arrondi des durées, au plus proche", default=Rounding.MINUTE
    )
