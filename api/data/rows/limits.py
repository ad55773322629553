"""Declare the rows of people's rhythm: limits, successions that are forbidden, what shapes cost."""

from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import between, hours
from api.data.rows.types import Day, Ident, Idents, Minutes, Whole
from scheduler.domain.limits import Every, LimitKind
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.slots import SlotKind

YEAR_MOST = 2300
"""The most hours that a limit may name: more than anybody works in a year."""


@kind("limites", "personal_limit")
class LimitRow(Row):
    """Ce que le planning d’une personne ne dépasse pas, ou atteint au moins."""

    mediator: Ident = column(
        "personne", "Personne (vide : tout le monde)", "ada", default="", names="personnes"
    )
    kind: LimitKind = column("sorte", "Ce qui est compté", "creneaux")
    templates: Idents = column(
        "gabarits",
        "Gabarits comptés, pour des créneaux ou des jours d’affilée (vide : tous)",
        ["P-S"],
        default=(),
        names="gabarits",
    )
    slot_kind: SlotKind | None = column("genre", "Genre des créneaux comptés, en plus des gabarits")
    least: Whole = column("minimum", "Au moins", default=0, form=between(0, 366))
    most: Whole | None = column("maximum", "Au plus", 4, form=between(0, 366))
    least_minutes: Minutes | None = column(
        "heures_minimum", "Heures au moins, si l’on compte des heures", form=hours(YEAR_MOST)
    )
    most_minutes: Minutes | None = column(
        "heures_maximum", "Heures au plus, si l’on compte des heures", form=hours(YEAR_MOST)
    )
    every: Every = column(
        "periode",
        "Période sur laquelle on compte, sauf des jours d’affilée (vide : le mois)",
        "mois",
        default=Every.MONTH,
    )
    since: Day | None = column("depuis", "Depuis, compris", "2026-03-01")
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)")
    price: Whole | None = column(
        "prix",
        "Points de souhait par jour, créneau, week-end ou heure qui manque ou qui est en trop "
        "(vide : c’est une règle)",
        form=between(1, 1000),
    )


@kind("enchainements", "forbidden_succession")
class SuccessionRow(Row):
    """Des créneaux qui ne peuvent, ou ne devraient, pas en suivre d’autres le lendemain."""

    mediator: Ident = column(
        "personne", "Personne (vide : tout le monde)", default="", names="personnes"
    )
    first: Idents = column("avant", "Gabarits de la veille", ["P-S"], default=(), names="gabarits")
    first_kind: SlotKind | None = column(
        "genre_avant", "Genre des créneaux de la veille, en plus des gabarits"
    )
    following: Idents = column(
        "apres", "Gabarits du lendemain", ["P-J"], default=(), names="gabarits"
    )
    following_kind: SlotKind | None = column(
        "genre_apres", "Genre des créneaux du lendemain, en plus des gabarits"
    )
    since: Day | None = column("depuis", "Depuis, compris", "2026-03-01")
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)")
    price: Whole | None = column(
        "prix", "Points de souhait chaque fois (vide : c’est interdit)", form=between(1, 1000)
    )


@kind("compteurs", "streak", word="jour", once=("mediator", "day"))
class StreakRow(Row):
    """Où en était une personne à la fin d’un jour, si ses services d’avant ne sont pas connus."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    day: Day = column("jour", "Dernier jour compté, veille de la période", "2026-02-28")
    worked: Whole = column(
        "jours_affilee", "Jours travaillés d’affilée", 3, default=0, form=between(0, 31)
    )
    template: Ident = column(
        "gabarit", "Gabarit du dernier créneau", "P-S", default="", names="gabarits"
    )
    alike: Whole = column(
        "dont_gabarit", "Jours d’affilée de ce gabarit", 2, default=0, form=between(0, 31)
    )
    off: Whole = column(
        "repos_affilee", "Jours de repos d’affilée", default=0, form=between(0, 366)
    )
    weekends: Whole = column(
        "week_ends",
        "Week-ends travaillés depuis le début des périodes totales",
        default=0,
        form=between(0, 53),
    )
    slots: Whole = column(
        "creneaux",
        "Créneaux tenus depuis le début des périodes totales",
        default=0,
        form=between(0, 366),
    )


@kind("rythme", "rhythm_price", word="prix", once=("kind", "dispositif"))
class RhythmRow(Row):
    """Ce que coûte au planning une forme de semaine, au lieu du prix d’usage (0 : rien)."""

    kind: RhythmKind | None = column("sorte", "Forme (vide : toutes)", "repos_isoles")
    price: Whole = column("prix", "Points que chacune coûte", 2, form=between(0, 100))
    dispositif: Ident = column(
        "dispositif", "Dispositif (vide : tous)", default="", names="dispositifs"
    )
