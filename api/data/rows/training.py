"""Declare the rows of training cohorts: their days and their members."""

from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import between, hours
from api.data.rows.types import Day, Flag, Ident, LongText, Minutes, Text, Whole

TITLE_MOST = 2000
"""The most hours of training that a title may ask for."""


@kind("cohortes", "cohort", word="cohorte")
class CohortRow(Row):
    """Une promotion en formation."""

    id: Ident = column("id", "Identifiant, sans espace", "AMIS-2026")
    title: Text = column("titre", "Titre de la promotion", "AMIS")
    site: Ident = column("site", "Site", "cfa", default="", names="sites")
    morning: Text = column(
        "matin",
        "Matin de cours : des heures comme 09:00-12:15 (vide : libre)",
        "09:00-12:30",
        default="",
    )
    afternoon: Text = column(
        "apres_midi",
        "Après-midi de cours : des heures comme 13:15-16:15 (vide : libre)",
        "13:30-17:00",
        default="",
    )
    first: Day | None = column(
        "du", "Premier jour d’un rythme (vide : les dates sont listées)", "2026-09-07"
    )
    until: Day | None = column("au", "Dernier jour du rythme, compris", "2027-06-25")
    every: Whole = column(
        "toutes_les", "Rythme : une semaine de cours sur combien", 4, default=4, form=between(1, 52)
    )
    ical: LongText = column(
        "ical", "Nom du calendrier (.ics) joint, envoyé par le centre de formation", default=""
    )
    title_minutes: Minutes | None = column(
        "heures_titre",
        "Durée que le titre demande (vide : celle des autres promotions du même titre)",
        406 * 60,
        form=hours(TITLE_MOST, "pour le titre, ou rien"),
    )
    socle_days: Whole | None = column(
        "jours_socle",
        "Jours que demande la formation socle (vide : une autre formation)",
        form=between(1, 60),
    )


@kind("dates_cohortes", "cohort_days")
class CohortDaysRow(Row):
    """Des jours de cours, ou sans cours, d’une promotion."""

    cohort: Ident = column("cohorte", "Promotion", "AMIS-2025", names="cohortes")
    first: Day = column("debut", "Premier jour", "2026-04-13")
    last: Day = column("fin", "Dernier jour, compris", "2026-04-17")
    away: Flag = column("sans_cours", "Jours sans cours", default=False)


@kind("inscriptions", "cohort_member", word="inscription", once=("cohort", "mediator"))
class MemberRow(Row):
    """Une personne inscrite à une promotion."""

    cohort: Ident = column("cohorte", "Promotion", "AMIS-2025", names="cohortes")
    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
